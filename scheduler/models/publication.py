"""Publications 发布: immutable versions of a round's plan, and the pointer to the one in force."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from scheduler.models.base import Base, Named


class Publication(Named, Base):
    """A plan version made public, or being prepared for it.

    preparing → prepared → published, or abandoned. `content_digest` is the SHA-256 of its rows in canonical form; once
    prepared, neither it nor the rows change. `supply_digest` is that of the hours and rooms that a season was planned
    for.
    """

    __tablename__ = "publication"
    __table_args__ = (
        UniqueConstraint("round_id", "version"),
        CheckConstraint("state IN ('preparing', 'prepared', 'published', 'abandoned')", name="state"),
    )

    community_id: Mapped[UUID] = mapped_column(ForeignKey("community.id"))
    round_id: Mapped[UUID] = mapped_column(ForeignKey("round.id"))
    plan_id: Mapped[UUID] = mapped_column(ForeignKey("plan.id"))
    version: Mapped[int]
    state: Mapped[str] = mapped_column(default="preparing")
    content_digest: Mapped[str] = mapped_column(default="")
    runs_made: Mapped[int]
    prepared_rows: Mapped[int] = mapped_column(default=0)
    share: Mapped[float] = mapped_column(default=0.0)
    lease: Mapped[UUID | None]
    requested_by: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    created_at: Mapped[datetime]
    published_by: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    published_at: Mapped[datetime | None]
    error: Mapped[str | None]
    error_numbers: Mapped[dict[str, Any]] = mapped_column(default=dict)
    supply_digest: Mapped[str] = mapped_column(default="", server_default="")


class PublicationRow(Base):
    """One line of the public notice: a receipt and what it got; no name, phone, address or home.

    In rooms `sessions` are the weekly slots by the codes of their rooms, `title` what a group wants to be known by.
    """

    __tablename__ = "publication_row"
    __table_args__ = (UniqueConstraint("publication_id", "registration_id"),)

    publication_id: Mapped[UUID] = mapped_column(ForeignKey("publication.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    registration_id: Mapped[UUID] = mapped_column(ForeignKey("registration.id"), index=True)
    receipt: Mapped[str]
    masked_plate: Mapped[str]
    outcome: Mapped[str]
    points: Mapped[int]
    site_code: Mapped[str | None]
    rank: Mapped[int | None]
    reasons: Mapped[list[Any]]
    title: Mapped[str] = mapped_column(default="", server_default="")
    sessions: Mapped[list[Any]] = mapped_column(default=list, server_default="[]")


class CurrentPublication(Base):
    """Pointer to the version in force; flipping it is the publication."""

    __tablename__ = "current_publication"

    round_id: Mapped[UUID] = mapped_column(ForeignKey("round.id"), primary_key=True)
    publication_id: Mapped[UUID] = mapped_column(ForeignKey("publication.id"))
    epoch: Mapped[int] = mapped_column(default=1)


class Allocation(Named, Base):
    """A right to use spaces or rooms that a registration holds or was offered; its dated rows are `occupation`.

    prepared (dated rows stand, nothing is public) → held → released. `dates_digest` tells whether a later plan gives
    the same places on the same dates. In rooms `sessions` are the weekly slots with their dates, as in a plan file.
    """

    __tablename__ = "allocation"
    __table_args__ = (
        Index(None, "round_id", "state"),
        Index(None, "registration_id", "state"),
        CheckConstraint("state IN ('prepared', 'held', 'released')", name="state"),
    )

    community_id: Mapped[UUID] = mapped_column(ForeignKey("community.id"))
    round_id: Mapped[UUID] = mapped_column(ForeignKey("round.id"))
    registration_id: Mapped[UUID] = mapped_column(ForeignKey("registration.id"))
    publication_id: Mapped[UUID] = mapped_column(ForeignKey("publication.id"), index=True)
    site_id: Mapped[UUID | None] = mapped_column(ForeignKey("site.id"))
    space_ids: Mapped[list[Any]] = mapped_column(default=list)
    sessions: Mapped[list[Any]] = mapped_column(default=list, server_default="[]")
    dates_digest: Mapped[str]
    state: Mapped[str] = mapped_column(default="prepared")
    created_at: Mapped[datetime]
    released_at: Mapped[datetime | None]
