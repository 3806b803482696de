"""The path of an application, and the agreement 协议 at its end: registers, agreements and their steps."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from scheduler.models.base import Base, LongText, Named, Versioned
from scheduler.models.demand import one_of
from scheduler.states import AGREEMENT_LIVING, AGREEMENT_STATES, DOCUMENTS

_LIVING = text(f"state IN ({', '.join(map(repr, AGREEMENT_LIVING))})")


class RegisterEntry(Named, Base):
    """That a document of a person, or of one of their vehicles, was seen: the register that staff keep themselves.

    It holds no copy and no number of the document. One that was wrong is struck out, not deleted.
    """

    __tablename__ = "register_entry"
    __table_args__ = (Index(None, "community_id", "member_id"), one_of("document", DOCUMENTS))

    community_id: Mapped[UUID] = mapped_column(ForeignKey("community.id"))
    member_id: Mapped[UUID] = mapped_column(ForeignKey("member.id"))
    vehicle_id: Mapped[UUID | None] = mapped_column(ForeignKey("vehicle.id"))
    document: Mapped[str]
    valid_from: Mapped[date]
    valid_until: Mapped[date | None]
    recorded_by: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    recorded_at: Mapped[datetime]
    struck_at: Mapped[datetime | None]
    struck_by: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    reason: Mapped[str] = mapped_column(LongText, default="")


class Agreement(Named, Versioned, Base):
    """The agreement of somebody who accepted a right: space, windows, leave-by times, fee, rights and duties.

    `terms_cipher` is what was printed, as JSON, sealed (it names person and plate); it is never written again: a
    change makes a new agreement that `replaces_id`. `code` is what its QR code asks for. It holds from `starts_on` to
    `ends_on`, both included.
    """

    __tablename__ = "agreement"
    __table_args__ = (
        UniqueConstraint("community_id", "number"),
        Index("uq_agreement_living", "registration_id", unique=True, postgresql_where=_LIVING, sqlite_where=_LIVING),
        Index(None, "community_id", "state"),
        Index(None, "community_id", "member_id"),
        one_of("state", AGREEMENT_STATES),
    )

    community_id: Mapped[UUID] = mapped_column(ForeignKey("community.id"))
    number: Mapped[int]
    code: Mapped[str] = mapped_column(unique=True)
    round_id: Mapped[UUID] = mapped_column(ForeignKey("round.id"), index=True)
    registration_id: Mapped[UUID] = mapped_column(ForeignKey("registration.id"), index=True)
    allocation_id: Mapped[UUID] = mapped_column(ForeignKey("allocation.id"))
    member_id: Mapped[UUID] = mapped_column(ForeignKey("member.id"))
    vehicle_id: Mapped[UUID] = mapped_column(ForeignKey("vehicle.id"), index=True)
    site_id: Mapped[UUID] = mapped_column(ForeignKey("site.id"))
    quote_id: Mapped[UUID | None] = mapped_column(ForeignKey("quote.id"))
    covenant_version: Mapped[int]
    terms_cipher: Mapped[bytes]
    digest: Mapped[str]
    state: Mapped[str] = mapped_column(default="drawn_up")
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    drawn_up_at: Mapped[datetime]
    sign_by: Mapped[datetime]
    signed_on: Mapped[date | None]
    signed_channel: Mapped[str | None]
    ended_on: Mapped[date | None]
    suspended_from: Mapped[date | None]
    suspended_until: Mapped[date | None]
    replaces_id: Mapped[UUID | None] = mapped_column(ForeignKey("agreement.id"), unique=True)
    renews_id: Mapped[UUID | None] = mapped_column(ForeignKey("agreement.id"))


class AgreementEvent(Named, Base):
    """One step of an agreement; written once."""

    __tablename__ = "agreement_event"

    agreement_id: Mapped[UUID] = mapped_column(ForeignKey("agreement.id"), index=True)
    action: Mapped[str]
    before: Mapped[str]
    after: Mapped[str]
    actor_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    reason: Mapped[str] = mapped_column(LongText, default="")
    numbers: Mapped[dict[str, Any]] = mapped_column(default=dict)
    at: Mapped[datetime]
