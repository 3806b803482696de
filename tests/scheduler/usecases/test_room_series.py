"""Weekly bookings of a room: date by date, as a whole, from a date on, confirmed again."""

from __future__ import annotations

from typing import Any

from scheduler.errors import Conflict, NotFound, Rejected
from scheduler.usecases import (
    clockwork,
    room_series,
)
from scheduler.usecases.bookings import Span
from scheduler.usecases.room_amending import Changes
from scheduler.usecases.room_dates import SeriesTerms
from tests.houses import HOUR, NOON, House, span
from tests.scheduler.usecases.room_acts import (
    WEEK,
    act,
    made_of,
    series,
    told,
)
from tests.scheduler.usecases.wishes import refused


def test_a_series_holds_the_same_time_of_every_week(house: House) -> None:
    made = made_of(series(house, weeks=4, without=((NOON + WEEK).date(),)))
    assert [one.starts_at for one in made] == [NOON, NOON + 2 * WEEK, NOON + 3 * WEEK]
    assert {one.series_id for one in made} == {made[0].series_id}
    assert {one.state for one in made} == {"confirmed"}


def test_a_date_that_cannot_be_had_is_named_with_a_substitute(house: House) -> None:
    house.book(person=1, start=WEEK / HOUR)
    terms = SeriesTerms(house.terms(), 3)
    found = house.town.see(room_series.preview, actor=house.town.people[0], terms=terms, now=house.town.clock.now)

    assert [one.rule for one in found] == [None, "room_taken", None]
    instead = found[1].substitute
    assert instead is not None
    assert (instead.room_code, instead.span) == ("C2", Span(NOON + WEEK, NOON + WEEK + HOUR))
    with refused(Conflict, "series_blocked", "weeks"):
        series(house)


def test_a_person_takes_what_is_possible_of_a_series_or_substitutes_too(house: House) -> None:
    house.book(person=1, start=WEEK / HOUR)
    partly = series(house, partial=True)
    assert [one.booking is None for one in partly.dates] == [False, True, False]

    whole = made_of(series(house, person=2, terms={"start": 2}, substitutes=True))
    assert len(whole) == 3
    house.book(person=3, start=WEEK / HOUR + 4)
    other = made_of(series(house, person=4, terms={"start": 4}, substitutes=True))
    assert [one.resource_id == other[0].resource_id for one in other] == [True, False, True]


def test_a_series_fails_as_a_whole_where_a_rule_is_against_the_room(house: House) -> None:
    with refused(Rejected, "room_capacity", "people"):
        series(house, terms={"people": 13}, partial=True)
    with refused(Rejected, "out_of_range", "weeks"):
        series(house, weeks=14)
    with refused(Rejected, "no_dates_left", "without"):
        series(house, weeks=1, without=(NOON.date(),))


def test_a_series_counts_as_one_booking(house: House) -> None:
    series(house, weeks=5)
    for at in range(3):
        house.book("C2", start=1.5 * at)
    with refused(Conflict, "too_many_bookings"):
        house.book("C2", start=6)


def test_a_series_is_cancelled_from_a_date_on(house: House) -> None:
    made = series(house, weeks=4)
    wanted = {"series_id": made.id, "action": "cancel", "since": (NOON + 2 * WEEK).date()}
    with refused(NotFound, "no_such_thing"):
        house.town.do(room_series.act, actor=house.town.people[1], **wanted)
    gone = house.town.do(room_series.act, actor=house.town.people[0], **wanted)

    assert [one.starts_at for one in gone] == [NOON + 2 * WEEK, NOON + 3 * WEEK]
    assert [house.booking(one.id).state for one in made_of(made)] == [
        "confirmed",
        "confirmed",
        "cancelled",
        "cancelled",
    ]
    with refused(Conflict, "series_is_over", "since"):
        house.town.do(room_series.act, actor=house.town.people[0], **wanted)


def test_a_series_moves_to_another_time_and_room_from_a_date_on(house: House) -> None:
    made = series(house, weeks=3)
    house.book("C2", person=1, start=2 * WEEK / HOUR + 2)
    changes = Changes(span=span(2), room_id=house.rooms["C2"])
    wanted: Any = {"series_id": made.id, "changes": changes, "since": (NOON + WEEK).date()}
    with refused(Conflict, "series_blocked", "weeks"):
        house.town.do(room_series.amend, actor=house.town.people[0], **wanted)
    assert house.booking(made_of(made)[1].id).starts_at == NOON + WEEK

    found = house.town.do(room_series.amend, actor=house.town.people[0], partial=True, **wanted)
    assert [one.rule for one in found] == [None, "room_taken"]
    assert [house.booking(one.id).starts_at for one in made_of(made)] == [
        NOON,
        NOON + WEEK + 2 * HOUR,
        NOON + 2 * WEEK,
    ]


def test_a_standing_series_is_confirmed_again_stretch_by_stretch(house: House) -> None:
    made = made_of(series(house, weeks=7))
    assert [one.state for one in made] == ["confirmed"] * 5 + ["held"] * 2
    assert {one.answer_by for one in made[5:]} == {NOON + 5 * WEEK - WEEK}

    house.town.clock.now = NOON + 3 * WEEK
    for _ in range(2):
        clockwork.tick(house.town.office)
    assert told(house) == ["room_reconfirm"]
    act(house, made[5], "reconfirm")
    assert [house.booking(one.id).state for one in made[5:]] == ["confirmed"] * 2


def test_an_unconfirmed_stretch_lapses_and_its_person_is_told_once(house: House) -> None:
    made = made_of(series(house, weeks=7))
    house.town.clock.now = NOON + 4 * WEEK
    clockwork.tick(house.town.office)
    assert [house.booking(one.id).state for one in made] == ["confirmed"] * 5 + ["lapsed"] * 2
    assert told(house) == ["room_series_lapsed"]
    with refused(Conflict, "not_a_series", "action"):
        act(house, house.book("C2", start=4 * WEEK / HOUR + 1, hold=True), "reconfirm")
