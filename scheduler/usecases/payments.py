"""Payments: recorded with a receipt, counted towards invoices, the oldest first, and divided among their recipients."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from scheduler import audit, numbers, queries
from scheduler.actors import OFFICE, STAFF, Actor
from scheduler.errors import Conflict, NotAllowed, NotFound, Rejected
from scheduler.ids import new_id
from scheduler.models import Invoice, Payment
from scheduler.providers import Provider, Receipt
from scheduler.usecases import ledger, messages, refunds
from scheduler.usecases.fee_parts import MONEY, today_of, told
from scheduler.usecases.ledger import MOST_FEN, Entry, Transfer
from scheduler.usecases.payment_parts import parts_among, settle_part, taken_back
from scheduler.usecases.serving import may_ask_for

OLDEST = timedelta(days=400)
"""How long ago money may have come in that is recorded now."""


def take_in(session: Session, *, actor: Actor, provider: Provider, now: datetime) -> list[Payment]:
    """Record what a provider tells of; a payment that it told before is given back as it was recorded.

    Raises
    ------
    NotAllowed, NotFound, Rejected, Conflict
        As `record` does; ``reference_used`` where the same number was told with another amount or person.
    """
    out = []
    for receipt in provider.receipts():
        _check_whose(session, actor, receipt)
        known = None
        if receipt.reference is not None:
            known = queries.invoices.payment_by_reference(
                session, actor.community_id, receipt.method, receipt.reference
            )
        same = known is not None and (known.member_id, known.fen) == (receipt.member_id, receipt.fen)
        out.append(known if known is not None and same else record(session, actor=actor, receipt=receipt, now=now))
    return out


def record(session: Session, *, actor: Actor, receipt: Receipt, now: datetime) -> Payment:
    """Record money that came in, by staff for the people they serve or by a provider; what is too much is due back.

    Raises
    ------
    NotAllowed, NotFound
        Not for this person; no such person or invoice for them.
    Rejected
        ``out_of_range`` amount, method or date; ``reference_missing`` but for cash.
    Conflict
        ``reference_used``; ``invoice_not_open`` for one that is named.
    """
    _check(session, actor, receipt, now)
    numbers.lock(session, actor.community_id)
    if receipt.reference is not None and queries.invoices.payment_by_reference(
        session, actor.community_id, receipt.method, receipt.reference
    ):
        raise Conflict("reference_used", "reference")
    invoices = _invoices(session, actor, receipt)
    row = _row(session, actor, receipt, now)
    parts = parts_among(invoices, receipt.fen)
    paid = sum(parts.values())
    sides = [Transfer((MONEY[row.method], None), ("receivable", row.member_id), paid)]
    sides += [Transfer((MONEY[row.method], None), ("payable", row.member_id), row.fen - paid)]
    entry = Entry("payment", "payment", row.id, [side for side in sides if side.fen])
    ledger.post(session, actor, entry, now)
    for invoice in invoices:
        if invoice.id in parts:
            settle_part(session, actor, row, invoice, parts[invoice.id], now)
    _told(session, actor, row, now)
    if row.fen > paid:
        refunds.overpaid(session, actor, row.member_id, row.id, row.fen - paid, now)
    return row


def reverse(session: Session, *, actor: Actor, payment_id: UUID, reason: str, now: datetime) -> Payment:
    """Take back a payment that bounced or was recorded by mistake, once, by the office: its invoices are open again.

    What of it is still to be paid back to its person is so no longer; its reference is free for another payment.

    Raises
    ------
    NotAllowed, NotFound, Rejected
        Not for this person; no such payment; ``reason_missing``.
    Conflict
        ``payment_reversed_already``; ``payment_refunded`` where some of it was paid out; ``account_short``.
    """
    if not actor.has(*OFFICE):
        raise NotAllowed("not_for_this_role")
    if not reason.strip():
        raise Rejected("reason_missing", "reason", "", "a sentence")
    if queries.invoices.payment(session, actor.community_id, payment_id) is None:
        raise NotFound()
    numbers.lock(session, actor.community_id)
    row = queries.invoices.payment(session, actor.community_id, payment_id)
    assert row is not None
    if row.reversed_at is not None:
        raise Conflict("payment_reversed_already", "payment_id")
    posted = queries.money.of_cause(session, row.community_id, "payment", row.id)
    assert posted is not None
    sides = taken_back(session, actor, row, reason, now)
    row.reversed_at = now
    session.flush()
    ledger.post(session, actor, Entry("correction", "payment", row.id, sides, None, None, reason, posted.id), now)
    numbers_told = told(row.number, row.fen)
    messages.tell_member(session, row.community_id, row.member_id, "payment_reversed", str(row.id), now, **numbers_told)
    details = {"number": row.number, "fen": row.fen}
    audit.record(session, row.community_id, actor.name, "payment.reverse", "payment", row.id, now, details)
    return row


# ---- checks


def _check(session: Session, actor: Actor, receipt: Receipt, now: datetime) -> None:
    _check_whose(session, actor, receipt)
    if not 1 <= receipt.fen <= MOST_FEN:
        raise Rejected("out_of_range", "fen", receipt.fen, f"1 to {MOST_FEN}")
    if receipt.method not in MONEY:
        raise Rejected("out_of_range", "method", receipt.method, ", ".join(MONEY))
    if receipt.method != "cash" and not (receipt.reference or "").strip():
        raise Rejected("reference_missing", "reference", "", "the bank's or provider's number")
    today = today_of(session, actor.community_id, now)
    if not today - OLDEST <= receipt.received_on <= today:
        raise Rejected("out_of_range", "received_on", receipt.received_on.isoformat(), f"{today - OLDEST} to {today}")


def _check_whose(session: Session, actor: Actor, receipt: Receipt) -> None:
    """Let staff take money for the people they serve, and a provider for everybody."""
    if actor.account_id is not None and not actor.has(*STAFF):
        raise NotAllowed("not_for_this_role")
    known = queries.community.member(session, actor.community_id, receipt.member_id)
    if known is None or (actor.account_id is not None and not may_ask_for(session, actor, known.id)):
        raise NotFound()


def _invoices(session: Session, actor: Actor, receipt: Receipt) -> list[Invoice]:
    """What a payment may settle, in order: the named ones as they were named, else all that is open."""
    if not receipt.invoices:
        return queries.invoices.open_of(session, receipt.member_id)
    out = []
    for invoice_id in dict.fromkeys(receipt.invoices):
        found = queries.invoices.one(session, actor.community_id, invoice_id)
        if found is None or found.member_id != receipt.member_id:
            raise NotFound()
        if found.state != "issued":
            raise Conflict("invoice_not_open", "invoices", found.state, "an invoice that is not paid")
        out.append(found)
    return out


# ---- effects


def _row(session: Session, actor: Actor, receipt: Receipt, now: datetime) -> Payment:
    row = Payment(
        id=new_id(),
        community_id=actor.community_id,
        number=numbers.next_number(session, actor.community_id, "receipt"),
        member_id=receipt.member_id,
        method=receipt.method,
        reference=receipt.reference,
        fen=receipt.fen,
        received_on=receipt.received_on,
        recorded_by=actor.account_id,
        recorded_at=now,
    )
    session.add(row)
    session.flush()
    return row


def _told(session: Session, actor: Actor, row: Payment, now: datetime) -> None:
    numbers_told = told(row.number, row.fen, received_on=row.received_on.isoformat())
    messages.tell_member(session, row.community_id, row.member_id, "payment_received", str(row.id), now, **numbers_told)
    details = {"number": row.number, "fen": row.fen, "method": row.method}
    audit.record(session, row.community_id, actor.name, "payment.record", "payment", row.id, now, details)
