"""How spaces are used: who came and left, who stayed too long, what followed; and owners who share their own space."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column

from scheduler.models.base import Base, LongText, Named, Versioned
from scheduler.models.demand import one_of
from scheduler.states import CALL_BACK_STATES, SHARE_STATES, VIOLATION_STATES

VIOLATIONS = ("overstay", "no_right", "wrong_place", "blocked_entry", "no_show")
_OPEN = text("left_at IS NULL")


class Passage(Named, Base):
    """A vehicle that passed a gate, as the gate or a clerk told it; written once.

    A plate is kept as its keyed index and sealed. `reference` is the gate's own number: told twice, it counts once.
    """

    __tablename__ = "passage"
    __table_args__ = (
        UniqueConstraint("site_id", "reference"),
        Index(None, "site_id", "plate_index", "at"),
        Index(None, "community_id", "at"),
        one_of("direction", ("in", "out")),
        one_of("source", ("gate", "file", "clerk")),
    )

    community_id: Mapped[UUID] = mapped_column(ForeignKey("community.id"))
    site_id: Mapped[UUID] = mapped_column(ForeignKey("site.id"))
    plate_index: Mapped[bytes]
    plate_cipher: Mapped[bytes]
    vehicle_id: Mapped[UUID | None] = mapped_column(ForeignKey("vehicle.id"), index=True)
    direction: Mapped[str]
    at: Mapped[datetime]
    source: Mapped[str]
    reference: Mapped[str]
    recorded_by: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    recorded_at: Mapped[datetime]


class Stay(Named, Base):
    """A vehicle at a site, from its entry to its exit; by which right, until when, and by how much it was too long.

    One whose exit nobody told is closed with `left_at` empty no longer than the next entry: `exit_missing` says so.
    """

    __tablename__ = "stay"
    __table_args__ = (
        Index(
            "uq_stay_open",
            "site_id",
            "plate_index",
            unique=True,
            postgresql_where=_OPEN,
            sqlite_where=_OPEN,
        ),
        Index(None, "community_id", "entered_at"),
        Index(None, "vehicle_id", "entered_at"),
        Index(None, "community_id", "look_at"),
    )

    community_id: Mapped[UUID] = mapped_column(ForeignKey("community.id"))
    site_id: Mapped[UUID] = mapped_column(ForeignKey("site.id"))
    plate_index: Mapped[bytes]
    plate_cipher: Mapped[bytes]
    vehicle_id: Mapped[UUID | None] = mapped_column(ForeignKey("vehicle.id"))
    entered_at: Mapped[datetime]
    left_at: Mapped[datetime | None]
    exit_missing: Mapped[bool] = mapped_column(default=False)
    allocation_id: Mapped[UUID | None] = mapped_column(ForeignKey("allocation.id"))
    booking_id: Mapped[UUID | None] = mapped_column(ForeignKey("booking.id"))
    allowed_until: Mapped[datetime | None]
    overstay_minutes: Mapped[int] = mapped_column(default=0)
    look_at: Mapped[datetime | None]
    """When the clockwork looks next: at the end of the right, of the grace; empty when there is nothing to look for."""


class Violation(Named, Versioned, Base):
    """Something a vehicle did against the rules of a site; it counts until `counts_until`, unless it was waived."""

    __tablename__ = "violation"
    __table_args__ = (
        Index(None, "community_id", "vehicle_id", "counts_until"),
        Index(None, "community_id", "at"),
        UniqueConstraint("stay_id", "kind"),
        one_of("kind", VIOLATIONS),
        one_of("state", VIOLATION_STATES),
    )

    community_id: Mapped[UUID] = mapped_column(ForeignKey("community.id"))
    site_id: Mapped[UUID] = mapped_column(ForeignKey("site.id"))
    vehicle_id: Mapped[UUID] = mapped_column(ForeignKey("vehicle.id"))
    member_id: Mapped[UUID] = mapped_column(ForeignKey("member.id"))
    stay_id: Mapped[UUID | None] = mapped_column(ForeignKey("stay.id"))
    kind: Mapped[str]
    state: Mapped[str] = mapped_column(default="open")
    minutes: Mapped[int] = mapped_column(default=0)
    fen: Mapped[int] = mapped_column(default=0)
    note: Mapped[str] = mapped_column(LongText, default="")
    at: Mapped[datetime]
    counts_until: Mapped[datetime]
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    waived_at: Mapped[datetime | None]
    waived_by: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    reason: Mapped[str] = mapped_column(LongText, default="")


class Block(Named, Base):
    """A vehicle that may not be registered or stand at shared spaces for a time; lifted by a decision."""

    __tablename__ = "block"
    __table_args__ = (
        Index(None, "vehicle_id", "until"),
        CheckConstraint("until > since", name="not_empty"),
    )

    community_id: Mapped[UUID] = mapped_column(ForeignKey("community.id"))
    vehicle_id: Mapped[UUID] = mapped_column(ForeignKey("vehicle.id"))
    since: Mapped[datetime]
    until: Mapped[datetime]
    violations: Mapped[int]
    lifted_at: Mapped[datetime | None]
    lifted_by: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    reason: Mapped[str] = mapped_column(LongText, default="")


class SpaceShare(Named, Versioned, Base):
    """An owner's offer of their own space: in which windows, on which dates. `windows` are window rules as JSON."""

    __tablename__ = "space_share"
    __table_args__ = (
        Index(None, "space_id", "state"),
        Index(None, "community_id", "member_id"),
        one_of("state", SHARE_STATES),
    )

    community_id: Mapped[UUID] = mapped_column(ForeignKey("community.id"))
    space_id: Mapped[UUID] = mapped_column(ForeignKey("space.id"))
    member_id: Mapped[UUID] = mapped_column(ForeignKey("member.id"))
    windows: Mapped[list[Any]]
    first: Mapped[date]
    last: Mapped[date | None]
    state: Mapped[str] = mapped_column(default="active")
    channel: Mapped[str]
    operator_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    offered_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class CallBack(Named, Base):
    """An owner's wish to have their space back for a span that they had shared, and what came of it.

    They hold what they got by the booking `booking_id`: their own space, or another (`fallback_id`). `missed` tells
    that they came and found it taken; it is counted and published. `confirmed`: the staff of the site stated it too.
    """

    __tablename__ = "call_back"
    __table_args__ = (
        Index(None, "community_id", "asked_at"),
        Index(None, "space_id", "starts_at"),
        one_of("state", CALL_BACK_STATES),
        CheckConstraint("ends_at > starts_at", name="not_empty"),
    )

    community_id: Mapped[UUID] = mapped_column(ForeignKey("community.id"))
    share_id: Mapped[UUID] = mapped_column(ForeignKey("space_share.id"), index=True)
    space_id: Mapped[UUID] = mapped_column(ForeignKey("space.id"))
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    state: Mapped[str]
    fallback_id: Mapped[UUID | None] = mapped_column(ForeignKey("space.id"))
    missed: Mapped[bool] = mapped_column(default=False)
    confirmed: Mapped[bool] = mapped_column(default=False, server_default=false())
    fen: Mapped[int] = mapped_column(default=0)
    asked_at: Mapped[datetime]
    booking_id: Mapped[UUID | None] = mapped_column(ForeignKey("booking.id"))
    reason: Mapped[str] = mapped_column(LongText, default="")
