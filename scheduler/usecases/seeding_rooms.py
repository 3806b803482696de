"""A season round from a rooms problem: facilities, rooms, invented groups, and everybody's application.

It joins a community that stands. Groups go the way of the counter, by the use cases that staff use; a second call finds
the round and changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from scheduler import privacy, queries
from scheduler.actors import Actor
from scheduler.files import plain_value
from scheduler.ids import new_id
from scheduler.models import Equipment, Facility, FacilityClosure, FacilityWindow, Registration, Resource, Room
from scheduler.office import Office
from scheduler.translation import RoomsProblem
from scheduler.translation.sections import KEPT, SectionWish
from scheduler.translation.seeds import closures_of, rules_of
from scheduler.usecases import applications, checking, members, organisations, rounds
from scheduler.usecases.applications import Application
from scheduler.usecases.round_titles import titles
from scheduler.usecases.seeding import COLUMNS, DEGREES_PER_METRE, STREET_CENTRE, Seeded, office_actor

BATCH = 100
FACILITY_METRES = 350
APART = frozenset({"leader", "members", "previous"})
"""Fields of a section that people state by phones and receipts."""
Pair = tuple[str, str]


@dataclass(frozen=True)
class RoomsCast:
    """Names of what is invented: people by number, facilities, rooms, equipment and organisations."""

    name_of: Callable[[int], str]
    phone_of: Callable[[int], str]
    facility_name: Callable[[int, str], Pair]
    room_name: Callable[[int, bool], Pair]
    equipment_name: Callable[[str], Pair]
    organisation_name: Callable[[int], str]
    first_person: int = 500_000
    """Number of the first of the groups' people, far from those who park."""


def seed_rooms(
    office: Office,
    community: UUID,
    problem: RoomsProblem,
    cast: RoomsCast,
    told: Callable[[float], None] = lambda share: None,
) -> Seeded:
    """Add a season round to a community, some groups at a time; `told` hears the share that is done."""
    database, code = office.database, f"rooms-{problem.horizon.first.isoformat()}"
    with database.reading() as session:
        known = queries.rounds.by_code(session, community, code)
    if known is not None and known.state != "open":
        return Seeded(community, known.id, fresh=False)
    actor = office_actor(community)
    if known is None:
        round_id = database.transact(lambda session: _begin(session, actor, problem, cast, code, database.now(session)))
    else:
        round_id = known.id
    groups = _Groups(office, actor, round_id, problem, cast)
    database.transact(groups.enrol)
    for first in range(0, len(problem.requests), BATCH):
        database.transact(partial(groups.add, range(first, min(first + BATCH, len(problem.requests)))))
        told(min(1.0, (first + BATCH) / len(problem.requests)))
    database.transact(groups.approve)
    return Seeded(community, round_id, fresh=True)


def _begin(session: Session, actor: Actor, problem: RoomsProblem, cast: RoomsCast, code: str, now: datetime) -> UUID:
    if not queries.rooms.facilities_of(session, actor.community_id):
        add_houses(session, actor.community_id, problem, cast)
    first, last = problem.horizon.first, problem.horizon.last
    terms = rounds.RoundTerms(
        code=code,
        **titles("rooms", first, last),
        apply_from=now - timedelta(minutes=1),
        apply_until=now + timedelta(days=30),
        use_first=first,
        use_last=last,
        domain="rooms",
    )
    made = rounds.set_up(session, actor=actor, terms=terms, now=now)
    return rounds.move(session, actor=actor, round_id=made.id, action="open", now=now).id


# ---- supply


def add_houses(session: Session, community: UUID, problem: RoomsProblem, cast: RoomsCast) -> None:
    """The facilities of a problem with all that belongs to them."""
    ids: dict[str, UUID] = {}
    for at, facility in enumerate(problem.facilities):
        zh, en = cast.facility_name(at, facility.tier)
        row = Facility(
            id=new_id(),
            community_id=community,
            code=facility.id,
            name_zh=zh,
            name_en=en,
            tier=facility.tier,
            datum="GCJ-02",
            latitude=STREET_CENTRE[0] + at // COLUMNS * FACILITY_METRES * DEGREES_PER_METRE[0],
            longitude=STREET_CENTRE[1] + at % COLUMNS * FACILITY_METRES * DEGREES_PER_METRE[1],
        )
        session.add(row)
        ids[facility.id] = row.id
        session.flush()
        windows = {"open": facility.windows, "seniors": facility.seniors}
        _hours(session, row.id, None, windows, facility.closures)
        _equipment(session, row, facility.equipment or {}, cast)
    _rooms(session, community, problem, ids, cast)


def _equipment(session: Session, facility: Facility, pool: Mapping[str, int], cast: RoomsCast) -> None:
    for code, count in pool.items():
        zh, en = cast.equipment_name(code)
        row_id = new_id()
        session.add(
            Equipment(
                id=row_id,
                community_id=facility.community_id,
                facility_id=facility.id,
                resource_id=_resource(session, facility.community_id, "equipment", row_id),
                code=code,
                name_zh=zh,
                name_en=en,
                count=count,
                alone=code != "speaker",
            )
        )
    session.flush()


def _rooms(
    session: Session, community: UUID, problem: RoomsProblem, facilities: Mapping[str, UUID], cast: RoomsCast
) -> None:
    ids, numbers = {room.id: new_id() for room in problem.rooms}, dict.fromkeys(facilities, 0)
    halls = {room.part_of for room in problem.rooms if room.part_of}
    # A part names its hall, which must be there before it.
    for room in sorted(problem.rooms, key=lambda one: one.part_of is not None):
        zh, en = cast.room_name(numbers[room.facility], room.id in halls)
        numbers[room.facility] += 1
        owner = facilities[room.facility]
        session.add(
            Room(
                id=ids[room.id],
                community_id=community,
                facility_id=owner,
                resource_id=_resource(session, community, "room", ids[room.id]),
                code=room.id,
                name_zh=zh,
                name_en=en,
                capacity=room.capacity,
                features=list(room.features),
                part_of_id=None if room.part_of is None else ids[room.part_of],
                noisy_next_to=list(room.noisy_next_to),
                setup=room.setup,
                clear=room.clear,
                staffed_only=room.staffed is not None,
            )
        )
        session.flush()
        windows = {"open": room.windows or (), "staffed": room.staffed or ()}
        _hours(session, owner, ids[room.id], windows, room.closures)
    session.flush()


def _hours(
    session: Session, facility: UUID, room: UUID | None, windows: Mapping[str, Iterable[Any]], closures: Iterable[Any]
) -> None:
    for purpose, rules in windows.items():
        rows = (FacilityWindow(facility_id=facility, room_id=room, **one) for one in rules_of(purpose, rules))
        session.add_all(rows)
    session.add_all(FacilityClosure(facility_id=facility, room_id=room, **one) for one in closures_of(closures))


def _resource(session: Session, community: UUID, kind: str, subject: UUID) -> int:
    row = Resource(community_id=community, kind=kind, subject_id=subject)
    session.add(row)
    session.flush()
    return row.id


# ---- demand


class _Groups:
    """Parties by the number of their first person; who was added before a stop is found by phone."""

    def __init__(self, office: Office, actor: Actor, round_id: UUID, problem: RoomsProblem, cast: RoomsCast) -> None:
        self.office, self.actor, self.round_id, self.problem, self.cast = office, actor, round_id, problem, cast
        people = {name for one in problem.requests for name in (*one.members, *filter(None, (one.leader,)))}
        base = cast.first_person + len(problem.parties)
        self.phones = {name: cast.phone_of(base + at) for at, name in enumerate(sorted(people))}

    def enrol(self, session: Session) -> None:
        """A person for each party, and its organisation where it is one."""
        now, actor = self.office.database.now(session), self.actor
        known = {row.name for row in queries.rooms.organisations_of(session, actor.community_id)}
        for at, party in enumerate(self.problem.parties):
            if self._member(session, at) is not None:
                continue
            number = self.cast.first_person + at
            person = members.Person(self.cast.name_of(number), self.cast.phone_of(number))
            member = members.enrol(session, actor=actor, vault=self.office.vault, person=person, now=now)
            name = self.cast.organisation_name(at)
            if party.kind == "organisation" and name not in known:
                made = organisations.add(session, actor=actor, name=name, now=now)
                organisations.join(session, actor=actor, member_id=member.id, organisation_id=made.id, now=now)

    def add(self, numbers: Iterable[int], session: Session) -> None:
        """The applications of some requests, one section each; those that stand already are left out."""
        now, index = self.office.database.now(session), self.problem.party_index
        for number in numbers:
            request = self.problem.requests[number]
            member = self._member(session, index[request.party])
            assert member is not None, "everybody was enrolled"
            own = queries.registrations.sections_of(session, self.round_id, member.organisation_id, member.id)
            if any((row.section or {}).get("seed") == request.id for row in own):
                continue
            application = Application([self._wish(number)], member.id, member.organisation_id)
            (row,) = applications.apply(
                session,
                actor=self.actor,
                vault=self.office.vault,
                round_id=self.round_id,
                application=application,
                channel="import",
                now=now + timedelta(microseconds=number),
            )
            self._mark(row, number)

    def approve(self, session: Session) -> None:
        """Wishes about each other, then endorsed and approved by the office."""
        now = self.office.database.now(session)
        found = queries.registrations.sections_in(session, self.round_id)
        rows = {seed: row for row in found if (seed := (row.section or {}).get("seed"))}
        for link in self.problem.links:
            mine, told = rows[link.a], {"receipt": rows[link.b].receipt, "kind": link.kind}
            known = (mine.section or {}).get("links", ())
            if told not in known:
                mine.section = {**(mine.section or {}), "links": [*known, told]}
        for action in ("endorse", "approve"):
            checking.act_on_all(session, actor=self.actor, round_id=self.round_id, action=action, now=now)

    def _mark(self, row: Registration, number: int) -> None:
        """By which request a row is known when a seed goes on, and where the group met last season."""
        request = self.problem.requests[number]
        previous = {} if request.previous is None else {"previous": plain_value(request.previous)}
        row.section = {**(row.section or {}), **previous, "seed": request.id}

    def _member(self, session: Session, at: int) -> Any:
        number = privacy.phone_of(self.cast.phone_of(self.cast.first_person + at))
        phone = self.office.vault.index(number, "member.phone")
        found = queries.community.members_by_index(session, self.actor.community_id, "phone", phone, 1)
        return found[0] if found else None

    def _wish(self, number: int) -> SectionWish:
        request = self.problem.requests[number]
        stored = plain_value(request)
        terms = {name: value for name, value in stored.items() if name in KEPT - APART}
        return SectionWish(
            title=request.title or request.id,
            terms=terms,
            listed=bool(request.title),
            leader=None if request.leader is None else self.phones[request.leader],
            members=[self.phones[name] for name in request.members],
        )
