"""What makes a parking problem hard, in numbers."""

from __future__ import annotations

from typing import Any

from solvers.parking.recipe import Recipe, formulate
from solvers.parking.problem import ParkingProblem
from solvers.timetable import expand_opening
from solvers.window import minutes


def asked_over_supplied(recipe: Recipe) -> float:
    """Space-minutes asked by all registrations over those that all spaces offer."""
    parking = recipe.case.parking
    opening: dict[object, int] = {}
    supplied = 0
    for space in parking.spaces:
        site = parking.sites[parking.site_index[space.site]]
        windows = space.windows if space.windows is not None else site.windows
        if windows not in opening:
            opening[windows] = minutes(expand_opening(windows, parking.horizon))
        supplied += opening[windows] * space.count
    asked = sum(minutes(part) for request in recipe.case.problem.requests for part in request.parts)
    return asked / max(1, supplied)


def hardness_of(problem: ParkingProblem, most_pairs: int) -> dict[str, Any]:
    """Distinct patterns, pools of equal spaces, request-site pairs, demand over supply, the LP's served share.

    The LP's share (of the requests) is None for problems of more than `most_pairs` pairs.
    """
    recipe = formulate(problem)
    case = recipe.case
    pairs = sum(len(sites) for sites in case.choices)
    share = None
    if 0 < pairs <= most_pairs:
        from solvers.engines.columns import lp_served

        share = round(lp_served(recipe) / max(1, len(problem.requests)), 4)
    return {
        "patterns": len(case.parts),
        "pools": len(case.kinds),
        "pairs": pairs,
        "asked_over_supplied": round(asked_over_supplied(recipe), 4),
        "lp_served_share": share,
    }
