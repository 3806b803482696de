"""Every rule and goal, alone, on every plan of a few awkward candidates: solver and verifier must agree.

A new rule or goal needs a variant here in which it allows some plans and refuses others.
"""

from collections.abc import Callable
from dataclasses import replace
from functools import cache, partial
from typing import NamedTuple

import pytest

from solvers.constraints import MENU as RULES
from solvers.constraints import Constraint
from solvers.formulation import Formulation
from solvers.objectives import MENU as GOALS
from solvers.objectives import Objective
from solvers.parking.problem import Lock, ParkingProblem, Partnership
from solvers.parking.recipe import Base, formulate
from solvers.problem import Assignment
from tests.solvers.plans import (
    Verdicts,
    adds_up,
    allowed_by_solver,
    allowed_by_verifier,
    best_by_solver,
    gain,
    plan_of,
    verdicts,
)
from tests.solvers.planted_faults import FAULTS, GOAL_FAULTS
from tests.solvers.rounds import POLICY, SITES, awkward, candidate, cycle

PINS = (
    Lock("morning", "pin", space="y2"),
    Lock("split", "pin", site="yard", space="y1"),
    Lock("night", "pin", site="tower"),
)


def drawn() -> ParkingProblem:
    """The awkward round with lots, of which two are equal, and two guaranteed requests."""
    lots = {"morning": 7, "day": 7, "after14": 0, "after15": 2**32 - 1}
    parking = awkward()
    requests = (
        replace(request, lot=lots.get(request.id), guaranteed=request.id in ("night", "after14"))
        for request in parking.requests
    )
    return replace(parking, requests=tuple(requests))


class Variant(NamedTuple):
    """A round and eight candidates, some of which stand on one space, out of the order of time."""

    parking: Callable[[], ParkingProblem]
    candidates: str


VARIANTS = {
    "one space": Variant(
        awkward, "after15@y1 day@y1 split@y1,y2 split@y1,y1 morning@y1 holiday@y1 after14@y1 morning@y2"
    ),
    "a gate": Variant(
        awkward, "after14@y1 day@y2 after15@y3 morning@y4 split@y5,y5 summer_noon@y1 split@y5,y6 night@t#1"
    ),
    "two sites": Variant(
        partial(awkward, partners=(Partnership("tower", "yard", 0),)),
        "night@y1 workday_night@y2 day@y3 rest_day@t#1 split@y1,y2 after15@y2 workday_night@t#1 rest_day@t#2",
    ),
    "owners and outside vehicles": Variant(
        partial(awkward, policy=replace(POLICY, reserve_percent=60), sites=(replace(SITES[0], gate_limit=9), SITES[1])),
        "day@y1 morning@y3 after15@y2 split@y5,y2 after14@y4 morning@y5 summer_noon@y6 workday_night@t#2",
    ),
    "outside vehicles at night": Variant(
        partial(awkward, policy=replace(POLICY, outside_percent=25)),
        "workday_night@t#1 holiday@t#2 night@t#2 after14@t#1 after15@y2 rest_day@t#2 workday_night@t#2 long_rest@t#1",
    ),
    "windows": Variant(
        awkward, "past_closing@y1 to_closing@y1 in_summer@y2 holiday@y3 day@y3 never@y1 holiday@y5 holiday@y2"
    ),
    "nights": Variant(
        awkward, "after_curfew@t#1 rest_day@t#1 early@t3 night@t#1 workday_night@t#2 night@y1 day@t#1 morning@t#2"
    ),
    "traits": Variant(awkward, "wide@y1 electric@y7 electric@y1 gasoline@y1 gasoline@y5 day@y5 owner@y6 day@y6"),
    "places": Variant(
        awkward,
        "banned_here@y2 banned_space@y1 banned_space@y2 banned_all@y1 far@y1 nowhere@y2 split@y4,y1 split@y2,y4",
    ),
    "pins": Variant(
        partial(awkward, locks=PINS, policy=replace(POLICY, household_cap=2)),
        "morning@y1 split@y1,y2 night@t#1 morning@y2 night@y2 split@y1,y1 split@y2,y2 night@t#2",
    ),
    "a pin out of reach": Variant(
        partial(awkward, locks=PINS),
        "morning@y1 day@y1 split@y2,y1 after14@y1 after15@y2 night@t#1 holiday@y1 rest_day@t#1",
    ),
    "no rights for households": Variant(
        partial(awkward, policy=replace(POLICY, household_cap=0)),
        "day@y1 morning@y2 after14@y1 holiday@y1 split@y1,y1 night@t#1 rest_day@t#2 holiday@y2",
    ),
    "two rights for households": Variant(
        partial(awkward, policy=replace(POLICY, household_cap=2)),
        "day@y1 morning@y2 after14@y1 holiday@y1 split@y1,y1 night@t#1 split@y2,y1 holiday@y2",
    ),
    "lots and guarantees": Variant(
        drawn, "day@y1 morning@y1 morning@y2 after14@y1 after15@y1 night@t#1 split@y2,y1 rest_day@t#1"
    ),
    "a ring": Variant(cycle, "r12@a#1 r34@a#1 r23@a#2 r45@a#2 r51@a#1 r51@a#2 r12@a#2 r34@a#2"),
}


@cache
def built(variant: str) -> tuple[Formulation, tuple[Assignment, ...]]:
    parking, names = VARIANTS[variant]
    formulation = formulate(parking(), base_of(parking())).formulation
    return formulation, tuple(candidate(formulation.problem, name) for name in names.split())


def base_of(parking: ParkingProblem) -> Base:
    """A base plan in which the people of the yard stand on y1 and the others on the second space of the tower."""
    if "y1" not in parking.unit_index:
        return {0: (0,), 2: (1,)}
    y1, tower = parking.unit_index["y1"], parking.unit_index["t#2"]
    places = {"day": y1, "morning": y1, "split": y1, "holiday": y1, "night": tower, "rest_day": tower}
    return {
        at: (places[request.id],) * (2 if request.split_at_season else 1)
        for at, request in enumerate(parking.requests)
        if request.id in places
    }


RULE_CASES = [(name, at) for name in VARIANTS for at in range(len(built(name)[0].constraints))]
GOAL_CASES = [(name, at) for name in VARIANTS for at in range(len(built(name)[0].objectives))]


def rule_name(case: object) -> str:
    if isinstance(case, tuple):
        return f"{case[0]}-{built(case[0])[0].constraints[case[1]].rule}-{case[1]}"
    return str(case)


def goal_name(case: object) -> str:
    if isinstance(case, tuple):
        return f"{case[0]}-{built(case[0])[0].objectives[case[1]].name}"
    return str(case)


@cache
def said(variant: str, at: int) -> Verdicts:
    formulation, candidates = built(variant)
    return verdicts(formulation.constraints[at], formulation.problem, candidates)


def conforms(rule: Constraint, variant: str) -> bool:
    """Whether both voices of a rule say the same of all 256 plans of a variant."""
    formulation, candidates = built(variant)
    return verdicts(rule, formulation.problem, candidates).agree


def goal_conforms(goal: Objective, variant: str) -> bool:
    """Whether both voices of a goal count the same on all 256 plans of a variant."""
    formulation, candidates = built(variant)
    return adds_up(goal, formulation.problem, candidates)


@pytest.mark.parametrize("case", RULE_CASES, ids=rule_name)
def test_solver_and_verifier_allow_the_same_plans(case: tuple[str, int]) -> None:
    both = said(*case)
    differing = sorted(both.solver ^ both.verifier)
    assert [plan_of(built(case[0])[1], bits) for bits in differing[:3]] == []


@pytest.mark.parametrize("variant", VARIANTS)
def test_all_rules_together_allow_the_plans_that_verify(variant: str) -> None:
    formulation, candidates = built(variant)
    rules, problem = formulation.constraints, formulation.problem
    assert allowed_by_solver(rules, problem, candidates) == allowed_by_verifier(rules, problem, candidates)


@pytest.mark.parametrize("variant", VARIANTS)
def test_every_variant_has_eight_different_candidates(variant: str) -> None:
    assert len(set(built(variant)[1])) == 8


def test_both_verdicts_occur_for_every_rule() -> None:
    seen: dict[str, set[str]] = {}
    for name, at in RULE_CASES:
        seen.setdefault(built(name)[0].constraints[at].rule, set()).update(said(name, at).names)
    assert seen == {rule: {"allowed", "refused"} for rule in seen}


def test_every_rule_of_the_menu_has_a_conformance_entry() -> None:
    assert {type(rule) for name in VARIANTS for rule in built(name)[0].constraints} == set(RULES)


def test_every_goal_of_the_menu_has_a_conformance_entry() -> None:
    assert {type(goal) for name in VARIANTS for goal in built(name)[0].objectives} == set(GOALS)


@pytest.mark.parametrize("case", GOAL_CASES, ids=goal_name)
def test_gains_of_a_plan_add_up_to_its_value(case: tuple[str, int]) -> None:
    assert goal_conforms(built(case[0])[0].objectives[case[1]], case[0])


@pytest.mark.parametrize("case", GOAL_CASES, ids=goal_name)
def test_the_solver_finds_the_best_of_all_plans(case: tuple[str, int]) -> None:
    formulation, candidates = built(case[0])
    goal, problem = formulation.objectives[case[1]], formulation.problem
    best = max if goal.maximise else min
    everything = best(goal.value(problem, plan_of(candidates, bits)) for bits in range(256))
    assert best_by_solver(goal, (), problem, candidates) == everything
    allowed = allowed_by_verifier(formulation.constraints, problem, candidates)
    if allowed:
        values = [goal.value(problem, plan_of(candidates, bits)) for bits in allowed]
        assert best_by_solver(goal, formulation.constraints, problem, candidates) == best(values)


def test_every_goal_tells_plans_apart() -> None:
    seen: dict[str, set[int]] = {}
    for name, at in GOAL_CASES:
        formulation, candidates = built(name)
        goal = formulation.objectives[at]
        worth = {gain(goal, formulation.problem, [found]) for found in candidates}
        seen.setdefault(goal.name, set()).update(worth)
    assert {name: len(worth) > 1 for name, worth in seen.items()} == dict.fromkeys(seen, True)


# ---- planted faults


@pytest.mark.parametrize("fault", FAULTS)
def test_a_planted_fault_in_a_rule_is_reported(fault: str) -> None:
    spoil = FAULTS[fault]
    spoilt = (
        (name, faulty)
        for name in VARIANTS
        for rule in built(name)[0].constraints
        if (faulty := spoil(rule, VARIANTS[name].parking())) is not None
    )
    assert not all(conforms(faulty, name) for name, faulty in spoilt)


@pytest.mark.parametrize("fault", GOAL_FAULTS)
def test_a_planted_fault_in_a_goal_is_reported(fault: str) -> None:
    spoil = GOAL_FAULTS[fault]
    spoilt = (
        (name, faulty) for name in VARIANTS for goal in built(name)[0].objectives if (faulty := spoil(goal)) is not None
    )
    assert not all(goal_conforms(faulty, name) for name, faulty in spoilt)
