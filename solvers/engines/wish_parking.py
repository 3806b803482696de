"""The price of a wish in a parking round: one request is pinned to a site and the plan re-planned around it."""

from __future__ import annotations

from dataclasses import replace

from solvers.engines import solve
from solvers.engines.limits import Limits
from solvers.errors import InvalidProblem
from solvers.parking.causes import Search
from solvers.parking.problem import Lock, ParkingProblem
from solvers.parking.recipe import Base, Recipe, formulate
from solvers.parking.refusals_rivals import Standing
from solvers.problem import Assignment, Plan
from solvers.wish import Changed, TierChange, WishPrice


def price_of(parking: ParkingProblem, plan: Plan, request: str, limits: Limits, site: str | None = None) -> WishPrice:
    """What a plan would lose if a request were served at a site.

    Parameters
    ----------
    parking
        The round.
    plan
        A plan that keeps all its rules; the other plan departs from it: it keeps every right that it can, then moves
        as few as it can (exactly so in small rounds).
    site
        Where the request is to be served; if not said, where those in its way have the fewest points.

    Raises
    ------
    InvalidProblem
        If the request or the site is not in the problem.
    """
    for name, value, known in (("REQUEST_ID", request, parking.request_index), ("--place", site, parking.site_index)):
        if value is not None and value not in known:
            raise InvalidProblem("unknown_id", name, value, "an id of this problem")
    recipe = formulate(parking)
    at = parking.request_index[request]
    base = {right.request: right.assets for right in plan}
    for chosen in [site] if site is not None else _best(recipe, plan, at):
        lock = Lock(request, "pin", site=chosen)
        forced = formulate(replace(parking, locks=(*parking.locks, lock)), base)
        if all(found is not lock for found, _ in forced.unheld):
            after = [Assignment(*right) for right in sorted(_planned(forced, base, limits).items())]
            held = not forced.formulation.verify(after)
            return _price(recipe, at, chosen, plan, after) if held else WishPrice(request, False)
    return WishPrice(request, False)


def _planned(forced: Recipe, base: Base, limits: Limits) -> dict[int, tuple[int, ...]]:
    return {right.request: right.assets for right in solve(forced, "auto", limits, base, base).plan}


def _price(recipe: Recipe, request: int, site: str, plan: Plan, after: Plan) -> WishPrice:
    parking = recipe.case.parking
    old, new = ({right.request: right.assets for right in rights} for rights in (plan, after))
    spaces = {"spaces": ", ".join(parking.units[unit][0] for unit in new[request])}
    lost = tuple(Changed(parking.requests[at].id, 1, 0) for at in sorted(old) if at not in new)
    moved = (at for at in sorted(old.keys() & new.keys()) if old[at] != new[at] and at != request)
    names = tuple(parking.requests[at].id for at in moved)
    return WishPrice(parking.requests[request].id, True, site, spaces, lost, names, _tiers(recipe, plan, after))


def _best(recipe: Recipe, plan: Plan, request: int) -> list[str]:
    """The site of a request that is served; else its sites, those first where the fewest points are in its way."""
    sites = recipe.case.parking.sites
    standing = Standing(recipe, plan)
    if request in standing.held:
        return [sites[recipe.case.problem.assets[standing.held[request].assets[0]].group].id]
    return [sites[at].id for at in Search(recipe, standing).best_sites(request)]


def _tiers(recipe: Recipe, before: Plan, after: Plan) -> tuple[TierChange, ...]:
    formulation = recipe.formulation
    values = zip(formulation.objectives, formulation.score(before), formulation.score(after), strict=True)
    return tuple(TierChange(goal.name, old, new) for goal, old, new in values)
