"""What must hold of every ledger, counted: nothing here is ever found in one that nobody tampered with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlalchemy import func, or_, select, union_all
from sqlalchemy.orm import InstrumentedAttribute, Session

from scheduler.models import (
    Agreement,
    Invoice,
    MoneyAccount,
    MoneyTransaction,
    MoneyTransfer,
    NumberSeries,
    Payment,
    Refund,
)

NUMBERED: Mapping[str, tuple[InstrumentedAttribute[int], InstrumentedAttribute[UUID]]] = {
    "transaction": (MoneyTransaction.number, MoneyTransaction.community_id),
    "invoice": (Invoice.number, Invoice.community_id),
    "receipt": (Payment.number, Payment.community_id),
    "refund": (Refund.number, Refund.community_id),
    "agreement": (Agreement.number, Agreement.community_id),
}
"""Papers by the series of their numbers."""


def total(session: Session, community: UUID) -> int:
    """What all balances sum to."""
    wanted = select(func.coalesce(func.sum(MoneyAccount.balance), 0)).where(MoneyAccount.community_id == community)
    return int(session.execute(wanted).scalar_one())


def wrong_balances(session: Session, community: UUID) -> int:
    """How many accounts hold something else than their transfers come to."""
    debits = select(MoneyTransfer.debit_id.label("account_id"), MoneyTransfer.fen.label("fen"))
    credits = select(MoneyTransfer.credit_id, -MoneyTransfer.fen)
    sides = union_all(debits, credits).subquery()
    sums = select(sides.c.account_id, func.sum(sides.c.fen).label("fen")).group_by(sides.c.account_id).subquery()
    wanted = (
        select(func.count())
        .select_from(MoneyAccount)
        .outerjoin(sums, sums.c.account_id == MoneyAccount.id)
        .where(MoneyAccount.community_id == community, MoneyAccount.balance != func.coalesce(sums.c.fen, 0))
    )
    return session.execute(wanted).scalar_one()


def past_limits(session: Session, community: UUID) -> int:
    """How many accounts are below their floor or above their ceiling."""
    wanted = select(func.count(MoneyAccount.id)).where(
        MoneyAccount.community_id == community,
        or_(MoneyAccount.balance < MoneyAccount.floor, MoneyAccount.balance > MoneyAccount.ceiling),
    )
    return session.execute(wanted).scalar_one()


def overspent(session: Session, community: UUID, shares: Sequence[str], spending: Sequence[str]) -> int:
    """How many times a transaction of the `spending` kinds left an account of the kinds `shares` above nothing."""
    of = (MoneyTransaction.number, MoneyTransaction.kind)
    debits = select(MoneyTransfer.debit_id.label("account_id"), MoneyTransfer.fen.label("fen"), *of)
    credits = select(MoneyTransfer.credit_id, -MoneyTransfer.fen, *of)
    whole = MoneyTransaction.id == MoneyTransfer.transaction_id, MoneyTransaction.community_id == community
    parts = [part.join(MoneyTransaction, whole[0]).where(whole[1]) for part in (debits, credits)]
    sides = union_all(*parts).subquery()
    # By its number, so that a transaction is looked at as a whole.
    held = func.sum(sides.c.fen).over(partition_by=sides.c.account_id, order_by=sides.c.number)
    steps = (
        select(sides.c.kind, sides.c.fen, held.label("held"))
        .join(MoneyAccount, MoneyAccount.id == sides.c.account_id)
        .where(MoneyAccount.kind.in_(shares))
        .subquery()
    )
    wanted = select(func.count()).where(steps.c.kind.in_(spending), steps.c.fen > 0, steps.c.held > 0)
    return session.execute(wanted).scalar_one()


def empty(session: Session, community: UUID) -> int:
    """How many transactions moved nothing."""
    wanted = select(func.count(MoneyTransaction.id)).where(
        MoneyTransaction.community_id == community,
        ~select(MoneyTransfer.line).where(MoneyTransfer.transaction_id == MoneyTransaction.id).exists(),
    )
    return session.execute(wanted).scalar_one()


def gaps(session: Session, community: UUID) -> int:
    """How many kinds of papers have a gap in their numbers, or numbers beyond the next one of their series."""
    series = select(NumberSeries.kind, NumberSeries.next).where(NumberSeries.community_id == community)
    following = {row.kind: row.next for row in session.execute(series)}
    out = 0
    for kind, (number, owner) in NUMBERED.items():
        wanted = select(func.count(), func.coalesce(func.min(number), 1), func.coalesce(func.max(number), 0))
        count, first, last = session.execute(wanted.where(owner == community)).one()
        out += (count, first, last) != (following.get(kind, 1) - 1, 1, count)
    return out
