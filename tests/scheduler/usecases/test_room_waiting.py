"""Waiting for a room, and what a closure does to those who have one."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from scheduler.errors import Conflict, NotFound, Rejected
from scheduler.models import Booking, OutboxMessage
from scheduler.usecases import (
    clockwork,
    facility_hours,
    room_freeing,
    room_turns,
    room_waiting,
)
from scheduler.usecases.facility_hours import HoursTerms
from tests.houses import HOUR, NOON, House, span
from tests.scheduler.usecases.room_acts import (
    QUARTER,
    act,
    told,
    wait,
    waiting,
)
from tests.scheduler.usecases.wishes import refused
from tests.town import START

# ---- waiting


def test_what_comes_free_is_held_for_whoever_came_first(house: House) -> None:
    made = house.book()
    first, second = wait(house, 1), wait(house, 2)
    act(house, made, "cancel")

    offered = waiting(house, first)
    assert (offered.state, waiting(house, second).state) == ("offered", "waiting")
    assert offered.booking_id is not None
    held = house.booking(offered.booking_id)
    assert (held.state, held.answer_by, told(house, 1)) == ("held", START + 24 * HOUR, ["room_offered"])

    house.town.clock.advance(hours=24)
    clockwork.tick(house.town.office)
    assert (waiting(house, first).state, waiting(house, second).state) == ("given_up", "offered")
    assert (told(house, 1), told(house, 2)) == (["room_offered", "room_lapsed"], ["room_offered"])
    last = waiting(house, second).booking_id
    assert last is not None
    act(house, house.booking(last), "confirm", house.town.people[2])
    assert (house.booking(last).state, waiting(house, second).state) == ("confirmed", "done")


def test_any_room_of_a_facility_will_do_the_smallest_first(house: House) -> None:
    row = wait(house, room=None)
    held = waiting(house, row).booking_id
    assert held is not None
    assert (row.state, house.taken(held)) == ("offered", [(NOON, NOON + HOUR + QUARTER)])
    with house.town.database.reading() as session:
        assert session.get_one(Booking, held).state == "held"


def test_nobody_waits_for_what_cannot_come_free(house: House) -> None:
    with refused(Rejected, "room_capacity", "people"):
        wait(house, people=13)
    with refused(Rejected, "room_closed", "starts_at"):
        wait(house, span=span(9))
    with refused(Rejected, "one_of_both", "room_id"):
        wait(house, facility_id=house.facilities["C"])


def test_a_line_is_left_and_ends_when_its_time_has_come(house: House) -> None:
    house.book()
    first, second = wait(house, 1), wait(house, 2)
    wanted = {"waiting_id": first.id}
    with refused(NotFound, "no_such_thing"):
        house.town.do(room_waiting.leave, actor=house.town.people[2], **wanted)
    assert house.town.do(room_waiting.leave, actor=house.town.people[1], **wanted).state == "given_up"
    with refused(Conflict, "waiting_is_over", "state"):
        house.town.do(room_waiting.leave, actor=house.town.people[1], **wanted)
    house.town.clock.now = NOON
    clockwork.tick(house.town.office)
    assert waiting(house, second).state == "given_up"


def test_clockwork_offers_what_came_free_without_anybodys_doing(house: House) -> None:
    made = house.book()
    row = wait(house)
    with house.town.database.writing() as session:
        room_freeing.end(session, session.get_one(Booking, made.id), "cancelled", START)
    room_turns.offer_all(house.town.office)
    assert waiting(house, row).state == "offered"


# ---- closures


def test_a_closure_cancels_what_falls_into_it_and_tells_why(house: House) -> None:
    inside, outside, elsewhere = house.book(), house.book("C1", start=4), house.book("E1", person=1)
    house.close(start="11:00", end="14:00")

    assert [house.booking(one.id).state for one in (inside, outside, elsewhere)] == [
        "cancelled",
        "confirmed",
        "confirmed",
    ]
    with house.town.database.reading() as session:
        message = session.execute(select(OutboxMessage).where(OutboxMessage.code == "room_shut_out")).scalar_one()
    assert message.numbers["reason"] == "Water in the cellar."
    with refused(Rejected, "room_closed"):
        house.book(person=2)


def test_a_closed_part_closes_its_hall_and_a_closed_hall_its_parts(house: House) -> None:
    whole = house.book("CH", people=40)
    house.close(room_id=house.rooms["CHa"])
    assert house.booking(whole.id).state == "cancelled"
    assert house.book("CHb", person=1).state == "confirmed"
    house.close(room_id=house.rooms["CH"])
    with refused(Rejected, "room_closed"):
        house.book("CHb", person=2, start=3)


def test_a_lifted_closure_is_offered_to_those_who_wait(house: House) -> None:
    house.book()
    row = wait(house)
    closure = house.close()
    reopening = {"facility_id": house.facilities["C"], "closure_id": closure}
    house.town.do(facility_hours.reopen, actor=house.town.coordinator, **reopening)
    assert waiting(house, row).state == "offered"


def test_what_was_never_committed_is_not_remembered(house: House) -> None:
    house.book()
    closing: Any = {"first": NOON.date(), "last": NOON.date()}
    wanted: Any = {"facility_id": house.facilities["C"], "actor": house.town.coordinator, "version": house.version()}

    def given_up(session: Session) -> None:
        facility_hours.close(session, terms=closing, now=START, **wanted)
        raise RuntimeError("given up")

    with pytest.raises(RuntimeError, match="given up"):
        house.town.database.transact(given_up)
    windows = [HoursTerms("open", "08:00", "21:00")]
    house.town.do(facility_hours.set_windows, windows=windows, **wanted)
    assert house.book("C1", start=3, person=1).state == "confirmed"
