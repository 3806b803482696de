"""What the community decides together: drafts of the covenant 公约, disputes and their decisions, what people think."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column

from scheduler.models.base import Base, LongText, Named, Versioned
from scheduler.models.demand import one_of
from scheduler.states import ABOUT, COVENANT_STATES, DISPUTE_STATES, EFFECTS

SUBJECTS = ("site", "room", "organisation", "shift")


class CovenantDraft(Named, Versioned, Base):
    """A version of the covenant that is not in force: written, put to the council, voted on.

    `settings` are a whole version's, as `Covenant.settings`; they are compared with those of `based_on`. An adopted one
    became `version`. Previews are scenarios of a round.
    """

    __tablename__ = "covenant_draft"
    __table_args__ = (Index(None, "community_id", "state"), one_of("state", COVENANT_STATES))

    community_id: Mapped[UUID] = mapped_column(ForeignKey("community.id"))
    title: Mapped[str]
    settings: Mapped[dict[str, Any]]
    text_zh: Mapped[str] = mapped_column(LongText, default="")
    text_en: Mapped[str] = mapped_column(LongText, default="")
    note: Mapped[str] = mapped_column(LongText, default="")
    based_on: Mapped[int]
    state: Mapped[str] = mapped_column(default="draft")
    in_force_from: Mapped[datetime | None]
    created_by: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    created_at: Mapped[datetime]
    proposed_at: Mapped[datetime | None]
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    votes_for: Mapped[int | None]
    votes_against: Mapped[int | None]
    abstained: Mapped[int | None]
    voted_on: Mapped[date | None]
    minutes: Mapped[str] = mapped_column(default="")
    reason: Mapped[str] = mapped_column(LongText, default="")
    version: Mapped[int | None]
    scenario_id: Mapped[UUID | None] = mapped_column(ForeignKey("scenario.id"))


class Dispute(Named, Versioned, Base):
    """A case that somebody opened on a decision, a fee, a violation or a neighbour. What is said in it is sealed.

    `subject_id` is what it is about: a registration, an invoice, a violation, a call-back, a booking; empty for a
    neighbour, who is `other_id` where known. `answer_by` is until when the present step is to be done.
    """

    __tablename__ = "dispute"
    __table_args__ = (
        UniqueConstraint("receipt"),
        Index(None, "community_id", "state", "answer_by"),
        Index(None, "subject_id"),
        one_of("about", ABOUT),
        one_of("state", DISPUTE_STATES),
    )

    community_id: Mapped[UUID] = mapped_column(ForeignKey("community.id"))
    receipt: Mapped[str]
    about: Mapped[str]
    subject_id: Mapped[UUID | None]
    member_id: Mapped[UUID] = mapped_column(ForeignKey("member.id"), index=True)
    other_id: Mapped[UUID | None] = mapped_column(ForeignKey("member.id"), index=True)
    site_id: Mapped[UUID | None] = mapped_column(ForeignKey("site.id"))
    round_id: Mapped[UUID | None] = mapped_column(ForeignKey("round.id"))
    covenant_version: Mapped[int]
    statement_cipher: Mapped[bytes]
    outcome_cipher: Mapped[bytes | None]
    state: Mapped[str] = mapped_column(default="opened")
    channel: Mapped[str]
    operator_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    opened_at: Mapped[datetime]
    answer_by: Mapped[datetime | None]
    hearing_at: Mapped[datetime | None]
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    upheld: Mapped[bool | None]


class DisputeEvent(Named, Base):
    """One step of a dispute, or a note of a hearing, sealed; written once. An inner one is not shown to the parties."""

    __tablename__ = "dispute_event"

    dispute_id: Mapped[UUID] = mapped_column(ForeignKey("dispute.id"), index=True)
    action: Mapped[str]
    before: Mapped[str]
    after: Mapped[str]
    actor_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    note_cipher: Mapped[bytes | None]
    inner: Mapped[bool] = mapped_column(default=False, server_default=false())
    at: Mapped[datetime]


class DisputeEffect(Named, Base):
    """What a settlement or decision brings about by itself: a lock of later plans, money, points, a waiver.

    `applied_id` is the lock, transaction, refund or violation that came of it.
    """

    __tablename__ = "dispute_effect"
    __table_args__ = (one_of("kind", EFFECTS),)

    community_id: Mapped[UUID] = mapped_column(ForeignKey("community.id"))
    dispute_id: Mapped[UUID] = mapped_column(ForeignKey("dispute.id"), index=True)
    kind: Mapped[str]
    subject_id: Mapped[UUID] = mapped_column(index=True)
    site_id: Mapped[UUID | None] = mapped_column(ForeignKey("site.id"))
    space_id: Mapped[UUID | None] = mapped_column(ForeignKey("space.id"))
    room_id: Mapped[UUID | None] = mapped_column(ForeignKey("room.id"))
    amount: Mapped[int | None]
    applied_id: Mapped[UUID | None]
    applied_at: Mapped[datetime]


class Feedback(Named, Base):
    """Stars 星级 and a comment by somebody who used a site, room or shift, once for each use."""

    __tablename__ = "feedback"
    __table_args__ = (
        UniqueConstraint("member_id", "use_id", "subject"),
        Index(None, "community_id", "subject", "subject_id"),
        one_of("subject", SUBJECTS),
        CheckConstraint("stars BETWEEN 1 AND 5", name="stars"),
    )

    community_id: Mapped[UUID] = mapped_column(ForeignKey("community.id"))
    member_id: Mapped[UUID] = mapped_column(ForeignKey("member.id"))
    subject: Mapped[str]
    subject_id: Mapped[UUID]
    use_id: Mapped[UUID]
    stars: Mapped[int]
    comment_cipher: Mapped[bytes | None]
    channel: Mapped[str]
    operator_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    given_at: Mapped[datetime]
    hidden_at: Mapped[datetime | None]
    hidden_by: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    reason: Mapped[str] = mapped_column(LongText, default="")
