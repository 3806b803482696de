"""A solve of a roster under way: the best roster so far, what is proven, who watches; only what helps is taken."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from solvers.engines.limits import Watch
from solvers.plan import Status, Tier
from solvers.rosters.case import RosterCase
from solvers.rosters.check import broken_at, change, cost_at, costs, in_force, touched_keys
from solvers.rosters.greedy import standing_faults
from solvers.rosters.roster import Roster, Seat


@dataclass(frozen=True)
class RostersResult:
    """Outcome of an engine: seats, their cost with its proven bound, and the parts of the cost by rule."""

    engine: str
    status: Status
    seats: tuple[Seat, ...]
    cost: int
    bound: int | None
    parts: tuple[Tier, ...]
    reproducible: bool
    work: float
    peak_kib: int

    @property
    def gap(self) -> float | None:
        """``(cost - bound) / bound``; none without a bound above zero, unless the cost meets it."""
        if self.bound is None or (self.bound <= 0 and self.cost != self.bound):
            return None
        return (self.cost - self.bound) / max(1, self.bound)


class RosterSolve:
    """One solve under way."""

    def __init__(self, case: RosterCase, watch: Watch, roster: Roster) -> None:
        self.case, self.watch, self.roster = case, watch, roster
        self.cost = sum(costs(case, roster).values())
        self.bound: int | None = None
        self.guide = case.prices.astype(float)
        self._broken = next(standing_faults(case, roster), None) is not None
        self._rules = in_force(case)
        self._common = [rule for rule in self._rules if rule.scope == "community"]
        self._shared = self._community()

    def _community(self) -> int:
        return sum(rule.cost(self.case, self.roster, 0) for rule in self._common)

    def offer(self, options: Sequence[int], values: Iterable[bool]) -> bool:
        """Take other values for some options if every rule is kept and the cost falls."""
        gone: list[Seat] = []
        new: list[Seat] = []
        for option, wanted in zip(options, values, strict=True):
            seat = self.case.seats[option]
            if wanted != self.roster.holds(seat):
                (new if wanted else gone).append(seat)
        return bool(gone or new) and self._take(gone, new)

    def replace(self, roster: Roster) -> None:
        """Take another roster as a whole if it keeps every rule and costs less."""
        cost = sum(costs(self.case, roster).values())
        if cost < self.cost and next(standing_faults(self.case, roster), None) is None:
            self.roster, self.cost, self._broken = roster, cost, False
            self._shared = self._community()

    def _take(self, gone: Sequence[Seat], new: Sequence[Seat]) -> bool:
        touched = touched_keys(self.case, (*gone, *new))
        before = cost_at(self.case, self.roster, touched) + self._shared
        change(self.roster, gone, new)
        shared = self._community()
        after = cost_at(self.case, self.roster, touched) + shared
        broken = next(broken_at(self.case, self.roster, touched, self._rules), None)
        if broken is None and (after < before or self._mended()):
            self.cost += after - before
            self._shared = shared
            return True
        change(self.roster, new, gone)
        return False

    def _mended(self) -> bool:
        """Whether a start that broke a rule, for want of a better one, now keeps all."""
        if self._broken and next(standing_faults(self.case, self.roster), None) is None:
            self._broken = False
            return True
        return False

    def note_bound(self, bound: int) -> None:
        """Keep a bound if it is the best; it never exceeds the cost of a roster that exists."""
        self.bound = min(self.cost, max(0, bound, self.bound or 0))

    def report(self, phase: str, share: float | None = None) -> None:
        """Tell whoever watches."""
        self.watch.report(phase, self.cost, self.bound, share)

    def result(self, engine: str) -> RostersResult:
        """What is told."""
        parts = costs(self.case, self.roster)
        cost, cancelled = sum(parts.values()), self.watch.limits.cancel.is_set()
        unfinished = Status.CANCELLED if cancelled else Status.FEASIBLE
        return RostersResult(
            engine,
            Status.OPTIMAL if self.bound == cost else unfinished,
            tuple(sorted(self.roster.seats())),
            cost,
            self.bound,
            tuple(Tier(name, value, None) for name, value in sorted(parts.items())),
            not (self.watch.struck or cancelled),
            self.watch.work,
            self.watch.peak_kib,
        )
