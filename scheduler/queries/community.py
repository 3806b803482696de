"""Communities, their covenants, calendars and people."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from scheduler.calendar import Override
from scheduler.models import Community, Covenant, DayOverride, Household, Member, Resource, Vehicle


def by_slug(session: Session, slug: str) -> Community | None:
    """The community of that name."""
    return session.execute(select(Community).where(Community.slug == slug)).scalar_one_or_none()


def all_of_them(session: Session) -> list[Community]:
    """Every community of the installation."""
    return list(session.execute(select(Community).order_by(Community.slug)).scalars())


def one(session: Session, community: UUID) -> Community:
    """The community; a session looks it up once, though nobody holds it in between."""
    found = session.get_one(Community, community)
    session.info[Community, community] = found
    return found


def locked(session: Session, community: UUID) -> Community:
    """The community as it stands, kept from other writers until the transaction ends."""
    wanted = select(Community).where(Community.id == community).with_for_update(key_share=True)
    return session.execute(wanted.execution_options(populate_existing=True)).scalar_one()


def covenant_in_force(session: Session, community: UUID, at: datetime) -> Covenant | None:
    """The newest version whose day has come."""
    wanted = (
        select(Covenant)
        .where(Covenant.community_id == community, Covenant.in_force_from <= at)
        .order_by(Covenant.version.desc())
        .limit(1)
    )
    return session.execute(wanted).scalar_one_or_none()


def covenant(session: Session, community: UUID, version: int) -> Covenant:
    """One version; a session looks it up once, though nobody holds it in between."""
    found = session.get_one(Covenant, (community, version))
    session.info[Covenant, community, version] = found
    return found


_OVERRIDES = select(DayOverride.date, DayOverride.day_type, DayOverride.names).where(
    DayOverride.community_id == bindparam("community")
)


def overrides(session: Session, community: UUID) -> dict[date, Override]:
    """Dates whose day type the community states itself."""
    return {
        day: Override("rest_day" if day_type == "rest_day" else "workday", tuple(names))
        for day, day_type, names in session.execute(_OVERRIDES, {"community": community})
    }


def member(session: Session, community: UUID, member_id: UUID) -> Member | None:
    """A person of the community."""
    found = session.get(Member, member_id)
    return found if found is not None and found.community_id == community else None


def members(session: Session, ids: Collection[UUID]) -> list[Member]:
    """Some people."""
    return list(session.execute(select(Member).where(Member.id.in_(set(ids)))).scalars())


def first_members(session: Session, community: UUID, count: int) -> list[Member]:
    """The people who were enrolled first."""
    wanted = select(Member).where(Member.community_id == community).order_by(Member.created_at, Member.id)
    return list(session.execute(wanted.limit(count)).scalars())


def members_by_index(session: Session, community: UUID, column: str, digest: bytes, limit: int) -> list[Member]:
    """People whose phone, end of phone or identity number has a digest."""
    columns = {
        "phone": Member.phone_index,
        "phone_tail": Member.phone_tail_index,
        "identity": Member.identity_index,
    }
    wanted = select(Member).where(Member.community_id == community, columns[column] == digest).limit(limit)
    return list(session.execute(wanted).scalars())


def household(session: Session, community: UUID, household_id: UUID) -> Household | None:
    """A household of the community."""
    found = session.get(Household, household_id)
    return found if found is not None and found.community_id == community else None


def vehicle(session: Session, community: UUID, vehicle_id: UUID, lock: bool = False) -> Vehicle | None:
    """A vehicle of the community, kept from other writers until the transaction ends where `lock` says so."""
    wanted = select(Vehicle).where(
        Vehicle.id == vehicle_id, Vehicle.community_id == community, Vehicle.removed_at.is_(None)
    )
    if lock:
        wanted = wanted.with_for_update().execution_options(populate_existing=True)
    return session.execute(wanted).scalar_one_or_none()


_LOCK_VEHICLE = select(Vehicle.id).where(Vehicle.id == bindparam("vehicle")).with_for_update(key_share=True)


def lock_vehicle(session: Session, vehicle_id: UUID) -> None:
    """Let whoever writes for a vehicle do so one after another, until the transaction ends."""
    session.execute(_LOCK_VEHICLE, {"vehicle": vehicle_id})


def vehicles_by_plate(
    session: Session, community: UUID, digest: bytes, tail: bool = False, limit: int = 50
) -> list[Vehicle]:
    """Vehicles whose plate, or the end of it, has a digest."""
    column = Vehicle.plate_tail_index if tail else Vehicle.plate_index
    wanted = select(Vehicle).where(Vehicle.community_id == community, column == digest, Vehicle.removed_at.is_(None))
    return list(session.execute(wanted.limit(limit)).scalars())


def vehicles_of(session: Session, member_id: UUID) -> list[Vehicle]:
    """Vehicles of a person."""
    wanted = select(Vehicle).where(Vehicle.member_id == member_id, Vehicle.removed_at.is_(None))
    return list(session.execute(wanted.order_by(Vehicle.id)).scalars())


def lock_member(session: Session, member_id: UUID) -> None:
    """Let whoever counts what a person has do so one after another, until the transaction ends."""
    session.execute(select(Member.id).where(Member.id == member_id).with_for_update(key_share=True))


def home_of_member(session: Session, member_id: UUID) -> UUID | None:
    """The home site of a person's household."""
    wanted = select(Household.home_site_id).join(Member, Member.household_id == Household.id)
    return session.execute(wanted.where(Member.id == member_id)).scalar_one_or_none()


def resource_of(session: Session, kind: str, subject_id: UUID) -> int | None:
    """Number under which a space, vehicle or person is occupied."""
    wanted = select(Resource.id).where(Resource.kind == kind, Resource.subject_id == subject_id)
    return session.execute(wanted).scalar_one_or_none()
