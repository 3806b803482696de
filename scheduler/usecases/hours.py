"""The time bank: seats served become minutes, once each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from scheduler import audit, queries
from scheduler.actors import Actor
from scheduler.covenant import settings_of
from scheduler.errors import Conflict, NotFound, Rejected
from scheduler.models import HoursTransaction, Round, Seat, Shift, Volunteer
from scheduler.terms import shift_terms
from scheduler.usecases import hours_ledger as ledger
from scheduler.usecases import seats
from scheduler.usecases.hours_ledger import Entry

MINUTE = timedelta(minutes=1)


def credit_seat(
    session: Session, *, actor: Actor, seat_id: UUID, now: datetime, minutes: int | None = None, reason: str = ""
) -> HoursTransaction:
    """Credit a seat, once: what check-in and check-out show (A), or the `minutes` that a coordinator states (B).

    Raises
    ------
    NotAllowed, NotFound
        Not for this person; no such seat.
    Rejected
        ``out_of_range``, ``hours_above_planned``, ``reason_missing``.
    Conflict
        ``not_checked_out``, ``shift_not_over``, ``seat_not_ready``; ``hours_credited_already`` with other minutes.
    """
    if actor.account_id is not None:
        ledger.check_office(actor)
    found = queries.hours.seat(session, actor.community_id, seat_id)
    if found is None:
        raise NotFound()
    volunteer = ledger.lock(session, actor, [found.volunteer_id])[found.volunteer_id]
    seat, shift = queries.hours.lock_seat(session, seat_id)
    standing = _standing(session, seat, minutes)
    if standing is not None:
        return standing
    worked = attended(seat, shift) if minutes is None else _stated(shift, minutes, reason, now)
    first = queries.hours.first_credit(session, seat.id) is None
    if first:
        seats.step(session, seat, "credit", actor, now, reason)
    made = _credited(session, actor, _Service(volunteer, seat, shift, worked, minutes is None, reason, first), now)
    audit.record(session, made.community_id, actor.name, "hours.credit", "seat", seat.id, now, _details(made))
    return made


def attended(seat: Seat, shift: Shift) -> int:
    """Whole minutes between check-in and check-out that lie within the shift.

    Raises
    ------
    Conflict
        ``not_checked_out``.
    """
    if seat.checked_in_at is None or seat.checked_out_at is None:
        raise Conflict("not_checked_out", "minutes", None, "the minutes served, with a reason")
    span = min(seat.checked_out_at, shift.ends_at) - max(seat.checked_in_at, shift.starts_at)
    return max(0, span // MINUTE)


@dataclass(frozen=True, slots=True)
class _Service:
    """Minutes served on a seat; `seen` by check-in and check-out, `first` where the seat was never credited."""

    volunteer: Volunteer
    seat: Seat
    shift: Shift
    worked: int
    seen: bool
    reason: str
    first: bool


def _standing(session: Session, seat: Seat, minutes: int | None) -> HoursTransaction | None:
    """What a seat is credited with already; None where it may be credited."""
    standing = queries.hours.standing_credit(session, seat.id)
    if standing is None:
        # After a correction to nothing only a coordinator's word counts.
        return queries.hours.first_credit(session, seat.id) if minutes is None else None
    if minutes is not None and minutes != standing.worked_minutes:
        raise Conflict("hours_credited_already", "minutes", minutes, str(standing.worked_minutes))
    return standing


def _stated(shift: Shift, minutes: int, reason: str, now: datetime) -> int:
    ledger.check_minutes(minutes)
    check_planned(shift, minutes)
    ledger.check_reason(reason)
    if now < shift.ends_at:
        raise Conflict("shift_not_over", "seat_id")
    return minutes


def check_planned(shift: Shift, minutes: int) -> None:
    """Refuse more minutes than a shift has.

    Raises
    ------
    Rejected
        ``hours_above_planned``.
    """
    planned = (shift.ends_at - shift.starts_at) // MINUTE
    if minutes > planned:
        raise Rejected("hours_above_planned", "minutes", minutes, str(planned))


def _credited(session: Session, actor: Actor, service: _Service, now: datetime) -> HoursTransaction:
    rules, seat, volunteer = ledger.rules_in_force(session, actor.community_id, now), service.seat, service.volunteer
    coefficient = _coefficient(session, service.shift)
    earned = service.worked * coefficient // 100
    room = rules.deposit_cap - queries.hours.balance(session, volunteer.id)
    sides = ledger.deposit(volunteer.id, earned, room)
    entry = Entry(
        "service",
        service.worked,
        sides,
        service.reason,
        "A" if service.seen else "B",
        coefficient,
        seat.id,
        seat.id if service.first else None,
    )
    made = ledger.post(session, actor, entry, now)
    seat.credited_minutes = sides[1].minutes
    _tell_credit(session, service, made, earned, now)
    return made


def _coefficient(session: Session, shift: Shift) -> int:
    """What a minute of the shift is worth by the covenant under which its round was set up."""
    round_ = session.get_one(Round, shift.round_id)
    covenant = queries.community.covenant(session, shift.community_id, round_.covenant_version)
    return settings_of(covenant.settings).hours.coefficients.get(shift_terms(shift.terms).kind, 100)


def _tell_credit(session: Session, service: _Service, made: HoursTransaction, earned: int, now: datetime) -> None:
    shift, kept = service.shift, service.seat.credited_minutes or 0
    title = shift.title_zh if ledger.language_of(session, service.volunteer) == "zh" else shift.title_en
    numbers: dict[str, int | str] = {"shift": title, "date": shift.date.isoformat(), "minutes": kept}
    if kept < earned:
        ledger.tell(session, service.volunteer, "hours_capped", made, now, **numbers, beyond=earned - kept)
    else:
        ledger.tell(session, service.volunteer, "hours_added", made, now, **numbers)


def _details(made: HoursTransaction) -> dict[str, object]:
    return {
        "hours": str(made.id),
        "evidence": made.evidence,
        "worked": made.worked_minutes,
        "coefficient": made.coefficient,
    }
