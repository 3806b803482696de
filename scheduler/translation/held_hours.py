"""Uses of a right as the instants between which somebody has it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from scheduler import calendar
from scheduler.translation.values import use_of
from solvers.timetable import Horizon, expand_use


def stretches(uses: Sequence[Mapping[str, Any]], dates: Horizon, zone: str) -> Iterator[tuple[datetime, datetime]]:
    """From when until when uses last on some dates; what goes on without an end in between is one stretch."""
    for start, stop in expand_use(map(use_of, uses), dates):
        yield calendar.instant_of(dates.first, start, zone), calendar.instant_of(dates.first, stop, zone)
