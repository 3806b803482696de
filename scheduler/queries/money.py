"""The ledger: numbers without gaps, accounts and their balances, transactions."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import case, func, insert, or_, select, tuple_, update
from sqlalchemy.orm import Session, aliased

from scheduler.models import MoneyAccount, MoneyMonth, MoneyTransaction, MoneyTransfer, NumberSeries
from scheduler.queries.paging import part_of

Named = tuple[str, UUID]
"""Kind of an account, and whose it is."""


class Side(NamedTuple):
    """A transfer of a transaction, with the accounts' kinds and whose they are."""

    line: int
    fen: int
    debit_kind: str
    debit_subject: UUID
    credit_kind: str
    credit_subject: UUID


# ---- numbers


def take_numbers(session: Session, community: UUID, kind: str, count: int) -> int:
    """The first of `count` numbers that follow one another; the series is locked until the transaction ends."""
    chosen = (NumberSeries.community_id == community, NumberSeries.kind == kind)
    step = update(NumberSeries).where(*chosen).values(next=NumberSeries.next + count).returning(NumberSeries.next)
    found = session.execute(step, execution_options={"synchronize_session": False}).scalar_one_or_none()
    if found is None:
        # Where another begins the series at the same moment, the key refuses this one and it is tried again.
        session.execute(insert(NumberSeries).values(community_id=community, kind=kind, next=1 + count))
        return 1
    return found - count


# ---- accounts


def accounts(session: Session, community: UUID, names: Collection[Named]) -> dict[Named, MoneyAccount]:
    """Accounts of those names, as they are now; those that there are."""
    wanted = select(MoneyAccount).where(
        MoneyAccount.community_id == community, tuple_(MoneyAccount.kind, MoneyAccount.subject_id).in_(list(names))
    )
    rows = session.execute(wanted.execution_options(populate_existing=True)).scalars()
    return {(row.kind, row.subject_id): row for row in rows}


def move(session: Session, account_id: UUID, fen: int, most: int | None = None) -> bool:
    """Add to a balance what is debited (less than nothing where it is credited); not past its floor or ceiling, nor
    above `most` where that is given.
    """
    after = MoneyAccount.balance + fen
    guarded = (
        update(MoneyAccount)
        .where(
            MoneyAccount.id == account_id,
            or_(MoneyAccount.floor.is_(None), after >= MoneyAccount.floor),
            or_(MoneyAccount.ceiling.is_(None), after <= MoneyAccount.ceiling),
            *([] if most is None else [after <= most]),
        )
        .values(balance=after)
        .returning(MoneyAccount.id)
    )
    moved = session.execute(guarded, execution_options={"synchronize_session": False})
    return moved.scalar_one_or_none() is not None


def balance(session: Session, community: UUID, kind: str, subject_id: UUID | None = None) -> int:
    """Debits minus credits of an account in fen; nothing where there is none yet."""
    wanted = select(MoneyAccount.balance).where(
        MoneyAccount.community_id == community,
        MoneyAccount.kind == kind,
        MoneyAccount.subject_id == (subject_id or community),
    )
    return session.execute(wanted).scalar_one_or_none() or 0


# ---- transactions


def add(session: Session, transaction: MoneyTransaction, sides: Sequence[MoneyTransfer]) -> None:
    """Write a transaction with its transfers."""
    session.add(transaction)
    session.flush()
    session.add_all(sides)
    session.flush()


def one(session: Session, community: UUID, transaction_id: UUID) -> MoneyTransaction | None:
    """A transaction of the community."""
    found = session.get(MoneyTransaction, transaction_id)
    return found if found is not None and found.community_id == community else None


def of_cause(session: Session, community: UUID, kind: str, cause_id: UUID) -> MoneyTransaction | None:
    """The transaction of a kind that a cause has."""
    wanted = select(MoneyTransaction).where(
        MoneyTransaction.community_id == community,
        MoneyTransaction.kind == kind,
        MoneyTransaction.cause_id == cause_id,
    )
    return session.execute(wanted).scalar_one_or_none()


def reversal_of(session: Session, transaction_id: UUID) -> MoneyTransaction | None:
    """What takes a transaction back."""
    wanted = select(MoneyTransaction).where(MoneyTransaction.reverses_id == transaction_id)
    return session.execute(wanted).scalar_one_or_none()


def sides(session: Session, transaction_id: UUID) -> list[Side]:
    """Transfers of a transaction with their accounts, in order."""
    debit, credit = aliased(MoneyAccount), aliased(MoneyAccount)
    wanted = (
        select(MoneyTransfer.line, MoneyTransfer.fen, debit.kind, debit.subject_id, credit.kind, credit.subject_id)
        .join(debit, debit.id == MoneyTransfer.debit_id)
        .join(credit, credit.id == MoneyTransfer.credit_id)
        .where(MoneyTransfer.transaction_id == transaction_id)
        .order_by(MoneyTransfer.line)
    )
    return [Side(*row) for row in session.execute(wanted)]


def listed(
    session: Session,
    community: UUID,
    month: str | None,
    last: UUID | None,
    limit: int,
    newest: bool = True,
    kind: str | None = None,
) -> list[MoneyTransaction]:
    """A part of the transactions of a community, of a month of it or a kind."""
    wanted = select(MoneyTransaction).where(MoneyTransaction.community_id == community)
    if month is not None:
        wanted = wanted.where(MoneyTransaction.month == month)
    if kind is not None:
        wanted = wanted.where(MoneyTransaction.kind == kind)
    return list(session.execute(part_of(wanted, MoneyTransaction.id, last, limit, newest)).scalars())


def totals(session: Session, transactions: Collection[UUID]) -> dict[UUID, int]:
    """Fen that some transactions moved in all."""
    wanted = select(MoneyTransfer.transaction_id, func.sum(MoneyTransfer.fen)).where(
        MoneyTransfer.transaction_id.in_(transactions)
    )
    return {row: int(fen) for row, fen in session.execute(wanted.group_by(MoneyTransfer.transaction_id))}


def standing(
    session: Session, community: UUID, last: UUID | None, limit: int, kinds: Collection[str] = ()
) -> list[MoneyAccount]:
    """A part of the accounts of a community, of some kinds only where they are named."""
    wanted = select(MoneyAccount).where(MoneyAccount.community_id == community)
    if kinds:
        wanted = wanted.where(MoneyAccount.kind.in_(kinds))
    return list(session.execute(part_of(wanted, MoneyAccount.id, last, limit, False)).scalars())


def balances(session: Session, community: UUID) -> dict[str, tuple[int, int]]:
    """How many accounts of each kind there are, and what they come to: debits minus credits."""
    wanted = (
        select(MoneyAccount.kind, func.count(), func.sum(MoneyAccount.balance))
        .where(MoneyAccount.community_id == community)
        .group_by(MoneyAccount.kind)
    )
    return {kind: (count, int(fen)) for kind, count, fen in session.execute(wanted)}


def account(session: Session, community: UUID, account_id: UUID) -> MoneyAccount | None:
    """An account of the community's ledger."""
    found = session.get(MoneyAccount, account_id)
    return found if found is not None and found.community_id == community else None


def moved_on(session: Session, account_id: UUID, last: UUID | None, limit: int) -> list[tuple[MoneyTransaction, int]]:
    """Transactions that touched an account, the newest first, with what each came to: debits minus credits."""
    fen = case((MoneyTransfer.debit_id == account_id, MoneyTransfer.fen), else_=-MoneyTransfer.fen)
    touching = or_(MoneyTransfer.debit_id == account_id, MoneyTransfer.credit_id == account_id)
    sums = (
        select(MoneyTransfer.transaction_id, func.sum(fen).label("fen"))
        .where(touching)
        .group_by(MoneyTransfer.transaction_id)
        .subquery()
    )
    wanted = select(MoneyTransaction, sums.c.fen).join(sums, sums.c.transaction_id == MoneyTransaction.id)
    part = part_of(wanted, MoneyTransaction.id, last, limit, True)
    return [(row, int(moved)) for row, moved in session.execute(part)]


def last_closed(session: Session, community: UUID) -> str | None:
    """The newest month that is closed."""
    wanted = select(func.max(MoneyMonth.month)).where(MoneyMonth.community_id == community)
    return session.execute(wanted).scalar_one()
