"""Sites day by day: who has which space when, who stands there, and what owners have called back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session, aliased

from scheduler.models import (
    Allocation,
    Booking,
    CallBack,
    Occupation,
    OutboxMessage,
    Registration,
    Site,
    Space,
    Stay,
    Vehicle,
)
from scheduler.queries.bookings import LONGEST

MOVED, LOST = "moved_for_owner", "lost_to_owner"
"""Codes of the messages to those who gave way to an owner."""


class Held(NamedTuple):
    """A time for which a space is somebody's: by a right, with its registration; by a booking; or its owner's again."""

    occupation_id: int
    space_id: UUID
    space_code: str
    starts_at: datetime
    ends_at: datetime
    receipt: str | None
    registration_id: UUID | None
    state: str | None
    home_site_id: UUID | None
    vehicle_id: UUID | None
    plate_cipher: bytes | None

    @property
    def by_owner(self) -> bool:
        """Whether an owner has it, who is bound to no vehicle."""
        return self.vehicle_id is None


def _held() -> Select[*tuple[Any, ...]]:
    return (
        select(
            Occupation.id,
            Space.id,
            Space.code,
            Occupation.starts_at,
            Occupation.ends_at,
            func.coalesce(Registration.receipt, Booking.receipt),
            Registration.id,
            Registration.state,
            Registration.home_site_id,
            Vehicle.id,
            Vehicle.plate_cipher,
        )
        .join(Space, Space.resource_id == Occupation.resource_id)
        .outerjoin(Booking, Booking.id == Occupation.booking_id)
        .outerjoin(Allocation, Allocation.id == Occupation.allocation_id)
        .outerjoin(Registration, Registration.id == Allocation.registration_id)
        .outerjoin(Vehicle, Vehicle.id == func.coalesce(Booking.vehicle_id, Registration.vehicle_id))
        .where(Occupation.active)
        .order_by(Occupation.starts_at, Occupation.id)
    )


def held_at(session: Session, site_id: UUID, since: datetime, until: datetime) -> list[Held]:
    """Whose the spaces of a site are at some time of a span, in the order of time."""
    wanted = _held().where(Space.site_id == site_id, *_within(since, until))
    return [Held(*row) for row in session.execute(wanted)]


def held_of(session: Session, spaces: Collection[UUID], since: datetime, until: datetime) -> list[Held]:
    """Whose some spaces are at some time of a span, in the order of time."""
    wanted = _held().where(Space.id.in_(spaces), *_within(since, until))
    return [Held(*row) for row in session.execute(wanted)]


def held_by(session: Session, occupations: Collection[int]) -> dict[int, Held]:
    """Some dated rows, by their number."""
    return {row[0]: Held(*row) for row in session.execute(_held().where(Occupation.id.in_(occupations)))}


def _within(since: datetime, until: datetime) -> tuple[ColumnElement[bool], ...]:
    return (
        Occupation.starts_at > since - LONGEST,
        Occupation.starts_at < until,
        Occupation.ends_at > since,
    )


def there_now(session: Session, community: UUID) -> dict[UUID, int]:
    """How many vehicles are known to stand at a site, by site."""
    wanted = select(Stay.site_id, func.count()).where(
        Stay.community_id == community, Stay.left_at.is_(None), Stay.exit_missing.is_(False)
    )
    return {site: int(count) for site, count in session.execute(wanted.group_by(Stay.site_id))}


def standing(session: Session, site_ids: Collection[UUID], vehicles: Collection[UUID]) -> set[UUID]:
    """Those of some vehicles that are known to stand at one of some sites."""
    wanted = select(Stay.vehicle_id).where(
        Stay.site_id.in_(site_ids), Stay.vehicle_id.in_(vehicles), Stay.left_at.is_(None), Stay.exit_missing.is_(False)
    )
    return {row for row in session.execute(wanted).scalars() if row is not None}


class Return(NamedTuple):
    """What an owner called back, with the site, their space, and the one that they have instead of it."""

    row: CallBack
    site: Site
    space: Space
    instead: Space | None


def returns(
    session: Session,
    community: UUID,
    sites: Sequence[UUID] | None,
    since: datetime,
    skipped: int = 0,
    limit: int = 50,
) -> list[Return]:
    """What owners called back and is not over at an instant, the next first; at some sites where they are named."""
    other = aliased(Space)
    wanted = (
        select(CallBack, Site, Space, other)
        .join(Space, Space.id == CallBack.space_id)
        .join(Site, Site.id == Space.site_id)
        .outerjoin(other, other.id == CallBack.fallback_id)
        .where(CallBack.community_id == community, CallBack.state != "withdrawn", CallBack.ends_at > since)
        .order_by(CallBack.starts_at, CallBack.id)
    )
    if sites is not None:
        wanted = wanted.where(Site.id.in_(sites))
    return [Return(*row) for row in session.execute(wanted.offset(skipped).limit(limit))]


def returns_until(session: Session, community: UUID, since: datetime, until: datetime) -> dict[UUID, int]:
    """How many owners have their spaces back at some time of a span, by site."""
    wanted = (
        select(Space.site_id, func.count())
        .join(CallBack, CallBack.space_id == Space.id)
        .where(
            CallBack.community_id == community,
            CallBack.state != "withdrawn",
            CallBack.starts_at < until,
            CallBack.ends_at > since,
        )
        .group_by(Space.site_id)
    )
    return {site: int(count) for site, count in session.execute(wanted)}


class Gave(NamedTuple):
    """Somebody who gave way to an owner: the dated row, 0 for what was left of one, and where it went."""

    occupation_id: int
    moved_to: str | None
    at: str


def gave_way(session: Session, call_backs: Collection[UUID]) -> dict[UUID, list[Gave]]:
    """Who gave way to owners, as they were told of it, by what was called back."""
    if not call_backs:
        return {}
    prefixes = [f"{code}:{row}:" for row in call_backs for code in (MOVED, LOST)]
    wanted = select(OutboxMessage.dedupe_key, OutboxMessage.code, OutboxMessage.numbers).where(
        or_(*(and_(OutboxMessage.dedupe_key >= one, OutboxMessage.dedupe_key < f"{one}~") for one in prefixes))
    )
    found: dict[UUID, list[Gave]] = defaultdict(list)
    for key, code, numbers in session.execute(wanted.order_by(OutboxMessage.id)):
        _, call_back, occupation = key.split(":")
        moved_to = str(numbers["space"]) if code == MOVED else None
        found[UUID(call_back)].append(Gave(int(occupation), moved_to, str(numbers["at"])))
    return found
