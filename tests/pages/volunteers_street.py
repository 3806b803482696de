"""A street with volunteers for the pages: a published week of shifts, whose first volunteer is the resident."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from secrets import token_bytes
from typing import Any
from uuid import UUID

from sqlalchemy import select

from scheduler import queries
from scheduler.actors import COORDINATOR, RESIDENT
from scheduler.ids import new_id, new_receipt
from scheduler.models import Covenant, Member, Seat, Shift, SubstituteAsk, Volunteer
from scheduler.office import Office
from scheduler.usecases import meeting_points
from tests import rosters_town
from tests.pages.street import Street, actor_of, add_account, add_street
from tests.pages.test_hours import town_of
from tests.rosters_town import LESSON, PATROL, VISIT, RosterTown
from tests.town import Town

FAIR: Mapping[str, Any] = {**rosters_town.FAIR, "roles": rosters_town.FAIR["roles"][:1]}
CROWD: Mapping[str, Any] = {**LESSON, "roles": [rosters_town.role("teacher", 1, 2, 400)]}
DAYS = {"soon": 0, "lesson": 3, "visit": 5, "patrol": 6, "fair": 8, "bare": 9, "empty": 10, "join": 11, "crowd": 12}
"""Days from today of each shift."""


@dataclass(frozen=True)
class Volunteers:
    """The street, its roster, and the logins of its four volunteers; all else by code."""

    street: Street
    roster: RosterTown
    first: date

    @property
    def office(self) -> Office:
        """The office of the street."""
        return self.street.office

    @property
    def logins(self) -> tuple[str, ...]:
        """Logins of the volunteers, the resident first."""
        return (self.street.login(RESIDENT), *(f"helper{number}@{self.street.slug}" for number in (1, 2, 3)))

    def login(self, part: str) -> str:
        """The account of a part."""
        return self.street.login(part)

    def seat(self, number: int, shift: str, state: str = "accepted", role: str = "teacher", **more: Any) -> UUID:
        """A seat of a volunteer on a shift, in place of any they have there."""
        shift_id, volunteer = self.roster.shifts[shift], self.roster.volunteers[number]

        def freed(session: Any) -> None:
            for one in session.scalars(select(Seat).where(Seat.shift_id == shift_id, Seat.volunteer_id == volunteer)):
                one.state = "excused"
                queries.seats.free(session, one.id)

        self.office.database.transact(freed)
        return self.roster.seat(number, shift_id, role, state, **more)

    def states(self, shift: str) -> list[tuple[str, str, str]]:
        """Whose seats stand how on a shift, but those given back: receipt, role, state."""
        query = (
            select(Volunteer.receipt, Seat.role, Seat.state)
            .join(Seat, Seat.volunteer_id == Volunteer.id)
            .where(Seat.shift_id == self.roster.shifts[shift], Seat.state != "excused")
        )
        with self.office.database.reading() as session:
            return sorted((who, role, state) for who, role, state in session.execute(query))

    def state(self, seat_id: UUID) -> str:
        """How a seat stands."""
        return str(self.one(Seat, seat_id).state)

    def one(self, kind: type[Any], row_id: UUID) -> Any:
        """A row as it stands."""
        return self.roster.one(kind, row_id)

    def ask(self, number: int, shift: str, role: str = "teacher") -> UUID:
        """Somebody asked to stand in for an empty seat."""
        now, row_id = self.now(), new_id()
        row = SubstituteAsk(
            id=row_id,
            community_id=self.street.community_id,
            shift_id=self.roster.shifts[shift],
            role=role,
            volunteer_id=self.roster.volunteers[number],
            wave=1,
            rank=1,
            state="asked",
            asked_at=now,
            answer_by=now + timedelta(hours=1),
        )
        self.office.database.transact(lambda session: session.add(row))
        return row_id

    def code_of(self, point: str) -> str:
        """A new code of a meeting point."""
        wanted: dict[str, Any] = {"actor": actor_of(self.street, COORDINATOR), "point_id": self.roster.points[point]}
        return self.office.database.transact(
            lambda session: meeting_points.renew_check_in(session, now=self.office.database.now(session), **wanted)[1]
        )

    def now(self) -> datetime:
        """This instant, as the office has it."""
        with self.office.database.reading() as session:
            return self.office.database.now(session)


def add_volunteers(office: Office, slug: str) -> Volunteers:
    """A street whose week of shifts is published: its resident and three neighbours volunteer."""
    street = add_street(office, slug)
    town = town_of(street)
    today = town.clock.now.astimezone(rosters_town.ZONE).date()
    people = _people(street, town)
    made = office.database.transact(lambda session: _built(session, replace(town, people=people), today))
    made.open()
    return Volunteers(street, made, today)


def _people(street: Street, town: Town) -> tuple[Any, ...]:
    """The resident and three more people of the street, each with an account."""
    own = town.people[0]
    with street.office.database.reading() as session:
        rows = queries.registrations.of_round(session, street.round_id, (), limit=60)
        others = list(dict.fromkeys(row.member_id for row in rows if row.member_id != own.member_id))[:3]
    found = [own]
    for number, member in enumerate(others, start=1):
        login = add_account(street, f"helper{number}@{street.slug}", RESIDENT, member)
        with street.office.database.writing() as session:
            # A number of their own: who is an own volunteer of another street as well may not offer themselves.
            session.get_one(Member, member).phone_index = token_bytes(32)
            account = queries.access.by_login(session, login)
            assert account is not None
        found.append(type(own)(street.community_id, account.id, member, frozenset({RESIDENT})))
    return tuple(found)


def _built(session: Any, town: Town, today: date) -> RosterTown:
    session.get_one(Covenant, (town.community_id, 1)).settings = {"rosters": {"off": ["H19", "H27"]}}
    round_id = rosters_town.round_row(session, town, "service", today, today + timedelta(days=13), "published")
    insured = [{"first": str(today), "last": str(today + timedelta(days=400))}]
    # All streets of the tests have the same people: nobody may be an own volunteer of two.
    told = {"terms": {"available": [{}], "insured": insured}, "born": date(1980, 3, 1), "neighbour": True}
    people = tuple(
        rosters_town.volunteer_row(session, town, number, **told, receipt=new_receipt())
        for number in range(len(town.people))
    )
    points = {"HALL": rosters_town.point_row(session, town, "HALL", 0, 0)}
    elders = {"E1": rosters_town.elder_row(session, town, "E1")}
    special: dict[str, tuple[str, str, Mapping[str, Any]]] = {
        "visit": ("14:00", "E1", VISIT),
        "patrol": ("19:00", "HALL", PATROL),
        "fair": ("09:00", "HALL", FAIR),
    }
    special["crowd"] = ("10:00", "HALL", CROWD)
    shifts = {}
    for code, days in DAYS.items():
        start, at, needs = special.get(code, ("10:00", "HALL", LESSON))
        line = (code, today + timedelta(days=days), start, 90, at, needs)
        shifts[code] = rosters_town.shift_row(session, town, round_id, {**points, **elders}, line)
    soon = session.get_one(Shift, shifts["soon"])
    soon.date = (town.clock.now + timedelta(minutes=10)).astimezone(rosters_town.ZONE).date()
    soon.starts_at, soon.ends_at = town.clock.now + timedelta(minutes=10), town.clock.now + timedelta(minutes=100)
    for shift in shifts.values():
        session.get_one(Shift, shift).opens_at = town.clock.now - timedelta(days=1)
    return RosterTown(town, round_id, people, elders, points, {}, shifts)
