"""Which registration may use which space, told twice: as arrays for the models, in plain Python for the verifier."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from solvers.cells import Bools, Ints, spans_of
from solvers.parking.problem import SIZES, Closure, ParkingProblem, Registration, Site, Space
from solvers.plan import Violation
from solvers.timetable import Horizon, LeaveBy, WindowRule, expand_moments, expand_opening, expand_use
from solvers.window import DAY, Span, Timetable, merged, span_of

Filter = tuple[object, ...]


def parts_of(problem: ParkingProblem, request: Registration) -> tuple[Timetable, ...]:
    """Timetables of a right: one, or one for each season where the staff allow a change of space."""
    whole = expand_use(problem.patterns[problem.pattern_index[request.pattern]].rules, problem.horizon)
    if not (request.split_at_season and whole):
        return (whole,)
    return split_at_seasons(problem.horizon, problem.policy.guard_minutes, whole)


def split_at_seasons(horizon: Horizon, guard_minutes: int, whole: Timetable) -> tuple[Timetable, ...]:
    """One timetable for each season of a use.

    The space changes in the first pause of at least the guard: a stay that crosses a boundary belongs to the season in
    which it began.
    """
    parts: dict[str, list[Span]] = {}
    season, left = "", -DAY
    for start, end in whole:
        if not season or start - left >= guard_minutes:
            season = horizon.days[start // DAY + 1].season
        parts.setdefault(season, []).append((start, end))
        left = end
    return tuple(sorted(map(tuple, parts.values())))


def closed_minutes(closures: tuple[Closure, ...], problem: ParkingProblem) -> Timetable:
    """Minutes that closures and suspensions take away."""
    spans: list[Span] = []
    for closure in closures:
        start, end = span_of(closure.start, closure.end)
        first = max(-1, problem.horizon.number_of(closure.first))
        last = min(problem.horizon.length, problem.horizon.number_of(closure.last))
        spans += ((number * DAY + start, number * DAY + end) for number in range(first, last + 1))
    return merged(spans)


def moments_within(rules: tuple[WindowRule, ...], problem: ParkingProblem) -> Timetable:
    """Minutes of curfews: whoever stands may stay, nobody comes or goes."""
    return expand_opening(rules, problem.horizon)


# ---- the solver's voice


@dataclass
class FitTable:
    """Fits of many timetables with many filters, one array for each distinct filter.

    `parts` are the distinct timetables of a round; every answer is an array with one entry for each.
    """

    problem: ParkingProblem
    parts: tuple[Timetable, ...]
    _known: dict[Filter, Bools] = field(default_factory=dict)

    @cached_property
    def _spans(self) -> tuple[Ints, Ints, Ints]:
        return spans_of(self.parts, list(range(len(self.parts))))

    def fits(self, site: Site, space: Space) -> Bools:
        """Whether each timetable can stand on the space on all its dates."""
        windows = space.windows if space.windows is not None else site.windows
        answer = self._inside(windows).copy()
        for closures in (site.closures, space.closures):
            if closures:
                answer &= self._clear(closures)
        if site.curfews:
            answer &= self._quiet(site.curfews)
        if site.leave_by:
            answer &= self._gone(site)
        return answer

    def _remember(self, key: Filter, wrong: Bools) -> Bools:
        """Fold "this span is wrong" into "this timetable fits"."""
        self._known[key] = np.bincount(self._spans[2][wrong], minlength=len(self.parts)) == 0
        return self._known[key]

    def _inside(self, windows: tuple[WindowRule, ...]) -> Bools:
        key: Filter = ("windows", windows)
        if key not in self._known:
            opening = np.asarray(self.problem.opening(windows), dtype=np.int64).reshape(-1, 2)
            starts, ends, _ = self._spans
            if not len(opening):
                return self._remember(key, np.ones(len(starts), dtype=np.bool_))
            at = np.searchsorted(opening[:, 0], starts, side="right") - 1
            self._remember(key, (at < 0) | (opening[np.maximum(at, 0), 1] < ends))
        return self._known[key]

    def _clear(self, closures: tuple[Closure, ...]) -> Bools:
        key: Filter = ("closures", closures)
        if key not in self._known:
            closed = np.asarray(closed_minutes(closures, self.problem), dtype=np.int64).reshape(-1, 2)
            starts, ends, _ = self._spans
            at = np.searchsorted(closed[:, 0], ends, side="left") - 1
            self._remember(key, (at >= 0) & (closed[np.maximum(at, 0), 1] > starts))
        return self._known[key]

    def _quiet(self, curfews: tuple[WindowRule, ...]) -> Bools:
        key: Filter = ("curfews", curfews)
        if key not in self._known:
            banned = np.asarray(moments_within(curfews, self.problem), dtype=np.int64).reshape(-1, 2)
            wrong = np.zeros(len(self._spans[0]), dtype=np.bool_)
            for moments in self._spans[:2] if len(banned) else ():
                at = np.searchsorted(banned[:, 0], moments, side="right") - 1
                wrong |= (at >= 0) & (banned[np.maximum(at, 0), 1] > moments)
            self._remember(key, wrong)
        return self._known[key]

    def _gone(self, site: Site) -> Bools:
        key: Filter = ("leave_by", site.leave_by)
        if key not in self._known:
            moments = np.asarray(expand_moments(site.leave_by, self.problem.horizon), dtype=np.int64)
            starts, ends, _ = self._spans
            after = np.searchsorted(moments, starts, side="right")
            self._remember(key, after < np.searchsorted(moments, ends, side="left"))
        return self._known[key]


def suits(problem: ParkingProblem, request: Registration, space: Space) -> bool:
    """Whether size, charger, accessibility and reservation of a space suit a registration."""
    return (
        SIZES.index(request.size) <= SIZES.index(space.size)
        and (space.ev or not request.needs_ev)
        and (space.accessible or not request.needs_accessible)
        and not (space.accessible and problem.policy.accessible_spaces_exclusive and not request.needs_accessible)
        and (not space.reserved_for or request.party in space.reserved_for)
    )


# ---- the verifier's voice


@dataclass(frozen=True)
class EligibilityCheck:
    """Everything that speaks against a registration on a space, filter by filter, with the first date concerned."""

    problem: ParkingProblem
    bans: frozenset[tuple[int, int | None, int | None]] = frozenset()
    _closures: dict[Filter, Timetable] = field(default_factory=dict)
    _moments: dict[Filter, tuple[int, ...]] = field(default_factory=dict)

    def refusals(self, request_at: int, part: Timetable, unit_at: int) -> Iterator[Violation]:
        """Violations of the filters by `part` of a request on a single space (positions in the problem)."""
        problem = self.problem
        request = problem.requests[request_at]
        unit, space_at = problem.units[unit_at]
        space = problem.spaces[space_at]
        site_at = problem.site_index[space.site]
        site = problem.sites[site_at]
        if not part:
            yield Violation("never_active", "", (request.id,))
        yield from _misfits(problem, request, space, unit)
        walk = request.walk.get(site.id)
        if walk is None or walk > request.longest_walk:
            far: Mapping[str, int | str] = {"allowed": request.longest_walk} | (
                {} if walk is None else {"metres": walk}
            )
            yield Violation("longest_walk", site.id, (request.id,), far)
        if self.bans & {(request_at, None, None), (request_at, site_at, None), (request_at, None, unit_at)}:
            yield Violation("ban", unit, (request.id,))
        yield from self._times(request, part, site, space, unit)

    def _times(
        self, request: Registration, part: Timetable, site: Site, space: Space, unit: str
    ) -> Iterator[Violation]:
        who = (request.id,)
        outside = _first_outside(
            part, self.problem.opening(space.windows if space.windows is not None else site.windows)
        )
        if outside is not None:
            yield Violation("opening", unit, who, {"minute": outside[0], "until": outside[1]})
        for place, closures in ((site.id, site.closures), (unit, space.closures)):
            met = _first_meeting(part, self._closed(closures)) if closures else None
            if met is not None:
                yield Violation("closure", place, who, {"minute": met})
        if site.curfews:
            banned = self.problem.opening(site.curfews)
            for moment in (moment for span in part for moment in span):
                if any(start <= moment < end for start, end in _near(banned, moment)):
                    yield Violation("curfew", site.id, who, {"minute": moment})
                    break
        if site.leave_by:
            for moment in self._leave_by(site.leave_by):
                if any(start < moment < end for start, end in _near(part, moment)):
                    yield Violation("leave_by", site.id, who, {"minute": moment})
                    break

    def _closed(self, closures: tuple[Closure, ...]) -> Timetable:
        if closures not in self._closures:
            self._closures[closures] = closed_minutes(closures, self.problem)
        return self._closures[closures]

    def _leave_by(self, rules: tuple[LeaveBy, ...]) -> tuple[int, ...]:
        if rules not in self._moments:
            self._moments[rules] = expand_moments(rules, self.problem.horizon)
        return self._moments[rules]


def _misfits(problem: ParkingProblem, request: Registration, space: Space, unit: str) -> Iterator[Violation]:
    who = (request.id,)
    if SIZES.index(request.size) > SIZES.index(space.size):
        yield Violation("size", unit, who, {"size": request.size, "allowed": space.size})
    if request.needs_ev and not space.ev:
        yield Violation("charger", unit, who)
    if request.needs_accessible and not space.accessible:
        yield Violation("accessible", unit, who)
    if space.accessible and problem.policy.accessible_spaces_exclusive and not request.needs_accessible:
        yield Violation("accessible_only", unit, who)
    if space.reserved_for and request.party not in space.reserved_for:
        yield Violation("reserved", unit, who, {"party": request.party, "allowed": ", ".join(space.reserved_for)})


def _near(timetable: Timetable, moment: int) -> tuple[Span, ...]:
    """Spans that could contain `moment`, found by halving."""
    low, high = 0, len(timetable)
    while low < high:
        middle = (low + high) // 2
        if timetable[middle][0] <= moment:
            low = middle + 1
        else:
            high = middle
    return timetable[max(0, low - 1) : low + 1]


def _first_outside(part: Timetable, opening: Timetable) -> Span | None:
    at = 0
    for start, end in part:
        while at < len(opening) and opening[at][1] < end:
            at += 1
        if at == len(opening) or opening[at][0] > start:
            return start, end
    return None


def _first_meeting(part: Timetable, closed: Timetable) -> int | None:
    for start, end in closed:
        for near in (*_near(part, start), *_near(part, end - 1)):
            if near[0] < end and start < near[1]:
                return max(start, near[0])
        if any(start <= span[0] < end for span in part):
            return start
    return None
