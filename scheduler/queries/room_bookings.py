"""Single bookings of rooms and equipment; what every booking asks is without the unit of work."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Select, Table, bindparam, func, or_, select, update
from sqlalchemy.orm import Session

from scheduler.models import (
    Allocation,
    Booking,
    Community,
    Covenant,
    Equipment,
    Facility,
    Member,
    Occupation,
    Registration,
    Room,
    Waiting,
)
from scheduler.queries.lent import STANDING
from scheduler.queries.paging import part_of

BOOKING: Table = Booking.__table__  # type: ignore[assignment]
LONGEST = timedelta(days=2)
"""No use of a room or of equipment is longer: a covenant allows bookings of at most a day, and buffers come to it."""


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


# ---- what is in use


class Use(NamedTuple):
    """A use of a room, or of equipment alone (then without a room).

    It holds the room from `starts_at` until `ends_at`, buffers included; equipment and noise are its own from `since`
    until `until`, which for the rights of a season are the same.
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
) -> Use:
    asked = section or {}
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
        category or asked.get("category") or "other",
        str(asked.get("title") or "") if asked.get("listed") else "",
    )


def lent_alone(session: Session, scope: str, place: UUID, since: datetime, until: datetime) -> list[Use]:
    """Which equipment of a facility or community is lent without a room at some time of a span."""
    given = {"place": place, "since": since, "until": until, "earliest": since - LONGEST}
    return [
        Use(row[0], None, row[2], row[3], row[2], row[3], row[1], None, False, row[4] or {}, row[5] or "other", "")
        for row in session.connection().execute(_LENT_OF[scope], given)
    ]


def is_taken(session: Session, resources: Sequence[int], now: datetime) -> bool:
    """Whether somebody has one of some rooms now or later."""
    wanted = select(Occupation.id).where(
        Occupation.resource_id.in_(resources), Occupation.active, Occupation.ends_at > now
    )
    return session.execute(wanted.limit(1)).first() is not None


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


# ---- who waits


def waiting(session: Session, community: UUID, waiting_id: UUID) -> Waiting | None:
    """Somebody who waits for a room."""
    found = session.get(Waiting, waiting_id)
    return found if found is not None and found.community_id == community else None


def lock_waiting(session: Session, waiting_id: UUID) -> Waiting:
    """Somebody who waits for a room, kept from other writers until the transaction ends."""
    wanted = select(Waiting).where(Waiting.id == waiting_id).with_for_update()
    return session.execute(wanted.execution_options(populate_existing=True)).scalar_one()


def waiting_at(session: Session, facility_id: UUID, since: datetime, until: datetime) -> list[Waiting]:
    """Who waits for a room of a facility at some time of a span, first come first."""
    wanted = select(Waiting).where(
        Waiting.facility_id == facility_id,
        Waiting.state == "waiting",
        Waiting.starts_at < until,
        Waiting.ends_at > since,
    )
    return list(session.execute(wanted.order_by(Waiting.created_at, Waiting.id)).scalars())


def waiting_for_answer(session: Session, bookings: Sequence[UUID]) -> list[Waiting]:
    """Those who were offered some bookings."""
    wanted = select(Waiting).where(Waiting.booking_id.in_(bookings), Waiting.state == "offered")
    return list(session.execute(wanted.with_for_update()).scalars())


def waiting_listed(
    session: Session,
    community: UUID,
    member_id: UUID | None = None,
    last: UUID | None = None,
    limit: int = 50,
    newest: bool = True,
) -> list[Waiting]:
    """Who waits or waited: a person's own, or all."""
    wanted = select(Waiting).where(Waiting.community_id == community)
    if member_id is not None:
        wanted = wanted.where(Waiting.member_id == member_id)
    return list(session.execute(part_of(wanted, Waiting.id, last, limit, newest)).scalars())


def waiting_count(session: Session, community: UUID, member_id: UUID) -> int:
    """In how many lines a person stands."""
    wanted = select(func.count()).where(
        Waiting.community_id == community, Waiting.member_id == member_id, Waiting.state == "waiting"
    )
    return session.execute(wanted).scalar_one()


def give_up_past(session: Session, now: datetime) -> None:
    """End the waiting for what has begun."""
    session.execute(
        update(Waiting)
        .where(Waiting.state == "waiting", Waiting.starts_at <= now)
        .values(state="given_up")
        .execution_options(synchronize_session=False)
    )


def facilities_awaited(session: Session) -> list[tuple[UUID, UUID]]:
    """Communities and facilities for whose rooms somebody waits."""
    wanted = select(Waiting.community_id, Waiting.facility_id).where(Waiting.state == "waiting").distinct()
    return [(row[0], row[1]) for row in session.execute(wanted.order_by(Waiting.facility_id))]
