"""Small rounds, exactly: one variable for each registration and space, tiers in turn with CP-SAT."""

from __future__ import annotations

from itertools import product
from math import prod

from solvers.engines.cpsat import Settings, posted, solve_tiers
from solvers.engines.limits import Limits, Watch
from solvers.parking.case import ParkingCase
from solvers.parking.greedy import by_density, fill, started
from solvers.parking.occupancy import Occupancy
from solvers.parking.recipe import Base, Recipe
from solvers.plan import Result, leading, status_of
from solvers.problem import Assignment


def candidates_of(case: ParkingCase) -> list[Assignment]:
    """Every usable combination of spaces for every request."""
    out = []
    for request, sites in enumerate(case.choices):
        for kinds in sites.values():
            usable = [[unit for kind in part for unit in case.kinds[kind].units] for part in kinds]
            out += [Assignment(request, units) for units in product(*usable)]
    return out


def candidate_count(case: ParkingCase) -> int:
    """How many candidates there are, without listing them."""
    spaces = [len(kind.units) for kind in case.kinds]
    return sum(
        prod(sum(spaces[kind] for kind in part) for part in kinds) for sites in case.choices for kinds in sites.values()
    )


def first_plan(recipe: Recipe, hint: Base | None) -> Occupancy:
    """The better of greedy and, if given, the hint filled up greedily."""
    greedy = started(recipe)
    fill(greedy, by_density(recipe))
    if not hint:
        return greedy
    hinted = started(recipe)
    hinted.put_all(hint)
    fill(hinted, by_density(recipe))
    rank = recipe.formulation.rank
    return hinted if rank(hinted.plan()) > rank(greedy.plan()) else greedy


def solve_direct(recipe: Recipe, limits: Limits, hint: Base | None = None) -> Result:
    """Plan a small round with CP-SAT over single spaces."""
    watch = Watch(limits)
    start = first_plan(recipe, hint).plan()
    first = leading([goal.name for goal in recipe.formulation.objectives])
    watch.report("greedy", recipe.formulation.score(start)[first], None)
    model = posted(recipe.formulation, candidates_of(recipe.case))
    plan, tiers = solve_tiers(recipe.formulation, model, start, watch, Settings(limits.seed))
    cancelled = limits.cancel.is_set()
    return Result("direct", status_of(tiers, cancelled), plan, tiers, not (watch.struck or cancelled), watch.work)
