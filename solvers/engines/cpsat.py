"""CP-SAT behind the small builder: rules post themselves, goals are solved tier by tier."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import ceil, floor
from threading import Event, Thread
from typing import Any

from ortools.sat.python import cp_model

from solvers.builder import Terms
from solvers.engines.limits import INFINITY, Watch
from solvers.formulation import Formulation
from solvers.objectives.protocol import Objective
from solvers.plan import Tier, leading
from solvers.problem import Assignment, Problem


@dataclass
class CandidateModel:
    """A model with one yes-or-no variable for each candidate (request and assets)."""

    problem: Problem
    candidates: Sequence[Assignment]
    model: cp_model.CpModel = field(default_factory=cp_model.CpModel)

    def __post_init__(self) -> None:
        self.variables = [self.model.new_bool_var("") for _ in self.candidates]
        self._taken: dict[int, list[int]] = {}
        self._at: dict[tuple[int, int], list[int]] = {}
        self._on: dict[int, list[tuple[int, int, int]]] = {}
        for at, candidate in enumerate(self.candidates):
            self._taken.setdefault(candidate.request, []).append(at)
            group = self.problem.assets[candidate.assets[0]].group
            self._at.setdefault((candidate.request, group), []).append(at)
            for part, asset in enumerate(candidate.assets):
                self._on.setdefault(asset, []).append((at, candidate.request, part))

    def taken(self, request: int) -> Sequence[int]:
        """Variables of all choices of a request."""
        return self._taken.get(request, [])

    def at(self, request: int, group: int) -> Sequence[int]:
        """Variables of the request's choices in a group."""
        return self._at.get((request, group), [])

    def on(self, asset: int) -> Sequence[tuple[int, int, int]]:
        """Choices that use an asset."""
        return self._on.get(asset, [])

    def require(self, rule: str, terms: Terms, low: int | None, high: int | None) -> None:
        """Post a linear rule."""
        del rule
        expression = cp_model.LinearExpr.weighted_sum(
            [self.variables[at] for at, _ in terms], [coefficient for _, coefficient in terms]
        )
        least = low if low is not None else -cp_model.INT32_MAX
        self.model.add_linear_constraint(expression, least, high if high is not None else cp_model.INT32_MAX)

    def goal(self, objective: Objective) -> cp_model.LinearExprT:
        """The objective over the candidates."""
        worth = [worth_of(self.problem, objective, candidate) for candidate in self.candidates]
        return cp_model.LinearExpr.weighted_sum(self.variables, worth)

    def freeze(self, objective: Objective, value: int) -> None:
        """Let an objective get no worse than `value`."""
        goal = self.goal(objective)
        self.model.add(goal >= value if objective.maximise else goal <= value)

    def plan(self, solver: cp_model.CpSolver) -> tuple[Assignment, ...]:
        """The chosen candidates."""
        chosen = zip(self.candidates, self.variables, strict=True)
        return tuple(sorted(candidate for candidate, variable in chosen if solver.boolean_value(variable)))


def worth_of(problem: Problem, objective: Objective, candidate: Assignment) -> int:
    """What a candidate adds to an objective."""
    group = problem.assets[candidate.assets[0]].group
    return objective.by_group(candidate.request, group) + objective.by_assets(candidate.request, candidate.assets)


def posted(formulation: Formulation, candidates: Sequence[Assignment]) -> CandidateModel:
    """A model of the candidates with every rule posted."""
    model = CandidateModel(formulation.problem, candidates)
    for constraint in formulation.constraints:
        constraint.post(formulation.problem, model)
    return model


@dataclass(frozen=True, slots=True)
class Settings:
    """How CP-SAT runs: one worker repeats under a deterministic limit."""

    seed: int
    workers: int = 1


def solve_tiers(
    formulation: Formulation,
    model: CandidateModel,
    start: Sequence[Assignment],
    watch: Watch,
    settings: Settings,
    done: Sequence[Tier] = (),
) -> tuple[tuple[Assignment, ...], tuple[Tier, ...]]:
    """Solve the goals in turn, each frozen at its value before the next.

    `start` must be a valid plan of candidates; it is the answer where time allows nothing better. Goals in `done` are
    frozen at the values of `start`.
    """
    best = tuple(sorted(start))
    tiers = list(done)
    for at, objective in enumerate(formulation.objectives):
        goal = model.goal(objective)
        if at < len(done):
            model.freeze(objective, objective.value(formulation.problem, best))
            continue
        (model.model.maximize if objective.maximise else model.model.minimize)(goal)
        bound = None
        if not watch.over():
            best, bound = _solve_tier(formulation, model, best, watch, settings, at)
        value = objective.value(formulation.problem, best)
        tiers.append(Tier(objective.name, value, bound if bound is not None else _free_bound(model, objective)))
        model.freeze(objective, value)
        first = tiers[leading([tier.name for tier in tiers])]
        watch.report(f"tier {objective.name}", first.value, first.bound)
    return best, tuple(tiers)


def _solve_tier(
    formulation: Formulation,
    model: CandidateModel,
    best: tuple[Assignment, ...],
    watch: Watch,
    settings: Settings,
    at: int,
) -> tuple[tuple[Assignment, ...], int | None]:
    """One goal, from the best plan so far."""
    model.model.clear_hints()  # type: ignore[no-untyped-call]
    standing = set(best)
    for variable, candidate in zip(model.variables, model.candidates, strict=True):
        model.model.add_hint(variable, candidate in standing)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = settings.workers
    solver.parameters.random_seed = settings.seed
    if watch.limits.seconds < INFINITY:
        solver.parameters.max_time_in_seconds = max(0.05, watch.left())
    if watch.limits.work < INFINITY:
        solver.parameters.max_deterministic_time = max(0.01, watch.work_left())
    status = _watched(solver, model.model, watch)
    watch.work += solver.response_proto.deterministic_time
    watch.struck |= status != cp_model.OPTIMAL and watch.left() <= 0
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return best, None
    found = model.plan(solver)
    objective = formulation.objectives[at]
    bound = solver.best_objective_bound
    better = formulation.rank(found) > formulation.rank(best)
    return (found if better else best), (floor(bound + 1e-6) if objective.maximise else ceil(bound - 1e-6))


def _watched(solver: cp_model.CpSolver, model: cp_model.CpModel, watch: Watch) -> Any:
    """Solve, stopping the search soon after a cancel (before the search has begun a stop would go unheard)."""
    over = Event()

    def listen() -> None:
        while not over.wait(0.1):
            if watch.limits.cancel.is_set():
                solver.stop_search()

    listener = Thread(target=listen, daemon=True)
    listener.start()
    try:
        return solver.solve(model)
    finally:
        over.set()
        listener.join()


def _free_bound(model: CandidateModel, objective: Objective) -> int:
    """Bound of a goal with every rule but "once" left out."""
    best: dict[int, int] = {}
    for candidate in model.candidates:
        worth = worth_of(model.problem, objective, candidate)
        gain = worth if objective.maximise else -worth
        best[candidate.request] = max(best.get(candidate.request, 0), gain)
    return sum(best.values()) if objective.maximise else -sum(best.values())
