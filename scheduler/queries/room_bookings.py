"""Single bookings of rooms and equipment; what every booking asks is without the unit of work."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Select, Table, bindparam, func, or_, select
from sqlalchemy.orm import Session

from scheduler.models import (
    Booking,
    Community,
    Covenant,
    Equipment,
    Facility,
    Member,
    Room,
)
from scheduler.queries.lent import STANDING
from scheduler.queries.paging import part_of

BOOKING: Table = Booking.__table__  # type: ignore[assignment]


class FacilityAt(NamedTuple):
    """A facility at the version of its hours that its lock keeps."""

    id: UUID
    community_id: UUID
    row_version: int


class Wanted(NamedTuple):
    """Somebody, and the room or equipment that they shall have, with all that decides whether they may."""

    member_id: UUID
    organisation_id: UUID | None
    asset_code: str
    resource_id: int
    lendable: bool
    zone: str
    settings: Mapping[str, Any] | None
    facility: FacilityAt


_COVENANT = (
    select(Covenant.settings)
    .where(Covenant.community_id == bindparam("community"), Covenant.in_force_from <= bindparam("now"))
    .order_by(Covenant.version.desc())
    .limit(1)
    .scalar_subquery()
)


def _wanted_of(asset: type[Room] | type[Equipment], lendable: Any, kept: Sequence[Any]) -> Select[Any]:
    found = (
        select(
            Member.id,
            Member.organisation_id,
            asset.code,
            asset.resource_id,
            lendable,
            Community.zone,
            _COVENANT,
            Facility.id,
            Facility.community_id,
            Facility.row_version,
        )
        .select_from(Member)
        .join(asset, asset.community_id == Member.community_id)
        .join(Facility, Facility.id == asset.facility_id)
        .join(Community, Community.id == Member.community_id)
        .where(
            Member.id == bindparam("member"),
            Member.community_id == bindparam("community"),
            asset.id == bindparam("asset"),
        )
    )
    return found.with_for_update(of=tuple(kept), key_share=True) if kept else found


_KEPT: Mapping[str, Sequence[Any]] = {"nothing": (), "facility": (Facility,), "both": (Member, Facility)}
"""What is kept from other writers; the person too, where what they have booked is counted."""
_WANTED = {
    (kind, name): _wanted_of(asset, lendable, kept)
    for kind, asset, lendable in (("room", Room, Room.bookable), ("equipment", Equipment, Equipment.alone))
    for name, kept in _KEPT.items()
}


def wanted(
    session: Session, community: UUID, member_id: UUID, kind: str, asset_id: UUID, now: datetime, keep: str = "both"
) -> Wanted | None:
    """A person and a room, or equipment; `keep` is kept from other writers until the transaction ends."""
    given = {"community": community, "member": member_id, "asset": asset_id, "now": now}
    row = session.connection().execute(_WANTED[kind, keep], given).one_or_none()
    return None if row is None else Wanted._make((*row[:-3], FacilityAt._make(row[-3:])))


_OPEN = select(func.count(func.distinct(func.coalesce(BOOKING.c.series_id, BOOKING.c.id)))).where(
    BOOKING.c.community_id == bindparam("community"),
    BOOKING.c.member_id == bindparam("member"),
    BOOKING.c.vehicle_id.is_(None),
    BOOKING.c.state.in_(STANDING),
    BOOKING.c.ends_at > bindparam("now"),
)


def open_count(session: Session, community: UUID, member_id: UUID, now: datetime) -> int:
    """How many bookings of a person are not over; a series counts as one."""
    given = {"community": community, "member": member_id, "now": now}
    return session.connection().execute(_OPEN, given).scalar_one()


# ---- bookings as people see them


class Asset(NamedTuple):
    """The room, or equipment, of a booking."""

    kind: str
    id: UUID
    code: str
    name_zh: str
    name_en: str
    facility_id: UUID


def assets(session: Session, resources: Iterable[int]) -> dict[int, Asset]:
    """Rooms and equipment by the numbers under which they are booked."""
    numbers = set(resources)
    if not numbers:
        return {}
    rooms = session.execute(select(Room).where(Room.resource_id.in_(numbers))).scalars()
    found = {row.resource_id: _asset("room", row) for row in rooms}
    items = session.execute(select(Equipment).where(Equipment.resource_id.in_(numbers))).scalars()
    return found | {row.resource_id: _asset("equipment", row) for row in items}


def _asset(kind: str, row: Room | Equipment) -> Asset:
    return Asset(kind, row.id, row.code, row.name_zh, row.name_en, row.facility_id)


def one(session: Session, community: UUID, booking_id: UUID) -> Booking | None:
    """A booking of a room or of equipment."""
    found = session.get(Booking, booking_id)
    mine = found is not None and found.community_id == community and found.vehicle_id is None
    return found if mine else None


def by_receipt(session: Session, community: UUID, receipt: str) -> Booking | None:
    """The booking of a room or of equipment that a receipt is of."""
    wanted = select(Booking).where(
        Booking.community_id == community, Booking.receipt == receipt, Booking.vehicle_id.is_(None)
    )
    return session.execute(wanted).scalar_one_or_none()


def locked(session: Session, ids: Sequence[UUID]) -> list[Booking]:
    """Bookings in the order of time, kept from other writers until the transaction ends."""
    wanted = select(Booking).where(Booking.id.in_(ids)).order_by(Booking.starts_at, Booking.id).with_for_update()
    return list(session.execute(wanted.execution_options(populate_existing=True)).scalars())


def listed(
    session: Session,
    community: UUID,
    member_id: UUID | None = None,
    states: Sequence[str] = (),
    series_id: UUID | None = None,
    last: UUID | None = None,
    limit: int = 50,
    newest: bool = True,
) -> list[Booking]:
    """Bookings of rooms and equipment: of a person, in some states, of one series."""
    wanted = select(Booking).where(Booking.community_id == community, Booking.vehicle_id.is_(None))
    if member_id is not None:
        wanted = wanted.where(Booking.member_id == member_id)
    if series_id is not None:
        wanted = wanted.where(Booking.series_id == series_id)
    if states:
        wanted = wanted.where(Booking.state.in_(states))
    return list(session.execute(part_of(wanted, Booking.id, last, limit, newest)).scalars())


def of_series(session: Session, community: UUID, series_id: UUID) -> list[Booking]:
    """All bookings of a series, in the order of time."""
    wanted = select(Booking).where(Booking.community_id == community, Booking.series_id == series_id)
    return list(session.execute(wanted.order_by(Booking.starts_at)).scalars())


def standing_at(session: Session, facility_id: UUID, since: datetime, until: datetime) -> list[Booking]:
    """Bookings of a facility that stand at some time of a span, in the order of time."""
    rooms = select(Room.resource_id).where(Room.facility_id == facility_id)
    items = select(Equipment.resource_id).where(Equipment.facility_id == facility_id)
    wanted = select(Booking).where(
        or_(Booking.resource_id.in_(rooms), Booking.resource_id.in_(items)),
        Booking.state.in_(STANDING),
        Booking.starts_at < until,
        Booking.ends_at > since,
    )
    return list(session.execute(wanted.order_by(Booking.starts_at, Booking.id)).scalars())


def later_series(session: Session, community: UUID, member_id: UUID, now: datetime) -> list[Booking]:
    """What stands of a person's series from an instant on."""
    wanted = select(Booking).where(
        Booking.community_id == community,
        Booking.member_id == member_id,
        Booking.series_id.is_not(None),
        Booking.state.in_(STANDING),
        Booking.starts_at > now,
    )
    return list(session.execute(wanted.order_by(Booking.starts_at)).scalars())


def no_shows(session: Session, community: UUID, member_id: UUID, since: datetime) -> int:
    """How often a person did not show up from an instant on."""
    wanted = select(func.count()).where(
        Booking.community_id == community,
        Booking.member_id == member_id,
        Booking.state == "no_show",
        Booking.starts_at >= since,
    )
    return session.execute(wanted).scalar_one()


# ---- what comes due


def overdue(session: Session, now: datetime, limit: int) -> list[Booking]:
    """Bookings that wait for somebody's answer beyond its time."""
    wanted = select(Booking).where(Booking.answer_by <= now, Booking.state.in_(("held", "requested")))
    return list(session.execute(wanted.order_by(Booking.answer_by, Booking.id).limit(limit)).scalars())


def to_reconfirm(session: Session, community: UUID, now: datetime, until: datetime) -> list[Booking]:
    """The first booking of each stretch of a series that is to be confirmed again between two instants."""
    wanted = select(Booking).where(
        Booking.community_id == community,
        Booking.series_id.is_not(None),
        Booking.state == "held",
        Booking.answer_by > now,
        Booking.answer_by <= until,
    )
    found: dict[tuple[UUID | None, datetime | None], Booking] = {}
    for row in session.execute(wanted.order_by(Booking.starts_at)).scalars():
        found.setdefault((row.series_id, row.answer_by), row)
    return list(found.values())
