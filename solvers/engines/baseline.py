"""First come first served and greedy as engines: a plan at once, with no more than the plainest bound."""

from __future__ import annotations

from solvers.engines.limits import Limits, Watch
from solvers.parking.greedy import by_density, fill, first_come, started
from solvers.parking.recipe import Base, Recipe
from solvers.plan import Result, Status, Tier


def solve_baseline(recipe: Recipe, limits: Limits, engine: str, first: Base | None = None) -> Result:
    """Plan with the `engine` "fcfs" or "greedy"; the bound of the first goal counts everybody who fits anywhere.

    `first` is a plan whose rights are put back before anybody else is served.
    """
    watch = Watch(limits)
    occupancy = started(recipe)
    occupancy.put_all(first or {})
    order = first_come(recipe) if engine == "fcfs" else by_density(recipe)
    step = max(1, len(order) // 100)
    for at in range(0, len(order), step):
        if watch.over():
            break
        fill(occupancy, order[at : at + step])
        watch.report(engine, None, None, at / len(order))
    plan = occupancy.plan()
    case, leading = recipe.case, recipe.formulation.objectives[0]
    everybody = sum(leading.by_group(request, next(iter(sites))) for request, sites in enumerate(case.choices) if sites)
    tiers = tuple(
        Tier(goal.name, goal.value(case.problem, plan), everybody if goal is leading and goal.maximise else None)
        for goal in recipe.formulation.objectives
    )
    status = Status.CANCELLED if limits.cancel.is_set() else Status.FEASIBLE
    return Result(engine, status, plan, tiers, not (watch.struck or limits.cancel.is_set()), watch.work)
