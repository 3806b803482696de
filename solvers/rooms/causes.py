"""What stands between a section and one more session: a minimal set of filters, limits, locks and rivals.

A section can be placed where one more session of it can be held on all its dates but the few that the round lets be
blocked, beside every session that the plan gives. A rival is a session that has the room; other rules are limits. Of
the placements the nearest is told: one that needs only rivals before others, of those one whose rivals neither keep a
guarantee nor had their sessions in the plan before, and of those the one with the fewest points missing. Points are the
goal's of that name, in hundredths.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from solvers.causes import Cause, Outranked, Removal, RemovalKind
from solvers.rooms.case import RoomsCase
from solvers.rooms.goals import Base, bonus
from solvers.rooms.placements import (
    LOCKS,
    Placement,
    any_time_placements,
    filtered_placements,
    own_placements,
)
from solvers.rooms.plan import Session
from solvers.rooms.standing import Numbers, Standing
from solvers.window import minute_of


def causes_of(case: RoomsCase, sessions: Sequence[Session], base: Base | None = None) -> Mapping[int, Cause]:
    """The cause of every section that a plan gives fewer sessions than it asks for, by its position.

    `base` is the plan from which this one was made, if there was one.
    """
    standing = Standing(case, sessions)
    short = (at for at, one in enumerate(case.rooms.requests) if standing.served[one.id] < one.sessions)
    found = ((at, cause_of(standing, at, base)) for at in short)
    return {at: cause for at, cause in found if cause is not None}


def cause_of(standing: Standing, at: int, base: Base | None = None) -> Cause | None:
    """The cause of one section that could have another session; None where the round has no room at all."""
    for enumerate_placements in (own_placements, filtered_placements, any_time_placements):
        search = _Search(standing, at, enumerate_placements(standing.case, at), base or {})
        if search.placements:
            return search.cause()
    return None


def nearest(standing: Standing, at: int) -> Placement | None:
    """Where a section could have another session by its own terms with the least in its way."""
    search = _Search(standing, at, own_placements(standing.case, at))
    return search.nearest() if search.placements else None


@dataclass
class _Set:
    """Removals by the numbers of rivals and the codes of rules, the latter at one room."""

    placement: Placement
    rivals: frozenset[int]
    rules: frozenset[str]

    def smaller(self) -> Iterator[_Set]:
        """Every set with one removal less."""
        for rival in sorted(self.rivals):
            yield _Set(self.placement, self.rivals - {rival}, self.rules)
        for rule in sorted(self.rules):
            yield _Set(self.placement, self.rivals, self.rules - {rule})


@dataclass
class _Search:
    """The search for one section among placements, those that would meet its own sessions left out."""

    standing: Standing
    at: int
    placements: list[Placement]
    base: Base = field(default_factory=dict)
    _takers: dict[Placement, frozenset[int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        name = self.standing.case.rooms.requests[self.at].id
        self._own = {number for number, one in enumerate(self.standing.sessions) if one.request == name}
        # Whatever needs more filters than another can neither be nearest nor a part of what is.
        by_filters = groupby(sorted(self.placements, key=_filters), key=_filters)
        self.placements = next(filter(None, (self._apart(found) for _, found in by_filters)), [])

    def _apart(self, found: Iterable[Placement]) -> list[Placement]:
        """Those that do not meet the section's own sessions."""
        self._takers |= {one: self.standing.takers(one.uses()) for one in found}
        return [one for one in self._takers if not self._takers[one] & self._own]

    def cause(self) -> Cause:
        """The nearest cause that is minimal."""
        found = self._nearest()
        smaller: _Set | None = found
        while smaller is not None:
            found, smaller = smaller, next(filter(None, map(self._sufficient, found.smaller())), None)
        return self._told(found)

    def nearest(self) -> Placement:
        """The placement with the least in its way."""
        return self._nearest().placement

    def _nearest(self) -> _Set:
        best: tuple[tuple[int, ...], _Set] | None = None
        for one in sorted(self.placements, key=self._margin):
            rules = one.filters | self._limits(one, self._takers[one])
            others = len(rules) + sum(_pinned(self.standing, rival) for rival in self._takers[one])
            size = others and len(rules) + len(self._takers[one])
            found = ((size, *self._margin(one)), _Set(one, self._takers[one], rules))
            best = found if best is None or found[0] < best[0] else best
            if not others:
                break
        assert best is not None
        return best[1]

    def _margin(self, one: Placement) -> tuple[bool, int, int]:
        takers = self._takers[one]
        return bool(self._outranked(takers)), self._lost(takers) - self._gained(one), len(takers)

    def _outranked(self, rivals: Iterable[int]) -> Outranked:
        """The goal before the points that speaks for the sessions of rivals, if one does."""
        rooms, served = self.standing.case.rooms, self.standing.served
        own = rooms.requests[self.at]
        lost = 0
        for name, count in Counter(self.standing.sessions[rival].request for rival in rivals).items():
            section = rooms.request_index[name]
            if served[name] - count < min(served[name], len(self.base.get(section, ()))):
                return "kept"
            lost += rooms.requests[section].guaranteed and count == served[name]
        return "guaranteed" if lost > (own.guaranteed and not served[own.id]) else ""

    def _limits(self, one: Placement, gone: frozenset[int]) -> frozenset[str]:
        found = frozenset(self.standing.limits(one.uses(), gone))
        return found - {"equipment_short"} if "room_equipment" in one.filters else found

    def _sufficient(self, tried: _Set) -> _Set | None:
        """The same removals at a placement where they suffice, if there is one."""
        for one in self.placements:
            rules = tried.rules if one.room == tried.placement.room else frozenset()
            if one.filters <= rules and self._takers[one] <= tried.rivals and self._limits(one, tried.rivals) <= rules:
                return _Set(one, tried.rivals, tried.rules)
        return None

    def _gained(self, one: Placement) -> int:
        """What one more session counts."""
        rooms, section = self.standing.case.rooms, self.standing.case.rooms.requests[self.at]
        part = rooms.policy.partial_percent if section.sessions > 1 else 100
        whole = section.sessions > 1 and len(self._own) + 1 == section.sessions
        return rooms.weight_of(section) * len(one.held) * part + (bonus(self.standing.case, self.at) if whole else 0)

    def _lost(self, rivals: Iterable[int]) -> int:
        """What the sessions of rivals count."""
        case, total, sections = self.standing.case, 0, set[int]()
        for rival in rivals:
            session = self.standing.sessions[rival]
            section = case.rooms.request_index[session.request]
            own = case.rooms.requests[section]
            part = case.rooms.policy.partial_percent if own.sessions > 1 else 100
            total += case.rooms.weight_of(own) * len(session.dates) * part
            sections.add(section)
        return total + sum(bonus(case, section) for section in sections if self._whole(section))

    def _whole(self, section: int) -> bool:
        own = self.standing.case.rooms.requests[section]
        return 1 < own.sessions == self.standing.served[own.id]

    def _told(self, found: _Set) -> Cause:
        rooms = self.standing.case.rooms
        request, room = rooms.requests[self.at].id, rooms.rooms[found.placement.room].id
        numbers = self.standing.limits(found.placement.uses(), found.rivals)
        removals = [_rule(self.standing, found.placement, rule, numbers.get(rule)) for rule in sorted(found.rules)]
        removals += [_rival(self.standing, rival) for rival in sorted(found.rivals)]
        points, lost = self._gained(found.placement), self._lost(found.rivals)
        return Cause(request, room, tuple(removals), points, lost, self._outranked(found.rivals))


def _filters(one: Placement) -> int:
    return len(one.filters)


def _rule(standing: Standing, one: Placement, rule: str, numbers: Numbers | None) -> Removal:
    rooms = standing.case.rooms
    kind: RemovalKind = "lock" if rule in LOCKS else "filter" if rule in one.filters else "limit"
    told = numbers or {}
    if rule == "room_capacity":
        told = {"people": rooms.requests[one.section].people, "allowed": rooms.rooms[one.room].capacity}
    return Removal(kind, rule, rooms.rooms[one.room].id, (), told)


def _rival(standing: Standing, rival: int) -> Removal:
    """A session that gives its slot back, known by its room, weekday and start; one that the staff pinned is a lock."""
    session = standing.sessions[rival]
    numbers: Numbers = {"weekday": session.weekday, "start": session.start}
    pinned = _pinned(standing, rival)
    kind, rule = ("lock", "room_pinned") if pinned else ("rival", "room_taken")
    return Removal(kind, rule, session.room, (session.request,), numbers)  # type: ignore[arg-type]


def _pinned(standing: Standing, number: int) -> bool:
    session, case = standing.sessions[number], standing.case
    slot = (case.rooms.room_index[session.room], session.weekday, minute_of(session.start))
    pins = case.pins.get(case.rooms.request_index[session.request], ())
    return any(case.matches(pin, *slot) for pin in pins)
