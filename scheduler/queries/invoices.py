"""Invoices, payments and refunds."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import Session

from scheduler.models import Household, Invoice, Member, Payment, PaymentPart, Refund
from scheduler.queries.paging import part_of
from scheduler.queries.whose import is_of


class Part(NamedTuple):
    """Which part of a list is asked for; `sites` are the homes of those whose papers are shown, None for all."""

    last: UUID | None = None
    limit: int = 50
    newest: bool = True
    sites: Sequence[UUID] | None = None
    member_id: UUID | None = None
    state: str | None = None


class Arrear(NamedTuple):
    """What one person owes beyond its date."""

    member_id: UUID
    invoices: int
    fen: int
    due_on: date


# ---- invoices


def one(session: Session, community: UUID, invoice_id: UUID) -> Invoice | None:
    """An invoice of the community, as it is now."""
    wanted = select(Invoice).where(Invoice.id == invoice_id, Invoice.community_id == community)
    return session.execute(wanted.execution_options(populate_existing=True)).scalar_one_or_none()


def of_cause(session: Session, cause_id: UUID, month: str | None = None) -> list[Invoice]:
    """Invoices of a cause, oldest first; those of a month only where it is stated."""
    wanted = select(Invoice).where(Invoice.cause_id == cause_id).order_by(Invoice.number)
    if month is not None:
        wanted = wanted.where(Invoice.month == month)
    return list(session.execute(wanted.execution_options(populate_existing=True)).scalars())


def named(session: Session, community: UUID, some_id: UUID) -> list[Invoice]:
    """The invoice of an id, or those of a cause of that id, oldest first."""
    wanted = select(Invoice).where(
        Invoice.community_id == community, or_(Invoice.id == some_id, Invoice.cause_id == some_id)
    )
    rows = session.execute(wanted.order_by(Invoice.number).execution_options(populate_existing=True))
    return list(rows.scalars())


def months_of(session: Session, causes: Sequence[UUID]) -> set[tuple[UUID, str]]:
    """Which months of some causes are charged already."""
    wanted = select(Invoice.cause_id, Invoice.month).where(Invoice.cause_id.in_(causes))
    return {(row[0], row[1]) for row in session.execute(wanted)}


def open_of(session: Session, member_id: UUID) -> list[Invoice]:
    """What somebody has to pay, the oldest date first."""
    wanted = select(Invoice).where(is_of(Invoice, member_id), Invoice.state == "issued")
    rows = session.execute(wanted.order_by(Invoice.due_on, Invoice.number).execution_options(populate_existing=True))
    return list(rows.scalars())


def listed(session: Session, community: UUID, part: Part, month: str | None = None) -> list[Invoice]:
    """Invoices of the community, of one person or of those who live at some sites."""
    wanted = select(Invoice).where(Invoice.community_id == community, *_chosen(Invoice, part))
    if month is not None:
        wanted = wanted.where(Invoice.month == month)
    return list(session.execute(part_of(wanted, Invoice.id, part.last, part.limit, part.newest)).scalars())


def arrears(
    session: Session, community: UUID, before: date, last: UUID | None, limit: int, sites: Sequence[UUID] | None
) -> list[Arrear]:
    """Who owes what since before a date, by person."""
    wanted = (
        select(
            Invoice.member_id,
            func.count(),
            func.sum(Invoice.fen - Invoice.settled_fen),
            func.min(Invoice.due_on),
        )
        .where(Invoice.community_id == community, Invoice.state == "issued", Invoice.due_on < before)
        .group_by(Invoice.member_id)
        .order_by(Invoice.member_id)
        .limit(limit)
    )
    if last is not None:
        wanted = wanted.where(Invoice.member_id > last)
    if sites is not None:
        wanted = wanted.where(Invoice.member_id.in_(_living_at(sites)))
    return [Arrear(row[0], int(row[1]), int(row[2]), row[3]) for row in session.execute(wanted)]


def to_remind(session: Session, community: UUID, due_before: date, limit: int) -> list[Invoice]:
    """What was due before a date and nobody was reminded of."""
    wanted = select(Invoice).where(
        Invoice.community_id == community,
        Invoice.state == "issued",
        Invoice.due_on < due_before,
        Invoice.reminded_at.is_(None),
    )
    return list(session.execute(wanted.order_by(Invoice.due_on, Invoice.id).limit(limit)).scalars())


def owed_by(session: Session, member_id: UUID) -> int:
    """Fen that somebody has to pay."""
    wanted = select(func.coalesce(func.sum(Invoice.fen - Invoice.settled_fen), 0))
    found = session.execute(wanted.where(is_of(Invoice, member_id), Invoice.state == "issued"))
    return int(found.scalar_one())


# ---- payments


def payment(session: Session, community: UUID, payment_id: UUID) -> Payment | None:
    """A payment of the community, as it is now."""
    wanted = select(Payment).where(Payment.id == payment_id, Payment.community_id == community)
    return session.execute(wanted.execution_options(populate_existing=True)).scalar_one_or_none()


def payment_by_reference(session: Session, community: UUID, method: str, reference: str) -> Payment | None:
    """What came in under a bank's or provider's own number, and was not taken back."""
    wanted = select(Payment).where(
        Payment.community_id == community,
        Payment.method == method,
        Payment.reference == reference,
        Payment.reversed_at.is_(None),
    )
    return session.execute(wanted).scalar_one_or_none()


def payments(session: Session, community: UUID, part: Part) -> list[Payment]:
    """Payments of the community, of one person or of those who live at some sites."""
    wanted = select(Payment).where(Payment.community_id == community, *_chosen(Payment, part))
    return list(session.execute(part_of(wanted, Payment.id, part.last, part.limit, part.newest)).scalars())


def parts(session: Session, payment_id: UUID) -> list[tuple[PaymentPart, Invoice]]:
    """Which invoices a payment settles, and by how much."""
    wanted = (
        select(PaymentPart, Invoice)
        .join(Invoice, Invoice.id == PaymentPart.invoice_id)
        .where(PaymentPart.payment_id == payment_id)
        .order_by(Invoice.number)
    )
    rows = session.execute(wanted.execution_options(populate_existing=True))
    return [(row[0], row[1]) for row in rows]


def paid_on(session: Session, invoice_id: UUID) -> int:
    """Fen that were paid on an invoice, by payments that stand."""
    wanted = (
        select(func.coalesce(func.sum(PaymentPart.fen), 0))
        .join(Payment, Payment.id == PaymentPart.payment_id)
        .where(PaymentPart.invoice_id == invoice_id, Payment.reversed_at.is_(None))
    )
    return int(session.execute(wanted).scalar_one())


def receipts_of(session: Session, invoice_id: UUID) -> list[Payment]:
    """Payments that settle an invoice, or part of it."""
    wanted = (
        select(Payment)
        .join(PaymentPart, PaymentPart.payment_id == Payment.id)
        .where(PaymentPart.invoice_id == invoice_id)
        .order_by(Payment.number)
    )
    return list(session.execute(wanted).scalars())


# ---- refunds


def refund(session: Session, community: UUID, refund_id: UUID) -> Refund | None:
    """A refund of the community, as it is now."""
    wanted = select(Refund).where(Refund.id == refund_id, Refund.community_id == community)
    return session.execute(wanted.execution_options(populate_existing=True)).scalar_one_or_none()


def refund_of(session: Session, community: UUID, cause_id: UUID, rule: str) -> Refund | None:
    """What is paid back for a cause by a rule."""
    wanted = select(Refund).where(Refund.community_id == community, Refund.cause_id == cause_id, Refund.rule == rule)
    return session.execute(wanted).scalar_one_or_none()


def overpaid_of(session: Session, payment_id: UUID) -> Refund:
    """What is paid back because a payment was more than was owed."""
    wanted = select(Refund).where(Refund.cause_id == payment_id, Refund.rule == "overpaid")
    return session.execute(wanted.execution_options(populate_existing=True)).scalar_one()


def refunds_due(session: Session, member_id: UUID) -> list[Refund]:
    """What is still to be paid out to somebody, oldest first."""
    wanted = select(Refund).where(Refund.member_id == member_id, Refund.state == "due").order_by(Refund.number)
    return list(session.execute(wanted.execution_options(populate_existing=True)).scalars())


def refunds_due_of(session: Session, invoice: Invoice) -> list[Refund]:
    """What is still to be paid out of an invoice, oldest first."""
    rows = refunds_due(session, invoice.member_id)
    return [row for row in rows if any(line["invoice"] == str(invoice.id) for line in row.lines)]


def refunds_of(session: Session, member_id: UUID) -> list[Refund]:
    """All that is or was to be paid back to somebody."""
    return list(session.execute(select(Refund).where(Refund.member_id == member_id).order_by(Refund.number)).scalars())


def refunds(session: Session, community: UUID, part: Part) -> list[Refund]:
    """Refunds of the community, of one person or of those who live at some sites."""
    wanted = select(Refund).where(Refund.community_id == community, *_chosen(Refund, part))
    return list(session.execute(part_of(wanted, Refund.id, part.last, part.limit, part.newest)).scalars())


def _chosen(table: type[Invoice] | type[Payment] | type[Refund], part: Part) -> list[ColumnElement[bool]]:
    out: list[ColumnElement[bool]] = []
    if part.member_id is not None:
        out.append(table.member_id == part.member_id)
    if part.sites is not None:
        out.append(table.member_id.in_(_living_at(part.sites)))
    if part.state is not None and table is not Payment:
        out.append(table.state == part.state)  # type: ignore[union-attr]
    return out


def _living_at(sites: Sequence[UUID]) -> Select[UUID]:
    homes = select(Household.id).where(Household.home_site_id.in_(sites))
    return select(Member.id).where(Member.household_id.in_(homes))
