"""A roster problem as arrays for the bound: options by volunteer and day, pairs that fit a day, prices of counts."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from solvers.rosters.case import RosterCase
from solvers.rosters.counts import Counts
from solvers.rosters.rules.pairs import IDLE

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
SATURDAY = 5


def _elder(case: RosterCase, shift: int) -> int:
    found = case.elder_of(shift)
    return -1 if found is None else found


@dataclass
class Columns(Counts):
    """Options ordered by volunteer and day; `group` numbers the pairs of both."""

    def __post_init__(self) -> None:
        people, posts = self.case.options
        blocks = self.case.blocks
        days = np.array([block.day for block in blocks], dtype=np.int64)[posts]
        self.order = order = np.lexsort((posts, days, people))
        self.volunteer, self.post = people[order], posts[order]
        self.price = self.case.prices[order].astype(np.float64)
        self.minutes = np.array([block.minutes for block in blocks], dtype=np.int64)[self.post]
        self.burden = np.array([self.case.is_burden(block) for block in blocks], dtype=np.int64)[self.post]
        self.shift = np.array([post.shift for post in self.case.posts], dtype=np.int64)[self.post]
        self.day = days[order]
        self.group = self._grouped()
        self.starts = np.flatnonzero(np.r_[True, self.group[1:] != self.group[:-1]])
        self.owners = self.volunteer[self.starts]

    def _grouped(self) -> Ints:
        """Numbers of the pairs of volunteer and day; of whom a limit is overridden each option stands by itself."""
        free = np.zeros(len(self.case.rosters.volunteers), dtype=bool)
        free[sorted(self.case.overridden)] = True
        new = np.r_[True, (np.diff(self.volunteer) > 0) | (np.diff(self.day) > 0)] | free[self.volunteer]
        return np.asarray(np.cumsum(new) - 1)

    @cached_property
    def pairs(self) -> tuple[Ints, Ints]:
        """Positions of two options of one volunteer and day that may both be taken, ordered by group."""
        first, second = [], []
        longest = int(np.bincount(self.group).max(initial=0))
        policy = self.case.rosters.policy
        limits = np.array([policy.by_age(policy.day_minutes, age) for age in self.case.ages])
        for step in range(1, longest):
            a = np.flatnonzero(self.group[step:] == self.group[:-step])
            b = a + step
            fits = self._compatible(a, b)
            if self.case.on("H09"):
                fits &= self.minutes[a] + self.minutes[b] <= limits[self.volunteer[a]]
            first.append(a[fits])
            second.append(b[fits])
        a, b = (np.concatenate(part or [np.zeros(0, dtype=np.int64)]) for part in (first, second))
        order = np.argsort(self.group[a], kind="stable")
        return a[order], b[order]

    def _compatible(self, first: Ints, second: Ints) -> Bools:
        """Whether one volunteer can serve one shift after the other, time to travel between them included."""
        policy, a, b = self.case.rosters.policy, self.shift[first], self.shift[second]
        x, y, names = self._places
        straight = np.floor(np.hypot(x[a] - x[b], y[a] - y[b]))
        road = np.ceil(straight * policy.detour_percent / (100 * policy.metres_a_minute)) + policy.travel_extra
        # A minute less than the rule, so that rounding never excludes what the rule allows.
        needed = np.where(names[a] == names[b], 0, np.maximum(policy.least_gap, road - 1)) * self.case.on("H02")
        return self._between(first, second) >= needed

    def _between(self, first: Ints, second: Ints) -> Ints:
        """Minutes between two shifts, whichever comes first; below zero where they meet."""
        spans = np.array(self.case.spans, dtype=np.int64).reshape(-1, 2)
        a, b = spans[self.shift[first]], spans[self.shift[second]]
        return np.asarray(np.maximum(b[:, 0] - a[:, 1], a[:, 0] - b[:, 1]))

    @cached_property
    def idle(self) -> Floats:
        """What the idle time between the two of each pair costs."""
        gap = self._between(*self.pairs)
        steps = np.where((gap >= IDLE[0]) & (gap <= IDLE[1]), -(-gap // 30), 0)
        return np.asarray(steps * float(self.case.rosters.policy.weight("gaps")) * self.case.on("S14"))

    @cached_property
    def _places(self) -> tuple[Floats, Floats, Ints]:
        """East and north of each shift, and the number of its place."""
        problem = self.case.rosters
        names = [problem.place_index[one.place] for one in problem.shifts]
        at = [problem.places[name] for name in names]
        x, y = (np.array([getattr(one, axis) for one in at], dtype=np.float64) for axis in ("x", "y"))
        return x, y, np.array(names, dtype=np.int64)

    @cached_property
    def weekends(self) -> tuple[Ints, Ints]:
        """For each group the number of its bundle, and for each bundle its volunteer, -1 for what is no weekend.

        Both days of a volunteer's weekend are a bundle, any other group is one by itself.
        """
        weeks, weekdays = np.divmod(self.day[self.starts] + self.case.horizon.first.weekday(), 7)
        keys = self.owners * (len(self.case.weeks) + 1) + weeks
        new = np.r_[True, (np.diff(keys) > 0) | (weekdays[1:] < SATURDAY) | (weekdays[:-1] < SATURDAY)]
        first = np.flatnonzero(new)
        return np.cumsum(new) - 1, np.where(weekdays[first] >= SATURDAY, self.owners[first], -1)

    @cached_property
    def faces(self) -> tuple[Ints, Ints, Ints]:
        """Options at elders' doors, for each the number of its face, and for each face its elder."""
        elders = np.array(
            [-1 if post.standby else _elder(self.case, post.shift) for post in self.case.posts], dtype=np.int64
        )[self.post]
        found = np.flatnonzero(elders >= 0) if self.case.on("S08") else np.zeros(0, dtype=np.int64)
        people = len(self.case.rosters.volunteers)
        keys, numbers = np.unique(elders[found] * people + self.volunteer[found], return_inverse=True)
        return found, numbers, keys // max(1, people)
