"""How a formulation is solved. The only modules that import OR-Tools; all behind one call."""

from __future__ import annotations

from typing import Literal, get_args

from solvers.engines.limits import Limits
from solvers.parking.recipe import Base, Recipe
from solvers.plan import Result

Engine = Literal["auto", "columns", "direct", "naive", "greedy", "fcfs"]
ENGINES: tuple[Engine, ...] = get_args(Engine)
RoomsEngine = Literal["auto", "options", "naive", "greedy", "fcfs"]
ROOMS_ENGINES: tuple[RoomsEngine, ...] = get_args(RoomsEngine)
RostersEngine = Literal["auto", "neighbourhoods", "naive", "greedy", "fcfs"]
ROSTERS_ENGINES: tuple[RostersEngine, ...] = get_args(RostersEngine)
DIRECT_CANDIDATES = 1_500
"""Most request-space pairs that `auto` gives to the direct engine."""
LARGE_PAIRS = 400_000
"""From this many request-site pairs on `auto` is content with greedy."""


def solve(recipe: Recipe, engine: Engine, limits: Limits, hint: Base | None = None, base: Base | None = None) -> Result:
    """Solve a recipe.

    Parameters
    ----------
    recipe
        Problem, rules and goals.
    engine
        "auto" takes the direct engine for a few spaces, columns for streets and districts, greedy for a city.
    limits
        Time, work, workers, seed, who watches.
    hint
        A plan to start from, request to spaces; it never changes the goals.
    base
        For a re-plan: the plan with which the recipe was formulated.
    """
    chosen = _chosen(recipe) if engine == "auto" else engine
    if chosen == "direct":
        from solvers.engines.direct import solve_direct

        return solve_direct(recipe, limits, hint)
    if chosen == "columns" and base is not None:
        from solvers.engines.replan import solve_replan

        return solve_replan(recipe, base, limits, hint)
    if chosen == "columns":
        from solvers.engines.columns import solve_columns

        return solve_columns(recipe, limits, hint)
    if chosen == "naive":
        from solvers.engines.naive import solve_naive

        return solve_naive(recipe, limits)
    from solvers.engines.baseline import solve_baseline

    return solve_baseline(recipe, limits, chosen, base or hint)


def _chosen(recipe: Recipe) -> Engine:
    case = recipe.case
    pairs = sum(len(sites) for sites in case.choices)
    if pairs > LARGE_PAIRS:
        return "greedy"
    from solvers.engines.direct import candidate_count

    return "direct" if candidate_count(case) <= DIRECT_CANDIDATES else "columns"
