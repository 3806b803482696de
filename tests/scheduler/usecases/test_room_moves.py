"""What becomes of bookings of rooms: confirmed, refused, given back, not shown up for, moved, lapsed."""

from __future__ import annotations

from scheduler.errors import Conflict, NotAllowed, NotFound, Rejected, Stale
from scheduler.translation.room_openings import Ask
from scheduler.usecases import (
    clockwork,
)
from tests.houses import HOUR, NOON, House, span
from tests.scheduler.usecases.room_acts import (
    QUARTER,
    act,
    amend,
    made_of,
    series,
    told,
)
from tests.scheduler.usecases.wishes import refused

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
