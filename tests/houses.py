"""A small invented house for tests, on top of the town: a centre with a divisible hall, and an elderly activity room.

The centre `C` is open from 8:00 to 21:00 on every date: `C1` for 12 people beside `C2` for 20 (never both noisy), `C3`
for 30 where staff decide, and the hall `CH` for 60 with its parts `CHa` and `CHb`. It has three projectors. `E1` of the
activity room `E` is open from 8:30 to 16:30; until 11:00 it is kept for seniors. Whoever leaves needs 15 minutes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from scheduler.models import Booking, Facility, Occupation
from scheduler.translation.room_openings import Ask
from scheduler.usecases import equipment, facilities, facility_hours, room_bookings
from scheduler.usecases.bookings import Span
from scheduler.usecases.equipment import EquipmentTerms
from scheduler.usecases.facilities import FacilityTerms, RoomTerms
from scheduler.usecases.facility_hours import HoursTerms
from scheduler.usecases.room_claims import BookingTerms
from tests.town import START, Town

NOON = START + timedelta(days=3)
"""Noon of Monday, 4 May 2026 in Shanghai."""
HOUR = timedelta(hours=1)
ROOMS: tuple[tuple[str, RoomTerms], ...] = (
    ("C", RoomTerms("C1", "书画室", "Studio", 12, features=("step-free",), noisy_next_to=("C2",))),
    ("C", RoomTerms("C2", "舞蹈室", "Dance room", 20, features=("mirrors",))),
    ("C", RoomTerms("C3", "会议室", "Meeting room", 30, approval="staff")),
    ("C", RoomTerms("CH", "大厅", "Hall", 60)),
    ("E", RoomTerms("E1", "棋牌室", "Card room", 16)),
)
PARTS = (RoomTerms("CHa", "大厅东", "Hall east", 30), RoomTerms("CHb", "大厅西", "Hall west", 30))


@dataclass(frozen=True)
class House:
    """A town with facilities, rooms and equipment by their codes."""

    town: Town
    facilities: Mapping[str, UUID]
    rooms: Mapping[str, UUID]
    projectors: UUID

    def book(self, room: str | None = "C1", person: int = 0, **more: Any) -> Booking:
        """A booking by a person of the town, on the first Monday from noon on."""
        terms = self.terms(room, **{name: more.pop(name) for name in list(more) if name in TERMS})
        given = {"actor": self.town.people[person], "channel": "web", "vault": self.town.vault, **more}
        return self.town.do(room_bookings.book, terms=terms, **given)

    def terms(self, room: str | None = "C1", start: float = 0, hours: float = 1, **more: Any) -> BookingTerms:
        """What is booked: hours after noon of the first Monday."""
        ask = {name: more.pop(name) for name in list(more) if name in ASKS}
        at = more.pop("span", None) or span(start, hours)
        asset: Any = {"equipment_id": self.projectors} if room is None else {"room_id": self.rooms[room]}
        return BookingTerms(at, Ask(ask.pop("people", 8), **ask), **asset, **more)

    def version(self, facility: str = "C") -> int:
        """The version of a facility."""
        with self.town.database.reading() as session:
            return session.get_one(Facility, self.facilities[facility]).row_version

    def close(self, facility: str = "C", **terms: Any) -> UUID:
        """Close a facility or room on the first Monday."""
        monday = NOON.date()
        closing = {"first": monday, "last": monday, "reason": "Water in the cellar.", **terms}
        wanted = {"facility_id": self.facilities[facility], "version": self.version(facility), "terms": closing}
        return self.town.do(facility_hours.close, actor=self.town.coordinator, **wanted).id

    def booking(self, booking_id: UUID) -> Booking:
        """A booking as it stands."""
        with self.town.database.reading() as session:
            return session.get_one(Booking, booking_id)

    def taken(self, booking_id: UUID) -> list[tuple[datetime, datetime]]:
        """What a booking occupies at present."""
        wanted = select(Occupation).where(Occupation.booking_id == booking_id, Occupation.active)
        with self.town.database.reading() as session:
            return [(row.starts_at, row.ends_at) for row in session.execute(wanted).scalars()]


ASKS = ("people", "age_group", "category", "noisy", "features", "equipment")
TERMS = (*ASKS, "start", "hours", "span", "count", "member_id", "organisation_id", "title")


def span(start: float = 0, hours: float = 1) -> Span:
    """Hours after noon of the first Monday."""
    return Span(NOON + start * HOUR, NOON + (start + hours) * HOUR)


def build(town: Town) -> House:
    """The house, stated by the town's coordinator."""
    return town.database.transact(lambda session: _built(session, town))


def _built(session: Session, town: Town) -> House:
    office: Any = {"actor": town.coordinator, "now": town.clock.now}
    stated = (
        FacilityTerms("C", "文化活动中心", "Culture centre", "centre", latitude=31.22, longitude=121.52),
        FacilityTerms("E", "老年活动室", "Activity room", "activity_room", latitude=31.23, longitude=121.53),
    )
    places = {terms.code: facilities.add_facility(session, terms=terms, **office).id for terms in stated}
    rooms: dict[str, UUID] = {}
    for code, terms in ROOMS:
        # Neighbours are stated once both are there.
        plain = RoomTerms(**{**_fields(terms), "noisy_next_to": ()})
        rooms[terms.code] = facilities.add_room(session, facility_id=places[code], terms=plain, **office).id
    for terms in PARTS:
        part = RoomTerms(**{**_fields(terms), "part_of_id": rooms["CH"]})
        rooms[terms.code] = facilities.add_room(session, facility_id=places["C"], terms=part, **office).id
    beside = {"noisy_next_to": ["C2"]}
    facilities.amend_room(session, room_id=rooms["C1"], version=1, changes=beside, **office)
    items = EquipmentTerms("projector", "投影仪", "Projector", 3, alone=True)
    projectors = equipment.add(session, facility_id=places["C"], terms=items, **office).id
    hours = {
        "C": [HoursTerms("open", "08:00", "21:00")],
        "E": [HoursTerms("open", "08:30", "16:30"), HoursTerms("seniors", "08:30", "11:00")],
    }
    for code, windows in hours.items():
        version = session.get_one(Facility, places[code]).row_version
        facility_hours.set_windows(session, facility_id=places[code], version=version, windows=windows, **office)
    return House(town, places, rooms, projectors)


def _fields(terms: RoomTerms) -> dict[str, Any]:
    return {name: getattr(terms, name) for name in terms.__slots__}
