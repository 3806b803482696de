"""Refunds as rows: how much of an invoice goes back, of what is open and of what was paid, and for which days."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from scheduler import audit, numbers, queries
from scheduler.actors import Actor
from scheduler.amounts import yuan
from scheduler.errors import Rejected
from scheduler.ids import new_id
from scheduler.models import Invoice, Refund
from scheduler.tariffs import back_for, dates_of
from scheduler.usecases import ledger, messages
from scheduler.usecases.fee_parts import divided, divided_fen, entry_of, receivable, settle, told
from scheduler.usecases.ledger import Transfer

OFFSET = "offset"
"""How something is paid back that was owed still: nobody gets money, it is owed no longer."""


@dataclass(frozen=True, slots=True)
class Why:
    """By which of `RULES` something is paid back, what caused it, and the reason that a person gave."""

    rule: str
    cause: str
    cause_id: UUID
    reason: str = ""


@dataclass(slots=True)
class Back:
    """What goes back on one invoice or more: `lines` with what is owed no longer and what is to be paid out."""

    lines: list[dict[str, Any]] = field(default_factory=list)
    transfers: list[Transfer] = field(default_factory=list)

    @property
    def fen(self) -> int:
        return sum(line["unpaid"] + line["paid"] for line in self.lines)


def due_fen(row: Refund) -> int:
    """Fen of a refund that somebody gets paid out; the rest was owed still."""
    owed: int = sum(line["unpaid"] for line in row.lines)
    return row.fen - owed


# ---- how much


def unused_days(session: Session, row: Invoice, first: date, last: date | None) -> list[date]:
    """Dates that an invoice charges and nobody was given back yet."""
    gone = {day for line in _earlier(session, row) for day in line["days"]}
    charged = [day for line in row.lines if "first" in line for day in dates_of(line)]
    return [day for day in charged if first <= day and (last is None or day <= last) and day.isoformat() not in gone]


def cost_of(session: Session, row: Invoice, days: Sequence[date]) -> int:
    """Fen of some dates of an invoice: so that all dates given back one after another make up the whole."""
    gone = {date.fromisoformat(day) for line in _earlier(session, row) for day in line["days"]}
    fen = 0
    for line in row.lines:
        dates = set(dates_of(line)) if "first" in line else set()
        before = len(dates & gone)
        fen += back_for(line, before + len(dates & set(days))) - back_for(line, before) if dates else 0
    return fen


def _earlier(session: Session, row: Invoice) -> list[dict[str, Any]]:
    return [
        line
        for refund in queries.invoices.refunds_of(session, row.member_id)
        for line in refund.lines
        if line["invoice"] == str(row.id)
    ]


def take(session: Session, back: Back, row: Invoice, fen: int, days: Sequence[date], unpaid: int | None = None) -> None:
    """Take fen back from an invoice: first of what is open, then of what was paid, by its own split."""
    open_fen = min(fen, row.fen - row.settled_fen) if unpaid is None else unpaid
    has = divided_fen(session, row)
    paid = min(fen - open_fen, has)
    if open_fen:
        back.transfers.append(Transfer(("income", None), receivable(row), open_fen))
        settle(row, open_fen)
    if paid:
        back.transfers += divided(session, row, has, has - paid, ("payable", row.member_id))
    if open_fen or paid:
        line = {"invoice": str(row.id), "number": row.number, "month": row.month, "unpaid": open_fen, "paid": paid}
        back.lines.append(line | {"days": [day.isoformat() for day in days]})


# ---- the row


def made(session: Session, actor: Actor, invoice: Invoice, back: Back, why: Why, now: datetime) -> Refund | None:
    if not back.fen:
        return None
    row = row_of(session, actor, invoice.member_id, why, back.fen, now, back.lines)
    due = due_fen(row)
    if not due:
        row.state, row.method, row.paid_at = "paid", OFFSET, now
    ledger.post(session, actor, entry_of(invoice, "refund", back.transfers, "refund", row.id, why.reason), now)
    told_of(session, actor, row, due, now)
    return row


def row_of(
    session: Session,
    actor: Actor,
    member_id: UUID,
    why: Why,
    fen: int,
    now: datetime,
    lines: list[dict[str, Any]] | None = None,
) -> Refund:
    if fen < 1:
        raise Rejected("out_of_range", "fen", fen, "1 or more")
    row = Refund(
        id=new_id(),
        community_id=actor.community_id,
        number=numbers.next_number(session, actor.community_id, "refund"),
        member_id=member_id,
        invoice_id=UUID(lines[0]["invoice"]) if lines else None,
        cause=why.cause,
        cause_id=why.cause_id,
        rule=why.rule,
        fen=fen,
        lines=lines or [],
        reason=why.reason.strip(),
        state="due",
        made_at=now,
        row_version=1,
    )
    session.add(row)
    session.flush()
    return row


def told_of(session: Session, actor: Actor, row: Refund, due: int, now: datetime) -> None:
    numbers_told = told(row.number, row.fen, due=yuan(due))
    messages.tell_member(session, row.community_id, row.member_id, "refund_made", str(row.id), now, **numbers_told)
    details = {"number": row.number, "fen": row.fen, "rule": row.rule, "cause": row.cause}
    audit.record(session, row.community_id, actor.name, "refund.make", "refund", row.id, now, details)
