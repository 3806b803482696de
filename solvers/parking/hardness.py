"""What makes a parking problem hard, in numbers."""

from __future__ import annotations

from solvers.parking.recipe import Recipe
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


def hardness_of(recipe: Recipe) -> dict[str, int | float]:
    """Distinct patterns, pools of equal spaces, request-site pairs, demand over supply (in space-minutes)."""
    case = recipe.case
    return {
        "patterns": len(case.parts),
        "pools": len(case.kinds),
        "pairs": sum(len(sites) for sites in case.choices),
        "asked_over_supplied": round(asked_over_supplied(recipe), 4),
    }
