"""Re-planning: depart from a published plan, keep every right that can be kept, move as few as possible, then fill.

Small rounds go through all tiers exactly (direct). Large ones are settled in stages: rights that still hold stay on
their spaces; the others move within their site, else to another; who is still without a place may push others of the
base plan aside (a small MIP over base rights only). What then stands is frozen and the usual goals plan the rest.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from solvers.constraints import Pin
from solvers.engines.columns import solve_columns
from solvers.engines.limits import Limits
from solvers.engines.links import Links
from solvers.engines.tile import Task, solve_tile
from solvers.formulation import Formulation
from solvers.objectives import Changes, Kept, Objective
from solvers.parking.case import ParkingCase
from solvers.parking.greedy import started
from solvers.parking.occupancy import Occupancy
from solvers.parking.recipe import Base, Recipe, goals_of, rules_of
from solvers.plan import Result, Tier, status_of
from solvers.problem import Assignment

PUSH_SITES = 4


def solve_replan(recipe: Recipe, base: Base, limits: Limits, hint: Base | None = None) -> Result:
    """Re-plan `recipe` (formulated with `base`) on a large round.

    The bounds of the usual goals count only where every right of the base stayed or moved within its site by need;
    elsewhere they are left to the plainest bound.
    """
    standing = _settled(recipe, base)
    frozen, forced = _frozen(recipe, base, standing)
    rest = solve_columns(frozen, limits, hint or standing.served)
    tiers = _own_tiers(recipe, base, rest) + _usual_tiers(recipe, rest, forced)
    cancelled = limits.cancel.is_set()
    return replace(rest, tiers=tiers, status=status_of(tiers, cancelled))


def _settled(recipe: Recipe, base: Base) -> Occupancy:
    """Base rights on their spaces, then near them, then elsewhere."""
    occupancy = started(recipe)
    case = recipe.case
    occupancy.put_all(base)
    for same_site in (True, False):
        for request, units in sorted(base.items()):
            home = case.problem.assets[units[0]].group
            for site, kinds in case.choices[request].items():
                if request not in occupancy.served and (site == home or not same_site):
                    occupancy.try_add(request, site, kinds)
    for request in sorted(base):
        if request not in occupancy.served and case.choices[request]:
            _push(recipe, base, occupancy, request)
    return occupancy


def _push(recipe: Recipe, base: Base, occupancy: Occupancy, request: int) -> None:
    """Find room for a base right by moving others of the base at the sites it may use."""
    case, links = recipe.case, Links(recipe.case)
    sites = tuple(sorted(list(case.choices[request])[:PUSH_SITES]))
    standing = {r: u for r, u in occupancy.served.items() if case.problem.assets[u[0]].group in sites}
    inside = set(standing) | {request}
    members = tuple(tuple(r for r in sorted(inside) if site in case.choices[r]) for site in sites)
    group_of = {unit: asset.group for unit, asset in enumerate(case.problem.assets)}
    goals: list[Objective] = [Kept(base), Changes(base, group_of)]
    task = Task(
        sites,
        members,
        (1000.0, 1.0),
        families=links.families_of(inside, occupancy.served),
        balances=links.balances_in(sites),
        current=standing,
        gap=0.0,
    )
    found = solve_tile(case, goals, task, 10.0)
    formulation = Formulation(case.problem, (), goals)
    if found is None or formulation.rank(_plan(found.served)) <= formulation.rank(_plan(standing)):
        return
    for other in standing:
        occupancy.remove(other)
    for other, units in found.served.items():
        occupancy.add(other, units)


def _plan(served: Mapping[int, tuple[int, ...]]) -> list[Assignment]:
    return [Assignment(request, units) for request, units in sorted(served.items())]


def _frozen(recipe: Recipe, base: Base, standing: Occupancy) -> tuple[Recipe, bool]:
    """The round with everything that stands pinned: to its space where it stayed, to its site where it moved.

    Also whether those pins follow from the goals (nobody moved to another site, nobody was lost who could be kept).
    """
    case = recipe.case
    pins = []
    forced = all(request in standing.served for request in base if case.choices[request])
    for request, units in sorted(standing.served.items()):
        group = case.problem.assets[units[0]].group
        stayed = base.get(request) == units and len(units) == 1
        pins.append(Pin(request, group, units[0] if stayed else None))
        if request in base and base[request] != units:
            forced &= group == case.problem.assets[base[request][0]].group and not _still_fits(
                case, request, base[request]
            )
    kept = ParkingCase(case.parking, tuple(pins))
    formulation = Formulation(kept.problem, rules_of(kept), goals_of(kept, None))
    return Recipe(kept, formulation, recipe.unheld, dict(standing.served)), forced


def _still_fits(case: ParkingCase, request: int, units: tuple[int, ...]) -> bool:
    """Whether the spaces of the base are usable at all, everybody else aside."""
    kinds = case.choices[request].get(case.problem.assets[units[0]].group, ())
    return len(kinds) == len(units) and all(
        any(unit in case.kinds[kind].units for kind in part) for unit, part in zip(units, kinds, strict=True)
    )


def _own_tiers(recipe: Recipe, base: Base, rest: Result) -> tuple[Tier, ...]:
    """Kept rights and changes, each with the bound that follows from who could be kept where at best."""
    case, plan = recipe.case, rest.plan
    kept, changes = recipe.formulation.objectives[:2]
    least = []
    for request, units in base.items():
        home = case.problem.assets[units[0]].group
        if case.choices[request]:
            stays = _still_fits(case, request, units)
            least.append(0 if stays else 1 if home in case.choices[request] else 2)
    held = kept.value(case.problem, plan)
    moved = changes.value(case.problem, plan)
    return (
        Tier("kept", held, len(least)),
        Tier("changes", moved, sum(sorted(least)[:held])),
    )


def _usual_tiers(recipe: Recipe, rest: Result, forced: bool) -> tuple[Tier, ...]:
    if forced:
        return rest.tiers
    case = recipe.case
    points = sum(case.parking.points_of(case.parking.requests[r]) for r, sites in enumerate(case.choices) if sites)
    return (
        Tier(rest.tiers[0].name, rest.tiers[0].value, points),
        *(Tier(t.name, t.value, None) for t in rest.tiers[1:]),
    )
