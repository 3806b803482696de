"""From a problem to a plan worth keeping: solve, verify, name the spaces."""

from __future__ import annotations

import resource
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event
from time import monotonic

from scheduler.files import LoadedProblem, plan_digest, read_plan
from solvers.document import PlanDocument, UnheldLock, assignments_of, placements_of, tier_lines
from solvers.engines import Engine, solve
from solvers.engines.limits import INFINITY, Limits, Progress
from solvers.parking.problem import ParkingProblem
from solvers.parking.recipe import Base, Recipe, formulate
from solvers.plan import Result

DEFAULT_WORK = 120.0


@dataclass(frozen=True)
class Solved:
    """A result with the plan to keep and what it took."""

    recipe: Recipe
    result: Result
    document: PlanDocument
    verified: bool
    seconds: float
    peak_mib: int


@dataclass(frozen=True)
class Order:
    """What to solve with."""

    engine: Engine = "auto"
    seconds: float | None = None
    work: float | None = None
    workers: int = 2
    seed: int = 0


@dataclass(frozen=True)
class Watcher:
    """Who looks on: is told of progress, and may set `cancel` for the best plan so far."""

    on_progress: Callable[[Progress], None] = lambda progress: None
    cancel: Event = field(default_factory=Event)


def base_of(loaded: LoadedProblem, path: Path | None) -> Base | None:
    """Spaces of each request in a plan file; names that the problem no longer knows are left out.

    Raises
    ------
    FileRejected
        If the file is no plan.
    """
    return None if path is None else places_in(loaded.problem, read_plan(path))


def places_in(problem: ParkingProblem, document: PlanDocument) -> Base:
    """Spaces of each request in a plan; names that the problem does not know are left out."""
    known = problem.unit_index
    return {
        problem.request_index[placement.request]: tuple(known[space] for space in placement.spaces)
        for placement in document.assignments
        if placement.request in problem.request_index
        and placement.spaces
        and all(space in known for space in placement.spaces)
    }


def solve_loaded(
    loaded: LoadedProblem,
    order: Order,
    watcher: Watcher,
    hint: Base | None = None,
    base: Base | None = None,
    started: float | None = None,
) -> Solved:
    """Solve, verify and make the plan to keep; `started` is when the time that the order allows began."""
    began = monotonic() if started is None else started
    recipe = formulate(loaded.problem, base)
    result = solve(recipe, order.engine, _limits(order, watcher, monotonic() - began), hint, base)
    document = _document(loaded, order, recipe, result)
    plan, unknown = assignments_of(recipe.formulation.problem, document.assignments)
    verified = not unknown and not recipe.formulation.verify(plan)
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    peak = max(own, result.peak_kib)
    return Solved(recipe, result, document, verified, monotonic() - began, -(-peak // 1024))


def _limits(order: Order, watcher: Watcher, spent: float) -> Limits:
    return Limits(
        INFINITY if order.seconds is None else max(0.1, order.seconds - spent),
        order.work if order.work is not None else (DEFAULT_WORK if order.seconds is None else INFINITY),
        order.workers,
        order.seed,
        watcher.on_progress,
        watcher.cancel,
    )


def _document(loaded: LoadedProblem, order: Order, recipe: Recipe, result: Result) -> PlanDocument:
    placements = placements_of(recipe.formulation.problem, result.plan)
    return PlanDocument(
        loaded.digest,
        plan_digest(loaded.digest, placements),
        result.engine,
        result.status,
        order.seed,
        result.reproducible,
        tier_lines(result),
        placements,
        tuple(UnheldLock(lock.request, lock.site, lock.space, found.rule) for lock, found in recipe.unheld),
    )
