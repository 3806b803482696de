"""A model without a solver: its choices are settled beforehand, so it only adds up what the rules post."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence

from solvers.rosters.case import RosterCase
from solvers.rosters.rules import RULES, SEAT_RULES
from solvers.rosters.rules.protocol import ALWAYS, NEVER, Held, Terms, begun


class Tally:
    """Every option is a variable; those of `taken` are one. Broken rules and prices are collected."""

    def __init__(self, case: RosterCase, taken: Collection[int]) -> None:
        self.case = case
        self.values = [int(at in taken) for at in range(len(case.seats))]
        self.broken: list[str] = []
        self.costs: Counter[str] = Counter()
        self.peaks: dict[str, int] = {}
        for rule in (*RULES, *SEAT_RULES):
            if case.on(rule.id):
                for key in rule.keys(case):
                    rule.post(case, self, key)
        for name, cost in self.peaks.items():
            self.costs[name] += cost

    def decides(self, volunteer: int) -> bool:
        return True

    def timetable(self, volunteer: int) -> Sequence[Held]:
        past = [Held(block, ALWAYS) for block in self.case.past[volunteer]]
        mine = [Held(self.case.blocks[self.case.seats[at].post], at) for at in self.case.options_of[volunteer]]
        return [*past, *sorted(mine)]

    def on(self, post: int) -> Sequence[tuple[int, int]]:
        return [(self.case.seats[at].volunteer, at) for at in self.case.options_on[post]]

    def value(self, var: int) -> int:
        return {ALWAYS: 1, NEVER: 0}[var] if var < 0 else self.values[var]

    def total(self, terms: Terms) -> int:
        return sum(self.value(var) * worth for var, worth in terms)

    def require(self, rule: str, terms: Terms, low: int | None, high: int | None) -> None:
        total = self.total(terms)
        if (low is not None and total < low) or (high is not None and total > high):
            self.broken.append(rule)

    def pay(self, rule: str, terms: Terms) -> None:
        self.costs[rule] += self.total(terms)

    def excess(self, rule: str, terms: Terms, above: int, unit: int, weight: int) -> None:
        self.costs[rule] += weight * begun(self.total(terms) - above, unit)

    def peak(self, rule: str, terms: Terms, above: int, unit: int, weight: int) -> None:
        self.peaks[rule] = max(self.peaks.get(rule, 0), weight * begun(self.total(terms) - above, unit))

    def some(self, variables: Sequence[int]) -> int:
        self.values.append(max(map(self.value, variables), default=0))
        return len(self.values) - 1
