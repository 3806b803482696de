"""Invoices, payments and refunds as people may see them: one's own; staff those of the people whom they serve."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple, TypeVar
from uuid import UUID

from sqlalchemy.orm import Session

from scheduler import queries
from scheduler.actors import AUDITOR, STAFF, Actor
from scheduler.errors import NotFound
from scheduler.models import Invoice, Payment, PaymentPart, Refund
from scheduler.queries.invoices import Part
from scheduler.usecases.refund_rows import due_fen
from scheduler.usecases.serving import homes_of, may_ask_for

Paper = TypeVar("Paper", Invoice, Payment, Refund)


class Sums(NamedTuple):
    """Fen that somebody owes, and that are to be paid out to them."""

    owed: int
    due_back: int


@dataclass(frozen=True, slots=True)
class Seen:
    """A payment, with what it settles."""

    payment: Payment
    parts: list[tuple[PaymentPart, Invoice]]


def invoices_of(session: Session, *, actor: Actor, part: Part, month: str | None = None) -> list[Invoice]:
    """Invoices, of a state and month where they are stated."""
    chosen = _chosen(session, actor, part)
    return [] if chosen is None else queries.invoices.listed(session, actor.community_id, chosen, month)


def payments_of(session: Session, *, actor: Actor, part: Part) -> list[Payment]:
    """Payments, those that were taken back included."""
    chosen = _chosen(session, actor, part)
    return [] if chosen is None else queries.invoices.payments(session, actor.community_id, chosen)


def refunds_of(session: Session, *, actor: Actor, part: Part) -> list[Refund]:
    """Refunds, of a state where it is stated."""
    chosen = _chosen(session, actor, part)
    return [] if chosen is None else queries.invoices.refunds(session, actor.community_id, chosen)


def sums_of(session: Session, *, actor: Actor, member_id: UUID) -> Sums:
    """What somebody owes in all, and what is to be paid out to them.

    Raises
    ------
    NotFound
        No such person for this one.
    """
    if _chosen(session, actor, Part(member_id=member_id)) is None:
        raise NotFound()
    due = queries.invoices.refunds_due(session, member_id)
    return Sums(queries.invoices.owed_by(session, member_id), sum(due_fen(row) for row in due))


def invoice_seen(session: Session, *, actor: Actor, invoice_id: UUID) -> Invoice:
    """An invoice that this person may see.

    Raises
    ------
    NotFound
        If there is none.
    """
    return _seen(session, actor, queries.invoices.one(session, actor.community_id, invoice_id))


def payment_seen(session: Session, *, actor: Actor, payment_id: UUID) -> Seen:
    """A payment that this person may see.

    Raises
    ------
    NotFound
        If there is none.
    """
    row = _seen(session, actor, queries.invoices.payment(session, actor.community_id, payment_id))
    return Seen(row, queries.invoices.parts(session, row.id))


def refund_seen(session: Session, *, actor: Actor, refund_id: UUID) -> Refund:
    """A refund that this person may see.

    Raises
    ------
    NotFound
        If there is none.
    """
    return _seen(session, actor, queries.invoices.refund(session, actor.community_id, refund_id))


def _seen(session: Session, actor: Actor, row: Paper | None) -> Paper:
    if row is None or not (actor.has(AUDITOR) or may_ask_for(session, actor, row.member_id)):
        raise NotFound()
    return row


def _chosen(session: Session, actor: Actor, part: Part) -> Part | None:
    """The part of a list that somebody may see; None where it is of nobody.

    Raises
    ------
    NotFound
        No such person for this one.
    """
    if part.member_id is not None and part.member_id != actor.member_id:
        known = queries.community.member(session, actor.community_id, part.member_id)
        if known is None or not (actor.has(AUDITOR) or may_ask_for(session, actor, known.id)):
            raise NotFound()
        return part
    if part.member_id is not None:
        return part
    if actor.has(*STAFF, AUDITOR):
        return part._replace(sites=homes_of(actor))
    return None if actor.member_id is None else part._replace(member_id=actor.member_id)
