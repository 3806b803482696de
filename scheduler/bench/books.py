"""A year of a community's books: every right charged, paid and divided each month, and what it takes to close them."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from scheduler import calendar
from scheduler.bench.town import Row, Town
from scheduler.covenant import FeesRules
from scheduler.ids import new_id
from scheduler.models import MoneyAccount, MoneyTransaction, MoneyTransfer, NumberSeries
from scheduler.numbers import LEDGER
from scheduler.office import Office
from scheduler.splitting import parts_of, split_for
from scheduler.usecases import months
from scheduler.usecases.ledger import CEILINGS, FLOORS
from scheduler.usecases.seeding import office_actor

PRICE, STEP, PRICES = 30_000, 1_111, 7
"""Fen of the cheapest right, between two prices, and how many prices there are."""
UNPAID = 25
"""One charge in so many is not paid."""
Name = tuple[str, UUID]
Moved = tuple[Name, Name, int]


def fill(office: Office, town: Town, months_back: int) -> dict[str, int]:
    """Write the books of the last months in bulk; how many transactions and transfers they have.

    What is written is what the use cases write: closing proves it.
    """
    return office.database.transact(lambda session: _fill(session, town, months_back, office.database.now(session)))


def close_all(office: Office, community: UUID) -> list[float]:
    """Close every month that is over; the seconds of each."""
    actor, taken = office_actor(community), list[float]()
    while True:
        with office.database.reading() as session:
            month = months.next_to_close(session, actor=actor, now=office.database.now(session))
        if month is None:
            return taken
        began = time.perf_counter()
        _close(office, actor, month)
        taken.append(time.perf_counter() - began)


def bare_seconds(office: Office) -> float:
    """Seconds of the least that a proof must read: all transfers, summed by account, once for each side."""
    began = time.perf_counter()
    with office.database.reading() as session:
        for side in (MoneyTransfer.debit_id, MoneyTransfer.credit_id):
            session.execute(select(side, func.sum(MoneyTransfer.fen)).group_by(side)).all()
    return time.perf_counter() - began


def _close(office: Office, actor: Any, month: str) -> None:
    wanted = date.fromisoformat(f"{month}-01")
    office.database.transact(
        lambda session: months.close(session, actor=actor, month=wanted, now=office.database.now(session))
    )


def _fill(session: Session, town: Town, months_back: int, now: datetime) -> dict[str, int]:
    accounts: dict[Name, UUID] = {}
    balances: Counter[Name] = Counter()
    transactions: list[Row] = []
    transfers: list[Row] = []
    for month in _months(now, months_back):
        for kind, site, moved in _month(town):
            row = new_id()
            fields = {"id": row, "number": len(transactions) + 1, "kind": kind, "site_id": site, "month": month}
            transactions.append({**fields, "community_id": town.community_id, "cause_id": row, "cause": "bench"})
            for line, (debit, credit, fen) in enumerate(moved, start=1):
                ids = [accounts.setdefault(name, new_id()) for name in (debit, credit)]
                transfers.append(
                    {"transaction_id": row, "line": line, "debit_id": ids[0], "credit_id": ids[1], "fen": fen}
                )
                balances[debit] += fen
                balances[credit] -= fen
    session.execute(insert(MoneyAccount), [_account(town, name, row, balances[name]) for name, row in accounts.items()])
    session.execute(insert(MoneyTransaction), [{**row, "reason": "", "at": now} for row in transactions])
    session.execute(insert(MoneyTransfer), transfers)
    series = {"community_id": town.community_id, "kind": LEDGER, "next": len(transactions) + 1}
    session.execute(insert(NumberSeries), [series])
    return {"transactions": len(transactions), "transfers": len(transfers)}


def _months(now: datetime, count: int) -> list[str]:
    """The last months that are over, the oldest first."""
    today = calendar.date_of(now, calendar.ZONE)
    year, month = divmod(today.year * 12 + today.month - 1 - count, 12)
    return [f"{year + (month + at) // 12}-{(month + at) % 12 + 1:02}" for at in range(count)]


def _month(town: Town) -> Iterator[tuple[str, UUID, list[Moved]]]:
    """What moves in a month: a charge for everybody, and for most a payment that is divided."""
    split, community = split_for(FeesRules().splits, "shared"), town.community_id
    sites = list(dict.fromkeys(place.site_id for place in town.places))
    income: Name = ("income", community)
    for at, keeper in enumerate(town.keepers):
        site, fen = sites[at % len(sites)], PRICE + STEP * (at % PRICES)
        owed: Name = ("receivable", keeper.member_id)
        yield "charge", site, [(owed, income, fen)]
        if at % UNPAID:
            yield "payment", site, [(("bank", community), owed, fen)]
            parts = parts_of(fen, split)
            yield (
                "split",
                site,
                [(income, (to, community if to == "platform" else site), part) for to, part in parts.items() if part],
            )


def _account(town: Town, name: Name, row: UUID, balance: int) -> Row:
    kind, subject = name
    limits = {"floor": 0 if kind in FLOORS else None, "ceiling": 0 if kind in CEILINGS else None}
    return {
        "id": row,
        "community_id": town.community_id,
        "kind": kind,
        "subject_id": subject,
        "balance": balance,
        **limits,
    }
