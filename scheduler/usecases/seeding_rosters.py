"""A month of volunteering from a roster problem: invented volunteers, elders, meeting points and shifts.

It joins a community that stands; a second call finds the round and changes nothing. What volunteers did before the
month is told as experience: an invented community has no past of its own.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

from sqlalchemy.orm import Session

from scheduler import calendar, privacy, queries
from scheduler.actors import RESIDENT, Actor
from scheduler.files import plain_value
from scheduler.ids import new_id, new_receipt
from scheduler.models import Elder, MeetingPoint, Shift, Volunteer, VolunteerPair
from scheduler.office import Office
from scheduler.terms import RoleTerms, ShiftTerms, VolunteerTerms, stored
from scheduler.translation import RosterProblem
from scheduler.translation.volunteer_checks import check_start
from scheduler.usecases import accounts, members, rounds, seat_claims
from scheduler.usecases.facilities import new_resource
from scheduler.usecases.round_titles import titles
from scheduler.usecases.seeding import Seeded, add_account, office_actor
from scheduler.usecases.shift_places import opening

BATCH = 100
COARSE = 100
"""Homes are known to so many metres."""


@dataclass(frozen=True)
class RosterCast:
    """Names of what is invented: people by number, elders by number, meeting points, types of shifts."""

    name_of: Callable[[int], str]
    phone_of: Callable[[int], str]
    address_of: Callable[[int], str]
    point_name: Callable[[int], tuple[str, str]]
    shift_title: Callable[[str], tuple[str, str]]
    first_person: int = 600_000
    """Number of the first volunteer, far from those who park and those who meet."""


def seed_rosters(
    office: Office,
    community: UUID,
    problem: RosterProblem,
    cast: RosterCast,
    coordinator: UUID,
    told: Callable[[float], None] = lambda share: None,
) -> Seeded:
    """Add a month to a community, some people at a time; `coordinator` is whose shifts they are."""
    database, code = office.database, f"rosters-{problem.horizon.first.isoformat()}"
    with database.reading() as session:
        known = queries.rounds.by_code(session, community, code)
    if known is not None:
        return Seeded(community, known.id, fresh=False)
    month = _Month(office, office_actor(community, coordinator), problem, cast)
    for first in range(0, len(problem.volunteers), BATCH):
        database.transact(partial(month.enrol, first))
        told(0.9 * min(1.0, (first + BATCH) / len(problem.volunteers)))
    round_id = database.transact(partial(month.need, code))
    told(1.0)
    return Seeded(community, round_id, fresh=True)


def add_volunteer_account(
    session: Session, *, office: Office, month: Seeded, slug: str, password: str, now: datetime
) -> str:
    """An account for whoever has the most seats in a published month; its login, or that of the account they have."""
    actor, login = office_actor(month.community_id), f"volunteer1@{slug}"
    terms = queries.rounds.one(session, month.community_id, month.round_id)
    assert terms is not None, "a month is seeded before its accounts"
    seats = queries.rosters.seats_between(session, month.community_id, terms.use_first, terms.use_last)
    for volunteer, _ in Counter(line.seat.volunteer_id for line in seats).most_common(1):
        (row,) = queries.rosters.volunteers(session, [volunteer])
        known = queries.access.of_member(session, row.member_id)
        if known is not None:
            return known.login
        wanted = accounts.NewAccount(login, password, row.member_id)
        add_account(session, office=office, actor=actor, wanted=wanted, role=RESIDENT, now=now)
    return login


class _Month:
    def __init__(self, office: Office, actor: Actor, problem: RosterProblem, cast: RosterCast) -> None:
        self.office, self.actor, self.problem, self.cast = office, actor, problem, cast

    def enrol(self, first: int, session: Session) -> None:
        """Some volunteers with their terms, as the office takes them in; who came before a stop is left as is."""
        now, vault = self.office.database.now(session), self.office.vault
        for number in range(first, min(first + BATCH, len(self.problem.volunteers))):
            if self._known(session, number) is not None:
                continue
            own = self.cast.first_person + number
            person = members.Person(self.cast.name_of(own), self.cast.phone_of(own))
            member = members.enrol(session, actor=self.actor, vault=vault, person=person, now=now)
            self._volunteer(session, number, member.id, now)

    def _known(self, session: Session, number: int) -> Volunteer | None:
        """A volunteer who came before, found by phone."""
        phone = privacy.phone_of(self.cast.phone_of(self.cast.first_person + number))
        index = self.office.vault.index(phone, "member.phone")
        found = queries.community.members_by_index(session, self.actor.community_id, "phone", index, 1)
        return queries.volunteers.of_member(session, self.actor.community_id, found[0].id) if found else None

    def _volunteer(self, session: Session, number: int, member_id: UUID, now: datetime) -> None:
        one, row_id = self.problem.volunteers[number], new_id()
        told = {name: value for name, value in plain_value(one).items() if name in VolunteerTerms.model_fields}
        terms = VolunteerTerms.model_validate({**told, "experience": dict(one.completed or {})})
        row = Volunteer(
            id=row_id,
            community_id=self.actor.community_id,
            member_id=member_id,
            resource_id=new_resource(session, self.actor, "volunteer", row_id),
            receipt=new_receipt(),
            state="active" if one.active else "paused",
            born=one.born,
            home_x=one.x // COARSE * COARSE,
            home_y=one.y // COARSE * COARSE,
            neighbour=one.neighbour,
            terms=stored(terms),
            channel="import",
            operator_id=self.actor.account_id,
            created_at=now + timedelta(microseconds=number),
        )
        session.add(row)

    def need(self, code: str, session: Session) -> UUID:
        """Elders, meeting points and pairs, and the round with all its shifts."""
        now, community = self.office.database.now(session), self.actor.community_id
        people = {
            one.id: row.id
            for number, one in enumerate(self.problem.volunteers)
            if (row := self._known(session, number)) is not None
        }
        places = {**self._points(session), **self._elders(session, people)}
        for pair in self.problem.pairs:
            session.add(VolunteerPair(community_id=community, a_id=people[pair.a], b_id=people[pair.b], kind=pair.kind))
        round_id = self._round(session, code, now)
        self._shifts(session, round_id, places, now)
        return round_id

    def _points(self, session: Session) -> Mapping[str, UUID]:
        homes = {shift.place for shift in self.problem.shifts if shift.elder is not None}
        found: dict[str, UUID] = {}
        for at, place in enumerate(one for one in self.problem.places if one.id not in homes):
            zh, en = self.cast.point_name(at)
            row = MeetingPoint(
                id=new_id(),
                community_id=self.actor.community_id,
                code=place.id,
                name_zh=zh,
                name_en=en,
                x=place.x,
                y=place.y,
                capacity=place.capacity,
            )
            session.add(row)
            found[place.id] = row.id
        session.flush()
        return found

    def _elders(self, session: Session, people: Mapping[str, UUID]) -> Mapping[str, UUID]:
        homes = {shift.elder: shift.place for shift in self.problem.shifts if shift.elder is not None}
        seal, found = self.office.vault.seal, {}
        for at, elder in enumerate(self.problem.elders):
            if elder.id not in homes:
                continue
            row_id, place = new_id(), self.problem.places[self.problem.place_index[homes[elder.id]]]
            number = self.cast.first_person + 100_000 + at
            row = Elder(
                id=row_id,
                community_id=self.actor.community_id,
                code=elder.id,
                name_cipher=seal(self.cast.name_of(number), "elder.name", row_id),
                phone_cipher=seal(self.cast.phone_of(number), "elder.phone", row_id),
                address_cipher=seal(self.cast.address_of(at), "elder.address", row_id),
                home_x=place.x // COARSE * COARSE,
                home_y=place.y // COARSE * COARSE,
                primary_id=people.get(elder.primary or ""),
                second_id=people.get(elder.second or ""),
                vetoes=[str(people[name]) for name in elder.vetoes],
                gender=elder.gender,
                language=elder.language,
            )
            session.add(row)
            found[homes[elder.id]] = row_id
        session.flush()
        return found

    def _round(self, session: Session, code: str, now: datetime) -> UUID:
        first, last = self.problem.horizon.first, self.problem.horizon.last
        terms = rounds.RoundTerms(
            code=code,
            **titles("rosters", first, last),
            apply_from=now - timedelta(minutes=1),
            apply_until=now + timedelta(days=7),
            use_first=first,
            use_last=last,
            domain="rosters",
        )
        made = rounds.set_up(session, actor=self.actor, terms=terms, now=now)
        return rounds.move(session, actor=self.actor, round_id=made.id, action="open", now=now).id

    def _shifts(self, session: Session, round_id: UUID, places: Mapping[str, UUID], now: datetime) -> None:
        zone = queries.community.one(session, self.actor.community_id).zone
        service = seat_claims.service_rules(session, self.actor.community_id, now)
        for shift in self.problem.shifts:
            zh, en = self.cast.shift_title(shift.type)
            told = plain_value(shift)
            given = {name: value for name, value in told.items() if name in ShiftTerms.model_fields}
            roles = [RoleTerms.model_validate(role) for role in told["roles"]]
            terms = stored(ShiftTerms.model_validate({**given, "roles": roles}))
            starts_at = calendar.instant_of(shift.date, check_start(shift.start, shift.minutes), zone)
            opens_at, draw_at = opening(service, zone, shift.date, starts_at, terms)
            at = "elder_id" if shift.elder is not None else "point_id"
            session.add(
                Shift(
                    id=new_id(),
                    community_id=self.actor.community_id,
                    round_id=round_id,
                    code=f"{shift.date.isoformat()}-{shift.id}",
                    title_zh=zh,
                    title_en=en,
                    date=shift.date,
                    starts_at=starts_at,
                    ends_at=starts_at + timedelta(minutes=shift.minutes),
                    terms=terms,
                    opens_at=opens_at,
                    draw_at=draw_at,
                    coordinator_id=self.actor.account_id,
                    created_at=now,
                    **{at: places[shift.place]},
                )
            )
        session.flush()
