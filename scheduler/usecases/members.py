"""People of a community and their vehicles: registered by staff at the window, or by themselves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from scheduler import audit, privacy, queries
from scheduler.actors import STAFF, Actor
from scheduler.covenant import settings_of
from scheduler.db import conflict_of
from scheduler.errors import Conflict, NotAllowed, NotFound, Rejected
from scheduler.ids import new_id
from scheduler.models import Household, Member, Resource, Vehicle
from scheduler.privacy import Vault
from scheduler.usecases.serving import may_ask_for, runs

PARTIES = ("owner", "tenant", "partner", "outside")
SIZES = ("compact", "standard", "large")
MOST_FOUND = 50
MAIL_LENGTH = 200


@dataclass(frozen=True, slots=True)
class Person:
    """What the office knows of somebody; `household_id` joins them to one, `home_site_id` makes one of their own."""

    name: str
    phone: str
    identity: str | None = None
    address: str | None = None
    mail: str | None = None
    language: str = "zh"
    household_id: UUID | None = None
    home_site_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Car:
    """A vehicle to be registered."""

    plate: str
    size: str = "standard"
    party: str = "tenant"
    needs_ev: bool = False
    needs_accessible: bool = False


@dataclass(frozen=True, slots=True)
class Revealed:
    """A person in clear, for their own eyes or those of staff who serve them."""

    id: UUID
    name: str
    phone: str
    language: str
    household_id: UUID | None
    home_site_id: UUID | None
    vehicles: tuple[tuple[Vehicle, str], ...]


def enrol(session: Session, *, actor: Actor, vault: Vault, person: Person, now: datetime) -> Member:
    """Take a person into the community.

    Raises
    ------
    NotAllowed, Conflict, Rejected
        Not for this person, or to live elsewhere than at their sites; the phone is known; a value that cannot be.
    """
    if not actor.has(*STAFF):
        raise NotAllowed("not_for_this_role")
    _check_home(session, actor, person)
    phone = privacy.phone_of(person.phone)
    if queries.community.members_by_index(session, actor.community_id, "phone", vault.index(phone, "member.phone"), 1):
        raise Conflict("phone_known", "phone")
    if person.language not in ("zh", "en"):
        raise Rejected("not_offered", "language", person.language, "zh, en")
    row = Member(
        id=new_id(),
        community_id=actor.community_id,
        language=person.language,
        household_id=_household(session, actor, person),
        created_at=now,
    )
    _seal(row, vault, person, phone)
    session.add(row)
    try:
        session.flush()
    except IntegrityError as error:
        if conflict_of(error) == "phone_known":
            raise Conflict("phone_known", "phone") from error
        raise
    session.add(Resource(community_id=actor.community_id, kind="person", subject_id=row.id))
    session.flush()
    audit.record(session, actor.community_id, actor.name, "member.enrol", "member", row.id, now)
    return row


def _seal(row: Member, vault: Vault, person: Person, phone: str) -> None:
    row.name_cipher = vault.seal(privacy.name_of(person.name), "member.name", row.id)
    row.phone_cipher = vault.seal(phone, "member.phone", row.id)
    row.phone_index = vault.index(phone, "member.phone")
    row.phone_tail_index = vault.index(privacy.tail_of(phone), "member.phone_tail")
    if person.identity is not None:
        identity = privacy.identity_of(person.identity)
        row.identity_cipher = vault.seal(identity, "member.identity", row.id)
        row.identity_index = vault.index(identity, "member.identity")
    if person.address is not None:
        row.address_cipher = vault.seal(person.address, "member.address", row.id)
    if person.mail is not None:
        if "@" not in person.mail[1:-1] or len(person.mail) > MAIL_LENGTH or not person.mail.isprintable():
            raise Rejected("not_a_mail", "mail", allowed="an address such as name@example.org")
        row.mail_cipher = vault.seal(person.mail, "member.mail", row.id)


def _check_home(session: Session, actor: Actor, person: Person) -> None:
    """Home and household are of the community, and of the sites that staff are bound to."""
    home = person.home_site_id
    if home is not None and queries.supply.site(session, actor.community_id, home) is None:
        raise Rejected("unknown_id", "home_site_id", str(home), "a site of the community")
    if person.household_id is not None:
        household = queries.community.household(session, actor.community_id, person.household_id)
        if household is None:
            raise Rejected("unknown_id", "household_id", str(person.household_id), "a household of the community")
        home = household.home_site_id
    if not runs(actor, home):
        raise NotAllowed("not_your_site", "home_site_id" if person.household_id is None else "household_id")


def _household(session: Session, actor: Actor, person: Person) -> UUID:
    if person.household_id is not None:
        return person.household_id
    made = Household(id=new_id(), community_id=actor.community_id, home_site_id=person.home_site_id)
    session.add(made)
    session.flush()
    return made.id


def add_vehicle(session: Session, *, actor: Actor, vault: Vault, member_id: UUID, car: Car, now: datetime) -> Vehicle:
    """Register a vehicle of a person; by the person as a tenant's, the class is for staff to verify.

    Raises
    ------
    NotFound, NotAllowed, Conflict, Rejected
        No such person for this one; a class only staff may state; the plate is known, or too many; a value that
        cannot be.
    """
    member = _member_for(session, actor, member_id)
    if car.party not in PARTIES or car.size not in SIZES:
        field, value, allowed = ("party", car.party, PARTIES) if car.party not in PARTIES else ("size", car.size, SIZES)
        raise Rejected("not_offered", field, value, ", ".join(allowed))
    if not actor.has(*STAFF) and (car.party != "tenant" or car.needs_accessible):
        raise NotAllowed("not_for_this_role", "party" if car.party != "tenant" else "needs_accessible")
    if not actor.has(*STAFF):
        _check_count(session, member, now)
    plate = privacy.plate_of(car.plate)
    row_id = new_id()
    row = Vehicle(
        id=row_id,
        community_id=member.community_id,
        member_id=member.id,
        plate_cipher=vault.seal(plate, "vehicle.plate", row_id),
        plate_index=vault.index(plate, "vehicle.plate"),
        plate_tail_index=vault.index(privacy.tail_of(plate), "vehicle.plate_tail"),
        size=car.size,
        party=car.party,
        needs_ev=car.needs_ev,
        needs_accessible=car.needs_accessible,
    )
    session.add(row)
    try:
        session.flush()
    except IntegrityError as error:
        if conflict_of(error) == "plate_known":
            raise Conflict("plate_known", "plate") from error
        raise
    session.add(Resource(community_id=member.community_id, kind="vehicle", subject_id=row.id))
    session.flush()
    audit.record(session, member.community_id, actor.name, "vehicle.add", "vehicle", row.id, now)
    return row


def revealed(session: Session, *, actor: Actor, vault: Vault, member_id: UUID, now: datetime) -> Revealed:
    """A person in clear; noted in the audit chain where somebody else looks.

    Raises
    ------
    NotFound
        No such person for this one.
    """
    member = _member_for(session, actor, member_id)
    if actor.member_id != member.id:
        audit.record(session, member.community_id, actor.name, "member.reveal", "member", member.id, now)
    home = None
    if member.household_id is not None:
        household = queries.community.household(session, member.community_id, member.household_id)
        home = None if household is None else household.home_site_id
    return Revealed(
        member.id,
        vault.open_sealed(member.name_cipher, "member.name", member.id),
        vault.open_sealed(member.phone_cipher, "member.phone", member.id) if member.phone_cipher else "",
        member.language,
        member.household_id,
        home,
        tuple(
            (vehicle, vault.open_sealed(vehicle.plate_cipher, "vehicle.plate", vehicle.id))
            for vehicle in queries.community.vehicles_of(session, member.id)
        ),
    )


def find(
    session: Session,
    *,
    actor: Actor,
    vault: Vault,
    now: datetime,
    plate: str | None = None,
    phone: str | None = None,
) -> list[Member]:
    """People by plate or phone, whole or by its last four characters, which is noted, for many may be looked through.

    Raises
    ------
    NotAllowed, Rejected
        Not for this person; neither plate nor phone, or one that cannot be.
    """
    if not actor.has(*STAFF):
        raise NotAllowed("not_for_this_role")
    found = _found(session, actor.community_id, vault, plate, phone)
    mine = [row for row in found if may_ask_for(session, actor, row.id)]
    if len((phone or plate or "").strip()) == privacy.TAIL:
        details = {"count": len(mine)}
        audit.record(session, actor.community_id, actor.name, "member.search", "member", "several", now, details)
    return mine


def _found(session: Session, community: UUID, vault: Vault, plate: str | None, phone: str | None) -> list[Member]:
    if phone:
        tail = len(phone.strip()) == privacy.TAIL
        column = "phone_tail" if tail else "phone"
        text = phone.strip() if tail else privacy.phone_of(phone)
        return queries.community.members_by_index(
            session, community, column, vault.index(text, f"member.{column}"), MOST_FOUND
        )
    if not plate:
        raise Rejected("missing_field", "plate", None, "a plate or a phone")
    tail = len(plate.strip()) == privacy.TAIL
    text = plate.strip().upper() if tail else privacy.plate_of(plate)
    digest = vault.index(text, "vehicle.plate_tail" if tail else "vehicle.plate")
    vehicles = queries.community.vehicles_by_plate(session, community, digest, tail, MOST_FOUND)
    return [session.get_one(Member, member) for member in dict.fromkeys(vehicle.member_id for vehicle in vehicles)]


def _member_for(session: Session, actor: Actor, member_id: UUID) -> Member:
    member = queries.community.member(session, actor.community_id, member_id)
    if member is None or not may_ask_for(session, actor, member.id):
        raise NotFound()
    return member


def _check_count(session: Session, member: Member, now: datetime) -> None:
    covenant = queries.community.covenant_in_force(session, member.community_id, now)
    most = settings_of({} if covenant is None else covenant.settings).most_vehicles_per_member
    queries.community.lock_member(session, member.id)
    if len(queries.community.vehicles_of(session, member.id)) >= most:
        raise Conflict("too_many_vehicles", "plate", allowed=str(most))
