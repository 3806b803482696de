"""Uses of parking rights over some dates; what was worked out is remembered by the days on which it depends."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from scheduler import calendar
from scheduler.translation.weeks import Uses

FIRST = date(2026, 5, 11)
ZONE = "Asia/Shanghai"


@dataclass
class Right:
    """A right as far as its uses are asked for."""

    uses: list[Any]
    split_at_season: bool = False


WORKDAYS = Right([{"start": "08:00", "end": "18:00", "days": "workday"}])


def days_used(overrides: Mapping[date, calendar.Override], right: Right) -> list[int]:
    """Days of the month on which a right is used in a week."""
    last = FIRST + timedelta(days=6)
    uses = Uses(calendar.horizon(FIRST, last, overrides), 15, ZONE)
    return [starts.day for starts, _ in uses.between(right, 0, FIRST, last)]


def test_uses_are_worked_out_anew_where_a_date_becomes_another_day_and_are_the_same_a_second_time() -> None:
    resting = {FIRST: calendar.Override("rest_day")}
    every_day = Right([{"start": "08:00", "end": "18:00"}])

    assert [days_used({}, WORKDAYS), days_used(resting, WORKDAYS), days_used({}, every_day)] == [
        [11, 12, 13, 14, 15], [12, 13, 14, 15], [11, 12, 13, 14, 15, 16, 17],
    ]  # fmt: skip
    assert days_used({}, WORKDAYS) == [11, 12, 13, 14, 15]
