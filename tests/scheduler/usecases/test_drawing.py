"""Posts drawn by lot: wishes made and taken back, the draw that anybody can repeat, and the seats after it."""

from __future__ import annotations

from datetime import timedelta
from hashlib import sha256
from typing import Any

import pytest

from scheduler.actors import Actor
from scheduler.models import Shift
from scheduler.usecases import drawing, roster_turns
from tests.scheduler.usecases.seat_acts import Living, code, living
from tests.town import Town


@pytest.fixture
def roster(town: Town) -> Living:
    """The roster in the week of the fair, whose draw is two days before it; nobody has to lead there."""
    made = living(town)
    made.go_to("fair1", days=6)
    terms = made.shift("fair1").terms
    steward = {**terms["roles"][0], "least": 1, "target": 2, "most": 2}
    made.roster.change(Shift, made.roster.shifts["fair1"], terms={**terms, "roles": [steward, *terms["roles"][1:]]})
    return made


def wish(roster: Living, number: int, role: str = "steward", **more: Any) -> Any:
    given = {"actor": roster.person(number), "shift_id": roster.roster.shifts["fair1"], "role": role, **more}
    return roster.town.do(drawing.wish, **given)


def withdraw(roster: Living, number: int) -> Any:
    return roster.town.do(drawing.withdraw, actor=roster.person(number), shift_id=roster.roster.shifts["fair1"])


def draw(roster: Living) -> drawing.Draw:
    roster.go_to("fair1", days=2)
    roster_turns.draw_all(roster.town.office)
    return seen(roster)


def seen(roster: Living, actor: Actor | None = None) -> drawing.Draw:
    given = {"shift_id": roster.roster.shifts["fair1"], "now": roster.town.clock.now}
    return roster.town.see(drawing.seen, actor=actor or roster.person(0), **given)


def test_wishes_are_drawn_in_an_order_that_anybody_can_work_out_again(roster: Living) -> None:
    for number in (0, 1, 2, 5, 7):
        wish(roster, number)
    before = seen(roster).seed
    drawn = draw(roster)

    assert (drawn.seed, drawn.draw_at) == (before, None)
    receipts = [f"V{number}" for number in (0, 1, 2, 5, 7)]
    order = sorted(receipts, key=lambda name: sha256(f"{before}:{name}".encode()).hexdigest())
    assert [line[0] for line in drawn.lines] == order
    assert [line[2:] for line in drawn.lines] == [
        (1, "drawn"),
        (2, "drawn"),
        (3, "passed"),
        (4, "passed"),
        (5, "passed"),
    ]
    winners = {int(name[1:]) for name in order[:2]}
    assert roster.seats("fair1") == {(number, "steward", "confirmed") for number in winners}
    assert {tuple(roster.told(number)) for number in winners} == {("wish_drawn",)}
    assert roster.told(int(order[2][1:])) == ["wish_passed"]
    assert roster.noted("shift.draw") == ["shift.draw"]


def test_where_few_wish_everybody_has_a_seat_in_the_order_they_came(roster: Living) -> None:
    for number in (7, 1, 3):
        wish(roster, number)
        roster.town.clock.advance(minutes=1)
    drawn = draw(roster)

    # Three wishes for two seats are no more than 150 %.
    assert {(line[0], line[2], line[3]) for line in drawn.lines} == {
        ("V7", 1, "drawn"),
        ("V1", 2, "drawn"),
        ("V3", 3, "passed"),
    }


def test_roles_are_drawn_apart_and_who_may_not_is_told_when_wishing(roster: Living) -> None:
    assert code(wish, roster, 1, "first_aider") == "h04_qualification"
    wish(roster, 0, "first_aider")
    wish(roster, 2)
    draw(roster)

    assert roster.seats("fair1") == {(0, "first_aider", "confirmed"), (2, "steward", "confirmed")}


def test_a_wish_is_taken_back_and_made_anew_until_the_draw(roster: Living) -> None:
    wish(roster, 2)
    wish(roster, 1)
    assert withdraw(roster, 2).state == "withdrawn"
    assert code(withdraw, roster, 2) == "no_such_thing"
    assert [line[0] for line in seen(roster, roster.town.coordinator).lines] == ["V1"]
    wish(roster, 2)
    assert withdraw(roster, 1).state == "withdrawn"

    draw(roster)
    assert roster.seats("fair1") == {(2, "steward", "confirmed")}
    assert code(withdraw, roster, 2) == "not_drawn"
    assert code(wish, roster, 1) == "not_drawn"


def test_until_the_draw_nobody_signs_up_and_after_it_what_is_left_is_open(roster: Living) -> None:
    assert code(roster.sign_up, 1, "fair1", "steward") == "drawn_by_lot"
    wish(roster, 2)
    draw(roster)

    roster.sign_up(1, "fair1", "steward")
    assert roster.seats("fair1") == {(1, "steward", "confirmed"), (2, "steward", "confirmed")}


def test_what_came_to_speak_against_somebody_passes_the_seat_on(roster: Living) -> None:
    for number in (0, 1, 2):
        wish(roster, number)
    roster.roster.offer(0, available=[])
    draw(roster)

    assert {number for number, _, _ in roster.seats("fair1")} == {1, 2}


def test_wishes_are_for_shifts_that_are_drawn_and_open(roster: Living) -> None:
    other = {"shift_id": roster.roster.shifts["patrol1"]}
    roster.town.clock.now = roster.shift("patrol1").starts_at.replace(hour=0)
    assert code(wish, roster, 1, "patroller", **other) == "not_drawn"
    assert code(wish, roster, 8) == "not_a_volunteer"
    roster.go_to("fair1", days=8)
    assert code(wish, roster, 1) == "sign_up_not_open"
    assert code(wish, roster, 1, "cook") == "unknown_id"


def test_nothing_is_drawn_before_its_time_or_twice(roster: Living) -> None:
    wish(roster, 1)
    roster_turns.draw_all(roster.town.office)
    assert roster.seats("fair1") == set()
    draw(roster)
    roster_turns.draw_all(roster.town.office)

    assert roster.noted("shift.draw") == ["shift.draw"]


def test_a_draw_for_which_nobody_wishes_is_held_all_the_same_and_then_people_sign_up(roster: Living) -> None:
    wish(roster, 2)
    withdraw(roster, 2)
    assert draw(roster).draw_at is None

    roster.sign_up(1, "fair1", "steward")
    assert roster.seats("fair1") == {(1, "steward", "confirmed")}
    assert roster.noted("shift.draw") == ["shift.draw"]


def test_a_draw_that_comes_after_the_start_seats_nobody(roster: Living) -> None:
    wish(roster, 2)
    roster.go_to("fair1")
    roster_turns.draw_all(roster.town.office)

    assert (roster.seats("fair1"), seen(roster).lines) == (set(), [("V2", "steward", 1, "passed")])
    assert roster.shift("fair1").drawn_at == roster.town.clock.now


def test_a_draw_that_goes_wrong_stops_no_other(roster: Living) -> None:
    good = roster.shift("fair1")
    other = roster.roster.shift("fair0", good.date, "09:00", 120, "HALL", good.terms)
    roster.roster.change(
        Shift, other, state="open", terms={"type": "broken"}, draw_at=good.starts_at - timedelta(days=3)
    )
    wish(roster, 2)
    draw(roster)

    assert roster.roster.one(Shift, other).drawn_at is None
    assert roster.seats("fair1") == {(2, "steward", "confirmed")}


def test_before_the_draw_everybody_sees_only_their_own_wish_and_nothing_of_what_is_not_published(
    roster: Living,
) -> None:
    wish(roster, 1)
    wish(roster, 2)
    actors = (roster.person(0), roster.person(1), roster.town.coordinator)
    assert [[line[0] for line in seen(roster, one).lines] for one in actors] == [[], ["V1"], ["V1", "V2"]]

    roster.roster.change(Shift, roster.roster.shifts["fair1"], state="planned")
    assert code(seen, roster) == "no_such_thing"
