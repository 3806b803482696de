"""Money in fen: double entry that is only ever added to, and the papers that go with it.

Accounts: what people owe ("receivable", of a member), where money lies ("cash", "bank", "provider"), whose it is
("fund" of a site, "platform", "operator" of a site, "owner" of a member), what is to be paid back ("payable", of a
member), and "income", through which a fee goes until it is split.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from scheduler.models.base import Base, LongText, Named, Versioned
from scheduler.models.demand import one_of
from scheduler.states import INVOICE_STATES, REFUND_STATES

ACCOUNTS = ("receivable", "payable", "cash", "bank", "provider", "income", "fund", "platform", "operator", "owner")
TRANSACTIONS = ("charge", "payment", "split", "refund", "payout", "waiver", "compensation", "carry", "correction")
INCOMES = ("shared", "own", "booking", "overstay")
METHODS = ("cash", "transfer", "provider")
_STANDING = text("replaced_at IS NULL")
_OWED = text("state <> 'cancelled'")
_COUNTS = text("reversed_at IS NULL")


class MoneyAccount(Named, Base):
    """An account of a community, a site or a member; `subject_id` is the community's own id where it is of nobody.

    `balance` is what its transfers come to (debits minus credits), kept beside them; it never passes `floor` or
    `ceiling` where there is one.
    """

    __tablename__ = "money_account"
    __table_args__ = (
        UniqueConstraint("community_id", "kind", "subject_id"),
        one_of("kind", ACCOUNTS),
        CheckConstraint("floor IS NULL OR balance >= floor", name="floor"),
        CheckConstraint("ceiling IS NULL OR balance <= ceiling", name="ceiling"),
    )

    community_id: Mapped[UUID] = mapped_column(ForeignKey("community.id"))
    kind: Mapped[str]
    subject_id: Mapped[UUID]
    balance: Mapped[int] = mapped_column(BigInteger, default=0)
    floor: Mapped[int | None] = mapped_column(BigInteger)
    ceiling: Mapped[int | None] = mapped_column(BigInteger)


class MoneyTransaction(Named, Base):
    """Why money moved; written once. What takes it back names it in `reverses_id`, once.

    `number` counts a community's transactions without gaps; `month` ("2026-05") is the one it is told in, never one
    that is closed. One cause has one transaction of a kind.
    """

    __tablename__ = "money_transaction"
    __table_args__ = (
        UniqueConstraint("community_id", "number"),
        UniqueConstraint("community_id", "kind", "cause_id"),
        Index(None, "community_id", "month"),
        one_of("kind", TRANSACTIONS),
    )

    community_id: Mapped[UUID] = mapped_column(ForeignKey("community.id"))
    number: Mapped[int]
    kind: Mapped[str]
    cause: Mapped[str]
    cause_id: Mapped[UUID]
    site_id: Mapped[UUID | None] = mapped_column(ForeignKey("site.id"))
    reverses_id: Mapped[UUID | None] = mapped_column(ForeignKey("money_transaction.id"), unique=True)
    covenant_version: Mapped[int | None]
    month: Mapped[str]
    reason: Mapped[str] = mapped_column(LongText, default="")
    actor_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    at: Mapped[datetime]


class MoneyTransfer(Base):
    """One part of a transaction: fen from the credited account to the debited one; written once."""

    __tablename__ = "money_transfer"
    __table_args__ = (
        CheckConstraint("fen > 0", name="fen"),
        CheckConstraint("debit_id <> credit_id", name="two_accounts"),
    )

    transaction_id: Mapped[UUID] = mapped_column(ForeignKey("money_transaction.id"), primary_key=True)
    line: Mapped[int] = mapped_column(primary_key=True)
    debit_id: Mapped[UUID] = mapped_column(ForeignKey("money_account.id"), index=True)
    credit_id: Mapped[UUID] = mapped_column(ForeignKey("money_account.id"), index=True)
    fen: Mapped[int] = mapped_column(BigInteger)


class MoneyMonth(Base):
    """A month that is closed: its public statement, by which every later one begins. Written once."""

    __tablename__ = "money_month"

    community_id: Mapped[UUID] = mapped_column(ForeignKey("community.id"), primary_key=True)
    month: Mapped[str] = mapped_column(primary_key=True)
    statement: Mapped[dict[str, Any]]
    last_number: Mapped[int]
    digest: Mapped[str]
    closed_by: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    closed_at: Mapped[datetime]


class NumberSeries(Base):
    """The next number of a kind of papers; its row is locked by whoever takes one, so that there are no gaps."""

    __tablename__ = "number_series"

    community_id: Mapped[UUID] = mapped_column(ForeignKey("community.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    next: Mapped[int] = mapped_column(default=1)


class Quote(Named, Base):
    """The price of a right or a booking, told before it is accepted, and kept to afterwards.

    `lines` are a tariff's, with its covenant version, number of periods and fen. One stands for a subject at a time.
    """

    __tablename__ = "quote"
    __table_args__ = (
        Index("uq_quote_standing", "subject_id", unique=True, postgresql_where=_STANDING, sqlite_where=_STANDING),
        Index(None, "community_id", "member_id"),
        one_of("subject", ("registration", "booking", "agreement")),
    )

    community_id: Mapped[UUID] = mapped_column(ForeignKey("community.id"))
    subject: Mapped[str]
    subject_id: Mapped[UUID] = mapped_column(index=True)
    member_id: Mapped[UUID] = mapped_column(ForeignKey("member.id"))
    site_id: Mapped[UUID | None] = mapped_column(ForeignKey("site.id"))
    covenant_version: Mapped[int]
    lines: Mapped[list[Any]]
    fen: Mapped[int] = mapped_column(BigInteger)
    made_at: Mapped[datetime]
    accepted_at: Mapped[datetime | None]
    replaced_at: Mapped[datetime | None]


class Invoice(Named, Versioned, Base):
    """What somebody is to pay for a month, a booking or an overstay; its number is without gaps.

    `income` says by which split of its covenant version what is paid is divided; of somebody's own space their part
    goes to `owner_id`. A cancelled one keeps its number, and a counter entry in the ledger.
    """

    __tablename__ = "invoice"
    __table_args__ = (
        UniqueConstraint("community_id", "number"),
        Index(
            "uq_invoice_cause_id_month", "cause_id", "month", unique=True, postgresql_where=_OWED, sqlite_where=_OWED
        ),
        Index(None, "community_id", "member_id"),
        Index(None, "community_id", "state", "due_on"),
        one_of("state", INVOICE_STATES),
        one_of("income", INCOMES),
        CheckConstraint("fen > 0 AND settled_fen >= 0 AND settled_fen <= fen", name="fen"),
    )

    community_id: Mapped[UUID] = mapped_column(ForeignKey("community.id"))
    number: Mapped[int]
    member_id: Mapped[UUID] = mapped_column(ForeignKey("member.id"))
    site_id: Mapped[UUID | None] = mapped_column(ForeignKey("site.id"))
    cause: Mapped[str]
    cause_id: Mapped[UUID]
    covenant_version: Mapped[int]
    income: Mapped[str]
    owner_id: Mapped[UUID | None] = mapped_column(ForeignKey("member.id"))
    month: Mapped[str]
    lines: Mapped[list[Any]]
    fen: Mapped[int] = mapped_column(BigInteger)
    settled_fen: Mapped[int] = mapped_column(BigInteger, default=0)
    state: Mapped[str] = mapped_column(default="issued")
    issued_at: Mapped[datetime]
    due_on: Mapped[date]
    reminded_at: Mapped[datetime | None]


class Payment(Named, Base):
    """Money that came in, with the number of its receipt, without gaps.

    `reference` is a provider's or bank's own number; one payment that was not taken back has it.
    """

    __tablename__ = "payment"
    __table_args__ = (
        UniqueConstraint("community_id", "number"),
        Index(
            "uq_payment_reference",
            "community_id",
            "method",
            "reference",
            unique=True,
            postgresql_where=_COUNTS,
            sqlite_where=_COUNTS,
        ),
        one_of("method", METHODS),
        CheckConstraint("fen > 0", name="fen"),
    )

    community_id: Mapped[UUID] = mapped_column(ForeignKey("community.id"))
    number: Mapped[int]
    member_id: Mapped[UUID] = mapped_column(ForeignKey("member.id"), index=True)
    method: Mapped[str]
    reference: Mapped[str | None]
    fen: Mapped[int] = mapped_column(BigInteger)
    received_on: Mapped[date]
    recorded_by: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    recorded_at: Mapped[datetime]
    reversed_at: Mapped[datetime | None]


class PaymentPart(Base):
    """How much of a payment settles an invoice."""

    __tablename__ = "payment_part"
    __table_args__ = (CheckConstraint("fen > 0", name="fen"),)

    payment_id: Mapped[UUID] = mapped_column(ForeignKey("payment.id"), primary_key=True)
    invoice_id: Mapped[UUID] = mapped_column(ForeignKey("invoice.id"), primary_key=True, index=True)
    fen: Mapped[int] = mapped_column(BigInteger)


class Refund(Named, Versioned, Base):
    """Money to be paid back, by a rule of the covenant or a decision; its number is without gaps."""

    __tablename__ = "refund"
    __table_args__ = (
        UniqueConstraint("community_id", "number"),
        UniqueConstraint("community_id", "cause_id", "rule"),
        one_of("state", REFUND_STATES),
        CheckConstraint("fen > 0", name="fen"),
    )

    community_id: Mapped[UUID] = mapped_column(ForeignKey("community.id"))
    number: Mapped[int]
    member_id: Mapped[UUID] = mapped_column(ForeignKey("member.id"), index=True)
    invoice_id: Mapped[UUID | None] = mapped_column(ForeignKey("invoice.id"), index=True)
    cause: Mapped[str]
    cause_id: Mapped[UUID]
    rule: Mapped[str]
    fen: Mapped[int] = mapped_column(BigInteger)
    lines: Mapped[list[Any]] = mapped_column(default=list)
    reason: Mapped[str] = mapped_column(LongText, default="")
    state: Mapped[str] = mapped_column(default="due")
    method: Mapped[str | None]
    made_at: Mapped[datetime]
    paid_at: Mapped[datetime | None]
