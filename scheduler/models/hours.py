"""The time bank 时间银行: minutes of volunteering, kept as double entry that is only ever added to, and what of it was
issued as a record of service 服务记录证明.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from scheduler.models.base import Base, LongText, Named
from scheduler.models.demand import one_of

KINDS = ("service", "transfer", "redeem", "correction", "expiry")
EVIDENCE = ("A", "B", "none")


class HoursTransaction(Named, Base):
    """Why minutes moved: a shift served, a transfer, a correction of an earlier transaction. Written once.

    `evidence` is A (check-in and check-out) or B (a coordinator's credit). `worked_minutes` times `coefficient` in
    hundredths are the minutes posted. A seat is credited once; what corrects it names it in `corrects_id`.
    """

    __tablename__ = "hours_transaction"
    __table_args__ = (
        Index(None, "community_id", "at"),
        one_of("kind", KINDS),
        one_of("evidence", EVIDENCE),
    )

    community_id: Mapped[UUID] = mapped_column(ForeignKey("community.id"))
    kind: Mapped[str]
    evidence: Mapped[str]
    seat_id: Mapped[UUID | None] = mapped_column(ForeignKey("seat.id"), index=True)
    corrects_id: Mapped[UUID | None] = mapped_column(ForeignKey("hours_transaction.id"), unique=True)
    credits_seat_id: Mapped[UUID | None] = mapped_column(unique=True)
    worked_minutes: Mapped[int]
    coefficient: Mapped[int] = mapped_column(default=100)
    reason: Mapped[str] = mapped_column(LongText, default="")
    actor_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    at: Mapped[datetime]


class HoursPosting(Base):
    """One side of a transaction: minutes in or out of a volunteer's account, or of the community's own. Written once.

    The postings of a transaction sum to nothing. `account` is "volunteer", "issued" (where minutes come from),
    "redeemed" or "expired".
    """

    __tablename__ = "hours_posting"
    __table_args__ = (
        CheckConstraint("account IN ('volunteer', 'issued', 'redeemed', 'expired')", name="account"),
        CheckConstraint("(account = 'volunteer') = (volunteer_id IS NOT NULL)", name="owner"),
        CheckConstraint("minutes <> 0", name="minutes"),
    )

    transaction_id: Mapped[UUID] = mapped_column(ForeignKey("hours_transaction.id"), primary_key=True)
    line: Mapped[int] = mapped_column(primary_key=True)
    account: Mapped[str]
    volunteer_id: Mapped[UUID | None] = mapped_column(ForeignKey("volunteer.id"), index=True)
    minutes: Mapped[int]


class ServiceRecord(Named, Base):
    """A record of service as it was issued: what the paper says, which its `code` asks for. Written once.

    Whatever is corrected later, the paper was true when it was issued. The name that was printed is sealed; `kinds`
    and `evidence` are minutes by the kind of the shift and by what shows them, `shown_to` what they were rounded to.
    """

    __tablename__ = "service_record"

    community_id: Mapped[UUID] = mapped_column(ForeignKey("community.id"))
    volunteer_id: Mapped[UUID] = mapped_column(ForeignKey("volunteer.id"), index=True)
    code: Mapped[str] = mapped_column(unique=True)
    name_cipher: Mapped[bytes]
    first: Mapped[date]
    last: Mapped[date]
    shifts: Mapped[int]
    minutes: Mapped[int]
    kinds: Mapped[list[Any]]
    evidence: Mapped[dict[str, Any]]
    shown_to: Mapped[int]
    issued_at: Mapped[datetime]
    issued_by: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
