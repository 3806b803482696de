"""What makes plans checkable: draws, certificates, scenarios, ways forward, and what rounds brought to whom."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from scheduler.models.base import Base, LongText, Named, Versioned
from scheduler.models.demand import one_of
from scheduler.states import ALTERNATIVE_STATES, CERTIFICATE_STATES, DRAW_STATES

_STANDING = text("state != 'withdrawn'")


class Draw(Named, Base):
    """The draw of a round: a seed that nobody chooses alone.

    `commitment` is the SHA-256 of a secret that the server drew before the round closes; `source` names, also before,
    the public number of `number_on` that will be joined with it. When the round closes, `entries_digest` fixes the
    receipts that take part. Two people enter the number; then secret and seed are public. A round has one draw beside
    those that were withdrawn.
    """

    __tablename__ = "draw"
    __table_args__ = (
        Index(None, "round_id"),
        Index("uq_draw_standing", "round_id", unique=True, postgresql_where=_STANDING, sqlite_where=_STANDING),
        one_of("state", DRAW_STATES),
    )

    community_id: Mapped[UUID] = mapped_column(ForeignKey("community.id"))
    round_id: Mapped[UUID] = mapped_column(ForeignKey("round.id"))
    state: Mapped[str] = mapped_column(default="committed")
    source: Mapped[str] = mapped_column(LongText)
    number_on: Mapped[date]
    commitment: Mapped[str]
    secret_cipher: Mapped[bytes]
    committed_by: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    committed_at: Mapped[datetime]
    entries_digest: Mapped[str] = mapped_column(default="")
    entries: Mapped[list[Any]] = mapped_column(default=list)
    frozen_at: Mapped[datetime | None]
    number: Mapped[str] = mapped_column(default="")
    entered_by: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    entered_at: Mapped[datetime | None]
    confirmed_by: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    revealed_at: Mapped[datetime | None]
    secret: Mapped[str] = mapped_column(default="")
    seed: Mapped[str] = mapped_column(default="")
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    reason: Mapped[str] = mapped_column(LongText, default="")


class Certificate(Named, Base):
    """The bundle by which anybody can check a publication; `root` is the digest over all of its parts.

    Bounds are those of the plan's first goal: what the solver claimed, and what the bundle's multipliers prove.
    """

    __tablename__ = "certificate"
    __table_args__ = (UniqueConstraint("publication_id"), one_of("state", CERTIFICATE_STATES))

    community_id: Mapped[UUID] = mapped_column(ForeignKey("community.id"))
    publication_id: Mapped[UUID] = mapped_column(ForeignKey("publication.id"))
    state: Mapped[str] = mapped_column(default="waiting")
    root: Mapped[str] = mapped_column(default="")
    solver_bound: Mapped[int | None]
    checked_bound: Mapped[int | None]
    bundle: Mapped[bytes | None] = mapped_column(deferred=True)
    size: Mapped[int] = mapped_column(default=0)
    lease: Mapped[UUID | None]
    attempts: Mapped[int] = mapped_column(default=0)
    error: Mapped[str | None]
    created_at: Mapped[datetime]
    made_at: Mapped[datetime | None]


class Scenario(Named, Versioned, Base):
    """A what-if over a round: named changes of its problem, solved like a run, never published.

    `changes` are those of `scheduler.translation.scenarios`. Whoever has the secret of a share link may look until
    `shared_until`.
    """

    __tablename__ = "scenario"
    __table_args__ = (UniqueConstraint("round_id", "name"), Index(None, "share_hash"))

    community_id: Mapped[UUID] = mapped_column(ForeignKey("community.id"))
    round_id: Mapped[UUID] = mapped_column(ForeignKey("round.id"))
    name: Mapped[str]
    note: Mapped[str] = mapped_column(LongText, default="")
    changes: Mapped[list[Any]]
    figures: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    share_hash: Mapped[bytes | None]
    shared_until: Mapped[datetime | None]
    created_by: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime | None]
    removed_at: Mapped[datetime | None]


class Alternative(Named, Base):
    """A way forward for somebody who was not served: checked when it was found, and again when it is held or taken.

    In parking a site, a space for each part and window rules; in rooms weekly sessions as in a plan file. While it is
    held or taken, `allocation_id` is the right that stands for it. `numbers` is how it differs from what was asked.
    """

    __tablename__ = "alternative"
    __table_args__ = (
        Index(None, "registration_id", "state"),
        Index(None, "community_id", "held_until"),
        one_of("state", ALTERNATIVE_STATES),
    )

    community_id: Mapped[UUID] = mapped_column(ForeignKey("community.id"))
    round_id: Mapped[UUID] = mapped_column(ForeignKey("round.id"))
    registration_id: Mapped[UUID] = mapped_column(ForeignKey("registration.id"))
    publication_id: Mapped[UUID] = mapped_column(ForeignKey("publication.id"), index=True)
    rank: Mapped[int]
    kind: Mapped[str]
    state: Mapped[str] = mapped_column(default="found")
    site_id: Mapped[UUID | None] = mapped_column(ForeignKey("site.id"))
    space_ids: Mapped[list[Any]] = mapped_column(default=list)
    uses: Mapped[list[Any]] = mapped_column(default=list)
    walk: Mapped[int] = mapped_column(default=0)
    sessions: Mapped[list[Any]] = mapped_column(default=list)
    numbers: Mapped[dict[str, Any]] = mapped_column(default=dict)
    allocation_id: Mapped[UUID | None] = mapped_column(ForeignKey("allocation.id"))
    held_until: Mapped[datetime | None]
    found_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]


class WaySearch(Named, Base):
    """That the ways forward of a round are to be looked for, and when they were last; one line for each round.

    It waits while `done_at` is empty; `found` is how many there were.
    """

    __tablename__ = "way_search"
    __table_args__ = (UniqueConstraint("round_id"),)

    community_id: Mapped[UUID] = mapped_column(ForeignKey("community.id"))
    round_id: Mapped[UUID] = mapped_column(ForeignKey("round.id"))
    asked_at: Mapped[datetime]
    done_at: Mapped[datetime | None]
    found: Mapped[int] = mapped_column(default=0)


class Outcome(Named, Base):
    """What a settled round brought to whom, in the unit of its domain: rights, dated sessions, or minutes served.

    `used` and `wasted` are of what was got: what was used, and what was neither used nor given back in time.
    `person_class` is the class that the covenant knows: party of a vehicle, category of a group, kind of a shift.
    """

    __tablename__ = "outcome"
    __table_args__ = (
        Index(None, "community_id", "member_id"),
        Index(None, "community_id", "household_id"),
        Index(None, "community_id", "organisation_id"),
        UniqueConstraint("round_id", "subject_id"),
    )

    community_id: Mapped[UUID] = mapped_column(ForeignKey("community.id"))
    round_id: Mapped[UUID] = mapped_column(ForeignKey("round.id"))
    subject_id: Mapped[UUID]
    domain: Mapped[str]
    member_id: Mapped[UUID] = mapped_column(ForeignKey("member.id"))
    household_id: Mapped[UUID | None] = mapped_column(ForeignKey("household.id"))
    organisation_id: Mapped[UUID | None] = mapped_column(ForeignKey("organisation.id"))
    home_site_id: Mapped[UUID | None] = mapped_column(ForeignKey("site.id"))
    person_class: Mapped[str]
    asked: Mapped[int]
    got: Mapped[int]
    used: Mapped[int]
    wasted: Mapped[int]
    lost: Mapped[bool]
    recorded_at: Mapped[datetime]
