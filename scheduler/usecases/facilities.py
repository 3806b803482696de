"""Facilities, their rooms and equipment: what the office states about what is shared under a roof."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from scheduler import audit, queries
from scheduler.actors import OFFICE, Actor
from scheduler.errors import Conflict, NotAllowed, NotFound, Rejected, Stale
from scheduler.ids import new_id
from scheduler.models import Equipment, Facility, Resource, Room
from scheduler.translation import room_days
from scheduler.translation.houses import TIERS
from scheduler.translation.room_rules import check_room

APPROVALS = ("instant", "staff")


@dataclass(frozen=True, slots=True)
class FacilityTerms:
    """A facility; `organisation_id` names the unit of the area that lends it, `conditions` what it asks in return."""

    code: str
    name_zh: str
    name_en: str
    tier: str
    organisation_id: UUID | None = None
    conditions_zh: str = ""
    conditions_en: str = ""
    datum: str | None = None
    latitude: float | None = None
    longitude: float | None = None


@dataclass(frozen=True, slots=True)
class RoomTerms:
    """A room; a part of a divisible hall names the hall as `part_of_id`."""

    code: str
    name_zh: str
    name_en: str
    capacity: int
    features: Sequence[str] = ()
    part_of_id: UUID | None = None
    noisy_next_to: Sequence[str] = ()
    setup: int | None = None
    clear: int | None = None
    staffed_only: bool = False
    bookable: bool = True
    approval: str = "instant"


def add_facility(session: Session, *, actor: Actor, terms: FacilityTerms, now: datetime) -> Facility:
    """A new facility of the community.

    Raises
    ------
    NotAllowed, Conflict, Rejected
        Not for this person; code in use; a value that cannot be.
    """
    check_office(actor)
    _check_facility(session, actor, terms)
    if any(one.code == terms.code for one in queries.rooms.facilities_of(session, actor.community_id)):
        raise Conflict("code_in_use", "code", terms.code)
    row = Facility(id=new_id(), community_id=actor.community_id, **_fields(terms))
    session.add(row)
    session.flush()
    audit.record(session, row.community_id, actor.name, "facility.add", "facility", row.id, now, {"code": row.code})
    return row


def amend_facility(
    session: Session, *, actor: Actor, facility_id: UUID, version: int, changes: Mapping[str, Any], now: datetime
) -> Facility:
    """Change what is stated of a facility, but its code.

    Raises
    ------
    NotFound, NotAllowed, Stale, Rejected
        No such facility; not for this person; changed meanwhile; a value that cannot be.
    """
    row = versioned(session, actor, facility_id, version)
    kept = {name: getattr(row, name) for name in FacilityTerms.__slots__}
    _check_facility(session, actor, FacilityTerms(**{**kept, **changes}))
    set_fields(row, changes)
    touch(session, actor, row, "facility.amend", now, fields=sorted(changes))
    return row


def add_room(session: Session, *, actor: Actor, facility_id: UUID, terms: RoomTerms, now: datetime) -> Room:
    """A new room of a facility.

    Raises
    ------
    NotFound, NotAllowed, Rejected, Conflict
        No such facility; not for this person; a value that cannot be; code in use, or the hall is booked as a whole.
    """
    facility = locked(session, actor, facility_id)
    if queries.rooms.room_by_code(session, actor.community_id, terms.code) is not None:
        raise Conflict("code_in_use", "code", terms.code)
    row_id = new_id()
    row = Room(id=row_id, community_id=actor.community_id, facility_id=facility.id, **_fields(terms))
    _check_room(session, row, now)
    row.resource_id = new_resource(session, actor, "room", row_id)
    session.add(row)
    touch(session, actor, facility, "room.add", now, room=row.code)
    return row


def amend_room(
    session: Session, *, actor: Actor, room_id: UUID, version: int, changes: Mapping[str, Any], now: datetime
) -> Room:
    """Change what is stated of a room, but its code; bookings made before stand.

    Raises
    ------
    NotFound, NotAllowed, Stale, Rejected, Conflict
        No such room; not for this person; changed meanwhile; a value that cannot be; booked in the form it has.
    """
    check_office(actor)
    row = room_seen(session, actor=actor, room_id=room_id)
    facility = locked(session, actor, row.facility_id)
    session.refresh(row)
    check_version(row, version)
    hall = row.part_of_id
    set_fields(row, changes)
    _check_room(session, row, now, moved=row.part_of_id != hall)
    row.row_version += 1
    touch(session, actor, facility, "room.amend", now, room=row.code, fields=sorted(changes))
    return row


# ---- what everybody of the community may see


def facility_seen(session: Session, *, actor: Actor, facility_id: UUID) -> Facility:
    """A facility of the community.

    Raises
    ------
    NotFound
        If there is none.
    """
    row = queries.rooms.facility(session, actor.community_id, facility_id)
    if row is None:
        raise NotFound()
    return row


def room_seen(session: Session, *, actor: Actor, room_id: UUID) -> Room:
    """A room of the community.

    Raises
    ------
    NotFound
        If there is none.
    """
    row = queries.rooms.room(session, actor.community_id, room_id)
    if row is None:
        raise NotFound()
    return row


# ---- what the modules of facilities share


def check_office(actor: Actor) -> None:
    """Facilities are the office's.

    Raises
    ------
    NotAllowed
        For everybody else.
    """
    if not actor.has(*OFFICE):
        raise NotAllowed("not_for_this_role")


def locked(session: Session, actor: Actor, facility_id: UUID) -> Facility:
    """A facility, kept from other writers: what is remembered of its hours goes by its version.

    Raises
    ------
    NotAllowed, NotFound
        Not for this person; no such facility.
    """
    check_office(actor)
    return queries.rooms.lock_facility(session, facility_seen(session, actor=actor, facility_id=facility_id).id)


def versioned(session: Session, actor: Actor, facility_id: UUID, version: int) -> Facility:
    """A facility at the version that somebody has seen, kept from other writers.

    Raises
    ------
    NotAllowed, NotFound, Stale
        Not for this person; no such facility; changed meanwhile.
    """
    row = locked(session, actor, facility_id)
    check_version(row, version)
    return row


def touch(session: Session, actor: Actor, facility: Facility, action: str, now: datetime, **details: Any) -> None:
    """Raise the version of a facility, and tell of a change in it."""
    facility.row_version += 1
    session.flush()
    room_days.touch(session, facility.id)
    audit.record(session, facility.community_id, actor.name, action, "facility", facility.id, now, details)


def check_version(row: Facility | Room | Equipment, version: int) -> None:
    """Refuse a change of what somebody has not seen.

    Raises
    ------
    Stale
        ``changed_meanwhile``.
    """
    if row.row_version != version:
        raise Stale("changed_meanwhile", "If-Match", str(version), str(row.row_version))


def _check_facility(session: Session, actor: Actor, terms: FacilityTerms) -> None:
    if terms.tier not in TIERS:
        raise Rejected("not_offered", "tier", terms.tier, ", ".join(TIERS))
    lender = terms.organisation_id
    if lender is not None and queries.rooms.organisation(session, actor.community_id, lender) is None:
        raise Rejected("unknown_id", "organisation_id", str(lender), "an organisation of the community")


def _check_room(session: Session, row: Room, now: datetime, moved: bool = True) -> None:
    """What a room is stated to be can be: its hall whole and free, its neighbours known."""
    check_room(row)
    if row.approval not in APPROVALS:
        raise Rejected("not_offered", "approval", row.approval, ", ".join(APPROVALS))
    others = {one.id: one for one in queries.rooms.rooms_of(session, row.facility_id) if one.id != row.id}
    unknown = sorted(set(row.noisy_next_to) - {one.code for one in others.values()})
    if unknown:
        raise Rejected("unknown_id", "noisy_next_to", unknown[0], "another room of the facility")
    hall = None if row.part_of_id is None else others.get(row.part_of_id)
    if row.part_of_id is not None:
        divided = any(one.part_of_id == row.id for one in others.values())
        if hall is None or hall.part_of_id is not None or divided:
            raise Rejected("not_a_hall", "part_of_id", str(row.part_of_id), "a whole hall of the same facility")
    if moved:
        # Who has the hall has the parts that it has now.
        parts = [] if hall is None else [one for one in others.values() if hall.id in (one.id, one.part_of_id)]
        _check_free(session, [row, *parts], now)


def _check_free(session: Session, rooms: Sequence[Room], now: datetime) -> None:
    """Refuse to divide anew what somebody has."""
    numbers = [room.resource_id for room in rooms if room.resource_id is not None]
    if queries.room_uses.is_taken(session, numbers, now):
        raise Conflict("room_in_use", "part_of_id")


def new_resource(session: Session, actor: Actor, kind: str, row_id: UUID) -> int:
    """The number under which something new is booked."""
    resource = Resource(community_id=actor.community_id, kind=kind, subject_id=row_id)
    session.add(resource)
    session.flush()
    return resource.id


def _fields(terms: FacilityTerms | RoomTerms) -> dict[str, Any]:
    found = {name: getattr(terms, name) for name in terms.__slots__}
    return {name: list(value) if isinstance(value, tuple) else value for name, value in found.items()}


def set_fields(row: Facility | Room | Equipment, changes: Mapping[str, Any]) -> None:
    """Write what changes about a row."""
    for name, value in changes.items():
        setattr(row, name, list(value) if isinstance(value, tuple) else value)
