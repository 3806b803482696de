"""What the office and auditors see of the ledger: accounts, transactions, and the export for the accountant."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal
from uuid import UUID

from sqlalchemy.orm import Session

from scheduler import audit, queries
from scheduler.actors import AUDITOR, OFFICE, Actor
from scheduler.errors import NotAllowed, NotFound
from scheduler.models import MoneyAccount, MoneyTransaction
from scheduler.queries.money import Side
from scheduler.queries.money_months import Told

Purpose = Literal["bookkeeping", "audit", "council"]
"""What an export is for: the accountant's books, an audit, the council."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A transaction with its transfers, and what takes it back, if anything does."""

    transaction: MoneyTransaction
    sides: Sequence[Side]
    reversed_by: UUID | None


def transactions(
    session: Session,
    *,
    actor: Actor,
    month: date | None = None,
    last: UUID | None = None,
    limit: int = 50,
    newest: bool = True,
    kind: str | None = None,
) -> list[MoneyTransaction]:
    """A part of the transactions, of all months or of one, of all kinds or of one.

    Raises
    ------
    NotAllowed
        Not for this person.
    """
    _check(actor)
    wanted = None if month is None else f"{month:%Y-%m}"
    return queries.money.listed(session, actor.community_id, wanted, last, limit, newest, kind)


def transaction(session: Session, *, actor: Actor, transaction_id: UUID) -> Seen:
    """One transaction with its transfers.

    Raises
    ------
    NotAllowed, NotFound
        Not for this person; no such transaction.
    """
    _check(actor)
    row = queries.money.one(session, actor.community_id, transaction_id)
    if row is None:
        raise NotFound()
    back = queries.money.reversal_of(session, row.id)
    return Seen(row, queries.money.sides(session, row.id), None if back is None else back.id)


def accounts(
    session: Session, *, actor: Actor, last: UUID | None = None, limit: int = 50, kinds: Collection[str] = ()
) -> list[MoneyAccount]:
    """A part of the accounts with their balances, by ids; of some kinds where they are named.

    Raises
    ------
    NotAllowed
        Not for this person.
    """
    _check(actor)
    return queries.money.standing(session, actor.community_id, last, limit, kinds)


def balances(session: Session, *, actor: Actor) -> Mapping[str, tuple[int, int]]:
    """How many accounts of each kind there are, and what they come to.

    Raises
    ------
    NotAllowed
        Not for this person.
    """
    _check(actor)
    return queries.money.balances(session, actor.community_id)


def account(
    session: Session, *, actor: Actor, account_id: UUID, last: UUID | None = None, limit: int = 50
) -> tuple[MoneyAccount, list[tuple[MoneyTransaction, int]]]:
    """An account with a part of what touched it, the newest first.

    Raises
    ------
    NotAllowed, NotFound
        Not for this person; no such account.
    """
    _check(actor)
    row = queries.money.account(session, actor.community_id, account_id)
    if row is None:
        raise NotFound()
    return row, queries.money.moved_on(session, row.id, last, limit)


def totals(session: Session, *, actor: Actor, transactions: Collection[UUID]) -> Mapping[UUID, int]:
    """Fen that some transactions moved in all.

    Raises
    ------
    NotAllowed
        Not for this person.
    """
    _check(actor)
    return queries.money.totals(session, transactions)


def export(session: Session, *, actor: Actor, month: date, purpose: Purpose, now: datetime) -> list[Told]:
    """Every transfer of a month, by ids only; that it was exported, and what for, is put on record.

    Raises
    ------
    NotAllowed
        Not for this person.
    """
    _check(actor)
    rows = list(queries.money_months.told(session, actor.community_id, f"{month:%Y-%m}"))
    details = {"month": f"{month:%Y-%m}", "rows": len(rows), "purpose": purpose}
    audit.record(session, actor.community_id, actor.name, "money.export", "community", actor.community_id, now, details)
    return rows


def _check(actor: Actor) -> None:
    if not actor.has(*OFFICE, AUDITOR):
        raise NotAllowed("not_for_this_role")
