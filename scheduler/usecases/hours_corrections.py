"""Corrections of the time bank: the opposite of what was wrong, and what stands instead."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from scheduler import audit, queries
from scheduler.actors import Actor
from scheduler.covenant import HoursRules
from scheduler.errors import Conflict, NotFound
from scheduler.models import HoursTransaction, Seat, Volunteer
from scheduler.usecases import hours_ledger as ledger
from scheduler.usecases.hours import check_planned
from scheduler.usecases.hours_ledger import Entry, Side

CORRECTABLE = ("service", "transfer", "redeem")
"""A correction is not corrected again; what stands instead can be."""


@dataclass(frozen=True, slots=True)
class Correction:
    """The opposite of what was wrong, and what stands instead, if anything does."""

    opposite: HoursTransaction
    instead: HoursTransaction | None


def correct(
    session: Session, *, actor: Actor, transaction_id: UUID, minutes: int, reason: str, now: datetime
) -> Correction:
    """Take a transaction back by its opposite, and put `minutes` in its place if there are any.

    Raises
    ------
    NotAllowed, NotFound
        Not for this person; no such transaction.
    Rejected
        ``out_of_range``, ``hours_above_planned``, ``reason_missing``.
    Conflict
        ``hours_not_correctable``, ``hours_corrected_already``; ``hours_overdrawn``, ``hours_above_cap``.
    """
    ledger.check_office(actor)
    row = queries.hours.one(session, actor.community_id, transaction_id)
    if row is None:
        raise NotFound()
    ledger.check_minutes(minutes, 0)
    ledger.check_reason(reason)
    if row.kind not in CORRECTABLE:
        raise Conflict("hours_not_correctable", "transaction_id")
    old, people = _locked(session, actor, row)
    if queries.hours.is_corrected(session, row.id):
        raise Conflict("hours_corrected_already", "transaction_id")
    rules = ledger.rules_in_force(session, actor.community_id, now)
    opposite, instead = _opposite(row, old, reason), _instead(session, row, old, minutes, reason, rules)
    ledger.check_accounts(session, rules, [*opposite.sides, *(instead.sides if instead else ())])
    made = Correction(
        ledger.post(session, actor, opposite, now),
        None if instead is None else ledger.post(session, actor, instead, now),
    )
    _note_correction(session, actor, row, made, people, now)
    return made


def _locked(session: Session, actor: Actor, row: HoursTransaction) -> tuple[list[Side], dict[UUID, Volunteer]]:
    """The sides of a transaction, and the people of its accounts, locked; of one that moved nothing the seat's."""
    sides = [Side(one.account, one.minutes, one.volunteer_id) for one in queries.hours.postings(session, row.id)]
    ids = {side.volunteer_id for side in sides}
    if row.seat_id is not None:
        ids.add(session.get_one(Seat, row.seat_id).volunteer_id)
    return sides, ledger.lock(session, actor, ids)


def _opposite(row: HoursTransaction, old: list[Side], reason: str) -> Entry:
    sides = [Side(side.account, -side.minutes, side.volunteer_id) for side in old]
    worked, coefficient = -row.worked_minutes, row.coefficient
    return Entry("correction", worked, sides, reason, row.evidence, coefficient, row.seat_id, None, row.id)


def _instead(
    session: Session, row: HoursTransaction, old: list[Side], minutes: int, reason: str, rules: HoursRules
) -> Entry | None:
    if not minutes:
        return None
    if row.seat_id is None:
        signs = [(side, 1 if side.minutes > 0 else -1) for side in old]
        moved = [Side(side.account, sign * minutes, side.volunteer_id) for side, sign in signs]
        return Entry(row.kind, minutes, moved, reason)
    seat, shift = queries.hours.lock_seat(session, row.seat_id)
    check_planned(shift, minutes)
    taken_back = sum(side.minutes for side in old if side.volunteer_id is not None)
    room = rules.deposit_cap - queries.hours.balance(session, seat.volunteer_id) + taken_back
    sides = ledger.deposit(seat.volunteer_id, minutes * row.coefficient // 100, room)
    return Entry("service", minutes, sides, reason, "B", row.coefficient, row.seat_id)


def _note_correction(
    session: Session,
    actor: Actor,
    row: HoursTransaction,
    made: Correction,
    people: dict[UUID, Volunteer],
    now: datetime,
) -> None:
    stands = 0 if made.instead is None else made.instead.worked_minutes
    if row.seat_id is not None:
        _note_seat(session, row.seat_id, made)
    for person in people.values():
        numbers: dict[str, int | str] = {"before": row.worked_minutes, "after": stands, "reason": made.opposite.reason}
        ledger.tell(session, person, "hours_corrected", made.opposite, now, **numbers)
    details = {"corrects": str(row.id), "before": row.worked_minutes, "after": stands}
    opposite = made.opposite
    audit.record(session, row.community_id, actor.name, "hours.correct", "hours", opposite.id, now, details)


def _note_seat(session: Session, seat_id: UUID, made: Correction) -> None:
    seat, _ = queries.hours.lock_seat(session, seat_id)
    kept = [] if made.instead is None else queries.hours.postings(session, made.instead.id)
    seat.credited_minutes = sum(side.minutes for side in kept if side.volunteer_id is not None)
    seat.row_version += 1
    session.flush()
