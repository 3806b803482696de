"""Facilities 设施 with their rooms 活动室, hours, closures and equipment; the weekly sessions of a plan."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from scheduler.models.base import Base, LongText, Named, Versioned


class Facility(Named, Versioned, Base):
    """The centre, a neighbourhood centre, an elderly activity room; or rooms that a unit of the area lends 共驻共建.

    `code` is its name in plans. `organisation_id` names the unit that lends it, `conditions` what it asks in return.
    """

    __tablename__ = "facility"
    __table_args__ = (
        UniqueConstraint("community_id", "code"),
        CheckConstraint("tier IN ('centre', 'neighbourhood', 'activity_room')", name="tier"),
    )

    community_id: Mapped[UUID] = mapped_column(ForeignKey("community.id"))
    code: Mapped[str]
    name_zh: Mapped[str]
    name_en: Mapped[str]
    tier: Mapped[str]
    organisation_id: Mapped[UUID | None] = mapped_column(ForeignKey("organisation.id"))
    conditions_zh: Mapped[str] = mapped_column(LongText, default="")
    conditions_en: Mapped[str] = mapped_column(LongText, default="")
    datum: Mapped[str | None]
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]


class Room(Named, Versioned, Base):
    """A bookable room; a part of a divisible hall names the hall as `part_of_id`.

    `features` are what it has for good, `noisy_next_to` codes of rooms that must not be noisy with it. `staffed_only`:
    open only within its staffed hours. `approval`: single bookings are "instant" or decided by "staff".
    """

    __tablename__ = "room"
    __table_args__ = (
        UniqueConstraint("community_id", "code"),
        CheckConstraint("approval IN ('instant', 'staff')", name="approval"),
    )

    community_id: Mapped[UUID] = mapped_column(ForeignKey("community.id"))
    facility_id: Mapped[UUID] = mapped_column(ForeignKey("facility.id"), index=True)
    resource_id: Mapped[int] = mapped_column(ForeignKey("resource.id"), unique=True)
    code: Mapped[str]
    name_zh: Mapped[str]
    name_en: Mapped[str]
    capacity: Mapped[int]
    features: Mapped[list[Any]] = mapped_column(default=list)
    part_of_id: Mapped[UUID | None] = mapped_column(ForeignKey("room.id"))
    noisy_next_to: Mapped[list[Any]] = mapped_column(default=list)
    setup: Mapped[int | None]
    clear: Mapped[int | None]
    staffed_only: Mapped[bool] = mapped_column(default=False)
    bookable: Mapped[bool] = mapped_column(default=True)
    approval: Mapped[str] = mapped_column(default="instant")


class FacilityWindow(Named, Base):
    """A rule of the clock of a facility or of one of its rooms.

    `purpose` is "open", "seniors" (only groups of seniors are let in), "staffed" (of a room), or "approval" (of a room:
    single bookings within it are decided by staff). A room with open windows of its own does not have the facility's.
    """

    __tablename__ = "facility_window"
    __table_args__ = (CheckConstraint("purpose IN ('open', 'seniors', 'staffed', 'approval')", name="purpose"),)

    facility_id: Mapped[UUID] = mapped_column(ForeignKey("facility.id"), index=True)
    room_id: Mapped[UUID | None] = mapped_column(ForeignKey("room.id"), index=True)
    purpose: Mapped[str] = mapped_column(default="open")
    position: Mapped[int] = mapped_column(default=0)
    days: Mapped[str] = mapped_column(default="every")
    season: Mapped[str] = mapped_column(default="any")
    weekdays: Mapped[list[Any]] = mapped_column(default=list)
    first: Mapped[date | None]
    last: Mapped[date | None]
    start_clock: Mapped[str]
    end_clock: Mapped[str]


class FacilityClosure(Named, Base):
    """Dates on which a facility or room may not be used, daily from `start_clock` to `end_clock`."""

    __tablename__ = "facility_closure"

    facility_id: Mapped[UUID] = mapped_column(ForeignKey("facility.id"), index=True)
    room_id: Mapped[UUID | None] = mapped_column(ForeignKey("room.id"), index=True)
    first: Mapped[date]
    last: Mapped[date]
    start_clock: Mapped[str] = mapped_column(default="00:00")
    end_clock: Mapped[str] = mapped_column(default="24:00")
    kind: Mapped[str] = mapped_column(default="closure")
    reason: Mapped[str] = mapped_column(LongText, default="")


class Equipment(Named, Versioned, Base):
    """Counted items 物资 of a facility, carried between its rooms; `alone` where they are also lent without a room."""

    __tablename__ = "equipment"
    __table_args__ = (UniqueConstraint("facility_id", "code"),)

    community_id: Mapped[UUID] = mapped_column(ForeignKey("community.id"))
    facility_id: Mapped[UUID] = mapped_column(ForeignKey("facility.id"))
    resource_id: Mapped[int] = mapped_column(ForeignKey("resource.id"), unique=True)
    code: Mapped[str]
    name_zh: Mapped[str]
    name_en: Mapped[str]
    count: Mapped[int]
    alone: Mapped[bool] = mapped_column(default=False)


class RoomSession(Base):
    """A weekly slot that a plan gives a registration: the dates it is held on, substitutes, and those left out."""

    __tablename__ = "room_session"
    __table_args__ = (Index(None, "room_id"),)

    plan_id: Mapped[UUID] = mapped_column(ForeignKey("plan.id"), primary_key=True)
    registration_id: Mapped[UUID] = mapped_column(ForeignKey("registration.id"), primary_key=True)
    part: Mapped[int] = mapped_column(primary_key=True, default=0)
    room_id: Mapped[UUID] = mapped_column(ForeignKey("room.id"))
    weekday: Mapped[int]
    start_clock: Mapped[str]
    end_clock: Mapped[str]
    dates: Mapped[list[Any]]
    substitutes: Mapped[list[Any]]
    left_out: Mapped[list[Any]]


class Feed(Named, Base):
    """A calendar feed of a person under a secret address, until revoked; only the hash of the secret is kept."""

    __tablename__ = "feed"

    community_id: Mapped[UUID] = mapped_column(ForeignKey("community.id"))
    member_id: Mapped[UUID] = mapped_column(ForeignKey("member.id"), index=True)
    secret_hash: Mapped[bytes] = mapped_column(unique=True)
    created_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
