"""The cause of one refusal, from the part of the round that can speak about it."""

from __future__ import annotations

from collections.abc import Iterator

from solvers.causes import Cause
from solvers.constraints import Pin
from solvers.formulation import Formulation
from solvers.parking.case import ParkingCase
from solvers.parking.causes import Search
from solvers.parking.explain_scope import Question, Scope
from solvers.parking.recipe import Recipe, rules_of
from solvers.parking.refusals_rivals import Standing


def cause_of(question: Question) -> Cause | None:
    """The cause of the refusal that is asked about, as `solvers.parking.causes` tells it of a whole plan.

    None where the round has no space at all.
    """
    scope = question.scope(_sites(question), [question.asked], question.request.longest_walk)
    case = ParkingCase(scope.case.parking, tuple(_pins(question, scope)))
    recipe = Recipe(case, Formulation(case.problem, rules_of(case), ()), (), {})
    return Search(recipe, Standing(recipe, scope.plan)).cause(0)


def _sites(question: Question) -> set[str]:
    """Sites that are listed, with those that swap spaces with them; all where none of these has a space."""
    parking = question.parking
    listed = {site for site, _ in question.listed}
    if not any(space.site in listed for space in parking.spaces):
        return {site.id for site in parking.sites}
    swaps = ((pair.a, pair.b) for pair in parking.partners)
    return listed | {site for a, b in swaps if {a, b} & listed for site in (a, b)}


def _pins(question: Question, scope: Scope) -> Iterator[Pin]:
    """Pins that the plan keeps: each right that stands where the staff fixed it."""
    parking = scope.case.parking
    pinned = {lock.request: lock for lock in question.parking.locks if lock.kind == "pin"}
    for right in scope.plan:
        lock = pinned.get(parking.requests[right.request].id)
        names = [parking.units[unit][0] for unit in right.assets]
        site = scope.case.problem.assets[right.assets[0]].group
        if lock is not None and lock.space in (None, *names) and lock.site in (None, parking.sites[site].id):
            yield Pin(right.request, site, right.assets[0] if lock.space is not None else None)
