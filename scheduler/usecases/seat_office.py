"""What the office does with seats by hand: people assigned, rules overridden for a reason that is kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from scheduler import audit, queries
from scheduler.actors import Actor
from scheduler.errors import Conflict, Rejected
from scheduler.models import Seat, Shift
from scheduler.translation.roster_judging import SeatKey
from scheduler.usecases import seat_claims, seats, substitutes
from scheduler.usecases.seat_notes import tell_holder

WAIVABLE = ("H09", "H10", "H11", "H12", "H13", "H14", "H15", "H26")
"""Rules that a coordinator may override, with a reason."""


@dataclass(frozen=True, slots=True)
class Assigned:
    """Somebody for a role of a shift; `agreed` where they said yes already, else they are asked to accept."""

    volunteer_id: UUID
    role: str
    agreed: bool = False
    waives: Sequence[str] = ()
    reason: str = ""
    channel: str = "web"


def assign(session: Session, *, actor: Actor, shift_id: UUID, wanted: Assigned, now: datetime) -> Seat:
    """Give somebody a seat by hand; on standby they stand behind those who are there already.

    Raises
    ------
    NotAllowed, NotFound, Rejected
        Not for this person; no such shift or volunteer; no such role, a rule that nobody overrides, no reason.
    Conflict
        ``shift_not_open`` …, ``seat_held_already``, ``no_seat_left``; a rule is against it (its code).
    """
    seat_claims.check_office(actor)
    _check_waives(wanted)
    volunteer = seat_claims.volunteer_for(session, actor, wanted.volunteer_id, wanted.channel)
    queries.seats.lock_volunteers(session, [volunteer.id])
    shift = seat_claims.shift_kept(session, actor, shift_id)
    # Whoever is there already, in the place of somebody who is not, is written down until the end.
    seat_claims.check_runs(shift, now, to_the_end=wanted.agreed)
    rules = seat_claims.service_rules(session, actor.community_id, now)
    if queries.seats.held_already(session, [(shift.id, volunteer.id)]):
        raise Conflict("seat_held_already", "volunteer_id")
    if wanted.role != seats.STANDBY:
        seat_claims.check_place(session, shift, seat_claims.role_of(shift, wanted.role))
    key = SeatKey(volunteer.id, shift.id, wanted.role)
    waived = {key: list(wanted.waives)} if wanted.waives else {}
    seat_claims.check_rules(session, actor, [key], now, waived=waived)
    answer_by = None if wanted.agreed else min(now + timedelta(hours=rules.answer_hours), shift.starts_at)
    made = seats.seat_made(
        session,
        shift=shift,
        volunteer=volunteer,
        role=wanted.role,
        source="staff",
        state="confirmed" if wanted.agreed else "offered",
        actor=actor,
        channel=wanted.channel,
        now=now,
        answer_by=answer_by,
        waived=tuple(wanted.waives),
        position=_position(session, shift, wanted.role),
        reason=wanted.reason,
    )
    if wanted.waives:
        details = {"rules": list(wanted.waives)}
        audit.record(session, made.community_id, actor.name, "seat.override", "seat", made.id, now, details)
    tell_holder(session, made, shift, "seat_given" if wanted.agreed else "seat_offered", now)
    if wanted.agreed:
        substitutes.taken_up(session, shift, wanted.role, now)
    return made


def _check_waives(wanted: Assigned) -> None:
    unknown = [rule for rule in wanted.waives if rule not in WAIVABLE]
    if unknown:
        raise Rejected("not_overridable", "waives", unknown[0], ", ".join(WAIVABLE))
    if wanted.waives and not wanted.reason.strip():
        raise Rejected("reason_missing", "reason", "", "a sentence")


def _position(session: Session, shift: Shift, role: str) -> int:
    if role != seats.STANDBY:
        return 0
    there = queries.seats.on_shift(session, shift.id, ("offered", "accepted", "confirmed"), role)
    return max((one.position for one in there), default=0) + 1
