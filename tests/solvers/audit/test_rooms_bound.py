"""The bound that the checker of seasons counts: never below the best plan, and as close as the solver's own."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache
from random import Random
from typing import Any

import pytest

from scheduler.calendar import horizon
from scheduler.files import plain_value
from solvers.audit import rooms as checker
from solvers.engines.certify_rooms import multipliers
from solvers.engines.limits import Limits, Watch
from solvers.engines.rooms import raise_sessions, solve_rooms
from solvers.engines.rooms_promises import promise
from solvers.engines.rooms_solve import Solve
from solvers.rooms.case import RoomsCase
from solvers.rooms.generate import ROOMS_SCALES, generate_rooms
from solvers.rooms.greedy import by_priority
from solvers.rooms.problem import RoomLock, RoomsProblem
from solvers.rooms.repair import repaired
from tests.solvers.audit.rooms_rounds import awkward_round, best, document_of, drawn, random_rows, tangled
from tests.solvers.rooms.small import monday, random_round, round_of, section

SEASON = horizon(date(2026, 3, 2), date(2026, 5, 31))


def rounds() -> dict[str, RoomsProblem]:
    """Tiny rounds of which every plan can be tried, some with pins."""
    pinned = replace(random_round(5), locks=(RoomLock("s4", "pin", facility="corner"),))
    found = {f"tangled {seed}": tangled(seed) for seed in range(5)}
    return {"awkward": awkward_round(), "pinned": pinned, "random": random_round(6), **found}


ROUNDS = rounds()


@cache
def best_of(name: str) -> int:
    return best(RoomsCase(ROUNDS[name]))


@pytest.mark.parametrize("name", ROUNDS)
def test_no_multipliers_prove_less_than_the_best_plan_is_worth(name: str) -> None:
    case, rng = RoomsCase(ROUNDS[name]), Random(name)
    problem = plain_value(case.rooms)
    for denominator in (1, 7, 1000):
        for _ in range(25):
            bound = {"denominator": denominator, "rows": random_rows(case, rng, 300 * denominator)}
            assert checker.checked_bound(problem, bound) >= best_of(name), bound


@pytest.mark.parametrize("name", ROUNDS)
def test_the_multipliers_of_the_program_prove_a_close_bound(name: str) -> None:
    case = RoomsCase(ROUNDS[name])
    result = solve_rooms(case, "options", Limits())
    found = multipliers(case.rooms, document_of(case, repaired(case, result.chosen)))
    problem = plain_value(case.rooms)
    proven, without = checker.checked_bound(problem, found), checker.checked_bound(problem, {**found, "rows": []})
    assert best_of(name) == result.tiers[0].value <= proven <= without
    assert proven <= result.tiers[0].value * 1.25


def certified(case: RoomsCase) -> tuple[int, int, int]:
    """Value and bound of the first goal of a round, and what the checker makes of the multipliers."""
    solve = Solve(case, Watch(Limits()))
    solve.chosen = solve.filled(by_priority(case))
    promise(solve, search=True)
    raise_sessions(solve)
    options = [case.options[at] for at in solve.chosen]
    found: dict[str, Any] = multipliers(case.rooms, document_of(case, repaired(case, options)))
    checked = checker.checked_bound(plain_value(case.rooms), found)
    return solve.value(solve.first), solve.bounds["sessions"], int(checked)


@pytest.mark.parametrize("seed", range(1, 7))
def test_the_bound_of_a_mini_round_is_within_half_a_percent_of_the_solvers(seed: int) -> None:
    value, solver, checked = certified(RoomsCase(generate_rooms(ROOMS_SCALES["mini"], seed, SEASON)))
    assert value == solver <= checked <= solver * 1.005


@pytest.mark.parametrize("seed", [2, 3])
def test_the_bound_of_a_round_with_guarantees_is_close(seed: int) -> None:
    problem = drawn(generate_rooms(ROOMS_SCALES["mini"], seed, SEASON), seed)
    value, solver, checked = certified(RoomsCase(problem))
    assert value <= checked <= solver * 1.01


def test_a_round_in_which_nothing_can_be_offered_has_the_bound_0() -> None:
    case = RoomsCase(round_of(section("s1", monday("13:00", "14:00"))))
    found = multipliers(case.rooms, document_of(case, ()))
    assert (found["rows"], checker.checked_bound(plain_value(case.rooms), found)) == ([], 0)


@pytest.mark.study
@pytest.mark.parametrize("seed", range(1, 101))
def test_the_bounds_of_a_hundred_mini_rounds_hold(seed: int) -> None:
    value, solver, checked = certified(RoomsCase(generate_rooms(ROOMS_SCALES["mini"], seed, SEASON)))
    assert value <= checked <= solver * 1.02
