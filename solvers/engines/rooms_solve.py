"""A solve of a season round under way: its rows, the best plan so far, what is proven, and who watches."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from solvers.engines.crew import Crew
from solvers.engines.limits import Watch
from solvers.engines.linear import INFINITY, LinearModel, LinearSolution, solve_mip
from solvers.plan import Status, Tier, leading, status_of, telling
from solvers.rooms.case import Option, RoomsCase
from solvers.rooms.goals import GUARANTEE, Base, Goal, goals_of, is_base, replan_goals
from solvers.rooms.greedy import Filler, add_pins, by_priority, held_pins
from solvers.rooms.rows import Rows, rows_of


@dataclass(frozen=True)
class RoomsResult:
    """Outcome of an engine: chosen options, goals with their bounds, pins that cannot hold."""

    engine: str
    status: Status
    chosen: tuple[Option, ...]
    tiers: tuple[Tier, ...]
    unheld: frozenset[tuple[int, int]]
    reproducible: bool
    work: float


@dataclass
class Solve:
    """One solve under way."""

    case: RoomsCase
    watch: Watch
    base: Base = field(default_factory=dict)
    chosen: list[int] = field(default_factory=list)
    bounds: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        based = [at for at, option in enumerate(self.case.options) if is_base(self.base, option)]
        standing = Counter(self.case.options[at].section for at in based)
        whole = {at for at, count in standing.items() if count == len(self.base[at]) and at not in self.case.pins}
        wanted = {*self.base, *self.case.pins} - whole if self.base else range(len(self.case.rooms.requests))
        others = (at for at in self.case.shortest if self.case.options[at].section in wanted)
        self.columns = sorted({*others, *based})
        """The shortest options; for a re-plan the sessions in force, and those of sections that lost one."""
        self.rows: Rows = rows_of(self.case, self.columns)
        self.pinned, self.unheld = held_pins(self.case, self.rows, self.columns)
        self.goals: tuple[Goal, ...] = replan_goals(self.case, self.base) if self.base else goals_of(self.case)
        self.lead = leading([goal.name for goal in self.goals])
        self.first = self.goals[self.lead]
        """The goal that the linear program is about; before it stands only the guarantee."""
        self.told = self.goals[telling([goal.name for goal in self.goals])]
        """The goal by which people are told how good a plan is."""
        self.promised = False
        """Whether the number of guaranteed sections is settled."""
        if GUARANTEE in self.goals:
            self.bounds[GUARANTEE.name] = sum(bool(self.case.options_at[at]) for at in self.case.guaranteed)

    def value(self, goal: Goal) -> int:
        """Value of a goal of the plan so far."""
        return goal.value(self.case, [self.case.options[at] for at in self.chosen])

    def head(self, plan: Sequence[int]) -> tuple[int, ...]:
        """Values of the goals up to the first one, more of each is better."""
        options = [self.case.options[at] for at in plan]
        return tuple(goal.value(self.case, options) for goal in self.goals[: self.lead + 1])

    def upto(self, name: str) -> Sequence[Goal]:
        """The goals up to a named one."""
        return self.goals[: [goal.name for goal in self.goals].index(name) + 1]

    def report(self, phase: str, share: float | None = None) -> None:
        """Tell whoever watches; what departs from a plan before has no bound, which would hold beside that only."""
        bound = self.bounds.get(self.told.name) if self.told is self.first else None
        self.watch.report(phase, self.value(self.told), bound, share)

    def mip(
        self,
        linear: LinearModel,
        nodes: int,
        gap: float = 0.0,
        share: float = 1.0,
        hint: Mapping[int, float] | None = None,
    ) -> LinearSolution:
        """Solve a model with what is left of a share of the time, its work counted; a cancel ends it at once."""
        task = (nodes, gap, self.watch.left(share), self.watch.limits.seed, hint)
        with Crew(linear, 1, self.watch) as crew:
            found = crew.map(solve_mip, [task])[0] or LinearSolution(None, None, INFINITY, 0.0, False)
        self.watch.work += found.work
        self.watch.struck = self.watch.struck or (not found.finished and self.watch.left(share) <= 0)
        return found

    def settle(self, plan: Sequence[int]) -> None:
        """Take a plan, completed by what still fits, if it keeps every rule and is no worse for the first goal."""
        filler = Filler(self.case, self.rows)
        for option in plan:
            if filler.fits(option):
                filler.put(option)
        filler.fill(by_priority(self.case))
        found = list(filler.chosen)
        if self.head(found) >= self.head(self.chosen) and self.keeps(found):
            self.chosen = found

    def keeps(self, plan: Sequence[int]) -> bool:
        """Whether a plan keeps every row, held pins among them."""
        chosen = np.zeros(len(self.case.options), dtype=bool)
        chosen[list(plan)] = True
        return bool(self.rows.keeps(chosen).all())

    def rows_for(self, columns: Iterable[int]) -> Rows:
        """Rules and held pins for other options than the shortest."""
        kept = sorted(set(columns))
        rows = rows_of(self.case, kept)
        add_pins(self.case, rows, kept, self.unheld)
        return rows

    def filled(self, order: Iterable[int], first: Iterable[int] = ()) -> list[int]:
        """A greedy plan: pins, then the options `first` that still fit, then sections in an order."""
        filler = Filler(self.case, self.rows)
        for option in dict.fromkeys((*self.pinned, *first)):
            if filler.fits(option):
                filler.put(option)
        filler.fill(order)
        return list(filler.chosen)

    def result(self, engine: str) -> RoomsResult:
        """What is told."""
        tiers = tuple(Tier(goal.name, self.value(goal), self.bounds.get(goal.name)) for goal in self.goals)
        cancelled = self.watch.limits.cancel.is_set()
        status = status_of(tiers, cancelled)
        chosen = tuple(self.case.options[at] for at in sorted(self.chosen))
        return RoomsResult(
            engine, status, chosen, tiers, self.unheld, not (self.watch.struck or cancelled), self.watch.work
        )
