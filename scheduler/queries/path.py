"""Where registrations stand on their path: since when, overdue or soon due, in which company, with which record."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import and_, bindparam, exists, false, func, or_, select
from sqlalchemy.orm import Session

from scheduler.models import (
    Block,
    CurrentPublication,
    Publication,
    PublicationRow,
    Refusal,
    Registration,
    RegistrationEvent,
    Round,
    SpaceShare,
    Violation,
)
from scheduler.queries.paging import part_of
from scheduler.queries.violations import COUNTING

PATH_ROUNDS = ("open", "closed", "planned", "published")
"""States of a round in which somebody may still have to do something about a registration."""
_SINCE = (
    select(func.max(RegistrationEvent.at))
    .where(
        RegistrationEvent.registration_id == Registration.id,
        RegistrationEvent.after == Registration.state,
        RegistrationEvent.before != RegistrationEvent.after,
    )
    .correlate(Registration)
    .scalar_subquery()
)


class Merits(NamedTuple):
    """What counts for or against a vehicle and its keeper at an instant."""

    blocked_until: datetime | None
    violations: int
    shares: bool


class Waiting(NamedTuple):
    """A registration, its round, and since when it is in its state."""

    row: Registration
    round: Round
    since: datetime


class Cut(NamedTuple):
    """What of a round is asked for: a state, and since when at the latest one is in it, or any where that is empty."""

    round_id: UUID
    state: str
    latest: datetime | None


_MERITS = select(
    select(func.max(Block.until))
    .where(
        Block.vehicle_id == bindparam("vehicle"),
        Block.until > bindparam("at"),
        Block.since <= bindparam("at"),
        Block.lifted_at.is_(None),
    )
    .scalar_subquery(),
    select(func.count(Violation.id))
    .where(
        Violation.community_id == bindparam("community"),
        Violation.vehicle_id == bindparam("vehicle"),
        Violation.state.in_(COUNTING),
        Violation.at <= bindparam("at"),
        Violation.counts_until > bindparam("at"),
    )
    .scalar_subquery(),
    exists().where(SpaceShare.community_id == bindparam("community"), SpaceShare.member_id == bindparam("member")),
)


def merits(session: Session, community: UUID, vehicle_id: UUID, member_id: UUID, at: datetime) -> Merits:
    """All that counts, in one statement: it is asked with every registration."""
    given = {"community": community, "vehicle": vehicle_id, "member": member_id, "at": at}
    return Merits._make(session.execute(_MERITS, given).one())


def blocked(session: Session, registrations: Collection[UUID], at: datetime) -> dict[UUID, datetime]:
    """Until when the vehicles of registrations are blocked, those that are."""
    wanted = (
        select(Registration.id, func.max(Block.until))
        .join(Block, Block.vehicle_id == Registration.vehicle_id)
        .where(Block.until > at, Block.since <= at, Block.lifted_at.is_(None))
        .group_by(Registration.id)
    )
    if len(registrations) == 1:
        wanted = wanted.where(Registration.id == next(iter(registrations)))
    return {row[0]: row[1] for row in session.execute(wanted) if row[0] in registrations}


def since(session: Session, row: Registration) -> datetime:
    """Since when a registration is in its state."""
    found: datetime | None = session.execute(select(_SINCE).where(Registration.id == row.id)).scalar_one()
    return row.created_at if found is None else found


def lines_in_force(session: Session, registrations: Sequence[UUID]) -> dict[UUID, PublicationRow]:
    """What the versions in force say of registrations, of those of which they say anything."""
    wanted = (
        select(PublicationRow)
        .join(CurrentPublication, CurrentPublication.publication_id == PublicationRow.publication_id)
        .where(PublicationRow.registration_id.in_(list(registrations)))
    )
    return {row.registration_id: row for row in session.execute(wanted).scalars()}


def causes_in_force(session: Session, registrations: Sequence[UUID]) -> dict[UUID, Mapping[str, Any]]:
    """What stood in the way of registrations, by the versions in force; none of a plan of before causes were told."""
    wanted = (
        select(Refusal.registration_id, Refusal.cause)
        .join(Publication, Publication.plan_id == Refusal.plan_id)
        .join(CurrentPublication, CurrentPublication.publication_id == Publication.id)
        .where(Refusal.registration_id.in_(list(registrations)))
    )
    return {row_id: cause for row_id, cause in session.execute(wanted) if cause is not None}


def rounds_under_way(session: Session, community: UUID) -> list[Round]:
    """Rounds with people to act in them."""
    wanted = select(Round).where(Round.community_id == community, Round.state.in_(PATH_ROUNDS))
    return list(session.execute(wanted.order_by(Round.id)).scalars())


def waiting(
    session: Session,
    cuts: Sequence[Cut],
    homes: Collection[UUID] | None = None,
    last: UUID | None = None,
    limit: int = 50,
    newest: bool = False,
) -> list[Waiting]:
    """Registrations within any of the cuts, as they came; of some home sites only where `homes` says so."""
    wanted = (
        select(Registration, Round, _SINCE)
        .join(Round, Round.id == Registration.round_id)
        .where(or_(false(), *(and_(*_within(cut)) for cut in cuts)))
    )
    if homes is not None:
        wanted = wanted.where(Registration.home_site_id.in_(homes))
    found = session.execute(part_of(wanted, Registration.id, last, limit, newest))
    return [Waiting(row, round_, at or row.created_at) for row, round_, at in found]


def _within(cut: Cut) -> list[Any]:
    state = [Registration.round_id == cut.round_id, Registration.state == cut.state]
    return state if cut.latest is None else [*state, cut.latest >= _SINCE]


def to_answer(session: Session, round_id: UUID, now: datetime, until: datetime) -> list[Registration]:
    """Registrations of a round whose answer is awaited until an instant at the latest."""
    wanted = select(Registration).where(
        Registration.round_id == round_id,
        Registration.state == "allocated",
        Registration.answer_by > now,
        Registration.answer_by <= until,
    )
    return list(session.execute(wanted.order_by(Registration.id)).scalars())


def points_in(session: Session, round_id: UUID, states: Sequence[str]) -> list[dict[str, int]]:
    """Points by criterion of everything in a round that is in one of some states."""
    wanted = select(Registration.points).where(Registration.round_id == round_id, Registration.state.in_(states))
    return list(session.execute(wanted).scalars())


def waiting_in(session: Session, round_id: UUID) -> int:
    """How many are on the waitlist of a round."""
    wanted = select(func.count()).where(Registration.round_id == round_id, Registration.state == "waitlisted")
    return session.execute(wanted).scalar_one()
