"""A bound may count only on what every plan at least as good keeps, and a pin may be given up only where it must be."""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from typing import Any

import pytest

from scheduler.files import plain_value
from solvers.audit import rooms as checker
from solvers.engines.certify_rooms import multipliers
from solvers.rooms.case import RoomsCase
from solvers.rooms.plan import session_of
from solvers.rooms.problem import RoomLock, RoomsProblem
from tests.solvers.audit.rooms_rounds import document_of, plan_file
from tests.solvers.rooms.small import FIRST, monday, round_of, section

NOON = 10 * 60
Row = list[Any]


def rivals(*locks: RoomLock, guaranteed: bool = False, **of_b: Any) -> RoomsProblem:
    """Two sections that want the same hour of the same room; `a` is worth 2 a date, `b` 3."""
    common: dict[str, Any] = {"rooms": ("C",), "first": FIRST, "last": FIRST, "guaranteed": guaranteed}
    a = section("a", monday("10:00", "11:00"), category="culture", **common)
    b = section("b", monday("10:00", "11:00"), category="elderly", party="dance", **common)
    return round_of(a, replace(b, **of_b), locks=locks)


def served(problem: RoomsProblem, *names: str, unheld: tuple[RoomLock, ...] = ()) -> dict[str, Any]:
    """A plan that serves these sections, each by its first option."""
    case = RoomsCase(problem)
    options = [case.options[case.options_at[problem.request_index[name]][0]] for name in names]
    told = [{"request": lock.request, "room": lock.room, "rule": "pin_not_held"} for lock in unheld]
    return {**plan_file(case, options), "unheld": told}


def codes(problem: RoomsProblem, plan: dict[str, Any], *rows: Row) -> list[tuple[str, str]]:
    bound = {"goal": "sessions", "denominator": 1, "rows": list(rows)}
    return [(one.code, one.field) for one in checker.check(plain_value(problem), plan, bound)]


def bound_of(problem: RoomsProblem, *rows: Row) -> int:
    return int(checker.checked_bound(plain_value(problem), {"goal": "sessions", "denominator": 1, "rows": list(rows)}))


ROOM = ["room", "C", NOON, 300]
PINS = (RoomLock("a", "pin", room="C"), RoomLock("b", "pin", room="C"))


def test_of_two_guarantees_for_one_hour_the_served_one_does_not_prove_that_the_other_is_worth_less() -> None:
    problem, rows = rivals(guaranteed=True), (ROOM, ["guaranteed", "a", 100])
    assert bound_of(problem, *rows) == 200
    assert checker.values(plain_value(problem), served(problem, "b"))["sessions"] == 300
    assert codes(problem, served(problem, "a"), *rows) == [("bound_guarantee_unkept", "bound.rows")]
    assert codes(problem, served(problem, "a"), ROOM, ["guarantee", 1, 100]) == []
    assert bound_of(problem, ROOM, ["guarantee", 1, 100]) == 300


def test_a_guarantee_that_nobody_can_keep_takes_no_row_from_the_others() -> None:
    problem = rivals(guaranteed=True, people=99)
    assert codes(problem, served(problem, "a"), ROOM, ["guaranteed", "a", 100]) == []


def test_more_guarantees_than_the_plan_keeps_are_told() -> None:
    problem = rivals(guaranteed=True)
    assert codes(problem, served(problem, "a"), ["guarantee", 2, 5]) == [("bound_guarantee_unkept", "bound.rows")]


def test_of_two_pins_to_one_hour_the_kept_one_proves_nothing() -> None:
    problem, rows = rivals(*PINS), (ROOM, ["pin", 0, 100])
    assert bound_of(problem, *rows) == 200
    plan = served(problem, "a", unheld=PINS[1:])
    assert codes(problem, plan) == []
    assert codes(problem, plan, *rows) == [("bound_pin_unheld", "bound.rows")]
    other = served(problem, "b", unheld=PINS[:1])
    assert (codes(problem, other), checker.values(plain_value(problem), other)["sessions"]) == ([], 300)


def test_a_pin_that_no_slot_could_keep_leaves_the_other_its_row() -> None:
    problem = rivals(*PINS, people=99)
    assert codes(problem, served(problem, "a", unheld=PINS[1:]), ROOM, ["pin", 0, 100]) == []


def test_a_pin_is_not_given_up_while_its_place_is_free() -> None:
    problem = rivals(*PINS)
    assert codes(problem, served(problem, unheld=PINS)) == [("pin_not_held", "plan.unheld")] * 2
    assert codes(problem, served(problem, unheld=PINS[:1])) == [
        ("pin_not_held", "plan.unheld"),
        ("pin_not_held", "plan.assignments"),
    ]


@pytest.mark.parametrize("lock", [RoomLock("a", "pin", room="A"), RoomLock("zz", "pin", room="C")])
def test_a_pin_that_is_told_unheld_stands_in_the_problem(lock: RoomLock) -> None:
    problem = rivals(*PINS)
    assert codes(problem, served(problem, "a", unheld=(PINS[1], lock))) == [("unknown_id", "plan.unheld[1]")]


def certified(problem: RoomsProblem, *names: str) -> dict[str, Any]:
    case = RoomsCase(problem)
    options = [case.options[case.options_at[problem.request_index[name]][0]] for name in names]
    return multipliers(problem, document_of(case, [session_of(problem, option) for option in options]))


@pytest.mark.parametrize(("guaranteed", "pinned", "served_one"), list(product((True, False), (True, False), "ab")))
def test_the_multipliers_of_the_program_count_on_nothing_that_another_plan_may_drop(
    guaranteed: bool, pinned: bool, served_one: str
) -> None:
    problem = rivals(*(PINS if pinned else ()), guaranteed=guaranteed)
    found = certified(problem, served_one)
    plan = served(problem, served_one, unheld=tuple(lock for lock in PINS[: 2 * pinned] if lock.request != served_one))
    kinds = {row[0] for row in found["rows"]}
    assert kinds.isdisjoint({"pin", "guaranteed"})
    assert codes(problem, plan, *found["rows"]) == []
    assert checker.checked_bound(plain_value(problem), found) == 300


def test_a_pin_that_binds_makes_the_bound_close() -> None:
    problem = rivals(PINS[0])
    found = certified(problem, "a")
    assert codes(problem, served(problem, "a"), *found["rows"]) == []
    assert checker.checked_bound(plain_value(problem), found) == 200
