"""The baseline one would write first: a variable for each registration and space, every clash forbidden in pairs.

Kept to show what the configuration model is worth; it has the same rules and goals and gives up where its clauses would
not fit into memory.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from solvers.builder import ones
from solvers.engines.cpsat import CandidateModel, Settings, solve_tiers
from solvers.engines.direct import candidate_count, candidates_of
from solvers.engines.limits import Limits, Watch
from solvers.parking.greedy import started
from solvers.parking.recipe import Recipe
from solvers.plan import Result, Status, Tier, status_of

MOST_CLAUSES = 6_000_000
MOST_CANDIDATES = 1_000_000


def solve_naive(recipe: Recipe, limits: Limits) -> Result:
    """Plan with pairwise clashes on single spaces; only the holding pins where the model would be too large."""
    watch = Watch(limits)
    start = started(recipe).plan()
    if candidate_count(recipe.case) > MOST_CANDIDATES:
        return _empty(recipe, watch)
    candidates = candidates_of(recipe.case)
    model = CandidateModel(recipe.case.problem, candidates)
    for clauses, choices in enumerate(_clashes(recipe, model)):
        if clauses > MOST_CLAUSES or (clauses % 1000 == 0 and watch.over()):
            return _empty(recipe, watch)
        model.require("no_overlap", ones(choices), None, 1)
    for constraint in recipe.formulation.constraints:
        if constraint.rule != "no_overlap":
            constraint.post(recipe.case.problem, model)
    plan, tiers = solve_tiers(recipe.formulation, model, start, watch, Settings(limits.seed, limits.workers))
    struck = watch.struck or limits.cancel.is_set() or limits.workers > 1
    return Result("naive", status_of(tiers, limits.cancel.is_set()), plan, tiers, not struck, watch.work)


def _clashes(recipe: Recipe, model: CandidateModel) -> Iterator[list[int]]:
    case = recipe.case
    bits = case.segments.kept_bits
    for unit in range(len(case.problem.assets)):
        for (a, request_a, part_a), (b, request_b, part_b) in combinations(model.on(unit), 2):
            if (
                request_a != request_b
                and bits[case.parts_at[request_a][part_a]] & bits[case.parts_at[request_b][part_b]]
            ):
                yield [a, b]


def _empty(recipe: Recipe, watch: Watch) -> Result:
    plan = started(recipe).plan()
    tiers = tuple(
        Tier(goal.name, goal.value(recipe.case.problem, plan), None) for goal in recipe.formulation.objectives
    )
    cancelled = watch.limits.cancel.is_set()
    status = Status.CANCELLED if cancelled else Status.FEASIBLE
    return Result("naive", status, plan, tiers, not (watch.struck or cancelled), watch.work)
