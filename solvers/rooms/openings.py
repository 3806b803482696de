"""When a room may be used: opening hours, staffed hours, closures and the seniors' own hours, date by date."""

from __future__ import annotations

from collections.abc import Iterable

from solvers.parking.problem import Closure
from solvers.rooms.problem import RoomsProblem, Section
from solvers.timetable import Horizon, WindowRule, expand_opening
from solvers.window import DAY, Span, Timetable, merged, span_of

Rules = tuple[tuple[WindowRule, ...], tuple[WindowRule, ...] | None, tuple[Closure, ...], tuple[WindowRule, ...]]


class Openings:
    """Opening minutes of each room, expanded once for each set of rules."""

    def __init__(self, problem: RoomsProblem) -> None:
        self.problem = problem
        self._numbers: dict[Rules, int] = {}
        self._known: list[Timetable] = []
        self._keys: dict[tuple[int, bool], int] = {}

    def key(self, room: int, seniors: bool) -> int:
        """A number of what decides the opening of a room: rooms with equal keys are open at the same minutes."""
        known = self._keys.get((room, seniors))
        if known is None:
            rules = self._rules(room, seniors)
            if rules not in self._numbers:
                self._numbers[rules] = len(self._known)
                self._known.append(opening(self.problem.horizon, *rules))
            known = self._keys[room, seniors] = self._numbers[rules]
        return known

    def _rules(self, room: int, seniors: bool) -> Rules:
        own = self.problem.rooms[room]
        facility = self.problem.facilities[self.problem.facility_of[room]]
        windows = facility.windows if own.windows is None else own.windows
        return windows, own.staffed, (*facility.closures, *own.closures), () if seniors else facility.seniors

    def of(self, room: int, section: Section) -> Timetable:
        """Minutes at which `section` may be in a room."""
        return self._known[self.key(room, section.age_group == "senior")]


def opening(
    horizon: Horizon,
    windows: tuple[WindowRule, ...],
    staffed: tuple[WindowRule, ...] | None,
    closures: tuple[Closure, ...],
    kept: tuple[WindowRule, ...],
) -> Timetable:
    """Opening hours within staffed hours, less closures and less the hours `kept` for seniors."""
    open_ = expand_opening(windows, horizon)
    if staffed is not None:
        open_ = _within(open_, expand_opening(staffed, horizon))
    closed = [span for closure in closures for span in _closed(closure, horizon)]
    return _without(open_, merged((*closed, *expand_opening(kept, horizon))))


def _closed(closure: Closure, horizon: Horizon) -> Iterable[Span]:
    start, end = span_of(closure.start, closure.end)
    first = max(-1, horizon.number_of(closure.first))
    last = min(horizon.length, horizon.number_of(closure.last))
    return ((number * DAY + start, number * DAY + end) for number in range(first, last + 1))


def _within(a: Timetable, b: Timetable) -> Timetable:
    out, i, j = [], 0, 0
    while i < len(a) and j < len(b):
        start, end = max(a[i][0], b[j][0]), min(a[i][1], b[j][1])
        if start < end:
            out.append((start, end))
        if a[i][1] <= b[j][1]:
            i += 1
        else:
            j += 1
    return merged(out)


def _without(open_: Timetable, closed: Timetable) -> Timetable:
    if not open_ or not closed:
        return open_
    gaps, at = [], open_[0][0]
    for start, end in closed:
        if at < start:
            gaps.append((at, start))
        at = max(at, end)
    if at < open_[-1][1]:
        gaps.append((at, open_[-1][1]))
    return _within(open_, tuple(gaps))
