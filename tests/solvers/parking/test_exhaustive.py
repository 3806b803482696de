"""Tiny rounds: the exact engines against the best plan found by trying everything, in every goal."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from scheduler.calendar import horizon
from solvers.engines import Engine, solve, tile, whole
from solvers.engines.limits import Limits
from solvers.parking.generate import SCALES, generate_parking
from solvers.parking.greedy import by_density, fill, started
from solvers.parking.occupancy import Occupancy
from solvers.parking.problem import Closure, Lock, ParkingProblem, Partnership, Pattern
from solvers.parking.recipe import Recipe, formulate
from solvers.plan import Result, Status
from solvers.timetable import WindowRule
from tests.solvers.parking.exhaustive import Search, best_plan
from tests.solvers.rounds import awkward, cycle

FOUR_WEEKS = horizon(date(2026, 4, 20), date(2026, 5, 17))
ACROSS_SEASONS = horizon(date(2026, 5, 18), date(2026, 6, 14))
ENGINES: tuple[Engine, ...] = ("auto", "direct", "columns")
LIMITS = Limits(workers=1)


def tiny(seed: int) -> ParkingProblem:
    return generate_parking(SCALES["tiny"], seed, FOUR_WEEKS)


def differences(recipe: Recipe, result: Result, best: Search) -> list[object]:
    """Everything in which a result falls short of the best plan, proven best and valid."""
    wrong: list[object] = [*recipe.formulation.verify(result.plan)]
    if recipe.formulation.rank(result.plan) != best.rank:
        wrong.append(("rank", recipe.formulation.rank(result.plan), best.rank))
    if tuple(tier.value for tier in result.tiers) != recipe.formulation.score(result.plan):
        wrong.append(("values", result.tiers))
    if [tier.bound for tier in result.tiers] != [tier.value for tier in result.tiers]:
        wrong.append(("bounds", result.tiers))
    if result.status != Status.OPTIMAL or not result.reproducible:
        wrong.append(("status", result.status, result.reproducible))
    return wrong


def all_differences(parking: ParkingProblem) -> dict[str, list[object]]:
    """Differences of every exact engine; engines without any are left out."""
    recipe = formulate(parking)
    best = best_plan(recipe)
    assert best.rank is not None
    found = {engine: differences(recipe, solve(recipe, engine, LIMITS), best) for engine in ENGINES}
    return {engine: wrong for engine, wrong in found.items() if wrong}


@pytest.mark.parametrize("seed", range(50))
def test_exact_engines_find_the_best_plan_of_a_tiny_round(seed: int) -> None:
    assert all_differences(tiny(seed)) == {}


@pytest.mark.study
@pytest.mark.parametrize("seed", range(500))
def test_exact_engines_find_the_best_plan_of_five_hundred_tiny_rounds(seed: int) -> None:
    assert all_differences(tiny(seed)) == {}


# ---- the same where policy, supply or locks are extreme


def with_policy(**changes: Any) -> Callable[[ParkingProblem], ParkingProblem]:
    return lambda parking: replace(parking, policy=replace(parking.policy, **changes))


def with_locks(kind: Any, *, by_space: bool) -> Callable[[ParkingProblem], ParkingProblem]:
    """The first four registrations with any choice locked at their last one."""

    def locked(parking: ParkingProblem) -> ParkingProblem:
        locks: list[Lock] = []
        case = formulate(parking).case
        for request, sites in enumerate(case.choices):
            if sites and len(locks) < 4:
                site, parts = list(sites.items())[-1]
                unit = case.problem.assets[case.kinds[parts[0][-1]].units[-1]].id
                name = case.problem.requests[request].id
                locks.append(
                    Lock(name, kind, space=unit) if by_space else Lock(name, kind, site=case.parking.sites[site].id)
                )
        return replace(parking, locks=tuple(locks))

    return locked


def without_spaces(parking: ParkingProblem) -> ParkingProblem:
    return replace(parking, spaces=(), requests=tuple(replace(r, previous_space=None) for r in parking.requests))


def without_requests(parking: ParkingProblem) -> ParkingProblem:
    return replace(parking, requests=(), patterns=(), locks=())


def one_household(parking: ParkingProblem) -> ParkingProblem:
    requests = tuple(replace(request, household="all") for request in parking.requests)
    return replace(parking, requests=requests, policy=replace(parking.policy, household_cap=3))


def one_vehicle(parking: ParkingProblem) -> ParkingProblem:
    return replace(parking, requests=tuple(replace(r, vehicle=f"v{at % 2}") for at, r in enumerate(parking.requests)))


def narrow_gates(parking: ParkingProblem) -> ParkingProblem:
    return replace(parking, sites=tuple(replace(site, gate_limit=1) for site in parking.sites))


def strangers(parking: ParkingProblem) -> ParkingProblem:
    requests = tuple(replace(request, party="outside") for request in parking.requests)
    return replace(parking, requests=requests, sites=tuple(replace(site, outside_cap=1) for site in parking.sites))


def even_partners(parking: ParkingProblem) -> ParkingProblem:
    a, b = (site.id for site in parking.sites)
    return replace(parking, partners=(Partnership(a, b, 0),))


def pools(parking: ParkingProblem) -> ParkingProblem:
    """Two pools of equal spaces, so that several people share a kind."""
    spaces = tuple(
        replace(next(s for s in parking.spaces if s.site == site.id), windows=None, closures=(), count=3)
        for site in parking.sites
    )
    requests = tuple(replace(request, previous_space=None) for request in parking.requests)
    return replace(parking, spaces=spaces, requests=requests)


def with_an_empty_pattern(parking: ParkingProblem) -> ParkingProblem:
    patterns = (*parking.patterns, Pattern("never", (WindowRule("a day that never comes"),)))
    requests = tuple(
        replace(request, pattern="never") if at % 2 else request for at, request in enumerate(parking.requests)
    )
    return replace(parking, patterns=patterns, requests=requests)


EXTREMES: dict[str, Callable[[ParkingProblem], ParkingProblem]] = {
    "pins to spaces": with_locks("pin", by_space=True),
    "pins to sites": with_locks("pin", by_space=False),
    "bans from spaces": with_locks("ban", by_space=True),
    "bans from sites": with_locks("ban", by_space=False),
    "no rights for households": with_policy(household_cap=0),
    "no guard": with_policy(guard_minutes=0),
    "no reserve": with_policy(reserve_percent=0),
    "everything reserved": with_policy(reserve_percent=100),
    "no outside vehicles": with_policy(outside_percent=0),
    "no spaces": without_spaces,
    "no requests": without_requests,
    "one household": one_household,
    "two vehicles": one_vehicle,
    "gates for one": narrow_gates,
    "outside vehicles only": strangers,
    "partners in balance": even_partners,
    "pools": pools,
    "patterns without a date": with_an_empty_pattern,
}


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("extreme", EXTREMES)
def test_exact_engines_find_the_best_plan_of_an_extreme_round(extreme: str, seed: int) -> None:
    assert all_differences(EXTREMES[extreme](tiny(seed))) == {}


@pytest.mark.parametrize("seed", range(6))
def test_exact_engines_find_the_best_plan_where_spaces_change_at_a_seasons_boundary(seed: int) -> None:
    parking = generate_parking(SCALES["tiny"], seed, ACROSS_SEASONS)
    split = tuple(replace(request, split_at_season=at % 3 == 0) for at, request in enumerate(parking.requests))
    assert all_differences(replace(parking, requests=split)) == {}


def test_a_stay_across_the_boundary_of_two_seasons_keeps_its_space() -> None:
    """Nights and all of each rest day; the boundary falls on a rest day, in the middle of a stay."""
    assert all_differences(_long_stays()) == {}


def _long_stays() -> ParkingProblem:
    round_ = awkward()
    horizon_ = round_.horizon
    seasons = tuple(replace(day, season="summer" if number > 6 else "winter") for number, day in horizon_.known)
    stays = Pattern("stays", (WindowRule(start="19:00", end="07:00"), WindowRule("rest_day")))
    people = tuple(
        replace(
            round_.requests[round_.request_index["night"]],
            id=f"n{at}",
            vehicle=f"n{at}",
            pattern="stays",
            split_at_season=True,
        )
        for at in range(4)
    )
    open_all_day = tuple(
        replace(site, windows=(WindowRule(),), curfews=(), leave_by=(), closures=(), gate_limit=None)
        for site in round_.sites
    )
    return replace(
        round_,
        horizon=replace(horizon_, days=seasons),
        patterns=(*round_.patterns, stays),
        requests=people,
        sites=open_all_day,
        partners=(),
        locks=(),
    )


@pytest.mark.parametrize("spaces", [1, 2, 3])
def test_exact_engines_find_the_best_plan_of_a_ring_of_patterns(spaces: int) -> None:
    assert all_differences(cycle(spaces)) == {}


# ---- re-plans


@pytest.mark.parametrize("seed", range(8))
def test_a_replan_keeps_then_moves_then_serves_as_well_as_any(seed: int) -> None:
    parking = tiny(seed)
    before = started(formulate(parking))
    fill(before, by_density(formulate(parking)))
    recipe = formulate(without_busiest_space(parking, before), dict(before.served))
    assert differences(recipe, solve(recipe, "direct", LIMITS, base=before.served), best_plan(recipe)) == []


@pytest.mark.parametrize("seed", range(8))
def test_a_replan_in_stages_is_valid_and_never_claims_too_much(seed: int) -> None:
    parking = tiny(seed)
    before = started(formulate(parking))
    fill(before, by_density(formulate(parking)))
    recipe = formulate(without_busiest_space(parking, before), dict(before.served))
    best = best_plan(recipe).rank
    result = solve(recipe, "columns", LIMITS, base=before.served)
    assert recipe.formulation.verify(result.plan) == []
    assert best is not None
    assert recipe.formulation.rank(result.plan) <= best
    assert result.status != Status.OPTIMAL or recipe.formulation.rank(result.plan) == best
    assert result.tiers[0].bound is None or result.tiers[0].bound >= best[0]


def without_busiest_space(parking: ParkingProblem, before: Occupancy) -> ParkingProblem:
    """The round with one space closed for good: the one on which most rights stand."""
    units = [unit for chosen in before.served.values() for unit in chosen]
    busiest = max(sorted(set(units)), key=units.count)
    closed = Closure(FOUR_WEEKS.first, FOUR_WEEKS.last)
    spaces = tuple(
        replace(space, closures=(closed,)) if at == busiest else space for at, space in enumerate(parking.spaces)
    )
    return replace(parking, spaces=spaces)


# ---- the comparison itself


Decode = Callable[..., dict[int, tuple[int, ...]]]


def forgets_one(decode: Decode) -> Decode:
    def spoilt(*arguments: Any) -> dict[int, tuple[int, ...]]:
        return dict(list(decode(*arguments).items())[:-1])

    return spoilt


def takes_the_first_space(decode: Decode) -> Decode:
    def spoilt(case: Any, *arguments: Any) -> dict[int, tuple[int, ...]]:
        served = decode(case, *arguments)
        first = {unit: kind.units[0] for kind in case.kinds for unit in kind.units}
        return {request: tuple(first[unit] for unit in units) for request, units in served.items()}

    return spoilt


@pytest.mark.parametrize("spoil", [forgets_one, takes_the_first_space])
def test_a_wrong_decoding_of_columns_is_noticed(
    spoil: Callable[[Decode], Decode], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tile, "decoded", spoil(tile.decoded))
    monkeypatch.setattr(whole, "FEW_CANDIDATES", 0)
    assert not all(_columns_are_right(pools(tiny(seed))) for seed in range(8))


def _columns_are_right(parking: ParkingProblem) -> bool:
    recipe = formulate(parking)
    return not differences(recipe, solve(recipe, "columns", LIMITS), best_plan(recipe))


def test_the_search_finds_what_a_reader_finds_by_hand() -> None:
    """Of five people in a ring two spaces carry four; each is worth 10 points and walks 100 m."""
    assert best_plan(formulate(cycle(2))).rank == (40, -400, 0)
