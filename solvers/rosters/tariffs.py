"""What a volunteer pays by the sum of what is done, as tables for the bound: minutes, burdens and weekends."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations
from math import gcd

import numpy as np
from numpy.typing import NDArray

from solvers.rosters.case import RosterCase
from solvers.rosters.roster import Block
from solvers.rosters.rules.fairness import BURDEN, TIME, Measure
from solvers.rosters.rules.habits import STEP, WEEKS, desired_range
from solvers.rosters.rules.limits import month

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
NEVER = 1e12
MOST_POINTS = 10_000_000
"""Entries of a table; a finer one is not made."""
MOST_WEEKS = 8
"""Weeks whose every choice of weekends is looked at."""


@dataclass
class Tariff:
    """Costs of each volunteer (rows) for 0, 1, 2 … units of a load; `NEVER` where no choice adds up to it."""

    costs: Floats
    unit: int

    def beyond(self, volunteer: int, done: int, more: int) -> float:
        """What more costs a volunteer who has done something already, in units of the load."""
        row, last = self.costs[volunteer], self.costs.shape[1] - 1
        return float(min(row[min(last, done + more)], NEVER) - row[min(last, done)])

    def least(self, prices: Floats) -> tuple[float, Floats]:
        """Sum over volunteers of the least of cost less `prices` times the load, and those loads."""
        loads = np.arange(self.costs.shape[1]) * float(self.unit)
        values = self.costs - prices[:, None] * loads
        best = values.argmin(axis=1)
        return float(values[np.arange(len(best)), best].sum()), loads[best]


def by_minutes(case: RosterCase) -> Tariff:
    """Fair time and desired hours, and what an idle volunteer costs who is not asked."""
    steps = [_lengths(case, mine) for mine in case.options_of]
    unit = max(1, gcd(*(minutes for lengths in steps for minutes in lengths)))
    most = [_most(case, one) // unit for one in range(len(steps))]
    longest = max(most, default=0) + 1
    if longest * len(steps) > MOST_POINTS:
        return Tariff(np.zeros((len(steps), 1)), unit)
    loads = np.arange(longest) * unit
    costs = np.zeros((len(steps), longest))
    sums = cache(_sums)
    for at, lengths in enumerate(steps):
        costs[at] = _fair(case, TIME, at, loads) + _desired(case, at, loads)
        costs[at, 0] += case.rosters.policy.weight("include_idle") * (case.on("S04") and at in case.idle)
        costs[at, ~sums(frozenset(minutes // unit for minutes in lengths), longest)] = NEVER
        costs[at, most[at] + 1 :] = NEVER
    return Tariff(costs, unit)


def by_burdens(case: RosterCase) -> Tariff:
    """Fair burden, by the number of burdensome shifts."""
    options = case.options_of
    heavy = [sum(case.is_burden(case.blocks[case.seats[at].post]) for at in mine) for mine in options]
    count = max(heavy, default=0) + 1
    costs = np.full((len(options), count), NEVER)
    for at, most in enumerate(heavy):
        costs[at, : most + 1] = _fair(case, BURDEN, at, np.arange(most + 1) * BURDEN.unit)
    return Tariff(costs, 1)


def by_weekends(case: RosterCase) -> Tariff:
    """Weekends of service, by their number: the least over all choices of that many."""
    weeks, people = len(case.weeks), len(case.rosters.volunteers)
    if not case.on("S12") or weeks > MOST_WEEKS:
        return Tariff(np.zeros((people, weeks + 1)), 1)
    found: dict[frozenset[int], list[int]] = {}
    rows = []
    for blocks in case.past:
        before = frozenset(week for block in blocks if (week := _weekend(case, block)) > -WEEKS)
        rows.append(found.setdefault(before, _least_weekends(case, before)))
    return Tariff(np.array(rows, dtype=np.float64).reshape(people, weeks + 1), 1)


def _weekend(case: RosterCase, block: Block) -> int:
    week = case.weekend_of(block)
    return -WEEKS if week is None else week


def _least_weekends(case: RosterCase, before: Iterable[int]) -> list[int]:
    policy = case.rosters.policy

    def cost(chosen: Sequence[int]) -> int:
        served = {*before, *chosen}
        counts = (sum(week in served for week in range(last - WEEKS + 1, last + 1)) for last in case.weeks)
        return policy.weight("weekends") * sum(max(0, count - policy.weekends) for count in counts)

    return [min(map(cost, combinations(case.weeks, count))) for count in range(len(case.weeks) + 1)]


def _lengths(case: RosterCase, options: Iterable[int]) -> set[int]:
    return {case.blocks[case.seats[at].post].minutes for at in options}


def _most(case: RosterCase, volunteer: int) -> int:
    """Most minutes that somebody could serve: the longest shifts of each day, as far as the limits of months go."""
    days: dict[int, list[int]] = {}
    months: dict[tuple[int, int], int] = {}
    for at in case.options_of[volunteer]:
        block = case.blocks[case.seats[at].post]
        days.setdefault(block.day, []).append(block.minutes)
        months.setdefault(month(case, block), 0)
    if volunteer in case.overridden:
        return sum(map(sum, days.values()))
    shifts = case.rosters.policy.shifts_a_day
    total = sum(sum(sorted(found)[-shifts:]) if case.on("H15") else sum(found) for found in days.values())
    return min(total, len(months) * case.rosters.policy.month_minutes) if case.on("H11") else total


def _fair(case: RosterCase, measure: Measure, volunteer: int, loads: Ints) -> Floats:
    share, past = case.shares(measure)[volunteer], case.past_load(measure, volunteer)
    policy = case.rosters.policy
    found = np.zeros(len(loads))
    for step in policy.fair_steps if share and case.on("S02" if measure is TIME else "S03") else ():
        found += np.ceil(np.maximum(0, loads + past - measure.limit(case, volunteer, step)) / measure.unit)
    return measure.weight(case) * found


def _desired(case: RosterCase, volunteer: int, loads: Ints) -> Floats:
    if not case.on("S05") or case.rosters.volunteers[volunteer].desired is None:
        return np.zeros(len(loads))
    low, high = desired_range(case, volunteer)
    beside = np.ceil(np.maximum(0, low - loads) / STEP) + np.ceil(np.maximum(0, loads - high) / STEP)
    return np.asarray(case.rosters.policy.weight("desired_hours") * beside)


def _sums(lengths: Iterable[int], count: int) -> NDArray[np.bool_]:
    """Which numbers below `count` are sums of some lengths."""
    found = np.zeros(count, dtype=bool)
    found[0] = True
    for length in lengths:
        for start in range(length, count):
            found[start] |= found[start - length]
    return found
