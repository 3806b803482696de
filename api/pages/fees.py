"""Fees: the public table, one's own invoices, receipts and refunds, and the papers as they print."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import Response

from api.pages.desk import AtDesk, Context, Desk
from api.schemas.billing import price_lines
from api.schemas.types import Code, Id
from scheduler import queries
from scheduler.actors import OFFICE, Actor
from scheduler.errors import NotFound
from scheduler.privacy import masked_name
from scheduler.queries.invoices import Part
from scheduler.usecases import fee_table, papers, quotes, refunds

router = APIRouter(include_in_schema=False)
MOST = 100
"""Most papers of a kind that are shown, the newest."""


@router.get("/fees/{slug}")
def table(slug: Code, desk: AtDesk) -> Response:
    """Fees of all sites beside each other, for everybody."""

    def found(session: Any, now: datetime) -> Context:
        fees = fee_table.fees(session, slug=slug, now=now)
        return {"fees": fees, "community": fees.community}

    return desk.show_public("fees", found)


@router.get("/mine/fees")
def mine(desk: AtDesk) -> Response:
    """What oneself owes, paid and gets back."""

    def found(session: Any, actor: Actor, _now: datetime) -> Context:
        if actor.member_id is None:
            raise NotFound()
        return {"home": "/mine", **papers_of(session, actor, actor.member_id)}

    return desk.show("fees_mine", found)


@router.get("/papers/invoices/{invoice_id}")
def invoice(invoice_id: Id, desk: AtDesk) -> Response:
    """An invoice, to be printed."""

    def found(session: Any, actor: Actor, _now: datetime) -> Context:
        row = papers.invoice_seen(session, actor=actor, invoice_id=invoice_id)
        return {
            "row": row,
            "lines": price_lines(row.lines),
            "receipts": queries.invoices.receipts_of(session, row.id),
            "mends": actor.has(*OFFICE) and row.state != "cancelled",
            **head_of(session, actor, desk, row.member_id),
        }

    return desk.show("paper_invoice", found)


@router.get("/papers/receipts/{payment_id}")
def receipt(payment_id: Id, desk: AtDesk) -> Response:
    """The receipt of a payment, to be printed."""

    def found(session: Any, actor: Actor, _now: datetime) -> Context:
        seen = papers.payment_seen(session, actor=actor, payment_id=payment_id)
        rest = seen.payment.fen - sum(part.fen for part, _ in seen.parts)
        head = head_of(session, actor, desk, seen.payment.member_id)
        mends = actor.has(*OFFICE) and seen.payment.reversed_at is None
        return {"row": seen.payment, "parts_of_it": seen.parts, "rest": rest, "mends": mends, **head}

    return desk.show("paper_receipt", found)


def papers_of(session: Any, actor: Actor, member_id: UUID) -> Context:
    """Somebody's papers, the newest, with all that is owed and due back."""
    part = Part(limit=MOST, member_id=member_id)
    return {
        "invoices": papers.invoices_of(session, actor=actor, part=part),
        "payments": papers.payments_of(session, actor=actor, part=part),
        "refunds": [(row, refunds.due_fen(row)) for row in papers.refunds_of(session, actor=actor, part=part)],
        "most": MOST,
        **papers.sums_of(session, actor=actor, member_id=member_id)._asdict(),
    }


def price_of(session: Any, actor: Actor, registration_id: UUID, now: datetime) -> Context | None:
    """The price of a right, as a card of a registration tells it; None where it holds none."""
    price = quotes.shown_if_any(session, actor=actor, registration_id=registration_id, now=now)
    return None if price is None else {"told": price, "lines": price_lines(price.lines)}


def head_of(session: Any, actor: Actor, desk: Desk, member_id: UUID) -> Context:
    """Community and person on a paper: the name in full on one's own, masked on somebody else's."""
    member = queries.community.member(session, actor.community_id, member_id)
    assert member is not None, member_id
    name = desk.office.vault.open_sealed(member.name_cipher, "member.name", member.id)
    own = member_id == actor.member_id
    return {
        "community": queries.community.one(session, actor.community_id),
        "name": name if own else masked_name(name),
        "home": "/mine/fees" if own else f"/counter/people/{member_id}/fees",
    }
