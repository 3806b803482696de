"""Single uses of a room, judged by the very rules of a plan: a round of one facility, one date and one section.

What the verifier of plans says of that section in a room is what a single booking is told.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import NamedTuple
from uuid import UUID

from scheduler.covenant import RoomsRules
from scheduler.errors import Rejected
from scheduler.queries.rooms import House
from scheduler.translation.houses import facility_of, policy_of, room_of
from scheduler.translation.values import clipped, clock, rule_of, touching
from solvers.errors import InvalidProblem
from solvers.rooms import problem as core
from solvers.rooms.case import RoomsCase
from solvers.rooms.openings import opening
from solvers.rooms.plan import Session
from solvers.rooms.rules import verify
from solvers.timetable import Horizon, expand_opening
from solvers.window import DAY, Timetable, covers, overlaps

ASKED = "asked"
SHORTEST = 15
"""Minutes of the shortest session that the core knows."""
ALL_DAY = tuple(core.Suitable(weekday, "00:00", "24:00") for weekday in range(1, 8))


@dataclass(frozen=True, slots=True)
class Ask:
    """What a group needs of a room."""

    people: int
    age_group: str = "any"
    category: str = "other"
    noisy: bool = False
    features: Sequence[str] = ()
    equipment: Mapping[str, int] = field(default_factory=dict)

    @property
    def section(self) -> core.Section:
        """As the core knows it.

        Raises
        ------
        Rejected
            For the first value that no section may carry.
        """
        try:
            return core.Section(
                id=ASKED,
                party=ASKED,
                people=self.people,
                ranges=ALL_DAY,
                category=self.category,  # type: ignore[arg-type]
                age_group=self.age_group,  # type: ignore[arg-type]
                shortest=SHORTEST,
                longest=DAY,
                features=tuple(self.features),
                equipment=dict(self.equipment) or None,
                noisy=self.noisy,
            )
        except InvalidProblem as error:
            raise Rejected(error.code, error.field, error.value, error.allowed) from error


class Atom(NamedTuple):
    """An undivided room, and the number under which it is occupied."""

    room_id: UUID
    resource_id: int


@dataclass(frozen=True, slots=True)
class Place:
    """A room as it was when its facility was looked at."""

    id: UUID
    code: str
    name_zh: str
    name_en: str
    capacity: int
    features: frozenset[str]
    bookable: bool
    staff_decide: bool
    part_of_id: UUID | None
    atoms: tuple[Atom, ...]


@dataclass(frozen=True)
class FacilityDay:
    """A facility on one date."""

    id: UUID
    code: str
    name_zh: str
    name_en: str
    point: tuple[float, float] | None
    day: date
    problem: core.RoomsProblem
    rooms: Mapping[str, Place]
    approvals: Mapping[str, Timetable]

    @cached_property
    def case(self) -> RoomsCase:
        """The core's own view; its openings are worked out once."""
        return RoomsCase(self.problem)

    @cached_property
    def features(self) -> Mapping[frozenset[UUID], frozenset[str]]:
        """What a room has for good, so that it is not carried there, by the undivided rooms that a use of it takes.

        A hall of one part cannot be told from its part: what only one of them has counts as carried.
        """
        found: dict[frozenset[UUID], frozenset[str]] = {}
        for place in self.rooms.values():
            # A hall may have been had before it was divided.
            for had in {frozenset((place.id,)), frozenset(atom.room_id for atom in place.atoms)}:
                found[had] = found.get(had, place.features) & place.features
        return found

    @cached_property
    def by_id(self) -> Mapping[UUID, Place]:
        """Rooms by id."""
        return {place.id: place for place in self.rooms.values()}

    @cached_property
    def pool(self) -> Mapping[str, int]:
        """Counted items of the facility."""
        return self.problem.facilities[0].equipment or {}

    @cached_property
    def beside(self) -> Mapping[str, frozenset[UUID]]:
        """Undivided rooms that must not be noisy while a room is."""
        ids = [self.rooms[room.id].id for room in self.problem.rooms]
        found: dict[str, set[UUID]] = {code: set() for code in self.rooms}
        for at, room in enumerate(self.problem.rooms):
            for one, other in self.case.noisy_pairs:
                if one in self.problem.atoms[at]:
                    found[room.id].add(ids[other])
                if other in self.problem.atoms[at]:
                    found[room.id].add(ids[one])
        return {code: frozenset(rooms) for code, rooms in found.items()}

    def obstacle(self, code: str, ask: Ask, start: int, end: int) -> str | None:
        """The first rule that speaks against a use of a room from one minute of the day to another."""
        return next(iter(self.obstacles(code, ask, start, end)), None)

    def obstacles(self, code: str, ask: Ask, start: int, end: int) -> list[str]:
        """All rules that speak against a use of a room from one minute of the day to another."""
        if not 0 <= start < end <= DAY:
            return ["outside_day"]
        asked = (core.Party(ASKED, "person"),)
        case = RoomsCase(replace(self.problem, parties=asked, requests=(ask.section,)))
        case.openings = self.case.openings
        use = Session(ASKED, code, self.day.isoweekday(), clock(start), clock(end), (self.day,))
        return [against.rule for against in verify(case, [use])]

    def open_for(self, code: str, seniors: bool) -> Timetable:
        """When a room may be used on the date, its buffers within the day."""
        setup, clear = self.buffers(code)
        return self._within(code, seniors, setup, DAY - clear)

    def hours(self, code: str) -> Timetable:
        """When a room is open on the date for somebody at least."""
        return self._within(code, True, 0, DAY)

    def _within(self, code: str, seniors: bool, first: int, last: int) -> Timetable:
        section = Ask(1, "senior" if seniors else "any").section
        spans = self.case.openings.of(self.problem.room_index[code], section)
        cut = ((max(start, first), min(end, last)) for start, end in spans)
        return tuple((start, end) for start, end in cut if start < end)

    def buffers(self, code: str) -> tuple[int, int]:
        """Minutes to set up before and to clear after a use of a room."""
        return self.problem.buffers(self.problem.room_index[code])

    def needs_staff(self, code: str, start: int, end: int) -> bool:
        """Whether a booking is decided by staff, by rule of the room or of the hour."""
        return self.rooms[code].staff_decide or overlaps(self.approvals.get(code, ()), ((start, end),))

    def is_open_at(self, minute: int) -> bool:
        """Whether somebody can come for equipment, or bring it back, in the minute that begins then."""
        return covers(self._own_hours, (minute, minute + 1))

    @cached_property
    def _own_hours(self) -> Timetable:
        facility = self.problem.facilities[0]
        return opening(self.problem.horizon, facility.windows, None, facility.closures, ())


def looked_at(house: House, horizon: Horizon, rules: RoomsRules) -> FacilityDay:
    """The only facility of a house on the one date of a horizon."""
    row = house.facilities[0]
    located = row.latitude is not None and row.longitude is not None
    return FacilityDay(
        id=row.id,
        code=row.code,
        name_zh=row.name_zh,
        name_en=row.name_en,
        point=(row.latitude or 0.0, row.longitude or 0.0) if located else None,
        day=horizon.first,
        problem=core.RoomsProblem(
            horizon=horizon,
            policy=policy_of(rules),
            facilities=(facility_of(row, house, horizon),),
            rooms=tuple(room_of(room, house, horizon) for room in house.rooms),
            parties=(),
            requests=(),
        ),
        rooms={room.code: _place(room.id, house) for room in house.rooms},
        approvals={room.code: _approval(room.id, house, horizon) for room in house.rooms},
    )


def _place(room_id: UUID, house: House) -> Place:
    room = house.rooms_by_id[room_id]
    return Place(
        id=room.id,
        code=room.code,
        name_zh=room.name_zh,
        name_en=room.name_en,
        capacity=room.capacity,
        features=frozenset(room.features),
        bookable=room.bookable,
        staff_decide=room.approval == "staff",
        part_of_id=room.part_of_id,
        atoms=tuple(Atom(atom.id, atom.resource_id) for atom in house.atoms[room.id]),
    )


def _approval(room_id: UUID, house: House, horizon: Horizon) -> Timetable:
    rows = touching([row for row in house.windows_of.get(room_id, ()) if row.purpose == "approval"], horizon)
    return expand_opening([clipped(rule_of(row), horizon) for row in rows], horizon)
