"""Baselines that every engine must beat: first come, first served; and the best points for the time first."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from solvers.parking.occupancy import Occupancy
from solvers.parking.recipe import Recipe
from solvers.window import minutes

Progress = Callable[[int, int], bool]
"""(done, all) to whether to go on."""


def started(recipe: Recipe) -> Occupancy:
    """An occupancy in which only the holding pins stand."""
    occupancy = Occupancy(recipe.case)
    for request, units in recipe.start.items():
        occupancy.add(request, units)
    return occupancy


def first_come(recipe: Recipe) -> list[int]:
    """Requests in the order in which they were received, guaranteed ones before all others."""
    guaranteed = recipe.case.guaranteed
    return sorted(range(len(recipe.case.parking.requests)), key=lambda at: at not in guaranteed)


def by_density(recipe: Recipe) -> list[int]:
    """Requests by points over the root of the minutes asked, the greatest first; of equal ones the better lot.

    Guaranteed requests come before all others.
    """
    case = recipe.case
    asked = [sum(map(minutes, request.parts)) for request in case.problem.requests]
    points = [case.parking.points_of(request) for request in case.parking.requests]
    density = [own / max(1, time) ** 0.5 for own, time in zip(points, asked, strict=True)]
    lots, guaranteed = case.lots, case.guaranteed
    return sorted(range(len(points)), key=lambda at: (at not in guaranteed, -density[at], -lots.get(at, 0), at))


def fill(occupancy: Occupancy, order: Iterable[int]) -> None:
    """Serve requests in `order`, each at the nearest site that takes it."""
    for request in order:
        if request not in occupancy.served:
            for site, kinds in occupancy.case.choices[request].items():
                if occupancy.try_add(request, site, kinds):
                    break
