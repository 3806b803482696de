"""Where a vehicle may stand: what its dated rows say, looked up by the few indexes that a check at the kerb needs."""

from __future__ import annotations

from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import Uuid, and_, bindparam, func, or_, select, true
from sqlalchemy.orm import Session

from scheduler.models import (
    Agreement,
    Allocation,
    Booking,
    Household,
    Member,
    Occupation,
    Registration,
    Resource,
    Site,
    Space,
    Vehicle,
)
from scheduler.queries.bookings import LONGEST
from scheduler.queries.violations import blocked_until_of
from scheduler.states import AGREEMENT_LIVING
from scheduler.stays import Right


class Car(NamedTuple):
    """A registered vehicle; `blocked_until` where it is blocked now."""

    vehicle_id: UUID
    member_id: UUID
    resource_id: int
    home_site_id: UUID | None
    blocked_until: datetime | None


class Standing(NamedTuple):
    """A time for which a vehicle has a space at a site, by a right of a round or by a booking.

    `state` is that of its registration, `agreement` that of its agreement, which rests on the dates `rests_from` to
    `rests_until`; all are empty for a booking.
    """

    starts_at: datetime
    ends_at: datetime
    site_id: UUID
    site_code: str
    allocation_id: UUID | None
    booking_id: UUID | None
    state: str | None
    agreement: str | None
    agreement_number: int | None
    rests_from: date | None
    rests_until: date | None


_CAR = (
    select(
        Vehicle.id,
        Vehicle.member_id,
        Resource.id,
        Household.home_site_id,
        blocked_until_of(Vehicle.id, bindparam("now")),
    )
    .join(Resource, and_(Resource.kind == "vehicle", Resource.subject_id == Vehicle.id))
    .join(Member, Vehicle.member_id == Member.id)
    .outerjoin(Household, Member.household_id == Household.id)
    .where(
        Vehicle.community_id == bindparam("community"),
        Vehicle.plate_index == bindparam("digest"),
        Vehicle.removed_at.is_(None),
    )
)


def car(session: Session, community: UUID, digest: bytes, now: datetime) -> Car | None:
    """The vehicle of a plate."""
    given = {"community": community, "digest": digest, "now": now}
    found = session.connection().execute(_CAR, given).one_or_none()
    return None if found is None else Car(*found)


_SITE = func.coalesce(Allocation.site_id, Space.site_id)
_OF_VEHICLE = (
    Occupation.resource_id == bindparam("resource"),
    Occupation.active,
    Occupation.starts_at > bindparam("earliest"),
    Occupation.starts_at <= bindparam("last"),
    Occupation.ends_at > bindparam("first"),
)
_STANDING = (
    select(
        Occupation.starts_at,
        Occupation.ends_at,
        Site.id,
        Site.code,
        Occupation.allocation_id,
        Occupation.booking_id,
        Registration.state,
        Agreement.state,
        Agreement.number,
        Agreement.suspended_from,
        Agreement.suspended_until,
    )
    .outerjoin(Allocation, Occupation.allocation_id == Allocation.id)
    .outerjoin(Registration, Allocation.registration_id == Registration.id)
    .outerjoin(Agreement, and_(Agreement.registration_id == Registration.id, Agreement.state.in_(AGREEMENT_LIVING)))
    .outerjoin(Booking, Occupation.booking_id == Booking.id)
    .outerjoin(Space, Space.resource_id == Booking.resource_id)
    .join(Site, Site.id == _SITE)
    .where(*_OF_VEHICLE)
    .order_by(Occupation.starts_at)
)


def standings(session: Session, resource_id: int, first: datetime, last: datetime) -> list[Standing]:
    """The times of a vehicle that end after one instant and begin by another, in order."""
    given = {"resource": resource_id, "earliest": first - LONGEST, "first": first, "last": last}
    return [Standing(*row) for row in session.connection().execute(_STANDING, given)]


_RIGHTS = (
    select(Occupation.starts_at, Occupation.ends_at, Occupation.allocation_id, Occupation.booking_id)
    .join(Resource, Occupation.resource_id == Resource.id)
    .outerjoin(Allocation, Occupation.allocation_id == Allocation.id)
    .outerjoin(Booking, Occupation.booking_id == Booking.id)
    .outerjoin(Space, Space.resource_id == Booking.resource_id)
    .where(
        Resource.kind == "vehicle",
        Resource.subject_id == bindparam("vehicle"),
        bindparam("site", type_=Uuid()) == _SITE,
        Occupation.active,
        Occupation.starts_at > bindparam("earliest"),
        Occupation.starts_at <= bindparam("last"),
        Occupation.ends_at > bindparam("first"),
    )
    .order_by(Occupation.starts_at)
)


def rights(session: Session, vehicle_id: UUID, site_id: UUID, first: datetime, last: datetime) -> list[Right]:
    """The times of a vehicle at one site that end after one instant and begin by another, in order."""
    given = {"vehicle": vehicle_id, "site": site_id, "earliest": first - LONGEST, "first": first, "last": last}
    return [Right(*row) for row in session.execute(_RIGHTS, given)]


_SPACE = (
    select(Space.code)
    .join(Occupation, Occupation.resource_id == Space.resource_id)
    .where(
        or_(Occupation.allocation_id == bindparam("allocation"), Occupation.booking_id == bindparam("booking")),
        Occupation.active,
        Occupation.starts_at <= bindparam("at"),
        Occupation.ends_at > bindparam("at"),
    )
)


def space_code(session: Session, allocation: UUID | None, booking: UUID | None, at: datetime) -> str | None:
    """The space that a right or a booking has at an instant."""
    return session.execute(_SPACE, {"allocation": allocation, "booking": booking, "at": at}).scalars().first()


def own_spaces(session: Session, member_id: UUID, now: datetime) -> list[tuple[UUID, str, str]]:
    """Where somebody stands as an owner now: their own spaces that nobody else has been given for this time, and
    another that they have instead of it; site, code of the site, code of the space.
    """
    taken = (
        select(Occupation.id)
        .outerjoin(Booking, Booking.id == Occupation.booking_id)
        .where(
            Occupation.resource_id == Space.resource_id,
            Occupation.active,
            Occupation.starts_at <= now,
            Occupation.ends_at > now,
        )
        .correlate(Space)
    )
    by_owner = (Booking.member_id == member_id) & Booking.vehicle_id.is_(None)
    others = taken.where(func.coalesce(Booking.member_id != member_id, true())).exists()
    own = (Space.owner_id == member_id) & ~others
    wanted = select(Site.id, Site.code, Space.code).join(Space, Space.site_id == Site.id)
    instead = taken.where(by_owner).exists()
    rows = session.execute(wanted.where(or_(own, instead)).order_by(Space.owner_id != member_id, Space.code))
    return [(row[0], row[1], row[2]) for row in rows]


def own_times(session: Session, member_id: UUID, site_id: UUID, first: datetime, last: datetime) -> list[Right]:
    """As `own_spaces`, at one site: the times between two instants at which somebody stands there as an owner."""
    wanted = (
        select(
            Space.id, Space.owner_id, Occupation.starts_at, Occupation.ends_at, Booking.member_id, Booking.vehicle_id
        )
        .outerjoin(
            Occupation,
            and_(
                Occupation.resource_id == Space.resource_id,
                Occupation.active,
                Occupation.starts_at > first - LONGEST,
                Occupation.starts_at < last,
                Occupation.ends_at > first,
            ),
        )
        .outerjoin(Booking, Booking.id == Occupation.booking_id)
        .where(Space.site_id == site_id, or_(Space.owner_id == member_id, Booking.member_id == member_id))
        .order_by(Space.id, Occupation.starts_at)
    )
    found: list[Right] = []
    free_from: dict[UUID, datetime] = {}
    for space, owner, starts_at, ends_at, booker, vehicle in session.execute(wanted):
        if owner == member_id:
            free_from.setdefault(space, first)
        if starts_at is None or (owner == member_id and booker == member_id):
            continue
        if owner == member_id:
            found.append(Right(free_from[space], starts_at))
            free_from[space] = max(free_from[space], ends_at)
        elif vehicle is None:
            found.append(Right(max(first, starts_at), min(last, ends_at)))
    found += [Right(since, last) for since in free_from.values()]
    return sorted((time for time in found if time.starts_at < time.ends_at), key=lambda time: time[:2])


def home_of(session: Session, member_id: UUID) -> UUID | None:
    """The site at which somebody's household lives."""
    wanted = select(Household.home_site_id).join(Member, Member.household_id == Household.id)
    return session.execute(wanted.where(Member.id == member_id)).scalar_one_or_none()


def keeper_of(session: Session, vehicle_id: UUID) -> UUID:
    """The person of a vehicle."""
    return session.execute(select(Vehicle.member_id).where(Vehicle.id == vehicle_id)).scalar_one()
