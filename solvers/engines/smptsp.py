"""Engine for Shift Minimisation Personnel Task Scheduling (SMPTSP), and its benchmark table.

Three steps: a lower bound (`solvers.engines.smptsp_bounds`), any good plan in a small share of the time, then plans
with exactly k workers for k = bound, bound + 1, ... below that plan, each in half of the time left. A number of workers
that is proven too small raises the bound. The models are in `solvers.engines.smptsp_model`.

References
----------
Krishnamoorthy, Ernst, Baatar (2012): Algorithms for large scale shift minimisation personnel task scheduling problems.
European Journal of Operational Research 219(1), 34-48.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Literal

from solvers.bench.smptsp import Instance, best_known, instances, overlap_bound, read, violations, workers_used
from solvers.engines.smptsp_bounds import priced_bound, prices
from solvers.engines.smptsp_model import Effort, exactly, fewest
from solvers.errors import SolverError

SHARE_FOR_THE_BOUND = 0.25
SHARE_FOR_ANY_PLAN = 0.05
SHARE_TOO_SMALL_TO_TRY = 0.02

Status = Literal["optimal", "feasible", "infeasible", "unknown"]
Row = dict[str, str | int | float | None]
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Result:
    """What a solve found.

    Parameters
    ----------
    status
        ``optimal`` (value equals the proven bound), ``feasible``, ``infeasible`` (proven) or ``unknown``.
    assignment
        The worker of each task, verified; None where no plan was found.
    value
        Workers used by `assignment`; None where there is none.
    bound
        Proven lower bound on the workers used; None where the instance is infeasible.
    """

    status: Status
    assignment: tuple[int, ...] | None
    value: int | None
    bound: int | None


def solve(
    instance: Instance, seconds: float, workers: int = 2, seed: int = 0, on_progress: Progress | None = None
) -> Result:
    """Assign every task with as few workers as possible.

    Parameters
    ----------
    seconds
        Wall time allowed; a positive number. The answer repeats where every step ends before it and `workers` is 1.
    workers
        Search threads.
    seed
        Seed of the search, at least 0.
    on_progress
        Called with the value and the proven bound of each better plan, some of them from a thread of the search.

    Raises
    ------
    SolverError
        If a plan fails the independent checker: a defect of this engine.
    """
    search = Search(instance, seconds, workers, seed, on_progress)
    proven = search.find_any()
    if search.plan is None:
        return Result("infeasible", None, None, None) if proven else Result("unknown", None, None, search.bound)
    search.improve()
    return Result("optimal" if search.value == search.bound else "feasible", search.plan, search.value, search.bound)


class Search:
    """A solve under way: the best verified plan and the proven bound."""

    def __init__(self, instance: Instance, seconds: float, workers: int, seed: int, on_progress: Progress | None):
        self.plan: tuple[int, ...] | None = None
        self.value = instance.workers + 1
        self._instance = instance
        self._seconds, self._deadline = seconds, perf_counter() + seconds
        self._workers, self._seed = workers, seed
        self._on_progress = on_progress
        self.bound = _first_bound(instance, seconds * SHARE_FOR_THE_BOUND)

    def find_any(self) -> bool:
        """Look for a plan, first in a small share of the time; return whether there is proven to be none better."""
        for seconds in (self._seconds * SHARE_FOR_ANY_PLAN, self._seconds):
            answer = fewest(self._instance, self.bound, self._effort(seconds), self._report)
            if answer.assignment is not None:
                self.keep(answer.assignment)
                self.bound = self.value if answer.proven else self.bound
            if answer.assignment is not None or answer.proven:
                return answer.proven
        return False

    def improve(self) -> None:
        """Try one number of workers after the other, from the bound up to the plan, again and again."""
        k = self.bound
        while self.bound < self.value and self._left() > self._seconds * SHARE_TOO_SMALL_TO_TRY:
            answer = exactly(self._instance, k, self._effort(self._left() / 2))
            self._seed += 1
            k += 1
            if answer.assignment is not None:
                self.keep(answer.assignment)
                self._report(self.value)
            elif answer.proven:
                self.bound = k
            if k >= self.value:
                k = self.bound

    def keep(self, plan: tuple[int, ...]) -> None:
        """Take `plan` for the best one, once the independent checker agrees."""
        broken = violations(self._instance, plan)
        if broken:
            raise SolverError(f"the plan of {self._instance.name} breaks a rule: {broken[0]}")
        self.plan, self.value = plan, workers_used(self._instance, plan)
        if self.value < self.bound:
            raise SolverError(f"the plan of {self._instance.name} beats the bound {self.bound}")

    def _report(self, value: int) -> None:
        if self._on_progress:
            self._on_progress(value, self.bound)

    def _effort(self, seconds: float) -> Effort:
        return Effort(min(seconds, self._left()), self._workers, self._seed)

    def _left(self) -> float:
        return self._deadline - perf_counter()


def _first_bound(instance: Instance, seconds: float) -> int:
    duals = prices(instance, seconds)
    return max(overlap_bound(instance), priced_bound(instance, duals) if duals else 0)


def rows(directory: Path, seconds: float, on_progress: Callable[[Row], None] | None = None) -> list[Row]:
    """Benchmark table: one row for each instance under `directory`.

    Parameters
    ----------
    seconds
        Wall time allowed for each instance.
    on_progress
        Called with each row as it is ready.
    """
    table = []
    for path in instances(directory):
        table.append(_row(path, seconds, best_known(directory, path.stem)))
        if on_progress:
            on_progress(table[-1])
    return table


def _row(path: Path, seconds: float, best: int | None) -> Row:
    instance = read(path)
    started = perf_counter()
    result = solve(instance, seconds)
    return {
        "instance": instance.name,
        "status": result.status,
        "value": result.value,
        "bound": result.bound,
        "best_known": best,
        "seconds": round(perf_counter() - started, 2),
    }
