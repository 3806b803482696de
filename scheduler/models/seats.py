"""The living roster: seats in force with their steps, substitutes asked, swaps, wishes for posts that are drawn."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from scheduler.models.base import Base, LongText, Named, Versioned
from scheduler.models.demand import one_of
from scheduler.states import SEAT_LIVING, SEAT_STATES

_CHECKED_OUT = text("state = 'checked_out'")
_LIVING = text(f"state IN ({', '.join(map(repr, SEAT_LIVING))})")


class Seat(Named, Versioned, Base):
    """A volunteer in a role of a shift, in force; `position` orders those on standby (role "standby").

    `source` tells how it came about. Its span on the volunteer's time is a row of `occupation` while it is living.
    `place_told` is whether check-in was proven by the code that hangs at the place.
    """

    __tablename__ = "seat"
    __table_args__ = (
        Index(
            "uq_seat_living", "shift_id", "volunteer_id", unique=True, postgresql_where=_LIVING, sqlite_where=_LIVING
        ),
        Index("ix_seat_checked_out", "shift_id", postgresql_where=_CHECKED_OUT, sqlite_where=_CHECKED_OUT),
        Index(None, "shift_id", "state"),
        Index(None, "volunteer_id", "state"),
        Index(None, "community_id", "answer_by"),
        one_of("state", SEAT_STATES),
        one_of("source", ("plan", "self", "staff", "substitute", "swap", "draw", "team")),
    )

    community_id: Mapped[UUID] = mapped_column(ForeignKey("community.id"))
    shift_id: Mapped[UUID] = mapped_column(ForeignKey("shift.id"))
    volunteer_id: Mapped[UUID] = mapped_column(ForeignKey("volunteer.id"))
    publication_id: Mapped[UUID | None] = mapped_column(ForeignKey("publication.id"), index=True)
    team_id: Mapped[UUID | None] = mapped_column(ForeignKey("team_request.id"), index=True)
    role: Mapped[str]
    position: Mapped[int] = mapped_column(default=0)
    source: Mapped[str]
    state: Mapped[str]
    channel: Mapped[str] = mapped_column(default="web")
    operator_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    answer_by: Mapped[datetime | None]
    waived: Mapped[list[Any]] = mapped_column(default=list)
    created_at: Mapped[datetime]
    checked_in_at: Mapped[datetime | None]
    checked_out_at: Mapped[datetime | None]
    place_told: Mapped[bool] = mapped_column(default=False)
    credited_minutes: Mapped[int | None]


class SeatEvent(Named, Base):
    """One step of a seat: from which state to which, by whom, and why; written once."""

    __tablename__ = "seat_event"

    seat_id: Mapped[UUID] = mapped_column(ForeignKey("seat.id"), index=True)
    action: Mapped[str]
    before: Mapped[str]
    after: Mapped[str]
    actor_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    reason: Mapped[str] = mapped_column(LongText, default="")
    at: Mapped[datetime]


class SubstituteAsk(Named, Base):
    """Somebody asked to take a seat that came open: three at a time, in the order of `rank`; the first yes has it.

    `seat_id` is the seat of whoever cannot come, None where a post of the shift has nobody at all.
    asked → taken, declined, expired, or passed (another was first, or the seat was filled otherwise).
    """

    __tablename__ = "substitute_ask"
    __table_args__ = (
        UniqueConstraint("seat_id", "volunteer_id"),
        Index(None, "shift_id", "state"),
        Index(None, "state", "answer_by"),
        CheckConstraint("state IN ('asked', 'taken', 'declined', 'expired', 'passed')", name="state"),
    )

    community_id: Mapped[UUID] = mapped_column(ForeignKey("community.id"))
    shift_id: Mapped[UUID] = mapped_column(ForeignKey("shift.id"))
    role: Mapped[str]
    seat_id: Mapped[UUID | None] = mapped_column(ForeignKey("seat.id"))
    volunteer_id: Mapped[UUID] = mapped_column(ForeignKey("volunteer.id"), index=True)
    wave: Mapped[int]
    rank: Mapped[int]
    state: Mapped[str] = mapped_column(default="asked")
    asked_at: Mapped[datetime]
    answer_by: Mapped[datetime]


class Swap(Named, Versioned, Base):
    """A seat handed over to somebody, or exchanged for a seat of theirs.

    proposed → agreed (by the other) → done, at once or once a coordinator approves; or refused, withdrawn, expired.
    """

    __tablename__ = "swap"
    __table_args__ = (
        Index(None, "community_id", "state"),
        CheckConstraint("state IN ('proposed', 'agreed', 'done', 'refused', 'withdrawn', 'expired')", name="state"),
    )

    community_id: Mapped[UUID] = mapped_column(ForeignKey("community.id"))
    seat_id: Mapped[UUID] = mapped_column(ForeignKey("seat.id"), index=True)
    to_volunteer_id: Mapped[UUID] = mapped_column(ForeignKey("volunteer.id"), index=True)
    to_seat_id: Mapped[UUID | None] = mapped_column(ForeignKey("seat.id"), index=True)
    state: Mapped[str] = mapped_column(default="proposed")
    reason: Mapped[str] = mapped_column(LongText, default="")
    answer_by: Mapped[datetime]
    created_at: Mapped[datetime]
    decided_by: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    decided_at: Mapped[datetime | None]


class SeatWish(Named, Base):
    """Somebody who wishes for a post that is drawn by lot: waiting → drawn or passed, or withdrawn."""

    __tablename__ = "seat_wish"
    __table_args__ = (
        UniqueConstraint("shift_id", "volunteer_id"),
        CheckConstraint("state IN ('waiting', 'drawn', 'passed', 'withdrawn')", name="state"),
    )

    community_id: Mapped[UUID] = mapped_column(ForeignKey("community.id"))
    shift_id: Mapped[UUID] = mapped_column(ForeignKey("shift.id"))
    volunteer_id: Mapped[UUID] = mapped_column(ForeignKey("volunteer.id"), index=True)
    role: Mapped[str]
    state: Mapped[str] = mapped_column(default="waiting")
    rank: Mapped[int | None]
    created_at: Mapped[datetime]
