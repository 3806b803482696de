"""Causes of refusals: every one passes the removal test, and a planted fault in any voice is found out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from itertools import product
from typing import Any

import pytest

from scheduler import calendar
from solvers.causes import Cause, Removal
from solvers.engines import Engine, solve
from solvers.engines.limits import Limits
from solvers.parking import causes_limits, causes_obstacles
from solvers.parking.causes import Search, causes_of
from solvers.parking.explain import explain
from solvers.parking.generate import SCALES, generate_parking
from solvers.parking.problem import Closure, Lock, ParkingProblem, Partnership, Pattern, Space
from solvers.parking.recipe import Recipe, formulate
from solvers.parking.refusals_rivals import Standing
from solvers.parking.removal_test import RemovalTest
from solvers.problem import Assignment, Plan
from solvers.timetable import WindowRule
from tests.solvers.parking.test_explain import MONDAY, OFFICE, on, round_of, site, week, wish
from tests.solvers.rounds import awkward

MAY = calendar.horizon(date(2026, 4, 25), date(2026, 6, 7))
ENGINES: tuple[Engine, ...] = ("greedy", "fcfs", "auto")


def invented(size: str, seed: int) -> ParkingProblem:
    return generate_parking(SCALES[size], seed, MAY)


def planned(problem: ParkingProblem, engine: Engine = "greedy") -> tuple[Recipe, Plan]:
    recipe = formulate(problem)
    return recipe, solve(recipe, engine, Limits(work=1.0, workers=1)).plan


def of(problem: ParkingProblem, plan: Plan, name: str = "me") -> Cause:
    """The cause of one refusal, which passes the removal test."""
    recipe = formulate(problem)
    cause = causes_of(recipe, plan)[problem.request_index[name]]
    assert RemovalTest(recipe.case, plan).passes(cause), cause
    return cause


def failing(recipe: Recipe, plan: Plan) -> list[Cause]:
    test = RemovalTest(recipe.case, plan)
    return [cause for cause in causes_of(recipe, plan).values() if not test.passes(cause)]


# ---- every refusal of random rounds


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("seed", range(1, 9))
def test_every_refusal_of_a_tiny_round_has_a_cause_that_passes_the_removal_test(seed: int, engine: Engine) -> None:
    recipe, plan = planned(invented("tiny", seed), engine)
    refused = set(range(len(recipe.case.parking.requests))) - {right.request for right in plan}

    assert set(causes_of(recipe, plan)) == refused
    assert failing(recipe, plan) == []


@pytest.mark.parametrize("locks", [(), None])
def test_every_refusal_of_an_awkward_round_has_a_cause_that_passes_the_removal_test(locks: tuple[()] | None) -> None:
    problem = awkward() if locks is None else awkward(locks=locks)
    for engine in ENGINES:
        recipe, plan = planned(problem, engine)
        assert failing(recipe, plan) == []


def test_the_causes_of_random_rounds_speak_of_filters_limits_and_rivals() -> None:
    kinds: Counter[str] = Counter()
    for seed in range(1, 9):
        for engine in ENGINES[:2]:
            recipe, plan = planned(invented("tiny", seed), engine)
            for cause in causes_of(recipe, plan).values():
                kinds.update({removal.kind for removal in cause.removals})
    assert set(kinds) >= {"filter", "limit", "rival"}


@pytest.mark.study
@pytest.mark.parametrize("seed", range(1, 4))
def test_every_refusal_of_a_mini_round_has_a_cause_that_passes_the_removal_test(seed: int) -> None:
    recipe, plan = planned(invented("mini", seed), "auto")
    assert failing(recipe, plan) == []


# ---- planted faults


def without_filters(rules: frozenset[str]) -> Callable[..., Mapping[str, Any]]:
    true = causes_obstacles.Obstacles._faults_of

    def told(*arguments: Any) -> Mapping[str, Any]:
        return {rule: numbers for rule, numbers in true(*arguments).items() if rule not in rules}

    return told


def one_more_rival(cause: Callable[..., Cause | None], search: Search, request: int) -> Cause | None:
    """Names somebody who does not stand in the way."""
    found = cause(search, request)
    names = {name for removal in found.removals for name in removal.requests} if found else set()
    other = next((at for at in search.standing.held if search.recipe.case.parking.requests[at].id not in names), None)
    if found is None or other is None or not found.removals:
        return found
    extra = Removal("rival", "no_overlap", found.place, (search.recipe.case.parking.requests[other].id,))
    return replace(found, removals=(*found.removals, extra))


FAULTS: Mapping[str, Callable[[pytest.MonkeyPatch], None]] = {
    "a filter is overlooked": lambda patch: patch.setattr(
        causes_obstacles.Obstacles, "_faults_of", without_filters(frozenset(("size", "opening", "charger")))
    ),
    "the longest walk is overlooked": lambda patch: patch.setattr(causes_obstacles.Obstacles, "too_far", lambda *_: {}),
    "rivals are overlooked": lambda patch: patch.setattr(
        causes_obstacles.Obstacles, "_holders", lambda *_: frozenset()
    ),
    "linking rules are overlooked": lambda patch: patch.setattr(causes_limits.Limits, "broken", lambda *_: {}),
    "a bystander is named": lambda patch: patch.setattr(
        Search, "cause", lambda search, request, true=Search.cause: one_more_rival(true, search, request)
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_the_removal_test_finds_a_planted_fault(fault: str, monkeypatch: pytest.MonkeyPatch) -> None:
    rounds = [planned(invented("tiny", seed)) for seed in range(1, 6)]
    FAULTS[fault](monkeypatch)

    assert any(failing(recipe, plan) for recipe, plan in rounds)


# ---- what a cause says


def test_the_rivals_of_the_space_with_the_fewest_points_are_the_cause() -> None:
    names = {"a": 30, "b": 12, "c": 5, "d": 6}
    half = {"c": "morning", "d": "afternoon"}
    parking = round_of(
        wish("me", 10),
        *(wish(name, points, pattern=half.get(name, "office")) for name, points in names.items()),
        spaces=tuple(Space(f"n{at}", "near") for at in range(3)),
        patterns=(
            Pattern("office", (OFFICE,)),
            Pattern("morning", (replace(OFFICE, end="12:00"),)),
            Pattern("afternoon", (replace(OFFICE, start="13:00"),)),
        ),
    )

    cause = of(parking, on(parking, a="n0", b="n1", c="n2", d="n2"))

    assert (cause.place, cause.rivals, cause.rival_points, cause.missing) == ("near", ("d", "c"), 11, 2)


@pytest.mark.parametrize("seed", [1, 2, 4, 5, 6])
def test_with_the_missing_points_the_exchange_makes_a_better_plan(seed: int) -> None:
    recipe, plan = planned(invented("tiny", seed))
    parking, problem = recipe.case.parking, recipe.case.problem
    goal = next(goal for goal in recipe.formulation.objectives if goal.name == "points")
    asked = [(at, cause) for at, cause in causes_of(recipe, plan).items() if cause.missing is not None]
    assert asked
    for at, cause in asked:
        leaving = {parking.request_index[name] for name in cause.rivals}
        kept = [right for right in plan if right.request not in leaving]
        tries = ([*kept, Assignment(at, units)] for units in _units_at(recipe, at, cause.place))
        exchanged = next(found for found in tries if not recipe.formulation.verify(found))
        change = goal.value(problem, exchanged) - goal.value(problem, plan)
        assert change == cause.points - cause.rival_points
        assert change + (cause.missing or 0) >= 1


def _units_at(recipe: Recipe, at: int, place: str) -> Iterator[tuple[int, ...]]:
    """Every choice of spaces of a site for all parts of a request."""
    parking = recipe.case.parking
    units = [unit for unit, (_, space) in enumerate(parking.units) if parking.spaces[space].site == place]
    return product(units, repeat=len(recipe.case.problem.requests[at].parts))


def test_a_place_that_was_left_free_has_no_removals() -> None:
    cause = of(round_of(wish("me")), [])
    assert (cause.place, cause.removals, cause.missing) == ("", (), None)


@pytest.mark.parametrize(
    ("kind", "rule", "changes"),
    [
        ("filter", "size", {"spaces": (Space("n1", "near", "compact"),)}),
        ("filter", "charger", {"requests": (wish("me", needs_ev=True),)}),
        ("filter", "accessible", {"requests": (wish("me", needs_accessible=True),)}),
        ("filter", "reserved", {"spaces": (Space("n1", "near", reserved_for=("owner",)),)}),
        ("filter", "opening", {"sites": (site(windows=(WindowRule(start="09:15", end="18:00"),)),)}),
        ("filter", "closure", {"sites": (site(closures=(Closure(MONDAY, MONDAY),)),)}),
        ("filter", "longest_walk", {"requests": (wish("me", walk={"near": 501}),)}),
        ("filter", "longest_walk", {"requests": (wish("me", walk={}),)}),
        ("filter", "never_active", {"patterns": (Pattern("office", (WindowRule("festival"),)),)}),
        ("lock", "ban", {"locks": (Lock("me", "ban", space="n1"),)}),
        ("limit", "gate_throughput", {"sites": (site(gate_limit=0),)}),
        ("limit", "household_cap", {"requests": (wish("me", household="h"),), "policy_cap": 0}),
    ],
)
def test_one_rule_in_the_way_is_the_whole_cause(kind: str, rule: str, changes: Mapping[str, Any]) -> None:
    parking = round_of(wish("me"))
    cap: dict[str, Any] = (
        {"policy": replace(parking.policy, household_cap=changes["policy_cap"])} if "policy_cap" in changes else {}
    )
    parking = replace(parking, **{name: part for name, part in changes.items() if name != "policy_cap"}, **cap)

    cause = of(parking, [])

    assert [(removal.kind, removal.rule, removal.place) for removal in cause.removals] == [(kind, rule, "near")]
    assert cause.missing is None


def test_a_rival_whom_the_staff_have_pinned_is_no_question_of_points() -> None:
    parking = round_of(wish("me", 90), wish("kept", 5), locks=(Lock("kept", "pin", space="n1"),))

    cause = of(parking, on(parking, kept="n1"))

    assert [(removal.kind, removal.rule, removal.requests) for removal in cause.removals] == [
        ("lock", "pin", ("kept",))
    ]
    assert (cause.rivals, cause.missing) == ((), None)


def test_a_cause_is_least_where_a_rival_opens_another_site_by_going() -> None:
    """The sister stands in the way and at the household's cap; once she is gone, the other site is free."""
    parking = round_of(
        wish("me", household="h", walk={"near": 100, "far": 200}),
        wish("sister", 3, household="h", pattern="morning"),
        wish("stranger", 4, pattern="afternoon"),
        sites=(site(), site("far")),
        spaces=(Space("n1", "near"), Space("f1", "far")),
        patterns=(
            Pattern("office", (OFFICE,)),
            Pattern("morning", (replace(OFFICE, end="12:00"),)),
            Pattern("afternoon", (replace(OFFICE, start="13:00"),)),
        ),
        policy={"household_cap": 1},
    )

    cause = of(parking, on(parking, sister="n1", stranger="n1"))

    assert (cause.place, cause.rivals, len(cause.removals)) == ("far", ("sister",), 1)


def test_a_rival_who_keeps_partner_sites_in_balance_cannot_just_go() -> None:
    parking = round_of(
        wish("me"),
        wish("received", home_site="home"),
        wish("given", home_site="near", walk={"home": 100}),
        sites=(site(), site("home")),
        spaces=(Space("n1", "near"), Space("h1", "home")),
        partners=(Partnership("home", "near", 0),),
        horizon=week(),
    )

    cause = of(parking, on(parking, received="n1", given="h1"))

    assert {(removal.kind, removal.rule) for removal in cause.removals} == {
        ("limit", "reciprocity"),
        ("rival", "no_overlap"),
    }


# ---- one cause on demand


@pytest.mark.parametrize("seed", [2, 5])
def test_an_explanation_has_the_cause_that_the_whole_plan_gives(seed: int) -> None:
    problem = invented("tiny", seed)
    recipe, plan = planned(problem)
    for at, cause in causes_of(recipe, plan).items():
        assert explain(problem, plan, problem.requests[at].id).cause == cause


def test_an_explanation_of_a_locked_round_has_the_cause_that_the_whole_plan_gives() -> None:
    problem = awkward(partners=(Partnership("yard", "tower", 1),))
    recipe, plan = planned(problem)
    for at, cause in causes_of(recipe, plan).items():
        assert explain(problem, plan, problem.requests[at].id).cause == cause


def test_a_served_request_has_no_cause() -> None:
    parking = round_of(wish("me"))
    assert explain(parking, on(parking, me="n1"), "me").cause is None


def test_a_round_without_spaces_gives_no_cause() -> None:
    parking = round_of(wish("me"), spaces=())
    recipe = formulate(parking)
    assert causes_of(recipe, []) == {}
    assert Search(recipe, Standing(recipe, [])).best_sites(0) == []
