"""All engines behind one call: valid plans, honest bounds, the same plan again, hints that change nothing."""

from datetime import date
from functools import cache
from random import Random

import pytest

from scheduler.calendar import horizon
from solvers.engines import ENGINES, Engine, columns, solve
from solvers.engines.direct import candidates_of
from solvers.engines.limits import Limits
from solvers.parking.generate import SCALES, Scale, generate_parking
from solvers.parking.recipe import Recipe, formulate
from solvers.plan import Result, Status, Tier, status_of
from tests.solvers.rounds import awkward, cycle

FOUR_WEEKS = horizon(date(2026, 4, 20), date(2026, 5, 17))
SMALL = Scale(6, 110, 260)
EXACT: tuple[Engine, ...] = ("direct", "columns", "naive")


@cache
def round_of(size: str, seed: int) -> Recipe:
    return formulate(generate_parking(SMALL if size == "small" else SCALES[size], seed, FOUR_WEEKS))


def claims(result: Result) -> list[tuple[str, int, int | None]]:
    return [(tier.name, tier.value, tier.bound) for tier in result.tiers]


# ---- every engine


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("seed", range(4))
def test_every_engine_leaves_a_valid_plan_with_its_own_values(engine: Engine, seed: int) -> None:
    recipe = round_of("tiny", seed)
    result = solve(recipe, engine, Limits(workers=1))
    assert recipe.formulation.verify(result.plan) == []
    assert tuple(tier.value for tier in result.tiers) == recipe.formulation.score(result.plan)
    assert result.reproducible


@pytest.mark.parametrize("engine", EXACT)
def test_exact_engines_agree_on_the_awkward_round(engine: Engine) -> None:
    recipe = formulate(awkward())
    result = solve(recipe, engine, Limits(workers=1))
    assert (result.status, recipe.formulation.verify(result.plan)) == (Status.OPTIMAL, [])
    assert claims(result) == claims(solve(recipe, "direct", Limits(workers=1)))


@pytest.mark.parametrize("engine", EXACT)
def test_two_spaces_serve_four_of_a_ring_of_five(engine: Engine) -> None:
    result = solve(formulate(cycle(2)), engine, Limits(workers=1))
    assert claims(result) == [("points", 40, 40), ("walking", 400, 400), ("stability", 0, 0)]


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("seed", range(6))
def test_no_engine_claims_a_bound_below_the_best_plan(engine: Engine, seed: int) -> None:
    recipe = round_of("tiny", seed)
    best = solve(recipe, "direct", Limits(workers=1)).tiers[0].value
    first = solve(recipe, engine, Limits(workers=1)).tiers[0]
    assert first.bound is None or first.bound >= best >= first.value


# ---- the way of a large round, on a small one


@pytest.fixture
def never_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    """Prices, tiles and neighbourhoods whatever the size."""
    monkeypatch.setattr(columns, "WHOLE", 0)


@pytest.mark.usefixtures("never_whole")
@pytest.mark.parametrize("seed", range(12))
def test_prices_and_tiles_leave_a_valid_plan_and_a_bound_above_the_best(seed: int) -> None:
    recipe = round_of("tiny", seed)
    best = solve(recipe, "direct", Limits(workers=1)).tiers
    result = solve(recipe, "columns", Limits(work=2.0, workers=1))
    assert recipe.formulation.verify(result.plan) == []
    first = result.tiers[0]
    assert first.bound is not None
    assert first.bound >= best[0].value >= first.value
    if first.value == best[0].value:
        second = result.tiers[1]
        assert second.bound is None or second.bound <= best[1].value <= second.value


@pytest.mark.usefixtures("never_whole")
def test_prices_and_tiles_agree_with_the_whole_on_a_small_round(monkeypatch: pytest.MonkeyPatch) -> None:
    tiles = solve(round_of("small", 1), "columns", Limits(work=2.0, workers=1))
    monkeypatch.undo()
    whole = solve(round_of("small", 1), "columns", Limits(work=2.0, workers=1))
    assert whole.tiers[0].bound is not None
    assert tiles.tiers[0].bound is not None
    assert tiles.tiers[0].value <= whole.tiers[0].bound
    assert whole.tiers[0].value <= tiles.tiers[0].bound
    assert round_of("small", 1).formulation.verify(tiles.plan) == []
    assert tiles.tiers[0].value >= 0.98 * whole.tiers[0].bound


# ---- the same again


@pytest.mark.parametrize("whole", [True, False], ids=["whole", "tiles"])
def test_workers_do_not_change_the_plan(whole: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    if not whole:
        monkeypatch.setattr(columns, "WHOLE", 0)
    one, two = (solve(round_of("small", 2), "columns", Limits(work=0.3, workers=workers)) for workers in (1, 2))
    assert (one.reproducible, two.reproducible) == (True, True)
    assert one.plan == two.plan
    assert (claims(one), one.work) == (claims(two), two.work)


@pytest.mark.parametrize("engine", ENGINES)
def test_the_same_seed_gives_the_same_plan(engine: Engine) -> None:
    first, second = (solve(round_of("tiny", 3), engine, Limits(work=3.0, workers=1, seed=4)) for _ in range(2))
    assert (first.plan, claims(first)) == (second.plan, claims(second))


def test_a_clock_that_strikes_first_is_admitted() -> None:
    result = solve(round_of("small", 2), "columns", Limits(seconds=0.0, workers=1))
    assert (result.reproducible, round_of("small", 2).formulation.verify(result.plan)) == (False, [])


@pytest.mark.parametrize("engine", ENGINES)
def test_a_cancel_keeps_a_valid_plan(engine: Engine) -> None:
    limits = Limits(workers=1)
    limits.cancel.set()
    result = solve(round_of("tiny", 0), engine, limits)
    assert round_of("tiny", 0).formulation.verify(result.plan) == []
    assert result.status in (Status.CANCELLED, Status.OPTIMAL)
    assert not result.reproducible


# ---- hints


@pytest.mark.parametrize("engine", ["direct", "columns"])
@pytest.mark.parametrize("seed", range(5))
def test_a_hint_changes_no_tier(engine: Engine, seed: int) -> None:
    recipe = round_of("tiny", seed)
    without = solve(recipe, engine, Limits(workers=1))
    rng = Random(seed)
    drawn = {found.request: found.assets for found in rng.sample(candidates_of(recipe.case), 8)}
    nonsense = {request: (rng.randrange(6),) for request in range(12)}
    for hint in (drawn, nonsense, {found.request: found.assets for found in without.plan}):
        hinted = solve(recipe, engine, Limits(workers=1), hint)
        assert claims(hinted) == claims(without)
        assert recipe.formulation.verify(hinted.plan) == []


@pytest.mark.usefixtures("never_whole")
def test_a_hint_is_never_worse_than_its_plan() -> None:
    recipe = round_of("small", 3)
    good = solve(recipe, "columns", Limits(work=2.0, workers=1))
    again = solve(recipe, "columns", Limits(work=0.01, workers=1), {found.request: found.assets for found in good.plan})
    assert recipe.formulation.rank(again.plan) >= recipe.formulation.rank(good.plan)
    assert [tier.name for tier in again.tiers] == [tier.name for tier in good.tiers]


# ---- what a result says of itself


def test_a_plan_is_optimal_where_every_tier_meets_its_bound() -> None:
    met, missed, unknown = Tier("points", 5, 5), Tier("walking", 300, 200), Tier("walking", 300, None)
    assert status_of((met, met)) == Status.OPTIMAL
    assert status_of((met, missed)) == status_of((met, unknown)) == Status.FEASIBLE
    assert status_of((met, missed), cancelled=True) == Status.CANCELLED


def test_a_gap_is_relative_to_the_bound() -> None:
    gaps = [
        Tier("points", 90, 100).gap,
        Tier("walking", 300, 200).gap,
        Tier("points", 1, 0).gap,
        Tier("points", 1, None).gap,
    ]
    assert gaps == [0.1, 0.5, 1.0, None]
