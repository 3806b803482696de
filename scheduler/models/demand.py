"""Rounds 轮次 and registrations 登记."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from scheduler.models.base import Base, LongText, Named, Versioned
from scheduler.states import REGISTRATION_STATES, ROUND_STATES, STAFF_CHANNELS


def one_of(column: str, values: tuple[str, ...]) -> CheckConstraint:
    """Refuse any other text in a column of states."""
    return CheckConstraint(f"{column} IN ({', '.join(map(repr, values))})", name=column)


class Round(Named, Versioned, Base):
    """A period in which registrations compete, then are allocated together.

    People apply from `apply_from` until (excluding) `apply_until`; what is allocated is used on the dates `use_first`
    to `use_last`; the public notice 公示 stands for `display_days`; an allocation is accepted within `accept_days`.
    `reason` is why it was reopened or cancelled last.
    """

    __tablename__ = "round"
    __table_args__ = (UniqueConstraint("community_id", "code"), one_of("state", ROUND_STATES))

    community_id: Mapped[UUID] = mapped_column(ForeignKey("community.id"))
    domain: Mapped[str] = mapped_column(default="parking")
    code: Mapped[str]
    title_zh: Mapped[str]
    title_en: Mapped[str]
    criteria_zh: Mapped[str] = mapped_column(LongText, default="")
    criteria_en: Mapped[str] = mapped_column(LongText, default="")
    covenant_version: Mapped[int]
    state: Mapped[str] = mapped_column(default="draft")
    apply_from: Mapped[datetime]
    apply_until: Mapped[datetime]
    use_first: Mapped[date]
    use_last: Mapped[date]
    display_days: Mapped[int] = mapped_column(default=7)
    accept_days: Mapped[int] = mapped_column(default=7)
    published_at: Mapped[datetime | None]
    offered_at: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(LongText, default="")


class Registration(Named, Versioned, Base):
    """What one person asks for in a round: of a vehicle in parking; in rooms a section of an application.

    `channel` is the end 端 it came in by; `operator_id` the staff who typed it for somebody. `uses` are window rules,
    `walk` walking metres by the code of a site, `points` by criterion. `entered` tells that it took part in a plan.
    In rooms `section` is what is asked for (see `scheduler.translation.sections`), for an organisation or the person.
    """

    __tablename__ = "registration"
    __table_args__ = (
        Index(None, "round_id", "state"),
        Index(None, "community_id", "member_id"),
        one_of("state", REGISTRATION_STATES),
        one_of("channel", STAFF_CHANNELS),
    )

    community_id: Mapped[UUID] = mapped_column(ForeignKey("community.id"))
    round_id: Mapped[UUID] = mapped_column(ForeignKey("round.id"))
    receipt: Mapped[str] = mapped_column(unique=True)
    member_id: Mapped[UUID] = mapped_column(ForeignKey("member.id"))
    vehicle_id: Mapped[UUID | None] = mapped_column(ForeignKey("vehicle.id"), index=True)
    household_id: Mapped[UUID | None] = mapped_column(ForeignKey("household.id"))
    channel: Mapped[str]
    operator_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    state: Mapped[str] = mapped_column(default="draft")
    uses: Mapped[list[Any]]
    walk: Mapped[dict[str, Any]]
    points: Mapped[dict[str, Any]] = mapped_column(default=dict)
    longest_walk: Mapped[int] = mapped_column(default=500)
    home_site_id: Mapped[UUID | None] = mapped_column(ForeignKey("site.id"))
    previous_space_id: Mapped[UUID | None] = mapped_column(ForeignKey("space.id"))
    split_at_season: Mapped[bool] = mapped_column(default=False)
    note_cipher: Mapped[bytes | None]
    created_at: Mapped[datetime]
    submitted_at: Mapped[datetime | None] = mapped_column(index=True)
    answer_by: Mapped[datetime | None] = mapped_column(index=True)
    entered: Mapped[bool] = mapped_column(default=False)
    waitlist_rank: Mapped[int | None]
    organisation_id: Mapped[UUID | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    application_id: Mapped[UUID | None] = mapped_column(index=True)
    section: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    title_cipher: Mapped[bytes | None]


class RegistrationEvent(Named, Base):
    """One step of a registration: from which state to which, by whom, and why."""

    __tablename__ = "registration_event"

    registration_id: Mapped[UUID] = mapped_column(ForeignKey("registration.id"), index=True)
    action: Mapped[str]
    before: Mapped[str]
    after: Mapped[str]
    actor_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    reason: Mapped[str] = mapped_column(LongText, default="")
    at: Mapped[datetime]
