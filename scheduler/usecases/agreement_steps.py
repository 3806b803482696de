"""Steps of an agreement: from which state to which, by whom; noted in its events, in the audit chain, and told."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from scheduler import audit, queries
from scheduler.actors import Actor
from scheduler.errors import Conflict, NotAllowed, NotFound, Rejected
from scheduler.ids import new_id
from scheduler.models import Agreement, AgreementEvent, Registration
from scheduler.states import AGREEMENT_LIVING, AGREEMENT_MOVES, OWNER, SYSTEM
from scheduler.usecases import messages
from scheduler.usecases.serving import may_see, runs

MESSAGES = (
    "agreement_drawn_up",
    "agreement_remind",
    "agreement_signed",
    "agreement_suspended",
    "agreement_resumed",
    "agreement_replaced",
    "agreement_ended",
    "agreement_lapsed",
)
"""What people are told about their agreements."""


def step(
    session: Session,
    row: Agreement,
    action: str,
    actor: Actor,
    now: datetime,
    reason: str = "",
    **numbers: int | str,
) -> AgreementEvent:
    """Move an agreement by an action of `states.AGREEMENT_MOVES` and note it.

    Raises
    ------
    NotAllowed, Conflict, Rejected
        Not for this person; not from this state; a reason is missing.
    """
    known = AGREEMENT_MOVES[action]
    if not parts(actor, row) & known.actors:
        raise NotAllowed("not_for_this_role")
    if row.state not in known.before:
        raise Conflict("agreement_not_ready", "state", row.state, ", ".join(known.before), action=action)
    if known.needs_reason and not reason.strip():
        raise Rejected("reason_missing", "reason", "", "a sentence")
    before, row.state = row.state, known.after
    return note(session, row, action, before, actor, now, reason, numbers)


def note(
    session: Session,
    row: Agreement,
    action: str,
    before: str,
    actor: Actor,
    now: datetime,
    reason: str = "",
    numbers: Mapping[str, int | str] | None = None,
) -> AgreementEvent:
    """Note what happened to an agreement, with its version raised unless it is new."""
    if before:
        row.row_version += 1
    event = AgreementEvent(
        id=new_id(),
        agreement_id=row.id,
        action=action,
        before=before,
        after=row.state,
        actor_id=actor.account_id,
        reason=reason,
        numbers=dict(numbers or {}),
        at=now,
    )
    session.add(event)
    session.flush()
    details = {"before": before, "after": row.state, **event.numbers}
    audit.record(session, row.community_id, actor.name, f"agreement.{action}", "agreement", row.id, now, details)
    return event


def tell(session: Session, row: Agreement, code: str, key: object, now: datetime, **numbers: int | str | date) -> None:
    """Write to the person of an agreement; `key` makes a second writing of the same message harmless."""
    registration = session.get_one(Registration, row.registration_id)
    told: dict[str, Any] = {
        name: value.isoformat() if isinstance(value, date) else value for name, value in numbers.items()
    }
    messages.tell(session, row=registration, code=code, key=str(key), now=now, number=row.number, **told)


# ---- who may see and do what


def seen(session: Session, *, actor: Actor, agreement_id: Any) -> Agreement:
    """An agreement that this person may see: their own, or one of the people or places that they serve.

    Raises
    ------
    NotFound
        If there is none.
    """
    row = queries.agreements.one(session, actor.community_id, agreement_id)
    if row is None or not _may_see(session, actor, row):
        raise NotFound()
    return row


def locked_for(session: Session, actor: Actor, agreement_id: Any) -> tuple[Agreement, Registration]:
    """An agreement that this person may see with its registration, both kept from other writers.

    Raises
    ------
    NotFound
        If there is none.
    """
    known = seen(session, actor=actor, agreement_id=agreement_id)
    # The registration first, as whoever answers for it does.
    registration = queries.registrations.locked(session, known.community_id, known.registration_id)
    if registration is None:
        raise NotFound()
    return queries.agreements.locked(session, known.id), registration


def rests(row: Agreement, day: date) -> bool:
    """Whether an agreement is suspended on a date."""
    first, last = row.suspended_from, row.suspended_until
    return row.state == "suspended" and first is not None and first <= day <= (last or date.max)


def may_be_signed(row: Agreement) -> bool:
    """Whether a signature is still to come, whether or not the agreement is in force without it."""
    return row.signed_on is None and row.state in AGREEMENT_LIVING


def parts(actor: Actor, row: Agreement) -> frozenset[str]:
    """In which parts somebody acts on an agreement."""
    found = set(actor.roles)
    if actor.account_id is None:
        found.add(SYSTEM)
    if actor.member_id is not None and actor.member_id == row.member_id:
        found.add(OWNER)
    return frozenset(found)


def _may_see(session: Session, actor: Actor, row: Agreement) -> bool:
    if runs(actor, row.site_id):
        return True
    registration = queries.registrations.one(session, row.community_id, row.registration_id)
    return registration is not None and may_see(actor, registration)
