"""Prices told and kept to, and what they depend on: vehicles of a household with rights, the spaces of a right."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from scheduler.models import Agreement, Allocation, Booking, Community, Invoice, Quote, Registration, Space
from scheduler.states import AGREEMENT_LIVING

BILLED = ("accepted", "active")
"""States in which a registration's months are charged."""


def one(session: Session, community: UUID, quote_id: UUID) -> Quote | None:
    """A quote of the community."""
    found = session.get(Quote, quote_id)
    return found if found is not None and found.community_id == community else None


def standing(session: Session, subject_id: UUID) -> Quote | None:
    """The price that holds for a registration."""
    wanted = select(Quote).where(Quote.subject_id == subject_id, Quote.replaced_at.is_(None))
    return session.execute(wanted).scalar_one_or_none()


def right_of(session: Session, registration_id: UUID) -> Allocation | None:
    """The right that a registration holds, the newest where it holds several."""
    wanted = select(Allocation).where(Allocation.registration_id == registration_id, Allocation.state == "held")
    newest = wanted.order_by(Allocation.created_at.desc(), Allocation.id.desc()).limit(1)
    return session.execute(newest).scalar_one_or_none()


def vehicles_before(session: Session, row: Registration, right: Allocation) -> int:
    """How many other vehicles of a household have a right in the round that was given before one."""
    whose = (
        Registration.household_id == row.household_id
        if row.household_id is not None
        else Registration.member_id == row.member_id
    )
    wanted = (
        select(Registration.vehicle_id)
        .join(Allocation, Allocation.registration_id == Registration.id)
        .where(
            Allocation.round_id == row.round_id,
            Allocation.state == "held",
            whose,
            Registration.vehicle_id != row.vehicle_id,
            or_(
                Allocation.created_at < right.created_at,
                and_(Allocation.created_at == right.created_at, Allocation.id < right.id),
            ),
        )
        .distinct()
    )
    return len(session.execute(wanted).all())


def owners_of(session: Session, spaces: Sequence[UUID]) -> set[UUID | None]:
    """Whose spaces are; None for shared ones."""
    return set(session.execute(select(Space.owner_id).where(Space.id.in_(spaces))).scalars())


def to_bill(session: Session, community: Community) -> list[tuple[Quote, Agreement | None]]:
    """Prices above nothing of rights that were accepted and are not over, with their agreement where there is one."""
    living = and_(Agreement.registration_id == Registration.id, Agreement.state.in_(AGREEMENT_LIVING))
    wanted = (
        select(Quote, Agreement)
        .join(Registration, Registration.id == Quote.subject_id)
        .outerjoin(Agreement, living)
        .where(
            Quote.community_id == community.id,
            Quote.subject == "registration",
            Quote.replaced_at.is_(None),
            Quote.accepted_at.is_not(None),
            Quote.fen > 0,
            Registration.state.in_(BILLED),
        )
        .order_by(Quote.id)
    )
    return [(row[0], row[1]) for row in session.execute(wanted)]


def bookings_to_bill(
    session: Session, community: UUID, since: datetime, now: datetime, last: UUID | None, limit: int
) -> list[UUID]:
    """Single bookings with a price that ended after `since` and are not charged; those after the id `last`."""
    charged = select(Invoice.id).where(Invoice.cause_id == Booking.id).exists()
    wanted = (
        select(Booking.id)
        .join(Quote, Quote.subject_id == Booking.id)
        .where(
            Quote.community_id == community,
            Quote.subject == "booking",
            Quote.replaced_at.is_(None),
            Booking.state == "confirmed",
            Booking.ends_at > since,
            Booking.ends_at <= now,
            ~charged,
        )
    )
    if last is not None:
        wanted = wanted.where(Booking.id > last)
    return list(session.execute(wanted.order_by(Booking.id).limit(limit)).scalars())
