"""What an office that sets up its places looks at: how much there is, a part of a long list, who would be touched."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import delete, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from scheduler.models import (
    Account,
    Allocation,
    Booking,
    Equipment,
    Facility,
    FacilityWindow,
    Member,
    Occupation,
    Organisation,
    PartnerSites,
    Registration,
    Role,
    Room,
    Round,
    Site,
    Space,
    TidalWindow,
)


class Use(NamedTuple):
    """A time at which somebody has a place, by a right or by a booking."""

    receipt: str
    kind: str
    starts_at: datetime
    ends_at: datetime


def counts(session: Session, community: UUID) -> Mapping[str, int]:
    """How much of everything a community has."""
    kept = (Site, Space, Facility, Room, Organisation, Member, Round, Account)
    found = {one.__tablename__: _count(session, one.community_id, community) for one in kept}
    clerk = select(func.count(func.distinct(Role.account_id))).join(Account, Role.account_id == Account.id)
    clerks = clerk.where(Account.community_id == community, Role.name == "property_staff")
    hours = select(func.count(func.distinct(TidalWindow.site_id))).join(Site, TidalWindow.site_id == Site.id)
    doors = select(func.count(func.distinct(FacilityWindow.facility_id)))
    doors = doors.join(Facility, FacilityWindow.facility_id == Facility.id)
    return {
        **found,
        "clerk": session.execute(clerks).scalar_one(),
        "site_hours": session.execute(hours.where(Site.community_id == community)).scalar_one(),
        "facility_hours": session.execute(doors.where(Facility.community_id == community)).scalar_one(),
    }


def _count(session: Session, column: InstrumentedAttribute[UUID], community: UUID) -> int:
    return session.execute(select(func.count()).where(column == community)).scalar_one()


def spaces_by_site(session: Session, community: UUID) -> Mapping[UUID, int]:
    """How many spaces each site has."""
    wanted = select(Space.site_id, func.count(Space.id)).where(Space.community_id == community)
    return {row[0]: row[1] for row in session.execute(wanted.group_by(Space.site_id))}


def hours_by_site(session: Session, community: UUID) -> Mapping[UUID, list[TidalWindow]]:
    """The windows that sites have themselves, in their order."""
    wanted = select(TidalWindow).join(Site, TidalWindow.site_id == Site.id)
    wanted = wanted.where(Site.community_id == community, TidalWindow.space_id.is_(None))
    found: dict[UUID, list[TidalWindow]] = {}
    for row in session.execute(wanted.order_by(TidalWindow.position, TidalWindow.id)).scalars():
        found.setdefault(row.site_id, []).append(row)
    return found


def figures_of_site(session: Session, site: UUID) -> Mapping[str, int]:
    """How many spaces a site has, and how many of each kind."""
    kinds = {
        "all": Space.id.is_not(None),
        "owned": Space.owner_id.is_not(None),
        "ev": Space.ev,
        "accessible": Space.accessible,
        "unshared": Space.bookable.is_(False),
    }
    wanted = select(*(func.count().filter(kind) for kind in kinds.values())).where(Space.site_id == site)
    return dict(zip(kinds, session.execute(wanted).one(), strict=True))


def spaces_after(session: Session, site: UUID, after: str, search: str, limit: int) -> Sequence[Space]:
    """Spaces of a site whose codes hold a text, by code, from behind one."""
    wanted = select(Space).where(Space.site_id == site, Space.code > after)
    if search:
        wanted = wanted.where(func.lower(Space.code).contains(search.lower(), autoescape=True))
    return session.execute(wanted.order_by(Space.code).limit(limit)).scalars().all()


def codes_in_use(session: Session, community: UUID, codes: Collection[str]) -> set[str]:
    """Which of some codes spaces of the community have."""
    wanted = select(Space.code).where(Space.community_id == community, Space.code.in_(codes))
    return set(session.execute(wanted).scalars())


def partners_of(session: Session, site: UUID) -> Sequence[PartnerSites]:
    """The pairs that a site is in."""
    wanted = select(PartnerSites).where(or_(PartnerSites.a_id == site, PartnerSites.b_id == site))
    return session.execute(wanted.order_by(PartnerSites.a_id, PartnerSites.b_id)).scalars().all()


def part(session: Session, pair: PartnerSites) -> None:
    """Forget a pair."""
    session.execute(delete(PartnerSites).where(PartnerSites.a_id == pair.a_id, PartnerSites.b_id == pair.b_id))


def people_by_organisation(session: Session, community: UUID) -> Mapping[UUID, int]:
    """How many people act for each organisation."""
    wanted = select(Member.organisation_id, func.count(Member.id)).where(
        Member.community_id == community, Member.organisation_id.is_not(None)
    )
    rows = session.execute(wanted.group_by(Member.organisation_id))
    return {organisation: number for organisation, number in rows if organisation is not None}


def people_of(session: Session, organisation: UUID, limit: int) -> Sequence[Member]:
    """People who act for an organisation, the first enrolled first."""
    wanted = select(Member).where(Member.organisation_id == organisation)
    return session.execute(wanted.order_by(Member.created_at, Member.id).limit(limit)).scalars().all()


# ---- who would be touched


def resources_of_site(session: Session, site: UUID, space: UUID | None) -> list[int]:
    """The numbers under which spaces of a site are had, or one of them."""
    wanted = select(Space.resource_id).where(Space.site_id == site)
    return list(session.execute(wanted if space is None else wanted.where(Space.id == space)).scalars())


def resources_of_facility(session: Session, facility: UUID, room: UUID | None) -> list[int]:
    """The numbers under which rooms and items of a facility are had, or one room; a hall is had by its parts."""
    wanted = select(Room.resource_id).where(Room.facility_id == facility)
    if room is not None:
        return list(session.execute(wanted.where(or_(Room.id == room, Room.part_of_id == room))).scalars())
    items = select(Equipment.resource_id).where(Equipment.facility_id == facility)
    return [*session.execute(wanted).scalars(), *session.execute(items).scalars()]


def uses_of(session: Session, resources: Collection[int], since: datetime, until: datetime) -> list[Use]:
    """When somebody has one of some resources in a span, in the order of time."""
    receipt: Any = func.coalesce(Registration.receipt, Booking.receipt)
    wanted = (
        select(receipt, Booking.id, Occupation.starts_at, Occupation.ends_at)
        .outerjoin(Allocation, Occupation.allocation_id == Allocation.id)
        .outerjoin(Registration, Allocation.registration_id == Registration.id)
        .outerjoin(Booking, Occupation.booking_id == Booking.id)
        .where(
            Occupation.resource_id.in_(resources),
            Occupation.active,
            Occupation.starts_at < until,
            Occupation.ends_at > since,
            receipt.is_not(None),
        )
    )
    rows = session.execute(wanted.order_by(Occupation.starts_at, receipt))
    return [Use(row[0], "right" if row[1] is None else "booking", row[2], row[3]) for row in rows]


def features_of(session: Session, facilities: Collection[UUID]) -> set[str]:
    """What rooms of facilities have for good."""
    wanted = select(Room.features).where(Room.facility_id.in_(list(facilities)))
    return {name for had in session.execute(wanted).scalars() for name in had}
