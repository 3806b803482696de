"""The bound on points: true for any multipliers, close for those of the engine, and refused where it cannot be read."""

from collections.abc import Callable
from random import Random
from typing import Any

import pytest

from scheduler.files import plain_value
from solvers.audit import parking as checker
from solvers.audit.protocol import Malformed
from solvers.document import PlanDocument
from solvers.engines import certify_parking
from solvers.engines.certify_parking import multipliers
from solvers.parking.problem import ParkingProblem
from solvers.parking.recipe import Recipe, formulate
from solvers.plan import Status
from tests.solvers.audit.parking_rounds import across_seasons, random_rows, rounds, tiny
from tests.solvers.parking.exhaustive import best_plan
from tests.solvers.rounds import awkward, cycle

ROUNDS = dict(rounds())
NO_PLAN = PlanDocument("0" * 64, "0" * 64, "none", Status.FEASIBLE, 0, True, (), ())


def best_points(parking: ParkingProblem) -> int:
    """Points of the best plan, in all goals in their order."""
    recipe = formulate(parking)
    return recipe.formulation.score(best_plan(recipe).plan)[goals(recipe).index("points")]


def goals(recipe: Recipe) -> list[str]:
    return [goal.name for goal in recipe.formulation.objectives]


@pytest.mark.parametrize("name", ROUNDS)
def test_no_multipliers_prove_less_than_the_best_plan_and_those_of_the_engine_prove_the_most(name: str) -> None:
    parking = ROUNDS[name]
    problem, best, rng = plain_value(parking), best_points(parking), Random(name)
    engine = checker.checked_bound(problem, multipliers(parking, NO_PLAN))
    assert engine >= best
    for _ in range(12):
        found = checker.checked_bound(problem, {"denominator": 1_000, "rows": random_rows(problem, rng)})
        assert found >= engine


@pytest.mark.parametrize(
    ("parking", "bound"),
    [
        (awkward, 96),
        (lambda: tiny(0), best_points(tiny(0))),
        (lambda: tiny(3), best_points(tiny(3))),
        (lambda: across_seasons(0), best_points(across_seasons(0))),
    ],
    ids=["awkward", "tiny 0", "tiny 3", "across seasons"],
)
def test_the_engine_proves_the_best_plan_where_fractions_gain_nothing(
    parking: Callable[[], ParkingProblem], bound: int
) -> None:
    assert checker.checked_bound(plain_value(parking()), multipliers(parking(), NO_PLAN)) == bound


def test_an_approximate_relaxation_proves_a_bound_as_well(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(certify_parking, "SMALL", 0)
    for seed in range(3):
        best = best_points(tiny(seed))
        found = checker.checked_bound(plain_value(tiny(seed)), multipliers(tiny(seed), NO_PLAN))
        assert best <= found <= best * 101 // 100


def test_of_a_ring_of_five_two_spaces_carry_four_and_prove_five() -> None:
    assert checker.checked_bound(plain_value(cycle()), multipliers(cycle(), NO_PLAN)) == 50


def test_without_rows_everybody_who_has_a_place_counts() -> None:
    problem = plain_value(awkward())
    placed = [
        request for request, sites in zip(awkward().requests, formulate(awkward()).case.choices, strict=True) if sites
    ]
    assert checker.checked_bound(problem, {"denominator": 7, "rows": []}) == sum(r.points["points"] for r in placed)


def test_a_multiplier_counts_for_all_spaces_that_no_rule_tells_apart() -> None:
    """Both spaces of the ring carry one right each on Monday: of r12 and r51 nobody is refused, and nothing is won."""
    problem = plain_value(cycle(1))
    monday = 9 * 60
    assert checker.checked_bound(problem, {"denominator": 1, "rows": [["spaces", monday, ["a"], 10]]}) == 40
    twice = {"denominator": 1, "rows": [["spaces", monday, ["a", "a"], 10]]}
    assert checker.checked_bound(problem, twice) == 40
    pool = plain_value(cycle(2))
    assert checker.checked_bound(pool, {"denominator": 1, "rows": [["spaces", monday, ["a#2"], 10]]}) == 50


def test_negative_multipliers_count_as_none_except_between_partners() -> None:
    problem = plain_value(awkward())
    none = checker.checked_bound(problem, {"denominator": 1, "rows": []})
    rows = [["owner_reserve", "yard", 600, -50], ["spaces", 600, ["y1"], -50], ["household_cap", "h", -50]]
    assert checker.checked_bound(problem, {"denominator": 1, "rows": rows}) == none
    signed = [
        checker.checked_bound(problem, {"denominator": 1, "rows": [["reciprocity", "yard", "tower", price]]})
        for price in (-9, 9)
    ]
    assert signed[0] != signed[1]


def test_a_multiplier_for_a_name_that_nobody_bears_wins_nothing() -> None:
    """Who has no household, and no home, is not the household or home without a name."""
    problem = plain_value(awkward())
    none = checker.checked_bound(problem, {"denominator": 1, "rows": []})
    for row in (["household_cap", "", 5], ["household_cap", "nobody", 5], ["one_right_per_vehicle", "", 600, 5]):
        assert checker.checked_bound(problem, {"denominator": 1, "rows": [row]}) > none


@pytest.mark.parametrize(
    "spoilt",
    [
        {"denominator": 0},
        {"denominator": 1.5},
        {"denominator": True},
        {"goal": "walking"},
        {"rows": [["spaces", 600, ["nowhere"], 1]]},
        {"rows": [["spaces", 600.5, ["y1"], 1]]},
        {"rows": [["spaces", 600, ["y1"], 1.5]]},
        {"rows": [["spaces", 600, ["y1"], 10**40]]},
        {"rows": [["owner_reserve", "nowhere", 600, 1]]},
        {"rows": [["gate_throughput", "tower", 600, 1]]},
        {"rows": [["reciprocity", "tower", "yard", 1]]},
        {"rows": [["a rule of its own", "yard", 600, 1]]},
    ],
)
def test_a_bound_that_cannot_be_read_is_told(spoilt: dict[str, Any]) -> None:
    with pytest.raises(Malformed):
        checker.checked_bound(plain_value(awkward()), {"denominator": 1, "rows": [], **spoilt})


def test_limits_that_no_plan_can_keep_prove_nothing() -> None:
    """Below zero a row would not even hold for a plan that serves nobody."""
    problem = plain_value(awkward())
    spoilt = problem | {"policy": problem["policy"] | {"household_cap": -5}}
    with pytest.raises(Malformed):
        checker.checked_bound(spoilt, {"denominator": 1, "rows": [["household_cap", "h", 1]]})
