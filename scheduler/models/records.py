"""What is written beside every change: audit chain, outbox and inbox, answers to repeated commands."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from scheduler.models.base import Base, Named


class AuditHead(Base):
    """End of a community's audit chain: the row on which its writers queue."""

    __tablename__ = "audit_head"

    community_id: Mapped[UUID] = mapped_column(ForeignKey("community.id"), primary_key=True)
    seq: Mapped[int] = mapped_column(BigInteger)
    digest: Mapped[bytes]


class AuditEntry(Base):
    """One link: who did what to which thing; `details` hold ids and codes, never personal data."""

    __tablename__ = "audit_entry"
    __table_args__ = (Index(None, "community_id", "subject_id"),)

    community_id: Mapped[UUID] = mapped_column(ForeignKey("community.id"), primary_key=True)
    seq: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    at: Mapped[datetime]
    actor: Mapped[str]
    action: Mapped[str]
    subject: Mapped[str]
    subject_id: Mapped[str]
    details: Mapped[dict[str, Any]]
    previous: Mapped[bytes]
    digest: Mapped[bytes]


class OutboxMessage(Named, Base):
    """A message to be delivered at least once; receivers tell repeats by `dedupe_key`. Ids and numbers only.

    One without a member speaks to everybody whom a publication concerns (`numbers` names it).
    """

    __tablename__ = "outbox_message"

    community_id: Mapped[UUID] = mapped_column(ForeignKey("community.id"))
    member_id: Mapped[UUID | None] = mapped_column(ForeignKey("member.id"))
    dedupe_key: Mapped[str] = mapped_column(unique=True)
    code: Mapped[str]
    numbers: Mapped[dict[str, Any]]
    created_at: Mapped[datetime]
    claimed_until: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    delivered_at: Mapped[datetime | None] = mapped_column(index=True)


class InboxMessage(Named, Base):
    """A message as its reader finds it in the product."""

    __tablename__ = "inbox_message"
    __table_args__ = (Index(None, "member_id", "created_at"),)

    member_id: Mapped[UUID] = mapped_column(ForeignKey("member.id"))
    dedupe_key: Mapped[str] = mapped_column(unique=True)
    code: Mapped[str]
    numbers: Mapped[dict[str, Any]]
    created_at: Mapped[datetime]
    read_at: Mapped[datetime | None]


class IdempotencyKey(Base):
    """The answer to a command that may be sent again, written in the transaction of its effect."""

    __tablename__ = "idempotency_key"

    principal: Mapped[str] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(200), primary_key=True)
    fingerprint: Mapped[bytes]
    status: Mapped[int | None]
    body: Mapped[bytes | None]
    headers: Mapped[dict[str, Any]] = mapped_column(default=dict)
    created_at: Mapped[datetime] = mapped_column(index=True)
