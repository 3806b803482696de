"""What everybody may see of rooms: open, taken, closed, never by whom."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from scheduler.errors import Conflict, NotFound, Rejected
from scheduler.ids import new_id
from scheduler.usecases import timetables
from scheduler.usecases.timetables import Part, RoomDay
from tests import houses
from tests.houses import HOUR, NOON, House
from tests.scheduler.usecases.room_acts import act, give_right
from tests.scheduler.usecases.wishes import refused
from tests.town import Town

MIDNIGHT = NOON - 12 * HOUR
DAY = timedelta(days=1)


def days(house: House, room: str | None = "C1", count: int = 1, **more: Any) -> list[RoomDay]:
    place: Any = {"facility_id": house.facilities["C"]} if room is None else {"room_id": house.rooms[room]}
    first = NOON.date()
    given = {"slug": "tangqiao", "first": first, "last": first + (count - 1) * DAY, "now": house.town.clock.now}
    return list(house.town.see(timetables.timetable, **{**place, **given, **more}))


def parts(house: House, room: str = "C1") -> list[Part]:
    (found,) = days(house, room)
    return list(found.parts)


def test_a_day_is_told_from_midnight_to_midnight_without_a_gap(house: House) -> None:
    house.book(category="culture", title="合唱团排练")
    assert parts(house) == [
        Part("closed", MIDNIGHT, MIDNIGHT + 8 * HOUR),
        Part("open", MIDNIGHT + 8 * HOUR, NOON),
        Part("taken", NOON, NOON + HOUR, "culture"),
        Part("open", NOON + HOUR, NOON + 9 * HOUR),
        Part("closed", NOON + 9 * HOUR, MIDNIGHT + DAY),
    ]


def test_a_hall_is_taken_where_a_part_of_it_is(house: House) -> None:
    house.book("CHa", people=20)
    assert [part.kind for part in parts(house, "CH")] == ["closed", "open", "taken", "open", "closed"]
    assert [part.kind for part in parts(house, "CHb")] == ["closed", "open", "closed"]


def test_what_is_booked_and_given_back_shows_at_once(house: House) -> None:
    assert len(parts(house)) == 3
    made = house.book()
    assert len(parts(house)) == 5
    act(house, made, "cancel")
    assert len(parts(house)) == 3


def test_a_closed_room_is_closed_all_day(house: House) -> None:
    house.close()
    assert parts(house) == [Part("closed", MIDNIGHT, MIDNIGHT + DAY)]


def test_a_facility_is_told_room_by_room_and_day_by_day(house: House) -> None:
    found = days(house, None, 2)
    assert [(one.room.code, (one.day - NOON.date()).days) for one in found] == [
        (code, at) for at in range(2) for code in ("C1", "C2", "C3", "CH", "CHa", "CHb")
    ]


def test_what_cannot_be_told_is_refused(house: House) -> None:
    first = NOON.date()
    cases: list[tuple[dict[str, Any], str, str]] = [
        ({"last": first - DAY}, "inverted_dates", "last"),
        ({"last": first + 31 * DAY}, "period_too_long", "last"),
        ({"facility_id": house.facilities["C"]}, "one_of_both", "facility_id"),
    ]
    for changed, code, field in cases:
        with refused(Rejected, code, field):
            days(house, **changed)
    unknown: tuple[dict[str, Any], ...] = ({"slug": "nowhere"}, {"room_id": new_id()})
    for given in unknown:
        with refused(NotFound, "no_such_thing"):
            days(house, **given)


def levels(house: House, **asked: Any) -> dict[str, str]:
    given = {"slug": "tangqiao", "now": house.town.clock.now, "since": NOON, **asked}
    return {one.room.code: one.level for one in house.town.see(timetables.availability, **given)}


def test_anybody_sees_how_free_rooms_are_for_some_time(house: House) -> None:
    house.book("C1")
    house.book("CHa", people=20, start=1.5)
    assert levels(house, minutes=120) == {
        "C1": "partly",
        "C2": "free",
        "C3": "free",
        "CH": "partly",
        "CHa": "partly",
        "CHb": "free",
        "E1": "free",
    }
    assert levels(house, since=NOON + 5 * HOUR)["E1"] == "closed"
    assert levels(house)["C1"] == "taken"
    for asked, code, field in (
        ({"since": NOON + 500 * DAY}, "too_far_ahead", "at"),
        ({"since": NOON - 500 * DAY}, "in_the_past", "at"),
        ({"minutes": 1441}, "span_length", "minutes"),
    ):
        with refused(Rejected, code, field):
            levels(house, **asked)


@pytest.mark.parametrize("listed", [True, False])
def test_a_group_of_a_season_is_named_where_it_wants_to_be_found(published: Town, listed: bool) -> None:
    house = houses.build(published)
    give_right(house, {"title": "塘桥合唱团", "category": "culture", "listed": listed})

    taken = [part for part in parts(house) if part.kind == "taken"]
    assert taken == [Part("taken", NOON, NOON + HOUR, "culture", "塘桥合唱团" if listed else "")]


def test_what_a_season_gave_counts_as_what_is_booked(published: Town) -> None:
    house = houses.build(published)
    give_right(house, {"noisy": True, "equipment": {"projector": 2}})

    with refused(Conflict, "room_taken", "room_id"):
        house.book()
    with refused(Conflict, "noisy_neighbours", "noisy"):
        house.book("C2", noisy=True)
    with refused(Conflict, "equipment_short", "equipment"):
        house.book("C2", equipment={"projector": 2})
    assert house.book("C2", equipment={"projector": 1}).state == "confirmed"
