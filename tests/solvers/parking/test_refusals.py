"""Reasons for all refusals at once: the same as asked one by one, without the search for alternatives."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date

import pytest

from scheduler import calendar
from solvers.engines import solve
from solvers.engines.limits import Limits
from solvers.explain import Reason
from solvers.parking.explain import explain
from solvers.parking.generate import SCALES, generate_parking
from solvers.parking.problem import Lock, ParkingProblem
from solvers.parking.recipe import Recipe, formulate
from solvers.parking.refusals import RefusalNote, refusals_of
from solvers.problem import Plan
from tests.solvers.rounds import awkward

MAY = calendar.horizon(date(2026, 4, 25), date(2026, 6, 7))


def invented(size: str, seed: int) -> ParkingProblem:
    return generate_parking(SCALES[size], seed, MAY)


def planned(problem: ParkingProblem) -> tuple[Recipe, Plan]:
    recipe = formulate(problem)
    return recipe, solve(recipe, "greedy", Limits()).plan


def expected(problem: ParkingProblem, plan: Plan, at: int) -> tuple[Reason, ...]:
    """Every reason of the explanation, in its order, with its place, its people and its numbers."""
    told = explain(problem, plan, problem.requests[at].id)
    return tuple(reason for reason in told.reasons if reason.rule != "no_alternative")


def agreeing(problem: ParkingProblem, plan: Plan, notes: dict[int, RefusalNote]) -> Counter[str]:
    """Compare all given notes; which rules occurred."""
    for at, note in notes.items():
        assert note.reasons == expected(problem, plan, at), problem.requests[at].id
    return Counter(reason.rule for note in notes.values() for reason in note.reasons)


@pytest.mark.parametrize("seed", range(1, 13))
def test_every_refusal_of_a_tiny_round_has_the_reasons_of_its_explanation(seed: int) -> None:
    problem = invented("tiny", seed)
    recipe, plan = planned(problem)
    notes = refusals_of(recipe, plan)
    assert set(notes) == set(range(len(problem.requests))) - {right.request for right in plan}
    agreeing(problem, plan, dict(notes))


def test_refusals_of_a_larger_round_have_the_reasons_of_their_explanations() -> None:
    problem = invented("mini", 1)
    recipe, plan = planned(problem)
    notes = refusals_of(recipe, plan)
    rare = {at: note for at, note in notes.items() if not {r.rule for r in note.reasons} <= USUAL}
    usual = {at: note for at, note in notes.items() if at not in rare}
    found = agreeing(problem, plan, {**rare, **dict(list(usual.items())[::20])})
    assert {"no_overlap", "owner_reserve", "household_cap", "one_right_per_vehicle", "ban", "longest_walk"} <= set(
        found
    )


USUAL = {
    "funnel",
    "no_overlap",
    "opening",
    "accessible_only",
    "size",
    "reserved",
    "longest_walk",
    "closure",
    "owner_reserve",
}


def test_an_awkward_round_is_told_alike_with_and_without_its_locks() -> None:
    for problem in (awkward(), awkward(locks=())):
        recipe = formulate(problem)
        for plan in ((), solve(recipe, "greedy", Limits()).plan, solve(recipe, "fcfs", Limits()).plan):
            agreeing(problem, plan, dict(refusals_of(recipe, plan)))


def test_bans_and_pins_of_a_refused_request_are_told() -> None:
    problem = invented("tiny", 2)
    _, plan = planned(problem)
    at = next(at for at in range(len(problem.requests)) if at not in {right.request for right in plan})
    request = problem.requests[at]
    near = [site for site, metres in request.walk.items() if metres <= request.longest_walk]
    far = next(site.id for site in problem.sites if site.id not in near)
    spaces = [unit for unit, space in problem.units if problem.spaces[space].site == near[0]]
    for locks in (
        (Lock(request.id, "ban", space=spaces[0]), Lock(request.id, "ban", space=spaces[2])),
        (Lock(request.id, "ban", site=near[0]), Lock(request.id, "pin", site=far)),
        (Lock(request.id, "ban"),),
    ):
        locked = replace(problem, locks=locks)
        recipe, plan = planned(locked)
        found = agreeing(locked, plan, dict(refusals_of(recipe, plan)))
        assert found["ban"] + found["unheld_pin"] >= 1


def test_a_place_can_come_free_exactly_where_a_nearby_site_suits_all_parts() -> None:
    problem = invented("mini", 2)
    recipe, plan = planned(problem)
    notes = refusals_of(recipe, plan)
    funnels = {at: next((r for r in note.reasons if r.rule == "funnel"), None) for at, note in notes.items()}
    assert {at for at, note in notes.items() if note.waitable} == {
        at for at, funnel in funnels.items() if funnel is not None and int(funnel.numbers["sites_open"]) > 0
    }
    assert {note.waitable for note in notes.values()} == {True, False}


def test_a_request_without_hours_waits_for_nothing() -> None:
    problem = awkward(locks=())
    recipe, plan = planned(problem)
    never = [at for at, request in enumerate(recipe.case.problem.requests) if not any(request.parts)]
    notes = refusals_of(recipe, plan)
    assert never
    assert [notes[at] for at in never] == [RefusalNote(False, (Reason("never_active"),))] * len(never)
