"""How much is open and how much of it is taken, by day type and hour of the day: what a review tells of use."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from scheduler import calendar
from scheduler.models import ClosedPeriod, FacilityClosure
from scheduler.queries.rooms import House
from scheduler.queries.supply import Supply
from scheduler.translation.values import clipped, closure_of, rule_of, touching
from solvers.parking.case import without
from solvers.parking.problem import Closure
from solvers.timetable import Horizon, WindowRule, expand_opening
from solvers.window import Timetable, merged, span_of

HOUR, DAY = 60, 1_440
Cell = tuple[str, int]
"""A day type and an hour of the day, 0 to 23."""
Grid = Counter[Cell]
"""Minutes by day type and hour."""


@dataclass(frozen=True, slots=True)
class Open:
    """What is open alike: windows, what closes it, and how many spaces or rooms there are of it."""

    windows: tuple[WindowRule, ...]
    closures: tuple[Closure, ...]
    count: int


@dataclass(frozen=True, slots=True)
class Taken:
    """So many spaces or rooms taken between two instants."""

    starts_at: datetime
    ends_at: datetime
    count: int


def spaces_open(supply: Supply, horizon: Horizon) -> list[Open]:
    """Spaces of sites by their windows and closures; what is somebody's own is open only where they offer it."""
    kinds: Counter[tuple[tuple[WindowRule, ...], tuple[Closure, ...]]] = Counter()
    of_sites = {
        site.id: (
            _rules((row for row in supply.windows if row.site_id == site.id and row.space_id is None), horizon),
            _closures([row for row in supply.closures if row.site_id == site.id and row.space_id is None], horizon),
        )
        for site in supply.sites
    }
    for space in supply.spaces:
        windows, closed = of_sites[space.site_id]
        own = supply.windows_of_spaces.get(space.id, ())
        if own or space.owner_id is not None:
            windows = _rules(own, horizon)
        kinds[windows, closed + _closures(supply.closures_of_spaces.get(space.id, ()), horizon)] += 1
    return [Open(windows, closures, count) for (windows, closures), count in kinds.items()]


def rooms_open(house: House, horizon: Horizon) -> list[Open]:
    """Undivided rooms of facilities by their windows and closures."""
    kinds: Counter[tuple[tuple[WindowRule, ...], tuple[Closure, ...]]] = Counter()
    divided = {room.part_of_id for room in house.rooms}
    for room in house.rooms:
        if room.id in divided:
            continue
        own = [row for row in house.windows_of.get(room.id, []) if row.purpose == "open"]
        rules = _rules(own or house.windows_of.get(room.facility_id, []), horizon)
        closed = [*house.closures_of.get(room.facility_id, []), *house.closures_of.get(room.id, [])]
        kinds[rules, _closures(closed, horizon)] += 1
    return [Open(windows, closures, count) for (windows, closures), count in kinds.items()]


def capacity(kinds: Iterable[Open], horizon: Horizon) -> Grid:
    """Minutes that are open on the dates of a horizon."""
    grid: Grid = Counter()
    for kind in kinds:
        opening = without(expand_opening(kind.windows, horizon), _closed(kind.closures, horizon))
        for start, end in opening:
            _add(grid, start, end, kind.count, horizon)
    return grid


def taken(rows: Iterable[Taken], horizon: Horizon, zone: str) -> Grid:
    """Minutes that are taken on the dates of a horizon."""
    grid: Grid = Counter()
    for row in rows:
        start = calendar.minute_of(horizon.first, row.starts_at, zone)
        end = calendar.minute_of(horizon.first, row.ends_at, zone)
        _add(grid, start, end, row.count, horizon)
    return grid


def _add(grid: Grid, start: int, end: int, count: int, horizon: Horizon) -> None:
    """Add a span's minutes to the hours that it touches; what lies outside the dates is left out."""
    start, end = max(start, 0), min(end, horizon.length * DAY)
    while start < end:
        number, minute = divmod(start, DAY)
        stop = min(end, (start // HOUR + 1) * HOUR)
        grid[horizon.days[number + 1].day_type, minute // HOUR] += count * (stop - start)
        start = stop


def _closed(closures: Sequence[Closure], horizon: Horizon) -> Timetable:
    spans = []
    for closure in closures:
        start, end = span_of(closure.start, closure.end)
        first = max(0, horizon.number_of(closure.first))
        last = min(horizon.length - 1, horizon.number_of(closure.last))
        spans += [(number * DAY + start, number * DAY + end) for number in range(first, last + 1)]
    return merged(spans)


def _rules(rows: Iterable[Any], horizon: Horizon) -> tuple[WindowRule, ...]:
    return tuple(clipped(rule_of(row), horizon) for row in touching(rows, horizon) if row.purpose == "open")


def _closures(rows: Sequence[ClosedPeriod] | Sequence[FacilityClosure], horizon: Horizon) -> tuple[Closure, ...]:
    found: Iterable[Any] = rows
    return tuple(closure_of(row) for row in touching(found, horizon))


def hours(open_grid: Mapping[Cell, int], taken_grid: Mapping[Cell, int]) -> list[tuple[str, int, int, int]]:
    """Day type, hour, minutes open and minutes taken, for each day type that occurs."""
    types = sorted({kind for kind, _ in (*open_grid, *taken_grid)}, reverse=True)
    return [
        (kind, hour, open_grid.get((kind, hour), 0), taken_grid.get((kind, hour), 0))
        for kind in types
        for hour in range(24)
    ]
