"""Owners' own spaces: who shares which, what is taken of them, what they called back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import func, or_, select, update
from sqlalchemy.orm import Session

from scheduler.models import Allocation, Booking, CallBack, Occupation, Registration, Site, Space, SpaceShare
from scheduler.queries.paging import part_of


class Use(NamedTuple):
    """A dated use of a space by somebody else."""

    occupation_id: int
    starts_at: datetime
    ends_at: datetime
    booking_id: UUID | None
    allocation_id: UUID | None
    member_id: UUID


def coming(session: Session, space_id: UUID, today: date) -> list[SpaceShare]:
    """Offers of a space that are not over, in their order."""
    wanted = select(SpaceShare).where(
        SpaceShare.space_id == space_id, or_(SpaceShare.last.is_(None), SpaceShare.last >= today)
    )
    return list(session.execute(wanted.order_by(SpaceShare.first)).scalars())


def locked(session: Session, community: UUID, share_id: UUID) -> SpaceShare | None:
    """An offer of the community, kept from other writers until the transaction ends."""
    wanted = select(SpaceShare).where(SpaceShare.id == share_id, SpaceShare.community_id == community)
    return session.execute(wanted.with_for_update().execution_options(populate_existing=True)).scalar_one_or_none()


def one(session: Session, community: UUID, share_id: UUID) -> SpaceShare | None:
    """An offer of the community."""
    found = session.get(SpaceShare, share_id)
    return found if found is not None and found.community_id == community else None


def shares(
    session: Session,
    community: UUID,
    last: UUID | None,
    limit: int,
    member_id: UUID | None = None,
    sites: Sequence[UUID] | None = None,
) -> list[SpaceShare]:
    """Offers of a community, newest first; those of a person, or of spaces at some sites."""
    wanted = select(SpaceShare).where(SpaceShare.community_id == community)
    if member_id is not None:
        wanted = wanted.where(SpaceShare.member_id == member_id)
    if sites is not None:
        wanted = wanted.join(Space, Space.id == SpaceShare.space_id).where(Space.site_id.in_(sites))
    return list(session.execute(part_of(wanted, SpaceShare.id, last, limit, newest=True)).scalars())


def shared_since(session: Session, member_id: UUID, since: date) -> list[SpaceShare]:
    """Offers of a person that reach to a date or beyond it."""
    wanted = select(SpaceShare).where(
        SpaceShare.member_id == member_id, or_(SpaceShare.last.is_(None), SpaceShare.last >= since)
    )
    return list(session.execute(wanted.order_by(SpaceShare.first)).scalars())


def call_backs(session: Session, shares: Sequence[UUID]) -> list[CallBack]:
    """What was called back of offers, in its order, but for what was withdrawn."""
    wanted = select(CallBack).where(CallBack.share_id.in_(shares), CallBack.state != "withdrawn")
    return list(session.execute(wanted.order_by(CallBack.starts_at, CallBack.id)).scalars())


def call_back(session: Session, community: UUID, call_back_id: UUID, lock: bool = True) -> CallBack | None:
    """One, kept from other writers until the transaction ends where `lock` says so."""
    wanted = select(CallBack).where(CallBack.id == call_back_id, CallBack.community_id == community)
    if lock:
        wanted = wanted.with_for_update().execution_options(populate_existing=True)
    return session.execute(wanted).scalar_one_or_none()


def uses(session: Session, space_id: UUID, owner_id: UUID, since: datetime, until: datetime) -> list[Use]:
    """Dated uses of a space in a span by others than its owner, in their order."""
    wanted = (
        select(
            Occupation.id,
            Occupation.starts_at,
            Occupation.ends_at,
            Occupation.booking_id,
            Occupation.allocation_id,
            func.coalesce(Booking.member_id, Registration.member_id).label("member_id"),
        )
        .join(Space, Space.resource_id == Occupation.resource_id)
        .outerjoin(Booking, Booking.id == Occupation.booking_id)
        .outerjoin(Allocation, Allocation.id == Occupation.allocation_id)
        .outerjoin(Registration, Registration.id == Allocation.registration_id)
        .where(
            Space.id == space_id,
            Occupation.active,
            Occupation.starts_at < until,
            Occupation.ends_at > since,
            func.coalesce(Booking.member_id, Registration.member_id) != owner_id,
        )
        .order_by(Occupation.starts_at)
    )
    return [Use(*row) for row in session.execute(wanted)]


def last_use(session: Session, space_id: UUID, owner_id: UUID, now: datetime) -> datetime | None:
    """When the last use of a space by somebody else ends; None where none is to come."""
    coming = uses(session, space_id, owner_id, now, now.replace(year=now.year + 2, day=1))
    return max((use.ends_at for use in coming), default=None)


def taken_spaces(session: Session, site_id: UUID, since: datetime, until: datetime) -> set[UUID]:
    """Spaces of a site that somebody has at some time of a span."""
    wanted = (
        select(Space.id)
        .join(Occupation, Occupation.resource_id == Space.resource_id)
        .where(Space.site_id == site_id, Occupation.active, Occupation.starts_at < until, Occupation.ends_at > since)
    )
    return set(session.execute(wanted).scalars())


def move_use(session: Session, use: Use, resource_id: int) -> None:
    """Give a dated use another space; the database refuses one that is taken."""
    session.execute(update(Occupation).where(Occupation.id == use.occupation_id).values(resource_id=resource_id))
    if use.booking_id is not None:
        session.execute(update(Booking).where(Booking.id == use.booking_id).values(resource_id=resource_id))


def cut_use(session: Session, use: Use, at: datetime) -> None:
    """End a dated use at an instant within it."""
    session.execute(update(Occupation).where(Occupation.id == use.occupation_id).values(ends_at=at))


def drop_use(session: Session, use: Use, now: datetime) -> None:
    """End a dated use that has no other space, with the time that its vehicle had for it; a booking is cancelled."""
    rows = update(Occupation).where(Occupation.active)
    if use.booking_id is None:
        alike = (Occupation.allocation_id == use.allocation_id) & (Occupation.starts_at == use.starts_at)
        session.execute(rows.where(alike).values(active=False))
        return
    session.execute(rows.where(Occupation.booking_id == use.booking_id).values(active=False))
    changed = {"state": "cancelled", "cancelled_at": now, "row_version": Booking.row_version + 1}
    session.execute(update(Booking).where(Booking.id == use.booking_id).values(**changed))


def has_own_use(session: Session, space_id: UUID, owner_id: UUID, since: datetime, until: datetime) -> bool:
    """Whether an owner holds their space at some time of a span already."""
    wanted = (
        select(Occupation.id)
        .join(Space, Space.resource_id == Occupation.resource_id)
        .join(Booking, Booking.id == Occupation.booking_id)
        .where(
            Space.id == space_id,
            Occupation.active,
            Occupation.starts_at < until,
            Occupation.ends_at > since,
            Booking.member_id == owner_id,
        )
    )
    return session.execute(wanted.limit(1)).first() is not None


def asked_before(session: Session, space_id: UUID, since: datetime, until: datetime) -> list[CallBack]:
    """What was called back of a space that meets a span, but for what was withdrawn."""
    wanted = select(CallBack).where(
        CallBack.space_id == space_id,
        CallBack.state != "withdrawn",
        CallBack.starts_at < until,
        CallBack.ends_at > since,
    )
    return list(session.execute(wanted).scalars())


def returns(
    session: Session, community: UUID, since: datetime, until: datetime, site_id: UUID | None = None
) -> dict[str, int]:
    """How many call-backs of a period came out how, and how many owners found their space taken ("missed")."""
    wanted = (
        select(CallBack.state, func.count(), func.count().filter(CallBack.missed))
        .join(Space, Space.id == CallBack.space_id)
        .where(CallBack.community_id == community, CallBack.starts_at >= since, CallBack.starts_at < until)
        .group_by(CallBack.state)
    )
    if site_id is not None:
        wanted = wanted.where(Space.site_id == site_id)
    rows = session.execute(wanted).all()
    out = {str(state): int(count) for state, count, _ in rows}
    return {**out, "missed": sum(int(missed) for _, _, missed in rows)}


def owned(session: Session, member_id: UUID) -> list[tuple[Space, Site]]:
    """The spaces that are somebody's own, with their sites."""
    wanted = select(Space, Site).join(Site, Site.id == Space.site_id).where(Space.owner_id == member_id)
    return [(row[0], row[1]) for row in session.execute(wanted.order_by(Space.code))]
