"""The least that one person pays by the sum of what is done: minutes, burdensome shifts and weekends, each priced."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import combinations
from math import gcd

from solvers.audit.rosters.posts import Stretch
from solvers.audit.rosters.roster import Rules
from solvers.audit.rosters.shares import HUNDRED, hours_cost

MOST_LOADS = 3_000
"""Sums looked at for one person; where there could be more, nothing is paid by minutes."""
MOST_WEEKS = 8
"""Weeks whose every choice of weekends is looked at."""


class Tariffs:
    """Tables of a month; `free` are people whose days are not bounded, because limits are overridden for them."""

    def __init__(self, rules: Rules, free: Sequence[bool]) -> None:
        self.rules, self.month, self.free = rules, rules.month, free
        self.time, self.burden = rules.costs.shares
        self._sums = cache(_sums)
        self._weekends = cache(self._by_count)

    def minutes(self, person: int, scale: int, price: int) -> int:
        """Least of fair time, wished hours and being left out, less the price of the minutes; `scale` a unit of cost.

        Minutes are sums of lengths of the person's shifts, at most what the days and months of these shifts allow.
        """
        blocks = [self.month.stretches[post] for post in self.rules.filters.posts_of[person]]
        past = self.time.past[person]
        lengths = frozenset(block.minutes for block in blocks)
        unit = gcd(*lengths) or 1
        most = self.most(person, blocks) // unit
        if most > MOST_LOADS:
            return -max(0, price) * most * unit
        values = (
            scale * (self.time.steps(person, past + load) + hours_cost(self.month, person, load) + left_out)
            - price * load
            for load, left_out in self._loads(person, frozenset(length // unit for length in lengths), most, unit)
        )
        return min(values)

    def _loads(self, person: int, lengths: frozenset[int], most: int, unit: int) -> Iterator[tuple[int, int]]:
        """Minutes that can be served, with what it costs that somebody is left out."""
        left_out = self.month.on("S04") and self.rules.costs.habits.is_idle(person)
        for load in self._sums(lengths, most):
            yield load * unit, self.month.weights["include_idle"] if left_out and not load else 0

    def most(self, person: int, blocks: Sequence[Stretch]) -> int:
        """Most minutes that somebody could serve, by day and by month."""
        days = defaultdict[int, list[int]](list)
        for block in blocks:
            days[block.day].append(block.minutes)
        if self.free[person]:
            return sum(map(sum, days.values()))
        shifts = int(self.month.policy["shifts_a_day"])
        a_day = self.rules.limits.by_age("day_minutes", person) if self.month.on("H09") else 1 << 20
        total = sum(min(a_day, sum(sorted(found)[-shifts:])) for found in days.values())
        dates = map(self.month.calendar.date_of, days)
        months = len({(day.year, day.month) for day in dates})
        return min(total, months * int(self.month.policy["month_minutes"])) if self.month.on("H11") else total

    def burdens(self, person: int, scale: int, price: int) -> int:
        """Least of the fair burden, less the price of the burdensome shifts."""
        posts = self.rules.filters.posts_of[person]
        most = sum(self.month.is_burden(self.month.stretches[post]) for post in posts)
        past = self.burden.past[person]
        return min(
            scale * self.burden.steps(person, past + HUNDRED * count) - price * count for count in range(most + 1)
        )

    def weekends(self, person: int, scale: int, price: int) -> int:
        """Least that weekends cost, by their number, less the price of them."""
        weeks = (self.month.weekend(block.day) for block in self.month.past[person])
        before = frozenset(week for week in weeks if week is not None)
        return min(scale * cost - price * count for count, cost in enumerate(self._weekends(before)))

    def _by_count(self, before: frozenset[int]) -> Sequence[int]:
        weeks = self.month.weeks
        if not self.month.on("S12") or len(weeks) > MOST_WEEKS:
            return [0] * (len(weeks) + 1)
        cost = self.rules.costs.habits.weekends_cost
        return [
            min(cost(before | {*chosen}) for chosen in combinations(weeks, count)) for count in range(len(weeks) + 1)
        ]


def _sums(lengths: frozenset[int], most: int) -> Sequence[int]:
    """Numbers up to `most` that are sums of some lengths, each taken as often as one likes."""
    found = [True] + [False] * most
    for load in range(1, most + 1):
        found[load] = any(load >= length and found[load - length] for length in lengths)
    return [load for load, can in enumerate(found) if can]
