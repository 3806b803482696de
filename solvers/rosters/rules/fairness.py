"""Who carries how much: S02 and S03. Steps lie within one person's timetable, the largest share links all."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from solvers.rosters.roster import Block, Roster
from solvers.rosters.rules.protocol import Model, Rule, Scope, begun

if TYPE_CHECKING:
    from solvers.rosters.case import RosterCase

HUNDRED = 100


@dataclass(frozen=True)
class Measure:
    """What is shared: a block's load, in parts of a `unit` that costs the weight of that name."""

    name: str
    unit: int
    load: Callable[[RosterCase, Block], int]

    def weight(self, case: RosterCase) -> int:
        """What a begun unit costs."""
        return case.rosters.policy.weight(self.name)

    def excess(self, case: RosterCase, roster: Roster, volunteer: int, percent: int) -> int:
        """Begun units by which this horizon puts a volunteer more than `percent` above the fair share."""
        load = sum(self.load(case, block) for block in roster.timetable(volunteer))
        return begun(load - self.limit(case, volunteer, percent), self.unit)

    def limit(self, case: RosterCase, volunteer: int, percent: int) -> int:
        """Load from which a volunteer pays; what was done before the horizon never costs by itself."""
        share, past = case.shares(self)[volunteer], case.past_load(self, volunteer)
        return max(past, share * (HUNDRED + percent) // HUNDRED)

    def terms(self, case: RosterCase, model: Model, volunteer: int) -> list[tuple[int, int]]:
        """Load of a volunteer's choices."""
        loads = ((one.var, self.load(case, one.block)) for one in model.timetable(volunteer))
        return [(var, load) for var, load in loads if load]


TIME = Measure("fair_time", 30, lambda case, block: block.minutes)
BURDEN = Measure("fair_burden", HUNDRED, lambda case, block: HUNDRED * case.is_burden(block))


class FairSteps(Rule):
    """Begun units beyond each step over a fair share."""

    scope: ClassVar[Scope] = "volunteer"
    measure: ClassVar[Measure]

    def cost(self, case: RosterCase, roster: Roster, key: int) -> int:
        found = (self.measure.excess(case, roster, key, percent) for percent in case.rosters.policy.fair_steps)
        return self.measure.weight(case) * sum(found) if case.shares(self.measure)[key] else 0

    def post(self, case: RosterCase, model: Model, key: int) -> None:
        if case.shares(self.measure)[key]:
            terms, weight = self.measure.terms(case, model, key), self.measure.weight(case)
            for percent in case.rosters.policy.fair_steps:
                model.excess(self.rule, terms, self.measure.limit(case, key, percent), self.measure.unit, weight)


class FairPeak(Rule):
    """The largest excess of all over a fair share, once more."""

    scope: ClassVar[Scope] = "community"
    measure: ClassVar[Measure]

    def cost(self, case: RosterCase, roster: Roster, key: int) -> int:
        found = (self.measure.excess(case, roster, at, 0) for at in self._shared(case) if roster.of(at))
        return self.measure.weight(case) * max(found, default=0)

    def post(self, case: RosterCase, model: Model, key: int) -> None:
        weight = self.measure.weight(case)
        for at in self._shared(case):
            terms = self.measure.terms(case, model, at)
            if terms:
                model.peak(self.rule, terms, self.measure.limit(case, at, 0), self.measure.unit, weight)

    def _shared(self, case: RosterCase) -> Iterator[int]:
        return (at for at, share in enumerate(case.shares(self.measure)) if share)


@dataclass(frozen=True)
class FairTime(FairSteps):
    """S02: minutes of 84 days and this horizon, in steps over the fair share."""

    id: ClassVar[str] = "S02"
    rule: ClassVar[str] = "s02_fair_time"
    measure: ClassVar[Measure] = TIME


@dataclass(frozen=True)
class FairTimePeak(FairPeak):
    """S02: the largest excess of minutes."""

    id: ClassVar[str] = "S02"
    rule: ClassVar[str] = "s02_fair_time"
    measure: ClassVar[Measure] = TIME


@dataclass(frozen=True)
class FairBurden(FairSteps):
    """S03: weekend, evening, holiday and heavy shifts, in steps over the fair share."""

    id: ClassVar[str] = "S03"
    rule: ClassVar[str] = "s03_fair_burden"
    measure: ClassVar[Measure] = BURDEN


@dataclass(frozen=True)
class FairBurdenPeak(FairPeak):
    """S03: the largest excess of such shifts."""

    id: ClassVar[str] = "S03"
    rule: ClassVar[str] = "s03_fair_burden"
    measure: ClassVar[Measure] = BURDEN
