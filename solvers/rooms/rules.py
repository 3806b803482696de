"""The verifier of rooms plans: every rule told on dated uses in plain Python, without options, rows or a solver.

Rules within one room's timetable (opening, overlap with buffers, hall parts), within a facility (equipment, noise), of
people (leader, members, one slot a day) and of shares (quotas). `solvers.engines.rooms_rows` is the other voice.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import combinations, product

from solvers.plan import Violation
from solvers.rooms.case import RoomsCase
from solvers.rooms.plan import Session, Use, uses_of
from solvers.rooms.problem import Quota, RoomLock
from solvers.window import DAY, covers

Rule = Callable[[RoomsCase, Sequence[Use]], Iterator[Violation]]


def verify(case: RoomsCase, sessions: Sequence[Session], unheld: Iterable[tuple[int, int]] = ()) -> list[Violation]:
    """Every violation of every rule; empty for a valid plan. `unheld` pins (section, number) bind nobody."""
    uses, found = uses_of(case.rooms, sessions)
    for rule in MENU:
        found += rule(case, uses)
    return found + list(_pins(case, uses, frozenset(unheld)))


def _told(case: RoomsCase, rule: str, use: Use, *others: Use, **numbers: int | str) -> Violation:
    sections = dict.fromkeys((use.section, *(other.section for other in others)))
    names = tuple(case.rooms.requests[at].id for at in sections)
    return Violation(rule, case.rooms.rooms[use.room].id, names, {"minute": use.day * DAY + use.start, **numbers})


def suitable_room(case: RoomsCase, uses: Sequence[Use]) -> Iterator[Violation]:
    """The room is one that the section accepts, large enough, with what it needs."""
    for use in uses:
        section = case.rooms.requests[use.section]
        room = case.rooms.rooms[use.room]
        facility = case.rooms.facilities[case.rooms.facility_of[use.room]]
        if section.people > room.capacity:
            yield _told(case, "room_capacity", use, people=section.people, allowed=room.capacity)
        lacking = sorted(set(section.features) - set(room.features))
        for name, count in (section.equipment or {}).items():
            if name not in room.features and (facility.equipment or {}).get(name, 0) < count:
                lacking.append(name)
        if lacking:
            yield _told(case, "room_equipment", use, lacking=", ".join(lacking))
        if (section.rooms or section.facilities) and not (
            room.id in section.rooms or facility.id in section.facilities
        ):
            yield _told(case, "room_not_wished", use)


def open_on_every_date(case: RoomsCase, uses: Sequence[Use]) -> Iterator[Violation]:
    """On every date the room is open, staffed where it must be, and not kept for seniors."""
    for use in uses:
        opening = case.openings.of(use.room, case.rooms.requests[use.section])
        setup, clear = case.rooms.buffers(use.room)
        if not 0 <= use.day < case.rooms.horizon.length or use.start < setup or use.end + clear > DAY:
            yield _told(case, "outside_day", use)
        elif not covers(opening, (use.day * DAY + use.start, use.day * DAY + use.end)):
            yield _told(case, "room_closed", use)


def wished_time(case: RoomsCase, uses: Sequence[Use]) -> Iterator[Violation]:
    """Each date is one of the section's, the time lies in one of its ranges, and the length is one it accepts."""
    for use in uses:
        section = case.rooms.requests[use.section]
        weekday = (case.rooms.horizon.first.isoweekday() - 1 + use.day) % 7 + 1
        if use.day not in case.dates(section, weekday):
            yield _told(case, "date_not_wished", use)
        ranges = [wish.span for wish in section.ranges if wish.weekday == weekday]
        if not any(first <= use.start and use.end <= last for first, last in ranges):
            yield _told(case, "time_not_wished", use)
        if not section.shortest <= use.end - use.start <= section.longest:
            yield _told(case, "length_not_wished", use, allowed=section.longest)


def sessions_a_week(case: RoomsCase, uses: Sequence[Use]) -> Iterator[Violation]:
    """A section has at most its sessions a week and one slot a day."""
    slots: dict[int, dict[int, Use]] = {}
    days: dict[tuple[int, int], Use] = {}
    for use in uses:
        slots.setdefault(use.section, {}).setdefault(use.session, use)
        if (use.section, use.day) in days:
            yield _told(case, "one_slot_a_day", use)
        days.setdefault((use.section, use.day), use)
    for section, found in slots.items():
        allowed = case.rooms.requests[section].sessions
        if len(found) > allowed:
            yield _told(case, "too_many_sessions", next(iter(found.values())), served=len(found), allowed=allowed)


def no_overlap(case: RoomsCase, uses: Sequence[Use]) -> Iterator[Violation]:
    """Uses of a room, of a hall and its parts, keep the buffers between them."""
    by_atom: dict[tuple[int, int], list[tuple[int, int, Use]]] = {}
    for use in uses:
        setup, clear = case.rooms.buffers(use.room)
        for atom in case.rooms.atoms[use.room]:
            by_atom.setdefault((atom, use.day), []).append((use.start - setup, use.end + clear, use))
    for found in by_atom.values():
        for (start, end, use), (other_start, other_end, other) in combinations(found, 2):
            if start < other_end and other_start < end:
                yield _told(case, "room_taken", use, other)


def noise(case: RoomsCase, uses: Sequence[Use]) -> Iterator[Violation]:
    """Two rooms side by side are never noisy at once."""
    loud: dict[tuple[int, int], list[Use]] = {}
    for use in uses:
        if case.rooms.requests[use.section].noisy:
            for atom in case.rooms.atoms[use.room]:
                loud.setdefault((atom, use.day), []).append(use)
    found: dict[tuple[Use, Use], None] = {}
    for a, b in case.noisy_pairs:
        for day in range(case.rooms.horizon.length):
            for use, other in product(loud.get((a, day), ()), loud.get((b, day), ())):
                if use != other and use.start < other.end and other.start < use.end and (other, use) not in found:
                    found[use, other] = None
    for use, other in found:
        yield _told(case, "noisy_neighbours", use, other)


def equipment(case: RoomsCase, uses: Sequence[Use]) -> Iterator[Violation]:
    """What is carried between the rooms of a facility is in one room at a time."""
    lent: dict[tuple[int, str, int], list[tuple[int, int, Use]]] = {}
    for use in uses:
        facility = case.rooms.facility_of[use.room]
        for name, count in (case.rooms.requests[use.section].equipment or {}).items():
            if name not in case.rooms.rooms[use.room].features:
                lent.setdefault((facility, name, use.day), []).append((use.start, count, use))
    for (facility, name, _), found in lent.items():
        pool = (case.rooms.facilities[facility].equipment or {}).get(name, 0)
        for start, _, use in found:
            out = sum(count for _, count, other in found if other.start <= start < other.end)
            if out > pool:
                yield _told(case, "equipment_short", use, name=name, lent=out, allowed=pool)


def people(case: RoomsCase, uses: Sequence[Use]) -> Iterator[Violation]:
    """Nobody leads two sections at once, or without time to walk; groups of the same people do not meet at once."""
    days: dict[tuple[int, int], list[Use]] = {}
    for use in uses:
        days.setdefault((use.section, use.day), []).append(use)
    by_section: dict[int, list[int]] = {}
    for section, day in days:
        by_section.setdefault(section, []).append(day)
    for a, b, kind in case.conflicts:
        for day in by_section.get(a, ()):
            for use in days[a, day]:
                for other in days.get((b, day), ()):
                    if _meet(case, use, other):
                        yield _told(case, f"same_{kind}", use, other)


def _meet(case: RoomsCase, use: Use, other: Use) -> bool:
    apart = case.rooms.facility_of[use.room] != case.rooms.facility_of[other.room]
    guard = case.rooms.policy.travel if apart else 0
    return use.start < other.end + guard and other.start < use.end + guard


def quotas(case: RoomsCase, uses: Sequence[Use]) -> Iterator[Violation]:
    """Nobody holds more minutes or dated sessions than a quota allows."""
    places: dict[tuple[int, int], list[Use]] = {}
    for use in uses:
        places.setdefault((use.section, use.room), []).append(use)
    for quota in case.rooms.quotas:
        groups: dict[str, list[Use]] = {}
        for (section, room), mine in places.items():
            if counts_for(case, quota, section, room):
                groups.setdefault(holder(case, quota, section), []).extend(mine)
        for found in groups.values():
            minutes = sum(use.end - use.start for use in found)
            if quota.minutes is not None and minutes > quota.minutes:
                yield _told(case, "quota_minutes", found[0], counted=minutes, allowed=quota.minutes)
            if quota.sessions is not None and len(found) > quota.sessions:
                yield _told(case, "quota_sessions", found[0], counted=len(found), allowed=quota.sessions)


def counts_for(case: RoomsCase, quota: Quota, section: int, room: int) -> bool:
    """Whether a use counts for a quota."""
    request = case.rooms.requests[section]
    party = case.rooms.parties[case.rooms.party_index[request.party]]
    subject = {
        "party": party.id,
        "household": party.household,
        "category": request.category,
        "facility": case.rooms.rooms[room].facility,
    }
    return subject[quota.scope] == quota.of


def holder(case: RoomsCase, quota: Quota, section: int) -> str:
    """Whose uses are added up: those of each party for a facility's quota, else all that count."""
    return case.rooms.requests[section].party if quota.scope == "facility" else quota.of


def banned(case: RoomsCase, uses: Sequence[Use]) -> Iterator[Violation]:
    """What the staff excluded stays out."""
    for use in uses:
        weekday = (case.rooms.horizon.first.isoweekday() - 1 + use.day) % 7 + 1
        if any(case.matches(lock, use.room, weekday, use.start) for lock in case.bans.get(use.section, ())):
            yield _told(case, "room_banned", use)


def _pins(case: RoomsCase, uses: Sequence[Use], unheld: frozenset[tuple[int, int]]) -> Iterator[Violation]:
    for section, locks in case.pins.items():
        mine = [use for use in uses if use.section == section and not use.moved]
        for number, lock in enumerate(locks):
            if (section, number) not in unheld and not any(_holds(case, lock, use) for use in mine):
                name = case.rooms.requests[section].id
                yield Violation("pin_not_held", lock.room or lock.facility or "", (name,))


def _holds(case: RoomsCase, lock: RoomLock, use: Use) -> bool:
    weekday = (case.rooms.horizon.first.isoweekday() - 1 + use.day) % 7 + 1
    return case.matches(lock, use.room, weekday, use.start)


MENU: tuple[Rule, ...] = (
    suitable_room,
    open_on_every_date,
    wished_time,
    sessions_a_week,
    no_overlap,
    noise,
    equipment,
    people,
    quotas,
    banned,
)
