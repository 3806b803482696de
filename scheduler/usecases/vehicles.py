"""Vehicles that were registered by the wrong person, or are gone: staff remove them, or give them to their owner."""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256
from uuid import UUID

from sqlalchemy.orm import Session

from scheduler import audit, queries
from scheduler.actors import STAFF, Actor
from scheduler.errors import Conflict, NotAllowed, NotFound
from scheduler.models import Vehicle
from scheduler.usecases.serving import may_ask_for, vehicle_for


def remove(session: Session, *, actor: Actor, vehicle_id: UUID, now: datetime) -> Vehicle:
    """Take a vehicle out of use; its plate may be registered anew, its records stay.

    Raises
    ------
    NotAllowed, NotFound, Conflict
        Not for this person; no such vehicle for them; it has or may get a place.
    """
    row = _unused(session, actor, vehicle_id, now)
    row.removed_at = now
    # No plate has these digests: the unique one is free for whoever has the plate.
    row.plate_index = sha256(row.plate_index + row.id.bytes).digest()
    row.plate_tail_index = sha256(row.plate_tail_index + row.id.bytes).digest()
    session.flush()
    audit.record(session, row.community_id, actor.name, "vehicle.remove", "vehicle", row.id, now)
    return row


def hand_over(session: Session, *, actor: Actor, vehicle_id: UUID, member_id: UUID, now: datetime) -> Vehicle:
    """Give a vehicle to the person whose it is.

    Raises
    ------
    NotAllowed, NotFound, Conflict
        Not for this person; no such vehicle or person for them; it has or may get a place.
    """
    row = _unused(session, actor, vehicle_id, now)
    member = queries.community.member(session, actor.community_id, member_id)
    if member is None or not may_ask_for(session, actor, member.id):
        raise NotFound()
    before, row.member_id = row.member_id, member.id
    session.flush()
    details = {"from": str(before), "to": str(member.id)}
    audit.record(session, row.community_id, actor.name, "vehicle.hand_over", "vehicle", row.id, now, details)
    return row


def _unused(session: Session, actor: Actor, vehicle_id: UUID, now: datetime) -> Vehicle:
    if not actor.has(*STAFF):
        raise NotAllowed("not_for_this_role")
    row = vehicle_for(session, actor, vehicle_id, lock=True)
    if queries.registrations.lives_with(session, row.id) or queries.bookings.open_of_vehicle(session, row.id, now):
        raise Conflict("vehicle_in_use", "vehicle_id")
    return row
