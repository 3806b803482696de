"""The independent checker against the solvers' own verifier: the same verdict, the same rules, the same values."""

from functools import cache
from random import Random
from typing import Any

import pytest

from scheduler.files import plain_value
from solvers.audit import parking as checker
from solvers.audit.parking.rules import broken
from solvers.audit.parking.scene import Scene
from solvers.engines import solve
from solvers.engines.limits import Limits
from solvers.parking.recipe import Recipe, formulate
from solvers.problem import Plan
from tests.solvers.audit.parking_rounds import plan_file, random_plans, rounds
from tests.solvers.plans import plan_of
from tests.solvers.rounds import candidate
from tests.solvers.test_conformance import VARIANTS

ROUNDS = dict(rounds())


@cache
def read(name: str) -> tuple[Recipe, dict[str, Any], Scene]:
    parking = VARIANTS[name].parking() if name in VARIANTS else ROUNDS[name]
    problem = plain_value(parking)
    return formulate(parking), problem, Scene(problem)


def told_by_verifier(recipe: Recipe, plan: Plan) -> set[str]:
    return told_once({found.rule for found in recipe.formulation.verify(plan)})


def told_by_checker(recipe: Recipe, scene: Scene, plan: Plan) -> set[str]:
    return told_once({found.code for found in broken(scene, plan_file(recipe, plan))})


def told_once(rules: set[str]) -> set[str]:
    """Without the rules of vehicle and household where a request is served twice, which may break them as well."""
    return rules - {"one_right_per_vehicle", "household_cap"} if "request_once" in rules else rules


def verdicts(name: str) -> tuple[list[tuple[Plan, set[str], set[str]]], set[bool]]:
    """Plans of which both say different things, and the verdicts that occur."""
    recipe, _, scene = read(name)
    candidates = [candidate(recipe.case.problem, found) for found in VARIANTS[name].candidates.split()]
    differing, seen = [], set()
    for plan in (plan_of(candidates, bits) for bits in range(256)):
        mine, theirs = told_by_checker(recipe, scene, plan), told_by_verifier(recipe, plan)
        seen.add(not mine)
        if mine != theirs:
            differing.append((plan, mine, theirs))
    return differing, seen


@pytest.mark.parametrize("variant", VARIANTS)
def test_checker_and_verifier_name_the_same_broken_rules_in_all_plans_of_awkward_candidates(variant: str) -> None:
    differing, _ = verdicts(variant)
    assert differing[:3] == []


def test_both_verdicts_occur() -> None:
    assert verdicts("one space")[1] == {True, False}


@pytest.mark.parametrize("name", ROUNDS)
def test_checker_and_verifier_say_the_same_of_random_plans(name: str) -> None:
    recipe, _, scene = read(name)
    for plan in random_plans(recipe, Random(name), 25):
        assert told_by_checker(recipe, scene, plan) == told_by_verifier(recipe, plan)


@pytest.mark.parametrize("name", ROUNDS)
def test_checker_counts_the_same_values_and_finds_nothing_in_a_plan_of_the_solver(name: str) -> None:
    recipe, problem, _ = read(name)
    result = solve(recipe, "greedy", Limits(workers=1))
    plan = plan_file(recipe, result.plan)
    assert checker.check(problem, plan, {}) == []
    assert list(checker.values(problem, plan).values()) == list(recipe.formulation.score(result.plan))
    assert checker.counts(problem, plan) == {
        "requests": len(recipe.case.problem.requests),
        "served": len(result.plan),
        "sites": len(recipe.case.parking.sites),
        "spaces": len(recipe.case.problem.assets),
        "pins": len(recipe.case.pins),
        "pins_unheld": len(recipe.unheld),
    }


def test_values_of_random_plans_are_the_same() -> None:
    for name in ("tiny 2", "across seasons 0", "drawn 0", "drawn 1"):
        recipe, problem, _ = read(name)
        for plan in random_plans(recipe, Random(name), 10):
            counted = checker.values(problem, plan_file(recipe, plan))
            assert counted == {
                goal.name: goal.value(recipe.case.problem, plan) for goal in recipe.formulation.objectives
            }


def test_a_replan_may_put_what_it_kept_first_and_that_is_not_counted_again() -> None:
    recipe, problem, _ = read("tiny 2")
    plan = plan_file(recipe, ())
    replan = {**plan, "tiers": [{"name": "kept", "value": 3}, {"name": "changes", "value": 1}, *plan["tiers"]]}
    assert checker.check(problem, replan, {}) == []
    assert list(checker.values(problem, replan)) == ["points", "walking", "stability"]
