"""What stands between a refused registration and a place: a minimal set of removals, by exact search.

Every space of every site that a registration lists is one way to serve it: with the filters that stop it there, the
rights that stand too close to it, and the linking rules that it would break. The way with the fewest and lightest
removals counts; rights that give way are lighter than any rule, and those with the smallest sum of points come first,
but after them those whom points do not move: who is guaranteed a place, and who had one in the plan before.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from functools import cached_property
from itertools import product

from solvers.causes import Cause, Outranked, Removal
from solvers.objectives.kept import Kept
from solvers.parking.causes_limits import Limits, Numbers
from solvers.parking.causes_obstacles import WEIGHTS, Faults, Obstacles, Option
from solvers.parking.recipe import Recipe
from solvers.parking.refusals_rivals import Standing
from solvers.problem import Plan

MOST_WAYS = 60
"""Most spaces tried for each part of a right that may change its space; the lightest ones."""
Cost = tuple[int, int, int, int, int, int, int]
"""Rules set aside, rivals beside them, weight of the rules (where there is none, rivals whom points do not move),
points of the rivals, rivals, metres, site."""


def causes_of(recipe: Recipe, plan: Plan) -> Mapping[int, Cause]:
    """The cause of every request that `plan` does not serve, by its position.

    Parameters
    ----------
    recipe
        The round.
    plan
        A plan that keeps all its rules.

    Returns
    -------
    causes
        None is missing, but where the round has no space at all.
    """
    search = Search(recipe, Standing(recipe, plan))
    found = {at: search.cause(at) for at in range(len(recipe.case.parking.requests)) if at not in search.standing.held}
    return {at: cause for at, cause in found.items() if cause is not None}


@dataclass(frozen=True)
class Way:
    """One way to serve a request: at a site on one space for each part, once faults and rights are out of the way."""

    site: int
    units: tuple[int, ...]
    faults: Faults
    holders: frozenset[int]
    floor: Cost
    """Its cost as far as no linking rule is broken."""


@dataclass
class Search:
    """The search for causes in one plan. Requests, sites and spaces are given by position."""

    recipe: Recipe
    standing: Standing
    _obstacles: Obstacles = field(init=False)
    _limits: Limits = field(init=False)

    def __post_init__(self) -> None:
        self._obstacles, self._limits = Obstacles(self.standing), Limits(self.standing)

    def cause(self, request: int) -> Cause | None:
        """The cause of a request's refusal; None if the round has no space."""
        best: tuple[Cost, Way, Mapping[str, Numbers]] | None = None
        for way in sorted(self._ways(request), key=lambda way: way.floor):
            if best is not None and way.floor >= best[0]:
                break
            broken = self._broken(request, way, way.holders)
            cost = self._with(way, broken)
            if best is None or cost < best[0]:
                best = cost, way, broken
        if best is None:
            return None
        way = best[1]
        return self._told(request, *self._least(request, way.site, self._removals(way, best[2])))

    def best_sites(self, request: int) -> list[int]:
        """Sites that suit a request by its own terms, those first where the fewest points are in its way."""
        costs: dict[int, Cost] = {}
        for way in self._ways(request):
            if not way.faults:
                cost = self._with(way, self._broken(request, way, way.holders))
                costs[way.site] = min(cost, costs.get(way.site, cost))
        return sorted(costs, key=lambda site: costs[site])

    # ---- ways

    def _ways(self, request: int) -> Iterator[Way]:
        """Every way; where a request lists no site with a space, those to all sites."""
        parking, asker = self.recipe.case.parking, self._obstacles.filters.asker(request)
        walk = parking.requests[request].walk
        listed = [site for site, found in enumerate(parking.sites) if found.id in walk and self._obstacles.spaces(site)]
        for site in listed or range(len(parking.sites)):
            metres = walk.get(parking.sites[site].id, 0)
            far = self._obstacles.too_far(request, site)
            options = [self._obstacles.options(asker, part, site) for part in range(len(asker.parts))]
            if len(options) > 1:
                options = [tuple(sorted(found, key=self._weight)[:MOST_WAYS]) for found in options]
            for chosen in product(*options):
                faults = {rule: numbers for option in chosen for rule, numbers in option.faults.items()} | dict(far)
                holders = frozenset[int]().union(*(option.holders for option in chosen))
                floor = self._cost(faults, holders, metres, site)
                yield Way(site, tuple(option.unit for option in chosen), faults, holders, floor)

    def _weight(self, option: Option) -> Cost:
        return self._cost(option.faults, option.holders, 0, 0)

    def _cost(self, faults: Faults, holders: frozenset[int], metres: int, site: int) -> Cost:
        fixed = holders & self.pinned
        weight = sum(WEIGHTS.get(rule, WEIGHTS["filter"]) for rule in faults) + len(fixed) * WEIGHTS["pin"]
        points = sum(self._points[at] for at in holders - fixed)
        rules = len(faults) + len(fixed)
        weight = weight or len(holders & self._unmoved)
        return rules, len(holders - fixed) if rules else 0, weight, points, len(holders), metres, site

    def _with(self, way: Way, broken: Mapping[str, Numbers]) -> Cost:
        """The cost of a way with the linking rules that it breaks."""
        rules, beside, weight, *rest = way.floor
        if broken and not rules:
            beside, weight = len(way.holders), 0
        points, rivals, metres, site = rest
        return rules + len(broken), beside, weight + len(broken) * WEIGHTS["limit"], points, rivals, metres, site

    def _broken(self, request: int, way: Way, leaving: frozenset[int]) -> Mapping[str, Numbers]:
        against = way.units if not way.faults.keys().isdisjoint(("opening", "closure")) else ()
        return self._limits.broken(request, way.site, leaving, against)

    # ---- removals

    def _removals(self, way: Way, broken: Mapping[str, Numbers]) -> tuple[Removal, ...]:
        parking = self.recipe.case.parking
        place = parking.sites[way.site].id
        removals = [
            Removal("lock" if rule == "ban" else "filter", rule, place, (), numbers)
            for rule, numbers in way.faults.items()
        ]
        removals += [Removal("limit", rule, place, (), numbers) for rule, numbers in broken.items()]
        for at in sorted(way.holders, key=lambda at: (-self._points[at], at)):
            names = (parking.requests[at].id,)
            if at in self.pinned:
                removals.append(Removal("lock", "pin", place, names))
            else:
                removals.append(Removal("rival", "no_overlap", place, names, {"points": self._points[at]}))
        return tuple(removals)

    def _least(self, request: int, site: int, removals: tuple[Removal, ...]) -> tuple[int, tuple[Removal, ...]]:
        """Leave out whatever is not needed: rights that give way may open another site than the one thought of."""
        for one in removals if len(removals) > 1 else ():
            fewer = tuple(kept for kept in removals if kept != one)
            place = self._placeable(request, fewer)
            if place is not None:
                return self._least(request, place, fewer)
        return site, removals

    def _placeable(self, request: int, removals: Sequence[Removal]) -> int | None:
        """The first site that could serve a request without the removals."""
        parking = self.recipe.case.parking
        waived = {(removal.place, removal.rule) for removal in removals}
        leaving = frozenset(parking.request_index[name] for removal in removals for name in removal.requests)
        lifted = {name for removal in removals if removal.rule == "pin" for name in removal.requests}
        if any(parking.requests[at].id not in lifted for at in leaving & self.pinned):
            return None
        for way in sorted(self._ways(request), key=lambda way: way.floor[5:]):
            place = parking.sites[way.site].id
            if way.holders <= leaving and all((place, rule) in waived for rule in way.faults):
                broken = self._broken(request, way, leaving)
                if all((place, rule) in waived for rule in broken):
                    return way.site
        return None

    def _told(self, request: int, site: int, removals: tuple[Removal, ...]) -> Cause:
        parking = self.recipe.case.parking
        rivals = [name for removal in removals if removal.kind == "rival" for name in removal.requests]
        sum_of_points = sum(self._points[parking.request_index[name]] for name in rivals)
        place = parking.sites[site].id if removals else ""
        outranked = self._outranked({request}, {parking.request_index[name] for name in rivals})
        return Cause(parking.requests[request].id, place, removals, self._points[request], sum_of_points, outranked)

    def _outranked(self, coming: Set[int], leaving: Set[int]) -> Outranked:
        """The goal before the points that speaks for those who would leave."""
        if leaving & self._before:
            return "kept"
        guaranteed = self.recipe.case.guaranteed
        return "guaranteed" if len(leaving & guaranteed) > len(coming & guaranteed) else ""

    # ---- derived once

    @cached_property
    def pinned(self) -> frozenset[int]:
        """Requests that the staff fixed to where they stand."""
        return frozenset(self.recipe.case.pinned) & self.standing.held.keys()

    @cached_property
    def _before(self) -> frozenset[int]:
        """Requests that the plan served from which this one was made: to keep them is its first goal."""
        goals = self.recipe.formulation.objectives
        return frozenset(at for goal in goals if isinstance(goal, Kept) for at in goal.base)

    @cached_property
    def _unmoved(self) -> frozenset[int]:
        return self._before | self.recipe.case.guaranteed

    @cached_property
    def _points(self) -> Sequence[int]:
        parking = self.recipe.case.parking
        return [parking.points_of(request) for request in parking.requests]
