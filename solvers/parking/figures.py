"""The numbers of a parking plan that people ask for: who was served, how full the sites are and when. No text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import get_args

import numpy as np

from solvers.cells import Steps, steps_of
from solvers.objectives.walking import STEP
from solvers.parking.case import ParkingCase
from solvers.parking.problem import SIZES, Party, Registration
from solvers.parking.recipe import Recipe
from solvers.parking.tide import DateFigures, Tide, TideRow
from solvers.problem import Assignment
from solvers.window import Timetable

PARTIES: tuple[Party, ...] = get_args(Party)


@dataclass(frozen=True, slots=True)
class Tally:
    """Requests of one class: how many asked and were served, and their weighted priority points."""

    name: str
    asked: int
    served: int
    points_asked: int
    points_served: int


@dataclass(frozen=True, slots=True)
class Score:
    """What a plan, or a baseline beside it, achieves."""

    served: int
    points: int


@dataclass(frozen=True, slots=True)
class SiteFigures:
    """One site over the horizon.

    `mean_share` is occupied over open space-minutes of the planned dates, `peak_share` the greatest share of the open
    spaces occupied at one moment. `spare` is the least number of open spaces left free at any moment at which a vehicle
    stands, `spare_due` the owner reserve due at that moment (both None if none ever stands). `outside_peak` is the most
    outside vehicles at one moment. `origin_asked` and `origin_served` count the requests whose home site this is.
    """

    id: str
    kind: str
    spaces: int
    rights: int
    mean_share: float
    peak_share: float
    spare: int | None
    spare_due: int | None
    outside_peak: int
    outside_cap: int
    origin_asked: int
    origin_served: int


@dataclass(frozen=True, slots=True)
class Exchange:
    """Rights of the people of `a` at `b` (received) and of the people of `b` at `a` (given)."""

    a: str
    b: str
    received: int
    given: int
    tolerance: int


@dataclass(frozen=True, slots=True)
class WalkStep:
    """People who walk more than the step before and at most `metres`."""

    metres: int
    people: int


@dataclass(frozen=True, slots=True)
class Figures:
    """All numbers of a plan.

    `workdays` and `rest_days` count the planned dates; `rows` are sites (the 40 largest at most), `totals` all sites
    of each kind. `baseline` is first come first served, `greedy` the most points for the time first.
    """

    first: date
    last: date
    workdays: int
    rest_days: int
    whole: Tally
    by_party: tuple[Tally, ...]
    by_size: tuple[Tally, ...]
    sites: tuple[SiteFigures, ...]
    exchanges: tuple[Exchange, ...]
    rows: tuple[TideRow, ...]
    totals: tuple[TideRow, ...]
    dates: tuple[DateFigures, ...]
    walks: tuple[WalkStep, ...]
    baseline: Score | None
    greedy: Score | None


def figures_of(
    recipe: Recipe,
    plan: Sequence[Assignment],
    baseline: Sequence[Assignment] | None = None,
    greedy: Sequence[Assignment] | None = None,
) -> Figures:
    """Numbers of a verified plan.

    Parameters
    ----------
    recipe
        The round; its goals do not matter here.
    plan
        The plan, by position.
    baseline, greedy
        Plans of the same round to compare with.
    """
    counted = _Count(recipe.case, plan)
    parking = recipe.case.parking
    types = [day.day_type for _, day in parking.horizon.planned]
    return Figures(
        first=parking.horizon.first,
        last=parking.horizon.last,
        workdays=types.count("workday"),
        rest_days=types.count("rest_day"),
        whole=counted.tally("all", range(len(parking.requests))),
        by_party=counted.tallies(PARTIES, lambda request: request.party),
        by_size=counted.tallies(SIZES, lambda request: request.size),
        sites=tuple(counted.site(at) for at in range(len(parking.sites))),
        exchanges=counted.exchanges(),
        rows=counted.tide.rows(),
        totals=counted.tide.totals(),
        dates=counted.tide.dates(),
        walks=counted.walks(),
        baseline=None if baseline is None else _score(recipe.case, baseline),
        greedy=None if greedy is None else _score(recipe.case, greedy),
    )


def _score(case: ParkingCase, plan: Sequence[Assignment]) -> Score:
    requests = case.parking.requests
    return Score(len(plan), sum(case.parking.points_of(requests[assignment.request]) for assignment in plan))


class _Count:
    """A plan seen from its sites and from its people."""

    def __init__(self, case: ParkingCase, plan: Sequence[Assignment]) -> None:
        self.case, self.parking = case, case.parking
        self.site_of = {right.request: case.problem.assets[right.assets[0]].group for right in plan}
        self.spaces = Counter[int]()
        for space in self.parking.spaces:
            self.spaces[self.parking.site_index[space.site]] += space.count
        self.members: list[list[int]] = [[] for _ in self.parking.sites]
        for request, site in self.site_of.items():
            self.members[site].append(request)
        self.load = [self._standing(members) for members in self.members]
        self.tide = Tide(case, self.load, self.spaces)
        self.origin_asked = Counter(case.homes.values())
        self.origin_served = Counter(home for request, home in case.homes.items() if request in self.site_of)

    def _standing(self, requests: Iterable[int]) -> Steps:
        standing: Counter[Timetable] = Counter()
        for request in requests:
            standing.update(self.case.problem.requests[request].parts)
        return steps_of(list(standing.items()))

    def tallies(self, names: Sequence[str], of: Callable[[Registration], str]) -> tuple[Tally, ...]:
        requests = list(enumerate(self.parking.requests))
        return tuple(self.tally(name, [at for at, request in requests if of(request) == name]) for name in names)

    def tally(self, name: str, asked: Sequence[int]) -> Tally:
        points = {at: self.parking.points_of(self.parking.requests[at]) for at in asked}
        served = [at for at in asked if at in self.site_of]
        return Tally(name, len(asked), len(served), sum(points.values()), sum(points[at] for at in served))

    def site(self, at: int) -> SiteFigures:
        site, load, opening = self.parking.sites[at], self.load[at], self.case.open_spaces[at]
        moments = np.union1d(load.minutes, opening.minutes)
        standing, available = load.at(moments), opening.at(moments)
        outside = self._standing(request for request in self.members[at] if request in self.case.outside)
        spare = due = None
        if standing.any():
            left = np.where(standing > 0, available - standing, available.max() + 1)
            reserve = (available - self.case.reserve_limits[at].at(moments))[left == left.min()]
            spare, due = int(left.min()), int(reserve.max())
        return SiteFigures(
            id=site.id,
            kind=site.kind,
            spaces=self.spaces[at],
            rights=len(self.members[at]),
            mean_share=_ratio(self.tide.occupied[at].sum(), self.tide.open[at].sum()),
            peak_share=float((standing / np.maximum(1, available)).max()),
            spare=spare,
            spare_due=due,
            outside_peak=int(outside.values.max()),
            outside_cap=self.case.outside_limits[at],
            origin_asked=self.origin_asked[at],
            origin_served=self.origin_served[at],
        )

    def exchanges(self) -> tuple[Exchange, ...]:
        homes = self.case.homes
        flows = Counter((homes[request], site) for request, site in self.site_of.items() if request in homes)
        index = self.parking.site_index
        return tuple(
            Exchange(p.a, p.b, flows[index[p.a], index[p.b]], flows[index[p.b], index[p.a]], p.tolerance)
            for p in self.parking.partners
        )

    def walks(self) -> tuple[WalkStep, ...]:
        steps = Counter[int]()
        for request, site in self.site_of.items():
            metres = self.parking.requests[request].walk[self.parking.sites[site].id]
            steps[max(1, -(-metres // STEP))] += 1
        return tuple(WalkStep(step * STEP, steps[step]) for step in range(1, max(steps, default=0) + 1))


def _ratio(part: float, whole: float) -> float:
    return float(part / whole) if whole else 0.0
