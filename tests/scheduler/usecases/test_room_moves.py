"""What becomes of bookings of rooms: confirmed, refused, given back, not shown up for, moved, lapsed, offered on."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import select

from scheduler.actors import Actor
from scheduler.errors import Conflict, NotAllowed, NotFound, Rejected, Stale
from scheduler.models import Booking, Covenant, OutboxMessage, Waiting
from scheduler.translation.room_openings import Ask
from scheduler.usecases import (
    clockwork,
    facility_hours,
    room_amending,
    room_moves,
    room_search,
    room_series,
    room_turns,
    room_waiting,
)
from scheduler.usecases.bookings import Span
from scheduler.usecases.room_amending import Changes
from scheduler.usecases.room_dates import SeriesTerms
from scheduler.usecases.room_search import Wish
from scheduler.usecases.room_waiting import WaitingTerms
from tests.houses import HOUR, NOON, House, span
from tests.scheduler.usecases.wishes import refused
from tests.town import START

WEEK = timedelta(weeks=1)
QUARTER = timedelta(minutes=15)


def act(house: House, made: Booking, action: str, by: Actor | None = None, **more: Any) -> Booking:
    wanted = {"booking_id": made.id, "action": action, "version": None, **more}
    return house.town.do(room_moves.act, actor=by or house.town.people[0], **wanted)


def amend(house: House, made: Booking, by: Actor | None = None, version: int = 1, **changes: Any) -> Booking:
    wanted: Any = {"booking_id": made.id, "version": version, "changes": Changes(**changes), "vault": house.town.vault}
    return house.town.do(room_amending.amend, actor=by or house.town.people[0], **wanted)


def wait(house: House, person: int = 1, room: str | None = "C1", **more: Any) -> Waiting:
    place = {"facility_id": house.facilities["C"]} if room is None else {"room_id": house.rooms[room]}
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
    chosen = {name: more.pop(name) for name in ("partial", "substitutes") if name in more}
    terms = SeriesTerms(house.terms(room, **more.pop("terms", {})), weeks, more.pop("without", ()))
    given: dict[str, Any] = {"actor": house.town.people[person], "vault": house.town.vault, "channel": "web"}
    return house.town.do(room_series.book, terms=terms, **{**given, **chosen, **more})


def made_of(found: room_series.Series) -> list[Booking]:
    return [one.booking for one in found.dates if one.booking is not None]


# ---- answers


def test_a_hold_is_confirmed_in_time_or_lapses(house: House) -> None:
    first, second = house.book(hold=True), house.book("C2", hold=True)
    assert act(house, first, "confirm").state == "confirmed"

    house.town.clock.advance(minutes=15)
    with refused(Conflict, "answer_overdue", "answer_by"):
        act(house, second, "confirm")
    clockwork.tick(house.town.office)

    assert [house.booking(one.id).state for one in (first, second)] == ["confirmed", "lapsed"]
    assert (house.taken(second.id), told(house)) == ([], ["room_lapsed"])
    assert house.book("C2", person=1).state == "confirmed"


def test_staff_decide_and_the_person_hears_why(house: House) -> None:
    first, second = house.book("C3"), house.book("C3", start=2)
    office = house.town.coordinator
    with refused(NotAllowed, "not_for_this_role"):
        act(house, first, "confirm")
    with refused(Rejected, "reason_missing", "reason"):
        act(house, second, "refuse", office)

    assert act(house, first, "confirm", office).decided_by == office.account_id
    assert act(house, second, "refuse", office, reason="The floor is being waxed.").state == "refused"
    assert (told(house), house.taken(second.id)) == (["room_confirmed", "room_refused"], [])
    with refused(Conflict, "booking_not_ready", "state"):
        act(house, second, "confirm", office)


def test_a_request_that_nobody_answers_lapses(house: House) -> None:
    made = house.book("C3")
    house.town.clock.advance(hours=24)
    clockwork.tick(house.town.office)
    assert (house.booking(made.id).state, told(house)) == ("lapsed", ["room_lapsed"])


def test_a_hold_of_a_room_that_staff_decide_on_is_a_request_once_it_is_confirmed(house: House) -> None:
    made = house.book("C3", hold=True)
    assert act(house, made, "confirm").state == "requested"


# ---- giving back


def test_a_booking_is_given_back_freely_in_time(house: House) -> None:
    made = house.book()
    house.town.clock.now = NOON - 2 * HOUR
    gone = act(house, made, "cancel")
    assert (gone.state, gone.cancelled_at, house.taken(made.id)) == ("cancelled", house.town.clock.now, [])
    with refused(Conflict, "booking_is_over", "state"):
        act(house, made, "cancel")


def test_given_back_late_it_counts_as_not_shown_up_for_unless_staff_do_it(house: House) -> None:
    made, other = house.book(), house.book("C2")
    house.town.clock.now = NOON - HOUR
    assert act(house, made, "cancel").state == "no_show"
    assert act(house, other, "cancel", house.town.coordinator, reason="A burst pipe.").state == "cancelled"
    assert told(house) == ["room_cancelled"]


def test_nobody_changes_what_is_anothers_or_has_changed_meanwhile(house: House) -> None:
    made = house.book()
    with refused(NotFound, "no_such_thing"):
        act(house, made, "cancel", house.town.people[1])
    with refused(NotAllowed, "not_for_this_role"):
        act(house, made, "cancel", house.town.auditor)
    with refused(Stale, "changed_meanwhile"):
        act(house, made, "cancel", version=2)
    with refused(Rejected, "no_such_action", "action"):
        act(house, made, "explode")
    assert house.booking(made.id).state == "confirmed"


def test_who_does_not_show_up_twice_loses_the_series(house: House) -> None:
    standing = made_of(series(house, weeks=3, terms={"start": 3}))
    first, second = house.book(), house.book("C2")
    with refused(Conflict, "not_begun_yet", "state"):
        act(house, first, "no_show", house.town.coordinator)
    house.town.clock.now = NOON + HOUR / 2
    with refused(NotAllowed, "not_for_this_role"):
        act(house, first, "no_show")

    assert act(house, first, "no_show", house.town.coordinator).state == "no_show"
    assert {house.booking(one.id).state for one in standing} == {"confirmed"}
    act(house, second, "no_show", house.town.coordinator)

    assert {house.booking(one.id).state for one in standing} == {"cancelled"}
    assert told(house) == ["room_series_released"]


# ---- moving


def test_a_booking_moves_and_gives_the_old_place_back(house: House) -> None:
    made = house.book()
    moved = amend(house, made, room_id=house.rooms["C2"], span=span(0.5))

    assert (moved.starts_at, moved.row_version, moved.state) == (NOON + HOUR / 2, 2, "confirmed")
    assert house.taken(made.id) == [(NOON + HOUR / 2, NOON + 1.5 * HOUR + QUARTER)]
    assert house.book(person=1).state == "confirmed"


def test_a_booking_may_be_moved_into_its_own_time(house: House) -> None:
    made = house.book()
    assert amend(house, made, span=span(0.25)).starts_at == NOON + QUARTER


def test_where_the_new_place_cannot_be_had_the_old_one_stays(house: House) -> None:
    made = house.book()
    house.book("C2", person=1)
    for changes, kind, code in (
        ({"room_id": house.rooms["C2"]}, Conflict, "room_taken"),
        ({"span": span(9)}, Rejected, "room_closed"),
        ({"ask": Ask(13)}, Rejected, "room_capacity"),
    ):
        with refused(kind, code):
            amend(house, made, **changes)
    with refused(Stale, "changed_meanwhile"):
        amend(house, made, version=2, span=span(2))
    assert house.taken(made.id) == [(NOON, NOON + HOUR + QUARTER)]


def test_shortly_before_it_begins_only_staff_move_a_booking(house: House) -> None:
    made = house.book()
    house.town.clock.now = NOON - HOUR
    with refused(Conflict, "too_late_to_move", "starts_at"):
        amend(house, made, span=span(3))
    assert amend(house, made, house.town.coordinator, span=span(3)).starts_at == NOON + 3 * HOUR
    assert told(house) == ["room_moved"]


def test_moving_to_a_room_that_staff_decide_on_asks_them(house: House) -> None:
    assert amend(house, house.book(), room_id=house.rooms["C3"]).state == "requested"


# ---- series


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
        room_moves.end(session, session.get_one(Booking, made.id), "cancelled", START)
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


# ---- searching


def search(house: House, people: int = 8, **wish: Any) -> room_search.Found:
    asked = {name: wish.pop(name) for name in ("noisy", "features", "equipment", "age_group") if name in wish}
    given = {"wish": Wish(Ask(people, **asked), **wish), "now": house.town.clock.now}
    return house.town.see(room_search.search, actor=house.town.people[0], **given)


def codes(rooms: Any) -> list[str]:
    return [one.room.code for one in rooms]


def test_a_search_finds_the_smallest_rooms_that_will_do(house: House) -> None:
    house.book("C2", person=1)
    assert codes(search(house, span=span()).rooms) == ["C1", "E1", "C3", "CHa", "CHb", "CH"]
    assert codes(search(house, 20, span=span()).rooms) == ["C3", "CHa", "CHb", "CH"]
    assert codes(search(house, span=span(), features=("step_free",)).rooms) == ["C1"]
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
