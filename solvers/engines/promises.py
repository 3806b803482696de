"""Guaranteed requests of a round too large to solve whole: how many can be served, and where, before all others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import floor

from solvers.engines.crew import Crew
from solvers.engines.limits import Watch
from solvers.engines.links import Links
from solvers.engines.shared import SLACK, Shared
from solvers.engines.tile import Served, Task, TileResult, solve_tile
from solvers.parking.case import ParkingCase
from solvers.parking.greedy import started
from solvers.parking.occupancy import Occupancy
from solvers.parking.recipe import Recipe

MOST_PAIRS = 2_500
"""Most request-site pairs that are searched together."""
NODES = 500


def hoped(case: ParkingCase) -> int:
    """Guaranteed requests that some place would suit: no plan serves more of them."""
    return sum(bool(case.choices[request]) for request in case.guaranteed)


def kept(case: ParkingCase, served: Served) -> int:
    """Guaranteed requests that a plan serves."""
    return len(case.guaranteed & served.keys())


def _tile(shared: Shared, task: Task, seconds: float) -> TileResult | None:
    return solve_tile(shared.recipe.case, shared.objectives, task, seconds)


def _few(case: ParkingCase, links: Links, members: Sequence[Sequence[int]]) -> list[tuple[int, ...]]:
    """Guaranteed and pinned requests of each site, and those of whom partner sites may need one in return."""
    crossing = {(request, site) for balance in links.balances for request, site, _ in balance.choices}
    chosen = case.guaranteed | case.pinned.keys()
    return [
        tuple(request for request in found if request in chosen or (request, site) in crossing)
        for site, found in enumerate(members)
    ]


def promised(
    shared: Shared, members: Sequence[Sequence[int]], current: Served, crew: Crew, watch: Watch
) -> tuple[Served, int]:
    """As many guaranteed requests as can be served beside the pinned ones, and a bound of their number.

    Parameters
    ----------
    shared
        The round.
    members
        Requests of each site.
    current
        A valid plan; where it serves all of them, nothing is searched.
    crew, watch
        Who works, and for how long.
    """
    case, links = shared.recipe.case, Links(shared.recipe.case)
    few, most = _few(case, links, members), hoped(case)
    if kept(case, current) == most or sum(map(len, few)) > MOST_PAIRS or watch.over():
        return current, most
    sites = tuple(site for site, found in enumerate(few) if found)
    task = Task(
        sites,
        tuple(few[site] for site in sites),
        tuple(float(goal.name == "guarantee") for goal in shared.objectives),
        families=links.families_of({request for found in few for request in found}, {}),
        balances=tuple(links.balances),
        current=current,
        gap=0.0,
        seed=watch.limits.seed,
        nodes=NODES,
    )
    (answer,) = crew.map(_tile, [(task, watch.left())])
    if answer is None:
        return current, most
    watch.work += answer.work
    watch.struck |= not answer.finished and watch.left() <= 0
    bound = min(most, floor(answer.bound + SLACK * max(1.0, abs(answer.bound))))
    return (answer.served if kept(case, answer.served) > kept(case, current) else current), bound


def standing(recipe: Recipe, served: Served, share: Mapping[tuple[int, int], float]) -> Occupancy:
    """Pinned requests and the guaranteed ones of a plan alone, those where a relaxation serves most of them.

    `share` is how much of each request the relaxation serves at each site. Where they do not all find a place so, they
    stand where the plan has them, as far as partner sites then are in balance.
    """
    case, wished = recipe.case, started(recipe)
    waiting = sorted(request for request in case.guaranteed & served.keys() if request not in wished.served)
    for request in sorted(waiting, key=lambda at: -max(share.get((at, site), 0.0) for site in case.choices[at])):
        for site in sorted(case.choices[request], key=lambda at: -share.get((request, at), 0.0)):
            if wished.try_add(request, site, case.choices[request][site]):
                break
    if kept(case, wished.served) >= kept(case, served):
        return wished
    as_planned = Occupancy(case)
    as_planned.put_all({at: units for at, units in served.items() if at in case.guaranteed or at in case.pinned})
    whole = case.pinned.keys() <= as_planned.served.keys()
    return as_planned if whole and kept(case, as_planned.served) > kept(case, wished.served) else wished
