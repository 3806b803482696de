"""What disputes are about and what decisions on them touch: registrations, invoices, violations, call-backs, locks."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple, TypeVar
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from scheduler.models import (
    Block,
    Booking,
    CallBack,
    CurrentPublication,
    Dispute,
    DisputeEffect,
    Invoice,
    Plan,
    Publication,
    Registration,
    RegistrationEvent,
    Round,
    Run,
    Site,
    Space,
    SpaceShare,
    StaffLock,
    Vehicle,
    Violation,
)
from scheduler.states import UNDECIDED

Matter = Registration | Invoice | Violation | CallBack | Booking
MATTERS: Mapping[str, type[Any]] = {
    "decision": Registration,
    "fee": Invoice,
    "violation": Violation,
    "owner_return": CallBack,
    "booking": Booking,
}
"""What a case is about, by its kind."""
Subject = TypeVar("Subject", Registration, Invoice, Violation, CallBack, Booking, Block)


def locks_on(session: Session, registration_id: UUID) -> list[StaffLock]:
    """Locks of a registration that stand, kept from other writers."""
    wanted = select(StaffLock).where(StaffLock.registration_id == registration_id, StaffLock.removed_at.is_(None))
    return list(session.execute(wanted.order_by(StaffLock.id).with_for_update()).scalars())


def locks_by_decision(session: Session, registration_id: UUID) -> set[UUID]:
    """Locks of a registration that stand by the decision of a dispute."""
    wanted = (
        select(StaffLock.id)
        .join(DisputeEffect, DisputeEffect.applied_id == StaffLock.id)
        .where(StaffLock.registration_id == registration_id, StaffLock.removed_at.is_(None))
    )
    return set(session.execute(wanted).scalars())


class Waiting(NamedTuple):
    """A decision that the plan in force does not know of: its case, of what kind it is, on which registration."""

    dispute_id: UUID
    receipt: str
    kind: str
    registration_id: UUID
    registration: str
    applied_at: datetime


def waiting(session: Session, round_id: UUID, kinds: Sequence[str], states: Sequence[str]) -> list[Waiting]:
    """Effects of some kinds on registrations of a round in some states since the run of the plan in force was ordered.

    All there are where no plan is in force; oldest first.
    """
    made = (
        select(Run.created_at)
        .join(Plan, Plan.run_id == Run.id)
        .join(Publication, Publication.plan_id == Plan.id)
        .join(CurrentPublication, CurrentPublication.publication_id == Publication.id)
        .where(CurrentPublication.round_id == round_id)
    )
    since = session.execute(made).scalar_one_or_none()
    wanted = (
        select(
            Dispute.id,
            Dispute.receipt,
            DisputeEffect.kind,
            Registration.id,
            Registration.receipt,
            DisputeEffect.applied_at,
        )
        .join(DisputeEffect, DisputeEffect.dispute_id == Dispute.id)
        .join(Registration, Registration.id == DisputeEffect.subject_id)
        .where(
            Registration.round_id == round_id,
            Registration.entered.is_(True) | Registration.state.in_(UNDECIDED),
            Registration.state.in_(states),
            DisputeEffect.kind.in_(kinds),
        )
    )
    if since is not None:
        wanted = wanted.where(DisputeEffect.applied_at >= since)
    return [Waiting._make(found) for found in session.execute(wanted.order_by(DisputeEffect.id))]


def rounds_of(session: Session, registrations: Sequence[UUID]) -> list[UUID]:
    """Rounds of some registrations, in order."""
    wanted = select(Registration.round_id).where(Registration.id.in_(registrations)).distinct()
    return sorted(session.execute(wanted).scalars())


def subject(
    session: Session, kind: type[Subject], community: UUID, subject_id: UUID, lock: bool = False
) -> Subject | None:
    """A thing of the community that a dispute may be about; `lock` keeps it from other writers."""
    found = session.get(kind, subject_id, with_for_update=lock or None, populate_existing=lock)
    return found if found is not None and found.community_id == community else None


def matter(session: Session, row: Dispute) -> Matter | None:
    """What a case is about; nothing where it is about a neighbour."""
    kind = MATTERS.get(row.about)
    found: Matter | None = None if kind is None or row.subject_id is None else session.get(kind, row.subject_id)
    return found


class Known(NamedTuple):
    """By what a matter is known besides itself: the round of a registration, the space of a call-back and its site."""

    round: Round | None = None
    space: Space | None = None
    site: Site | None = None


def known_by(session: Session, matters: Collection[Matter]) -> dict[UUID, Known]:
    """What registrations and call-backs among some matters are known by, by their id."""
    decided = [row.id for row in matters if isinstance(row, Registration)]
    called = [row.id for row in matters if isinstance(row, CallBack)]
    rounds = select(Registration.id, Round).join(Round, Round.id == Registration.round_id)
    rounds = rounds.where(Registration.id.in_(decided))
    spaces = select(CallBack.id, Space, Site).join(Space, Space.id == CallBack.space_id)
    spaces = spaces.join(Site, Site.id == Space.site_id).where(CallBack.id.in_(called))
    found = {row[0]: Known(row[1]) for row in session.execute(rounds)}
    return found | {row[0]: Known(None, row[1], row[2]) for row in session.execute(spaces)}


def violations(session: Session, ids: Collection[UUID]) -> dict[UUID, Violation]:
    """Those of some things that are violations, by their id."""
    found = session.execute(select(Violation).where(Violation.id.in_(ids))).scalars()
    return {row.id: row for row in found}


def owner_of(session: Session, call: CallBack) -> UUID:
    """Whose space was called back."""
    return session.get_one(SpaceShare, call.share_id).member_id


def decided_at(session: Session, registration_id: UUID, actions: Sequence[str]) -> datetime | None:
    """When the last of some steps was taken with a registration."""
    wanted = select(func.max(RegistrationEvent.at)).where(
        RegistrationEvent.registration_id == registration_id, RegistrationEvent.action.in_(actions)
    )
    return session.execute(wanted).scalar_one()


def deciders(session: Session, registration_id: UUID, actions: Sequence[str]) -> set[UUID]:
    """Accounts that took some steps with a registration, or locked it."""
    stepped = select(RegistrationEvent.actor_id).where(
        RegistrationEvent.registration_id == registration_id,
        RegistrationEvent.action.in_(actions),
        RegistrationEvent.actor_id.is_not(None),
    )
    held = select(StaffLock.created_by).where(StaffLock.registration_id == registration_id)
    return {found for wanted in (stepped, held) for found in session.execute(wanted).scalars() if found is not None}


class Own(NamedTuple):
    """What a person may open a dispute on, newest first of each kind."""

    registrations: list[Registration]
    invoices: list[Invoice]
    violations: list[Violation]
    calls: list[CallBack]
    bookings: list[Booking]


def own(session: Session, member_id: UUID, since: datetime, limit: int) -> Own:
    """Things of a person that are not older than an instant, some of each kind."""
    registrations = select(Registration).where(Registration.member_id == member_id, Registration.entered.is_(True))
    invoices = select(Invoice).where(Invoice.member_id == member_id, Invoice.issued_at >= since)
    violations = select(Violation).where(Violation.member_id == member_id, Violation.recorded_at >= since)
    calls = select(CallBack).join(SpaceShare, SpaceShare.id == CallBack.share_id)
    calls = calls.where(SpaceShare.member_id == member_id, or_(CallBack.asked_at >= since, CallBack.starts_at >= since))
    bookings = select(Booking).where(Booking.member_id == member_id, Booking.ends_at >= since)
    return Own(
        list(session.execute(registrations.order_by(Registration.id.desc()).limit(limit)).scalars()),
        list(session.execute(invoices.order_by(Invoice.id.desc()).limit(limit)).scalars()),
        list(session.execute(violations.order_by(Violation.id.desc()).limit(limit)).scalars()),
        list(session.execute(calls.order_by(CallBack.id.desc()).limit(limit)).scalars()),
        list(session.execute(bookings.order_by(Booking.id.desc()).limit(limit)).scalars()),
    )


class Planned(NamedTuple):
    """Which registrations may still be planned: states of theirs and of their rounds, whose use is not over today."""

    states: Sequence[str]
    rounds: Sequence[str]
    today: date


class Affected(NamedTuple):
    """What a decision may be about, of some people."""

    registrations: list[Registration]
    violations: list[Violation]
    invoices: list[Invoice]
    blocks: list[tuple[Block, UUID]]


def affected(
    session: Session,
    people: Sequence[UUID],
    planned: Planned,
    counting: Sequence[str],
    now: datetime,
    limit: int,
) -> Affected:
    """Registrations that may still be planned, violations that count, invoices, blocks with their person."""
    registrations = (
        select(Registration)
        .join(Round, Round.id == Registration.round_id)
        .where(
            Registration.member_id.in_(people),
            Registration.entered.is_(True),
            Registration.state.in_(planned.states),
            Round.state.in_(planned.rounds),
            Round.use_last >= planned.today,
        )
    )
    violations = select(Violation).where(Violation.member_id.in_(people), Violation.state.in_(counting))
    invoices = select(Invoice).where(Invoice.member_id.in_(people), Invoice.state != "cancelled")
    blocks = select(Block, Vehicle.member_id).join(Vehicle, Vehicle.id == Block.vehicle_id)
    blocks = blocks.where(Vehicle.member_id.in_(people), Block.until > now, Block.lifted_at.is_(None))
    return Affected(
        list(session.execute(registrations.order_by(Registration.id.desc()).limit(limit)).scalars()),
        list(session.execute(violations.order_by(Violation.id.desc()).limit(limit)).scalars()),
        list(session.execute(invoices.order_by(Invoice.id.desc()).limit(limit)).scalars()),
        [(row[0], row[1]) for row in session.execute(blocks.order_by(Block.id.desc()).limit(limit))],
    )
