"""Disputes, their steps and effects; what they are about; who mediates and arbitrates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple, TypeVar
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from scheduler.models import (
    Account,
    Block,
    Booking,
    CallBack,
    Dispute,
    DisputeEffect,
    DisputeEvent,
    Invoice,
    Registration,
    RegistrationEvent,
    Role,
    Round,
    SpaceShare,
    StaffLock,
    Vehicle,
    Violation,
)
from scheduler.queries.paging import part_of
from scheduler.states import DISPUTE_LIVING

MEDIATED = ("mediate", "settle", "hearing")
"""Steps by which somebody takes part in a mediation."""
REMIND = "remind"
Subject = TypeVar("Subject", Registration, Invoice, Violation, CallBack, Booking, Block)


class Count(NamedTuple):
    """How many closed cases of a kind came out how."""

    about: str
    state: str
    upheld: bool | None
    cases: int


def one(session: Session, community: UUID, dispute_id: UUID) -> Dispute | None:
    """A dispute of the community."""
    found = session.get(Dispute, dispute_id)
    return found if found is not None and found.community_id == community else None


def locked(session: Session, community: UUID, dispute_id: UUID) -> Dispute | None:
    """A dispute, kept from other writers until the transaction ends."""
    wanted = select(Dispute).where(Dispute.id == dispute_id, Dispute.community_id == community).with_for_update()
    return session.execute(wanted.execution_options(populate_existing=True)).scalar_one_or_none()


def listed(
    session: Session,
    community: UUID,
    states: Sequence[str] = (),
    party: UUID | None = None,
    writer: UUID | None = None,
    last: UUID | None = None,
    limit: int = 50,
    newest: bool = True,
) -> list[Dispute]:
    """Disputes of the community; only those of a side, or written by an account, where either is named."""
    wanted = select(Dispute).where(Dispute.community_id == community)
    if states:
        wanted = wanted.where(Dispute.state.in_(states))
    if party is not None or writer is not None:
        sides = [Dispute.member_id == party, Dispute.other_id == party] if party is not None else []
        wanted = wanted.where(or_(*sides, Dispute.operator_id == writer))
    return list(session.execute(part_of(wanted, Dispute.id, last, limit, newest)).scalars())


def before(session: Session, member_id: UUID, subject_id: UUID | None) -> list[Dispute]:
    """Cases that a person opened on the same thing, or on neighbours where none is named, in order."""
    same = Dispute.subject_id.is_(None) if subject_id is None else Dispute.subject_id == subject_id
    wanted = select(Dispute).where(Dispute.member_id == member_id, same)
    return list(session.execute(wanted.order_by(Dispute.id)).scalars())


def events(session: Session, dispute_id: UUID) -> list[DisputeEvent]:
    """Steps and notes of a dispute, in order."""
    wanted = select(DisputeEvent).where(DisputeEvent.dispute_id == dispute_id)
    return list(session.execute(wanted.order_by(DisputeEvent.id)).scalars())


def effects(session: Session, dispute_id: UUID) -> list[DisputeEffect]:
    """What a dispute brought about."""
    wanted = select(DisputeEffect).where(DisputeEffect.dispute_id == dispute_id)
    return list(session.execute(wanted.order_by(DisputeEffect.id)).scalars())


def mediated(session: Session, dispute_id: UUID, account_id: UUID | None) -> bool:
    """Whether an account took part in the mediation of a dispute."""
    wanted = select(DisputeEvent.id).where(
        DisputeEvent.dispute_id == dispute_id,
        DisputeEvent.actor_id == account_id,
        DisputeEvent.action.in_(MEDIATED),
        DisputeEvent.after != "arbitration",
    )
    return account_id is not None and session.execute(wanted.limit(1)).first() is not None


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


# ---- what disputes are about


def subject(
    session: Session, kind: type[Subject], community: UUID, subject_id: UUID, lock: bool = False
) -> Subject | None:
    """A thing of the community that a dispute may be about; `lock` keeps it from other writers."""
    found = session.get(kind, subject_id, with_for_update=lock or None, populate_existing=lock)
    return found if found is not None and found.community_id == community else None


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
    violations = select(Violation).where(Violation.member_id == member_id, Violation.at >= since)
    calls = select(CallBack).join(SpaceShare, SpaceShare.id == CallBack.share_id)
    calls = calls.where(SpaceShare.member_id == member_id, CallBack.asked_at >= since)
    bookings = select(Booking).where(Booking.member_id == member_id, Booking.ends_at >= since)
    return Own(
        list(session.execute(registrations.order_by(Registration.id.desc()).limit(limit)).scalars()),
        list(session.execute(invoices.order_by(Invoice.id.desc()).limit(limit)).scalars()),
        list(session.execute(violations.order_by(Violation.id.desc()).limit(limit)).scalars()),
        list(session.execute(calls.order_by(CallBack.id.desc()).limit(limit)).scalars()),
        list(session.execute(bookings.order_by(Booking.id.desc()).limit(limit)).scalars()),
    )


class Affected(NamedTuple):
    """What a decision may be about, of some people."""

    registrations: list[Registration]
    violations: list[Violation]
    invoices: list[Invoice]
    blocks: list[tuple[Block, UUID]]


def affected(
    session: Session, people: Sequence[UUID], rounds: Sequence[str], counting: Sequence[str], now: datetime, limit: int
) -> Affected:
    """Living registrations in rounds of some states, violations that count, invoices, blocks with their person."""
    registrations = (
        select(Registration)
        .join(Round, Round.id == Registration.round_id)
        .where(Registration.member_id.in_(people), Registration.entered.is_(True), Round.state.in_(rounds))
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


# ---- who hears them, and when


def hearers(session: Session, community: UUID, roles: Sequence[str]) -> list[UUID]:
    """People who hold one of the roles and have an inbox."""
    wanted = (
        select(Account.member_id)
        .join(Role, Role.account_id == Account.id)
        .where(
            Account.community_id == community,
            Role.name.in_(roles),
            Account.member_id.is_not(None),
            Account.disabled_at.is_(None),
        )
        .distinct()
    )
    return sorted(found for found in session.execute(wanted).scalars() if found is not None)


def overdue(session: Session, now: datetime, limit: int) -> list[Dispute]:
    """Cases that were not settled in time, longest overdue first."""
    wanted = select(Dispute).where(Dispute.state.in_(("opened", "mediation")), Dispute.answer_by <= now)
    return list(session.execute(wanted.order_by(Dispute.answer_by).limit(limit)).scalars())


def to_remind(session: Session, community: UUID, until: datetime, limit: int) -> list[Dispute]:
    """Living cases whose step is due by an instant, and of whose present state nobody was reminded."""
    reminded = select(DisputeEvent.id).where(
        DisputeEvent.dispute_id == Dispute.id, DisputeEvent.action == REMIND, DisputeEvent.before == Dispute.state
    )
    wanted = select(Dispute).where(
        Dispute.community_id == community,
        Dispute.state.in_(DISPUTE_LIVING),
        Dispute.answer_by <= until,
        ~reminded.exists(),
    )
    return list(session.execute(wanted.order_by(Dispute.answer_by).limit(limit)).scalars())


def outcomes(session: Session, community: UUID, since: datetime, until: datetime) -> list[Count]:
    """How cases came out that were closed in a span, by what they were about."""
    wanted = (
        select(Dispute.about, Dispute.state, Dispute.upheld, func.count())
        .where(Dispute.community_id == community, Dispute.decided_at >= since, Dispute.decided_at < until)
        .where(Dispute.state.not_in(DISPUTE_LIVING))
        .group_by(Dispute.about, Dispute.state, Dispute.upheld)
    )
    return [Count(*row) for row in session.execute(wanted)]


def living(session: Session, community: UUID) -> Mapping[str, int]:
    """How many cases are at which step."""
    wanted = select(Dispute.state, func.count()).where(
        Dispute.community_id == community, Dispute.state.in_(DISPUTE_LIVING)
    )
    return {row[0]: row[1] for row in session.execute(wanted.group_by(Dispute.state))}
