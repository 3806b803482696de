"""The columns of a site against all plans: configurations promise what spaces carry, prices never promise less."""

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from typing import NamedTuple

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from solvers.engines.limits import INFINITY
from solvers.engines.linear import Floats, solve_mip
from solvers.engines.links import Links
from solvers.engines.relaxation import Prices, Relaxation, Scope, prices_of
from solvers.engines.tile import signed, worth_of
from solvers.parking.case import ParkingCase
from solvers.parking.packing import configurations, twins
from solvers.parking.problem import ParkingProblem, Partnership
from solvers.parking.recipe import Recipe, formulate
from solvers.parking.site_rows import SiteRows, members_of
from solvers.problem import Assignment
from tests.solvers.rounds import LOCKS, POLICY, SITES, SPACES, awkward, cycle, only

LASTING = {
    "request_once",
    "no_overlap",
    "owner_reserve",
    "outside_cap",
    "gate_throughput",
    "one_right_per_vehicle",
    "household_cap",
}
"""Rules that more rights cannot mend."""

Pair = tuple[int, int]


def ring() -> ParkingProblem:
    """The ring of patterns, three of which may also stand at a partner site of one space."""
    parking = cycle(2)
    requests = tuple(
        replace(
            request,
            home_site="side" if at == 0 else "ring" if at in (1, 3) else None,
            walk={"ring": 100, "side": 200} if at in (1, 2, 3) else {"ring": 100},
        )
        for at, request in enumerate(parking.requests)
    )
    return replace(parking, requests=requests, partners=(Partnership("ring", "side", 1),))


def day_and_night() -> ParkingProblem:
    """Eight of the awkward round: parts, gate, cap on outside vehicles, reserve, household and shared vehicles bind."""
    names = ("after15", "day", "split", "morning", "after14", "summer_noon", "night", "workday_night")
    return only(
        awkward(spaces=(*SPACES[:3], SPACES[7])),
        names,
        requests=tuple(
            replace(found, previous_space=None) for name in names for found in awkward().requests if found.id == name
        ),
    )


def crowd() -> ParkingProblem:
    """Three spaces of which one is kept free, no gate; pairs of a household; everybody may stand in two sites."""
    names = ("day", "split", "morning", "to_closing", "in_summer", "banned_here")
    twin = replace(SITES[0], id="twin", gate_limit=None)
    requests = tuple(
        replace(
            found, previous_space=None, vehicle=found.id, walk={"yard": 100, "twin": 300} if at < 3 else {"yard": 100}
        )
        for at, name in enumerate(names)
        for found in awkward().requests
        if found.id == name
    )
    spaces = (SPACES[0], SPACES[1], SPACES[2], replace(SPACES[0], id="z", site="twin", count=2))
    return awkward(
        sites=(replace(SITES[0], gate_limit=None), twin),
        spaces=spaces,
        requests=tuple(replace(found, home_site=None) for found in requests),
        partners=(),
        locks=LOCKS[:1],
        policy=replace(POLICY, household_cap=2),
    )


ROUNDS = {"ring": ring, "day and night": day_and_night, "crowd": crowd}


class Built(NamedTuple):
    recipe: Recipe
    rows: list[SiteRows]
    pairs: list[Pair]
    served: set[frozenset[Pair]]
    """Sets of requests at sites that some choice of single spaces serves."""


@cache
def built(name: str) -> Built:
    recipe = formulate(ROUNDS[name]())
    case = recipe.case
    rows = [SiteRows(case, site, found) for site, found in enumerate(members_of(case))]
    pairs = [(request, site) for request, sites in enumerate(case.choices) for site in sites]
    served: set[frozenset[Pair]] = set()
    extend(recipe, pairs, (), served)
    return Built(recipe, rows, pairs, served)


def extend(recipe: Recipe, pairs: Sequence[Pair], plan: tuple[Assignment, ...], served: set[frozenset[Pair]]) -> None:
    """All plans of single spaces, those left out that break a lasting rule."""
    if not pairs:
        if not recipe.formulation.verify(plan):
            served.add(frozenset((found.request, recipe.case.problem.assets[found.assets[0]].group) for found in plan))
        return
    request, site = pairs[0]
    extend(recipe, pairs[1:], plan, served)
    for units in places(recipe.case, request, site):
        longer = (*plan, Assignment(request, units))
        if not {found.rule for found in recipe.formulation.verify(longer)} & LASTING:
            extend(recipe, pairs[1:], longer, served)


def places(case: ParkingCase, request: int, site: int) -> list[tuple[int, ...]]:
    usable = [[unit for kind in kinds for unit in case.kinds[kind].units] for kinds in case.choices[request][site]]
    chosen: list[tuple[int, ...]] = [()]
    for units in usable:
        chosen = [(*before, unit) for before in chosen for unit in units]
    return chosen


def relaxation(name: str, *, packed: bool) -> Relaxation:
    recipe, rows, pairs, _ = built(name)
    case, links = recipe.case, Links(recipe.case)
    configured = {}
    for site in rows:
        for kind, found in site.kind_rows.items() if packed else ():
            listed = configurations(case, sorted(set(twins(case, found.columns).values())), 1000)
            assert listed is not None
            configured[kind] = listed
    families = (*links.households, *links.vehicles)
    return Relaxation(case, Scope(rows, dict.fromkeys(pairs, 0.0), families, links.balances, packed=configured))


def promised(name: str, *, packed: bool) -> set[frozenset[Pair]]:
    """Sets of requests at sites with which the whole-numbered model is feasible."""
    found = relaxation(name, packed=packed)
    model, pairs = found.model, built(name).pairs
    fixed = [model.row([found.x[pair]], [1.0], 0.0, 0.0) for pair in pairs]
    out = set()
    for bits in range(1 << len(pairs)):
        for at, row in enumerate(fixed):
            model.low[row] = model.high[row] = float(bits >> at & 1)
        if solve_mip(model, 10_000, 0.0, INFINITY, 0).values is not None:
            out.add(frozenset(pair for at, pair in enumerate(pairs) if bits >> at & 1))
    return out


@pytest.mark.parametrize("name", ROUNDS)
def test_configurations_promise_just_what_single_spaces_carry(name: str) -> None:
    assert 8 <= len(built(name).pairs) <= 9
    assert promised(name, packed=True) == built(name).served


def test_cells_alone_promise_more_than_two_spaces_carry_in_a_ring() -> None:
    everybody = frozenset((request, 0) for request in range(5))
    without, carried = promised("ring", packed=False), built("ring").served
    assert carried < without
    assert everybody in without - carried


# ---- prices


def dual_values(model: Relaxation, numbers: Sequence[float]) -> Floats:
    rows = len(model.model.low)
    return np.array([numbers[at % len(numbers)] for at in range(rows)])


NUMBERS = st.lists(st.floats(-40, 40, allow_nan=False), min_size=1, max_size=40)


@pytest.mark.parametrize("name", ROUNDS)
@settings(max_examples=40)
@given(numbers=NUMBERS)
def test_no_plan_is_worth_more_than_the_bound_of_any_prices(name: str, numbers: list[float]) -> None:
    recipe, rows, _, served = built(name)
    model = relaxation(name, packed=False)
    prices = prices_of(model, dual_values(model, numbers))
    for goal in recipe.formulation.objectives[:2]:
        worth = signed(goal, worth_of(rows, goal))
        assert prices.bound(worth) >= max(sum(worth[pair] for pair in plan) for plan in served) - 1e-6


@pytest.mark.parametrize("name", ROUNDS)
@settings(max_examples=40)
@given(numbers=NUMBERS, least=st.integers(0, 60))
def test_no_plan_above_the_floor_is_worth_more_than_the_bound_of_any_prices(
    name: str, numbers: list[float], least: int
) -> None:
    recipe, rows, pairs, served = built(name)
    points, walking = (signed(goal, worth_of(rows, goal)) for goal in recipe.formulation.objectives[:2])
    links = Links(recipe.case)
    families = (*links.households, *links.vehicles)
    scope = Scope(rows, walking, families, links.balances, frozenset(), [(points, float(least))])
    model = Relaxation(recipe.case, scope)
    bound = prices_of(model, dual_values(model, numbers)).bound(walking)
    above = [plan for plan in served if sum(points[pair] for pair in plan) >= least]
    assert all(bound >= sum(walking[pair] for pair in plan) - 1e-6 for plan in above)
    assert set(model.x) == set(pairs)


@given(numbers=NUMBERS)
def test_a_request_that_must_be_served_may_lower_the_bound_but_not_below_a_plan(numbers: list[float]) -> None:
    recipe, rows, _, served = built("crowd")
    model = relaxation("crowd", packed=False)
    prices = prices_of(model, dual_values(model, numbers))
    worth = signed(recipe.formulation.objectives[1], worth_of(rows, recipe.formulation.objectives[1]))
    forced = Prices(prices.cost, prices.capacity, frozenset({0}))
    with_it = [plan for plan in served if any(request == 0 for request, _ in plan)]
    assert forced.bound(worth) <= prices.bound(worth)
    assert forced.bound(worth) >= max(sum(worth[pair] for pair in plan) for plan in with_it) - 1e-6
