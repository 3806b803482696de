"""Uses of parking rights over some dates, as a plan gives them: spans of instants."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any, Protocol

from scheduler import calendar
from scheduler.remembered import Remembered
from scheduler.translation.values import use_of
from solvers.parking.eligibility import split_at_seasons
from solvers.timetable import Horizon, expand_use
from solvers.window import DAY, Timetable

Instants = tuple[datetime, datetime]
KEPT = 2_000
"""Most rules of rights whose uses are remembered."""
_kept = Remembered[tuple[Horizon, int, str, bool], tuple[Timetable, ...]](KEPT)
"""Parts of rights by the days of a round and the guard, on which they depend, and by the rules of the right."""


class Used(Protocol):
    """When a registration uses its right."""

    @property
    def uses(self) -> Sequence[Any]: ...
    @property
    def split_at_season(self) -> bool: ...


class Uses:
    """Uses over the whole time of a round, asked for by dates; rights with the same rules are worked out once."""

    def __init__(self, horizon: Horizon, guard_minutes: int, zone: str) -> None:
        self._horizon, self._guard, self._zone = horizon, guard_minutes, zone
        self._known: dict[tuple[str, bool], tuple[Timetable, ...]] = {}
        self._instants: dict[int, datetime] = {}

    def between(self, row: Used, part: int, first: date, last: date) -> Iterator[Instants]:
        """Spans of a part of a right that touch the dates `first` to `last`, in the order of time."""
        since, until = (self._horizon.number_of(day) * DAY for day in (first, last))
        for start, end in self._parts(row)[part]:
            if end > since and start < until + DAY:
                yield self._instant(start), self._instant(end)

    def _parts(self, row: Used) -> tuple[Timetable, ...]:
        key = json.dumps(row.uses, sort_keys=True), row.split_at_season
        if key not in self._known:
            # The days of a round take long to compare, so a board does so once for each rule.
            self._known[key] = _kept.found((self._horizon, self._guard, *key), lambda: self._worked_out(row))
        return self._known[key]

    def _worked_out(self, row: Used) -> tuple[Timetable, ...]:
        whole = expand_use([use_of(use) for use in row.uses], self._horizon)
        return split_at_seasons(self._horizon, self._guard, whole) if row.split_at_season and whole else (whole,)

    def _instant(self, minute: int) -> datetime:
        if minute not in self._instants:
            self._instants[minute] = calendar.instant_of(self._horizon.first, minute, self._zone)
        return self._instants[minute]
