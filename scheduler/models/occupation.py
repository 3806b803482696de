"""Who has what, when: dated rows that cannot overlap, and the single bookings made of them.

The database itself refuses an overlap: an exclusion constraint on PostgreSQL, on SQLite a trigger that looks at the
predecessor only (see the first migration). Both speak of active rows of one resource.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, false
from sqlalchemy.orm import Mapped, mapped_column

from scheduler.models.base import Base, Named, Serial, Versioned


class Resource(Base):
    """Whatever can be had by one at a time: a space, a room, a vehicle, a person."""

    __tablename__ = "resource"
    __table_args__ = (Index(None, "kind", "subject_id", unique=True),)

    id: Mapped[int] = mapped_column(Serial, primary_key=True)
    community_id: Mapped[UUID] = mapped_column(ForeignKey("community.id"))
    kind: Mapped[str]
    subject_id: Mapped[UUID]


class Occupation(Base):
    """A resource taken from `starts_at` until (excluding) `ends_at`, by a booking, an allocation or a seat."""

    __tablename__ = "occupation"
    __table_args__ = (
        Index("ix_occupation_resource_id_starts_at_ends_at", "resource_id", "starts_at", "ends_at"),
        CheckConstraint("ends_at > starts_at", name="not_empty"),
    )

    id: Mapped[int] = mapped_column(Serial, primary_key=True)
    resource_id: Mapped[int] = mapped_column(ForeignKey("resource.id"))
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    active: Mapped[bool] = mapped_column(default=True)
    booking_id: Mapped[UUID | None] = mapped_column(ForeignKey("booking.id"), index=True)
    allocation_id: Mapped[UUID | None] = mapped_column(ForeignKey("allocation.id"), index=True)
    seat_id: Mapped[UUID | None] = mapped_column(ForeignKey("seat.id"), index=True)


class Booking(Named, Versioned, Base):
    """A single use of an asset on what a published plan leaves free.

    A space is booked for a vehicle: confirmed or cancelled. A room, or equipment alone, is booked for people: held
    until `answer_by`, requested where staff decide, confirmed; cancelled, refused, lapsed, or not shown up for.
    Bookings of one series share `series_id`. Equipment is counted by code.
    """

    __tablename__ = "booking"
    __table_args__ = (
        Index(None, "community_id", "member_id", "starts_at"),
        Index(None, "series_id"),
        CheckConstraint(
            "state IN ('held', 'requested', 'confirmed', 'cancelled', 'refused', 'lapsed', 'no_show')", name="state"
        ),
        CheckConstraint("ends_at > starts_at", name="not_empty"),
    )

    community_id: Mapped[UUID] = mapped_column(ForeignKey("community.id"))
    resource_id: Mapped[int] = mapped_column(ForeignKey("resource.id"), index=True)
    member_id: Mapped[UUID] = mapped_column(ForeignKey("member.id"))
    vehicle_id: Mapped[UUID | None] = mapped_column(ForeignKey("vehicle.id"))
    receipt: Mapped[str] = mapped_column(unique=True)
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(default="confirmed")
    channel: Mapped[str]
    operator_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    created_at: Mapped[datetime]
    cancelled_at: Mapped[datetime | None]
    organisation_id: Mapped[UUID | None] = mapped_column(ForeignKey("organisation.id"))
    series_id: Mapped[UUID | None]
    people: Mapped[int | None]
    age_group: Mapped[str | None]
    category: Mapped[str | None]
    title_cipher: Mapped[bytes | None]
    noisy: Mapped[bool] = mapped_column(default=False, server_default=false())
    equipment: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    answer_by: Mapped[datetime | None] = mapped_column(index=True)
    decided_by: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))


class Waiting(Named, Base):
    """Somebody who would book a room for a span as soon as it comes free, first come first served.

    waiting → offered (a held booking until its `answer_by`) → done; or given up. `room_id` or `facility_id` says where.
    """

    __tablename__ = "waiting"
    __table_args__ = (
        Index(None, "community_id", "state", "starts_at"),
        CheckConstraint("state IN ('waiting', 'offered', 'done', 'given_up')", name="state"),
        CheckConstraint("ends_at > starts_at", name="not_empty"),
    )

    community_id: Mapped[UUID] = mapped_column(ForeignKey("community.id"))
    member_id: Mapped[UUID] = mapped_column(ForeignKey("member.id"), index=True)
    facility_id: Mapped[UUID] = mapped_column(ForeignKey("facility.id"))
    room_id: Mapped[UUID | None] = mapped_column(ForeignKey("room.id"))
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    terms: Mapped[dict[str, Any]]
    channel: Mapped[str]
    operator_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    state: Mapped[str] = mapped_column(default="waiting")
    booking_id: Mapped[UUID | None] = mapped_column(ForeignKey("booking.id"))
    created_at: Mapped[datetime]
