"""The time bank: accounts, statements, transfers, redemptions, corrections, records of service."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError

from api.schemas.base import Asked, Instant, Page, Sent, Shown, SortedPageAsked
from api.schemas.types import FIRST_YEAR, LAST_YEAR, Day, Id, Readable, Reason

MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")
A_MONTH = f"YYYY-MM in a year from {FIRST_YEAR} to {LAST_YEAR}"
Kind = Literal["service", "transfer", "redeem", "correction", "expiry"]
Evidence = Literal["A", "B", "none"]
ShiftKind = Literal["home_visit", "patrol", "class", "event", "room"]
Minutes = Annotated[int, Field(ge=1, le=1_000_000)]
Whose = Annotated[Id | None, Field(description="For the office; left out: one's own.")]
ShownTo = Annotated[int, Field(description="To multiples of how many minutes they are rounded where people read them.")]


def _month(given: Any) -> Any:
    if isinstance(given, date):
        return given
    if isinstance(given, str) and MONTH.fullmatch(given) and FIRST_YEAR <= int(given[:4]) <= LAST_YEAR:
        return date.fromisoformat(f"{given}-01")
    raise PydanticCustomError("not_a_date", "not a month", {"allowed": A_MONTH})


Month = Annotated[
    date,
    BeforeValidator(_month, json_schema_input_type=str),
    Field(examples=["2026-05"], json_schema_extra={"type": "string", "format": "month", "pattern": MONTH.pattern}),
]


class HoursAsked(SortedPageAsked):
    """Whose account is asked for."""

    volunteer_id: Whose = None


class StatementAsked(Asked):
    """Which month of whose account."""

    month: Month
    volunteer_id: Whose = None


class CertificateAsked(Asked):
    """Whose record of service, from and up to which dates; left out: from the first shift to today."""

    volunteer_id: Whose = None
    first: Day | None = None
    last: Day | None = None


class RecordSent(Sent):
    """Whose record of service is issued, from and up to which dates; left out: from the first shift to today."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"first": "2026-01-01", "last": "2026-06-30"}]})

    volunteer_id: Whose = None
    first: Day | None = None
    last: Day | None = None


class CommunityAsked(Asked):
    """Which month of the community."""

    month: Month


class TransferSent(Sent):
    """Minutes for another volunteer, whom the receipt names."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"to": "ABCD-EFGH-JKMN-P7", "minutes": 60}]})

    to: Annotated[Readable, Field(min_length=1, max_length=40, description="Receipt of the volunteer who gets them.")]
    minutes: Minutes
    reason: Reason = ""
    volunteer_id: Whose = None


class RedemptionSent(Sent):
    """Minutes given back for a service received, which the reason names."""

    volunteer_id: Id
    minutes: Minutes
    reason: Reason


class CorrectionSent(Sent):
    """What stands instead of a transaction: minutes served or moved, none where it is only taken back."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"minutes": 60, "reason": "Came at ten."}]})

    minutes: Annotated[int, Field(ge=0, le=1_000_000)]
    reason: Reason


class HoursLineShown(Shown):
    """A transaction as it touched an account; worked minutes times the coefficient in hundredths are what moved."""

    id: UUID
    at: Instant
    kind: Kind
    evidence: Evidence
    minutes: int
    worked_minutes: int
    coefficient: int
    reason: str
    corrects_id: UUID | None
    seat_id: UUID | None
    shift_zh: str | None
    shift_en: str | None
    date: Day | None


class HoursShown(Page[HoursLineShown]):
    """An account with a part of what touched it."""

    volunteer_id: UUID
    receipt: str
    minutes: int
    shown_minutes: int
    shown_to: ShownTo
    deposit_cap: int
    transfers: bool
    given_this_month: int
    transfer_month_cap: int


class StatementShown(Shown):
    """A month of an account; opening and lines sum to closing, to the minute."""

    volunteer_id: UUID
    receipt: str
    month: str
    opening: int
    lines: list[HoursLineShown]
    closing: int
    shown_to: ShownTo


class TransactionShown(Shown):
    """Why minutes moved."""

    id: UUID
    at: Instant
    kind: Kind
    evidence: Evidence
    worked_minutes: int
    coefficient: int
    reason: str
    seat_id: UUID | None
    corrects_id: UUID | None


class CorrectionShown(Shown):
    """The opposite of what was wrong, and what stands instead, if anything does."""

    opposite: TransactionShown
    instead: TransactionShown | None


class MovedShown(Shown):
    """Transactions of a kind and evidence: how many, minutes worked, into accounts of volunteers and out of them."""

    kind: Kind
    evidence: Evidence
    transactions: int
    worked: int
    into: int
    out: int


class AccountsShown(Shown):
    """Minutes in accounts at the end of a month: they sum to nothing, for `issued` is where they come from."""

    volunteer: int = 0
    issued: int = 0
    redeemed: int = 0
    expired: int = 0


class CommunityMonthShown(Shown):
    """A month of the community."""

    month: str
    moved: list[MovedShown]
    accounts: AccountsShown


class KindShown(Shown):
    """Shifts of a kind that somebody served."""

    kind: ShiftKind
    shifts: int
    minutes: int


class CertificateShown(Shown):
    """A record of service: minutes as they were served, `evidence` by check-in (A) or a coordinator's word (B)."""

    volunteer_id: UUID
    receipt: str
    name: str
    community_zh: str
    community_en: str
    first: Day
    last: Day
    shifts: int
    minutes: int
    shown_minutes: int
    shown_to: ShownTo
    kinds: list[KindShown]
    evidence: dict[Evidence, int]


class RecordShown(CertificateShown):
    """A record of service as it was issued: it stays what it was, whatever is corrected later."""

    id: UUID
    code: str = Field(description="Printed on it: whoever has it may check the paper.")
    issued_at: Instant
    verify_at: str = Field(description="Address that the QR code holds: anybody may check the paper there.")


class FiguresShown(Shown):
    """What stands for a period."""

    shifts: int
    minutes: int
    shown_minutes: int


class RecordConfirmed(FiguresShown):
    """What everybody may know of a record of service whose code they have."""

    community_zh: str
    community_en: str
    issued_on: Day
    first: Day
    last: Day
    receipt: str
    masked_name: str
    since: FiguresShown | None = Field(
        description="What stands now for the same period, where hours were corrected or added since it was issued."
    )
