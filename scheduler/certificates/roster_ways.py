"""Positions of a roster on coarse grids, and the rule about ways eased as far as the grids make ways longer."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from math import isqrt

from solvers.rosters.case import RosterCase
from solvers.rosters.people import Volunteer
from solvers.rosters.policy import RosterPolicy
from solvers.rosters.problem import Place, RosterProblem

STEP = 100
"""Metres from one point of the grid to the next for meeting places, which everybody may know."""
HOME_STEP = 1_000
"""The same for homes: a cell of so many metres holds thousands of people."""
FASTEST = 2_000
"""Metres a minute up to which the rule about ways can be eased; where that is not enough it goes out of force."""
HUNDRED = 100


@dataclass(frozen=True)
class Grid:
    """Points from an origin of their own; a position is told by the nearest.

    `meeting` are places where anybody may come. The origin hangs on these alone, so that no home is its corner.
    """

    x: int
    y: int
    meeting: frozenset[str]

    def of(self, one: Place | Volunteer) -> tuple[int, int]:
        """The point of a meeting place or a home."""
        step = STEP if isinstance(one, Place) and one.id in self.meeting else HOME_STEP
        return _near(one.x - self.x, step), _near(one.y - self.y, step)


def _near(metres: int, step: int) -> int:
    return (metres + step // 2) // step * step


def on_grid(full: RosterProblem) -> Grid:
    """The grid of a month; a place is a home unless shifts meet there and none of them is a visit."""
    visited = {shift.place for shift in full.shifts if shift.elder is not None or shift.kind == "home_visit"}
    meeting = frozenset(shift.place for shift in full.shifts) - visited
    points = [(place.x, place.y) for place in full.places if place.id in meeting]
    return Grid(min((x for x, _ in points), default=0), min((y for _, y in points), default=0), meeting)


def easier_ways(full: RosterProblem, places: Sequence[Place]) -> RosterPolicy:
    """The policy with as much less time for ways as lets every two shifts fit on the grid that fit in truth (H02).

    First the minutes beside the way itself shrink, then people walk faster. `places` are those of the month in their
    order, on the grid.
    """
    case, policy = RosterCase(full), full.policy
    tight = sorted({*_tight(case, places)}) if case.on("H02") else []
    while any(gap < _needed(policy, metres) for gap, metres in tight):
        if policy.travel_extra:
            policy = replace(policy, travel_extra=policy.travel_extra - 1)
        elif policy.metres_a_minute < FASTEST:
            policy = replace(policy, metres_a_minute=policy.metres_a_minute + 1)
        else:
            return replace(full.policy, off=(*full.policy.off, "H02"))
    return policy


def _needed(policy: RosterPolicy, metres: int) -> int:
    road = -(-metres * policy.detour_percent // (HUNDRED * policy.metres_a_minute))
    return max(policy.least_gap, road + policy.travel_extra)


def _tight(case: RosterCase, places: Sequence[Place]) -> Iterator[tuple[int, int]]:
    """Minutes between two shifts at different places that fit in truth, and the metres between them on the grid, where
    these are too many as the rule stands.
    """
    index, shifts, policy = case.rosters.place_index, case.rosters.shifts, case.rosters.policy
    order = sorted(range(len(shifts)), key=lambda at: case.spans[at][0])
    starts = [case.spans[at][0] for at in order]
    longest = _needed(policy, _widest(places))
    for first in range(len(shifts)):
        here, end = places[index[shifts[first].place]], case.spans[first][1]
        for second in order[bisect_left(starts, end) : bisect_left(starts, end + longest)]:
            there = places[index[shifts[second].place]]
            gap, metres = case.spans[second][0] - end, isqrt((here.x - there.x) ** 2 + (here.y - there.y) ** 2)
            fits = here.id != there.id and gap >= case.travel_gap(first, second)
            if fits and gap < _needed(policy, metres):
                yield gap, metres


def _widest(places: Sequence[Place]) -> int:
    """Metres across all places."""
    wide, high = ([place.x for place in places], [place.y for place in places])
    return isqrt((max(wide) - min(wide)) ** 2 + (max(high) - min(high)) ** 2) + 1 if places else 0
