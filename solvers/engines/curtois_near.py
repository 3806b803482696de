"""Rosters near a roster: one employee alone, then some at once by columns (see `curtois_master`).

Where the states of an employee's days are too many for dynamic programming, `curtois_model` takes the place of the
columns.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from time import monotonic

from solvers.bench.curtois import Days, Instance, cost
from solvers.engines.curtois_days import FREE
from solvers.engines.curtois_master import Answer, Master, Prices
from solvers.engines.curtois_model import BlockModel, choices_of
from solvers.engines.linear import INFINITY, Floats, solve_mip

Timetables = Mapping[int, Days]
"""Days of each employee."""
NODES = 1_000
SECONDS = 8.0
SHARE_FOR_THE_MIXTURE = 0.4
KEPT = 40
"""Columns of each employee with which a neighbourhood begins."""


@dataclass
class Ground:
    """What all neighbourhoods of an instance share.

    Parameters
    ----------
    worth
        Prices of the cover with the best bound so far.
    columns
        For each employee, timetables that are cheap at these prices, the cheapest first.
    """

    instance: Instance
    prices: Prices
    worth: Floats | None = None
    columns: dict[int, list[Days]] = field(default_factory=dict)

    def value(self, timetables: Timetables) -> int:
        """Official objective of timetables for all employees."""
        return cost(self.instance, [timetables[at] for at in range(len(self.instance.staff))]).total

    def learn(self, master: Master) -> None:
        """Keep what the program of all employees has found."""
        self.worth = master.worth
        priced: dict[int, list[tuple[float, Days]]] = {}
        for at, days in master.columns:
            priced.setdefault(at, []).append((self.reduced(at, days), days))
        self.columns = {at: [days for _, days in sorted(mine, key=_price)[:KEPT]] for at, mine in priced.items()}

    def reduced(self, at: int, days: Days) -> float:
        """Price of an employee's days where the cover is worth the prices with the best bound."""
        paid = 0.0 if self.worth is None else float(self.worth[self.prices.rows(days)].sum())
        return self.prices.cost(at, days) - paid


def _price(option: tuple[float, Days]) -> float:
    return option[0]


@dataclass(frozen=True, slots=True)
class Task:
    """A neighbourhood: the roster, the employees who are free, and the limits."""

    roster: dict[int, Days]
    free: tuple[int, ...]
    seconds: float
    seed: int

    @property
    def others(self) -> dict[int, Days]:
        """Days of those who are not free."""
        return {at: days for at, days in self.roster.items() if at not in self.free}


def alone(ground: Ground, at: int, others: Timetables, seconds: float) -> Answer:
    """The best days of one employee beside the others."""
    prices = ground.prices
    if prices.fit:
        price, options = prices.cheapest(at, prices.one_more(prices.present(others.values())))
        if options or price == FREE:
            return Answer({at: options[0]} if options else None, True)
    return _by_blocks(ground, Task(dict(others), (at,), seconds, 0))


def near(ground: Ground, task: Task) -> Answer:
    """Better days of the free employees while all others keep theirs."""
    return _by_columns(ground, task) if ground.prices.fit else _by_blocks(ground, task)


def _by_columns(ground: Ground, task: Task) -> Answer:
    value, ends = ground.value(task.roster), monotonic() + task.seconds
    first = {at: (task.roster[at], *ground.columns.get(at, ())) for at in task.free}
    master = Master(ground.prices, first, task.others, ground.worth)
    enough = ends - task.seconds * SHARE_FOR_THE_MIXTURE
    while not master.finished and monotonic() < enough and not master.hopeless(value):
        master.round(max(0.1, enough - monotonic()))
    if master.hopeless(value):
        return Answer(None, True)
    answer = master.best(NODES, max(0.1, min(SECONDS, ends - monotonic())), task.seed, task.roster)
    return Answer(answer.days, answer.finished and master.finished)


def _by_blocks(ground: Ground, task: Task) -> Answer:
    model = BlockModel(ground.instance, {at: choices_of(ground.instance, at) for at in task.free}, task.others)
    known = all(at in task.roster for at in task.free)
    hint = model.hint(task.roster) if known else None
    answer = solve_mip(model.linear, NODES, 0.0, min(SECONDS, task.seconds), task.seed, hint)
    if answer.values is None:
        # Without days the bound says whether that is a proof.
        return Answer(None, answer.bound == -INFINITY)
    return Answer(model.days(answer.values), answer.finished)
