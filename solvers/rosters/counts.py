"""What the seats of a shift cost by their number, as arrays, and the least of it whatever a seat is worth."""

from __future__ import annotations

from collections.abc import Sequence
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
from solvers.rosters.rules.crew import is_mentor, is_minor, is_novice, safety_posts

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
IMPOSSIBLE = 1e12
COUNTED = (BelowMin(), BelowTarget(), OverTarget(), ExpectedAttendance(), StandbySeats())


@dataclass
class Counts:
    """Costs of each post with 0, 1, 2 … seats."""

    case: RosterCase

    def plain_bound(self) -> int:
        """A bound at once: each post takes its cheapest options, whoever they are."""
        values = self.counts.copy()
        for at, span in enumerate(self.case.options_on):
            most = min(len(span), values.shape[1] - 1)
            cheapest = np.sort(np.partition(self.case.prices[span.start : span.stop], max(0, most - 1))[:most])
            values[at, 1 : most + 1] += np.cumsum(cheapest)
            values[at, most + 1 :] = IMPOSSIBLE
        return int(self.settle(values)[0])

    def settle(self, values: Floats) -> tuple[float, Floats]:
        """Least sum over the shifts if posts cost `values` by their seats, with the seats of each post."""
        seats = np.arange(values.shape[1])
        values[seats[None, :] < self.least[:, None]] = IMPOSSIBLE
        best = values.argmin(axis=1)
        shift = np.array([post.shift for post in self.case.posts], dtype=np.int64)
        running = np.bincount(shift, values[np.arange(len(best)), best], len(self.empty))
        # Without a safety role there is no standing still: nobody on it is a number of seats like any other.
        idle = (np.bincount(shift, self.least, len(self.empty)) > 0) & (self.standstill < running)
        total = self.empty.sum() + np.where(idle, self.standstill, running).sum()
        return float(total), np.where(idle[shift], 0, best).astype(np.float64)

    @cached_property
    def counts(self) -> Floats:
        """What each post costs at least beside its empty shift with 0, 1, 2 … seats; `IMPOSSIBLE` beyond the
        most, and beyond those who could come.
        """
        posts, empty = self.case.posts, Roster(self.case)
        found = np.full((len(posts), max((post.most for post in posts), default=0) + 1), IMPOSSIBLE)
        for at, post in enumerate(posts):
            most = len(self.case.options_on[at]) if post.standby else self.crowds[post.shift]
            for seats in range(min(post.most, most, len(self.case.options_on[at])) + 1):
                crowd = Roster(self.case, [Seat(self._reliable, at)] * seats)
                found[at, seats] = self.cost(crowd, post.shift) - self.cost(empty, post.shift)
        return found

    @cached_property
    def crowds(self) -> Sequence[int]:
        """Most people, standby left out, who may be on each shift together as far as novices, leads, adults go."""
        return [self._crowd(shift) for shift in range(len(self.case.rosters.shifts))]

    def _crowd(self, shift: int) -> int:
        case, policy = self.case, self.case.rosters.policy
        posts = (at for at in case.posts_of[shift] if not case.posts[at].standby)
        people = {
            int(one) for at in posts for one in case.options[0][case.options_on[at].start : case.options_on[at].stop]
        }
        most = len(people)
        if case.rosters.shifts[shift].given:
            return most
        if case.on("H05") and all(is_minor(case, one, shift) for one in people):
            return 0
        if case.on("H18"):
            leads = sum(case.rosters.volunteers[one].lead for one in people)
            most = min(most, leads * policy.lead_for or policy.lead_from - 1)
        if case.on("H19"):
            worth = [
                is_novice(case, one, shift) - policy.novices_a_mentor * is_mentor(case, one, shift) for one in people
            ]
            led = -sum(each for each in worth if each <= 0)
            novices = sum(each > 0 for each in worth)
            most = min(most, len(people) - max(0, novices - led))
        return most

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
        """What each shift costs beside that if it does not run; nothing where its crew was decided elsewhere."""
        rule, roster = ShiftCannotRun(), Roster(self.case)
        found = np.zeros(len(self.case.rosters.shifts), dtype=np.float64)
        for shift in self.case.judged if self.case.on(rule.id) and self.case.on("H16") else ():
            found[shift] = rule.cost(self.case, roster, shift)
        return found

    @cached_property
    def least(self) -> Ints:
        """Seats that a post needs before its shift runs."""
        found = np.zeros(len(self.case.posts), dtype=np.int64)
        for shift in self.case.judged if self.case.on("H16") else ():
            for post in safety_posts(self.case, shift):
                found[post] = self.case.posts[post].least
        return found
