"""Fees: the public table, the price of a right, invoices, payments, refunds, who is late."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import Query
from fastapi.responses import Response

from api.deps import IdempotencyKey, Planning, Public, Reading, Registering
from api.openapi import refusals
from api.routes.common import PREFIX, router_of, tagged
from api.schemas.base import Page, cursor_of, next_of
from api.schemas.billing import (
    ArrearsAsked,
    ArrearShown,
    FeeRowShown,
    FeesShown,
    InvoicesAsked,
    InvoiceShown,
    PapersAsked,
    PaymentPartShown,
    PaymentSeen,
    PaymentSent,
    PaymentShown,
    PayoutSent,
    PriceShown,
    RefundsAsked,
    RefundShown,
    ReversalSent,
    SiteFeeShown,
    SplitShown,
    WaiverSent,
    price_lines,
)
from api.schemas.money import CommunityAsked
from api.schemas.types import Id
from scheduler.providers import ByHand, Receipt
from scheduler.usecases import arrears, fee_table, invoices, papers, payments, quotes, refunds
from scheduler.usecases.quotes import Price

router = router_of("billing")
SHARED = {"Cache-Control": "public, max-age=300"}
Wanted = dict[str, Any]


@router.get("/public/fees", response_model=FeesShown, responses=refusals(404))
def read_fees(asked: Annotated[CommunityAsked, Query()], door: Public) -> Response:
    """Fees of all sites beside each other, with the reason where one differs; for everybody."""
    shown = door.read_public(lambda session, now: _fees(fee_table.fees(session, slug=asked.community, now=now)))
    return Response(shown.model_dump_json(), media_type="application/json", headers=SHARED)


@router.get("/registrations/{registration_id}/price", response_model=PriceShown, responses=refusals(401, 403, 404))
def read_price(registration_id: Id, door: Reading) -> PriceShown:
    """What the right of a registration costs, told before it is accepted and kept to afterwards."""
    wanted: Wanted = {"registration_id": registration_id}
    return door.read(lambda session, actor, now: price_shown(quotes.shown(session, actor=actor, now=now, **wanted)))


# ---- invoices


@router.get("/invoices", response_model=Page[InvoiceShown], responses=refusals(401, 403, 404))
def list_invoices(asked: Annotated[InvoicesAsked, Query()], door: Reading) -> Page[InvoiceShown]:
    """One's own invoices; for staff those of the people whom they serve."""
    wanted: Wanted = {
        "part": asked.part_of(asked.state),
        "month": None if asked.month is None else f"{asked.month:%Y-%m}",
    }
    rows = door.read(lambda session, actor, _now: papers.invoices_of(session, actor=actor, **wanted))
    return Page(items=[_invoice(row) for row in rows[: asked.limit]], next=next_of(rows, asked.limit))


@router.get("/invoices/{invoice_id}", response_model=InvoiceShown, responses=refusals(401, 403, 404))
def read_invoice(invoice_id: Id, door: Reading) -> Response:
    """One invoice."""
    wanted: Wanted = {"invoice_id": invoice_id}
    shown = door.read(lambda session, actor, _now: _invoice(papers.invoice_seen(session, actor=actor, **wanted)))
    return tagged(shown, shown.version)


@router.post("/invoices/{invoice_id}/waive", response_model=InvoiceShown, responses=refusals(401, 404))
def waive_invoice(invoice_id: Id, body: WaiverSent, door: Planning) -> InvoiceShown:
    """Waive an invoice: what is open is owed no longer, what was paid of it is due back. A second time does nothing."""
    wanted: Wanted = {"invoice_id": invoice_id, "reason": body.reason}
    return door.write(
        lambda session, actor, now: _invoice(invoices.waive_invoice(session, actor=actor, now=now, **wanted))
    )


@router.get("/arrears", response_model=Page[ArrearShown], responses=refusals(401, 403))
def list_arrears(asked: Annotated[ArrearsAsked, Query()], door: Reading) -> Page[ArrearShown]:
    """Who owes what beyond its date, for staff and auditors."""
    wanted: Wanted = {"last": asked.last, "limit": asked.limit + 1}
    rows = door.read(lambda session, actor, now: arrears.arrears(session, actor=actor, now=now, **wanted))
    shown = [ArrearShown.model_validate(row) for row in rows[: asked.limit]]
    return Page(items=shown, next=cursor_of(shown[-1].member_id) if len(rows) > asked.limit else None)


# ---- payments


@router.get("/payments", response_model=Page[PaymentShown], responses=refusals(401, 403, 404))
def list_payments(asked: Annotated[PapersAsked, Query()], door: Reading) -> Page[PaymentShown]:
    """One's own payments; for staff those of the people whom they serve."""
    rows = door.read(lambda session, actor, _now: papers.payments_of(session, actor=actor, part=asked.part_of()))
    shown = [PaymentShown.model_validate(row) for row in rows[: asked.limit]]
    return Page(items=shown, next=next_of(rows, asked.limit))


@router.get("/payments/{payment_id}", response_model=PaymentSeen, responses=refusals(401, 403, 404))
def read_payment(payment_id: Id, door: Reading) -> PaymentSeen:
    """One payment with the invoices that it settles."""
    wanted: Wanted = {"payment_id": payment_id}
    return door.read(lambda session, actor, _now: _payment(papers.payment_seen(session, actor=actor, **wanted)))


@router.post("/payments", status_code=201, response_model=PaymentShown, responses=refusals(401, 404, 409))
def record_payment(body: PaymentSent, door: Registering, key: IdempotencyKey = None) -> Response:
    """Record money that came in, by staff; the oldest invoices are settled first, and what is too much is due back."""
    provider = ByHand(Receipt(**{**body.model_dump(), "invoices": tuple(body.invoices)}))
    return door.create(
        lambda session, actor, now: PaymentShown.model_validate(
            payments.take_in(session, actor=actor, provider=provider, now=now)[0]
        ),
        key,
        at=f"{PREFIX}/payments",
    )


@router.post("/payments/{payment_id}/reverse", response_model=PaymentShown, responses=refusals(401, 404, 409))
def reverse_payment(payment_id: Id, body: ReversalSent, door: Planning) -> PaymentShown:
    """Take back a payment that bounced or was recorded by mistake; its invoices are open again."""
    wanted: Wanted = {"payment_id": payment_id, "reason": body.reason}
    return door.write(
        lambda session, actor, now: PaymentShown.model_validate(
            payments.reverse(session, actor=actor, now=now, **wanted)
        )
    )


# ---- refunds


@router.get("/refunds", response_model=Page[RefundShown], responses=refusals(401, 403, 404))
def list_refunds(asked: Annotated[RefundsAsked, Query()], door: Reading) -> Page[RefundShown]:
    """What is or was to be paid back to oneself; for staff to the people whom they serve."""
    wanted: Wanted = {"part": asked.part_of(asked.state)}
    rows = door.read(lambda session, actor, _now: papers.refunds_of(session, actor=actor, **wanted))
    return Page(items=[_refund(row) for row in rows[: asked.limit]], next=next_of(rows, asked.limit))


@router.get("/refunds/{refund_id}", response_model=RefundShown, responses=refusals(401, 403, 404))
def read_refund(refund_id: Id, door: Reading) -> Response:
    """One refund."""
    wanted: Wanted = {"refund_id": refund_id}
    shown = door.read(lambda session, actor, _now: _refund(papers.refund_seen(session, actor=actor, **wanted)))
    return tagged(shown, shown.version)


@router.post("/refunds/{refund_id}/pay-out", response_model=RefundShown, responses=refusals(401, 404, 409))
def pay_out_refund(refund_id: Id, body: PayoutSent, door: Planning) -> RefundShown:
    """Note that a refund was paid out."""
    wanted: Wanted = {"refund_id": refund_id, "method": body.method}
    return door.write(lambda session, actor, now: _refund(refunds.pay_out(session, actor=actor, now=now, **wanted)))


# ---- as they are shown


def price_shown(price: Price) -> PriceShown:
    """A price as it is told to its person."""
    fields = {name: getattr(price, name) for name in PriceShown.model_fields if name != "lines"}
    return PriceShown(**fields, lines=price_lines(price.lines))


def _invoice(row: Any) -> InvoiceShown:
    fields = {name: getattr(row, name) for name in InvoiceShown.model_fields if name not in ("lines", "version")}
    return InvoiceShown(**fields, row_version=row.row_version, lines=price_lines(row.lines))


def _payment(found: papers.Seen) -> PaymentSeen:
    parts = [
        PaymentPartShown(invoice_id=invoice.id, number=invoice.number, month=invoice.month, fen=part.fen)
        for part, invoice in found.parts
    ]
    return PaymentSeen(**PaymentShown.model_validate(found.payment).model_dump(), parts=parts)


def _refund(row: Any) -> RefundShown:
    names = set(RefundShown.model_fields) - {"version", "due_fen"}
    fields = {name: getattr(row, name) for name in names}
    return RefundShown(**fields, row_version=row.row_version, due_fen=refunds.due_fen(row))


def _fees(table: fee_table.FeeTable) -> FeesShown:
    names = ("due_days", "refund_percent", "compensation_fen", "overstay_most_fen")
    return FeesShown(
        community=table.community.slug,
        covenant_version=table.version,
        **{name: getattr(table.rules, name) for name in names},
        rows=[_fee_row(row) for row in table.rows],
        splits=[SplitShown.model_validate(split) for split in table.splits],
    )


def _fee_row(row: fee_table.Row) -> FeeRowShown:
    return FeeRowShown(
        subject=row.subject,
        window=row.window,
        party=row.party,
        tier=row.tier,
        period=None if row.usual is None else row.usual.period,
        fen=None if row.usual is None else row.usual.fen,
        sites=[_site_fee(one) for one in row.sites],
    )


def _site_fee(one: fee_table.SiteFee) -> SiteFeeShown:
    held = one.tariff
    return SiteFeeShown(
        code=one.site.code,
        name_zh=one.site.name_zh,
        name_en=one.site.name_en,
        period=None if held is None else held.period,
        fen=None if held is None else held.fen,
        differs=one.differs,
        reason_zh="" if held is None else held.reason_zh,
        reason_en="" if held is None else held.reason_en,
    )
