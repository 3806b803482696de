"""Facilities on dates, each remembered until its version changes or the community says that the date is another day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple, Protocol
from uuid import UUID

from sqlalchemy.orm import Session

from scheduler import calendar, queries
from scheduler.covenant import RoomsRules
from scheduler.remembered import Remembered
from scheduler.translation.room_openings import FacilityDay, looked_at
from solvers.timetable import Horizon

KEPT = 2_000
"""Most facilities and dates that are remembered."""
TOUCHED = "touched facilities"
"""What a unit of work has changed itself: nobody remembers that before it is committed."""


class FacilityAt(Protocol):
    """A facility at a version of its hours."""

    @property
    def id(self) -> UUID: ...
    @property
    def community_id(self) -> UUID: ...
    @property
    def row_version(self) -> int: ...


class _Key(NamedTuple):
    facility: UUID
    version: int
    horizon: Horizon
    setup: int
    clear: int


_kept = Remembered[_Key, FacilityDay](KEPT)


def facility_day(session: Session, facility: FacilityAt, day: date, rules: RoomsRules) -> FacilityDay:
    """A facility on a date, as its version and the community's days say."""
    return facility_days(session, [facility], [day], rules)[facility.id, day]


def facility_days(
    session: Session, facilities: Sequence[FacilityAt], days: Sequence[date], rules: RoomsRules
) -> dict[tuple[UUID, date], FacilityDay]:
    """Facilities of a community on dates, by both; those that are not remembered are looked up together."""
    if not facilities:
        return {}
    community = facilities[0].community_id
    overrides = queries.community.overrides(session, community)
    horizons = {day: calendar.horizon(day, day, overrides) for day in days}
    keys = {
        (one.id, day): _Key(one.id, one.row_version, horizons[day], rules.setup, rules.clear)
        for one in facilities
        for day in days
    }
    touched = session.info.get(TOUCHED, ())
    known = _kept.several(key for key in keys.values() if key.facility not in touched)
    fresh = {at: key.horizon for at, key in keys.items() if key not in known}
    if fresh:
        made = {keys[at]: day for at, day in _read(session, community, fresh, rules).items()}
        _kept.keep({key: day for key, day in made.items() if key.facility not in touched})
        known |= made
    return {at: known[key] for at, key in keys.items()}


def _read(
    session: Session, community: UUID, wanted: Mapping[tuple[UUID, date], Horizon], rules: RoomsRules
) -> dict[tuple[UUID, date], FacilityDay]:
    house = queries.rooms.house_of(session, community, only={facility for facility, _ in wanted})
    parts = {facility.id: house.part(facility) for facility in house.facilities}
    return {(facility, day): looked_at(parts[facility], horizon, rules) for (facility, day), horizon in wanted.items()}


def touch(session: Session, facility_id: UUID) -> None:
    """Have a facility looked at anew for the rest of a unit of work."""
    session.info.setdefault(TOUCHED, set()).add(facility_id)
