"""Neighbourhoods of a roster: which shifts are planned anew together, and with which of their options.

Three kinds in turn: elders who live near one another with all their visits, near shifts of one week, and shifts of two
days. Of each post only those who sit there and a sample of the others are looked at; the sample prefers low prices.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from random import Random

import numpy as np
from numpy.typing import NDArray

from solvers.rosters.case import RosterCase
from solvers.rosters.roster import Roster, Seat

Floats = NDArray[np.float64]
ELDERS = 9
FEWEST, MOST = 36, 100
"""Shifts of a neighbourhood: few at first, as much is gained quickly, one more each turn."""
CHOICES = 12
"""Options of a post that are looked at beside those taken."""
SHORT = 4
"""So many times as many are looked at where a seat is empty."""
SPREAD = 12.0
"""By how much prices are blurred when options are drawn."""
KNOWN = 10.0
"""By how much less those who come to an elder already are ranked."""
HURT, BESIDE = 10, 4
"""Shifts that a re-plan looks at together, and how many near ones of the day for each."""
WEEK = 7


@dataclass
class Surroundings:
    """Draws neighbourhoods of a case."""

    case: RosterCase
    guide: Floats
    """How little each option is worth looking at."""
    _size: int = FEWEST

    @cached_property
    def _places(self) -> Sequence[tuple[int, int]]:
        index, places = self.case.rosters.place_index, self.case.rosters.places
        found = (places[index[one.place]] for one in self.case.rosters.shifts)
        return [(one.x, one.y) for one in found]

    def batch(self, rng: Random, roster: Roster, turn: int, count: int) -> list[list[int]]:
        """Shifts of some neighbourhoods that hardly touch one another, so that what each gains can be kept."""
        self._size = min(MOST, FEWEST + turn)
        kinds = (self._elders, self._weeks, self._days) if any(self.case.visits) else (self._weeks, self._days)
        return [found for found in kinds[turn % len(kinds)](rng, roster, count) if found]

    def _elders(self, rng: Random, roster: Roster, count: int) -> list[list[int]]:
        visited = [visits for visits in self.case.visits if visits]
        rng.shuffle(visited)
        found: list[list[int]] = []
        for _ in range(min(count, -(-len(visited) // ELDERS))):
            middle = max(visited, key=lambda visits: min((self._far(visits[0], one[0]) for one in found), default=0))[0]
            near = sorted(visited, key=lambda visits: self._far(visits[0], middle))[:ELDERS]
            found.append([shift for visits in near for shift in visits])
            visited = [visits for visits in visited if visits not in near]
        return found

    def _weeks(self, rng: Random, roster: Roster, count: int) -> list[list[int]]:
        weeks: dict[int, list[int]] = {}
        for at in range(len(self.case.rosters.shifts)):
            weeks.setdefault(self._day(at) // WEEK, []).append(at)
        chosen = rng.sample(sorted(weeks), min(count, len(weeks)))
        return [self._around(rng, weeks[week]) for week in chosen]

    def _around(self, rng: Random, shifts: list[int]) -> list[int]:
        middle = rng.choice(shifts)
        return sorted(shifts, key=lambda at: self._far(at, middle))[: self._size]

    def _days(self, rng: Random, roster: Roster, count: int) -> list[list[int]]:
        days: dict[int, list[int]] = {}
        shifted = rng.randrange(2)
        for at in range(len(self.case.rosters.shifts)):
            days.setdefault((self._day(at) + shifted) // 2, []).append(at)
        chosen = rng.sample(sorted(days), min(count, len(days)))
        return [self._with_empty(rng, roster, days[pair]) for pair in chosen]

    def _with_empty(self, rng: Random, roster: Roster, shifts: list[int]) -> list[int]:
        """Shifts that nobody serves first, then others as they are drawn."""
        drawn = rng.sample(shifts, len(shifts))
        return sorted(drawn, key=lambda at: bool(roster.crew(at)))[: self._size]

    def _day(self, shift: int) -> int:
        return self.case.blocks[self.case.posts_of[shift][0]].day

    def _far(self, shift: int, other: int) -> int:
        (x, y), (u, v) = self._places[shift], self._places[other]
        return (x - u) ** 2 + (y - v) ** 2

    def options(self, rng: Random, roster: Roster, shifts: Sequence[int]) -> list[int]:
        """Options of the shifts that are looked at."""
        noise = np.random.default_rng(rng.randrange(1 << 30))
        found: list[int] = []
        for shift in shifts:
            known = sorted(self.case.faces(roster, shift))
            for post in self.case.posts_of[shift]:
                span = self.case.options_on[post]
                ranks = self.guide[span.start : span.stop] + noise.random(len(span)) * SPREAD
                ranks -= KNOWN * np.isin(self.case.options[0][span.start : span.stop], known)
                taken = [self.case.seat_index[Seat(one, post)] for one in roster.on(post)]
                ranks[[at - span.start for at in taken]] = -np.inf
                short = len(taken) < self.case.posts[post].target
                count = len(taken) + CHOICES * (SHORT if short else 1)
                found += (np.argsort(ranks, kind="stable")[:count] + span.start).tolist()
        return found

    def hurt(self, roster: Roster) -> list[list[int]]:
        """For a re-plan: shifts that lost a published seat, with near ones of their days, a few together."""
        lost = {
            self.case.posts[seat.post].shift
            for seat in self.case.in_force
            if not roster.holds(seat) or seat not in self.case.seat_index
        }
        groups = [sorted(lost)[at : at + HURT] for at in range(0, len(lost), HURT)]
        return [sorted({near for shift in group for near in self._beside(shift)}) for group in groups]

    def _beside(self, shift: int) -> list[int]:
        day = self._day(shift)
        same = (at for at in range(len(self.case.rosters.shifts)) if self._day(at) == day)
        return sorted(same, key=lambda at: self._far(at, shift))[:BESIDE]
