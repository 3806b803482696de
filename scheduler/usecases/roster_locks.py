"""Coordinators' decisions about single seats: somebody pinned to a shift, or kept off it, until it is taken back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from scheduler import audit, queries
from scheduler.actors import AUDITOR, OFFICE, Actor
from scheduler.errors import Conflict, NotFound, Rejected
from scheduler.ids import new_id
from scheduler.models import RosterLock
from scheduler.translation.volunteer_checks import OVERRIDABLE
from scheduler.usecases import seat_claims, seat_endings, seats
from scheduler.usecases.facilities import check_office
from scheduler.usecases.shifts import standing
from scheduler.usecases.volunteers import check_known

KINDS = ("pin", "ban")


@dataclass(frozen=True, slots=True)
class Decision:
    """Who shall, or shall not, serve on a shift; a pin without a role leaves the role open, and may waive rules."""

    volunteer_id: UUID
    kind: str
    reason: str
    role: str | None = None
    waives: Sequence[str] = ()


def lock(session: Session, *, actor: Actor, shift_id: UUID, decision: Decision, now: datetime) -> RosterLock:
    """Pin a volunteer to a shift, or keep them off it, which takes the seat they have; every later plan obeys.

    Raises
    ------
    NotFound, NotAllowed, Rejected
        No such shift; not for this person; no reason, no such volunteer or role, a rule that nobody may waive.
    Conflict
        ``shift_not_ready``; ``locked_already``.
    """
    shift = standing(session, actor, shift_id, now)
    _check(decision)
    check_known(session, actor, decision.volunteer_id, "volunteer_id")
    if decision.role not in (None, seats.STANDBY):
        seat_claims.role_of(shift, decision.role)
    if queries.shifts.lock_between(session, shift.id, decision.volunteer_id) is not None:
        raise Conflict("locked_already", "volunteer_id", allowed="a volunteer without a decision on this shift")
    row = RosterLock(
        id=new_id(),
        community_id=shift.community_id,
        shift_id=shift.id,
        volunteer_id=decision.volunteer_id,
        kind=decision.kind,
        role=decision.role,
        waives=list(dict.fromkeys(decision.waives)),
        reason=decision.reason,
        created_by=actor.account_id,
        created_at=now,
    )
    session.add(row)
    session.flush()
    if row.kind == "ban":
        held = [
            one.id for one in queries.shifts.living_seats(session, shift.id) if one.volunteer_id == row.volunteer_id
        ]
        seat_endings.take_back(session, row.community_id, [row.volunteer_id], held, actor, now)
    details = {"shift": str(shift.id), "volunteer": str(row.volunteer_id), "waives": row.waives}
    action = f"roster_lock.{row.kind}"
    audit.record(session, row.community_id, actor.name, action, "roster_lock", row.id, now, details)
    return row


def unlock(session: Session, *, actor: Actor, lock_id: UUID, now: datetime) -> RosterLock:
    """Take a decision back; it stays on record.

    Raises
    ------
    NotFound, NotAllowed, Conflict
        No such decision; not for this person; taken back already.
    """
    check_office(actor)
    row = queries.shifts.lock_seen(session, actor.community_id, lock_id)
    if row is None:
        raise NotFound()
    if row.removed_at is not None:
        raise Conflict("lock_removed", "lock_id")
    row.removed_at, row.removed_by = now, actor.account_id
    audit.record(session, row.community_id, actor.name, "roster_lock.remove", "roster_lock", row.id, now)
    return row


def listed(session: Session, *, actor: Actor, shift_id: UUID) -> list[RosterLock]:
    """Decisions about a shift, also those taken back; for the office and auditors.

    Raises
    ------
    NotFound
        No such shift for this person.
    """
    if queries.shifts.one(session, actor.community_id, shift_id) is None or not actor.has(*OFFICE, AUDITOR):
        raise NotFound()
    return queries.shifts.locks_of(session, shift_id)


def reason_for(actor: Actor, row: RosterLock) -> str:
    """Why it was decided, for the office; what people write may name somebody."""
    return row.reason if actor.has(*OFFICE) else ""


def _check(decision: Decision) -> None:
    if decision.kind not in KINDS:
        raise Rejected("not_offered", "kind", decision.kind, ", ".join(KINDS))
    if not decision.reason.strip():
        raise Rejected("reason_missing", "reason", "", "a sentence")
    for at, rule in enumerate(decision.waives):
        if rule not in OVERRIDABLE:
            raise Rejected("not_waivable", f"waives.{at}", rule, ", ".join(OVERRIDABLE))
    if decision.waives and decision.kind != "pin":
        raise Rejected("ban_waives_nothing", "waives", len(decision.waives), "none where the lock is no pin")
