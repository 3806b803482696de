"""A lower bound of a roster's cost (Lagrange): seats and loads are priced, each day of a volunteer decides for itself.

A price for each post joins what shifts pay for their seats with what volunteers pay for theirs; prices for a minute and
for a burdensome shift join days with the steps of fairness and desired hours. For any prices the sum of the separate
minima is a bound; steps along what does not match raise it. Days of a volunteer hold at most two shifts that fit, with
the time to travel between them. What is not looked at (faces, pairs, rest, weeks, novices) can only raise the cost.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import ceil

import numpy as np
from numpy.typing import NDArray

from solvers.rosters.case import RosterCase
from solvers.rosters.columns import IMPOSSIBLE, Columns
from solvers.rosters.roster import Roster, Seat
from solvers.rosters.rules.fairness import BURDEN, TIME, Measure

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
TWO = 2
UNITS = (1.0, 60.0, float(BURDEN.unit))
"""Seats, minutes and burdens that are priced at once, so that steps of all prices are alike."""
LONGEST, SHORTEST = 5.0, 0.03
"""Lengths of the first and the last step, in cost."""
ALIKE = 40.0
"""Prices far above this move in proportion to themselves: a shift that cannot run is worth thousands."""
MARGIN = 6.0
MEAN, SQUARE = 0.9, 0.99
ROUNDING = 1e-6
MOST_SHIFTS = 4_000
"""Pairs of shifts are one table."""


@dataclass
class Loads:
    """Convex price of each volunteer's load: slopes beyond breakpoints, up to a cap."""

    breaks: Floats
    slopes: Floats
    base: Floats
    start: Floats
    cap: Floats

    def least(self, prices: Floats) -> tuple[float, Floats]:
        """Sum over volunteers of the least of price at a load less `prices` times the load, and those loads."""
        loads = np.minimum(np.maximum(self.breaks, 0.0), self.cap[:, None])
        beyond = np.maximum(0.0, loads[:, :, None] - self.breaks[:, None, :])
        costs = self.base[:, None] - self.start[:, None] * loads + (beyond * self.slopes[:, None, :]).sum(axis=2)
        values = costs - prices[:, None] * loads
        best = values.argmin(axis=1)
        rows = np.arange(len(best))
        return float(values[rows, best].sum()), loads[rows, best]


def loads_of(case: RosterCase, measure: Measure, cap: Floats, *, desired: bool) -> Loads:
    """Fairness of a measure, with the desired hours where they are measured the same way."""
    people, policy = range(len(case.rosters.volunteers)), case.rosters.policy
    steps = policy.fair_steps if case.on("S02" if measure is TIME else "S03") else ()
    breaks = [[measure.limit(case, at, step) - case.past_load(measure, at) for step in steps] for at in people]
    slope = measure.weight(case) / measure.unit
    slopes = [[slope * bool(case.shares(measure)[at])] * len(steps) for at in people]
    base, start = np.zeros(len(breaks)), np.zeros(len(breaks))
    hours = policy.weight("desired_hours") / 30
    for at, one in enumerate(case.rosters.volunteers):
        low, high = one.desired if desired and one.desired and case.on("S05") else (0, 1 << 30)
        low, high = low * case.horizon.length // 28, high * case.horizon.length // 28
        base[at], start[at] = hours * low, hours * bool(low)
        breaks[at] += [low, high]
        slopes[at] += [start[at], hours]
    edges = [[0.0, *found, float(cap[at])] for at, found in enumerate(breaks)]
    return Loads(np.array(edges), np.array([[0.0, *found, 0.0] for found in slopes]), base, start, cap)


class Dual:
    """Prices of posts, minutes and burdens, moved by steps of Adam (Kingma, Ba 2015), and the best bound shown."""

    def __init__(self, case: RosterCase, roster: Roster) -> None:
        self.case, self.columns = case, Columns(case)
        people = len(case.rosters.volunteers)
        owners = self.columns.volunteer[self.columns.starts]
        longest = np.maximum.reduceat(self.columns.minutes, self.columns.starts) * float(TWO)
        days = np.bincount(owners, minlength=people).astype(np.float64)
        self.time = loads_of(case, TIME, np.bincount(owners, longest, people).astype(np.float64), desired=True)
        self.burden = loads_of(case, BURDEN, days * TWO * BURDEN.unit, desired=False)
        self.bound = 0.0
        self._prices = [self._first(roster), np.zeros(people), np.zeros(people)]
        self._mean = [np.zeros_like(part) for part in self._prices]
        self._square = [np.zeros_like(part) for part in self._prices]

    def _first(self, roster: Roster) -> Floats:
        """Prices of posts to begin with: of a filled one the dearest seat, else what its shift pays for standing."""
        case, found = self.case, np.zeros(len(self.case.posts))
        for at, post in enumerate(case.posts):
            seats = (case.seat_index[Seat(one, at)] for one in roster.on(at))
            if len(roster.on(at)) >= post.target:
                found[at] = MARGIN + max(map(case.price, seats), default=0)
            elif not post.standby:
                found[at] = self.columns.standstill[post.shift] / max(1, post.least)
        return found

    @property
    def whole(self) -> int:
        """The bound as a cost can be."""
        return ceil(self.bound - ROUNDING * max(1.0, self.bound))

    def climb(self, steps: int, going_on: Callable[[], bool]) -> int:
        """Move the prices so many times, or as long as it is allowed; returns how often it was."""
        for at in range(steps):
            if not going_on():
                return at
            value, mismatch = self.look()
            self.bound = max(self.bound, value)
            length = LONGEST * (SHORTEST / LONGEST) ** (at / steps)
            for price, mean, square, part in zip(self._prices, self._mean, self._square, mismatch, strict=True):
                mean += (1 - MEAN) * (part - mean)
                square += (1 - SQUARE) * (part * part - square)
                even = np.sqrt(square / (1 - SQUARE ** (at + 1))) + ROUNDING
                price += length * (1 + np.abs(price) / ALIKE) * mean / (1 - MEAN ** (at + 1)) / even
        return steps

    def look(self) -> tuple[float, Sequence[Floats]]:
        """Sum of the separate minima at the prices, and by how much their parts do not match."""
        posts, minutes, burdens = (price / unit for price, unit in zip(self._prices, UNITS, strict=True))
        columns = self.columns
        values = columns.price + minutes[columns.volunteer] * columns.minutes - posts[columns.post]
        values += burdens[columns.volunteer] * columns.burden * BURDEN.unit
        people, chosen = self._days(values)
        shifts, seats = self._shifts(posts)
        time, loads = self.time.least(minutes)
        burden, heavy = self.burden.least(burdens)
        taken = np.bincount(columns.post[chosen], minlength=len(posts))
        whose, count = columns.volunteer[chosen], len(minutes)
        worked = np.bincount(whose, columns.minutes[chosen], count)
        borne = np.bincount(whose, columns.burden[chosen] * BURDEN.unit, count)
        mismatch = (seats - taken, worked - loads, borne - heavy)
        return people + shifts + time + burden, [part / unit for part, unit in zip(mismatch, UNITS, strict=True)]

    def _days(self, values: Floats) -> tuple[float, Ints]:
        """Least sum over the days of volunteers, with the options taken."""
        columns = self.columns
        best = np.minimum(0.0, np.minimum.reduceat(values, columns.starts))
        first, second = columns.pairs
        both = values[first] + values[second]
        groups = columns.group[first]
        np.minimum.at(best, groups, both)
        single = np.flatnonzero((values < 0) & (values == best[columns.group]))
        pair = np.flatnonzero((both < 0) & (both == best[groups]))
        taken = np.zeros(len(columns.starts), dtype=bool)
        _, at = np.unique(columns.group[single], return_index=True)
        single = single[at]
        taken[columns.group[single]] = True
        pair = pair[~taken[groups[pair]]]
        _, at = np.unique(groups[pair], return_index=True)
        pair = pair[at]
        return float(best.sum()), np.concatenate([single, first[pair], second[pair]])

    def _shifts(self, posts: Floats) -> tuple[float, Floats]:
        """Least sum over the shifts, with the seats of each post."""
        columns, counts = self.columns, self.columns.counts
        seats = np.arange(counts.shape[1])
        values = counts + posts[:, None] * seats
        values[seats[None, :] < columns.least[:, None]] = IMPOSSIBLE
        best = values.argmin(axis=1)
        shift = np.array([post.shift for post in self.case.posts], dtype=np.int64)
        running = np.bincount(shift, values[np.arange(len(best)), best], len(columns.empty))
        stands = columns.standstill > 0
        idle = stands & (columns.standstill < running)
        total = columns.empty.sum() + np.where(idle, columns.standstill, running).sum()
        return float(total), np.where(idle[shift], 0, best).astype(np.float64)


def bound_fits(case: RosterCase) -> bool:
    """Whether a problem keeps the rules that the bound builds on, and is not too large for it."""
    rules = ("H01", "H15", "H17")
    few = len(case.rosters.shifts) <= MOST_SHIFTS
    return bool(case.seats) and few and all(map(case.on, rules)) and case.rosters.policy.shifts_a_day <= TWO
