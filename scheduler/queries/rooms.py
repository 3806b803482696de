"""Facilities, rooms, their hours, closures and equipment."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import NamedTuple, TypeVar
from uuid import UUID

from sqlalchemy import delete, false, func, or_, select
from sqlalchemy.orm import Session

from scheduler.models import (
    Allocation,
    Booking,
    Equipment,
    Facility,
    FacilityClosure,
    FacilityWindow,
    Occupation,
    Organisation,
    Room,
)
from scheduler.queries.ways import held_out

Part = TypeVar("Part", Room, Equipment)


@dataclass(frozen=True)
class House:
    """Facilities with all that belongs to them, in the order of their codes."""

    facilities: Sequence[Facility]
    rooms: Sequence[Room]
    windows: Sequence[FacilityWindow]
    closures: Sequence[FacilityClosure]
    equipment: Sequence[Equipment]

    def part(self, facility: Facility) -> House:
        """One of the facilities with all that belongs to it."""
        return House(
            [facility],
            [row for row in self.rooms if row.facility_id == facility.id],
            [row for row in self.windows if row.facility_id == facility.id],
            [row for row in self.closures if row.facility_id == facility.id],
            [row for row in self.equipment if row.facility_id == facility.id],
        )

    @cached_property
    def rooms_of(self) -> Mapping[UUID, list[Room]]:
        """Rooms by facility."""
        return _by(self.rooms, "facility_id")

    @cached_property
    def windows_of(self) -> Mapping[UUID, list[FacilityWindow]]:
        """Windows by the room that has them, else by the facility."""
        found: dict[UUID, list[FacilityWindow]] = defaultdict(list)
        for row in self.windows:
            found[row.room_id or row.facility_id].append(row)
        return found

    @cached_property
    def closures_of(self) -> Mapping[UUID, list[FacilityClosure]]:
        """Closures by the room that has them, else by the facility."""
        found: dict[UUID, list[FacilityClosure]] = defaultdict(list)
        for row in self.closures:
            found[row.room_id or row.facility_id].append(row)
        return found

    @cached_property
    def equipment_of(self) -> Mapping[UUID, list[Equipment]]:
        """Equipment by facility."""
        return _by(self.equipment, "facility_id")

    @cached_property
    def rooms_by_code(self) -> Mapping[str, Room]:
        """Rooms by their names in plans."""
        return {room.code: room for room in self.rooms}

    @cached_property
    def rooms_by_id(self) -> Mapping[UUID, Room]:
        """Rooms by id."""
        return {room.id: room for room in self.rooms}

    @cached_property
    def facilities_by_id(self) -> Mapping[UUID, Facility]:
        """Facilities by id."""
        return {facility.id: facility for facility in self.facilities}

    @cached_property
    def atoms(self) -> Mapping[UUID, tuple[Room, ...]]:
        """What each room occupies: the parts of a hall, else the room itself."""
        parts: dict[UUID, list[Room]] = defaultdict(list)
        for room in self.rooms:
            if room.part_of_id is not None:
                parts[room.part_of_id].append(room)
        return {room.id: tuple(parts.get(room.id) or (room,)) for room in self.rooms}


def _by(rows: Iterable[Part], field: str) -> Mapping[UUID, list[Part]]:
    found: dict[UUID, list[Part]] = defaultdict(list)
    for row in rows:
        found[getattr(row, field)].append(row)
    return found


def house_of(session: Session, community: UUID, only: Iterable[UUID] | None = None) -> House:
    """All facilities of a community, or some of them."""
    wanted = select(Facility).where(Facility.community_id == community).order_by(Facility.code)
    if only is not None:
        wanted = wanted.where(Facility.id.in_(list(only)))
    facilities = list(session.execute(wanted).scalars())
    ids = [facility.id for facility in facilities]
    rooms = session.execute(select(Room).where(Room.facility_id.in_(ids)).order_by(Room.code)).scalars()
    windows = session.execute(
        select(FacilityWindow)
        .where(FacilityWindow.facility_id.in_(ids))
        .order_by(FacilityWindow.position, FacilityWindow.id)
    ).scalars()
    closures = session.execute(
        select(FacilityClosure)
        .where(FacilityClosure.facility_id.in_(ids))
        .order_by(FacilityClosure.first, FacilityClosure.id)
    ).scalars()
    return House(facilities, list(rooms), list(windows), list(closures), equipment_of(session, *ids))


def facility(session: Session, community: UUID, facility_id: UUID) -> Facility | None:
    """A facility of the community."""
    found = session.get(Facility, facility_id)
    return found if found is not None and found.community_id == community else None


class Codes(NamedTuple):
    """Names that a section may wish for."""

    rooms: frozenset[str]
    facilities: frozenset[str]


def codes(session: Session, community: UUID) -> Codes:
    """Codes of all rooms and facilities of a community."""
    rooms = session.execute(select(Room.code).where(Room.community_id == community)).scalars()
    facilities = session.execute(select(Facility.code).where(Facility.community_id == community)).scalars()
    return Codes(frozenset(rooms), frozenset(facilities))


def lock_facility(session: Session, facility_id: UUID) -> Facility:
    """A facility, kept from other writers until the transaction ends."""
    wanted = select(Facility).where(Facility.id == facility_id).with_for_update()
    return session.execute(wanted.execution_options(populate_existing=True)).scalar_one()


def facilities_of(session: Session, community: UUID) -> list[Facility]:
    """All facilities, by code."""
    wanted = select(Facility).where(Facility.community_id == community).order_by(Facility.code)
    return list(session.execute(wanted).scalars())


def room(session: Session, community: UUID, room_id: UUID) -> Room | None:
    """A room of the community."""
    found = session.get(Room, room_id)
    return found if found is not None and found.community_id == community else None


def room_by_code(session: Session, community: UUID, code: str) -> Room | None:
    """A room by its name in plans."""
    return session.execute(select(Room).where(Room.community_id == community, Room.code == code)).scalar_one_or_none()


def rooms_of(session: Session, facility_id: UUID) -> list[Room]:
    """Rooms of a facility, by code."""
    return list(session.execute(select(Room).where(Room.facility_id == facility_id).order_by(Room.code)).scalars())


def equipment(session: Session, community: UUID, equipment_id: UUID) -> Equipment | None:
    """Counted items of the community."""
    found = session.get(Equipment, equipment_id)
    return found if found is not None and found.community_id == community else None


def equipment_of(session: Session, *facilities: UUID) -> list[Equipment]:
    """Counted items of facilities, by code."""
    wanted = select(Equipment).where(Equipment.facility_id.in_(facilities)).order_by(Equipment.code)
    return list(session.execute(wanted).scalars())


def windows_of(session: Session, facility_id: UUID) -> list[FacilityWindow]:
    """All windows of a facility and its rooms."""
    wanted = select(FacilityWindow).where(FacilityWindow.facility_id == facility_id)
    return list(session.execute(wanted.order_by(FacilityWindow.room_id, FacilityWindow.position)).scalars())


def hours_of_facilities(session: Session, community: UUID) -> list[FacilityWindow]:
    """Windows of all facilities of a community, but for those that single rooms have of their own."""
    wanted = select(FacilityWindow).join(Facility, Facility.id == FacilityWindow.facility_id)
    wanted = wanted.where(Facility.community_id == community, FacilityWindow.room_id.is_(None))
    return list(session.execute(wanted.order_by(FacilityWindow.position, FacilityWindow.id)).scalars())


def closures_of(session: Session, facility_id: UUID) -> list[FacilityClosure]:
    """All closures of a facility and its rooms."""
    wanted = select(FacilityClosure).where(FacilityClosure.facility_id == facility_id)
    return list(session.execute(wanted.order_by(FacilityClosure.first, FacilityClosure.id)).scalars())


def organisation(session: Session, community: UUID, organisation_id: UUID) -> Organisation | None:
    """An organisation of the community."""
    found = session.get(Organisation, organisation_id)
    return found if found is not None and found.community_id == community else None


def locked_organisation(session: Session, community: UUID, organisation_id: UUID) -> Organisation | None:
    """An organisation as it stands, kept from other writers until the transaction ends."""
    wanted = select(Organisation).where(Organisation.id == organisation_id, Organisation.community_id == community)
    locked = wanted.with_for_update(key_share=True).execution_options(populate_existing=True)
    return session.execute(locked).scalar_one_or_none()


def lock_organisation(session: Session, organisation_id: UUID) -> None:
    """Let whoever counts what an organisation has do so one after another, until the transaction ends."""
    session.execute(select(Organisation.id).where(Organisation.id == organisation_id).with_for_update())


def organisations_of(session: Session, community: UUID) -> list[Organisation]:
    """All organisations, by name."""
    wanted = select(Organisation).where(Organisation.community_id == community).order_by(Organisation.name)
    return list(session.execute(wanted).scalars())


def rooms_by_id(session: Session, community: UUID) -> dict[UUID, Room]:
    """All rooms of a community."""
    return {room.id: room for room in session.execute(select(Room).where(Room.community_id == community)).scalars()}


def drop_windows(session: Session, facility_id: UUID, room_id: UUID | None) -> None:
    """Remove the windows of a facility itself, or of one of its rooms."""
    of_room = FacilityWindow.room_id.is_(None) if room_id is None else FacilityWindow.room_id == room_id
    session.execute(delete(FacilityWindow).where(FacilityWindow.facility_id == facility_id, of_room))


class RoomTaken(NamedTuple):
    """A room that somebody has for a time, its buffers included."""

    room_id: UUID
    starts_at: datetime
    ends_at: datetime
    noisy: bool = False


def taken_from_others(
    session: Session, community: UUID, round_id: UUID, since: datetime, until: datetime, but: UUID | None = None
) -> list[RoomTaken]:
    """Where rooms are taken by bookings, by rights of other rounds, or held as ways forward; a hall by its parts.

    What is held for the registration `but` is left out.
    """
    wanted = (
        select(Room.id, Occupation.starts_at, Occupation.ends_at, func.coalesce(Booking.noisy, false()))
        .join(Occupation, Occupation.resource_id == Room.resource_id)
        .outerjoin(Booking, Occupation.booking_id == Booking.id)
        .outerjoin(Allocation, Occupation.allocation_id == Allocation.id)
        .where(
            Room.community_id == community,
            Occupation.active,
            Occupation.starts_at < until,
            Occupation.ends_at > since,
            or_(Occupation.booking_id.is_not(None), Allocation.round_id != round_id, held_out(round_id, but)),
        )
        .order_by(Room.code, Occupation.starts_at)
    )
    return [RoomTaken(row[0], row[1], row[2], bool(row[3])) for row in session.execute(wanted)]


def place(session: Session, facility_id: UUID | None, room_id: UUID | None) -> tuple[Facility, Room | None] | None:
    """A facility, or a room with its facility, of whichever community."""
    found = None if room_id is None else session.get(Room, room_id)
    wanted = facility_id if found is None else found.facility_id
    owner = None if wanted is None else session.get(Facility, wanted)
    return None if owner is None or (room_id is not None and found is None) else (owner, found)
