"""Where one more session of a section could be held: by its own terms, or else with the filters that forbid it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from solvers.rooms.case import RoomsCase
from solvers.rooms.plan import Use
from solvers.rooms.problem import Section
from solvers.window import DAY

LOCKS = frozenset({"room_banned", "room_pinned"})
"""Rules that are decisions of the staff."""


@dataclass(frozen=True, slots=True)
class Placement:
    """A weekly slot of a section: minutes of the day, numbers of its dates, and the filters that speak against it."""

    section: int
    room: int
    weekday: int
    start: int
    length: int
    held: tuple[int, ...]
    filters: frozenset[str] = frozenset()

    def uses(self) -> list[Use]:
        """Its dated uses."""
        return [Use(self.section, -1, self.room, day, self.start, self.start + self.length) for day in self.held]


def own_placements(case: RoomsCase, at: int) -> list[Placement]:
    """What a section's own terms allow."""
    options = (case.options[one] for one in case.options_at[at])
    return [Placement(at, one.room, one.weekday, one.start, one.length, one.held) for one in options]


def filtered_placements(case: RoomsCase, at: int) -> list[Placement]:
    """Every slot asked for in every room accepted, with the filters that forbid it; in any room if none is accepted."""
    return list(_all(case, at, list(case.slots(case.rooms.requests[at]))))


def any_time_placements(case: RoomsCase, at: int) -> list[Placement]:
    """Every time of every weekday, in the rooms accepted."""
    section, grid = case.rooms.requests[at], case.rooms.policy.grid
    lengths = {*range(section.longest, section.shortest - 1, -grid), section.shortest}
    slots = [
        (weekday, start, length, False)
        for weekday in range(1, 8)
        for start in range(0, DAY, grid)
        for length in sorted(lengths)
        if start + length <= DAY
    ]
    return list(_all(case, at, slots))


def _all(case: RoomsCase, at: int, slots: Sequence[tuple[int, int, int, bool]]) -> Iterator[Placement]:
    section = case.rooms.requests[at]
    ranks: Mapping[int, int] = case.ranks(section)
    asked = {slot[:3] for slot in case.slots(section)}
    for room in ranks or range(len(case.rooms.rooms)):
        of_room = _of_room(case, section, room) | (frozenset() if ranks else {"room_not_wished"})
        for weekday, start, length, _ in slots:
            of_time = set() if (weekday, start, length) in asked else {"time_not_wished"}
            if any(case.matches(lock, room, weekday, start) for lock in case.bans.get(at, ())):
                of_time.add("room_banned")
            setup, clear = case.rooms.buffers(room)
            if start < setup or start + length + clear > DAY:
                of_time.add("outside_day")
            held, of_dates = _held(case, section, room, (weekday, start, length))
            if held:
                yield Placement(at, room, weekday, start, length, held, of_room | of_time | of_dates)


def _of_room(case: RoomsCase, section: Section, room: int) -> frozenset[str]:
    large = replace(section, people=1)
    found = {"room_capacity"} if section.people > case.rooms.rooms[room].capacity else set()
    return frozenset(found | ({"room_equipment"} if case.fits(large, room) else set()))


def _held(
    case: RoomsCase, section: Section, room: int, slot: tuple[int, int, int]
) -> tuple[tuple[int, ...], frozenset[str]]:
    """Dates on which a slot would be held, and the filters about dates that forbid it."""
    weekday, start, length = slot
    days, found = case.dates(section, weekday), set[str]()
    if not days:
        days = case.dates(replace(section, first=None, last=None, excluded=(), every_weeks=1), weekday)
        found.add("date_not_wished")
    for rule, seen in (("", section), ("seniors_hours", replace(section, age_group="senior"))):
        held, blocked = case.split(seen, room, days, start, start + length)
        if held and len(blocked) * 100 <= len(days) * case.rooms.policy.blocked_percent:
            return held, frozenset(found | ({rule} if rule else set()))
    return days, frozenset(found | {"room_closed"})
