"""Runs, plans 方案 and the staff's locks."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from scheduler.models.base import Base, LongText, Named
from scheduler.models.demand import one_of
from scheduler.states import RUN_STATES


class Run(Named, Base):
    """One solve of a round: what went in, how far it is, what came out.

    The worker freezes what goes in before it begins, so that nobody waits for it in a call.
    `snapshot` is the zlib-compressed canonical problem file, `base` a plan file of the
    places to depart from. A worker that takes the run writes its name and a fresh `lease`; whoever holds an older lease
    can record nothing any more.
    """

    __tablename__ = "run"
    __table_args__ = (Index(None, "round_id", "created_at"), one_of("state", RUN_STATES))

    community_id: Mapped[UUID] = mapped_column(ForeignKey("community.id"))
    round_id: Mapped[UUID] = mapped_column(ForeignKey("round.id"))
    state: Mapped[str] = mapped_column(default="queued")
    snapshot: Mapped[bytes | None] = mapped_column(deferred=True)
    problem_digest: Mapped[str | None]
    covenant_version: Mapped[int]
    replan: Mapped[bool] = mapped_column(default=False)
    base: Mapped[bytes | None] = mapped_column(deferred=True)
    engine: Mapped[str] = mapped_column(default="auto")
    seed: Mapped[int] = mapped_column(default=0)
    work_limit: Mapped[float]
    seconds_limit: Mapped[float | None]
    versions: Mapped[dict[str, Any]]
    scenario_id: Mapped[UUID | None] = mapped_column(ForeignKey("scenario.id"), index=True)
    requested_by: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    created_at: Mapped[datetime]
    started_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
    worker: Mapped[str | None]
    lease: Mapped[UUID | None]
    attempts: Mapped[int] = mapped_column(default=0)
    cancel_requested: Mapped[bool] = mapped_column(default=False)
    phase: Mapped[str] = mapped_column(default="")
    incumbent: Mapped[int | None]
    bound: Mapped[int | None]
    gap: Mapped[float | None]
    seconds: Mapped[float] = mapped_column(default=0.0)
    progress_at: Mapped[datetime | None]
    error: Mapped[str | None]


class Plan(Named, Base):
    """The outcome of a run, whole: its document is the zlib-compressed canonical plan file."""

    __tablename__ = "plan"
    __table_args__ = (UniqueConstraint("run_id"),)

    community_id: Mapped[UUID] = mapped_column(ForeignKey("community.id"))
    round_id: Mapped[UUID] = mapped_column(ForeignKey("round.id"), index=True)
    run_id: Mapped[UUID] = mapped_column(ForeignKey("run.id"))
    scenario_id: Mapped[UUID | None] = mapped_column(ForeignKey("scenario.id"), index=True)
    document: Mapped[bytes] = mapped_column(deferred=True)
    problem_digest: Mapped[str]
    plan_digest: Mapped[str]
    status: Mapped[str]
    reproducible: Mapped[bool]
    tiers: Mapped[list[Any]]
    unheld: Mapped[list[Any]]
    requests: Mapped[int]
    assigned: Mapped[int]
    created_at: Mapped[datetime]


class Assignment(Base):
    """A registration served: one space for each part of its right, all of one site."""

    __tablename__ = "assignment"

    plan_id: Mapped[UUID] = mapped_column(ForeignKey("plan.id"), primary_key=True)
    registration_id: Mapped[UUID] = mapped_column(ForeignKey("registration.id"), primary_key=True)
    part: Mapped[int] = mapped_column(primary_key=True, default=0)
    site_id: Mapped[UUID] = mapped_column(ForeignKey("site.id"))
    space_id: Mapped[UUID] = mapped_column(ForeignKey("space.id"))


class Refusal(Base):
    """A registration not served, with reasons as codes and numbers; `waitable` where a place could come free.

    `cause` is a minimal set of things without which there would be a place (see `solvers.causes`).
    """

    __tablename__ = "refusal"

    plan_id: Mapped[UUID] = mapped_column(ForeignKey("plan.id"), primary_key=True)
    registration_id: Mapped[UUID] = mapped_column(ForeignKey("registration.id"), primary_key=True)
    rank: Mapped[int]
    waitable: Mapped[bool]
    reasons: Mapped[list[Any]]
    cause: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))


class StaffLock(Named, Base):
    """A decision of the staff: keep a place, forbid a place or all, fix to a place; kept until removed.

    A place is a site or space, or a facility or room, there perhaps on a weekday and from a start only.
    """

    __tablename__ = "staff_lock"
    __table_args__ = (CheckConstraint("kind IN ('keep', 'forbid', 'fix')", name="kind"),)

    community_id: Mapped[UUID] = mapped_column(ForeignKey("community.id"))
    round_id: Mapped[UUID] = mapped_column(ForeignKey("round.id"), index=True)
    registration_id: Mapped[UUID] = mapped_column(ForeignKey("registration.id"), index=True)
    kind: Mapped[str]
    site_id: Mapped[UUID | None] = mapped_column(ForeignKey("site.id"))
    space_id: Mapped[UUID | None] = mapped_column(ForeignKey("space.id"))
    facility_id: Mapped[UUID | None] = mapped_column(ForeignKey("facility.id"))
    room_id: Mapped[UUID | None] = mapped_column(ForeignKey("room.id"))
    weekday: Mapped[int | None]
    start_clock: Mapped[str | None]
    reason: Mapped[str] = mapped_column(LongText)
    created_by: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    created_at: Mapped[datetime]
    removed_by: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    removed_at: Mapped[datetime | None]
