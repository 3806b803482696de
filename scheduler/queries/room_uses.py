"""Who has which room, and what is lent: what every booking asks, hence without the unit of work."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import bindparam, or_, select
from sqlalchemy.orm import Session

from scheduler.models import Allocation, Booking, Equipment, Occupation, Registration, Room
from scheduler.queries.lent import STANDING

LONGEST = timedelta(days=2)
"""No use of a room or of equipment is longer: a covenant allows bookings of at most a day, and buffers come to it."""


class Use(NamedTuple):
    """A use of a room, or of equipment alone (then without a room).

    It holds the room from `starts_at` until `ends_at`, buffers included; equipment and noise are its own from `since`
    until `until`, which for the rights of a season are the same. What a right is for is not told before it is public.
    """

    facility_id: UUID
    room_id: UUID | None
    starts_at: datetime
    ends_at: datetime
    since: datetime
    until: datetime
    booking_id: UUID | None
    allocation_id: UUID | None
    noisy: bool
    equipment: Mapping[str, int]
    category: str
    title: str


_USES = (
    select(
        Room.facility_id,
        Room.id,
        Occupation.starts_at,
        Occupation.ends_at,
        Booking.starts_at,
        Booking.ends_at,
        Occupation.booking_id,
        Occupation.allocation_id,
        Booking.noisy,
        Booking.equipment,
        Booking.category,
        Registration.section,
        Allocation.state,
    )
    .select_from(Occupation)
    .join(Room, Room.resource_id == Occupation.resource_id)
    .outerjoin(Booking, Booking.id == Occupation.booking_id)
    .outerjoin(Allocation, Allocation.id == Occupation.allocation_id)
    .outerjoin(Registration, Registration.id == Allocation.registration_id)
    .where(
        Occupation.active,
        Occupation.starts_at > bindparam("earliest"),
        Occupation.starts_at < bindparam("until"),
        Occupation.ends_at > bindparam("since"),
    )
    .order_by(Occupation.starts_at, Room.code)
)
_USES_OF = {
    "facility": _USES.where(Room.facility_id == bindparam("place")),
    "community": _USES.where(Room.community_id == bindparam("place")),
}
_LENT = (
    select(Equipment.facility_id, Booking.id, Booking.starts_at, Booking.ends_at, Booking.equipment, Booking.category)
    .join(Booking, Booking.resource_id == Equipment.resource_id)
    .where(
        Booking.state.in_(STANDING),
        Booking.starts_at > bindparam("earliest"),
        Booking.starts_at < bindparam("until"),
        Booking.ends_at > bindparam("since"),
    )
    .order_by(Booking.starts_at, Booking.id)
)
_LENT_OF = {
    "facility": _LENT.where(Equipment.facility_id == bindparam("place")),
    "community": _LENT.where(Equipment.community_id == bindparam("place")),
}


def uses(session: Session, scope: str, place: UUID, since: datetime, until: datetime) -> list[Use]:
    """Who has which room of a facility or community (`scope`) at some time of a span."""
    given = {"place": place, "since": since, "until": until, "earliest": since - LONGEST}
    return [_use_of(*row) for row in session.connection().execute(_USES_OF[scope], given)]


def _use_of(
    facility: UUID,
    room: UUID,
    starts_at: datetime,
    ends_at: datetime,
    since: datetime | None,
    until: datetime | None,
    booking: UUID | None,
    allocation: UUID | None,
    noisy: bool | None,
    equipment: Mapping[str, int] | None,
    category: str | None,
    section: Mapping[str, Any] | None,
    state: str | None,
) -> Use:
    asked = section or {}
    told = asked if state != "prepared" else {}
    return Use(
        facility,
        room,
        starts_at,
        ends_at,
        since or starts_at,
        until or ends_at,
        booking,
        allocation,
        bool(noisy or asked.get("noisy")),
        equipment or asked.get("equipment") or {},
        category or told.get("category") or "other",
        str(told.get("title") or "") if told.get("listed") else "",
    )


def lent_alone(session: Session, scope: str, place: UUID, since: datetime, until: datetime) -> list[Use]:
    """Which equipment of a facility or community is lent without a room at some time of a span."""
    given = {"place": place, "since": since, "until": until, "earliest": since - LONGEST}
    return [
        Use(row[0], None, row[2], row[3], row[2], row[3], row[1], None, False, row[4] or {}, row[5] or "other", "")
        for row in session.connection().execute(_LENT_OF[scope], given)
    ]


def is_taken(session: Session, resources: Sequence[int], now: datetime) -> bool:
    """Whether somebody has one of some rooms now or later, or will once a version that is prepared is published."""
    wanted = (
        select(Occupation.id)
        .outerjoin(Allocation, Allocation.id == Occupation.allocation_id)
        .where(
            Occupation.resource_id.in_(resources),
            or_(Occupation.active, Allocation.state == "prepared"),
            Occupation.ends_at > now,
        )
    )
    return session.execute(wanted.limit(1)).first() is not None
