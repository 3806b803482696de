"""Engine for shift scheduling (instances of Curtois and Qu).

Three steps: employees' best days one after the other; the linear program over whole timetables, which proves a bound
(`solvers.engines.curtois_master`); then better days for some employees at once (`solvers.engines.curtois_near`), while
a process of its own solves the whole as a mixed-integer program (`solvers.engines.curtois_model`). Whichever ends it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import ceil
from random import Random
from time import monotonic
from typing import Literal

from solvers.bench.curtois import Cost, Days, Instance, Roster, cost, violations
from solvers.engines.crew import Crew
from solvers.engines.curtois_dive import dive
from solvers.engines.curtois_master import EPSILON, Master, Prices
from solvers.engines.curtois_near import Ground, Task, alone, near
from solvers.engines.curtois_whole import Whole
from solvers.engines.limits import Limits, Watch
from solvers.errors import SolverError

SHARE_FOR_THE_PROGRAM = 0.35
SHARE_FOR_THE_DIVE = 0.2
SHARE_FOR_THE_WHOLE = 0.35
SECONDS_FOR_THE_WHOLE, MOST_FOR_THE_WHOLE = 75.0, 0.7
"""Seconds that the whole gets at least, but not more than a share of the time."""
SECONDS_OF_A_NEIGHBOURHOOD = 40.0
FEW, MORE, LESS = 8.0, 1.1, 0.8
"""Employees who are free at first, and how their number grows and shrinks."""

Status = Literal["optimal", "feasible", "infeasible", "unknown"]
Progress = Callable[[int | None, int], None]


@dataclass(frozen=True, slots=True)
class Result:
    """What a solve found.

    Parameters
    ----------
    status
        ``optimal`` (value equals the proven bound), ``feasible``, ``infeasible`` (proven) or ``unknown``.
    roster
        The days of each employee, verified; None where none was found.
    cost
        Official objective of `roster`, by its parts; None where there is none.
    bound
        Proven lower bound on the objective; None where the instance is infeasible.
    """

    status: Status
    roster: Roster | None
    cost: Cost | None
    bound: int | None


class NoRoster(Exception):
    """It is proven that the instance has no roster."""


def solve(
    instance: Instance, seconds: float, workers: int = 2, seed: int = 0, on_progress: Progress | None = None
) -> Result:
    """Give every employee shifts and days off, at a low cost.

    Parameters
    ----------
    seconds
        Wall time allowed; a positive number.
    workers
        Processes: one for the whole while it lasts, the others for neighbourhoods.
    seed
        Seed of the search, at least 0.
    on_progress
        Called with the value (None before the first roster) and the proven bound whenever one of them is better.

    Raises
    ------
    SolverError
        If a roster fails the independent checker: a defect of this engine.
    """
    search = Search(instance, seconds, workers, seed, on_progress)
    try:
        search.start()
    except NoRoster:
        return Result("infeasible", None, None, None)
    if search.cost is None:
        return Result("unknown", None, None, search.bound)
    search.relax()
    search.improve()
    status: Status = "optimal" if search.value == search.bound else "feasible"
    return Result(status, search.roster, search.cost, search.bound)


class Search:
    """A solve under way: the best verified roster and the proven bound."""

    def __init__(self, instance: Instance, seconds: float, workers: int, seed: int, on_progress: Progress | None):
        self.cost: Cost | None = None
        self.bound = 0
        self._days: dict[int, Days] = {}
        self._ground = Ground(instance, Prices(instance))
        self._instance = instance
        self._seconds, self._deadline = seconds, monotonic() + seconds
        self._workers, self._seed, self._random = workers, seed, Random(seed)
        self._on_progress = on_progress
        self._free = FEW

    @property
    def value(self) -> int | None:
        """Objective of the best roster, None before the first."""
        return self.cost.total if self.cost else None

    @property
    def roster(self) -> Roster:
        """The best roster."""
        return [self._days[at] for at in range(len(self._instance.staff))]

    # ---- a first roster

    def start(self) -> None:
        """Give one employee after the other the best days beside the others, until nobody finds better ones.

        Raises
        ------
        NoRoster
            If it is proven that there is none.
        """
        self._report()
        with self._crew(1) as crew:
            days: dict[int, Days] = {}
            value = -1
            while self.value != value and self._left() > 0:
                value = -1 if self.value is None else self.value
                for at in range(len(self._instance.staff)):
                    if self._left() > 0 and not self._settle(crew, at, days):
                        return
                self._take(days)

    def _crew(self, workers: int) -> Crew:
        """Processes that see the instance, for the time that is left."""
        return Crew(self._ground, workers, Watch(Limits(seconds=max(0.0, self._left()), workers=workers)))

    def _settle(self, crew: Crew, at: int, days: dict[int, Days]) -> bool:
        """Give an employee the best days beside the others; whether there are any days now.

        Raises
        ------
        NoRoster
            If it is proven that there are none.
        """
        others = {who: mine for who, mine in days.items() if who != at}
        (answer,) = crew.map(alone, [(at, others, self._left())])
        if answer is not None and answer.days is None and answer.finished and at not in days:
            raise NoRoster
        days |= (answer and answer.days) or {}
        return at in days

    def _fill_up(self, days: dict[int, Days]) -> None:
        """Give those without days the best ones beside the others."""
        with self._crew(1) as crew:
            for at in self._days:
                if at not in days and self._left() > 0:
                    self._settle(crew, at, days)
        self._take(days)

    def _take(self, days: dict[int, Days]) -> None:
        if len(days) == len(self._instance.staff):
            self.keep(days)

    # ---- the bound

    def relax(self) -> None:
        """Solve the linear program over timetables as far as its share of the time allows."""
        if not self._ground.prices.fit or self.value == self.bound:
            return
        master = Master(self._ground.prices, {at: [days] for at, days in self._days.items()}, {})
        ends = self._deadline - self._seconds * (1 - SHARE_FOR_THE_PROGRAM)
        while not master.finished and monotonic() < ends:
            master.round(ends - monotonic())
            self._raise(master.bound)
        self._ground.learn(master)
        if master.finished and self.value != self.bound:
            self._fill_up(dive(master, self._seconds * SHARE_FOR_THE_DIVE))

    def _raise(self, bound: float) -> None:
        found = ceil(max(0.0, bound - EPSILON))
        if self.value is not None and found > self.value:
            raise SolverError(f"the bound {found} of {self._instance.name} is above the value {self.value}")
        if found > self.bound:
            self.bound = found
            self._report()

    # ---- better rosters

    def improve(self) -> None:
        """Look near the roster and at the whole, until the time is used up or the bound is reached."""
        if self.value == self.bound or self._left() <= 0:
            return
        left = self._left()
        seconds = min(max(SECONDS_FOR_THE_WHOLE, left * SHARE_FOR_THE_WHOLE), left * MOST_FOR_THE_WHOLE)
        with self._crew(self._workers) as crew:
            # The processes of the crew begin before there is a thread in this one.
            crew.map(_ready, [()] * self._workers)
            with Whole(self._instance, self._days, seconds) as whole:
                while self.value != self.bound and not crew.watch.over():
                    if not self._step(crew, self._workers - whole.busy):
                        whole.wait()
                    self._heed(whole)
                    if crew.watch.struck:
                        break

    def _heed(self, whole: Whole) -> None:
        """Take what the whole has found, once it has ended."""
        for days, bound in whole.told():
            if days is not None:
                self.keep(days)
            self._raise(bound)

    def _step(self, crew: Crew, count: int) -> bool:
        """Look at some neighbourhoods at once; whether there were any."""
        tasks = [(self._task(),) for _ in range(count)]
        before = dict(self._days)
        better: dict[int, Days] = {}
        for answer in crew.map(near, tasks):
            if answer is not None:
                self._free *= MORE if answer.finished else LESS
                found = answer.days or {}
                better |= found
                for days in (found, better):
                    self.keep(before | days)
        return bool(tasks)

    def _task(self) -> Task:
        """Some employees, rather those who pay most for their days at the prices of the best bound."""
        everybody = range(len(self._instance.staff))
        count = max(1, min(len(everybody), round(self._free)))
        self._free = min(self._free, float(len(everybody)))
        dear = {at: 1.0 + max(0.0, self._ground.reduced(at, self._days[at]) - self._cheapest(at)) for at in everybody}
        order = sorted(everybody, key=lambda at: self._random.random() ** (1 / dear[at]), reverse=True)
        seconds = min(SECONDS_OF_A_NEIGHBOURHOOD, max(0.1, self._left()))
        return Task(dict(self._days), tuple(sorted(order[:count])), seconds, self._random.randrange(1 << 30))

    def _cheapest(self, at: int) -> float:
        mine = self._ground.columns.get(at)
        return self._ground.reduced(at, mine[0]) if mine else 0.0

    def keep(self, days: dict[int, Days]) -> None:
        """Take a roster for the best one if it is, once the independent checker agrees."""
        roster = [days[at] for at in range(len(self._instance.staff))]
        found = cost(self._instance, roster)
        if self.cost is not None and found.total >= self.cost.total:
            return
        broken = violations(self._instance, roster)
        if broken:
            raise SolverError(f"the roster of {self._instance.name} breaks a rule: {broken[0]}")
        if found.total < self.bound:
            raise SolverError(f"the roster of {self._instance.name} beats the bound {self.bound}")
        self._days, self.cost = dict(days), found
        self._report()

    def _report(self) -> None:
        if self._on_progress:
            self._on_progress(self.value, self.bound)

    def _left(self) -> float:
        return self._deadline - monotonic()


def _ready(ground: Ground) -> None:
    """Nothing: a task that makes the processes begin."""
