"""Neighbourhoods of a roster: which shifts are planned anew together, and with which of their options.

Three kinds in turn: elders who live near one another with all their visits, near shifts of one week, and shifts of two
days. Of each post only those who sit there and a sample of the others are looked at; the sample prefers low prices.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from random import Random

from solvers.rosters.case import RosterCase
from solvers.rosters.roster import Roster, Seat

ELDERS = 15
SHIFTS = 60
CHOICES = 25
"""Options of a post that are looked at beside those taken."""
SPREAD = 12.0
"""By how much prices are blurred when options are drawn."""
WEEK = 7


@dataclass
class Surroundings:
    """Draws neighbourhoods of a case."""

    case: RosterCase

    @cached_property
    def _places(self) -> Sequence[tuple[int, int]]:
        index, places = self.case.rosters.place_index, self.case.rosters.places
        found = (places[index[one.place]] for one in self.case.rosters.shifts)
        return [(one.x, one.y) for one in found]

    def shifts(self, rng: Random, turn: int) -> list[int]:
        """Shifts of the neighbourhood of a turn."""
        kinds = (self._elders, self._week, self._days) if self.case.rosters.elders else (self._week, self._days)
        return kinds[turn % len(kinds)](rng)

    def _elders(self, rng: Random) -> list[int]:
        visited = [visits for visits in self.case.visits if visits]
        if not visited:
            return self._week(rng)
        middle = rng.choice(visited)[0]
        near = sorted(visited, key=lambda visits: self._far(visits[0], middle))[:ELDERS]
        return [shift for visits in near for shift in visits]

    def _week(self, rng: Random) -> list[int]:
        middle = rng.randrange(len(self.case.rosters.shifts))
        week = self._day(middle) // WEEK
        same = [at for at in range(len(self.case.rosters.shifts)) if self._day(at) // WEEK == week]
        return sorted(same, key=lambda at: self._far(at, middle))[:SHIFTS]

    def _days(self, rng: Random) -> list[int]:
        middle = rng.randrange(len(self.case.rosters.shifts))
        day = self._day(middle)
        same = [at for at in range(len(self.case.rosters.shifts)) if self._day(at) in (day, day + 1)]
        return rng.sample(same, min(SHIFTS, len(same)))

    def _day(self, shift: int) -> int:
        return self.case.blocks[self.case.posts_of[shift][0]].day

    def _far(self, shift: int, other: int) -> int:
        (x, y), (u, v) = self._places[shift], self._places[other]
        return (x - u) ** 2 + (y - v) ** 2

    def options(self, rng: Random, roster: Roster, shifts: Sequence[int]) -> list[int]:
        """Options of the shifts that are looked at."""
        found: list[int] = []
        for shift in shifts:
            for post in self.case.posts_of[shift]:
                taken = [self.case.seat_index[Seat(one, post)] for one in roster.on(post)]
                others = [at for at in self.case.options_on[post] if at not in taken]
                others.sort(key=lambda at: self.case.prices[at] + rng.random() * SPREAD)
                found += taken + others[:CHOICES]
        return found
