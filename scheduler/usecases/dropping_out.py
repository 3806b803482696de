"""I cannot come: free in time, later with a search for a substitute, shortly before only by telephone."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from scheduler.actors import OFFICE, Actor
from scheduler.errors import Conflict
from scheduler.models import Seat
from scheduler.usecases import seat_claims, seats, substitutes
from scheduler.usecases.seat_claims import Held
from scheduler.usecases.seat_notes import tell_coordinator


def sign_out(session: Session, *, actor: Actor, seat_id: UUID, now: datetime, reason: str = "") -> Seat:
    """Give a seat back without more, as long as it is early enough; the office may at any time before the shift.

    Raises
    ------
    NotFound, NotAllowed, Conflict
        No such seat for this person; not for this role; ``substitute_needed``, ``phone_only``, not in a state for it.
    """
    held = seat_claims.held(session, actor, seat_id, now)
    seat_claims.check_runs(held.shift, now)
    if not actor.has(*OFFICE) and held.left(now) < timedelta(hours=held.rules.free_hours):
        check_phone(held, now)
        raise Conflict("substitute_needed", "seat_id", hours=held.rules.free_hours)
    seats.step(session, held.seat, "sign_out", actor, now, reason)
    return held.seat


def cannot_come(session: Session, *, actor: Actor, seat_id: UUID, now: datetime, reason: str = "") -> Seat:
    """Say that one cannot come: early enough the seat is given back, later the clockwork seeks a substitute.

    Raises
    ------
    NotFound, NotAllowed, Conflict
        No such seat for this person; not for this role; ``phone_only``, or not in a state for it.
    """
    held = seat_claims.held(session, actor, seat_id, now)
    seat_claims.check_runs(held.shift, now)
    early = held.left(now) >= timedelta(hours=held.rules.free_hours)
    if early or held.seat.role == seats.STANDBY:
        seats.step(session, held.seat, "sign_out", actor, now, reason)
        return held.seat
    if not actor.has(*OFFICE):
        check_phone(held, now)
    seats.step(session, held.seat, "seek_substitute", actor, now, reason)
    tell_coordinator(session, held.shift, "seat_given_up", f"{held.seat.id}:{held.seat.row_version}", now)
    return held.seat


def come_after_all(session: Session, *, actor: Actor, seat_id: UUID, now: datetime) -> Seat:
    """Take the seat back for which a substitute was sought, while nobody else has it.

    Raises
    ------
    NotFound, NotAllowed, Conflict
        No such seat for this person; not for this role; ``no_seat_left``, not in a state for it, or a rule is against
        it by now (its code).
    """
    held = seat_claims.held(session, actor, seat_id, now)
    seat_claims.check_runs(held.shift, now)
    if held.seat.state == "looking_for_substitute":
        seat_claims.check_place(session, held.shift, seat_claims.role_of(held.shift, held.seat.role))
        seat_claims.check_rules(session, actor, [held.key], now, waived=held.waived)
    seats.step(session, held.seat, "come_after_all", actor, now)
    substitutes.close(session, held.shift, held.seat.role, held.seat.id, now)
    return held.seat


def check_phone(held: Held, now: datetime) -> None:
    """Refuse what is so late that the office has to be called.

    Raises
    ------
    Conflict
        ``phone_only``.
    """
    if held.left(now) < timedelta(hours=held.rules.phone_hours):
        raise Conflict("phone_only", "seat_id", hours=held.rules.phone_hours)
