"""For the office: a payment that bounced is taken back, an invoice waived, each with a reason and a second look."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import Response

from api.pages.desk import AtDesk, Context, Desk
from api.pages.fees import head_of
from api.pages.forms import Form, Sent, read_as
from api.pages.words import say
from api.schemas.billing import ReversalSent, WaiverSent
from api.schemas.types import Id
from scheduler.actors import OFFICE, Actor
from scheduler.errors import NotAllowed
from scheduler.usecases import invoices, papers, payments

router = APIRouter(include_in_schema=False)
FIELDS = ("reason",)


@router.get("/office/payments/{payment_id}/reverse")
def ask_reverse(payment_id: Id, desk: AtDesk) -> Response:
    """What it means to take a payment back, and the form for why."""
    return _payment(desk, payment_id, Form(FIELDS))


@router.post("/office/payments/{payment_id}/reverse")
def reverse(payment_id: Id, desk: AtDesk, sent: Sent) -> Response:
    """Take a payment back; its receipt says so."""
    form = Form(FIELDS, sent)

    def is_reversed(session: Any, actor: Actor, _now: datetime) -> bool:
        found = papers.payment_seen(session, actor=actor, payment_id=payment_id)
        return found.payment.reversed_at is not None

    def done() -> Response:
        wanted: dict[str, Any] = {
            "payment_id": payment_id,
            "reason": read_as(ReversalSent, form.filled("reason")).reason,
        }
        desk.write_once(
            lambda session, actor, now: payments.reverse(session, actor=actor, now=now, **wanted), is_reversed
        )
        return desk.go(f"/papers/receipts/{payment_id}")

    return desk.attempt(form, done, lambda again, status: _payment(desk, payment_id, again, status))


@router.get("/office/invoices/{invoice_id}/waive")
def ask_waive(invoice_id: Id, desk: AtDesk) -> Response:
    """What it means to waive an invoice, and the form for why."""
    return _invoice(desk, invoice_id, Form(FIELDS))


@router.post("/office/invoices/{invoice_id}/waive")
def waive(invoice_id: Id, desk: AtDesk, sent: Sent) -> Response:
    """Waive an invoice; it says so. A second time changes nothing."""
    form = Form(FIELDS, sent)

    def done() -> Response:
        wanted: dict[str, Any] = {"invoice_id": invoice_id, "reason": read_as(WaiverSent, form.filled("reason")).reason}
        desk.write(lambda session, actor, now: invoices.waive_invoice(session, actor=actor, now=now, **wanted))
        return desk.go(f"/papers/invoices/{invoice_id}")

    return desk.attempt(form, done, lambda again, status: _invoice(desk, invoice_id, again, status))


def _payment(desk: Desk, payment_id: UUID, form: Form, status: int = 200) -> Response:
    def shown(session: Any, actor: Actor, _now: datetime) -> Context:
        row = papers.payment_seen(session, actor=actor, payment_id=payment_id).payment
        told = {"deed": "reverse", "paper": f"/papers/receipts/{row.id}", "title": ("receipt_no", row.number)}
        return _told(session, actor, desk, row, form, told)

    return desk.show("office_mend", shown, status)


def _invoice(desk: Desk, invoice_id: UUID, form: Form, status: int = 200) -> Response:
    def shown(session: Any, actor: Actor, _now: datetime) -> Context:
        row = papers.invoice_seen(session, actor=actor, invoice_id=invoice_id)
        told = {"deed": "waive", "paper": f"/papers/invoices/{row.id}", "title": ("invoice", row.number)}
        return _told(session, actor, desk, row, form, told)

    return desk.show("office_mend", shown, status)


def _told(session: Any, actor: Actor, desk: Desk, row: Any, form: Form, told: Mapping[str, Any]) -> Context:
    if not actor.has(*OFFICE):
        raise NotAllowed("not_for_this_role")
    word, number = told["title"]
    head = head_of(session, actor, desk, row.member_id)
    return {**head, **told, "title": say(word, desk.language, number=number), "row": row, "form": form}
