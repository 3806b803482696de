"""Taking money at the window, and for the office who is late and what is to be paid out."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import Response

from api.pages.amounts import fen_of
from api.pages.desk import AtDesk, Context, Desk, clerks_only
from api.pages.fees import papers_of
from api.pages.forms import Form, Sent, read_as
from api.pages.person import masked
from api.schemas.base import PageAsked, cursor_of, next_of
from api.schemas.billing import PaymentSent, PayoutSent
from api.schemas.types import Id
from scheduler import calendar, queries
from scheduler.actors import AUDITOR, OFFICE, Actor
from scheduler.errors import NotAllowed
from scheduler.privacy import masked_name
from scheduler.providers import ByHand, Receipt
from scheduler.queries.invoices import Part
from scheduler.usecases import arrears, papers, payments, refunds

router = APIRouter(include_in_schema=False)
METHODS = ("cash", "transfer", "provider")
FIELDS = ("fen", "method", "received_on", "reference")
MOST = 100
"""Most lines of each list of the office's page; what is more is on the next."""


@router.get("/counter/people/{member_id}/fees")
def fees(member_id: Id, desk: AtDesk) -> Response:
    """What somebody owes, and the form for what they pay."""
    return _page(desk, member_id, None)


@router.post("/counter/people/{member_id}/fees")
def record(member_id: Id, desk: AtDesk, sent: Sent) -> Response:
    """Record what somebody paid; its receipt."""
    form = Form(FIELDS, sent)

    def take() -> Response:
        provider = ByHand(_receipt(member_id, form))

        def taken(session: Any, actor: Actor, now: datetime) -> str:
            made = payments.take_in(session, actor=actor, provider=provider, now=now)[0]
            return f"/papers/receipts/{made.id}"

        return desk.make(sent, taken)

    return desk.attempt(form, take, lambda refused, status: _page(desk, member_id, refused, status))


@router.get("/office/fees")
def office(desk: AtDesk, late: str = "", due: str = "") -> Response:
    """Who is late, and which refunds are to be paid out, for the office and auditors; from `late` and `due` on."""

    def found(session: Any, actor: Actor, now: datetime) -> Context:
        if not actor.has(*OFFICE, AUDITOR):
            raise NotAllowed("not_for_this_role")
        owing = arrears.arrears(session, actor=actor, now=now, last=_last(late), limit=MOST + 1)
        part = Part(last=_last(due), limit=MOST + 1, newest=False, state="due")
        back = papers.refunds_of(session, actor=actor, part=part)
        return {
            "arrears": owing[:MOST],
            "more_late": cursor_of(owing[MOST - 1].member_id) if len(owing) > MOST else None,
            "refunds": [(row, refunds.due_fen(row)) for row in back[:MOST]],
            "more_due": next_of(back, MOST),
            "names": _names(desk, session, [row.member_id for row in owing] + [row.member_id for row in back]),
            "methods": METHODS,
            "pays": actor.has(*OFFICE),
        }

    return desk.show("office_fees", found)


@router.post("/office/refunds/{refund_id}/pay-out")
def pay_out(refund_id: Id, desk: AtDesk, sent: Sent) -> Response:
    """Note that a refund was paid out."""
    method = read_as(PayoutSent, {"method": sent.get("method", "")}).method

    def is_paid(session: Any, actor: Actor, _now: datetime) -> bool:
        return papers.refund_seen(session, actor=actor, refund_id=refund_id).state == "paid"

    desk.write_once(
        lambda session, actor, now: refunds.pay_out(session, actor=actor, refund_id=refund_id, method=method, now=now),
        is_paid,
    )
    return desk.go("/office/fees")


def _page(desk: Desk, member_id: Id, form: Form | None, status: int = 200) -> Response:
    def found(session: Any, actor: Actor, now: datetime) -> Context:
        clerks_only(actor)
        community = queries.community.one(session, actor.community_id)
        today = calendar.date_of(now, community.zone)
        usual = {"method": "cash", "received_on": today.isoformat()}
        return {
            "form": form or Form(FIELDS, usual),
            "methods": METHODS,
            "today": today,
            "member_id": member_id,
            "home": f"/counter/people/{member_id}",
            **papers_of(session, actor, member_id),
            "person": masked(desk, queries.community.member(session, actor.community_id, member_id)),
        }

    return desk.show("counter_fees", found, status)


def _last(cursor: str) -> UUID | None:
    """The place after which a list goes on."""
    return read_as(PageAsked, {"cursor": cursor}).last if cursor else None


def _names(desk: Desk, session: Any, members: Collection[UUID]) -> dict[UUID, str]:
    """Masked names of people."""
    vault, rows = desk.office.vault, queries.community.members(session, members)
    return {row.id: masked_name(vault.open_sealed(row.name_cipher, "member.name", row.id)) for row in rows}


def _receipt(member_id: Id, form: Form) -> Receipt:
    """What a form says was paid; the amount is written in yuan."""
    values = {name: form.value(name).strip() for name in ("method", "received_on")}
    sent = read_as(PaymentSent, {**values, "member_id": str(member_id), "fen": fen_of(form)})
    reference = form.value("reference").strip() or None
    return Receipt(sent.member_id, sent.method, sent.fen, sent.received_on, reference)
