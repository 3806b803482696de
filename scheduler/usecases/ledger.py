"""The ledger: money moves from one account to another in whole fen, once for each cause, and is never changed.

A debit raises a balance and a credit lowers it: what people owe and what lies in the till stand above nothing, what
belongs to somebody below it. All balances of a community sum to nothing at every moment.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from scheduler import audit, calendar, numbers, queries
from scheduler.actors import OFFICE, Actor
from scheduler.covenant import Split
from scheduler.covenant.money import Recipient
from scheduler.errors import Conflict, NotAllowed, NotFound, Rejected
from scheduler.ids import new_id
from scheduler.models import MoneyAccount, MoneyTransaction, MoneyTransfer
from scheduler.splitting import change_of

Key = tuple[str, UUID | None]
"""Kind of an account, and the site or member whose it is; None where it is the community's own."""
FLOORS = ("cash", "bank", "provider", "receivable")
"""Accounts that never hold less than nothing: money that lies somewhere, and what people owe."""
CEILINGS = ("payable", "income")
"""Accounts that are never above nothing: what is to be paid back, and what was billed and is not divided yet."""
SHARES = ("fund", "operator", "platform", "owner")
"""Accounts of what was divided. Nothing that is given back fails because a share was paid out or spent: what is not
there any more stands above nothing, as a claim on its recipient, until what is divided next fills it.
"""
SPENDING = ("payout", "compensation")
"""Kinds of transactions by which shares are spent: never more than there is."""
MOST_FEN = 10**15
"""Most that one transfer moves."""
REVERSAL = "correction"


@dataclass(frozen=True, slots=True)
class Transfer:
    """Fen from the credited account to the debited one."""

    debit: Key
    credit: Key
    fen: int


@dataclass(frozen=True, slots=True)
class Entry:
    """A transaction to be written: of a kind of `models.money.TRANSACTIONS`, with what caused it.

    One cause has one transaction of a kind. `site_id` is the site whose income it concerns, by which the statement of
    the month tells it.
    """

    kind: str
    cause: str
    cause_id: UUID
    transfers: Sequence[Transfer]
    site_id: UUID | None = None
    covenant_version: int | None = None
    reason: str = ""
    reverses_id: UUID | None = None


def post(session: Session, actor: Actor, entry: Entry, now: datetime) -> MoneyTransaction:
    """Write a transaction, for ever; whoever posts notes it in the audit chain after that.

    It is told in the month of `now` by the community's clock, or in the next one where that is closed.

    Raises
    ------
    Rejected
        ``out_of_range`` for a transfer below one fen, ``same_account``, ``nothing_moved`` without transfers.
    Conflict
        ``account_short`` with what there is, where an account would pass its floor or ceiling, or more of a share would
        be spent than there is; ``posted_already``.
    """
    _check(entry)
    number = numbers.next_number(session, actor.community_id, numbers.LEDGER)
    if queries.money.of_cause(session, actor.community_id, entry.kind, entry.cause_id) is not None:
        raise Conflict("posted_already", "cause_id", str(entry.cause_id))
    found = _accounts(session, actor.community_id, entry.transfers)
    row = MoneyTransaction(
        id=new_id(),
        community_id=actor.community_id,
        number=number,
        kind=entry.kind,
        cause=entry.cause,
        cause_id=entry.cause_id,
        site_id=entry.site_id,
        reverses_id=entry.reverses_id,
        covenant_version=entry.covenant_version,
        month=open_month(session, actor.community_id, now),
        reason=entry.reason.strip(),
        actor_id=actor.account_id,
        at=now,
    )
    sides = [
        MoneyTransfer(
            transaction_id=row.id,
            line=line,
            debit_id=found[one.debit].id,
            credit_id=found[one.credit].id,
            fen=one.fen,
        )
        for line, one in enumerate(entry.transfers, start=1)
    ]
    queries.money.add(session, row, sides)
    _move_balances(session, found.values(), sides, entry.kind in SPENDING)
    return row


def reverse(session: Session, *, actor: Actor, transaction_id: UUID, reason: str, now: datetime) -> MoneyTransaction:
    """Take a transaction back by its opposite, once; what is written stands.

    Raises
    ------
    NotAllowed, NotFound, Rejected
        Not for this person; no such transaction; ``reason_missing``.
    Conflict
        ``reversed_already``; ``not_reversible`` for what is a reversal itself; ``account_short``.
    """
    if actor.account_id is not None and not actor.has(*OFFICE):
        raise NotAllowed("not_for_this_role")
    if not reason.strip():
        raise Rejected("reason_missing", "reason", "", "a sentence")
    row = queries.money.one(session, actor.community_id, transaction_id)
    if row is None:
        raise NotFound()
    numbers.lock(session, row.community_id)
    if row.reverses_id is not None:
        raise Conflict("not_reversible", "transaction_id", str(row.id))
    if queries.money.reversal_of(session, row.id) is not None:
        raise Conflict("reversed_already", "transaction_id", str(row.id))
    made = post(session, actor, _opposite(session, row, reason), now)
    details = {"reverses": str(row.id), "number": made.number}
    audit.record(session, row.community_id, actor.name, "money.reverse", "money", made.id, now, details)
    return made


def divide(before: int, after: int, split: Split, shares: Mapping[Recipient, Key], other: Key) -> list[Transfer]:
    """Transfers by which a fee of which `before` fen were paid is divided when `after` are.

    What is paid goes from `other` (the income) to everybody's share; where less is paid than before, it comes back from
    there to `other` (what is to be paid back). A fee that is paid in pieces is divided exactly as if at once.
    """
    out = []
    for to, change in change_of(before, after, split).items():
        if change > 0:
            out.append(Transfer(other, shares[to], change))
        elif change < 0:
            out.append(Transfer(shares[to], other, -change))
    return out


def open_month(session: Session, community: UUID, now: datetime) -> str:
    """The month in which something that happens now is told ("2026-05"); read it while the ledger is locked."""
    today = calendar.date_of(now, queries.community.one(session, community).zone)
    closed = queries.money.last_closed(session, community)
    month = f"{today:%Y-%m}"
    return month if closed is None or closed < month else following(closed)


def following(month: str) -> str:
    """The month after one."""
    return f"{date.fromisoformat(f'{month}-01') + timedelta(days=31):%Y-%m}"


def _check(entry: Entry) -> None:
    if not entry.transfers:
        raise Rejected("nothing_moved", "transfers", 0, "1 or more")
    for one in entry.transfers:
        if not 1 <= one.fen <= MOST_FEN:
            raise Rejected("out_of_range", "fen", one.fen, f"1 to {MOST_FEN}")
        if one.debit == one.credit:
            raise Rejected("same_account", "debit", one.debit[0], "two accounts")


def _accounts(session: Session, community: UUID, transfers: Iterable[Transfer]) -> dict[Key, MoneyAccount]:
    """The accounts of some transfers, made where there are none yet; the ledger is locked, so nobody else makes one."""
    keys = dict.fromkeys(key for one in transfers for key in (one.debit, one.credit))
    names = {key: (key[0], key[1] or community) for key in keys}
    found = queries.money.accounts(session, community, list(names.values()))
    made = [_account(community, *name) for name in dict.fromkeys(names.values()) if name not in found]
    session.add_all(made)
    session.flush()
    found |= {(row.kind, row.subject_id): row for row in made}
    return {key: found[name] for key, name in names.items()}


def _account(community: UUID, kind: str, subject_id: UUID) -> MoneyAccount:
    return MoneyAccount(
        id=new_id(),
        community_id=community,
        kind=kind,
        subject_id=subject_id,
        balance=0,
        floor=0 if kind in FLOORS else None,
        ceiling=0 if kind in CEILINGS else None,
    )


def _move_balances(
    session: Session, accounts: Iterable[MoneyAccount], sides: Sequence[MoneyTransfer], spends: bool
) -> None:
    """Carry transfers to the balances, in the order of the accounts' ids."""
    for account in sorted(set(accounts), key=lambda row: row.id):
        change = sum(one.fen for one in sides if one.debit_id == account.id)
        change -= sum(one.fen for one in sides if one.credit_id == account.id)
        most = 0 if spends and change > 0 and account.kind in SHARES else None
        if change and not queries.money.move(session, account.id, change, most):
            left = max(0, -account.balance) if account.kind in SHARES else abs(account.balance)
            raise Conflict("account_short", "fen", abs(change), str(left))
        session.expire(account, ["balance"])


def _opposite(session: Session, row: MoneyTransaction, reason: str) -> Entry:
    sides = queries.money.sides(session, row.id)
    transfers = [
        Transfer((one.credit_kind, one.credit_subject), (one.debit_kind, one.debit_subject), one.fen) for one in sides
    ]
    return Entry(
        REVERSAL, "transaction", row.id, transfers, row.site_id, row.covenant_version, reason, reverses_id=row.id
    )
