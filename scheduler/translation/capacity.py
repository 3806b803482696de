"""How much is open and how much of it is taken, by day type and hour of the day: what a review tells of use."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from scheduler import calendar
from scheduler.models import ClosedPeriod, FacilityClosure
from scheduler.queries.openings import Openings
from scheduler.queries.rooms import House
from scheduler.translation.values import clipped, closure_of, rule_of, touching
from solvers.parking.case import without
from solvers.parking.problem import Closure
from solvers.timetable import Dates, Horizon, WindowRule
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


def spaces_open(found: Openings, horizon: Horizon) -> list[Open]:
    """Spaces of sites by their windows and closures; what is somebody's own is open only where they offer it."""
    kinds: Counter[tuple[tuple[WindowRule, ...], tuple[Closure, ...]]] = Counter()
    of_sites = {
        site: (_rules(found.windows.get(site, ()), horizon), _closures(found.closures.get(site, ()), horizon))
        for site in found.alike
    }
    for site, count in found.alike.items():
        kinds[of_sites[site]] += count
    for space in found.apart:
        windows, closed = of_sites[space.site_id]
        if space.own_hours:
            windows = _rules(found.windows.get(space.number, ()), horizon)
        kinds[windows, closed + _closures(found.closures.get(space.number, ()), horizon)] += 1
    return [Open(windows, closures, count) for (windows, closures), count in kinds.items() if count]


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
    dates = Dates(horizon)

    def open_in(kind: Open) -> Timetable:
        opening = dates.opening(kind.windows)
        return without(opening, _closed(kind.closures, horizon)) if kind.closures else opening

    return _summed(((start, end, kind.count) for kind in kinds for start, end in open_in(kind)), horizon)


def taken(rows: Iterable[Taken], horizon: Horizon, zone: str) -> Grid:
    """Minutes that are taken on the dates of a horizon."""

    @cache
    def minute(instant: datetime) -> int:
        return calendar.minute_of(horizon.first, instant, zone)

    # Thousands of spans begin and end at a few hundred instants.
    return _summed(((minute(row.starts_at), minute(row.ends_at), row.count) for row in rows), horizon)


def _summed(spans: Iterable[tuple[int, int, int]], horizon: Horizon) -> Grid:
    """Minutes of spans, each with how many have it; what lies outside the dates is left out."""
    changes: dict[int, int] = defaultdict(int)
    for start, end, count in spans:
        start, end = max(start, 0), min(end, horizon.length * DAY)
        if start < end:
            changes[start] += count
            changes[end] -= count
    grid: Grid = Counter()
    since = count = 0
    for minute in sorted(changes):
        if count:
            _add(grid, since, minute, count, horizon)
        since, count = minute, count + changes[minute]
    return grid


def _add(grid: Grid, start: int, end: int, count: int, horizon: Horizon) -> None:
    """Add the minutes of a span of the dates to the hours that it touches."""
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
