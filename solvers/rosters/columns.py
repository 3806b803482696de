"""A roster problem as arrays for the bound: options by volunteer and day, pairs that fit a day, prices of counts."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from solvers.rosters.case import RosterCase
from solvers.rosters.roster import Roster, Seat
from solvers.rosters.rules.coverage import (
    BelowMin,
    BelowTarget,
    ExpectedAttendance,
    OverTarget,
    ShiftCannotRun,
    StandbySeats,
)
from solvers.rosters.rules.crew import safety_posts

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
IMPOSSIBLE = 1e12
COUNTED = (BelowMin(), BelowTarget(), OverTarget(), ExpectedAttendance(), StandbySeats())


@dataclass
class Columns:
    """Options ordered by volunteer and day; `group` numbers the pairs of both."""

    case: RosterCase

    def __post_init__(self) -> None:
        people, posts = self.case.options
        blocks = self.case.blocks
        days = np.array([block.day for block in blocks], dtype=np.int64)[posts]
        order = np.lexsort((posts, days, people))
        self.volunteer, self.post = people[order], posts[order]
        self.price = np.array([self.case.price(at) for at in range(len(people))], dtype=np.float64)[order]
        self.minutes = np.array([block.minutes for block in blocks], dtype=np.int64)[self.post]
        self.burden = np.array([self.case.is_burden(block) for block in blocks], dtype=np.int64)[self.post]
        self.shift = np.array([post.shift for post in self.case.posts], dtype=np.int64)[self.post]
        keys = self.volunteer * self.case.horizon.length + days[order]
        self.starts = np.flatnonzero(np.r_[True, keys[1:] != keys[:-1]])
        self.group = np.repeat(np.arange(len(self.starts)), np.diff(np.r_[self.starts, len(keys)]))

    @cached_property
    def pairs(self) -> tuple[Ints, Ints]:
        """Positions of two options of one volunteer and day that may both be taken, ordered by group."""
        first, second = [], []
        longest = int(np.bincount(self.group).max(initial=0))
        limits = np.array(
            [self.case.rosters.policy.by_age(self.case.rosters.policy.day_minutes, age) for age in self.case.ages]
        )
        for step in range(1, longest):
            a = np.flatnonzero(self.group[step:] == self.group[:-step])
            b = a + step
            fits = self._compatible[self.shift[a], self.shift[b]]
            if self.case.on("H09"):
                fits &= self.minutes[a] + self.minutes[b] <= limits[self.volunteer[a]]
            first.append(a[fits])
            second.append(b[fits])
        a, b = (np.concatenate(part or [np.zeros(0, dtype=np.int64)]) for part in (first, second))
        order = np.argsort(self.group[a], kind="stable")
        return a[order], b[order]

    @cached_property
    def _compatible(self) -> Bools:
        """Shifts that one volunteer can serve one after the other, time to travel between them included."""
        policy, problem = self.case.rosters.policy, self.case.rosters
        spans = np.array(self.case.spans, dtype=np.int64).reshape(-1, 2)
        at = [problem.places[problem.place_index[one.place]] for one in problem.shifts]
        x, y = (np.array([getattr(one, name) for one in at], dtype=np.float64) for name in ("x", "y"))
        straight = np.floor(np.hypot(x[:, None] - x, y[:, None] - y))
        road = np.ceil(straight * policy.detour_percent / (100 * policy.metres_a_minute)) + policy.travel_extra
        names = np.array([problem.place_index[one.place] for one in problem.shifts])
        # A minute less than the rule, so that rounding never excludes what the rule allows.
        needed = np.where(names[:, None] == names, 0, np.maximum(policy.least_gap, road - 1))
        if not self.case.on("H02"):
            needed[:] = 0
        gap = spans[None, :, 0] - spans[:, None, 1]
        return np.asarray((gap >= needed) | (gap.T >= needed.T))

    @cached_property
    def counts(self) -> Floats:
        """What each post costs at least beside its empty shift with 0, 1, 2 … seats; `IMPOSSIBLE` beyond the most."""
        posts, empty = self.case.posts, Roster(self.case)
        found = np.full((len(posts), max((post.most for post in posts), default=0) + 1), IMPOSSIBLE)
        for at, post in enumerate(posts):
            for seats in range(post.most + 1):
                crowd = Roster(self.case, [Seat(self._reliable, at)] * seats)
                found[at, seats] = self.cost(crowd, post.shift) - self.cost(empty, post.shift)
        return found

    @cached_property
    def _reliable(self) -> int:
        """Whoever is most likely to come."""
        return max(range(len(self.case.rates)), key=lambda at: self.case.rates[at], default=0)

    def cost(self, roster: Roster, shift: int) -> int:
        """What the seats of a shift cost by their number."""
        return sum(rule.cost(self.case, roster, shift) for rule in COUNTED if self.case.on(rule.id))

    @cached_property
    def empty(self) -> Floats:
        """What each shift costs with nobody on it, that it does not run not counted."""
        roster = Roster(self.case)
        return np.array([self.cost(roster, at) for at in range(len(self.case.rosters.shifts))], dtype=np.float64)

    @cached_property
    def standstill(self) -> Floats:
        """What each shift costs beside that if it does not run."""
        rule, roster = ShiftCannotRun(), Roster(self.case)
        shifts = range(len(self.case.rosters.shifts))
        runs = self.case.on(rule.id) and self.case.on("H16")
        return np.array([runs * rule.cost(self.case, roster, at) for at in shifts], dtype=np.float64)

    @cached_property
    def least(self) -> Ints:
        """Seats that a post needs before its shift runs."""
        found = np.zeros(len(self.case.posts), dtype=np.int64)
        for shift in range(len(self.case.rosters.shifts)) if self.case.on("H16") else ():
            for post in safety_posts(self.case, shift):
                found[post] = self.case.posts[post].least
        return found
