"""The work calendar: day types with make-up workdays 调休, and the horizons made of them.

Day types come from the official calendar of mainland China, never from the weekday alone. A year whose make-up workdays
are not decreed yet is known by its statutory holidays only; `undecreed_years` names such years, so that callers warn.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import holidays

from solvers.timetable import MAX_DAYS as MAX_DAYS
from solvers.timetable import Day, DayType, Season
from solvers.timetable import Horizon as Horizon

ZONE = "Asia/Shanghai"
"""Civil time of communities that state no other."""
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


@dataclass(frozen=True, slots=True)
class Override:
    """A date whose day type the community states itself, with the names that windows may speak of."""

    day_type: DayType
    names: tuple[str, ...] = ()


def horizon(first: date, last: date, overrides: Mapping[date, Override] | None = None) -> Horizon:
    """Planned dates `first` to `last` with their day types, and one date of margin on either side."""
    known = overrides or {}
    types = {day: override.day_type for day, override in known.items()}
    dates = [first + timedelta(days=at) for at in range(-1, (last - first).days + 2)]
    return Horizon(
        first,
        last,
        tuple(Day(day, day_type(day, types), season(day), known[day].names if day in known else ()) for day in dates),
    )


def instant_of(first: date, minute: int, zone: str) -> datetime:
    """Instant of a minute of a horizon that starts on `first`, by the wall clock of `zone`.

    Where the clock is put forward, a time that it skips is the instant after as many minutes; where it is put back, the
    earlier of the two counts (PEP 495, fold 0).
    """
    naive = datetime.combine(first, time()) + timedelta(minutes=minute)
    return naive.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


def minute_of(first: date, instant: datetime, zone: str) -> int:
    """Minute of a horizon that starts on `first` at an instant; seconds are dropped."""
    local = instant.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    return int((local - datetime.combine(first, time())).total_seconds() // 60)


def date_of(instant: datetime, zone: str) -> date:
    """Civil date of an instant."""
    return instant.astimezone(ZoneInfo(zone)).date()


def today() -> date:
    """Civil date by this machine's clock, whatever its own zone: for what is made before a database tells the time."""
    return date_of(datetime.now(UTC), ZONE)


def local_text(instant: datetime, zone: str) -> str:
    """An instant by the wall clock, as messages tell it: YYYY-MM-DD HH:MM."""
    return instant.astimezone(ZoneInfo(zone)).strftime("%Y-%m-%d %H:%M")
