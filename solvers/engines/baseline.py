"""First come first served and greedy as engines: a plan at once, with no more than the plainest bound."""

from __future__ import annotations

from solvers.engines.limits import Limits, Watch
from solvers.objectives.protocol import Objective
from solvers.parking.greedy import by_density, fill, first_come, started
from solvers.parking.recipe import Base, Recipe
from solvers.plan import Result, Status, Tier, leading


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
    goals, problem = recipe.formulation.objectives, recipe.case.problem
    bounded = goals[: leading([goal.name for goal in goals]) + 1]
    tiers = tuple(
        Tier(goal.name, goal.value(problem, plan), _everybody(recipe, goal) if goal in bounded else None)
        for goal in goals
    )
    status = Status.CANCELLED if limits.cancel.is_set() else Status.FEASIBLE
    return Result(engine, status, plan, tiers, not (watch.struck or limits.cancel.is_set()), watch.work)


def _everybody(recipe: Recipe, goal: Objective) -> int | None:
    """What a goal would be with everybody served who fits anywhere; None for one of which less is better."""
    if not goal.maximise:
        return None
    return sum(goal.by_group(request, next(iter(sites))) for request, sites in enumerate(recipe.case.choices) if sites)
