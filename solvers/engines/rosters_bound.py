"""A lower bound of a roster's cost (Lagrange): seats and loads are priced, each day of a volunteer decides for itself.

A price for each post joins what shifts pay for their seats with what volunteers pay for theirs; prices for a minute, a
burdensome shift and a weekend join days with what a volunteer pays by their sums; prices for coming to an elder's door
join visits with the faces there. For any prices the sum of the separate minima is a bound; steps along what does not
match raise it. Days of a volunteer hold at most two shifts that fit, with the time to travel between them. What is not
looked at (pairs of people, rest, weeks, who the novices are) can only raise the cost.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import ceil

import numpy as np
from numpy.typing import NDArray

from solvers.rosters.case import RosterCase
from solvers.rosters.columns import Columns
from solvers.rosters.roster import Roster, Seat
from solvers.rosters.tariffs import by_burdens, by_minutes, by_weekends

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
TWO = 2
UNITS = (1.0, 60.0, 1.0, 1.0, 1.0)
"""Seats, minutes, burdens, weekends and visits that are priced at once, so that steps of all prices are alike."""
LEAST = (-np.inf, -np.inf, -np.inf, 0.0, 0.0)
LONGEST, SHORTEST = 5.0, 0.03
"""Lengths of the first and the last step, in cost."""
ALIKE = 40.0
"""Prices far above this move in proportion to themselves: a shift that cannot run is worth thousands."""
MARGIN = 6.0
MEAN, SQUARE = 0.9, 0.99
ROUNDING = 1e-6
MOST_OPTIONS = 3_000_000
"""Of a larger problem only the plain bound is known."""


class Dual:
    """Prices of posts, loads and faces, moved by steps of Adam (Kingma, Ba 2015), and the best bound shown."""

    def __init__(self, case: RosterCase, roster: Roster) -> None:
        self.case, self.columns = case, Columns(case)
        self.tariffs = by_minutes(case), by_burdens(case), by_weekends(case)
        self.bound = 0.0
        people = len(case.rosters.volunteers)
        sizes = (people, people, people, len(self.columns.faces[0]))
        self._prices = [self._first(roster), *map(np.zeros, sizes)]
        self._kept = [part.copy() for part in self._prices]
        self._mean = [np.zeros_like(part) for part in self._prices]
        self._square = [np.zeros_like(part) for part in self._prices]

    def _first(self, roster: Roster) -> Floats:
        """Prices of posts to begin with: of a filled one the dearest seat, of another as many of the cheapest options.

        Where too few could come it is what the shift pays for standing.
        """
        case, found = self.case, np.zeros(len(self.case.posts))
        for at, (post, span) in enumerate(zip(case.posts, case.options_on, strict=True)):
            seats = [case.price(case.seat_index[Seat(one, at)]) for one in roster.on(at)]
            if len(seats) >= post.target:
                found[at] = MARGIN + max(seats, default=0)
            elif len(span) >= post.target:
                prices = case.prices[span.start : span.stop]
                found[at] = MARGIN + float(np.partition(prices, post.target - 1)[post.target - 1])
            elif not post.standby:
                found[at] = self.columns.standstill[post.shift] / max(1, post.least)
        return found

    @property
    def whole(self) -> int:
        """The bound as a cost can be."""
        return ceil(self.bound - ROUNDING * max(1.0, self.bound))

    def climb(self, steps: int, spent: Callable[[], float] = lambda: 0.0) -> int:
        """Move the prices so many times, or until all of the time is `spent` (a share); returns how often it was."""
        for at in range(steps):
            share = max(at / steps, spent())
            if share >= 1:
                return at
            value, mismatch = self.look()
            if value > self.bound:
                self.bound, self._kept = value, [part.copy() for part in self._prices]
            length = LONGEST * (SHORTEST / LONGEST) ** share
            parts = zip(self._prices, self._mean, self._square, mismatch, LEAST, strict=True)
            for price, mean, square, part, least in parts:
                mean += (1 - MEAN) * (part - mean)
                square += (1 - SQUARE) * (part * part - square)
                even = np.sqrt(square / (1 - SQUARE ** (at + 1))) + ROUNDING
                price += length * (1 + np.abs(price) / ALIKE) * mean / (1 - MEAN ** (at + 1)) / even
                np.maximum(price, least, out=price)
        return steps

    @property
    def best(self) -> Sequence[Floats]:
        """Prices that showed the bound: of posts, minutes, burdens, weekends and visits (as `columns.faces` lists)."""
        return [price / unit for price, unit in zip(self._kept, UNITS, strict=True)]

    def look(self) -> tuple[float, Sequence[Floats]]:
        """Sum of the separate minima at the prices, and by how much their parts do not match."""
        posts, minutes, burdens, weekends, doors = self._unit_prices()
        columns, count, values = self.columns, len(minutes), self._values()
        people, chosen, rested = self._days(values, weekends)
        shifts, seats = self._shifts(posts)
        faces, come = self._faces(doors)
        priced = zip(self.tariffs, (minutes, burdens, weekends), strict=True)
        costs, loads = zip(*(tariff.least(price) for tariff, price in priced), strict=True)
        whose = columns.volunteer[chosen]
        done = (
            np.bincount(whose, columns.minutes[chosen], count),
            np.bincount(whose, columns.burden[chosen], count),
            np.bincount(rested, minlength=count),
        )
        taken = np.zeros(len(values))
        taken[chosen] = 1
        mismatch = [
            seats - np.bincount(columns.post[chosen], minlength=len(posts)),
            *(one - other for one, other in zip(done, loads, strict=True)),
            taken[columns.faces[0]] - come,
        ]
        total = people + shifts + faces + sum(costs)
        return total, [part / unit for part, unit in zip(mismatch, UNITS, strict=True)]

    def _unit_prices(self) -> Sequence[Floats]:
        return [price / unit for price, unit in zip(self._prices, UNITS, strict=True)]

    def _values(self) -> Floats:
        """What each option costs beyond the price of its post."""
        posts, minutes, burdens, _, doors = self._unit_prices()
        columns = self.columns
        values = columns.price + minutes[columns.volunteer] * columns.minutes - posts[columns.post]
        values += burdens[columns.volunteer] * columns.burden
        values[columns.faces[0]] += doors
        return np.asarray(values)

    @property
    def reduced(self) -> Floats:
        """The same in the order of the case's options: what is low is worth looking at."""
        found = np.empty(len(self.columns.order))
        found[self.columns.order] = self._values()
        return found

    def _days(self, values: Floats, weekends: Floats) -> tuple[float, Ints, Ints]:
        """Least sum over the days of volunteers, with the options taken and whose weekends are used."""
        columns = self.columns
        best = np.minimum(0.0, np.minimum.reduceat(values, columns.starts))
        first, second = columns.pairs
        both = values[first] + values[second] + columns.idle
        groups = columns.group[first]
        np.minimum.at(best, groups, both)
        bundle, owner = columns.weekends
        sums = np.bincount(bundle, best, len(owner)) + np.where(owner >= 0, weekends[owner], 0.0)
        used = sums < 0
        open_ = used[bundle]
        single = np.flatnonzero((values < 0) & (values == best[columns.group]) & open_[columns.group])
        pair = np.flatnonzero((both < 0) & (both == best[groups]) & open_[groups])
        taken = np.zeros(len(columns.starts), dtype=bool)
        _, at = np.unique(columns.group[single], return_index=True)
        single = single[at]
        taken[columns.group[single]] = True
        pair = pair[~taken[groups[pair]]]
        _, at = np.unique(groups[pair], return_index=True)
        pair = pair[at]
        chosen = np.concatenate([single, first[pair], second[pair]])
        return float(sums[used].sum()), chosen, owner[used & (owner >= 0)]

    def _faces(self, doors: Floats) -> tuple[float, Floats]:
        """Least sum over the elders' doors, with the options whose face is one that comes."""
        _, numbers, elders = self.columns.faces
        policy = self.case.rosters.policy
        worth = np.bincount(numbers, doors, len(elders))
        order = np.lexsort((-worth, elders))
        first = np.flatnonzero(np.r_[True, np.diff(elders[order]) > 0]) if len(order) else order
        rank = np.empty(len(order), dtype=np.int64)
        rank[order] = np.arange(len(order)) - np.repeat(first, np.diff(np.r_[first, len(order)]))
        gain = worth - policy.weight("continuity") * (rank >= policy.faces)
        come = gain > 0
        return -float(gain[come].sum()), come[numbers].astype(np.float64)

    def _shifts(self, posts: Floats) -> tuple[float, Floats]:
        """Least sum over the shifts, with the seats of each post."""
        counts = self.columns.counts
        return self.columns.settle(counts + posts[:, None] * np.arange(counts.shape[1]))


def bound_fits(case: RosterCase) -> bool:
    """Whether a problem keeps the rules that the bound builds on, and is not too large for it."""
    return (
        0 < len(case.seats) <= MOST_OPTIONS
        and all(map(case.on, ("H01", "H15", "H17")))
        and case.rosters.policy.shifts_a_day <= TWO
    )
