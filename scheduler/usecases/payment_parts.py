"""What a payment does to invoices: it is counted towards them and divided, and taken back where it bounced."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID, uuid5

from sqlalchemy.orm import Session

from scheduler import queries
from scheduler.actors import Actor
from scheduler.errors import Conflict
from scheduler.models import Invoice, Payment, PaymentPart
from scheduler.usecases import ledger, refunds
from scheduler.usecases.fee_parts import MONEY, divided, divided_fen, entry_of, settle
from scheduler.usecases.ledger import Key, Transfer
from scheduler.usecases.refund_rows import OFFSET, due_fen

INCOME: Key = ("income", None)


def parts_among(invoices: Sequence[Invoice], fen: int) -> dict[UUID, int]:
    """How much of a payment each invoice gets."""
    out = {}
    for row in invoices:
        part = min(fen, row.fen - row.settled_fen)
        if part:
            out[row.id] = part
        fen -= part
    return out


def settle_part(session: Session, actor: Actor, row: Payment, invoice: Invoice, fen: int, now: datetime) -> None:
    """Count part of a payment towards an invoice, and divide it."""
    before = divided_fen(session, invoice)
    session.add(PaymentPart(payment_id=row.id, invoice_id=invoice.id, fen=fen))
    settle(invoice, fen)
    session.flush()
    sides = divided(session, invoice, before, before + fen, INCOME)
    ledger.post(session, actor, entry_of(invoice, "split", sides, "payment", _part_id(row, invoice)), now)


def _part_id(row: Payment, invoice: Invoice) -> UUID:
    """What stands for a payment's part in the ledger: it is divided once for each of its invoices."""
    return uuid5(row.id, str(invoice.id))


def taken_back(session: Session, actor: Actor, row: Payment, reason: str, now: datetime) -> list[Transfer]:
    """Take back what was divided of a payment, each part in the books of its site; the transfers of the payment itself.

    Its invoices are open again; what of them was given back and is to be paid out still, is not to be paid at all.

    Raises
    ------
    Conflict
        ``payment_refunded`` where some of it was paid out.
    """
    money: Key = (MONEY[row.method], None)
    sides: list[Transfer] = []
    parts = queries.invoices.parts(session, row.id)
    for part, invoice in parts:
        offset = _not_paid_out(session, invoice, part.fen, now)
        before, shared = divided_fen(session, invoice) - offset, part.fen - offset
        if before < shared:
            raise Conflict("payment_refunded", "payment_id")
        if shared:
            _undivided(session, actor, row, invoice, (before, before - shared), reason, now)
            settle(invoice, -shared)
            sides.append(Transfer(("receivable", row.member_id), money, shared))
        if offset:
            sides.append(Transfer(("payable", row.member_id), money, offset))
    more = row.fen - sum(part.fen for part, _ in parts)
    if more:
        refunds.withdraw_overpaid(session, row.id)
        sides.append(Transfer(("payable", row.member_id), money, more))
    return sides


def _not_paid_out(session: Session, invoice: Invoice, fen: int, now: datetime) -> int:
    """Have up to fen of an invoice's refunds that are due be owed no longer instead of paid out; how many fen."""
    left = fen
    for refund in queries.invoices.refunds_due_of(session, invoice):
        if not left:
            break
        lines = [dict(line) for line in refund.lines]
        for line in lines:
            if line["invoice"] == str(invoice.id):
                part = min(left, line["paid"])
                line["paid"], line["unpaid"], left = line["paid"] - part, line["unpaid"] + part, left - part
        refund.lines, refund.row_version = lines, refund.row_version + 1
        if not due_fen(refund):
            refund.state, refund.method, refund.paid_at = "paid", OFFSET, now
    session.flush()
    return fen - left


def _undivided(
    session: Session, actor: Actor, row: Payment, invoice: Invoice, fen: tuple[int, int], reason: str, now: datetime
) -> None:
    """Take back the division of a payment's part: of an invoice are `fen` divided before and after."""
    cause = _part_id(row, invoice)
    split = queries.money.of_cause(session, row.community_id, "split", cause)
    assert split is not None
    entry = entry_of(invoice, "correction", divided(session, invoice, *fen, INCOME), "payment", cause, reason)
    ledger.post(session, actor, replace(entry, reverses_id=split.id), now)
