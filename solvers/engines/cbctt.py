"""Engine for curriculum-based course timetabling (CB-CTT), and its benchmark table.

Four steps: any periods and a lower bound from CP-SAT (`solvers.engines.cbctt_model`); simulated annealing over periods,
over the rooms of these periods, and over both (`solvers.engines.cbctt_anneal`). The last three run once for each
worker, in processes of their own; the best timetable counts.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from random import Random
from time import monotonic
from typing import Literal

from solvers.bench.cbctt import Cost, Instance, Timetable, cost, instances, violations
from solvers.bench.cbctt_read import read
from solvers.bench.smptsp import best_known
from solvers.engines.cbctt_anneal import Pace, Periods, Places, cool
from solvers.engines.cbctt_model import NoTimetable, PeriodsModel
from solvers.engines.crew import Crew
from solvers.engines.limits import Limits, Watch
from solvers.engines.smptsp_model import Effort
from solvers.errors import SolverError

SHARE_FOR_THE_BOUND = 0.06
SHARE_FOR_PERIODS = 0.55
SHARE_FOR_ROOMS = 0.03
SECONDS_TO_ANSWER = 0.3
"""Kept back from the annealing, for what comes after it."""

ROOMS_HOT, ROOMS_COLD = 0.7, 0.1
PLACES_HOT, PLACES_COLD = 0.7, 0.1
SWAPS_OF_ROOMS = 0.4

Status = Literal["optimal", "feasible", "infeasible", "unknown"]
Row = dict[str, str | int | float | None]
Progress = Callable[[int | None, int], None]


@dataclass(frozen=True, slots=True)
class Result:
    """What a solve found.

    Parameters
    ----------
    status
        ``optimal`` (value equals the proven bound), ``feasible``, ``infeasible`` (proven) or ``unknown``.
    timetable
        Period and room of each lecture of each course, verified; None where none was found.
    cost
        Official objective of `timetable`, by its parts; None where there is none.
    bound
        Proven lower bound on the objective; None where the instance is infeasible.
    """

    status: Status
    timetable: Timetable | None
    cost: Cost | None
    bound: int | None


@dataclass(frozen=True, slots=True)
class Task:
    """One step of one worker: from where, with which seed, in how much time, and the cost at which to stop."""

    timetable: Timetable
    seed: str
    seconds: float
    moves: int | None
    goal: int

    def pace(self, share: float) -> Pace:
        """Pace of a part of the step."""
        return Pace(self.seconds * share, None if self.moves is None else int(self.moves * share))


def solve(
    instance: Instance,
    seconds: float,
    workers: int = 2,
    seed: int = 0,
    moves: int | None = None,
    on_progress: Progress | None = None,
) -> Result:
    """Give every lecture a period and a room, at a low cost.

    Parameters
    ----------
    seconds
        Wall time allowed; a positive number.
    workers
        Processes of the annealing, each with a seed of its own, and threads of the bound.
    seed
        Seed of the search, at least 0.
    moves
        Moves of each worker. Where they are given, temperatures follow them instead of the clock, and the answer
        repeats if `workers` is 1 and every step ends before its time.
    on_progress
        Called with the value (None before the first timetable) and the proven bound whenever a step has ended.

    Raises
    ------
    SolverError
        If a timetable fails the independent checker: a defect of this engine.
    """
    search = Search(instance, seconds, workers, seed, on_progress)
    try:
        bound = search.start()
    except NoTimetable:
        return Result("infeasible", None, None, None)
    if search.timetable is None:
        return Result("unknown", None, None, bound)
    search.improve(moves)
    return Result("optimal" if search.value == bound else "feasible", search.timetable, search.cost, bound)


class Search:
    """A solve under way: the best verified timetable and the proven bound."""

    def __init__(self, instance: Instance, seconds: float, workers: int, seed: int, on_progress: Progress | None):
        self.timetable: Timetable | None = None
        self.cost: Cost | None = None
        self._instance = instance
        self._seconds, self._deadline = seconds, monotonic() + seconds
        self._workers, self._seed = workers, seed
        self._on_progress = on_progress
        self._bound = 0

    @property
    def value(self) -> int | None:
        """Objective of the best timetable, None before the first."""
        return self.cost.total if self.cost else None

    def start(self) -> int:
        """Look for a first timetable, then, in a small share of the time, for a bound, and return it.

        Raises
        ------
        NoTimetable
            If it is proven that there is none.
        """
        self._report()
        model = PeriodsModel(self._instance)
        periods = model.first(self._effort(self._left()))
        if periods is not None:
            self.keep(Periods(self._instance, periods, Random(self._seed)).timetable())
            self._report()
            self._bound = model.bound(self._effort(min(self._left(), self._seconds * SHARE_FOR_THE_BOUND)))
            self._report()
        return self._bound

    def _effort(self, seconds: float) -> Effort:
        return Effort(seconds, self._workers, self._seed)

    def improve(self, moves: int | None) -> None:
        """Anneal from the timetable, until the time or the moves are used up or the bound is reached."""
        watch = Watch(Limits(seconds=self._left(), workers=self._workers))
        with Crew(self._instance, self._workers, watch) as crew:
            mine: list[Timetable | None] = [self.timetable] * self._workers
            for step, share in ((_periods_then_rooms, SHARE_FOR_PERIODS + SHARE_FOR_ROOMS), (_places, 1.0)):
                seconds = max(0.0, self._left() - SECONDS_TO_ANSWER) * share
                count = None if moves is None else int(moves * share)
                tasks = [
                    (Task(start, f"{step.__name__} {self._seed} {worker}", seconds, count, self._bound),)
                    for worker, start in enumerate(mine)
                    if start is not None and self.value != self._bound
                ]
                mine = list(crew.map(step, tasks))
                for timetable in mine:
                    if timetable is not None:
                        self.keep(timetable)
                self._report()

    def keep(self, timetable: Timetable) -> None:
        """Take `timetable` for the best one if it is, once the independent checker agrees."""
        broken = violations(self._instance, timetable)
        if broken:
            raise SolverError(f"the timetable of {self._instance.name} breaks a rule: {broken[0]}")
        found = cost(self._instance, timetable)
        if found.total < self._bound:
            raise SolverError(f"the timetable of {self._instance.name} beats the bound {self._bound}")
        if self.cost is None or found.total < self.cost.total:
            self.timetable, self.cost = timetable, found

    def _report(self) -> None:
        if self._on_progress:
            self._on_progress(self.value, self._bound)

    def _left(self) -> float:
        return self._deadline - monotonic()


def _temperatures(instance: Instance) -> tuple[float, float]:
    """First and last temperature for periods: the more curricula share a course, the more a change of it costs."""
    shared = sum(map(len, instance.curricula)) / max(1, len(instance.courses))
    return max(0.8, 0.3 * shared), 0.3 + 0.03 * shared


def _periods_then_rooms(instance: Instance, task: Task) -> Timetable:
    """Anneal periods from scratch, then the rooms of what was found."""
    rooms, random = SHARE_FOR_ROOMS / (SHARE_FOR_PERIODS + SHARE_FOR_ROOMS), Random(task.seed)
    first = Periods(instance, [[period for period, _ in mine] for mine in task.timetable], random)
    found = cool(first, *_temperatures(instance), task.goal, task.pace(1 - rooms))
    return cool(Places(instance, found, random, 1.0), ROOMS_HOT, ROOMS_COLD, task.goal, task.pace(rooms))


def _places(instance: Instance, task: Task) -> Timetable:
    """Anneal periods and rooms together."""
    search = Places(instance, task.timetable, Random(task.seed), SWAPS_OF_ROOMS)
    return cool(search, PLACES_HOT, PLACES_COLD, task.goal, task.pace(1.0))


def rows(
    directory: Path, seconds: float, on_progress: Callable[[str, int | None, int], None] | None = None
) -> list[Row]:
    """Benchmark table: one row for each instance under `directory`.

    Parameters
    ----------
    seconds
        Wall time allowed for each instance.
    on_progress
        Called with the instance, its value so far (None before the first timetable) and the proven bound.
    """
    table = []
    for path in instances(directory):
        progress = partial(on_progress, path.stem) if on_progress else None
        table.append(_row(path, seconds, best_known(directory, path.stem), progress))
    return table


def _row(path: Path, seconds: float, best: int | None, on_progress: Progress | None) -> Row:
    instance = read(path)
    started = monotonic()
    result = solve(instance, seconds, on_progress=on_progress)
    parts = asdict(result.cost) if result.cost else dict.fromkeys(("capacity", "days", "isolated", "rooms"))
    return {
        "instance": instance.name,
        "status": result.status,
        "value": result.cost.total if result.cost else None,
        "bound": result.bound,
        "best_known": best,
        "seconds": round(monotonic() - started, 2),
        **parts,
    }
