"""What calendars tell: dates of rights to rooms, and single bookings, by room or by person."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from scheduler.models import (
    Allocation,
    Booking,
    Facility,
    Feed,
    MeetingPoint,
    Registration,
    Room,
    Round,
    Seat,
    Shift,
    Site,
    Space,
    Volunteer,
)
from scheduler.queries.whose import is_of


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


class Parked(NamedTuple):
    """A right to a space that its person accepted, with the codes of its spaces."""

    allocation_id: UUID
    uses: Sequence[dict[str, object]]
    use_first: date
    use_last: date
    site_zh: str
    site_en: str
    spaces: str


class Seated(NamedTuple):
    """A seat on a shift; where people meet, but for visits, whose place is nobody else's to know."""

    seat_id: UUID
    starts_at: datetime
    ends_at: datetime
    title_zh: str
    title_en: str
    point_zh: str | None
    point_en: str | None


ATTENDING = ("accepted", "confirmed", "checked_in", "checked_out")
"""States of a seat in which its person comes."""
USED = ("accepted", "active")
"""States in which a registration's space is its person's."""


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


def rooms_named(session: Session, community: UUID) -> dict[str, tuple[str, str]]:
    """What the rooms of a community are called with their facilities, in Chinese and English, by code."""
    wanted = (
        select(Room.code, Facility.name_zh, Room.name_zh, Facility.name_en, Room.name_en)
        .join(Facility, Facility.id == Room.facility_id)
        .where(Facility.community_id == community)
    )
    return {row[0]: (f"{row[1]} {row[2]}", f"{row[3]}, {row[4]}") for row in session.execute(wanted)}


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
            is_of(Booking, member),
            Booking.state == "confirmed",
            Booking.starts_at < until,
            Booking.ends_at > since,
        )
        .order_by(Booking.starts_at, Booking.id)
    )
    return [Booked._make(row) for row in session.execute(wanted)]


def parked_by(session: Session, community: UUID, member: UUID, first: date, last: date) -> list[Parked]:
    """A person's rights to spaces that are used on some date of a span."""
    wanted = (
        select(
            Allocation.id,
            Registration.uses,
            Round.use_first,
            Round.use_last,
            Site.name_zh.label("site_zh"),
            Site.name_en.label("site_en"),
            Allocation.space_ids,
        )
        .join(Registration, Allocation.registration_id == Registration.id)
        .join(Round, Allocation.round_id == Round.id)
        .join(Site, Allocation.site_id == Site.id)
        .where(
            Registration.community_id == community,
            Registration.member_id == member,
            Registration.state.in_(USED),
            Allocation.state == "held",
            Round.use_first <= last,
            Round.use_last >= first,
        )
        .order_by(Allocation.id)
    )
    rows = list(session.execute(wanted))
    ids = {UUID(space) for row in rows for space in row.space_ids}
    spaces = session.execute(select(Space.id, Space.code).where(Space.id.in_(ids))) if ids else ()
    codes = {space.id: space.code for space in spaces}
    return [
        Parked(
            row.id,
            row.uses,
            row.use_first,
            row.use_last,
            row.site_zh,
            row.site_en,
            " · ".join(codes[UUID(space)] for space in row.space_ids),
        )
        for row in rows
    ]


def seats_of(session: Session, community: UUID, member: UUID, since: datetime, until: datetime) -> list[Seated]:
    """A person's seats in a span, to which they come."""
    wanted = (
        select(
            Seat.id,
            Shift.starts_at,
            Shift.ends_at,
            Shift.title_zh,
            Shift.title_en,
            MeetingPoint.name_zh,
            MeetingPoint.name_en,
        )
        .join(Shift, Shift.id == Seat.shift_id)
        .join(Volunteer, Volunteer.id == Seat.volunteer_id)
        .outerjoin(MeetingPoint, (MeetingPoint.id == Shift.point_id) & Shift.elder_id.is_(None))
        .where(
            Seat.community_id == community,
            Volunteer.member_id == member,
            Seat.state.in_(ATTENDING),
            Shift.state != "cancelled",
            Shift.starts_at < until,
            Shift.ends_at > since,
        )
        .order_by(Shift.starts_at, Seat.id)
    )
    return [Seated._make(row) for row in session.execute(wanted)]


def feed_by_hash(session: Session, digest: bytes) -> Feed | None:
    """The feed of a secret that was not revoked."""
    wanted = select(Feed).where(Feed.secret_hash == digest, Feed.revoked_at.is_(None))
    return session.execute(wanted).scalar_one_or_none()


def feeds_of(session: Session, member: UUID) -> list[Feed]:
    """A person's feeds, the newest first."""
    wanted = select(Feed).where(Feed.member_id == member).order_by(Feed.id.desc())
    return list(session.execute(wanted).scalars())
