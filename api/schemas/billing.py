"""Fees: prices, invoices, payments, refunds, arrears; the public table of fees. All amounts in fen."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import ConfigDict, Field

from api.schemas.base import Instant, PageAsked, Sent, Shown, SortedPageAsked
from api.schemas.hours import Month
from api.schemas.money import Fen
from api.schemas.types import Day, Id, Line, Reason
from scheduler.queries.invoices import Part

Method = Literal["cash", "transfer", "provider"]
Period = Literal["month", "round", "use", "hour"]
Window = Literal["night", "day", "rest_days", "whole"]
Party = Literal["owner", "tenant", "partner", "outside"]
Income = Literal["shared", "own", "booking", "overstay"]
Amount = Annotated[int, Field(description="Fen; 100 are a yuan.")]


class PriceLine(Shown):
    """What a tariff comes to: `count` periods (of `of`, where a month or round is not whole) at `unit_fen`."""

    subject: str | None = None
    window: Window | None = None
    party: Party | None = None
    site: str | None = None
    tier: int = 1
    period: Period | None = None
    unit_fen: Amount | None = None
    count: int = 1
    of: int = 1
    fen: Amount
    month: str | None = None
    first: date | None = None
    last: date | None = None
    minutes: int | None = None


class PriceShown(Shown):
    """What a right costs from its first to its last date; `accepted_at` tells since when this is kept to."""

    registration_id: UUID
    site_code: str
    covenant_version: int
    window: Window
    tier: int = Field(description="Which vehicle of the household it is that has a place, by who had one first.")
    first: date
    last: date
    lines: list[PriceLine]
    fen: Amount
    accepted_at: Instant | None


class PapersAsked(SortedPageAsked):
    """Whose papers are asked for; left out: one's own, or for staff those of all whom they serve."""

    member_id: Id | None = None

    def part_of(self, state: str | None = None) -> Part:
        """The part of a list that is asked for."""
        return Part(**self.part, member_id=self.member_id, state=state)


class InvoicesAsked(PapersAsked):
    """Which invoices."""

    state: Literal["issued", "paid", "cancelled"] | None = None
    month: Month | None = None


class RefundsAsked(PapersAsked):
    """Which refunds."""

    state: Literal["due", "paid", "withdrawn"] | None = None


class InvoiceShown(Shown):
    """What somebody is to pay. Of `fen`, `settled_fen` are paid or owed no longer."""

    id: UUID
    version: int = Field(validation_alias="row_version")
    number: int
    member_id: UUID
    site_id: UUID | None
    cause: str
    cause_id: UUID
    covenant_version: int
    income: Income
    month: str
    lines: list[PriceLine]
    fen: Amount
    settled_fen: Amount
    state: Literal["issued", "paid", "cancelled"]
    issued_at: Instant
    due_on: date


class WaiverSent(Sent):
    """Why an invoice is waived."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"reason": "The gate was shut for a week."}]})

    reason: Reason


class PaymentSent(Sent):
    """Money that came in; `reference` is the bank's or provider's number, which cash has none of."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "member_id": "01890a5d-ac96-774b-bcce-b302099a8057",
                    "method": "transfer",
                    "fen": 12_000,
                    "received_on": "2026-05-04",
                    "reference": "20260504-0017",
                }
            ]
        }
    )

    member_id: Id
    method: Method
    fen: Fen
    received_on: Day
    reference: Line | None = None
    invoices: list[Id] = Field([], max_length=50, description="Which it is meant for; left out: the oldest first.")


class PaymentPartShown(Shown):
    """How much of a payment settles which invoice."""

    invoice_id: UUID
    number: int
    month: str
    fen: Amount


class PaymentShown(Shown):
    """Money that came in, with the number of its receipt."""

    id: UUID
    number: int
    member_id: UUID
    method: Method
    reference: str | None
    fen: Amount
    received_on: date
    recorded_at: Instant
    reversed_at: Instant | None


class PaymentSeen(PaymentShown):
    """A payment with what it settles."""

    parts: list[PaymentPartShown]


class ReversalSent(Sent):
    """Why a payment is taken back."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"reason": "The transfer bounced."}]})

    reason: Reason


class RefundShown(Shown):
    """What is paid back: of `fen`, `due_fen` go to the person; the rest was owed and is no longer."""

    id: UUID
    version: int = Field(validation_alias="row_version")
    number: int
    member_id: UUID
    invoice_id: UUID | None
    cause: str
    cause_id: UUID
    rule: str
    fen: Amount
    due_fen: Amount
    reason: str
    state: Literal["due", "paid", "withdrawn"]
    method: str | None
    made_at: Instant
    paid_at: Instant | None


class PayoutSent(Sent):
    """How a refund was paid out."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"method": "cash"}]})

    method: Method


class ArrearsAsked(PageAsked):
    """Which part of those who are late."""


class ArrearShown(Shown):
    """What one person owes beyond its date, and since when."""

    member_id: UUID
    invoices: int
    fen: Amount
    due_on: date


class SiteFeeShown(Shown):
    """What one site costs; where it `differs` it says why."""

    code: str
    name_zh: str
    name_en: str
    period: Period | None
    fen: Amount | None
    differs: bool
    reason_zh: str
    reason_en: str


class FeeRowShown(Shown):
    """What one thing costs: usually, and at each site; nothing where it is free."""

    subject: Literal["right", "booking", "overstay"]
    window: Window | None
    party: Party | None
    tier: int
    period: Period | None
    fen: Amount | None
    sites: list[SiteFeeShown]


class PartShown(Shown):
    """What one recipient gets, in hundredths of a percent."""

    to: str
    share: int


class SplitShown(Shown):
    """Who gets what of an income."""

    income: Income
    parts: list[PartShown]


class FeesShown(Shown):
    """The table of fees in force."""

    community: str
    covenant_version: int
    due_days: int
    refund_percent: int
    compensation_fen: Amount
    overstay_most_fen: Amount
    rows: list[FeeRowShown]
    splits: list[SplitShown]


def price_lines(lines: list[Any]) -> list[PriceLine]:
    """Lines as they are told to their person."""
    return [
        PriceLine(**{name: value for name, value in line.items() if name in PriceLine.model_fields}) for line in lines
    ]
