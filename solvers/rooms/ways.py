"""Ways forward for a section: what the plan could serve besides all that it serves, one of each kind, each checked.

Each kind has a neighbourhood that is searched in full; none of a kind means that nothing in it breaks no rule.

as_asked_room   what was asked for, where the plan left a place free
other_room      the times asked for, in any room that was not accepted and has what is needed
other_time      the rooms accepted, at any other time of any weekday, the nearest first
shorter_session rooms and times asked for, at least half as long as the shortest length, the longest first
half_season     what was asked for, in the first or the second half of the section's dates alone
fewer_dates     what was asked for, on at least half of its dates, as many as are free
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from solvers.explain import Alternative, Reason
from solvers.rooms.case import RoomsCase
from solvers.rooms.placements import Placement, own_placements
from solvers.rooms.plan import Session, Use, clock, date_of
from solvers.rooms.problem import MOST_RANGES, Section, Suitable
from solvers.rooms.rules import verify
from solvers.rooms.standing import Standing
from solvers.timetable import WindowRule
from solvers.window import DAY

Slot = tuple[int, int, int]
SHORTEST = 15
"""Minutes below which no section can be."""


@dataclass
class Ways:
    """The search for ways forward of one section beside a plan."""

    standing: Standing
    at: int
    _within: dict[tuple[int, int, int], bool] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.case: RoomsCase = self.standing.case
        self.section: Section = self.case.rooms.requests[self.at]
        self.asked: Sequence[Slot] = [slot[:3] for slot in self.case.slots(self.section)]
        self.ranks: Mapping[int, int] = self.case.ranks(self.section)
        self.rooms = [room for room in sorted(self.ranks, key=self.ranks.__getitem__) if self._fits(room)]

    def alternatives(self) -> Iterator[Alternative]:
        """The gentlest of each kind."""
        for kind, placements in KINDS.items():
            found = next(placements(self), None)
            if found is not None:
                yield self.told(kind, found)

    def searched(self) -> Reason:
        """What was searched: suitable rooms that were accepted, and others."""
        return Reason("no_way_in_rooms", "", (), {"accepted": len(self.rooms), "others": len(self._others)})

    def _fits(self, room: int) -> bool:
        return not self.case.fits(self.section, room)

    def free(self, one: Placement) -> bool:
        """Whether it breaks no rule beside the plan."""
        uses = one.uses()
        key = (one.room, len(one.held), one.length)
        if key not in self._within:
            self._within[key] = not self.standing.over_quotas(uses)
        return self._within[key] and not self.standing.takers(uses) and not self.standing.limits(uses)

    def opened(self, room: int, slot: Slot, days: tuple[int, ...]) -> Placement | None:
        """A slot on the dates on which its room is open, if few enough of them are blocked and nothing bans it."""
        weekday, start, length = slot
        setup, clear = self.case.rooms.buffers(room)
        bans = self.case.bans.get(self.at, ())
        if not days or start < setup or start + length + clear > DAY:
            return None
        held, blocked = self.case.split(self.section, room, days, start, start + length)
        too_few = not held or len(blocked) * 100 > len(days) * self.case.rooms.policy.blocked_percent
        if too_few or any(self.case.matches(lock, room, weekday, start) for lock in bans):
            return None
        return Placement(self.at, room, weekday, start, length, held)

    def whole(self, rooms: Sequence[int], slots: Sequence[Slot]) -> Iterator[Placement]:
        """Free placements on all dates, slot by slot."""
        for slot in slots:
            days = self.case.dates(self.section, slot[0])
            for room in rooms:
                one = self.opened(room, slot, days)
                if one is not None and self.free(one):
                    yield one

    def as_asked(self) -> Iterator[Placement]:
        """Its own options."""
        return (one for one in own_placements(self.case, self.at) if self.free(one))

    def other_room(self) -> Iterator[Placement]:
        """In rooms that were not accepted, the smallest first."""
        return self.whole(self._others, self.asked)

    @property
    def _others(self) -> Sequence[int]:
        capacity = [room.capacity for room in self.case.rooms.rooms]
        others = [room for room in range(len(capacity)) if room not in self.ranks and self._fits(room)]
        return sorted(others, key=capacity.__getitem__)

    def other_time(self) -> Iterator[Placement]:
        """At times that were not asked for: on the same weekdays first, then near the hours asked for, then long."""
        known, days = {*self.asked}, {wish.weekday for wish in self.section.ranges}
        starts = [wish.span[0] for wish in self.section.ranges]
        grid = self.case.rooms.policy.grid
        slots = [
            (weekday, start, length)
            for weekday in range(1, 8)
            for start in range(0, DAY, grid)
            for length in {*range(self.section.longest, self.section.shortest - 1, -grid), self.section.shortest}
            if start + length <= DAY and (weekday, start, length) not in known
        ]
        slots.sort(key=lambda one: (one[0] not in days, min((abs(one[1] - at) for at in starts), default=0), -one[2]))
        return self.whole(self.rooms, slots)

    def shorter(self) -> Iterator[Placement]:
        """With lengths below the shortest."""
        grid, least = self.case.rooms.policy.grid, max(SHORTEST, -(-self.section.shortest // 2))
        slots = [
            (wish.weekday, start, length)
            for length in range(self.section.shortest - grid, least - 1, -grid)
            for wish in self.section.ranges
            for start in range(-(-wish.span[0] // grid) * grid, wish.span[1], grid)
            if start + length <= wish.span[1]
        ]
        return self.whole(self.rooms, slots)

    def half_season(self) -> Iterator[Placement]:
        """On the dates before or from the middle of the section's own first and last date."""
        horizon = self.case.rooms.horizon
        first = horizon.number_of(self.section.first) if self.section.first else 0
        last = horizon.number_of(self.section.last) if self.section.last else horizon.length - 1
        middle = (first + last + 1) // 2
        for slot in self.asked:
            days = self.case.dates(self.section, slot[0])
            halves = tuple(day for day in days if day < middle), tuple(day for day in days if day >= middle)
            for half in halves if all(halves) else ():
                found = (self.opened(room, slot, half) for room in self.rooms)
                yield from (one for one in found if one is not None and self.free(one))

    def fewer_dates(self) -> Iterator[Placement]:
        """Its own options on the dates that are free, the one with the most of them."""
        best: Placement | None = None
        for one in own_placements(self.case, self.at):
            free = [use for use in one.uses() if self._free_on(use)]
            while free and self.standing.over_quotas(free):
                free.pop()
            if len(free) * 2 >= len(one.held) and len(free) > (len(best.held) if best else 0):
                best = replace(one, held=tuple(use.day for use in free))
        return iter(() if best is None else (best,))

    def _free_on(self, use: Use) -> bool:
        return not self.standing.takers([use]) and next(self.standing.on_date(use), None) is None

    def told(self, kind: str, one: Placement) -> Alternative:
        """A placement as it is offered; a part of the dates is named date by date."""
        room = self.case.rooms.rooms[one.room]
        window = WindowRule(weekdays=(one.weekday,), start=clock(one.start), end=clock(one.start + one.length))
        numbers: dict[str, int | str] = {"weekday": one.weekday, "start": window.start, "end": window.end}
        numbers |= {"room": room.id, "dates": len(one.held)}
        if kind in ("half_season", "fewer_dates"):
            dates = [date_of(self.case.rooms, day).isoformat() for day in one.held]
            numbers |= {"from": dates[0], "until": dates[-1], "on": ",".join(dates)}
        return Alternative(kind, room.facility, (room.id,), 0, (window,), numbers, self._checked(one))

    def _checked(self, one: Placement) -> bool:
        """Whether the verifier has nothing more against what stands, as far as rules link it, with this one added."""
        rooms, beside = self.case.rooms, [self.standing.sessions[at] for at in self.standing.beside(one.uses())]
        start, end = clock(one.start), clock(one.start + one.length)
        wider = replace(
            self.section,
            rooms=(),
            facilities=(),
            shortest=min(one.length, self.section.shortest),
            ranges=(*self.section.ranges[: MOST_RANGES - 1], Suitable(one.weekday, start, end)),
        )
        known = {session.request for session in beside} - {self.section.id}
        requests = tuple(own for own in rooms.requests if own.id in known)
        bans = tuple(lock for lock in rooms.locks if lock.kind == "ban" and lock.request == self.section.id)
        small = RoomsCase(replace(rooms, requests=(*requests, wider), links=(), locks=bans))
        small.__dict__["openings"] = self.case.openings
        dates = tuple(date_of(rooms, day) for day in one.held)
        session = Session(self.section.id, rooms.rooms[one.room].id, one.weekday, start, end, dates)
        return len(verify(small, [*beside, session])) <= len(verify(small, beside))


KINDS: Mapping[str, Callable[[Ways], Iterator[Placement]]] = {
    "as_asked_room": Ways.as_asked,
    "other_room": Ways.other_room,
    "other_time": Ways.other_time,
    "shorter_session": Ways.shorter,
    "half_season": Ways.half_season,
    "fewer_dates": Ways.fewer_dates,
}
"""Kinds in the order in which they are told, with what is searched."""


def ways_of(standing: Standing, at: int) -> tuple[tuple[Alternative, ...], tuple[Reason, ...]]:
    """Ways forward of one section; where there are none, what was searched in vain."""
    ways = Ways(standing, at)
    found = tuple(one for one in ways.alternatives() if one.checked)
    return found, () if found else (ways.searched(),)
