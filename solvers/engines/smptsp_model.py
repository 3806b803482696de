"""CP-SAT models of SMPTSP.

With x_wt "worker w does task t" (only where qualified), y_w "worker w is used"::

    sum_w x_wt = 1                each task
    sum_{t in C} x_wt <= y_w      each worker w and maximal clique C of overlapping tasks that w may do

`fewest` minimises sum_w y_w; `exactly` fixes it to k. In the second, at a moment when the tasks C run, k - |C| of the
used workers are idle. Where that number is small, saying who is idle (i_wC) is what makes tight instances easy::

    sum_{t in C} x_wt + i_wC + (1 - y_w) = 1      each worker w
    sum_w i_wC = k - |C|
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ortools.sat.python import cp_model

from solvers.bench.smptsp import Instance
from solvers.engines.smptsp_bounds import cliques

FEW_IDLE = 3


@dataclass(frozen=True, slots=True)
class Effort:
    """Limits of one search: wall time in seconds, threads and seed."""

    seconds: float
    workers: int
    seed: int


@dataclass(frozen=True, slots=True)
class Answer:
    """The worker of each task (None where no plan was found), and whether it is proven that there is none better.

    Proven without an assignment: no plan exists.
    """

    assignment: tuple[int, ...] | None
    proven: bool


def fewest(instance: Instance, bound: int, effort: Effort, on_value: Callable[[int], None] | None) -> Answer:
    """Plan with few workers; the search ends early at `bound`, a proven lower bound on their number.

    Parameters
    ----------
    on_value
        Called with the number of workers of each better plan, from a thread of the search.
    """
    model = _Model(instance)
    total = cp_model.LinearExpr.sum(model.used)
    model.cp.add(total >= bound)
    model.cp.minimize(total)
    return model.search(effort, on_value)


def exactly(instance: Instance, k: int, effort: Effort) -> Answer:
    """Plan with `k` workers (or fewer: some may be idle all the time), k from the overlap bound to all workers."""
    model = _Model(instance)
    model.cp.add(cp_model.LinearExpr.sum(model.used) == k)
    for clique in cliques(instance, range(instance.tasks)):
        if k - len(clique) <= FEW_IDLE:
            model.say_who_is_idle(clique, k - len(clique))
    return model.search(effort)


class _Model:
    """What both models share."""

    def __init__(self, instance: Instance) -> None:
        self.cp = cp_model.CpModel()
        self.used = [self.cp.new_bool_var("") for _ in instance.qualifications]
        self._doers: list[dict[int, cp_model.IntVar]] = [{} for _ in instance.starts]
        for worker, tasks in enumerate(instance.qualifications):
            for task in sorted(tasks):
                self._doers[task][worker] = self.cp.new_bool_var("")
            for clique in cliques(instance, tasks):
                self.cp.add(sum(self._doers[task][worker] for task in clique) <= self.used[worker])
        for doers in self._doers:
            self.cp.add_exactly_one(doers.values())

    def say_who_is_idle(self, clique: list[int], idle: int) -> None:
        """Give every used worker one task of `clique`, or let the worker be one of `idle` without."""
        resting = [self.cp.new_bool_var("") for _ in self.used]
        for worker, used in enumerate(self.used):
            busy = [self._doers[task][worker] for task in clique if worker in self._doers[task]]
            self.cp.add_exactly_one([*busy, resting[worker], ~used])
        self.cp.add(sum(resting) == idle)

    def search(self, effort: Effort, on_value: Callable[[int], None] | None = None) -> Answer:
        """Solve within `effort`."""
        solver = cp_model.CpSolver()
        solver.parameters.max_time_in_seconds = max(0.0, effort.seconds)
        solver.parameters.num_workers = effort.workers
        solver.parameters.random_seed = effort.seed
        # Tight instances are found through the linear relaxation; the default level leaves most rows out of it.
        solver.parameters.linearization_level = 2
        status = solver.solve(self.cp, _Reporter(on_value) if on_value else None)
        if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return Answer(None, status == cp_model.INFEASIBLE)
        chosen = (next(w for w, does in doers.items() if solver.boolean_value(does)) for doers in self._doers)
        return Answer(tuple(chosen), status == cp_model.OPTIMAL)


class _Reporter(cp_model.CpSolverSolutionCallback):
    """Passes the value of each better plan on."""

    def __init__(self, on_value: Callable[[int], None]) -> None:
        super().__init__()
        self._on_value = on_value

    def on_solution_callback(self) -> None:
        """Report the plan just found."""
        self._on_value(round(self.objective_value))
