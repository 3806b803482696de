"""Equipment that is lent, with a room or alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from scheduler.models import Booking, Equipment, Room

STANDING = ("held", "requested", "confirmed")
"""States in which a booking has what it asks for."""


class Lent(NamedTuple):
    """Equipment of a facility out from one instant until another, counts by code."""

    facility_id: UUID
    starts_at: datetime
    ends_at: datetime
    counts: Mapping[str, int]


def by_bookings(session: Session, community: UUID, since: datetime, until: datetime) -> list[Lent]:
    """What single bookings have carried to their rooms, or lent alone, at some time of a span."""
    facility = func.coalesce(Room.facility_id, Equipment.facility_id)
    wanted = (
        select(facility, Booking.starts_at, Booking.ends_at, Booking.equipment, Room.features)
        .outerjoin(Room, Room.resource_id == Booking.resource_id)
        .outerjoin(Equipment, Equipment.resource_id == Booking.resource_id)
        .where(
            Booking.community_id == community,
            Booking.vehicle_id.is_(None),
            Booking.state.in_(STANDING),
            Booking.starts_at < until,
            Booking.ends_at > since,
        )
        .order_by(Booking.starts_at, Booking.id)
    )
    found = [
        Lent(row[0], row[1], row[2], _carried(row[3] or {}, row[4] or ())) for row in session.execute(wanted) if row[0]
    ]
    return [one for one in found if one.counts]


def _carried(equipment: Mapping[str, int], features: Sequence[str]) -> Mapping[str, int]:
    """What a room does not have for good."""
    return {name: count for name, count in equipment.items() if name not in features}
