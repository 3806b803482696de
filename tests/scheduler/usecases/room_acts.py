"""What people and staff do with bookings of rooms, in few words."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import select

from scheduler import queries
from scheduler.actors import Actor
from scheduler.models import Allocation, Booking, Covenant, Occupation, OutboxMessage, Registration, Room, Waiting
from scheduler.translation.room_openings import Ask
from scheduler.usecases import room_amending, room_moves, room_search, room_series, room_waiting
from scheduler.usecases.room_amending import Changes
from scheduler.usecases.room_dates import SeriesTerms
from scheduler.usecases.room_search import Wish
from scheduler.usecases.room_waiting import WaitingTerms
from tests.houses import NOON, House, span

WEEK = timedelta(weeks=1)
QUARTER = timedelta(minutes=15)


def act(house: House, made: Booking, action: str, by: Actor | None = None, **more: Any) -> Booking:
    wanted: Any = {"booking_id": made.id, "action": action, "version": None, **more}
    return house.town.do(room_moves.act, actor=by or house.town.people[0], **wanted)


def amend(house: House, made: Booking, by: Actor | None = None, version: int = 1, **changes: Any) -> Booking:
    wanted: Any = {"booking_id": made.id, "version": version, "changes": Changes(**changes), "vault": house.town.vault}
    return house.town.do(room_amending.amend, actor=by or house.town.people[0], **wanted)


def wait(house: House, person: int = 1, room: str | None = "C1", **more: Any) -> Waiting:
    place: Any = {"facility_id": house.facilities["C"]} if room is None else {"room_id": house.rooms[room]}
    at, channel = more.pop("span", span()), more.pop("channel", "web")
    terms = WaitingTerms(at, Ask(more.pop("people", 8)), **place, **more)
    return house.town.do(room_waiting.join, actor=house.town.people[person], terms=terms, channel=channel)


def waiting(house: House, row: Waiting) -> Waiting:
    with house.town.database.reading() as session:
        return session.get_one(Waiting, row.id)


def told(house: House, person: int = 0) -> list[str]:
    wanted = select(OutboxMessage).where(OutboxMessage.member_id == house.town.people[person].member_id)
    with house.town.database.reading() as session:
        rows = session.execute(wanted.order_by(OutboxMessage.id)).scalars()
        return [row.code for row in rows if row.code.startswith("room_")]


def change_rules(house: House, **rules: Any) -> None:
    with house.town.database.writing() as session:
        session.get_one(Covenant, (house.town.community_id, 1)).settings = {"room_booking": rules}


def series(house: House, weeks: int = 3, person: int = 0, room: str = "C1", **more: Any) -> room_series.Series:
    chosen: dict[str, Any] = {name: more.pop(name) for name in ("partial", "substitutes") if name in more}
    asked: dict[str, Any] = more.pop("terms", {})
    terms = SeriesTerms(house.terms(room, **asked), weeks, more.pop("without", ()))
    given: dict[str, Any] = {"actor": house.town.people[person], "vault": house.town.vault, "channel": "web"}
    given |= {**chosen, **more}
    return house.town.do(room_series.book, terms=terms, **given)


def made_of(found: room_series.Series) -> list[Booking]:
    return [one.booking for one in found.dates if one.booking is not None]


def search(house: House, people: int = 8, **wish: Any) -> room_search.Found:
    asked = {name: wish.pop(name) for name in ("noisy", "features", "equipment", "age_group") if name in wish}
    given = {"wish": Wish(Ask(people, **asked), **wish), "now": house.town.clock.now}
    return house.town.see(room_search.search, actor=house.town.people[0], **given)


def codes(rooms: Any) -> list[str]:
    return [one.room.code for one in rooms]


def give_right(house: House, section: dict[str, Any]) -> None:
    """A right of a season to C1 on the first Monday at noon, with the time to clear; a published town only."""
    with house.town.database.writing() as session:
        registration = session.get_one(Registration, house.town.registrations[0])
        registration.section = section
        current = queries.publications.current(session, house.town.round_id)
        assert current is not None
        held = Allocation(
            community_id=house.town.community_id,
            round_id=house.town.round_id,
            registration_id=registration.id,
            publication_id=current.id,
            dates_digest="",
            state="held",
            created_at=house.town.clock.now,
        )
        session.add(held)
        session.flush()
        number = session.get_one(Room, house.rooms["C1"]).resource_id
        session.add(Occupation(resource_id=number, starts_at=NOON, ends_at=NOON + 5 * QUARTER, allocation_id=held.id))
