"""Finding a room, and what is offered where nothing is free."""

from __future__ import annotations

from scheduler.usecases.bookings import Span
from tests.houses import HOUR, NOON, House, span
from tests.scheduler.usecases.room_acts import (
    QUARTER,
    act,
    codes,
    search,
)


def test_a_search_finds_the_smallest_rooms_that_will_do(house: House) -> None:
    house.book("C2", person=1)
    assert codes(search(house, span=span()).rooms) == ["C1", "E1", "C3", "CHa", "CHb", "CH"]
    assert codes(search(house, 20, span=span()).rooms) == ["C3", "CHa", "CHb", "CH"]
    assert codes(search(house, span=span(), features=("step-free",)).rooms) == ["C1"]
    assert codes(search(house, span=span(), facility_id=house.facilities["E"]).rooms) == ["E1"]
    near = search(house, span=span(), near_facility_id=house.facilities["E"]).rooms
    assert (near[0].room.code, near[0].metres, codes(near)[1]) == ("E1", 0, "C1")


def test_a_search_of_a_day_tells_all_times_that_are_free(house: House) -> None:
    house.book(person=1)
    found = search(house, day=NOON.date(), minutes=90, facility_id=house.facilities["C"])
    times = {one.room.code: one.spans for one in found.rooms}
    morning, evening = Span(NOON - 4 * HOUR, NOON - QUARTER), Span(NOON + HOUR + QUARTER, NOON + 9 * HOUR)
    assert times["C1"] == [morning, evening]
    assert times["C2"] == [Span(NOON - 4 * HOUR, NOON + 9 * HOUR)]


def test_where_nothing_is_free_a_search_offers_what_is(house: House) -> None:
    made = house.book("E1", person=1)
    found = search(house, span=span(), facility_id=house.facilities["E"])

    assert (found.rooms, dict(found.reasons)) == ((), {"room_taken": 1})
    kinds = {one.kind: (one.room.code, one.spans[0]) for one in reversed(found.alternatives)}
    assert kinds == {
        "other_time": ("E1", Span(NOON + HOUR + QUARTER, NOON + 2 * HOUR + QUARTER)),
        "other_facility": ("C1", span()),
        "other_date": ("E1", Span(NOON + 24 * HOUR, NOON + 25 * HOUR)),
        "waitlist": ("E1", span()),
    }
    assert made.state == "confirmed"


def test_every_alternative_can_be_booked(house: House) -> None:
    for room in ("C1", "C2"):
        house.book(room, person=1, noisy=room == "C2", equipment={"projector": 1})
    found = search(house, noisy=True, equipment={"projector": 3}, span=span(), facility_id=house.facilities["C"])
    assert found.rooms == ()
    offers = [one for one in found.alternatives if one.kind != "waitlist"]
    assert offers
    for at, one in enumerate(offers):
        given = {"span": one.spans[0], "noisy": True, "equipment": {"projector": 3}}
        made = house.book(one.room.code, person=2 + at % 6, **given)
        act(house, made, "cancel", house.town.coordinator)


def test_a_group_that_no_room_can_hold_hears_so(house: House) -> None:
    found = search(house, 100, span=span())
    assert (found.alternatives, dict(found.reasons)) == ([], {"room_capacity": 7})
    day = search(house, 100, day=NOON.date())
    assert (day.rooms, dict(day.reasons)) == ((), {"room_capacity": 7})
