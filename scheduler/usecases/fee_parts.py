"""How what was charged is settled and divided: what invoices, payments and refunds share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from scheduler import calendar, queries
from scheduler.amounts import yuan
from scheduler.covenant import FeesRules, settings_of
from scheduler.covenant.money import Recipient
from scheduler.models import Invoice
from scheduler.splitting import split_for
from scheduler.usecases import ledger
from scheduler.usecases.ledger import Entry, Key, Transfer

MONEY: Mapping[str, str] = {"cash": "cash", "transfer": "bank", "provider": "provider"}
"""The account where money lies that came in or goes out by a method."""


def rules_of(session: Session, community: UUID, version: int) -> FeesRules:
    """What a version of the covenant says of money."""
    return settings_of(queries.community.covenant(session, community, version).settings).fees


def today_of(session: Session, community: UUID, now: datetime) -> date:
    """The date by the clock of a community."""
    return calendar.date_of(now, queries.community.one(session, community).zone)


def receivable(row: Invoice) -> Key:
    """What the person of an invoice owes."""
    return "receivable", row.member_id


def divided(session: Session, row: Invoice, before: int, after: int, other: Key) -> list[Transfer]:
    """Transfers that divide an invoice of which `after` fen are paid instead of `before`, by its own covenant."""
    rules = rules_of(session, row.community_id, row.covenant_version)
    shares: Mapping[Recipient, Key] = {
        "fund": ("fund", row.site_id),
        "operator": ("operator", row.site_id),
        "platform": ("platform", None),
        "owner": ("owner", row.owner_id),
    }
    return ledger.divide(before, after, split_for(rules.splits, row.income), shares, other)  # type: ignore[arg-type]


def entry_of(
    row: Invoice,
    kind: str,
    transfers: Sequence[Transfer],
    cause: str = "invoice",
    cause_id: UUID | None = None,
    reason: str = "",
) -> Entry:
    """A transaction that is about an invoice."""
    return Entry(kind, cause, cause_id or row.id, transfers, row.site_id, row.covenant_version, reason)


def told(number: int, fen: int, **more: str) -> dict[str, int | str]:
    """What messages about a paper tell: its number and amount, and more."""
    return {"number": number, "yuan": yuan(fen), **more}


def settle(row: Invoice, fen: int) -> None:
    """Count fen (less than nothing where they are taken back) towards an invoice; it is paid when none are left."""
    row.settled_fen += fen
    row.state = "paid" if row.settled_fen == row.fen else "issued"
    row.row_version += 1


def divided_fen(session: Session, row: Invoice) -> int:
    """Fen of an invoice that were paid and are not to be paid back: what its recipients have."""
    returned: int = sum(
        line["paid"]
        for refund in queries.invoices.refunds_of(session, row.member_id)
        for line in refund.lines
        if line["invoice"] == str(row.id)
    )
    return queries.invoices.paid_on(session, row.id) - returned
