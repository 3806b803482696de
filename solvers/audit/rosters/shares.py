"""Fair shares of time and of burdens (S02, S03), and the hours that people wish for (S05)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

from solvers.audit.rosters.month import Month
from solvers.audit.rosters.posts import Stretch
from solvers.audit.rosters.prices import STEP, begun

HUNDRED = 100
MONTH = 28
"""Days of the month for which hours are wished."""


@dataclass
class Share:
    """How a load is shared; `unit` is the part of it that costs the weight of `name`."""

    month: Month
    rule: str
    code: str
    name: str
    unit: int
    load: Callable[[Stretch], int]

    @cached_property
    def past(self) -> Sequence[int]:
        """Load of each person before the horizon."""
        return [sum(map(self.load, blocks)) for blocks in self.month.past]

    @cached_property
    def shares(self) -> Sequence[int]:
        """All that was done and is asked for, divided as people offer time."""
        month = self.month
        asked = sum(self.load(block) * post.target for block, post in zip(month.stretches, month.posts, strict=True))
        offered = [
            ((one.get("desired") or (0, month.policy["month_minutes"]))[1]) if one.get("active", True) else 0
            for one in month.people
        ]
        total, everything = asked + sum(self.past), max(1, sum(offered))
        return [total * mine // everything for mine in offered]

    def excess(self, person: int, load: int, percent: int) -> int:
        """Begun units by which a load exceeds the share by more than `percent`; the past never costs by itself."""
        limit = max(self.past[person], self.shares[person] * (HUNDRED + percent) // HUNDRED)
        return begun(load - limit, self.unit)

    def steps(self, person: int, load: int) -> int:
        """What a load of the horizon and before it costs a person, without the community's largest excess."""
        if not self.shares[person] or not self.month.on(self.rule):
            return 0
        found = sum(self.excess(person, load, percent) for percent in self.month.policy["fair_steps"])
        return self.month.weights[self.name] * found


def time_share(month: Month) -> Share:
    """Minutes."""
    return Share(month, "S02", "s02_fair_time", "fair_time", STEP, lambda block: block.minutes)


def burden_share(month: Month) -> Share:
    """Burdensome shifts, a hundred parts each."""
    load: Callable[[Stretch], int] = lambda block: HUNDRED * month.is_burden(block)  # noqa: E731
    return Share(month, "S03", "s03_fair_burden", "fair_burden", HUNDRED, load)


def hours_cost(month: Month, person: int, minutes: int) -> int:
    """S05: minutes below the fewest or above the most that a person wishes for as much of a month as is planned."""
    desired = month.people[person].get("desired")
    if desired is None or not month.on("S05"):
        return 0
    low, high = (bound * month.calendar.length // MONTH for bound in desired)
    return month.weights["desired_hours"] * (begun(low - minutes, STEP) + begun(minutes - high, STEP))
