"""Prices of a large round: multipliers of its time-cell relaxation, solved approximately, for any of its goals."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from solvers.engines.limits import INFINITY
from solvers.engines.linear import solve_large_lp
from solvers.engines.links import Links
from solvers.engines.relaxation import Prices, Relaxation, Scope, prices_of
from solvers.engines.shared import Shared
from solvers.engines.tile import signed, worth_of
from solvers.parking.recipe import Recipe
from solvers.parking.site_rows import SiteRows, members_of

LP_TOLERANCE = (5e-4, 1e-4)
"""Of the prices, and of all bounds where the budget is ample."""
LP_ITERATIONS = 20_000


@dataclass(frozen=True)
class Priced:
    """Prices of a goal, how much of each request the LP serves where, work done."""

    prices: Prices | None
    served: Mapping[tuple[int, int], float]
    work: float


def price(shared: Shared, tier: int, least: tuple[int, ...], threads: int, tolerance: float, seconds: float) -> Priced:
    """Prices for a goal among plans whose earlier goals are at least (signed) `least`."""
    case, links = shared.recipe.case, Links(shared.recipe.case)
    worths = [signed(goal, worth_of(shared.rows, goal)) for goal in shared.objectives[: tier + 1]]
    must = frozenset(case.pinned)
    floors = list(zip(worths[:tier], map(float, least), strict=True))
    families = (*links.households, *links.vehicles)
    scope = Scope(shared.rows, worths[tier], families, links.balances, must, floors)
    relaxation = Relaxation(case, scope)
    answer = solve_large_lp(relaxation.model, threads, tolerance, LP_ITERATIONS, seconds)
    if answer.duals is None or answer.values is None:
        return Priced(None, {}, answer.work)
    values = {key: float(answer.values[column]) for key, column in relaxation.x.items()}
    return Priced(prices_of(relaxation, answer.duals), values, answer.work)


def floored(
    prices: Prices,
    worth: Mapping[tuple[int, int], float],
    first: Mapping[tuple[int, int], float],
    least: float,
    price: float,
) -> float:
    """Bound of a goal where the first goal is at least `least`, at `price` for the floor."""
    scaled = Prices({key: price * cost for key, cost in prices.cost.items()}, price * prices.capacity, prices.must)
    return scaled.bound({key: worth[key] + price * first[key] for key in worth}) - price * least


def lp_served(recipe: Recipe) -> float:
    """How many requests the relaxation serves, fractions added up."""
    rows = [SiteRows(recipe.case, site, found) for site, found in enumerate(members_of(recipe.case))]
    priced = price(Shared(recipe, rows), 0, (), 2, LP_TOLERANCE[0], INFINITY)
    return sum(priced.served.values())
