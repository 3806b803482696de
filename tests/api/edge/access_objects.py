"""The things that the access matrix asks for, and who asks: a published town, and a community next to it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any
from uuid import UUID

from fastapi import FastAPI
from fastapi.testclient import TestClient

from scheduler import queries
from scheduler.actors import Actor
from scheduler.ids import new_id
from scheduler.models import Round
from scheduler.translation.sections import SectionWish
from scheduler.usecases import (
    applications,
    bookings,
    calendars,
    draws,
    locks,
    messages,
    organisations,
    planning,
    registers,
    rounds,
    supply,
    tokens,
)
from scheduler.usecases.applications import Application
from scheduler.usecases.bookings import Span
from tests import houses, rosters_town
from tests.api.conftest import AWAY, OWN_PAGE, PASSWORD, found_community
from tests.api.edge.access_agreements import agreement_things
from tests.api.edge.access_billing import billing_things
from tests.api.edge.access_covenant import covenant_things
from tests.api.edge.access_disputes import dispute_things
from tests.api.edge.access_hours import hours_things
from tests.api.edge.access_money import money_things
from tests.api.edge.access_rosters import roster_plan, roster_things
from tests.api.edge.access_scenarios import scenario_things
from tests.api.edge.access_seats import seat_things
from tests.api.edge.access_sharing import sharing_things
from tests.api.edge.access_use import use_things
from tests.api.edge.access_ways import way_things
from tests.apps import create_app
from tests.houses import House
from tests.scheduler.usecases import room_acts
from tests.town import START, Town

ROLES = ("anonymous", "resident", "property_staff", "coordinator", "admin", "auditor", "token")
"""The order of the columns; the token is a coordinator's and good for reading only."""
LOGINS = {"resident": "person0", "property_staff": "staff"}
RELATIONS = ("own", "same", "other", "never")
MINE, THEIRS = 0, 5
FAR = 4
"""Two residents: the first of the compound that the property staff serve, the second of the tower; one more who has a
right there."""


@dataclass(frozen=True)
class Stage:
    """A town with its things by placeholder: `own` those of the first resident and site, `same` of others there."""

    town: Town
    own: Mapping[str, str]
    same: Mapping[str, str]
    secrets: Mapping[str, str]
    """Secret of the token of each community."""
    app: FastAPI
    known: dict[tuple[str, bool], TestClient] = field(default_factory=dict)

    def client(self, role: str, relation: str) -> TestClient:
        """A client signed in with the role; of the other community where the things shall be another's."""
        away = relation == "other"
        if (role, away) not in self.known:
            self.known[role, away] = self._signed_in(role, away)
        return self.known[role, away]

    def on(self, town: Town) -> Stage:
        """The same on a copy of the town: who is signed in here is so there."""
        app = create_app(town.office)
        known = {who: TestClient(app, headers=dict(client.headers)) for who, client in self.known.items()}
        for who, client in known.items():
            client.cookies.update(self.known[who].cookies)
        return replace(self, town=town, app=app, known=known)

    def _signed_in(self, role: str, away: bool) -> TestClient:
        visitor = TestClient(self.app, headers=OWN_PAGE)
        if role == "token":
            visitor.headers["Authorization"] = f"Bearer {self.secrets['other' if away else 'own']}"
        elif role != "anonymous":
            login = f"{role}@{AWAY}" if away else LOGINS.get(role, role)
            answer = visitor.post("/api/v1/session", json={"login": login, "password": PASSWORD})
            assert answer.status_code == 204, answer.text
        return visitor

    def things(self, role: str, relation: str) -> Mapping[str, str]:
        """What stands for the placeholders of an address, a question and a body."""
        if relation == "never":
            return {**self.own, **{name: str(new_id()) for name in self.own if name.endswith(("_id", "secret"))}}
        actors = {"property_staff": self.town.staff, "coordinator": self.town.coordinator}
        actors |= {"admin": self.town.admin, "auditor": self.town.auditor, "resident": self.town.people[MINE]}
        mine = actors.get(role, self.town.coordinator)
        return {**self.own, "account_id": str(mine.account_id)} if relation == "own" else self.same


def staged(town: Town) -> Stage:
    """The town with a booking, a lock, a closure, a message and a token of each of two people."""
    found_community(town.office, AWAY)
    while messages.deliver(town.office):
        pass
    own, same = (_things(town, at, site) for at, site in ((MINE, "H"), (THEIRS, "T")))
    house = houses.build(town)
    own, same = ({**things, **_house_things(house, at)} for things, at in ((own, MINE), (same, THEIRS)))
    rosters = rosters_town.build(town)
    own, same = (
        {**things, **roster_things(rosters, at, UUID(things["organisation_id"]))}
        for things, at in ((own, MINE), (same, THEIRS))
    )
    own, same = ({**things, **seat_things(rosters, at, things)} for things, at in ((own, MINE), (same, THEIRS)))
    own, same = ({**things, **hours_things(rosters, at)} for things, at in ((own, MINE), (same, THEIRS)))
    own, same = ({**things, **scenario_things(town, at)} for things, at in ((own, MINE), (same, THEIRS)))
    own, same = ({**things, **covenant_things(town, at)} for things, at in ((own, MINE), (same, THEIRS)))
    own, same = (
        {**things, **way_things(town, at, things["publication_id"])} for things, at in ((own, MINE), (same, THEIRS))
    )
    own, same = (
        {**things, **sharing_things(town, at, site)} for things, at, site in ((own, MINE, "H"), (same, THEIRS, "T"))
    )
    own, same = ({**things, **money_things(town, at)} for things, at in ((own, MINE), (same, THEIRS)))
    own, same = ({**things, **billing_things(town, at)} for things, at in ((own, MINE), (same, THEIRS)))
    own, same = (
        {**things, **use_things(town, at, site)} for things, at, site in ((own, MINE, "H"), (same, THEIRS, "T"))
    )
    own, same = {**own, **agreement_things(town, MINE)}, {**same, **agreement_things(town, FAR, "T")}
    own, same = ({**things, **dispute_things(town, at)} for things, at in ((own, MINE), (same, THEIRS)))
    planned = roster_plan(rosters)
    own, same = {**own, **planned}, {**same, **planned}
    other = _login_actor(town, f"coordinator@{AWAY}")
    secrets = {name: _token(town, actor)[1] for name, actor in (("own", town.coordinator), ("other", other))}
    return Stage(town, own, same, secrets, create_app(town.office))


def _things(town: Town, at: int, site: str) -> dict[str, str]:
    person, registration = town.people[at], town.registrations[at]
    span = Span(START + timedelta(days=3, hours=1), START + timedelta(days=3, hours=2))
    space = town.spaces[f"{site}1"]
    booking = town.do(
        bookings.book, actor=person, vehicle_id=town.vehicles[at], space_id=space, span=span, channel="web"
    )
    lock = town.do(locks.lock, actor=town.coordinator, registration_id=registration, kind="forbid", reason="Agreed.")
    plan = town.newest_plan()
    with town.database.reading() as session:
        found = planning.plan_seen(session, actor=town.coordinator, plan_id=plan)
        message = messages.inbox(session, actor=person)[0].id
        publication = queries.publications.of_round(session, town.round_id)[0].id
    things: dict[str, Any] = {
        "round_id": town.round_id,
        "registration_id": registration,
        "vehicle_id": town.vehicles[at],
        "run_id": found.run_id,
        "plan_id": plan,
        "publication_id": publication,
        "lock_id": lock.id,
        "booking_id": booking.id,
        "space_id": space,
        "member_id": person.member_id,
        "message_id": message,
        "site_id": town.sites[site],
        "partner_id": town.sites["T" if site == "H" else "H"],
        "closure_id": _closure(town, site),
        "account_id": person.account_id,
        "role_id": _role(town, person),
        "token_id": _token(town, person)[0],
        "entry_id": _document(town, person),
        **_season_things(town, at),
    }
    return {name: str(value) for name, value in things.items()}


def _season_things(town: Town, at: int) -> dict[str, Any]:
    """An application of a person in a season of rooms, and the secret address of their calendar."""
    person = town.people[at]
    wish = SectionWish("Tai chi", {"people": 8, "ranges": [{"weekday": 2, "start": "09:00", "end": "12:00"}]})
    wanted: dict[str, Any] = {"vault": town.vault, "application": Application([wish]), "channel": "web"}
    rows = town.do(applications.apply, actor=person, round_id=_season(town), **wanted)
    feed, secret = town.do(calendars.subscribe, actor=person)
    things = {"application_id": rows[0].application_id, "drawn_round_id": rows[0].round_id}
    return {**things, "feed_id": feed.id, "secret": secret}


def _season(town: Town) -> UUID:
    """An open season of rooms, set up when it is first asked for."""
    with town.database.reading() as session:
        known = queries.rounds.by_code(session, town.community_id, "season")
        parking = session.get_one(Round, town.round_id)
    if known is not None:
        return known.id
    terms = {name: getattr(parking, name) for name in rounds.RoundTerms.__slots__}
    period = {"apply_from": town.clock(), "apply_until": town.clock() + timedelta(days=1)}
    wanted = rounds.RoundTerms(**{**terms, **period, "code": "season", "domain": "rooms"})
    made = town.do(rounds.set_up, actor=town.coordinator, terms=wanted)
    town.do(rounds.move, actor=town.coordinator, round_id=made.id, action="open")
    number = {"source": "SSE Composite", "number_on": town.clock().date() + timedelta(days=3)}
    town.do(draws.commit, actor=town.coordinator, vault=town.vault, round_id=made.id, **number)
    return made.id


def _house_things(house: House, at: int) -> dict[str, str]:
    """A room of a centre with a booking, a series and a place in a line of a person, and their organisation."""
    room, person = ("CHa", "CHb")[at and 1], house.town.people[at]
    booking = house.book(room, person=at, start=2)
    series = room_acts.series(house, 2, at, room, terms={"start": 4})
    waiting = room_acts.wait(house, at, room, span=houses.span(2))
    choir = house.town.do(organisations.add, actor=house.town.coordinator, name=f"Choir {at}")
    later = START.date() + timedelta(days=60)
    things: dict[str, Any] = {
        "facility_id": house.facilities["C"],
        "room_id": house.rooms[room],
        "equipment_id": house.projectors,
        "organisation_id": choir.id,
        "member_id": person.member_id,
        "room_booking_id": booking.id,
        "series_id": series.id,
        "waiting_id": waiting.id,
        "facility_closure_id": house.close(first=later, last=later),
        "slug": "tangqiao",
    }
    return {name: str(value) for name, value in things.items()}


def _closure(town: Town, site: str) -> UUID:
    with town.database.reading() as session:
        version = supply.site_for(session, town.coordinator, town.sites[site]).row_version
    terms = {"first": START.date() + timedelta(days=60), "last": START.date() + timedelta(days=61)}
    return town.do(supply.close, actor=town.coordinator, site_id=town.sites[site], version=version, terms=terms).id


def _document(town: Town, person: Actor) -> UUID:
    assert person.member_id is not None
    wanted: dict[str, Any] = {"member_id": person.member_id, "paper": registers.Paper("identity_card")}
    return town.do(registers.record, actor=town.coordinator, **wanted).id


def _role(town: Town, person: Actor) -> UUID:
    assert person.account_id is not None
    with town.database.reading() as session:
        return queries.access.roles_of(session, person.account_id)[0].id


def _token(town: Town, actor: Actor) -> tuple[UUID, str]:
    made, secret = town.do(tokens.create, actor=actor, name="reader", scopes=frozenset({"read"}), ends_at=None)
    return made.id, secret


def _login_actor(town: Town, login: str) -> Actor:
    with town.database.reading() as session:
        account = queries.access.by_login(session, login)
        assert account is not None
        return Actor(account.community_id, account.id, roles=frozenset({"coordinator"}))


def filled(template: str, things: Mapping[str, str]) -> str:
    """A template with its placeholders filled."""
    for name, value in things.items():
        template = template.replace(f"{{{name}}}", value)
    return template


def body_of(template: str | None, things: Mapping[str, str]) -> Any:
    """The JSON body of a call."""
    return None if template is None else json.loads(filled(template, things))
