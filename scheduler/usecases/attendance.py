"""Who came: checked in by the code that hangs at the place or by a coordinator, checked out, absent, excused."""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from scheduler import queries
from scheduler.actors import OFFICE, Actor
from scheduler.covenant import settings_of
from scheduler.errors import Conflict, Rejected
from scheduler.ids import read_door_code
from scheduler.models import MeetingPoint, Seat, Volunteer
from scheduler.usecases import seat_claims, seats, substitutes
from scheduler.usecases.access import hash_of
from scheduler.usecases.seat_claims import Held
from scheduler.usecases.seat_notes import tell_holder

ON_SITE = ("checked_in", "checked_out", "done")
TOLD = {"cancel": "seat_cancelled", "excuse": "seat_excused", "miss": "seat_missed"}
"""What people are told of what the office notes about their seat."""


@dataclass(frozen=True, slots=True)
class Presence:
    """How somebody's coming or going is told: by the code of the place, or by the office with the time it was."""

    code: str | None = None
    at: datetime | None = None


def check_in(session: Session, *, actor: Actor, seat_id: UUID, presence: Presence, now: datetime) -> Seat:
    """Note that somebody came: themselves with the code of the place, at an elder's home without; or the office.

    Raises
    ------
    NotFound, NotAllowed
        No such seat for this person; another time than now is the office's only.
    Rejected
        ``wrong_code``, ``in_the_future``.
    Conflict
        ``shift_cancelled``, ``checked_in_already``, ``checked_out_already``, ``too_early``, ``too_late``,
        ``no_code_here``, or the seat is not in a state for it.
    """
    held = seat_claims.held(session, actor, seat_id, now)
    _check_not_there(held)
    at = _moment(actor, presence, now)
    first = held.shift.starts_at - timedelta(minutes=held.rules.early_minutes)
    if at < first:
        raise Conflict("too_early", "seat_id", minutes=held.rules.early_minutes)
    if at > held.shift.ends_at or (not actor.has(*OFFICE) and now > held.shift.ends_at):
        raise Conflict("too_late", "seat_id")
    if held.seat.state == "looking_for_substitute":
        seat_claims.check_place(session, held.shift, seat_claims.role_of(held.shift, held.seat.role))
    proven = _proven(session, actor, held, presence)
    seats.step(session, held.seat, "check_in", actor, now)
    held.seat.checked_in_at, held.seat.place_told = at, proven
    session.flush()
    substitutes.close(session, held.shift, held.seat.role, held.seat.id, now)
    return held.seat


def check_out(session: Session, *, actor: Actor, seat_id: UUID, presence: Presence, now: datetime) -> Seat:
    """Note that somebody left.

    Raises
    ------
    NotFound, NotAllowed
        No such seat for this person; another time than now is the office's only.
    Rejected
        ``check_out_before_check_in``, ``in_the_future``.
    Conflict
        ``not_checked_in``, ``checked_out_already``, ``too_late``.
    """
    held = seat_claims.held(session, actor, seat_id, now)
    if held.seat.state in ("checked_out", "done"):
        raise Conflict("checked_out_already", "seat_id")
    if held.seat.state != "checked_in" or held.seat.checked_in_at is None:
        raise Conflict("not_checked_in", "seat_id")
    at = _moment(actor, presence, now)
    if at < held.seat.checked_in_at:
        raise Rejected("check_out_before_check_in", "at", at.isoformat())
    last = held.shift.ends_at + timedelta(minutes=held.rules.late_minutes)
    if at > last or (not actor.has(*OFFICE) and now > last):
        raise Conflict("too_late", "seat_id")
    seats.step(session, held.seat, "check_out", actor, now)
    held.seat.checked_out_at = at
    session.flush()
    return held.seat


def settle(session: Session, *, actor: Actor, seat_id: UUID, action: str, now: datetime, reason: str = "") -> Seat:
    """Let the office note who missed a shift that has begun (`miss`), excuse somebody, or cancel a seat.

    Raises
    ------
    NotFound, NotAllowed, Rejected, Conflict
        No such seat for this person; not for this role; a reason is missing; ``not_begun``, or not in a state for it.
    """
    seat_claims.check_office(actor)
    held = seat_claims.held(session, actor, seat_id, now)
    if action == "miss" and held.shift.starts_at > now:
        raise Conflict("not_begun", "seat_id")
    seats.step(session, held.seat, action, actor, now, reason)
    if action in TOLD:
        tell_holder(session, held.seat, held.shift, TOLD[action], now, reason)
    substitutes.close(session, held.shift, held.seat.role, held.seat.id, now)
    return held.seat


def locked_until(session: Session, volunteer: Volunteer, now: datetime) -> datetime | None:
    """Until when somebody is not assigned for having missed too many shifts; it ends by itself as those grow old."""
    covenant = queries.community.covenant_in_force(session, volunteer.community_id, now)
    settings = settings_of({} if covenant is None else covenant.settings)
    span, most = timedelta(days=settings.service.no_show_days), settings.rosters.absences
    missed = queries.seats.absences(session, volunteer.id, now - span)
    return missed[most - 1] + span if len(missed) >= most else None


def _check_not_there(held: Held) -> None:
    if held.shift.state == "cancelled" or held.seat.state == "cancelled_by_us":
        raise Conflict("shift_cancelled", "seat_id")
    if held.seat.state == "checked_in":
        raise Conflict("checked_in_already", "seat_id")
    if held.seat.state in ON_SITE:
        raise Conflict("checked_out_already", "seat_id")


def _moment(actor: Actor, presence: Presence, now: datetime) -> datetime:
    """When it was: now, or as the office states it."""
    if presence.at is None:
        return now
    seat_claims.check_office(actor)
    if presence.at > now:
        raise Rejected("in_the_future", "at", presence.at.isoformat())
    return presence.at


def _proven(session: Session, actor: Actor, held: Held, presence: Presence) -> bool:
    """Whether the code of the place was told; the office needs none, and nobody does at an elder's home."""
    point = None if held.shift.point_id is None else session.get_one(MeetingPoint, held.shift.point_id)
    if point is None or (presence.code is None and actor.has(*OFFICE)):
        return False
    if point.check_in_hash is None:
        raise Conflict("no_code_here", "code")
    if not hmac.compare_digest(point.check_in_hash, hash_of(read_door_code(presence.code or ""))):
        raise Rejected("wrong_code", "code")
    return True
