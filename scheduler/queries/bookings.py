"""Dated occupation of resources, and single bookings; what every booking asks is without the unit of work."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Table, bindparam, func, insert, or_, select
from sqlalchemy.orm import Session

from scheduler.models import (
    Allocation,
    Booking,
    Community,
    Covenant,
    Household,
    Member,
    Occupation,
    Registration,
    Resource,
    Site,
    Space,
    Vehicle,
)
from scheduler.queries.paging import part_of
from scheduler.queries.violations import blocked_until_of
from scheduler.queries.ways import held_out
from scheduler.queries.whose import is_of

BOOKING: Table = Booking.__table__  # type: ignore[assignment]
LONGEST = timedelta(days=32)
"""No dated row is longer: rights are cut by day, and a covenant allows bookings of at most 31 days."""


class Taken(NamedTuple):
    """A space that somebody has for a time."""

    space_id: UUID
    starts_at: datetime
    ends_at: datetime


class SiteNow(NamedTuple):
    """A site at the version of its hours that its lock keeps."""

    id: UUID
    community_id: UUID
    row_version: int


class Wanted(NamedTuple):
    """A vehicle and the space that it shall have, with all that decides whether it may."""

    vehicle_id: UUID
    member_id: UUID
    size: str
    party: str
    needs_ev: bool
    needs_accessible: bool
    vehicle_resource: int
    space_code: str
    space_resource: int
    bookable: bool
    outside_cap: int | None
    zone: str
    settings: Mapping[str, Any] | None
    blocked_until: datetime | None
    site: SiteNow


def taken_from_others(
    session: Session, community: UUID, round_id: UUID, since: datetime, until: datetime, but: UUID | None = None
) -> list[Taken]:
    """Where spaces are taken by bookings, by rights of other rounds, or held as ways forward.

    What is held for the registration `but` is left out.
    """
    wanted = (
        select(Space.id, Occupation.starts_at, Occupation.ends_at)
        .join(Occupation, Occupation.resource_id == Space.resource_id)
        .outerjoin(Allocation, Occupation.allocation_id == Allocation.id)
        .where(
            Space.community_id == community,
            Occupation.active,
            Occupation.starts_at < until,
            Occupation.ends_at > since,
            or_(Occupation.booking_id.is_not(None), Allocation.round_id != round_id, held_out(round_id, but)),
        )
        .order_by(Space.code, Occupation.starts_at)
    )
    return [Taken(*row) for row in session.execute(wanted)]


_TAKEN = (
    select(Space.id, Occupation.starts_at, Occupation.ends_at)
    .join(Occupation, Occupation.resource_id == Space.resource_id)
    .where(
        Space.site_id == bindparam("site"),
        Occupation.active,
        Occupation.starts_at < bindparam("until"),
        Occupation.ends_at > bindparam("since"),
    )
    .order_by(Occupation.starts_at)
)
_TAKEN_BY_PARTY = (
    _TAKEN.outerjoin(Booking, Occupation.booking_id == Booking.id)
    .outerjoin(Allocation, Occupation.allocation_id == Allocation.id)
    .outerjoin(Registration, Allocation.registration_id == Registration.id)
    .join(Vehicle, Vehicle.id == func.coalesce(Booking.vehicle_id, Registration.vehicle_id))
    .where(Vehicle.party == bindparam("party"))
)


def taken_at(
    session: Session, site_id: UUID, since: datetime, until: datetime, party: str | None = None
) -> list[Taken]:
    """Which spaces of a site are taken at some time of a span, by vehicles of one class where `party` names it."""
    given = {"site": site_id, "since": since, "until": until}
    if party is None:
        return [Taken(*row) for row in session.connection().execute(_TAKEN, given)]
    return [Taken(*row) for row in session.connection().execute(_TAKEN_BY_PARTY, {**given, "party": party})]


_WANTED = (
    select(
        Vehicle.id,
        Vehicle.member_id,
        Vehicle.size,
        Vehicle.party,
        Vehicle.needs_ev,
        Vehicle.needs_accessible,
        Resource.id,
        Space.code,
        Space.resource_id,
        Space.bookable,
        Site.outside_cap,
        Community.zone,
        select(Covenant.settings)
        .where(Covenant.community_id == bindparam("community"), Covenant.in_force_from <= bindparam("now"))
        .order_by(Covenant.version.desc())
        .limit(1)
        .scalar_subquery(),
        blocked_until_of(Vehicle.id, bindparam("now")),
        Site.id,
        Site.community_id,
        Site.row_version,
    )
    .select_from(Vehicle)
    .join(Member, Member.id == Vehicle.member_id)
    .join(Resource, (Resource.kind == "vehicle") & (Resource.subject_id == Vehicle.id))
    .join(Space, Space.community_id == Vehicle.community_id)
    .join(Site, Site.id == Space.site_id)
    .join(Community, Community.id == Vehicle.community_id)
    .where(
        Vehicle.id == bindparam("vehicle"),
        Vehicle.removed_at.is_(None),
        Vehicle.community_id == bindparam("community"),
        Space.id == bindparam("space"),
    )
    # The person too: what they have booked is counted, whichever vehicle it is for.
    .with_for_update(of=(Member, Vehicle, Site), key_share=True)
)


def wanted(session: Session, community: UUID, vehicle_id: UUID, space_id: UUID, now: datetime) -> Wanted | None:
    """A vehicle and a space of a community; the space's site is kept from other writers until the transaction ends."""
    given = {"community": community, "vehicle": vehicle_id, "space": space_id, "now": now}
    row = session.connection().execute(_WANTED, given).one_or_none()
    return None if row is None else Wanted._make((*row[:-3], SiteNow._make(row[-3:])))


def add(session: Session, made: Booking) -> None:
    """Write a new booking."""
    session.connection().execute(_ADD, {column.key: getattr(made, column.key) for column in BOOKING.columns})


_ADD = insert(BOOKING)


def taken_by_site(session: Session, community: UUID, since: datetime, until: datetime) -> dict[UUID, list[Taken]]:
    """Which spaces of a community are taken at some time of a span, by site."""
    found: dict[UUID, list[Taken]] = defaultdict(list)
    wanted = (
        select(Space.site_id, Space.id, Occupation.starts_at, Occupation.ends_at)
        .join(Occupation, Occupation.resource_id == Space.resource_id)
        .where(
            Space.community_id == community,
            Occupation.active,
            Occupation.starts_at.between(since - LONGEST, until),
            Occupation.starts_at < until,
            Occupation.ends_at > since,
        )
        .order_by(Occupation.starts_at)
    )
    for site, space, starts_at, ends_at in session.execute(wanted):
        found[site].append(Taken(space, starts_at, ends_at))
    return found


def one(session: Session, community: UUID, booking_id: UUID) -> Booking | None:
    """A booking of a space of the community."""
    found = session.get(Booking, booking_id)
    of_space = found is not None and found.community_id == community and found.vehicle_id is not None
    return found if of_space else None


def locked(session: Session, community: UUID, booking_id: UUID) -> Booking | None:
    """A booking, kept from other writers until the transaction ends."""
    wanted = select(Booking).where(
        Booking.id == booking_id, Booking.community_id == community, Booking.vehicle_id.is_not(None)
    )
    wanted = wanted.with_for_update()
    return session.execute(wanted.execution_options(populate_existing=True)).scalar_one_or_none()


def of_member(
    session: Session, member_id: UUID, last: UUID | None = None, limit: int = 50, newest: bool = True
) -> list[Booking]:
    """A person's bookings of spaces."""
    wanted = select(Booking).where(is_of(Booking, member_id), Booking.vehicle_id.is_not(None))
    return list(session.execute(part_of(wanted, Booking.id, last, limit, newest)).scalars())


def of_community(
    session: Session,
    community: UUID,
    last: UUID | None = None,
    limit: int = 50,
    sites: Sequence[UUID] | None = None,
    newest: bool = True,
) -> list[Booking]:
    """All bookings of spaces; where `sites` names them, those there or of people who live there."""
    wanted = select(Booking).where(Booking.community_id == community, Booking.vehicle_id.is_not(None))
    if sites is not None:
        there = select(Space.resource_id).where(Space.site_id.in_(sites))
        people = select(Member.id).join(Household, Member.household_id == Household.id)
        people = people.where(Household.home_site_id.in_(sites))
        wanted = wanted.where(or_(Booking.resource_id.in_(there), Booking.member_id.in_(people)))
    return list(session.execute(part_of(wanted, Booking.id, last, limit, newest)).scalars())


_OPEN = select(func.count()).where(
    BOOKING.c.community_id == bindparam("community"),
    BOOKING.c.member_id == bindparam("member"),
    BOOKING.c.vehicle_id.is_not(None),
    BOOKING.c.state == "confirmed",
    BOOKING.c.ends_at > bindparam("now"),
)


def open_count(session: Session, community: UUID, member_id: UUID, now: datetime) -> int:
    """How many confirmed bookings of spaces of a person are not over."""
    given = {"community": community, "member": member_id, "now": now}
    return session.connection().execute(_OPEN, given).scalar_one()


def open_of_vehicle(session: Session, vehicle_id: UUID, now: datetime) -> bool:
    """Whether a vehicle has a booking that is not over."""
    wanted = select(Booking.id).where(
        Booking.vehicle_id == vehicle_id, Booking.state == "confirmed", Booking.ends_at > now
    )
    return session.execute(wanted.limit(1)).first() is not None
