"""The two ends of the goals: guaranteed requests before all points, lots of the public draw after everything else."""

from dataclasses import replace
from datetime import date

import pytest

from scheduler.calendar import horizon
from scheduler.files import dump_problem, problem_from
from solvers.engines import ENGINES, Engine, columns, solve
from solvers.engines.limits import Limits
from solvers.explain import Reason
from solvers.guarantee import not_kept, with_guarantees
from solvers.lots import lot_worths
from solvers.marks import marked
from solvers.parking.exchange import exchanged
from solvers.parking.generate import SCALES, Scale, generate_parking
from solvers.parking.greedy import by_density, fill, first_come, started
from solvers.parking.problem import ParkingProblem, Partnership, Registration
from solvers.parking.recipe import Recipe, formulate
from solvers.parking.refusals import refusals_of
from solvers.plan import Result, Status, Tier, leading, telling, told
from tests.solvers.parking.exhaustive import best_plan
from tests.solvers.rounds import asks, cycle

FOUR_WEEKS = horizon(date(2026, 4, 20), date(2026, 5, 17))
LIMITS = Limits(workers=1)
EXACT: tuple[Engine, ...] = ("direct", "columns", "naive")
RING = {"ring": 100}


def tied(seed: int, guarantees: int = 25) -> ParkingProblem:
    """A tiny round in which points tell hardly anybody apart, all with lots and a quarter guaranteed."""
    parking = generate_parking(SCALES["tiny"], seed, FOUR_WEEKS)
    requests = tuple(
        replace(request, points={next(iter(parking.policy.criteria)): 3 + at % 2}, previous_space=None)
        for at, request in enumerate(parking.requests)
    )
    return marked(replace(parking, requests=requests), seed, lots=True, guarantees=guarantees)


def crowd(seed: int) -> Recipe:
    """A small round in which many have the same points."""
    parking = generate_parking(Scale(6, 60, 240), seed, FOUR_WEEKS)
    criterion = next(iter(parking.policy.criteria))
    requests = tuple(replace(r, points={criterion: 10 + at % 3}) for at, r in enumerate(parking.requests))
    return formulate(marked(replace(parking, requests=requests), seed, lots=True, guarantees=10))


def claims(result: Result) -> list[tuple[str, int, int | None]]:
    return [(tier.name, tier.value, tier.bound) for tier in result.tiers]


def served(recipe: Recipe, result: Result) -> list[str]:
    return [recipe.case.problem.requests[right.request].id for right in result.plan]


# ---- exactly


@pytest.mark.parametrize("engine", ["direct", "columns"])
@pytest.mark.parametrize("seed", range(8))
def test_exact_engines_find_the_best_plan_in_every_goal(engine: Engine, seed: int) -> None:
    recipe = formulate(tied(seed))
    result, best = solve(recipe, engine, LIMITS), best_plan(recipe)
    assert [goal.name for goal in recipe.formulation.objectives] == [
        "guarantee", "points", "walking", "stability", "draw"
    ]  # fmt: skip
    assert recipe.formulation.verify(result.plan) == []
    assert recipe.formulation.rank(result.plan) == best.rank
    assert [tier.bound for tier in result.tiers] == [tier.value for tier in result.tiers]
    assert result.status == Status.OPTIMAL


def one_space(*requests: Registration) -> Recipe:
    return formulate(cycle(1, requests=requests))


@pytest.mark.parametrize("engine", ENGINES)
def test_a_guarantee_comes_before_any_points(engine: Engine) -> None:
    recipe = one_space(
        asks("rich", "p12", points=1_000, walk=RING), asks("loser", "p12", points=1, walk=RING, guaranteed=True)
    )
    result = solve(recipe, engine, LIMITS)
    assert served(recipe, result) == ["loser"]
    assert claims(result)[0] == ("guarantee", 1, 1)


@pytest.mark.parametrize("engine", [engine for engine in ENGINES if engine != "fcfs"])
def test_a_tie_is_decided_by_the_lot_not_by_the_clock(engine: Engine) -> None:
    recipe = one_space(
        *(asks(name, "p12", walk=RING, lot=lot) for name, lot in (("early", 9), ("late", 4), ("last", 5))),
        asks("no_lot", "p12", walk=RING),
    )
    result = solve(recipe, engine, LIMITS)
    assert (served(recipe, result), result.tiers[-1].value) == (["late"], 3)


def test_first_come_first_served_asks_no_lot() -> None:
    recipe = one_space(asks("early", "p12", walk=RING, lot=9), asks("late", "p12", walk=RING, lot=4))
    assert served(recipe, solve(recipe, "fcfs", LIMITS)) == ["early"]


@pytest.mark.parametrize("engine", EXACT)
def test_a_lot_decides_nothing_that_points_or_metres_decide(engine: Engine) -> None:
    far, dear = {"ring": 300}, {"ring": 100}
    nearer = one_space(asks("a", "p12", walk=far, lot=0), asks("b", "p12", walk=dear, lot=1))
    richer = one_space(asks("a", "p12", points=9, walk=dear, lot=0), asks("b", "p12", points=10, walk=far, lot=1))
    assert [served(recipe, solve(recipe, engine, LIMITS)) for recipe in (nearer, richer)] == [["b"], ["b"]]


def test_without_lots_and_guarantees_the_goals_are_what_they_were() -> None:
    goals = formulate(generate_parking(SCALES["tiny"], 1, FOUR_WEEKS)).formulation.objectives
    assert [goal.name for goal in goals] == ["points", "walking", "stability"]


# ---- a large round, on a small one


@pytest.fixture
def never_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    """Prices, tiles and neighbourhoods whatever the size."""
    monkeypatch.setattr(columns, "WHOLE", 0)


@pytest.mark.usefixtures("never_whole")
@pytest.mark.parametrize("seed", range(5))
def test_tiles_serve_as_many_guaranteed_requests_as_can_be_and_bound_the_rest(seed: int) -> None:
    recipe = formulate(tied(seed, guarantees=60))
    result, best = solve(recipe, "columns", Limits(work=2.0, workers=1)), best_plan(recipe).rank
    assert best is not None
    assert recipe.formulation.verify(result.plan) == []
    guarantee, points = result.tiers[:2]
    assert (guarantee.value, guarantee.bound) == (best[0], best[0])
    assert points.bound is not None
    assert points.value <= best[1] <= points.bound


@pytest.mark.usefixtures("never_whole")
def test_guaranteed_requests_in_each_others_way_are_searched_together() -> None:
    """The long stay has the most points for its time; the two short ones in its way are two."""
    recipe = one_space(
        asks("long", "p12", points=100, walk=RING, guaranteed=True),
        asks("one", "p51", points=2, walk=RING, guaranteed=True),
        asks("two", "p23", points=2, walk=RING, guaranteed=True),
    )
    assert served(recipe, solve(recipe, "greedy", LIMITS)) == ["long"]
    result = solve(recipe, "columns", LIMITS)
    assert (served(recipe, result), claims(result)[0]) == (["one", "two"], ("guarantee", 2, 2))


@pytest.mark.usefixtures("never_whole")
def test_a_large_round_repeats_and_leaves_nothing_to_exchange() -> None:
    recipe = crowd(1)
    first, again = (solve(recipe, "columns", Limits(work=0.5, workers=workers)) for workers in (1, 2))
    assert (first.plan, claims(first), first.reproducible) == (again.plan, claims(again), True)
    assert recipe.formulation.verify(first.plan) == []
    guaranteed = [at for at in recipe.case.guaranteed if recipe.case.choices[at]]
    assert first.tiers[0].value == first.tiers[0].bound == len(guaranteed)
    occupancy = started(recipe)
    occupancy.put_all({right.request: right.assets for right in first.plan})
    exchanged(recipe, occupancy)
    assert occupancy.plan() == first.plan


# ---- exchange


@pytest.mark.parametrize("seed", range(4))
def test_an_exchange_moves_nothing_but_the_draw(seed: int) -> None:
    recipe = crowd(seed)
    occupancy = started(recipe)
    fill(occupancy, first_come(recipe))
    before = recipe.formulation.rank(occupancy.plan())
    exchanged(recipe, occupancy)
    after = recipe.formulation.rank(occupancy.plan())
    assert recipe.formulation.verify(occupancy.plan()) == []
    assert (after[:-1], after[-1] > before[-1]) == (before[:-1], True)


def test_an_exchange_keeps_partner_sites_in_balance() -> None:
    """`guest` has the better lot, but the right of `swapped` answers for one at the other site."""
    there = asks("there", "p34", walk={"side": 100}, home_site="ring")
    swapped = asks("swapped", "p12", walk=RING, home_site="side", lot=2)
    guest = asks("guest", "p12", walk=RING, lot=1)
    recipe = formulate(cycle(1, requests=(there, swapped, guest), partners=(Partnership("ring", "side", 0),)))
    occupancy = started(recipe)
    index = recipe.case.parking.unit_index
    occupancy.put_all({0: (index["b"],), 1: (index["a"],)})
    exchanged(recipe, occupancy)
    assert (sorted(occupancy.served), occupancy.is_balanced()) == ([0, 1], True)


# ---- re-plans


@pytest.mark.parametrize("engine", ["direct", "columns", "greedy"])
def test_nobody_in_force_gives_way_to_a_guarantee(engine: Engine) -> None:
    requests = (
        asks("stands", "p12", points=1, walk=RING),
        asks("loser", "p12", walk=RING, guaranteed=True),
        asks("rich", "p34", points=90, walk=RING),
        asks("other", "p34", points=1, walk=RING, guaranteed=True),
    )
    parking = cycle(1, requests=requests)
    base = {0: (parking.unit_index["a"],)}
    recipe = formulate(parking, base)
    result = solve(recipe, engine, LIMITS, base=base)
    assert served(recipe, result) == ["stands", "other"]
    assert [tier.name for tier in result.tiers[:4]] == ["kept", "changes", "guarantee", "points"]
    assert [tier.value for tier in result.tiers[:4]] == [1, 0, 1, 2]


# ---- what is told, and files


def test_a_refusal_says_that_a_guarantee_was_not_kept() -> None:
    recipe = one_space(
        *(asks(name, "p12", walk=RING, guaranteed=True, lot=lot) for name, lot in (("a", 2), ("b", 1))),
        asks("c", "p12", walk=RING),
    )
    result = solve(recipe, "direct", LIMITS)
    notes = with_guarantees(refusals_of(recipe, result.plan), recipe.case.guaranteed)
    assert {at: note.reasons[0] for at, note in notes.items() if at != 2} == {
        0: Reason("guarantee_not_kept", numbers={"guaranteed": 2, "kept": 1})
    }
    assert "guarantee_not_kept" not in {reason.rule for reason in notes[2].reasons}
    assert not_kept({0, 1}, {0, 1}) == {}


def test_lots_count_by_their_place_in_the_line() -> None:
    requests = [asks("b", lot=5), asks("c"), asks("a", lot=5), asks("d", lot=0), asks("e", lot=2**32 - 1)]
    assert lot_worths(requests) == {3: 4, 2: 3, 0: 2, 4: 1}


def test_the_leading_goal_is_the_first_besides_the_guarantee() -> None:
    names = [["guarantee", "points"], ["points"], ["kept", "changes", "guarantee"], ["guarantee"], []]
    assert [leading(tiers) for tiers in names] == [1, 0, 0, 0, 0]


def test_people_are_told_of_a_plan_by_a_goal_that_does_not_speak_of_the_plan_before() -> None:
    names = [["guarantee", "points"], ["kept", "changes", "guarantee", "points"], ["kept", "changes"], []]
    assert [telling(tiers) for tiers in names] == [1, 3, 0, 0]
    first = [Tier("kept", 2, 3), Tier("changes", 1, 0), Tier("points", 50, 90)]
    assert (told(first), told(first[2:]), told([])) == ((50, None), (50, 90), (None, None))


def test_files_hold_lots_and_guarantees_only_where_there_are_some() -> None:
    parking = generate_parking(SCALES["tiny"], 1, FOUR_WEEKS)
    drawn = replace(parking, requests=(replace(parking.requests[0], lot=0, guaranteed=True), *parking.requests[1:]))
    assert marked(parking, 1) == parking
    assert (b'"lot"' in dump_problem(parking), b'"guaranteed"' in dump_problem(parking)) == (False, False)
    assert dump_problem(drawn).count(b'"lot":0') == dump_problem(drawn).count(b'"guaranteed":true') == 1
    assert problem_from(dump_problem(drawn)) == drawn


def test_marks_repeat_and_change_nothing_else() -> None:
    parking = generate_parking(SCALES["tiny"], 1, FOUR_WEEKS)
    first, again = (marked(parking, 7, lots=True, guarantees=50) for _ in range(2))
    plain = tuple(replace(request, lot=None, guaranteed=False) for request in first.requests)
    assert (first, plain) == (again, parking.requests)
    assert sum(request.guaranteed for request in first.requests) == round(len(parking.requests) / 2)
    assert len({request.lot for request in first.requests}) == len(parking.requests)


def test_greedy_serves_guaranteed_then_points_then_lots() -> None:
    recipe = one_space(
        asks("plain", "p12", points=5, walk=RING),
        asks("second", "p12", points=5, walk=RING, lot=8),
        asks("first", "p12", points=5, walk=RING, lot=3),
        asks("rich", "p12", points=6, walk=RING),
        asks("promised", "p12", points=1, walk=RING, guaranteed=True),
    )
    names = [recipe.case.problem.requests[at].id for at in by_density(recipe)]
    assert names == ["promised", "rich", "first", "second", "plain"]
