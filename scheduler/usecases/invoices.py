"""Invoices: what somebody is to pay, numbered without gaps and charged in the ledger; and what is waived of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from scheduler import audit, numbers, queries
from scheduler.actors import OFFICE, Actor
from scheduler.covenant.money import Income
from scheduler.errors import NotAllowed, NotFound, Rejected
from scheduler.ids import new_id
from scheduler.models import Invoice
from scheduler.tariffs import Line, total
from scheduler.usecases import ledger, messages
from scheduler.usecases.fee_parts import divided_fen, entry_of, receivable, rules_of, today_of, told
from scheduler.usecases.ledger import Transfer
from scheduler.usecases.refund_rows import Back, Why, made, take


@dataclass(frozen=True, slots=True)
class Bill:
    """What is to be charged: priced `lines` of a `month` ("2026-05"), once for each cause and month.

    `income` says by which split of the covenant version it is divided when paid; of somebody's own space their part
    goes to `owner_id`. One `anew` is charged though an invoice of its cause and month was cancelled.
    """

    member_id: UUID
    site_id: UUID | None
    cause: str
    cause_id: UUID
    covenant_version: int
    income: Income
    lines: Sequence[Line]
    month: str
    owner_id: UUID | None = None
    anew: bool = False


def issue(session: Session, actor: Actor, bill: Bill, now: datetime) -> Invoice | None:
    """Write an invoice, charge it and tell its person; None for what costs nothing, what stands where it was written.

    Take it before anything is noted in the audit chain: the ledger is locked first by everybody.
    """
    fen = total(bill.lines)
    if fen == 0:
        return None
    numbers.lock(session, actor.community_id)
    known = queries.invoices.of_cause(session, bill.cause_id, bill.month)
    if bill.anew:
        known = [row for row in known if row.state != "cancelled"]
    if known:
        return known[0]
    row = _invoice(session, actor, bill, fen, now)
    session.add(row)
    session.flush()
    sides = [Transfer(receivable(row), ("income", None), fen)]
    ledger.post(session, actor, entry_of(row, "charge", sides), now)
    numbers_told = told(row.number, fen, due_on=row.due_on.isoformat())
    messages.tell_member(session, row.community_id, row.member_id, "invoice_issued", str(row.id), now, **numbers_told)
    details = {"number": row.number, "fen": fen, "cause": row.cause, "month": row.month}
    audit.record(session, row.community_id, actor.name, "invoice.issue", "invoice", row.id, now, details)
    return row


def _invoice(session: Session, actor: Actor, bill: Bill, fen: int, now: datetime) -> Invoice:
    community = actor.community_id
    due = timedelta(days=rules_of(session, community, bill.covenant_version).due_days)
    return Invoice(
        id=new_id(),
        community_id=community,
        number=numbers.next_number(session, community, "invoice"),
        member_id=bill.member_id,
        site_id=bill.site_id,
        cause=bill.cause,
        cause_id=bill.cause_id,
        covenant_version=bill.covenant_version,
        income=bill.income,
        owner_id=bill.owner_id,
        month=bill.month,
        lines=list(bill.lines),
        fen=fen,
        settled_fen=0,
        state="issued",
        issued_at=now,
        due_on=today_of(session, community, now) + due,
        row_version=1,
    )


def waive(session: Session, actor: Actor, cause_id: UUID, reason: str, now: datetime) -> int:
    """Waive all that was charged for a cause (or one invoice, by its id); how many fen.

    What was not paid yet is owed no longer; what was paid is to be paid back. Who may do so is for the caller to check.
    """
    numbers.lock(session, actor.community_id)
    return sum(
        _cancel(session, actor, row, reason, now)
        for row in queries.invoices.named(session, actor.community_id, cause_id)
        if row.state != "cancelled"
    )


def waive_invoice(session: Session, *, actor: Actor, invoice_id: UUID, reason: str, now: datetime) -> Invoice:
    """Waive one invoice, for the office.

    Raises
    ------
    NotAllowed, NotFound, Rejected
        Not for this person; no such invoice; ``reason_missing``.
    """
    if not actor.has(*OFFICE):
        raise NotAllowed("not_for_this_role")
    if not reason.strip():
        raise Rejected("reason_missing", "reason", "", "a sentence")
    if queries.invoices.one(session, actor.community_id, invoice_id) is None:
        raise NotFound()
    waive(session, actor, invoice_id, reason, now)
    found = queries.invoices.one(session, actor.community_id, invoice_id)
    assert found is not None
    return found


def _cancel(session: Session, actor: Actor, row: Invoice, reason: str, now: datetime) -> int:
    """Cancel an invoice: what is open is owed no longer, what was paid is to be paid out; how many fen that are."""
    open_fen = row.fen - row.settled_fen
    if open_fen:
        moved = [Transfer(("income", None), receivable(row), open_fen)]
        ledger.post(session, actor, entry_of(row, "waiver", moved, reason=reason), now)
    paid, back = divided_fen(session, row), Back()
    if paid:
        take(session, back, row, paid, [], unpaid=0)
        made(session, actor, row, back, Why("waived", "invoice", row.id, reason), now)
    row.state, row.row_version = "cancelled", row.row_version + 1
    session.flush()
    numbers_told = told(row.number, open_fen + paid)
    messages.tell_member(session, row.community_id, row.member_id, "invoice_waived", str(row.id), now, **numbers_told)
    details = {"number": row.number, "fen": open_fen + paid}
    audit.record(session, row.community_id, actor.name, "invoice.waive", "invoice", row.id, now, details)
    return open_fen + paid
