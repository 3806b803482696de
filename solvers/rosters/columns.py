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
from solvers.rosters.rules.pairs import IDLE

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
IMPOSSIBLE = 1e12
SATURDAY = 5
COUNTED = (BelowMin(), BelowTarget(), OverTarget(), ExpectedAttendance(), StandbySeats())


def _elder(case: RosterCase, shift: int) -> int:
    found = case.elder_of(shift)
    return -1 if found is None else found


@dataclass
class Columns:
    """Options ordered by volunteer and day; `group` numbers the pairs of both."""

    case: RosterCase

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
        """What the seats of a shift cost by their number; nothing where they were decided elsewhere."""
        if self.case.rosters.shifts[shift].given:
            return 0
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
