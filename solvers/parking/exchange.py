"""The public draw in rounds too large to prove it: better lots take the places of worse ones, all else being equal.

A request without a place takes the exact spaces of one with a worse lot where every rule still holds and every goal but
the draw stays as it is, until no such exchange is left. No bound follows from that.
"""

from __future__ import annotations

from bisect import insort
from heapq import heapify, heappop, heappush

from solvers.objectives.protocol import Objective
from solvers.parking.occupancy import Occupancy
from solvers.parking.recipe import Recipe

MOST_TRIES = 50_000
"""Exchanges tried: a count, not a clock, so that the same round ends with the same plan."""
Alike = tuple[int, ...]
"""What a request adds to each goal but the draw at a site."""


class _Exchange:
    def __init__(self, recipe: Recipe, occupancy: Occupancy) -> None:
        self.case, self.occupancy, self.tries = recipe.case, occupancy, 0
        self.goals: list[Objective] = [goal for goal in recipe.formulation.objectives if goal.name != "draw"]
        self.worth = self.case.lots
        self.standing: dict[tuple[int, Alike], list[tuple[int, int]]] = {}
        """Served requests, pinned ones apart, by site and what they add there; those of the worst lots first."""
        for request, units in sorted(occupancy.served.items()):
            if request not in self.case.pinned:
                self._stand(request, units)

    def _stand(self, request: int, units: tuple[int, ...]) -> None:
        site = self.case.problem.assets[units[0]].group
        key = (site, self._alike(request, site))
        insort(self.standing.setdefault(key, []), (self.worth.get(request, 0), request))

    def _alike(self, request: int, site: int) -> Alike:
        return tuple(goal.by_group(request, site) for goal in self.goals)

    def run(self) -> bool:
        """Exchange once in the order of the lots; whether anything changed."""
        served = self.occupancy.served
        waiting = [(-worth, request) for request, worth in self.worth.items() if request not in served]
        heapify(waiting)
        changed = False
        while waiting and self.tries < MOST_TRIES:
            _, request = heappop(waiting)
            given = self._placed(request)
            changed |= given is not None
            if given is not None and given in self.worth:
                heappush(waiting, (-self.worth[given], given))
        return changed

    def _placed(self, request: int) -> int | None:
        """The request whose place a better lot could take, the one of the worst lot first."""
        for site in self.case.choices[request]:
            found = self.standing.get((site, self._alike(request, site)), [])
            for at, (worth, other) in enumerate(found):
                if worth >= self.worth[request] or self.tries >= MOST_TRIES:
                    break
                self.tries += 1
                if self._swapped(request, other):
                    del found[at]
                    self._stand(request, self.occupancy.served[request])
                    return other
        return None

    def _swapped(self, request: int, other: int) -> bool:
        units = self.occupancy.served[other]
        if any(goal.by_assets(request, units) != goal.by_assets(other, units) for goal in self.goals):
            return False
        self.occupancy.remove(other)
        if self.occupancy.put(request, units, balanced=False):
            if self.occupancy.is_balanced():
                return True
            self.occupancy.remove(request)
        self.occupancy.add(other, units)
        return False


def exchanged(recipe: Recipe, occupancy: Occupancy) -> None:
    """Give places to better lots, in `occupancy` itself, until no exchange is left or `MOST_TRIES` were made."""
    if not recipe.case.lots:
        return
    exchange = _Exchange(recipe, occupancy)
    while exchange.run():
        pass
