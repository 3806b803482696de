"""I cannot come: free in time, later with a search for somebody else, shortly before by telephone only."""

from __future__ import annotations

from uuid import UUID

import pytest

from scheduler.actors import Actor
from scheduler.models import Shift
from scheduler.usecases import dropping_out
from tests.rosters_town import PATROL
from tests.scheduler.usecases.seat_acts import Living, code, living, refused
from tests.town import Town


@pytest.fixture
def roster(town: Town) -> Living:
    return living(town)


@pytest.fixture
def seat(roster: Living) -> UUID:
    return roster.sit(0, "visit1", "visitor")


def sign_out(roster: Living, seat_id: UUID, actor: Actor | None = None) -> None:
    roster.town.do(dropping_out.sign_out, actor=actor or roster.person(0), seat_id=seat_id)


def come(roster: Living, seat_id: UUID) -> None:
    roster.town.do(dropping_out.come_after_all, actor=roster.person(0), seat_id=seat_id)


def test_until_two_days_before_a_seat_is_given_back_without_more(roster: Living, seat: UUID) -> None:
    roster.go_to("visit1", hours=48)
    sign_out(roster, seat)

    assert (roster.state(seat), roster.busy(seat), roster.asked()) == ("excused", [False], [])
    assert roster.noted("seat.sign_out") == ["seat.sign_out"]


def test_later_a_substitute_is_needed_and_at_the_end_the_telephone(roster: Living, seat: UUID) -> None:
    roster.go_to("visit1", hours=47)
    late = refused(sign_out, roster, seat)
    assert (late.code, late.numbers) == ("substitute_needed", {"hours": 48})

    roster.go_to("visit1", hours=2)
    assert code(sign_out, roster, seat) == "phone_only"
    assert code(roster.drop, 0, seat) == "phone_only"
    sign_out(roster, seat, roster.town.coordinator)
    assert roster.state(seat) == "excused"


def test_in_time_one_who_cannot_come_is_simply_signed_out(roster: Living, seat: UUID) -> None:
    roster.go_to("visit1", hours=49)
    roster.drop(0, seat)

    assert (roster.state(seat), roster.asked()) == ("excused", [])


def test_who_cannot_come_counts_as_missing_at_once_and_others_are_asked(roster: Living, seat: UUID) -> None:
    roster.go_to("visit1", hours=24)
    roster.drop(0, seat)

    assert roster.state(seat) == "looking_for_substitute"
    # V1 is a contact of hers; of those alike the first by receipt.
    assert roster.asked() == [(1, 1, "asked"), (2, 1, "asked"), (3, 1, "asked")]
    assert roster.noted("substitute.") == ["substitute.ask"]


def test_the_office_may_start_the_search_when_it_is_too_late_for_others(roster: Living, seat: UUID) -> None:
    roster.go_to("visit1", hours=2)
    roster.drop(0, seat, roster.town.coordinator)

    assert roster.state(seat) == "looking_for_substitute"


def test_who_can_come_after_all_has_the_seat_back_and_nobody_is_asked_any_more(roster: Living, seat: UUID) -> None:
    roster.go_to("visit1", hours=24)
    roster.drop(0, seat)
    come(roster, seat)

    assert (roster.state(seat), roster.busy(seat)) == ("confirmed", [True])
    assert {state for _, _, state in roster.asked()} == {"passed"}
    first = roster.asked()[0][0]
    assert roster.told(first) == ["substitute_asked", "substitute_late"]


def test_nobody_comes_after_all_once_the_seat_is_filled(roster: Living, seat: UUID) -> None:
    roster.sit(1, "visit1", "visitor")
    roster.go_to("visit1", hours=24)
    roster.drop(0, seat)
    roster.sit(2, "visit1", "visitor")

    assert code(come, roster, seat) == "no_seat_left"


def test_nobody_drops_out_for_somebody_else_nor_twice_nor_of_what_has_begun(roster: Living, seat: UUID) -> None:
    assert code(roster.drop, 1, seat) == "no_such_thing"
    assert code(come, roster, seat) == "seat_not_ready"
    roster.go_to("visit1", hours=24)
    roster.drop(0, seat)
    assert code(roster.drop, 0, seat) == "seat_not_ready"
    roster.go_to("visit1")
    assert code(come, roster, seat) == "shift_has_begun"


def test_nobody_drops_out_of_a_cancelled_shift(roster: Living, seat: UUID) -> None:
    roster.roster.change(Shift, roster.roster.shifts["visit1"], state="cancelled")

    assert code(roster.drop, 0, seat) == "shift_cancelled"


def test_who_stands_by_is_signed_out_whenever_it_is(roster: Living) -> None:
    seat = roster.sit(5, "visit1", "standby")
    roster.go_to("visit1", hours=5)
    roster.drop(5, seat)

    assert (roster.state(seat), roster.asked()) == ("excused", [])


def test_nobody_comes_after_all_where_a_rule_came_to_be_against_it(roster: Living, seat: UUID) -> None:
    roster.go_to("visit1", hours=24)
    roster.drop(0, seat)
    other = roster.roster.shift("also", roster.shift("visit1").date, "15:35", 60, "GATE", PATROL)
    roster.roster.seat(0, other, "patroller", "confirmed")

    assert code(come, roster, seat) == "h02_travel_gap"
    assert roster.state(seat) == "looking_for_substitute"
