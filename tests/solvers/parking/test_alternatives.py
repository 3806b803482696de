"""Alternatives of all refusals at once: those of each explanation, none missed in the whole neighbourhood, all true."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import product

import pytest

from solvers.explain import Alternative
from solvers.parking.alternatives import alternatives_of
from solvers.parking.explain import explain
from solvers.parking.explain_alternatives import variants_of
from solvers.parking.explain_scope import Question
from solvers.parking.problem import ParkingProblem, Pattern
from solvers.parking.recipe import formulate
from solvers.problem import Assignment, Plan
from tests.solvers.parking.test_causes import invented, planned
from tests.solvers.rounds import awkward

KINDS = ("as_asked", "farther_site", "shorter", "other_hours")


def feasible(problem: ParkingProblem, plan: Plan, at: int) -> Iterator[tuple[str, str]]:
    """Kind and site of everything in the neighbourhood of a request that the verifier lets stand beside the plan."""
    asked = problem.requests[at]
    variants = variants_of(Question(problem, {}, at))
    patterns = tuple(Pattern(f"variant {number}", variant.rules) for number, variant in enumerate(variants))
    changed = tuple(
        replace(asked, id=f"variant {number}", pattern=pattern.id, longest_walk=50_000, previous_space=None)
        for number, pattern in enumerate(patterns)
    )
    bans = tuple(replace(lock, request=one.id) for lock in problem.locks if lock.request == asked.id for one in changed)
    first = len(problem.requests)
    tried = formulate(
        replace(
            problem,
            patterns=(*problem.patterns, *patterns),
            requests=(*problem.requests, *changed),
            locks=(*problem.locks, *(lock for lock in bans if lock.kind == "ban")),
        )
    )
    filters = [rule for rule in tried.formulation.constraints if rule.within_asset]
    for number, variant in enumerate(variants):
        for site, metres in asked.walk.items():
            units = [unit for unit, (_, space) in enumerate(problem.units) if problem.spaces[space].site == site]
            for chosen in product(units, repeat=len(tried.case.problem.requests[first + number].parts)):
                right = Assignment(first + number, chosen)
                alone = (True for rule in filters for _ in rule.violations(tried.case.problem, [right]))
                if not any(alone) and not tried.formulation.verify([*plan, right]):
                    near = metres <= asked.longest_walk
                    yield (variant.kind if variant.kind != "as_asked" or near else "farther_site"), site
                    break


def compared(problem: ParkingProblem, plan: Plan, found: dict[int, tuple[Alternative, ...]]) -> set[str]:
    """Hold what was found against the whole neighbourhood; kinds that occurred."""
    for at, alternatives in found.items():
        everything = set(feasible(problem, plan, at))
        kinds = [kind for kind in KINDS if kind in {kind for kind, _ in everything}]
        assert [one.kind for one in alternatives] == kinds[:3], problem.requests[at].id
        assert {(one.kind, one.group) for one in alternatives} <= everything
    return {one.kind for alternatives in found.values() for one in alternatives}


@pytest.mark.parametrize("seed", range(1, 5))
def test_nothing_in_the_neighbourhood_of_a_tiny_round_is_missed(seed: int) -> None:
    recipe, plan = planned(invented("tiny", seed))
    found = alternatives_of(recipe, plan)
    compared(recipe.case.parking, plan, dict(list(found.items())[::3]))


def test_nothing_in_the_neighbourhood_of_an_awkward_round_is_missed() -> None:
    recipe, plan = planned(awkward())
    found = alternatives_of(recipe, plan)
    assert compared(recipe.case.parking, plan, dict(found)) >= {"shorter", "other_hours"}


@pytest.mark.study
def test_nothing_in_the_neighbourhood_of_a_mini_round_is_missed() -> None:
    recipe, plan = planned(invented("mini", 1))
    compared(recipe.case.parking, plan, dict(alternatives_of(recipe, plan)))


@pytest.mark.parametrize("seed", range(1, 4))
def test_every_refusal_of_a_tiny_round_has_the_alternatives_of_its_explanation(seed: int) -> None:
    problem = invented("tiny", seed)
    recipe, plan = planned(problem)
    for at, found in alternatives_of(recipe, plan).items():
        assert found == explain(problem, plan, problem.requests[at].id).alternatives


def test_an_awkward_round_has_the_alternatives_of_its_explanations() -> None:
    problem = awkward()
    recipe, plan = planned(problem)
    for at, found in alternatives_of(recipe, plan).items():
        assert found == explain(problem, plan, problem.requests[at].id).alternatives
