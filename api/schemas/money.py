"""The ledger: months and their statements, transactions, accounts, what is paid out of shares. All amounts in fen."""

from __future__ import annotations

from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import ConfigDict, Field

from api.schemas.base import Asked, Instant, Page, Sent, Shown, SortedPageAsked
from api.schemas.hours import Month
from api.schemas.types import Code, Id, Reason
from scheduler.usecases.ledger import MOST_FEN

Fen = Annotated[int, Field(ge=1, le=MOST_FEN, description="Fen; 100 are a yuan.")]
Place = Literal["cash", "bank", "provider"]
Share = Literal["fund", "operator", "platform", "owner"]
Kind = Literal["charge", "payment", "split", "refund", "payout", "waiver", "compensation", "carry", "correction"]


class CommunityAsked(Asked):
    """Whose months."""

    community: Code


class MonthShown(Shown):
    """A month that is closed; its digest covers its statement, which holds the digest of the month before."""

    month: str
    closed_at: Instant
    last_number: int
    digest: str


class MonthsShown(Shown):
    """The months that are closed, newest first."""

    items: list[MonthShown]


class OwnMonthsShown(MonthsShown):
    """The same for the office, with the month that is to be closed next, where one is over."""

    next_to_close: str | None


class LineShown(Shown):
    """An account over a month: opening and what moved, by kind of transaction, sum to closing."""

    account: str
    site: str | None = Field(description="Code of the site whose fund or operator it is.")
    opening: int
    moved: dict[Kind, int]
    closing: int


class TotalShown(Shown):
    """What several accounts come to."""

    opening: int
    moved: dict[Kind, int]
    closing: int


class TotalsShown(Shown):
    """Where money lies and whose it is: both have the same sums."""

    held: TotalShown
    owned: TotalShown


class SiteMonthShown(Shown):
    """What a site billed, cancelled, took in and divided, gave back, and paid to owners as a compensation."""

    site: str | None
    billed: int
    cancelled: int
    received: int
    shares: dict[Share, int]
    refunded: int
    compensated: int


class CovenantMonthShown(Shown):
    """Tariffs and splits of a version of the covenant that was in force in the month."""

    version: int
    tariffs: list[dict[str, Any]]
    splits: list[dict[str, Any]]


class StatementShown(Shown):
    """The statement of a month; `previous` is the digest of the month before, from which it goes on."""

    form: str
    community: str
    month: str
    previous: str | None
    last_number: int
    held: list[LineShown]
    owned: list[LineShown]
    totals: TotalsShown
    sites: list[SiteMonthShown]
    covenants: list[CovenantMonthShown]


class ClosedMonthShown(Shown):
    """A statement as it was written when the month was closed."""

    closed_at: Instant
    digest: str
    statement: StatementShown


class TransactionsAsked(SortedPageAsked):
    """Transactions of a month, or of all."""

    month: Month | None = None


class MoneyTransactionShown(Shown):
    """Why money moved."""

    id: UUID
    number: int
    kind: Kind
    cause: str
    cause_id: UUID
    site_id: UUID | None
    reverses_id: UUID | None
    covenant_version: int | None
    month: str
    reason: str
    at: Instant


class TransferShown(Shown):
    """Fen from the credited account to the debited one; `subject` is whose it is, the community for its own."""

    line: int
    fen: int
    debit_kind: str
    debit_subject: UUID
    credit_kind: str
    credit_subject: UUID


class TransactionSeen(MoneyTransactionShown):
    """A transaction with its transfers, and what takes it back, if anything does."""

    transfers: list[TransferShown]
    reversed_by: UUID | None


class AccountShown(Shown):
    """An account: debits minus credits, and between what they stay."""

    id: UUID
    kind: str
    subject_id: UUID
    balance: int
    floor: int | None
    ceiling: int | None


class AccountsShown(Page[AccountShown]):
    """A part of the accounts."""


class ExportAsked(Asked):
    """What an export is for; it is put on record."""

    purpose: Literal["bookkeeping", "audit", "council"]


class SharePayoutSent(Sent):
    """Money out of a share: of a site's fund or operator (or the community's), the platform, or an owner."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"share": "platform", "place": "bank", "fen": 12_000, "reason": "For May."}]}
    )

    share: Share
    subject_id: Annotated[Id | None, Field(description="Site or member; left out: the community's own.")] = None
    place: Place
    fen: Fen
    reason: Reason


class CarrySent(Sent):
    """Money carried from one place to another."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"source": "cash", "target": "bank", "fen": 50_000, "reason": "Till to the bank."}]
        }
    )

    source: Place
    target: Place
    fen: Fen
    reason: Reason


class ReversalSent(Sent):
    """Why something is taken back."""

    reason: Reason
