"""The work calendar: day types with make-up workdays 调休, and the horizons made of them.

Day types come from the official calendar of mainland China, never from the weekday alone. A year whose make-up workdays
are not decreed yet is known by its statutory holidays only; `undecreed_years` names such years, so that callers warn.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from functools import cache

import holidays

from solvers.timetable import Day, DayType, Horizon, Season

SUMMER = ((6, 1), (9, 30))
"""First and last date (month, day) of the summer season, a default of the community."""


@cache
def _year(year: int) -> tuple[frozenset[date], frozenset[date]]:
    """Holidays and make-up workdays of a year."""
    official = holidays.country_holidays("CN", years=year)
    return (
        frozenset(day for day in official if day.year == year),
        frozenset(day for day in official.weekend_workdays if day.year == year),
    )


def undecreed_years(days: Iterable[date]) -> list[int]:
    """Years of `days` whose make-up workdays are not known."""
    return [year for year in sorted({day.year for day in days}) if not _year(year)[1]]


def day_type(day: date, overrides: Mapping[date, DayType] | None = None) -> DayType:
    """Workday or rest day; a day override of the community comes first."""
    if overrides and day in overrides:
        return overrides[day]
    rest, makeup = _year(day.year)
    if day in makeup:
        return "workday"
    return "rest_day" if day in rest or day.isoweekday() > 5 else "workday"


def season(day: date) -> Season:
    """Summer from June to September, winter otherwise."""
    return "summer" if SUMMER[0] <= (day.month, day.day) <= SUMMER[1] else "winter"


def horizon(first: date, last: date, overrides: Mapping[date, DayType] | None = None) -> Horizon:
    """Planned dates `first` to `last` with their day types, and one date of margin on either side."""
    dates = [first + timedelta(days=at) for at in range(-1, (last - first).days + 2)]
    return Horizon(first, last, tuple(Day(day, day_type(day, overrides), season(day)) for day in dates))
