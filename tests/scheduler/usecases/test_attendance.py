"""Who came: codes of places, times too early and too late, doubles, absences and the lock that ends by itself."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest

from scheduler.models import Seat, Shift, Volunteer
from scheduler.usecases import attendance
from tests.rosters_town import LESSON
from tests.scheduler.usecases.seat_acts import Living, code, living, refused
from tests.town import Town


@pytest.fixture
def roster(town: Town) -> Living:
    return living(town)


@pytest.fixture
def seat(roster: Living) -> UUID:
    """A seat in the hall, a quarter of an hour before the lesson."""
    found = roster.sit(0, "lesson1", "teacher")
    roster.go_to("lesson1", minutes=15)
    return found


def test_somebody_checks_in_by_the_code_of_the_place_and_out(roster: Living, seat: UUID) -> None:
    roster.check("in", 0, seat, code=roster.code_of("HALL"))
    came = roster.town.clock.now
    left = roster.town.clock.advance(minutes=100)
    roster.check("out", 0, seat)

    row = roster.roster.one(Seat, seat)
    assert (row.state, row.checked_in_at, row.checked_out_at, row.place_told) == ("checked_out", came, left, True)
    assert roster.noted("seat.check") == ["seat.check_in", "seat.check_out"]


def test_a_wrong_an_old_or_no_code_is_refused(roster: Living, seat: UUID) -> None:
    assert code(roster.check, "in", 0, seat, code="anything") == "no_code_here"
    old = roster.code_of("HALL")
    assert code(roster.check, "in", 0, seat) == "wrong_code"
    assert code(roster.check, "in", 0, seat, code=roster.code_of("GATE")) == "wrong_code"
    roster.code_of("HALL")
    assert code(roster.check, "in", 0, seat, code=old) == "wrong_code"
    assert roster.state(seat) == "confirmed"


def test_at_an_elders_home_nobody_needs_a_code(roster: Living) -> None:
    visit = roster.sit(0, "visit1", "visitor", "accepted")
    roster.go_to("visit1")
    roster.check("in", 0, visit)

    row = roster.roster.one(Seat, visit)
    assert (row.state, row.place_told) == ("checked_in", False)


def test_it_may_be_too_early_and_too_late(roster: Living, seat: UUID) -> None:
    known = roster.code_of("HALL")
    roster.go_to("lesson1", minutes=31)
    early = refused(roster.check, "in", 0, seat, code=known)
    assert (early.code, early.numbers) == ("too_early", {"minutes": 30})
    roster.go_to("lesson1", minutes=-91)
    assert code(roster.check, "in", 0, seat, code=known) == "too_late"

    roster.go_to("lesson1", minutes=-10)
    roster.check("in", 0, seat, code=known)
    roster.go_to("lesson1", minutes=-151)
    assert code(roster.check, "out", 0, seat) == "too_late"
    roster.go_to("lesson1", minutes=-150)
    roster.check("out", 0, seat)


def test_what_is_done_is_not_done_again_nor_in_the_wrong_order(roster: Living, seat: UUID) -> None:
    known = roster.code_of("HALL")
    assert code(roster.check, "out", 0, seat) == "not_checked_in"
    roster.check("in", 0, seat, code=known)
    assert code(roster.check, "in", 0, seat, code=known) == "checked_in_already"
    roster.check("out", 0, seat)
    assert code(roster.check, "out", 0, seat) == "checked_out_already"
    assert code(roster.check, "in", 0, seat, code=known) == "checked_out_already"


def test_the_office_notes_times_afterwards_but_none_that_cannot_be(roster: Living, seat: UUID) -> None:
    begins, chief = roster.shift("lesson1").starts_at, roster.town.coordinator
    roster.go_to("lesson1", minutes=-300)
    office = {"actor": chief}
    assert code(roster.check, "in", 0, seat, at=begins) == "not_for_this_role"
    assert code(roster.check, "in", 0, seat, at=begins + timedelta(days=1), **office) == "in_the_future"
    assert code(roster.check, "in", 0, seat, at=begins - timedelta(hours=1), **office) == "too_early"
    roster.check("in", 0, seat, at=begins, **office)
    before = refused(roster.check, "out", 0, seat, at=begins - timedelta(minutes=1), **office)
    assert (before.code, before.field) == ("check_out_before_check_in", "at")
    roster.check("out", 0, seat, at=begins + timedelta(minutes=80), **office)

    row = roster.roster.one(Seat, seat)
    assert (row.checked_out_at - row.checked_in_at, row.place_told) == (timedelta(minutes=80), False)


def test_nobody_checks_in_to_anothers_seat_or_a_cancelled_shift(roster: Living, seat: UUID) -> None:
    known = roster.code_of("HALL")
    assert code(roster.check, "in", 1, seat, code=known) == "no_such_thing"
    roster.roster.change(Shift, roster.roster.shifts["lesson1"], state="cancelled")
    assert code(roster.check, "in", 0, seat, code=known) == "shift_cancelled"


def test_a_seat_that_was_never_accepted_is_not_checked_in_to(roster: Living) -> None:
    offered = roster.sit(1, "lesson1", "teacher", "offered")
    roster.go_to("lesson1")

    assert code(roster.check, "in", 1, offered, code=roster.code_of("HALL")) == "seat_not_ready"


def test_who_comes_after_all_has_the_seat_unless_somebody_else_came(roster: Living) -> None:
    visit = roster.sit(0, "visit1", "visitor")
    roster.go_to("visit1", hours=24)
    roster.drop(0, visit)
    roster.go_to("visit1")
    roster.sit(1, "visit1", "visitor")
    roster.sit(2, "visit1", "visitor")
    assert code(roster.check, "in", 0, visit) == "no_seat_left"


def test_the_office_notes_absence_once_the_shift_began_and_excuses_with_a_reason(roster: Living, seat: UUID) -> None:
    assert code(roster.settle, seat, "miss") == "not_begun"
    roster.go_to("lesson1", minutes=-20)
    roster.settle(seat, "miss")
    assert (roster.state(seat), roster.busy(seat)) == ("absent", [False])
    assert code(roster.settle, seat, "excuse") == "reason_missing"
    roster.settle(seat, "excuse", "She was at the doctor's.")
    assert (roster.state(seat), roster.told(0)) == ("excused", ["seat_missed", "seat_excused"])

    own = {"actor": roster.person(0), "seat_id": seat, "action": "miss"}
    assert code(roster.town.do, attendance.settle, **own) == "not_for_this_role"


def test_who_steps_in_for_somebody_who_did_not_come_is_written_down_until_the_end(roster: Living, seat: UUID) -> None:
    roster.go_to("lesson1", minutes=-10)
    assert code(roster.assign, 1, "lesson1", "teacher") == "shift_has_begun"
    stepped_in = roster.assign(1, "lesson1", "teacher", agreed=True)
    roster.check("in", 1, stepped_in, roster.town.coordinator)
    assert roster.state(stepped_in) == "checked_in"

    roster.go_to("lesson1", minutes=-90)
    assert code(roster.assign, 2, "lesson1", "teacher", agreed=True) == "shift_has_begun"


def test_a_seat_taken_back_by_the_office_is_told(roster: Living, seat: UUID) -> None:
    roster.settle(seat, "cancel", "The hall is closed.")

    assert (roster.state(seat), roster.busy(seat), roster.told(0)) == ("cancelled_by_us", [False], ["seat_cancelled"])
    assert code(roster.check, "in", 0, seat, code="x") == "shift_cancelled"


# ---- missed twice


def locked(roster: Living, number: int) -> object:
    row = roster.roster.one(Volunteer, roster.roster.volunteers[number])
    with roster.town.database.reading() as session:
        return attendance.locked_until(session, row, roster.town.clock.now)


def test_who_misses_two_shifts_is_not_assigned_until_the_older_is_ninety_days_ago(roster: Living) -> None:
    roster.sit(0, "lesson1", "teacher", "absent")
    roster.go_to("visit2", minutes=-100)
    assert locked(roster, 0) is None
    roster.sit(0, "visit2", "visitor", "absent")
    ends = roster.shift("lesson1").starts_at + timedelta(days=90)
    assert locked(roster, 0) == ends

    lesson = roster.roster.shift("late", (ends + timedelta(days=2)).date(), "09:00", 90, "HALL", LESSON)
    roster.roster.change(Shift, lesson, state="open")
    roster.roster.shifts["late"] = lesson  # type: ignore[index]
    assert code(roster.assign, 0, "late", "teacher") == "h26_no_show_lock"
    roster.town.clock.now = ends + timedelta(minutes=1)
    assert locked(roster, 0) is None
    roster.assign(0, "late", "teacher")


def test_an_excuse_given_afterwards_ends_the_lock_at_once(roster: Living) -> None:
    first = roster.sit(0, "lesson1", "teacher", "absent")
    roster.sit(0, "visit2", "visitor", "absent")
    roster.go_to("visit2", minutes=-100)
    assert locked(roster, 0) is not None
    roster.settle(first, "excuse", "She was ill.")

    assert locked(roster, 0) is None
