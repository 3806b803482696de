"""Answers to seats that were offered: accepted or declined in time, confirmed, lapsed."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from scheduler import queries
from scheduler.actors import Actor, clockwork
from scheduler.errors import Conflict
from scheduler.models import Seat
from scheduler.usecases import seat_claims, seats, substitutes
from scheduler.usecases.seat_notes import tell_holder

ANSWERS = ("accept", "decline", "confirm")


def answer(session: Session, *, actor: Actor, seat_id: UUID, action: str, now: datetime, reason: str = "") -> Seat:
    """Accept, decline or confirm a seat; who declined is not asked for the shift again while it stays as it is.

    Raises
    ------
    NotFound, NotAllowed, Conflict
        No such seat for this person; not for this role; too late, the seat or its shift is not in a state for it, or a
        rule is against the shift as it was changed (its code).
    """
    held = seat_claims.held(session, actor, seat_id, now)
    if held.seat.state == "offered" and held.seat.answer_by is not None and held.seat.answer_by <= now:
        raise Conflict("answer_overdue", "answer_by", held.seat.answer_by.isoformat(), "an answer in time")
    seat_claims.check_runs(held.shift, now)
    if action == "accept" and queries.seats.last_action(session, seat_id) == "ask_again":
        # The shift is not what the seat was given for.
        seat_claims.check_rules(session, actor, [held.key], now, gone=[held.key], waived=held.waived)
    seats.step(session, held.seat, action, actor, now, reason)
    if action == "accept":
        substitutes.accepted(session, held.shift, held.seat.role, now)
    return held.seat


def lapse(session: Session, *, seat: Seat, now: datetime) -> None:
    """End a seat that nobody answered in time."""
    found = queries.seats.one(session, seat.community_id, seat.id)
    if found is None:
        return
    held = seat_claims.kept(session, found, now)
    if held.seat.state != "offered" or held.seat.answer_by is None or held.seat.answer_by > now:
        return
    seats.step(session, held.seat, "lapse", clockwork(held.seat.community_id), now)
    tell_holder(session, held.seat, held.shift, "seat_lapsed", now)
