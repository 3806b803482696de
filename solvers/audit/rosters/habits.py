"""What the timetable of one person costs: S04, S12, S13, S14, S19 and S22."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from functools import cached_property
from itertools import combinations, pairwise

from solvers.audit.rosters.month import Month
from solvers.audit.rosters.posts import Stretch
from solvers.audit.rosters.prices import STEP, begun
from solvers.audit.times import DAY

WEEKS = 4
IDLE = (30, 180)
"""Minutes between two shifts of a day that are neither a pause nor time for oneself."""
Blocks = Sequence[Stretch]


class Habits:
    """Costs by rule; `able` tells who could take a seat at all."""

    def __init__(self, month: Month, able: Callable[[int], bool]) -> None:
        self.month, self.able = month, able

    def parts(self, person: int, blocks: Blocks) -> Iterator[tuple[str, int]]:
        """Costs of what a person does in the horizon (`blocks`) with what lies before it."""
        weights, on = self.month.weights, self.month.on
        whole = [*self.month.past[person], *blocks]
        if on("S04") and not blocks and self.is_idle(person):
            yield "s04_include_idle", weights["include_idle"]
        if on("S12"):
            weeks = {self.month.weekend(block.day) for block in whole} - {None}
            yield "s12_weekends", self.weekends_cost({week for week in weeks if week is not None})
        if on("S13"):
            yield "s13_consecutive_days_soft", weights["consecutive_days_soft"] * self._long_rows(whole)
        if on("S14"):
            yield "s14_gaps", sum(self.gap_cost(a, b) for a, b in pairwise(whole))
        if on("S19"):
            yield "s19_variety", weights["variety"] * self._alike(person, blocks)
        if on("S22"):
            late = sum(self._late_early(a, b) for a, b in combinations(whole, 2))
            yield "s22_late_to_early", weights["late_to_early"] * late

    def is_idle(self, person: int) -> bool:
        """Whether somebody willing and active has done nothing for long, although a seat would fit."""
        one, since = self.month.people[person], -int(self.month.policy["idle_days"])
        used = any(block.day >= since for block in self.month.past[person])
        return bool(one.get("willing", True) and one.get("active", True) and not used and self.able(person))

    def weekends_cost(self, weeks: Collection[int]) -> int:
        """Weekends above the few that are good, in each four weeks that end in the horizon."""
        few = int(self.month.policy["weekends"])
        counts = (sum(week in weeks for week in range(last - WEEKS + 1, last + 1)) for last in self.month.weeks)
        return self.month.weights["weekends"] * sum(max(0, count - few) for count in counts)

    def _long_rows(self, blocks: Blocks) -> int:
        days, length = {block.day for block in blocks}, int(self.month.policy["days_in_row_soft"]) + 1
        return sum(all(day - back in days for back in range(length)) for day in days if day >= 0)

    def gap_cost(self, first: Stretch, second: Stretch) -> int:
        """Idle time between two shifts that follow each other on one day."""
        gap = second.start - first.end
        idle = first.day == second.day and second.post >= 0 and IDLE[0] <= gap <= IDLE[1]
        return self.month.weights["gaps"] * begun(gap, STEP) if idle else 0

    def _alike(self, person: int, blocks: Blocks) -> int:
        """Shifts of one type beyond the few that are good, for those who wish for more than one type."""
        if len(self._types.intersection(self.month.people[person].get("wishes", ()))) <= 1:
            return 0
        counts = Counter(self.month.shifts[block.shift]["type"] for block in blocks)
        return sum(max(0, count - int(self.month.policy["same_type"])) for count in counts.values())

    @cached_property
    def _types(self) -> frozenset[str]:
        return frozenset(one["type"] for one in self.month.shifts)

    def _late_early(self, a: Stretch, b: Stretch) -> bool:
        """Whether somebody serves late in the evening and early on the next day."""
        policy = self.month.policy
        late, early = a.end - a.day * DAY >= policy["late_from"], b.start - b.day * DAY < policy["early_until"]
        next_day = b.day == a.day + 1 and b.post >= 0
        return bool(late and early and next_day and b.start - a.end < DAY)
