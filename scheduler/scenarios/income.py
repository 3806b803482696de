"""What the rights of a parking plan bring in under a covenant's tariffs, in fen."""

from __future__ import annotations

from collections import Counter
from functools import cache

from scheduler.covenant import FeesRules
from scheduler.tariffs import Priced, Use, price_of_right, total, window_class_of
from solvers.document import PlanDocument
from solvers.parking.problem import ParkingProblem, Party


def income_of(problem: ParkingProblem, document: PlanDocument, fees: FeesRules) -> int:
    """Fen for all rights of a round from its first to its last date.

    Vehicles of a household count in the order of the problem's registrations: the first is the first that has a place.
    """
    horizon = problem.horizon
    rules = {pattern.id: pattern.rules for pattern in problem.patterns}

    @cache
    def price(pattern: str, site: str, party: Party, tier: int) -> int:
        what = Priced("right", site, party, window_class_of(rules[pattern], horizon), tier)
        return total(price_of_right(fees, what, Use(rules[pattern], horizon, horizon.first, horizon.last)))

    sites = {one.request: one.site for one in document.assignments}
    held = Counter[str]()
    fen = 0
    for request in problem.requests:
        if request.id in sites:
            home = request.household or request.id
            held[home] += 1
            fen += price(request.pattern, sites[request.id], request.party, held[home])
    return fen
