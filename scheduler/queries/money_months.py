"""What months of the ledger are made of: what moved between accounts, what sites took in, what was closed."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Select, and_, case, func, select, union_all
from sqlalchemy.orm import Session, aliased

from scheduler.models import (
    Covenant,
    Invoice,
    MoneyAccount,
    MoneyMonth,
    MoneyTransaction,
    MoneyTransfer,
    PaymentPart,
    Site,
)


class Moved(NamedTuple):
    """Debits minus credits of an account by transactions of a kind, in fen."""

    account: str
    subject_id: UUID
    kind: str
    fen: int


class Income(NamedTuple):
    """Debits minus credits of accounts of a kind by a site's transactions; a reversal counts as what it reverses."""

    site_id: UUID | None
    kind: str
    account: str
    fen: int


class Told(NamedTuple):
    """A transfer as the accountant gets it."""

    number: int
    at: Any
    month: str
    kind: str
    cause: str
    cause_id: UUID
    site: str | None
    covenant_version: int | None
    reverses: int | None
    line: int
    fen: int
    debit: str
    debit_subject: UUID
    credit: str
    credit_subject: UUID


def closing(
    session: Session, community: UUID, month: str, alone: Collection[str]
) -> dict[tuple[str, UUID | None], int]:
    """What accounts held at the end of a month, those of the kinds `alone` one by one, of others what a kind comes to.

    It is what they hold less what moved since: a ledger has more months behind it than ahead.
    """
    subject = case((MoneyAccount.kind.in_(alone), MoneyAccount.subject_id))
    holding = select(MoneyAccount.kind, subject, func.sum(MoneyAccount.balance))
    holding = holding.where(MoneyAccount.community_id == community).group_by(MoneyAccount.kind, subject)
    sides = _sides(when=and_(MoneyTransaction.community_id == community, MoneyTransaction.month > month))
    since = select(MoneyAccount.kind, subject, func.sum(sides.c.fen))
    since = since.join(sides, sides.c.account_id == MoneyAccount.id).group_by(MoneyAccount.kind, subject)
    found = {(kind, whose): int(fen) for kind, whose, fen in session.execute(holding)}
    for kind, whose, fen in session.execute(since):
        found[kind, whose] -= int(fen)
    return found


def moved(session: Session, community: UUID, month: str) -> list[Moved]:
    """What moved in a month, by account and kind of transaction."""
    when = MoneyTransaction.month == month
    sides = _sides(MoneyTransaction.kind, when=and_(MoneyTransaction.community_id == community, when))
    wanted = (
        select(MoneyAccount.kind, MoneyAccount.subject_id, sides.c.kind, func.sum(sides.c.fen))
        .join(MoneyAccount, MoneyAccount.id == sides.c.account_id)
        .group_by(MoneyAccount.kind, MoneyAccount.subject_id, sides.c.kind)
        .order_by(MoneyAccount.kind, MoneyAccount.subject_id, sides.c.kind)
    )
    return [Moved(account, subject, kind, int(fen)) for account, subject, kind, fen in session.execute(wanted)]


def income(session: Session, community: UUID, month: str) -> list[Income]:
    """What the sites' transactions of a month came to."""
    reversed_one = aliased(MoneyTransaction)
    kind = func.coalesce(reversed_one.kind, MoneyTransaction.kind).label("kind")
    when = and_(MoneyTransaction.community_id == community, MoneyTransaction.month == month)
    sides = _sides(kind, MoneyTransaction.site_id, when=when, reversed_one=reversed_one)
    wanted = (
        select(sides.c.site_id, sides.c.kind, MoneyAccount.kind, func.sum(sides.c.fen))
        .join(MoneyAccount, MoneyAccount.id == sides.c.account_id)
        .group_by(sides.c.site_id, sides.c.kind, MoneyAccount.kind)
    )
    return [Income(site, kind, account, int(fen)) for site, kind, account, fen in session.execute(wanted)]


def payers(session: Session, community: UUID, month: str) -> dict[UUID, int]:
    """How many people were charged at each site in a month or paid for it, the fewer of both where there were any.

    Sites where only something else moved, as a refund, count nobody.
    """
    row, billed = MoneyTransaction, MoneyTransfer.debit_id
    when = (row.community_id == community, row.month == month)
    charged = (
        select(row.site_id, func.count(billed.distinct()))
        .join(MoneyTransfer, MoneyTransfer.transaction_id == row.id)
        .where(*when, row.kind == "charge", row.site_id.is_not(None))
        .group_by(row.site_id)
    )
    paid = (
        select(Invoice.site_id, func.count(Invoice.member_id.distinct()))
        .join(PaymentPart, PaymentPart.invoice_id == Invoice.id)
        .join(row, row.cause_id == PaymentPart.payment_id)
        .where(*when, row.kind == "payment", Invoice.site_id.is_not(None))
        .group_by(Invoice.site_id)
    )
    moved = select(row.site_id).where(*when, row.site_id.is_not(None)).distinct()
    found: dict[UUID, int] = {}
    for wanted in (charged, paid):
        for site, count in session.execute(wanted):
            assert site is not None
            found[site] = min(count, found.get(site, count))
    return {site: 0 for site in session.execute(moved).scalars() if site is not None} | found


def _sides(*columns: Any, when: Any, reversed_one: Any = None) -> Any:
    """Both sides of the transfers of some transactions: what each adds to an account, with columns of theirs."""

    def side(account: Any, fen: Any) -> Select[Any]:
        chosen = select(account.label("account_id"), fen.label("fen"), *columns).join(
            MoneyTransaction, MoneyTransaction.id == MoneyTransfer.transaction_id
        )
        if reversed_one is not None:
            chosen = chosen.outerjoin(reversed_one, reversed_one.id == MoneyTransaction.reverses_id)
        return chosen.where(when)

    debits = side(MoneyTransfer.debit_id, MoneyTransfer.fen)
    return union_all(debits, side(MoneyTransfer.credit_id, -MoneyTransfer.fen)).subquery()


def first_month(session: Session, community: UUID) -> str | None:
    """The month of the first transaction."""
    wanted = select(func.min(MoneyTransaction.month)).where(MoneyTransaction.community_id == community)
    return session.execute(wanted).scalar_one()


def last_number(session: Session, community: UUID, month: str) -> int:
    """The highest number of a transaction up to the end of a month; nothing where there is none."""
    wanted = select(func.max(MoneyTransaction.number)).where(
        MoneyTransaction.community_id == community, MoneyTransaction.month <= month
    )
    return session.execute(wanted).scalar_one() or 0


def closed(session: Session, community: UUID, month: str) -> MoneyMonth | None:
    """A month that is closed."""
    return session.get(MoneyMonth, (community, month))


def newest_closed_before(session: Session, community: UUID, month: str) -> MoneyMonth | None:
    """The last month before one that is closed."""
    wanted = select(MoneyMonth).where(MoneyMonth.community_id == community, MoneyMonth.month < month)
    return session.execute(wanted.order_by(MoneyMonth.month.desc()).limit(1)).scalar_one_or_none()


def all_closed(session: Session, community: UUID, newest: bool = True) -> list[MoneyMonth]:
    """All months that are closed."""
    order = MoneyMonth.month.desc() if newest else MoneyMonth.month
    return list(
        session.execute(select(MoneyMonth).where(MoneyMonth.community_id == community).order_by(order)).scalars()
    )


def told(session: Session, community: UUID, month: str) -> Iterator[Told]:
    """Every transfer of a month, in the order of the transactions."""
    debit, credit, reversed_one = aliased(MoneyAccount), aliased(MoneyAccount), aliased(MoneyTransaction)
    row = MoneyTransaction
    wanted = (
        select(
            row.number,
            row.at,
            row.month,
            row.kind,
            row.cause,
            row.cause_id,
            Site.code,
            row.covenant_version,
            reversed_one.number,
            MoneyTransfer.line,
            MoneyTransfer.fen,
            debit.kind,
            debit.subject_id,
            credit.kind,
            credit.subject_id,
        )
        .join(MoneyTransfer, MoneyTransfer.transaction_id == row.id)
        .join(debit, debit.id == MoneyTransfer.debit_id)
        .join(credit, credit.id == MoneyTransfer.credit_id)
        .outerjoin(Site, Site.id == row.site_id)
        .outerjoin(reversed_one, reversed_one.id == row.reverses_id)
        .where(row.community_id == community, row.month == month)
        .order_by(row.number, MoneyTransfer.line)
        .execution_options(yield_per=1000)
    )
    for one in session.execute(wanted):
        yield Told._make(one)


def covenants(session: Session, community: UUID, since: datetime, until: datetime) -> list[Covenant]:
    """Versions of the covenant that were in force at some time of a span, in order."""
    wanted = select(Covenant).where(Covenant.community_id == community, Covenant.in_force_from < until)
    found = list(session.execute(wanted.order_by(Covenant.version)).scalars())
    # A version ends with the next; one whose day had not come by then never was in force.
    return [
        row
        for at, row in enumerate(found)
        if all(later.in_force_from > max(since, row.in_force_from) for later in found[at + 1 :])
    ]
