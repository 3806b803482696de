"""A community 社区 (the tenant), its covenant 公约 and its people."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from scheduler import calendar
from scheduler.models.base import Base, LongText, Named, Versioned


class Community(Named, Base):
    """A street or neighbourhood with its own sites, people and covenant; `zone` is its civil time.

    `counter_zh` and `counter_en` say where and when the counter is open, in the office's own words.
    """

    __tablename__ = "community"

    slug: Mapped[str] = mapped_column(unique=True)
    name_zh: Mapped[str]
    name_en: Mapped[str]
    zone: Mapped[str] = mapped_column(default=calendar.ZONE)
    counter_zh: Mapped[str] = mapped_column(LongText, default="", server_default="")
    counter_en: Mapped[str] = mapped_column(LongText, default="", server_default="")
    row_version: Mapped[int] = mapped_column(default=1, server_default="1")


class Covenant(Base):
    """One adopted version of the rules; settings as `scheduler.covenant` reads them.

    All but the first were put to the council: its vote, the date of the meeting, and where its minutes are.
    """

    __tablename__ = "covenant"

    community_id: Mapped[UUID] = mapped_column(ForeignKey("community.id"), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    settings: Mapped[dict[str, Any]]
    text_zh: Mapped[str] = mapped_column(LongText, default="")
    text_en: Mapped[str] = mapped_column(LongText, default="")
    in_force_from: Mapped[datetime]
    votes_for: Mapped[int | None]
    votes_against: Mapped[int | None]
    abstained: Mapped[int | None]
    voted_on: Mapped[date | None]
    minutes: Mapped[str] = mapped_column(default="", server_default="")


class DayOverride(Base):
    """A date whose day type the community states itself, with names that windows may speak of."""

    __tablename__ = "day_override"

    community_id: Mapped[UUID] = mapped_column(ForeignKey("community.id"), primary_key=True)
    date: Mapped[date] = mapped_column(primary_key=True)
    day_type: Mapped[str]
    names: Mapped[list[Any]] = mapped_column(default=list)
    reason: Mapped[str] = mapped_column(LongText, default="", server_default="")


class Organisation(Named, Base):
    """A group, company, school or contracted social organisation."""

    __tablename__ = "organisation"
    __table_args__ = (UniqueConstraint("community_id", "name"),)

    community_id: Mapped[UUID] = mapped_column(ForeignKey("community.id"))
    name: Mapped[str]
    row_version: Mapped[int] = mapped_column(default=1, server_default="1")


class Household(Named, Base):
    """People who share a home, for caps per household."""

    __tablename__ = "household"

    community_id: Mapped[UUID] = mapped_column(ForeignKey("community.id"), index=True)
    home_site_id: Mapped[UUID | None] = mapped_column(ForeignKey("site.id"))


class Member(Named, Versioned, Base):
    """A person. Name, phone, identity number and address are encrypted; equality search goes by keyed index."""

    __tablename__ = "member"
    __table_args__ = (
        Index(None, "community_id", "phone_index", unique=True),
        Index(None, "community_id", "phone_tail_index"),
        Index(None, "community_id", "identity_index"),
    )

    community_id: Mapped[UUID] = mapped_column(ForeignKey("community.id"))
    name_cipher: Mapped[bytes]
    phone_cipher: Mapped[bytes | None]
    phone_index: Mapped[bytes | None]
    phone_tail_index: Mapped[bytes | None]
    identity_cipher: Mapped[bytes | None]
    identity_index: Mapped[bytes | None]
    address_cipher: Mapped[bytes | None]
    mail_cipher: Mapped[bytes | None]
    language: Mapped[str] = mapped_column(default="zh")
    household_id: Mapped[UUID | None] = mapped_column(ForeignKey("household.id"))
    organisation_id: Mapped[UUID | None] = mapped_column(ForeignKey("organisation.id"))
    created_at: Mapped[datetime]


class Vehicle(Named, Base):
    """A vehicle with its plate (encrypted); `party` tells owners from outside vehicles 外来车辆.

    One that was removed stays for the records, under indexes by which no plate finds it.
    """

    __tablename__ = "vehicle"
    __table_args__ = (
        UniqueConstraint("community_id", "plate_index"),
        Index(None, "community_id", "plate_tail_index"),
    )

    community_id: Mapped[UUID] = mapped_column(ForeignKey("community.id"))
    member_id: Mapped[UUID] = mapped_column(ForeignKey("member.id"), index=True)
    plate_cipher: Mapped[bytes]
    plate_index: Mapped[bytes]
    plate_tail_index: Mapped[bytes]
    size: Mapped[str] = mapped_column(default="standard")
    party: Mapped[str] = mapped_column(default="tenant")
    needs_ev: Mapped[bool] = mapped_column(default=False)
    needs_accessible: Mapped[bool] = mapped_column(default=False)
    removed_at: Mapped[datetime | None]
