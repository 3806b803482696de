"""Volunteers, the elders they visit, where they meet, what they are needed for; the seats of a plan."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from scheduler.models.base import Base, LongText, Named, Versioned
from scheduler.models.demand import one_of
from scheduler.states import SHIFT_STATES, STAFF_CHANNELS, VOLUNTEER_STATES


class Volunteer(Named, Versioned, Base):
    """A member who offers time. `receipt` is the name in plans, `resource_id` guards the days against two places.

    `terms` are what `scheduler.terms.VolunteerTerms` reads. The home is known to 100 m only, in metres on the
    community's grid. Reminders come `lead_minutes` before a shift. `neighbour` tells that another community lends them.
    """

    __tablename__ = "volunteer"
    __table_args__ = (
        UniqueConstraint("community_id", "member_id"),
        one_of("state", VOLUNTEER_STATES),
        one_of("channel", STAFF_CHANNELS),
    )

    community_id: Mapped[UUID] = mapped_column(ForeignKey("community.id"))
    member_id: Mapped[UUID] = mapped_column(ForeignKey("member.id"), index=True)
    resource_id: Mapped[int] = mapped_column(ForeignKey("resource.id"), unique=True)
    receipt: Mapped[str] = mapped_column(unique=True)
    organisation_id: Mapped[UUID | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    state: Mapped[str] = mapped_column(default="registered")
    born: Mapped[date]
    home_x: Mapped[int | None]
    home_y: Mapped[int | None]
    neighbour: Mapped[bool] = mapped_column(default=False)
    lead_minutes: Mapped[int] = mapped_column(default=1_440)
    terms: Mapped[dict[str, Any]]
    channel: Mapped[str]
    operator_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    created_at: Mapped[datetime]


class VolunteerPair(Named, Base):
    """Two volunteers who must, must not, wish to, or wish not to share a shift."""

    __tablename__ = "volunteer_pair"
    __table_args__ = (
        UniqueConstraint("a_id", "b_id"),
        CheckConstraint("kind IN ('required', 'prohibited', 'preferred', 'unpreferred')", name="kind"),
    )

    community_id: Mapped[UUID] = mapped_column(ForeignKey("community.id"), index=True)
    a_id: Mapped[UUID] = mapped_column(ForeignKey("volunteer.id"))
    b_id: Mapped[UUID] = mapped_column(ForeignKey("volunteer.id"))
    kind: Mapped[str]


class Elder(Named, Versioned, Base):
    """Somebody who is visited at home. Name, phone and address are encrypted; only whoever visits soon reads them.

    `code` is the name in plans. `vetoes` are ids of volunteers who shall not come. The grid place is known to 100 m.
    """

    __tablename__ = "elder"
    __table_args__ = (UniqueConstraint("community_id", "code"),)

    community_id: Mapped[UUID] = mapped_column(ForeignKey("community.id"))
    code: Mapped[str]
    name_cipher: Mapped[bytes]
    phone_cipher: Mapped[bytes | None]
    address_cipher: Mapped[bytes]
    home_x: Mapped[int]
    home_y: Mapped[int]
    primary_id: Mapped[UUID | None] = mapped_column(ForeignKey("volunteer.id"))
    second_id: Mapped[UUID | None] = mapped_column(ForeignKey("volunteer.id"))
    vetoes: Mapped[list[Any]] = mapped_column(default=list)
    gender: Mapped[str] = mapped_column(default="unknown")
    language: Mapped[str | None]
    active: Mapped[bool] = mapped_column(default=True)


class MeetingPoint(Named, Versioned, Base):
    """Where shifts meet: a hall, a gate, a room of a facility. `capacity` bounds the volunteers there at once."""

    __tablename__ = "meeting_point"
    __table_args__ = (UniqueConstraint("community_id", "code"),)

    community_id: Mapped[UUID] = mapped_column(ForeignKey("community.id"))
    code: Mapped[str]
    name_zh: Mapped[str]
    name_en: Mapped[str]
    x: Mapped[int]
    y: Mapped[int]
    capacity: Mapped[int | None]
    facility_id: Mapped[UUID | None] = mapped_column(ForeignKey("facility.id"))
    check_in_hash: Mapped[bytes | None]


class ShiftTemplate(Named, Versioned, Base):
    """A need that comes back: `recurrence` by the work calendar, `terms` as each shift gets them.

    Both are read by `scheduler.terms` (`Recurrence`, `ShiftTerms`). It meets at a point, or at an elder's home.
    """

    __tablename__ = "shift_template"
    __table_args__ = (UniqueConstraint("community_id", "code"),)

    community_id: Mapped[UUID] = mapped_column(ForeignKey("community.id"))
    code: Mapped[str]
    title_zh: Mapped[str]
    title_en: Mapped[str]
    start_clock: Mapped[str]
    minutes: Mapped[int]
    point_id: Mapped[UUID | None] = mapped_column(ForeignKey("meeting_point.id"))
    elder_id: Mapped[UUID | None] = mapped_column(ForeignKey("elder.id"))
    recurrence: Mapped[dict[str, Any]]
    terms: Mapped[dict[str, Any]]
    coordinator_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    retired_at: Mapped[datetime | None]


class Shift(Named, Versioned, Base):
    """A dated need for people 班次, in the round in which it is planned.

    `code` is the name in plans. `changed` tells that its time or place is new, `moved_at` since when: what was declined
    before is forgotten. Self sign-up is open from `opens_at`; where posts are drawn by lot, wishes are gathered until
    `draw_at`.
    """

    __tablename__ = "shift"
    __table_args__ = (
        UniqueConstraint("community_id", "code"),
        Index(None, "round_id", "starts_at"),
        Index(None, "community_id", "starts_at"),
        one_of("state", SHIFT_STATES),
        CheckConstraint("ends_at > starts_at", name="not_empty"),
    )

    community_id: Mapped[UUID] = mapped_column(ForeignKey("community.id"))
    round_id: Mapped[UUID] = mapped_column(ForeignKey("round.id"))
    template_id: Mapped[UUID | None] = mapped_column(ForeignKey("shift_template.id"), index=True)
    code: Mapped[str]
    title_zh: Mapped[str]
    title_en: Mapped[str]
    date: Mapped[date]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    point_id: Mapped[UUID | None] = mapped_column(ForeignKey("meeting_point.id"))
    elder_id: Mapped[UUID | None] = mapped_column(ForeignKey("elder.id"), index=True)
    terms: Mapped[dict[str, Any]]
    changed: Mapped[bool] = mapped_column(default=False)
    moved_at: Mapped[datetime | None]
    state: Mapped[str] = mapped_column(default="planned")
    opens_at: Mapped[datetime]
    draw_at: Mapped[datetime | None]
    drawn_at: Mapped[datetime | None]
    coordinator_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    reason: Mapped[str] = mapped_column(LongText, default="")
    created_at: Mapped[datetime]


class RosterLock(Named, Base):
    """A coordinator's decision: pin a volunteer to a post, or keep them off a shift; kept until taken back.

    `waives` names rules that the pin overrides, for the `reason` that stands beside it.
    """

    __tablename__ = "roster_lock"
    __table_args__ = (CheckConstraint("kind IN ('pin', 'ban')", name="kind"),)

    community_id: Mapped[UUID] = mapped_column(ForeignKey("community.id"))
    shift_id: Mapped[UUID] = mapped_column(ForeignKey("shift.id"), index=True)
    volunteer_id: Mapped[UUID] = mapped_column(ForeignKey("volunteer.id"), index=True)
    kind: Mapped[str]
    role: Mapped[str | None]
    waives: Mapped[list[Any]] = mapped_column(default=list)
    reason: Mapped[str] = mapped_column(LongText)
    created_by: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    created_at: Mapped[datetime]
    removed_by: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    removed_at: Mapped[datetime | None]


class TeamRequest(Named, Versioned, Base):
    """An organisation asked for several people at once: `seats` of a post are kept for its team until it answers.

    asked → accepted or declined, or taken back. People of the organisation then take the kept seats by name.
    """

    __tablename__ = "team_request"
    __table_args__ = (
        Index(None, "shift_id", "state"),
        CheckConstraint("state IN ('asked', 'accepted', 'declined', 'lapsed', 'taken_back')", name="state"),
        CheckConstraint("seats > 0", name="seats"),
    )

    community_id: Mapped[UUID] = mapped_column(ForeignKey("community.id"))
    shift_id: Mapped[UUID] = mapped_column(ForeignKey("shift.id"))
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"), index=True)
    role: Mapped[str]
    seats: Mapped[int]
    state: Mapped[str] = mapped_column(default="asked")
    answer_by: Mapped[datetime]
    asked_by: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    created_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]


class PlanSeat(Base):
    """A volunteer in a role of a shift, as a plan has it."""

    __tablename__ = "plan_seat"

    plan_id: Mapped[UUID] = mapped_column(ForeignKey("plan.id"), primary_key=True)
    shift_id: Mapped[UUID] = mapped_column(ForeignKey("shift.id"), primary_key=True)
    volunteer_id: Mapped[UUID] = mapped_column(ForeignKey("volunteer.id"), primary_key=True)
    role: Mapped[str]


class PlanGap(Base):
    """Seats of a post that a plan leaves empty, with reasons as codes and numbers, and a minimal cause."""

    __tablename__ = "plan_gap"

    plan_id: Mapped[UUID] = mapped_column(ForeignKey("plan.id"), primary_key=True)
    shift_id: Mapped[UUID] = mapped_column(ForeignKey("shift.id"), primary_key=True)
    role: Mapped[str] = mapped_column(primary_key=True)
    empty: Mapped[int]
    reasons: Mapped[list[Any]]
    cause: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
