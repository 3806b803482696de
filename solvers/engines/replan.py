"""Re-planning: depart from a published plan, keep every right that can be kept, move as few as possible, then fill.

Small rounds go through all tiers exactly (direct). Large ones are settled in stages: rights that still hold stay on
their spaces; the others move within their site, else to another; who is still without a place may push others of the
base plan aside (CP-SAT over the spaces near them). What then stands is frozen and the usual goals plan the rest, the
guarantee first: it never costs anybody a place in force.
"""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import replace
from itertools import islice, product

from solvers.constraints import Pin
from solvers.engines.columns import solve_columns
from solvers.engines.cpsat import Settings, posted, solve_tiers
from solvers.engines.limits import Limits, Watch
from solvers.engines.promises import hoped
from solvers.formulation import Formulation
from solvers.parking.case import ParkingCase
from solvers.parking.greedy import started
from solvers.parking.occupancy import Occupancy
from solvers.parking.recipe import Base, Recipe, goals_of, rules_of
from solvers.plan import Result, Tier, status_of
from solvers.problem import Assignment

PUSH_SITES = 4
MOST_PLACES = 12
"""Places to which a right of the base may be pushed."""
PUSH_WORK = 5.0


def solve_replan(recipe: Recipe, base: Base, limits: Limits, hint: Base | None = None) -> Result:
    """Re-plan `recipe` (formulated with `base`) in stages.

    The bounds of the usual goals count only where every right of the base stayed or moved within its site by need;
    elsewhere they are left to the plainest bound.
    """
    watch = Watch(limits)
    standing = _settled(recipe, base, watch)
    frozen, forced = _frozen(recipe, base, standing)
    left = replace(limits, seconds=max(0.1, watch.left()), work=max(0.01, watch.work_left()))
    rest = solve_columns(frozen, left, hint or standing.served)
    tiers = _own_tiers(recipe, base, rest) + _usual_tiers(recipe, rest, forced)
    cancelled = limits.cancel.is_set()
    repeats = rest.reproducible and not watch.struck
    work = watch.work + rest.work
    return replace(rest, tiers=tiers, status=status_of(tiers, cancelled), reproducible=repeats, work=work)


def _settled(recipe: Recipe, base: Base, watch: Watch) -> Occupancy:
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
    lost = [request for request in sorted(base) if request not in occupancy.served and case.choices[request]]
    return _pushed(recipe, occupancy, lost, watch) if lost else occupancy


def _pushed(recipe: Recipe, occupancy: Occupancy, lost: Sequence[int], watch: Watch) -> Occupancy:
    """Find room for lost base rights by moving others of the base, over single spaces near them; the rest stands."""
    case = recipe.case
    sites = {site for request in lost for site in list(case.choices[request])[:PUSH_SITES]}
    moving = [r for r, units in occupancy.served.items() if case.problem.assets[units[0]].group in sites]
    standing = occupancy.plan()
    candidates = [found for request in lost for found in _near(case, request, sites, MOST_PLACES * 4)]
    candidates += [
        found for request in moving for found in _near(case, request, {_site(case, occupancy, request)}, MOST_PLACES)
    ]
    candidates = list(dict.fromkeys([*standing, *candidates]))
    model = posted(recipe.formulation, candidates)
    free = set(moving)
    for at, assignment in enumerate(standing):
        if assignment.request not in free:
            model.model.add(model.variables[at] == 1)
    first_goals = replace(recipe.formulation, objectives=recipe.formulation.objectives[:2])
    left = min(PUSH_WORK, watch.work_left())
    inner = Watch(replace(watch.limits, seconds=max(0.1, watch.left()), work=left))
    plan, _ = solve_tiers(first_goals, model, standing, inner, Settings(watch.limits.seed))
    watch.work += inner.work
    watch.struck |= inner.struck
    found = Occupancy(case)
    for assignment in plan:
        found.add(assignment.request, assignment.assets)
    return found


def _site(case: ParkingCase, occupancy: Occupancy, request: int) -> int:
    return case.problem.assets[occupancy.served[request][0]].group


def _near(case: ParkingCase, request: int, sites: Set[int], most: int) -> list[Assignment]:
    """Some of the usable places of a request at some sites."""
    places = (
        Assignment(request, units)
        for site, kinds in case.choices[request].items()
        if site in sites
        for units in product(*([unit for kind in part for unit in case.kinds[kind].units] for part in kinds))
    )
    return list(islice(places, most))


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
        pinned = case.pinned.get(request)
        free = pinned is None or pinned.asset is None
        pins.append(Pin(request, group, units[0] if stayed else None) if free or pinned is None else pinned)
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
    plainest = {"guarantee": hoped(case), "points": points}
    return tuple(Tier(tier.name, tier.value, plainest.get(tier.name)) for tier in rest.tiers)
