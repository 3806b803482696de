"""What calendars tell: dates of rights to rooms, and single bookings, by room or by person."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from scheduler.models import Allocation, Booking, Feed, Registration, Room, Round, Site, Space


class Held(NamedTuple):
    """A right to rooms with what a calendar may tell of its group."""

    allocation_id: UUID
    sessions: Sequence[dict[str, object]]
    section: dict[str, object]


class Booked(NamedTuple):
    """A single booking: of a room by its code, of a space by its site's, of equipment without a place."""

    booking_id: UUID
    room: str | None
    site: str | None
    starts_at: datetime
    ends_at: datetime
    category: str | None


def held_rooms(
    session: Session,
    community: UUID,
    since: date,
    registrations: Sequence[UUID] | None = None,
    but_round: UUID | None = None,
) -> list[Held]:
    """Rights to rooms that are held and used on a date or later; of some registrations, or of all rounds but one."""
    wanted = (
        select(Allocation.id, Allocation.sessions, Registration.section)
        .join(Registration, Allocation.registration_id == Registration.id)
        .join(Round, Allocation.round_id == Round.id)
        .where(
            Allocation.community_id == community,
            Allocation.state == "held",
            Round.use_last >= since,
            Registration.application_id.is_not(None),
        )
        .order_by(Allocation.id)
    )
    if registrations is not None:
        wanted = wanted.where(Registration.id.in_(list(registrations)))
    if but_round is not None:
        wanted = wanted.where(Allocation.round_id != but_round)
    return [Held._make(row) for row in session.execute(wanted)]


def booked_rooms(session: Session, rooms: Sequence[UUID], since: datetime, until: datetime) -> list[Booked]:
    """Confirmed bookings of some rooms in a span."""
    wanted = (
        select(Booking.id, Room.code, Booking.starts_at, Booking.ends_at, Booking.category)
        .join(Room, Room.resource_id == Booking.resource_id)
        .where(
            Room.id.in_(list(rooms)),
            Booking.state == "confirmed",
            Booking.starts_at < until,
            Booking.ends_at > since,
        )
        .order_by(Booking.starts_at, Booking.id)
    )
    return [Booked(row[0], row[1], None, *row[2:]) for row in session.execute(wanted)]


def booked_by(session: Session, member: UUID, since: datetime, until: datetime) -> list[Booked]:
    """A person's confirmed bookings in a span."""
    wanted = (
        select(Booking.id, Room.code, Site.code, Booking.starts_at, Booking.ends_at, Booking.category)
        .outerjoin(Room, Room.resource_id == Booking.resource_id)
        .outerjoin(Space, Space.resource_id == Booking.resource_id)
        .outerjoin(Site, Site.id == Space.site_id)
        .where(
            Booking.member_id == member,
            Booking.state == "confirmed",
            Booking.starts_at < until,
            Booking.ends_at > since,
        )
        .order_by(Booking.starts_at, Booking.id)
    )
    return [Booked._make(row) for row in session.execute(wanted)]


def feed_by_hash(session: Session, digest: bytes) -> Feed | None:
    """The feed of a secret that was not revoked."""
    wanted = select(Feed).where(Feed.secret_hash == digest, Feed.revoked_at.is_(None))
    return session.execute(wanted).scalar_one_or_none()


def feeds_of(session: Session, member: UUID) -> list[Feed]:
    """A person's feeds, the newest first."""
    wanted = select(Feed).where(Feed.member_id == member).order_by(Feed.id.desc())
    return list(session.execute(wanted).scalars())
