"""Disputes: opened by whom a matter concerns, mediated by the neighbourhood committee, arbitrated by the council."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from scheduler import audit, queries
from scheduler.actors import Actor
from scheduler.errors import Conflict, NotAllowed, Rejected
from scheduler.ids import new_id
from scheduler.models import Dispute, DisputeEvent
from scheduler.privacy import Vault
from scheduler.states import DISPUTE_LIVING, DISPUTE_MOVES, EFFECTS, Move
from scheduler.usecases import dispute_effects, dispute_notes, dispute_parts
from scheduler.usecases.decisions import ENTERING
from scheduler.usecases.dispute_effects import Effect
from scheduler.usecases.dispute_grounds import rules_of

NOTE, OUTCOME = "dispute_event.note", "dispute.outcome"
"""Columns that what is said is sealed for."""
SETTLED = ("waive", "lift_block")
"""What a settlement may bring about: it binds the two sides, not those who compete with them, nor a fund."""
LATE = timedelta(days=30)
"""Within what time a hearing is held of a case that is late."""
WITH_OUTCOME = ("settle", "decide", "dismiss")
TOLD: Mapping[str, str] = {
    "mediation": "dispute_mediation",
    "arbitration": "dispute_arbitration",
    "settled": "dispute_settled",
    "decided": "dispute_decided",
    "dismissed": "dispute_dismissed",
    "withdrawn": "dispute_withdrawn",
}
"""What the sides are told in which state."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """How a case ends: why, whether who opened it was right (decisions only), and what follows."""

    reason: str = ""
    upheld: bool | None = None
    effects: Sequence[Effect] = ()


def move(
    session: Session,
    *,
    actor: Actor,
    vault: Vault,
    dispute_id: UUID,
    action: str,
    now: datetime,
    verdict: Verdict = Verdict(),
) -> Dispute:
    """Take one step of a dispute; `states.DISPUTE_MOVES` says who may take which from where.

    Raises
    ------
    NotFound, NotAllowed
        Not there for this person; not theirs to do: ``own_matter``, ``decided_before``.
    Conflict, Rejected
        Not from this state; unknown, without a reason, or with effects that cannot be.
    """
    row, sight = dispute_parts.seen(session, actor, dispute_id, lock=True)
    known = DISPUTE_MOVES.get(action)
    if known is None:
        raise Rejected("no_such_action", "action", action, ", ".join(DISPUTE_MOVES))
    dispute_parts.check_part(session, actor, row, action, sight)
    if row.state not in known.before:
        raise Conflict("dispute_not_ready", "state", row.state, ", ".join(known.before), action=action)
    _check_verdict(action, known, verdict)
    _take(session, actor, vault, row, action, verdict, now)
    return row


def note(
    session: Session, *, actor: Actor, vault: Vault, dispute_id: UUID, text: str, inner: bool, now: datetime
) -> DisputeEvent:
    """Add what somebody has to say, or notes of a hearing; an `inner` one is for those who hear the case.

    Raises
    ------
    NotFound, NotAllowed, Conflict, Rejected
        Not there for this person; not theirs to do; it is closed; nothing is said.
    """
    row, sight = dispute_parts.seen(session, actor, dispute_id, lock=True)
    if not sight.text or (inner and not sight.inner):
        raise NotAllowed("not_for_this_role")
    if row.state not in DISPUTE_LIVING:
        raise Conflict("dispute_not_ready", "state", row.state, ", ".join(DISPUTE_LIVING), action="note")
    if not text.strip():
        raise Rejected("reason_missing", "text", "", "a sentence")
    return write_step(session, actor, vault, row, "note", row.state, now, text, inner)


def set_hearing(
    session: Session, *, actor: Actor, vault: Vault, dispute_id: UUID, version: int, at: datetime, now: datetime
) -> Dispute:
    """State when both sides are heard, and invite them.

    Raises
    ------
    NotFound, NotAllowed, Stale, Conflict, Rejected
        Not there for this person; not theirs to do; changed meanwhile; closed or not begun; not in the future,
        or only after the step is due.
    """
    row, sight = dispute_parts.seen(session, actor, dispute_id, lock=True)
    action = "decide" if row.state == "arbitration" else "settle"
    dispute_parts.check_part(session, actor, row, action, sight)
    dispute_parts.check_version(row, version)
    if row.state not in ("mediation", "arbitration"):
        raise Conflict("dispute_not_ready", "state", row.state, "mediation, arbitration", action="hearing")
    # A case that is late is heard all the same.
    latest = row.answer_by if row.answer_by is not None and row.answer_by > now else now + LATE
    if not now < at <= latest:
        raise Rejected("out_of_range", "at", at.isoformat(), "an instant after now, while the step is not late")
    row.hearing_at = at
    row.row_version += 1
    write_step(session, actor, vault, row, "hearing", row.state, now)
    dispute_notes.tell_parties(session, row, "dispute_hearing", now)
    return row


def pass_on(session: Session, *, actor: Actor, vault: Vault, dispute_id: UUID, now: datetime) -> bool:
    """Send a case that was not settled in time to arbitration; whether it was one. For the clockwork."""
    row = queries.disputes.locked(session, actor.community_id, dispute_id)
    if row is None or row.state not in DISPUTE_MOVES["overdue"].before or row.answer_by is None or row.answer_by > now:
        return False
    _take(session, actor, vault, row, "overdue", Verdict(), now)
    return True


def write_step(
    session: Session,
    actor: Actor,
    vault: Vault,
    row: Dispute,
    action: str,
    before: str,
    now: datetime,
    text: str = "",
    inner: bool = False,
) -> DisputeEvent:
    """Write a step of a dispute, with what was said sealed, and note in the audit chain that it was taken."""
    made = DisputeEvent(
        id=new_id(),
        dispute_id=row.id,
        action=action,
        before=before,
        after=row.state,
        actor_id=actor.account_id,
        inner=inner,
        at=now,
    )
    made.note_cipher = vault.seal(text, NOTE, made.id) if text.strip() else None
    session.add(made)
    session.flush()
    details = {"before": before, "after": row.state} if before != row.state else {"state": row.state}
    audit.record(session, row.community_id, actor.name, f"dispute.{action}", "dispute", row.id, now, details)
    return made


def _check_verdict(action: str, known: Move, verdict: Verdict) -> None:
    if known.needs_reason and not verdict.reason.strip():
        raise Rejected("reason_missing", "reason", "", "a sentence")
    if action == "decide" and verdict.upheld is None:
        raise Rejected("missing_field", "upheld")
    if action != "decide" and verdict.upheld is not None:
        raise Rejected("not_offered", "upheld", verdict.upheld, "a decision")
    if verdict.effects and not (action == "settle" or verdict.upheld):
        raise Rejected("effects_without_grounds", "effects", len(verdict.effects), "no effects")


def _take(
    session: Session, actor: Actor, vault: Vault, row: Dispute, action: str, verdict: Verdict, now: datetime
) -> None:
    before, row.state = row.state, DISPUTE_MOVES[action].after
    row.row_version += 1
    row.hearing_at = None  # who hears it next, if anybody, invites anew
    if row.state == "arbitration":
        row.answer_by = now + timedelta(days=rules_of(session, row).disputes.arbitration_days)
    elif row.state not in DISPUTE_LIVING:
        row.answer_by, row.decided_at, row.decided_by, row.upheld = None, now, actor.account_id, verdict.upheld
    if action in WITH_OUTCOME:
        row.outcome_cipher = vault.seal(verdict.reason, OUTCOME, row.id)
    allowed = SETTLED if action == "settle" else EFFECTS
    effects = dispute_effects.apply(session, actor, row, verdict.effects, allowed, now)
    write_step(session, actor, vault, row, action, before, now, verdict.reason)
    for made in effects:
        details = {"kind": made.kind, "on": str(made.subject_id), "applied": str(made.applied_id)}
        audit.record(session, row.community_id, actor.name, "dispute.effect", "dispute", row.id, now, details)
    dispute_notes.tell_parties(session, row, TOLD[row.state], now)
    if any(made.kind in ENTERING for made in effects):
        dispute_notes.tell_planners(session, row, now)
    if row.state == "arbitration":
        dispute_notes.tell_hearers(session, row, now)
