"""One tile: a few sites of a round, solved as a MIP and decoded onto single spaces."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from time import monotonic

import numpy as np
from ortools.graph.python import linear_sum_assignment

from solvers.engines.linear import Floats, solve_mip
from solvers.engines.relaxation import Balance, Family, Relaxation, Scope
from solvers.objectives.protocol import Objective
from solvers.parking.case import ParkingCase
from solvers.parking.packing import Bundle, Right, bundled, configurations, configured, twins
from solvers.parking.site_rows import SiteRows

Served = Mapping[int, tuple[int, ...]]
MOST_CONFIGURATIONS = 4_000
MOST_ASSIGNED = 1_500
"""Most equal spaces over which favoured ones are assigned (the matrix is their square)."""


@dataclass(frozen=True)
class Task:
    """Work order for a tile; everything a worker needs besides the case.

    `weights` are the objectives' weights; `floors` pairs an objective (by position) with the signed value below which
    it may not fall.
    """

    sites: tuple[int, ...]
    members: tuple[tuple[int, ...], ...]
    weights: tuple[float, ...]
    families: tuple[Family, ...] = ()
    balances: tuple[Balance, ...] = ()
    floors: tuple[tuple[int, float], ...] = ()
    current: Served = field(default_factory=dict)
    gap: float = 1e-4
    seed: int = 0
    nodes: int = 20


@dataclass(frozen=True)
class TileResult:
    """Spaces of the served requests, the MIP's bound on the weighted sum, work done, whether nothing cut it short."""

    served: Served
    bound: float
    work: float
    finished: bool


def solve_tile(case: ParkingCase, objectives: Sequence[Objective], task: Task, seconds: float) -> TileResult | None:
    """Solve a tile; None if the time did not allow a first solution."""
    deadline = monotonic() + seconds
    rows = [SiteRows(case, site, members) for site, members in zip(task.sites, task.members, strict=True)]
    worths = [worth_of(rows, objective) for objective in objectives]
    total = combined(objectives, worths, task.weights)
    must = frozenset(request for request, pin in case.pinned.items() if pin.group in task.sites)
    floors = [(signed(objectives[at], worths[at]), least) for at, least in task.floors]
    packed = _configured(case, rows)
    scope = Scope(rows, total, task.families, task.balances, must, floors, packed)
    relaxation = Relaxation(case, scope)
    answer = solve_mip(relaxation.model, task.nodes, task.gap, deadline - monotonic(), task.seed)
    if answer.values is None:
        return None
    served = decoded(case, objectives, relaxation, answer.values, task.current)
    return TileResult(served, answer.bound, answer.work, answer.finished)


def _configured(case: ParkingCase, rows: Sequence[SiteRows]) -> dict[int, list[tuple[int, ...]]]:
    """Configuration columns of all kinds of several spaces, where they can be listed."""
    out = {}
    for site in rows:
        for kind, found in site.kind_rows.items():
            if len(case.kinds[kind].units) > 1:
                classes = twins(case, found.columns)
                listed = configurations(case, sorted(set(classes.values())), MOST_CONFIGURATIONS)
                if listed is not None:
                    out[kind] = listed
    return out


def worth_of(rows: Sequence[SiteRows], objective: Objective) -> dict[tuple[int, int], float]:
    """What an objective gives each request at each site, at best."""
    out = {}
    for site in rows:
        for found in site.types:
            for request in found.requests:
                out[request, site.site] = float(best_worth(site.case, objective, request, site.site))
    return out


def best_worth(case: ParkingCase, objective: Objective, request: int, site: int) -> int:
    """Worth of the best place of a site for a request: on a favoured asset if that is usable."""
    worth = objective.by_group(request, site)
    favoured = objective.favoured(request)
    if favoured is None or case.problem.assets[favoured[0]].group != site:
        return worth
    kinds = case.choices[request].get(site, ())
    assets = favoured if len(favoured) == len(kinds) else favoured * len(kinds)
    usable = all(
        any(unit in case.kinds[kind].units for kind in part) for part, unit in zip(kinds, assets, strict=False)
    )
    extra = objective.by_assets(request, assets)
    helps = extra > 0 if objective.maximise else extra < 0
    return worth + extra if kinds and usable and helps else worth


def signed(objective: Objective, worth: Mapping[tuple[int, int], float]) -> dict[tuple[int, int], float]:
    """Worth such that more is better."""
    return dict(worth) if objective.maximise else {key: -value for key, value in worth.items()}


def combined(
    objectives: Sequence[Objective], worths: Sequence[Mapping[tuple[int, int], float]], weights: Sequence[float]
) -> dict[tuple[int, int], float]:
    """Weighted sum of the objectives, more is better."""
    total: dict[tuple[int, int], float] = dict.fromkeys(worths[0], 0.0)
    for objective, worth, weight in zip(objectives, worths, weights, strict=True):
        if weight:
            sign = weight if objective.maximise else -weight
            for key, value in worth.items():
                total[key] += sign * value
    return total


# ---- decoding


def decoded(
    case: ParkingCase, objectives: Sequence[Objective], relaxation: Relaxation, values: Floats, current: Served
) -> dict[int, tuple[int, ...]]:
    """Spaces of every right that the values serve; rights that find no space are left out."""
    chosen = [(request, site) for (request, site), column in relaxation.x.items() if values[column] > 0.5]
    rights = _spread(case, relaxation, values, chosen, _wishes(case, objectives, chosen, current))
    units: dict[tuple[int, int], int] = {}
    dropped: set[int] = set()
    for kind, found in sorted(rights.items()):
        bundles, left = bundled(case, found, len(case.kinds[kind].units))
        if left and kind in relaxation.y:
            carried = [
                configuration
                for configuration, column in zip(relaxation.scope.packed[kind], relaxation.y[kind], strict=True)
                for _ in range(round(values[column]))
            ]
            bundles, left = configured(case, found, relaxation.columns_of(kind), carried), []
        dropped |= {right.request for right in left}
        units |= _placed(case, objectives, kind, bundles, current)
    served = {}
    for request, _ in chosen:
        if request not in dropped:
            served[request] = tuple(units[request, at] for at in range(len(case.parts_at[request])))
    return served


def _wishes(
    case: ParkingCase, objectives: Sequence[Objective], chosen: Sequence[tuple[int, int]], current: Served
) -> dict[int, int]:
    """The space each request would like best: a favoured one, else where it stands now."""
    wishes = {}
    for request, site in chosen:
        favoured = [found[0] for objective in objectives if (found := objective.favoured(request))]
        favoured += current[request][:1] if request in current else ()
        here = [unit for unit in favoured if case.problem.assets[unit].group == site]
        if here:
            wishes[request] = here[0]
    return wishes


def _spread(
    case: ParkingCase,
    relaxation: Relaxation,
    values: Floats,
    chosen: Sequence[tuple[int, int]],
    wishes: Mapping[int, int],
) -> dict[int, list[Right]]:
    """Rights of each kind: the counts of a type are given to its requests, a wished kind first."""
    of_type: dict[tuple[int, int], list[int]] = {}
    index = {
        (request, site.site): at
        for site in relaxation.scope.sites
        for at, found in enumerate(site.types)
        for request in found.requests
    }
    for request, site in chosen:
        of_type.setdefault((site, index[request, site]), []).append(request)
    rows = {site.site: site for site in relaxation.scope.sites}
    out: dict[int, list[Right]] = {}
    for (site, at), requests in of_type.items():
        found = rows[site].types[at]
        for position, (part, kinds) in enumerate(zip(found.parts, found.kinds, strict=True)):
            counts = {kind: round(values[relaxation.z[site, at, position, kind]]) for kind in kinds}
            waiting = []
            for request in sorted(requests):
                wished = next((k for k in kinds if counts[k] and wishes.get(request, -1) in case.kinds[k].units), None)
                if wished is None:
                    waiting.append(request)
                else:
                    counts[wished] -= 1
                    out.setdefault(wished, []).append(Right(request, position, part))
            free = [kind for kind in kinds for _ in range(counts[kind])]
            for request, kind in zip(waiting, free, strict=False):
                out.setdefault(kind, []).append(Right(request, position, part))
    return out


def _placed(
    case: ParkingCase, objectives: Sequence[Objective], kind: int, bundles: Sequence[Bundle], current: Served
) -> dict[tuple[int, int], int]:
    """Bundles onto the spaces of a kind: most people find their favoured or present space (a linear assignment)."""
    units = case.kinds[kind].units
    likes = {unit for bundle in bundles for right in bundle for _, unit in _liked(objectives, right, current)}
    if likes.isdisjoint(units) or len(units) > MOST_ASSIGNED:
        return {
            (right.request, right.position): unit
            for unit, bundle in zip(units, bundles, strict=False)
            for right in bundle
        }
    gain = np.zeros((len(units), len(units)), dtype=np.int64)
    for row, bundle in enumerate(bundles):
        for right in bundle:
            for weight, unit in _liked(objectives, right, current):
                if unit in units:
                    gain[row, units.index(unit)] += weight
    solver = linear_sum_assignment.SimpleLinearSumAssignment()
    left, right_ = np.divmod(np.arange(gain.size), len(units))
    solver.add_arcs_with_cost(left, right_, gain.max() - gain.ravel())
    solver.solve()
    return {
        (right.request, right.position): units[solver.right_mate(row)]
        for row, bundle in enumerate(bundles)
        for right in bundle
    }


def _liked(objectives: Sequence[Objective], right: Right, current: Served) -> list[tuple[int, int]]:
    liked = []
    for rank, objective in enumerate(reversed(objectives)):
        favoured = objective.favoured(right.request)
        if favoured:
            liked.append((10 ** (rank + 1), favoured[min(right.position, len(favoured) - 1)]))
    if right.request in current:
        liked.append((1, current[right.request][right.position]))
    return liked
