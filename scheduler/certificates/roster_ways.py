"""Positions of a roster on a coarse grid, and the rule about ways eased as far as the grid makes ways longer."""

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
"""Metres from one point of the grid to the next."""
HUNDRED = 100


@dataclass(frozen=True)
class Grid:
    """Points `STEP` apart from an origin of their own; a position is told by the nearest."""

    x: int
    y: int

    def of(self, one: Place | Volunteer) -> tuple[int, int]:
        """The point of a place or home."""
        return _near(one.x - self.x), _near(one.y - self.y)


def _near(metres: int) -> int:
    return (metres + STEP // 2) // STEP * STEP


def on_grid(full: RosterProblem) -> Grid:
    """The grid whose origin is the corner of all places and homes."""
    points = [(place.x, place.y) for place in full.places] + [(one.x, one.y) for one in full.volunteers]
    return Grid(min((x for x, _ in points), default=0), min((y for _, y in points), default=0))


def easier_ways(full: RosterProblem, places: Sequence[Place]) -> RosterPolicy:
    """The policy with as much less time for ways as lets every two shifts fit on the grid that fit in truth (H02).

    First the minutes beside the way itself shrink, then people walk faster.
    """
    case, policy = RosterCase(full), full.policy
    tight = sorted({*_tight(case, places)}) if case.on("H02") else []
    while any(gap < _needed(policy, metres) for gap, metres in tight):
        if policy.travel_extra:
            policy = replace(policy, travel_extra=policy.travel_extra - 1)
        else:
            policy = replace(policy, metres_a_minute=policy.metres_a_minute + 1)
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
    longest = case.longest_travel + 2 * STEP
    for first in range(len(shifts)):
        here, end = places[index[shifts[first].place]], case.spans[first][1]
        for second in order[bisect_left(starts, end) : bisect_left(starts, end + longest)]:
            there = places[index[shifts[second].place]]
            gap, metres = case.spans[second][0] - end, isqrt((here.x - there.x) ** 2 + (here.y - there.y) ** 2)
            fits = here.id != there.id and gap >= case.travel_gap(first, second)
            if fits and gap < _needed(policy, metres):
                yield gap, metres
