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

    Its invoices are open again.
    """
    sides: list[Transfer] = []
    parts = queries.invoices.parts(session, row.id)
    for part, invoice in parts:
        before = divided_fen(session, invoice)
        if before < part.fen or invoice.state == "cancelled":
            raise Conflict("payment_refunded", "payment_id")
        back, cause = divided(session, invoice, before, before - part.fen, INCOME), _part_id(row, invoice)
        split = queries.money.of_cause(session, row.community_id, "split", cause)
        assert split is not None
        entry = entry_of(invoice, "correction", back, "payment", cause, reason)
        ledger.post(session, actor, replace(entry, reverses_id=split.id), now)
        sides.append(Transfer(("receivable", row.member_id), (MONEY[row.method], None), part.fen))
        settle(invoice, -part.fen)
    more = row.fen - sum(part.fen for part, _ in parts)
    if more:
        refunds.withdraw_overpaid(session, row.id)
        sides.append(Transfer(("payable", row.member_id), (MONEY[row.method], None), more))
    return sides
