"""An occupancy in the making against the verifier: the same verdict on every next right."""

from dataclasses import replace
from datetime import date
from random import Random

import pytest

from scheduler.calendar import horizon
from solvers.parking.generate import SCALES, generate_parking
from solvers.parking.occupancy import Occupancy
from solvers.parking.problem import ParkingProblem, Partnership
from solvers.parking.recipe import Recipe, formulate
from solvers.problem import Assignment
from tests.solvers.rounds import SITES, awkward

FOUR_WEEKS = horizon(date(2026, 5, 18), date(2026, 6, 14))


def crowded(seed: int) -> ParkingProblem:
    """A tiny round with narrow gates, partners nearly in balance, shared vehicles, households and split rights."""
    parking = generate_parking(SCALES["tiny"], seed, FOUR_WEEKS)
    a, b = parking.sites
    requests = tuple(
        replace(
            request,
            vehicle=f"v{at % 7}",
            household=f"h{at % 5}",
            party="outside" if at % 2 else request.party,
            split_at_season=at % 3 == 0,
        )
        for at, request in enumerate(parking.requests)
    )
    return replace(
        parking,
        sites=(replace(a, gate_limit=2, outside_cap=1), replace(b, gate_limit=3)),
        partners=(Partnership(b.id, a.id, seed % 2),),
        requests=requests,
        locks=(),
    )


def verdict(recipe: Recipe, occupancy: Occupancy, request: int, units: tuple[int, ...]) -> str | None:
    """What an occupancy says of one more right: a rule, "taken", or None."""
    site = recipe.case.problem.assets[units[0]].group
    rule = occupancy.blocking_rule(request, site)
    if rule is not None:
        return rule
    return None if occupancy.is_free(request, units) else "no_overlap"


def options(recipe: Recipe) -> list[tuple[int, tuple[int, ...]]]:
    """Usable spaces of every request; two for each part are enough."""
    case = recipe.case
    out = []
    for request, sites in enumerate(case.choices):
        for parts in sites.values():
            usable = [[unit for kind in kinds for unit in case.kinds[kind].units] for kinds in parts]
            out += [(request, tuple(units[pick % len(units)] for units in usable)) for pick in (0, 1)]
            out.append((request, tuple(units[at % len(units)] for at, units in enumerate(usable))))
    return sorted(set(out))


def walk(recipe: Recipe, seed: int, steps: int) -> set[str | None]:
    """Add and remove at random; the verdicts that were met."""
    rng = Random(seed)
    occupancy, seen = Occupancy(recipe.case), set()
    choices = options(recipe)
    for _ in range(steps):
        request, units = rng.choice(choices)
        if occupancy.served and rng.random() < 0.25:
            gone = rng.choice(sorted(occupancy.served))
            kept = [found for found in occupancy.plan() if found.request != gone]
            if not recipe.formulation.verify(kept):
                occupancy.remove(gone)
            continue
        said = verdict(recipe, occupancy, request, units)
        broken = {found.rule for found in recipe.formulation.verify([*occupancy.plan(), Assignment(request, units)])}
        assert (said is None) == (broken == set())
        assert said is None or said in broken
        seen.add(said)
        if said is None:
            occupancy.add(request, units)
        assert recipe.formulation.verify(occupancy.plan()) == []
    return seen


@pytest.mark.parametrize("seed", range(12))
def test_a_right_is_blocked_exactly_when_the_verifier_would_refuse_it(seed: int) -> None:
    walk(formulate(crowded(seed)), seed, 60)


def test_a_right_of_the_awkward_round_is_blocked_exactly_when_the_verifier_would_refuse_it() -> None:
    for seed in range(4):
        walk(formulate(awkward()), seed, 80)


def test_every_rule_of_the_occupancy_blocks_somebody() -> None:
    roomy = awkward(sites=(replace(SITES[0], gate_limit=2), SITES[1]), partners=(Partnership("tower", "yard", 0),))
    seen: set[str | None] = set()
    for seed in range(6):
        seen |= walk(formulate(crowded(seed)), seed, 40) | walk(formulate(roomy), seed, 40)
    assert seen == {
        None,
        "request_once",
        "household_cap",
        "one_right_per_vehicle",
        "reciprocity",
        "owner_reserve",
        "outside_cap",
        "gate_throughput",
        "no_overlap",
    }


def test_what_was_removed_leaves_no_trace() -> None:
    recipe = formulate(awkward())
    occupancy = Occupancy(recipe.case)
    for request, units in options(recipe):
        if verdict(recipe, occupancy, request, units) is None:
            occupancy.add(request, units)
    for request in list(occupancy.served):
        occupancy.remove(request)
    fresh = Occupancy(recipe.case)
    assert occupancy.plan() == ()
    for request, units in options(recipe):
        assert verdict(recipe, occupancy, request, units) == verdict(recipe, fresh, request, units)


def test_a_right_is_put_only_on_spaces_it_may_use() -> None:
    recipe = formulate(awkward())
    names = recipe.case.parking.request_index
    unit = recipe.case.parking.unit_index
    occupancy = Occupancy(recipe.case)
    assert [
        occupancy.put(names["wide"], (unit["y1"],)),
        occupancy.put(names["day"], (unit["y1"], unit["y2"])),
        occupancy.put(names["day"], (unit["y1"],)),
        occupancy.put(names["morning"], (unit["y1"],)),
    ] == [False, False, True, False]
