"""Seats whose people may come or go now: what the code at a door is for."""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from scheduler import queries
from scheduler.actors import Actor
from scheduler.ids import read_door_code
from scheduler.models import MeetingPoint, Seat, Shift
from scheduler.usecases import seat_claims
from scheduler.usecases.access import hash_of

COMING = ("accepted", "confirmed", "looking_for_substitute")
LONGEST = timedelta(days=2)
"""Shifts that began before are over for certain."""


@dataclass(frozen=True, slots=True)
class Due:
    """A seat of one's own for which one checks in (or `out`) now; `here` where the code told is that of the place."""

    seat: Seat
    shift: Shift
    point: MeetingPoint | None
    out: bool
    here: bool


def due(session: Session, *, actor: Actor, now: datetime, code: str | None = None) -> list[Due]:
    """One's own seats of which one may check in or out now, the first to begin first.

    Raises
    ------
    NotAllowed, Conflict
        The person is no volunteer; ``no_covenant``.
    """
    own = seat_claims.volunteer_for(session, actor, None)
    rules = seat_claims.service_rules(session, actor.community_id, now)
    early, late = timedelta(minutes=rules.early_minutes), timedelta(minutes=rules.late_minutes)
    found = []
    for seat, shift in queries.volunteers.seats_to_come(session, own.id, now - LONGEST):
        leaves = seat.state == "checked_in" and now <= shift.ends_at + late
        comes = seat.state in COMING and shift.starts_at - early <= now <= shift.ends_at
        if shift.state == "open" and (leaves or comes):
            point = None if shift.point_id is None else session.get_one(MeetingPoint, shift.point_id)
            found.append(Due(seat, shift, point, leaves, _is_here(point, code)))
    return found


def _is_here(point: MeetingPoint | None, code: str | None) -> bool:
    """Whether a code is that of the place; at an elder's home there is none."""
    if point is None:
        return True
    if code is None or point.check_in_hash is None:
        return False
    return hmac.compare_digest(point.check_in_hash, hash_of(read_door_code(code)))
