"""Uses of parking rights over some dates, as a plan gives them: spans of instants."""

from __future__ import annotations

import json
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from threading import Lock
from typing import Any, Protocol

from scheduler import calendar
from scheduler.translation.values import use_of
from solvers.parking.eligibility import split_at_seasons
from solvers.timetable import Horizon, expand_use
from solvers.window import DAY, Timetable

Instants = tuple[datetime, datetime]
Parts = dict[tuple[str, bool], tuple[Timetable, ...]]
ROUNDS, RULES = 4, 500
"""Most rounds of which the uses are remembered, and most rules of rights in each."""
_lock = Lock()
_kept: OrderedDict[tuple[Horizon, int], Parts] = OrderedDict()
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
        self._known = _known(horizon, guard_minutes)
        self._instants: dict[int, datetime] = {}

    def between(self, row: Used, part: int, first: date, last: date) -> Iterator[Instants]:
        """Spans of a part of a right that touch the dates `first` to `last`, in the order of time."""
        since, until = (self._horizon.number_of(day) * DAY for day in (first, last))
        for start, end in self._parts(row)[part]:
            if end > since and start < until + DAY:
                yield self._instant(start), self._instant(end)

    def _parts(self, row: Used) -> tuple[Timetable, ...]:
        key = json.dumps(row.uses, sort_keys=True), row.split_at_season
        found = self._known.get(key)
        if found is None:
            whole = expand_use([use_of(use) for use in row.uses], self._horizon)
            split = row.split_at_season and whole
            found = split_at_seasons(self._horizon, self._guard, whole) if split else (whole,)
            if len(self._known) < RULES:
                self._known[key] = found
        return found

    def _instant(self, minute: int) -> datetime:
        if minute not in self._instants:
            self._instants[minute] = calendar.instant_of(self._horizon.first, minute, self._zone)
        return self._instants[minute]


def _known(horizon: Horizon, guard_minutes: int) -> Parts:
    """What was worked out for a round before."""
    key = horizon, guard_minutes
    with _lock:
        found = _kept.setdefault(key, {})
        _kept.move_to_end(key)
        while len(_kept) > ROUNDS:
            _kept.popitem(last=False)
    return found
