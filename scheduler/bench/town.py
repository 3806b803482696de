"""A town to measure in: many keepers of a vehicle with a token each, sites that are always open, a round to ask in."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import insert
from sqlalchemy.orm import Session

from scheduler import calendar, queries
from scheduler.actors import RESIDENT, SCOPES, Actor
from scheduler.covenant import BookingRules, CovenantSettings, ParkingRules, RoomBookingRules, RoomsRules
from scheduler.errors import NotFound
from scheduler.ids import new_id
from scheduler.models import (
    Account,
    Base,
    Community,
    Covenant,
    Facility,
    FacilityWindow,
    Household,
    Member,
    Resource,
    Role,
    Room,
    Site,
    Space,
    TidalWindow,
    Token,
    Vehicle,
)
from scheduler.office import Office
from scheduler.usecases import rounds, seeding, tokens
from scheduler.usecases.access import hash_of

SITES, SPACES = 8, 64
FACILITIES, ROOMS = 8, 64
STAY, SLOT = timedelta(minutes=15), timedelta(minutes=30)
"""A booking, and how far apart two of one space are: the guard time of the covenant lies between them."""
NO_PASSWORD = "!"
CENTRE = (31.2125, 121.5215)
STEP = 0.002
"""Degrees between two sites."""
RULES = CovenantSettings(
    parking=ParkingRules(reserve_percent=0),
    booking=BookingRules(most_days_ahead=400, most_open_bookings=1000),
    rooms=RoomsRules(setup=0, clear=15),
    room_booking=RoomBookingRules(most_days_ahead=400, most_open_bookings=1000, shortest_minutes=15),
)
Row = dict[str, Any]


@dataclass(frozen=True)
class Keeper:
    """Somebody with a vehicle, the number under which it is occupied, and a token to book and register with."""

    member_id: UUID
    vehicle_id: UUID
    token: str
    resource_id: int = 0


@dataclass(frozen=True)
class Place:
    """A space, and the number under which it is occupied."""

    space_id: UUID
    site_id: UUID
    resource_id: int


@dataclass(frozen=True)
class Town:
    """What the clients need to know."""

    community_id: UUID
    round_id: UUID
    places: tuple[Place, ...]
    keepers: tuple[Keeper, ...]
    first: datetime
    rooms: tuple[UUID, ...]

    def use(self, number: int) -> tuple[Keeper, Place, datetime]:
        """Who books where and when: no two numbers get in each other's way."""
        turn, at = divmod(number, len(self.places))
        return self.keepers[number % len(self.keepers)], self.places[at], self.first + turn * SLOT


@dataclass(frozen=True)
class Crowd:
    """How many people, and what they are called by number."""

    count: int
    name_of: Callable[[int], str]
    phone_of: Callable[[int], str]
    plate_of: Callable[[int], str]


def build(office: Office, slug: str, crowd: Crowd) -> Town:
    """A town in an empty community; written in bulk, for its people matter to nobody but the clients."""
    return office.database.transact(lambda session: _build(session, office, slug, crowd))


def token_for(office: Office, login: str) -> str:
    """A token of an account, good for everything the account may do.

    Raises
    ------
    NotFound
        If there is no such account.
    """

    def made(session: Session) -> str:
        account = queries.access.by_login(session, login)
        if account is None:
            raise NotFound()
        actor, now = Actor(account.community_id, account.id), office.database.now(session)
        scopes = frozenset(SCOPES)
        return tokens.create(session, actor=actor, name="bench", scopes=scopes, ends_at=None, now=now)[1]

    return office.database.transact(made)


def _build(session: Session, office: Office, slug: str, crowd: Crowd) -> Town:
    now, community = office.database.now(session), new_id()
    _put(session, Community, [{"id": community, "slug": slug, "name_zh": slug, "name_en": slug}])
    queries.audit.start_chain(session, community)
    covenant = {"community_id": community, "version": 1, "settings": RULES.model_dump(mode="json")}
    _put(session, Covenant, [{**covenant, "in_force_from": now - timedelta(days=1)}])
    places = _places(session, community)
    keepers = _keepers(session, office, community, places[0].site_id, crowd, now)
    today = now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    rooms = _rooms(session, community)
    return Town(community, _round(session, community, now), places, keepers, today + timedelta(days=1), rooms)


def _round(session: Session, community: UUID, now: datetime) -> UUID:
    """An open round of four weeks."""
    today = calendar.date_of(now, calendar.ZONE)
    monday = today + timedelta(days=7 - today.weekday())
    terms = rounds.RoundTerms(
        code="bench",
        title_zh="测量",
        title_en="Measurement",
        apply_from=now - timedelta(minutes=1),
        apply_until=now + timedelta(days=30),
        use_first=monday,
        use_last=monday + timedelta(days=27),
    )
    actor = seeding.office_actor(community)
    made = rounds.set_up(session, actor=actor, terms=terms, now=now)
    return rounds.move(session, actor=actor, round_id=made.id, action="open", now=now).id


def _places(session: Session, community: UUID) -> tuple[Place, ...]:
    """Sites that are open day and night, with the same number of spaces each."""
    sites = [new_id() for _ in range(SITES)]
    spaces = [(new_id(), sites[at % SITES], f"{at % SITES}-{at:03}") for at in range(SPACES)]
    _put(session, Site, [_site(community, site, at) for at, site in enumerate(sites)])
    _put(session, TidalWindow, [{"site_id": site, "start_clock": "00:00", "end_clock": "24:00"} for site in sites])
    numbers = _resources(session, community, "space", [space for space, _, _ in spaces])
    fields = [{"id": one, "site_id": site, "code": code, "resource_id": numbers[one]} for one, site, code in spaces]
    _put(session, Space, [{**row, "community_id": community} for row in fields])
    return tuple(Place(space, site, numbers[space]) for space, site, _ in spaces)


def _rooms(session: Session, community: UUID) -> tuple[UUID, ...]:
    """Facilities that are open day and night, with the same number of rooms each."""
    houses = [new_id() for _ in range(FACILITIES)]
    rooms = [new_id() for _ in range(ROOMS)]
    named = [{"code": f"F{at}", "name_zh": f"设施{at}", "name_en": f"Facility {at}"} for at in range(FACILITIES)]
    _put(
        session,
        Facility,
        [{"id": one, "community_id": community, "tier": "centre", **named[at]} for at, one in enumerate(houses)],
    )
    hours = {"start_clock": "00:00", "end_clock": "24:00"}
    _put(session, FacilityWindow, [{"facility_id": one, **hours} for one in houses])
    numbers = _resources(session, community, "room", rooms)
    common = {"community_id": community, "name_zh": "活动室", "name_en": "Room", "capacity": 40}
    _put(session, Room, [{**common, **_room(numbers, houses, at, one)} for at, one in enumerate(rooms)])
    return tuple(rooms)


def _room(numbers: Mapping[UUID, int], houses: Sequence[UUID], at: int, room: UUID) -> Row:
    code = f"{at % FACILITIES}-R{at:03}"
    return {"id": room, "facility_id": houses[at % FACILITIES], "code": code, "resource_id": numbers[room]}


def _site(community: UUID, site: UUID, at: int) -> Row:
    located = {"datum": "GCJ-02", "latitude": CENTRE[0], "longitude": CENTRE[1] + at * STEP}
    names = {"code": f"B{at}", "name_zh": f"停车点{at}", "name_en": f"Site {at}", "kind": "compound"}
    return {"id": site, "community_id": community, **names, **located}


def _resources(session: Session, community: UUID, kind: str, subjects: Sequence[UUID]) -> Mapping[UUID, int]:
    _put(session, Resource, [{"community_id": community, "kind": kind, "subject_id": one} for one in subjects])
    return queries.publications.resources(session, community, kind)


def _keepers(
    session: Session, office: Office, community: UUID, home: UUID, crowd: Crowd, now: datetime
) -> tuple[Keeper, ...]:
    """People with a household, a vehicle, an account and a token each."""
    made = [Keeper(new_id(), new_id(), secrets.token_urlsafe(32)) for _ in range(crowd.count)]
    homes, accounts = [new_id() for _ in made], [new_id() for _ in made]
    here: Row = {"community_id": community}
    since: Row = {**here, "created_at": now}
    members = [_member(office, keeper, at, crowd) for at, keeper in enumerate(made)]
    _put(session, Household, [{"id": row, **here, "home_site_id": home} for row in homes])
    _put(session, Member, [{**row, **since, "household_id": homes[at]} for at, row in enumerate(members)])
    _put(session, Vehicle, [{**_vehicle(office, keeper, at, crowd), **here} for at, keeper in enumerate(made)])
    _put(session, Account, [{**_account(made[at], row), **since} for at, row in enumerate(accounts)])
    _put(session, Role, [{"account_id": row, "name": RESIDENT} for row in accounts])
    _put(session, Token, [{**_token(made[at], row), **since} for at, row in enumerate(accounts)])
    _resources(session, community, "person", [keeper.member_id for keeper in made])
    numbers = _resources(session, community, "vehicle", [keeper.vehicle_id for keeper in made])
    return tuple(replace(keeper, resource_id=numbers[keeper.vehicle_id]) for keeper in made)


def _member(office: Office, keeper: Keeper, at: int, crowd: Crowd) -> Row:
    vault, row = office.vault, keeper.member_id
    phone = crowd.phone_of(at)
    return {
        "id": row,
        "name_cipher": vault.seal(crowd.name_of(at), "member.name", row),
        "phone_cipher": vault.seal(phone, "member.phone", row),
        "phone_index": vault.index(phone, "member.phone"),
    }


def _vehicle(office: Office, keeper: Keeper, at: int, crowd: Crowd) -> Row:
    vault, row, plate = office.vault, keeper.vehicle_id, crowd.plate_of(at)
    return {
        "id": row,
        "member_id": keeper.member_id,
        "plate_cipher": vault.seal(plate, "vehicle.plate", row),
        "plate_index": vault.index(plate, "vehicle.plate"),
        "plate_tail_index": vault.index(plate[-4:], "vehicle.plate_tail"),
    }


def _account(keeper: Keeper, row: UUID) -> Row:
    return {"id": row, "login": f"{row}@bench", "password_hash": NO_PASSWORD, "member_id": keeper.member_id}


def _token(keeper: Keeper, account: UUID) -> Row:
    scopes = ["book", "read", "register"]
    return {"account_id": account, "secret_hash": hash_of(keeper.token), "name": "bench", "scopes": scopes}


def _put(session: Session, kind: type[Base], rows: Sequence[Row]) -> None:
    session.execute(insert(kind), list(rows))
