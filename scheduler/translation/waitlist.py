"""Who of the waitlist can be served by what is free now, without moving anybody: checked by the rules of the plan."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from solvers.parking.occupancy import Occupancy
from solvers.parking.problem import ParkingProblem
from solvers.parking.recipe import formulate
from solvers.problem import Assignment

MOST_TRIES = 5_000
"""Most combinations of spaces that are tried for one right in several parts."""


@dataclass(frozen=True, slots=True)
class Place:
    """A site and one space for each part of a right, by code."""

    receipt: str
    site: str
    spaces: tuple[str, ...]


def places_for(problem: ParkingProblem, held: Mapping[str, Sequence[str]], waiting: Iterable[str]) -> list[Place]:
    """Places for those who wait, first in line first, each verified with everything held and placed before it."""
    recipe = formulate(problem)
    case, formulation = recipe.case, recipe.formulation
    occupancy = Occupancy(case)
    plan = []
    for receipt, spaces in held.items():
        if receipt in problem.request_index:
            assignment = Assignment(
                problem.request_index[receipt], tuple(problem.unit_index[space] for space in spaces)
            )
            occupancy.add(assignment.request, assignment.assets)
            plan.append(assignment)
    standing = len(formulation.verify(plan))
    out = []
    for receipt in waiting:
        at = problem.request_index.get(receipt)
        units = None if at is None or receipt in held else _free(occupancy, at)
        if at is None or units is None:
            continue
        candidate = Assignment(at, units)
        # Staff may have taken a rule back since; nobody is asked in where that makes things worse than they stand.
        if len(formulation.verify([*plan, candidate])) > standing:
            continue
        occupancy.add(at, units)
        plan.append(candidate)
        site = problem.spaces[problem.units[units[0]][1]].site
        out.append(Place(receipt, site, tuple(problem.units[unit][0] for unit in units)))
    return out


def _free(occupancy: Occupancy, request: int) -> tuple[int, ...] | None:
    """Free spaces for each part of a request at the nearest site that no rule closes."""
    case = occupancy.case
    for site, parts in case.choices[request].items():
        if occupancy.blocking_rule(request, site) is not None:
            continue
        options = [[unit for kind in part for unit in case.kinds[kind].units] for part in parts]
        for tries, chosen in enumerate(product(*options)):
            if tries >= MOST_TRIES:
                break
            if occupancy.is_free(request, chosen):
                return chosen
    return None
