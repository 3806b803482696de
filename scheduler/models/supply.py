"""What is shared: sites 停车点, spaces 车位, their tidal windows 潮汐时段 and closures."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from scheduler.models.base import Base, LongText, Named, Versioned


class Site(Named, Versioned, Base):
    """A compound or tower that offers spaces. `code` is its name in plans; limits as in `solvers.parking.problem`."""

    __tablename__ = "site"
    __table_args__ = (UniqueConstraint("community_id", "code"),)

    community_id: Mapped[UUID] = mapped_column(ForeignKey("community.id"))
    code: Mapped[str]
    name_zh: Mapped[str]
    name_en: Mapped[str]
    kind: Mapped[str]
    gate_limit: Mapped[int | None]
    outside_cap: Mapped[int | None]
    datum: Mapped[str | None]
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]


class Space(Named, Versioned, Base):
    """One parking space; an unnumbered pool is as many rows. It may be somebody's own, who shares it."""

    __tablename__ = "space"
    __table_args__ = (UniqueConstraint("community_id", "code"),)

    community_id: Mapped[UUID] = mapped_column(ForeignKey("community.id"))
    site_id: Mapped[UUID] = mapped_column(ForeignKey("site.id"), index=True)
    resource_id: Mapped[int] = mapped_column(ForeignKey("resource.id"), unique=True)
    code: Mapped[str]
    size: Mapped[str] = mapped_column(default="standard")
    ev: Mapped[bool] = mapped_column(default=False)
    accessible: Mapped[bool] = mapped_column(default=False)
    reserved_for: Mapped[list[Any]] = mapped_column(default=list)
    bookable: Mapped[bool] = mapped_column(default=True)
    owner_id: Mapped[UUID | None] = mapped_column(ForeignKey("member.id"), index=True)


class TidalWindow(Named, Base):
    """A rule of the clock of a site or of one of its spaces.

    `purpose` is "open", "curfew" or "leave_by" (then `end_clock` is empty). A space with open windows of its own does
    not have the site's.
    """

    __tablename__ = "tidal_window"
    __table_args__ = (CheckConstraint("purpose IN ('open', 'curfew', 'leave_by')", name="purpose"),)

    site_id: Mapped[UUID] = mapped_column(ForeignKey("site.id"), index=True)
    space_id: Mapped[UUID | None] = mapped_column(ForeignKey("space.id"), index=True)
    purpose: Mapped[str] = mapped_column(default="open")
    position: Mapped[int] = mapped_column(default=0)
    days: Mapped[str] = mapped_column(default="every")
    season: Mapped[str] = mapped_column(default="any")
    weekdays: Mapped[list[Any]] = mapped_column(default=list)
    first: Mapped[date | None]
    last: Mapped[date | None]
    start_clock: Mapped[str]
    end_clock: Mapped[str] = mapped_column(default="")


class ClosedPeriod(Named, Base):
    """Dates on which a site or space may not be used, daily from `start_clock` to `end_clock`."""

    __tablename__ = "closed_period"

    site_id: Mapped[UUID] = mapped_column(ForeignKey("site.id"), index=True)
    space_id: Mapped[UUID | None] = mapped_column(ForeignKey("space.id"), index=True)
    first: Mapped[date]
    last: Mapped[date]
    start_clock: Mapped[str] = mapped_column(default="00:00")
    end_clock: Mapped[str] = mapped_column(default="24:00")
    kind: Mapped[str] = mapped_column(default="closure")
    reason: Mapped[str] = mapped_column(LongText, default="")


class PartnerSites(Base):
    """Two sites that swap spaces: rights received minus rights given stay within `tolerance`."""

    __tablename__ = "partner_sites"

    a_id: Mapped[UUID] = mapped_column(ForeignKey("site.id"), primary_key=True)
    b_id: Mapped[UUID] = mapped_column(ForeignKey("site.id"), primary_key=True)
    tolerance: Mapped[int]
