"""Numbers of papers without gaps: invoices, receipts, refunds, agreements, transactions of the ledger."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy.orm import Session

from scheduler import queries

LEDGER = "transaction"
"""The ledger's own series. Whoever takes any number locks it first, so that nobody waits for another in a circle."""


def next_number(session: Session, community: UUID, kind: str, count: int = 1) -> int:
    """The next number of a kind of papers, from 1 on; with `count` the first of so many that follow one another.

    It is kept from other writers until the transaction ends; where that is undone, the number is given again. Take it
    before anything is noted in the audit chain, as all others do.
    """
    if kind != LEDGER:
        lock(session, community)
    return queries.money.take_numbers(session, community, kind, count)


def lock(session: Session, community: UUID) -> None:
    """Let whoever writes to a community's ledger do so one after another, until the transaction ends."""
    queries.money.take_numbers(session, community, LEDGER, 0)
