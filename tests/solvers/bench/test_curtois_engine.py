"""Shift scheduling: cheapest days, the block model, the bound and the engine, beside all rosters."""

from itertools import product
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from solvers.bench.curtois import Cost, Cover, Days, Employee, Instance, Request, Shift, cost, instances, violations
from solvers.bench.curtois_read import read
from solvers.bench.smptsp import best_known
from solvers.engines.curtois import Search, solve
from solvers.engines.curtois_days import FREE, Pricing
from solvers.engines.curtois_dive import dive
from solvers.engines.curtois_master import Master, Prices
from solvers.engines.curtois_model import BlockModel, choices_of, followers, weekends
from solvers.engines.curtois_near import Ground, Task, alone, near
from solvers.engines.curtois_table import rows
from solvers.engines.curtois_whole import Whole, whole
from solvers.engines.linear import solve_mip
from solvers.errors import SolverError
from tests.solvers.bench.test_curtois import FILE, NURSERY, written

SHARED = Path(__file__).parents[4] / "shared" / "bench" / "curtois"
shared = pytest.mark.skipif(not SHARED.is_dir(), reason="the public instances are not on this machine")

DAYS = 7


@st.composite
def employees(draw: st.DrawFn, shifts: int) -> Employee:
    """Mostly somebody who can be given days."""
    low = draw(st.integers(0, 4))
    return Employee(
        "one",
        tuple(draw(st.lists(st.integers(0, 4), min_size=shifts, max_size=shifts))),
        (low, low + draw(st.integers(0, 8))),
        (draw(st.integers(0, 3)), draw(st.integers(1, 4))),
        draw(st.integers(0, 3)),
        draw(st.integers(0, 1)),
        draw(st.frozensets(st.integers(0, DAYS - 1), max_size=2)),
    )


@st.composite
def small_instances(draw: st.DrawFn, staff: int = 2) -> Instance:
    """A week of one shift or two, of up to two employees."""
    count = draw(st.integers(1, 2))
    some = st.frozensets(st.integers(0, count - 1), max_size=1)
    shifts = tuple(Shift(str(at), draw(st.integers(1, 3)), draw(some)) for at in range(count))
    people = tuple(draw(st.lists(employees(count), min_size=1, max_size=staff)))
    day, shift, weight = st.integers(0, DAYS - 1), st.integers(0, count - 1), st.integers(0, 9)
    request = st.builds(Request, st.integers(0, len(people) - 1), day, shift, weight, st.booleans())
    cover = st.builds(Cover, day, shift, st.integers(0, 2), weight, weight)
    requests = tuple(draw(st.lists(request, max_size=4)))
    return Instance("random", DAYS, shifts, people, requests, tuple(draw(st.lists(cover, max_size=5))))


def all_days(instance: Instance, at: int) -> list[Days]:
    """Every choice of days that breaks no rule."""
    alone = Instance("alone", instance.days, instance.shifts, (instance.staff[at],), (), ())
    choices = product((None, *range(len(instance.shifts))), repeat=instance.days)
    return [days for days in choices if not violations(alone, (days,))]


def least(instance: Instance) -> int | None:
    """Least cost of all rosters, None where there is none."""
    rosters = product(*(all_days(instance, at) for at in range(len(instance.staff))))
    return min((cost(instance, roster).total for roster in rosters), default=None)


def ground_of(instance: Instance, cells: int = 1 << 30) -> Ground:
    return Ground(instance, Prices(instance, cells))


@settings(max_examples=80, deadline=None)
@given(small_instances(staff=1), st.integers(0, 999))
def test_the_cheapest_days_are_those_that_trying_all_finds(instance: Instance, seed: int) -> None:
    prices = np.random.default_rng(seed).integers(-9, 9, (DAYS, len(instance.shifts))).astype(np.float64)

    def price(days: Days) -> float:
        return float(sum(prices[day, shift] for day, shift in enumerate(days) if shift is not None))

    every = all_days(instance, 0)
    counted = [shift for shift, most in enumerate(instance.staff[0].most) if most]
    found, options = Pricing(instance, 0, counted).cheapest(prices)

    assert found == min(map(price, every), default=FREE)
    assert set(options) <= set(every)
    assert [price(days) for days in options[:1]] == ([found] if every else [])


def test_types_that_are_not_counted_may_exceed_their_most() -> None:
    eager = np.full((8, 2), -1.0)

    assert Pricing(NURSERY, 0).cheapest(eager)[1][0].count(1) == 0
    assert Pricing(NURSERY, 1).cheapest(eager)[0] == -8.0
    eager[:, 1] = -2.0
    assert Pricing(NURSERY, 0).cheapest(eager)[1][0].count(1) > 2
    assert Pricing(NURSERY, 0, (1,)).cheapest(eager)[1][0].count(1) == 2


@pytest.mark.parametrize(
    ("first", "last", "count"), [(0, 4, 0), (0, 5, 1), (6, 6, 1), (5, 6, 1), (6, 12, 2), (7, 11, 0), (4, 21, 3)]
)
def test_a_block_touches_weekends_by_their_saturdays_and_sundays(first: int, last: int, count: int) -> None:
    assert weekends(first, last) == count


def test_shifts_that_may_not_follow_are_grouped_from_the_widest_sets() -> None:
    three = (Shift("E", 1, frozenset()), Shift("D", 1, frozenset({0})), Shift("L", 1, frozenset({0, 1})))
    found = followers(Instance("three", 1, three, (), (), ()))

    assert found == [(frozenset({1, 2}), frozenset({0})), (frozenset({2}), frozenset({0, 1}))]


@settings(max_examples=40, deadline=None)
@given(small_instances())
def test_the_block_model_has_the_least_cost_of_all_rosters(instance: Instance) -> None:
    people = range(len(instance.staff))
    model = BlockModel(instance, {at: choices_of(instance, at) for at in people}, {})
    answer = solve_mip(model.linear, 1 << 20, 0.0, 30.0, 0)
    best = least(instance)

    assert (answer.values is None) == (best is None)
    if answer.values is not None:
        days = model.days(answer.values)
        assert violations(instance, [days[at] for at in people]) == []
        assert cost(instance, [days[at] for at in people]).total == best == round(model.constant - answer.bound)


@settings(max_examples=40, deadline=None)
@given(small_instances())
def test_the_grown_program_has_the_value_of_the_one_with_all_timetables(instance: Instance) -> None:
    every = [all_days(instance, at) for at in range(len(instance.staff))]
    best = least(instance)
    if best is None:
        return
    master = Master(Prices(instance), {at: [mine[0]] for at, mine in enumerate(every)}, {})
    while not master.finished:
        master.round(30.0)
    complete = Master(Prices(instance), dict(enumerate(every)), {})
    relaxed = complete.constant - complete.program.solve().bound

    assert master.bound <= best + 1e-6
    assert master.bound == pytest.approx(relaxed, abs=1e-4)
    assert master.hopeless(best) == (relaxed > best - 1 + 1e-5)
    dived = dive(master, 30.0)
    assert violations(instance, [dived[at] for at in range(len(every))]) == []
    assert dive(master, 0.0) == {}


@settings(max_examples=30, deadline=None)
@given(small_instances(), st.sampled_from([0, 1 << 30]))
def test_one_employee_alone_gets_the_best_days_beside_the_others(instance: Instance, cells: int) -> None:
    """With blocks where there are too many states, and by dynamic programming."""
    others = dict.fromkeys(range(1, len(instance.staff)), (None,) * DAYS)
    answer = alone(ground_of(instance, cells), 0, others, 30.0)
    every = all_days(instance, 0)

    assert (answer.days is None) == (not every)
    assert answer.finished
    if answer.days is not None:
        costs = [cost(instance, (days, *others.values())).total for days in every]
        assert cost(instance, (answer.days[0], *others.values())).total == min(costs)


def test_somebody_whose_days_would_need_too_many_states_is_given_days_by_blocks() -> None:
    """Ann may work two late shifts and would be paid for all; counting them takes more states than there may be."""
    ann = Employee("ann", (0, 2), (0, 9), (1, 5), 1, 1, frozenset())
    shifts = (Shift("E", 1, frozenset()), Shift("L", 1, frozenset()))
    instance = Instance("late", DAYS, shifts, (ann,), (), tuple(Cover(day, 1, 1, 9, 1) for day in range(DAYS)))
    prices = Prices(instance, cells=1000)
    prices.pricings = [Pricing(instance, 0)]

    assert prices.fit
    assert prices.cheapest(0, np.full(DAYS, 9.0)) == (-9.0 * 6, [])
    answer = alone(Ground(instance, prices), 0, {}, 30.0)
    assert answer.days is not None
    assert answer.days[0].count(1) == 2


@settings(max_examples=30, deadline=None)
@given(small_instances(), st.sampled_from([0, 1 << 30]))
def test_a_neighbourhood_of_everybody_is_as_good_as_all_rosters_or_keeps_the_roster(
    instance: Instance, cells: int
) -> None:
    every = [all_days(instance, at) for at in range(len(instance.staff))]
    if not all(every):
        return
    roster = {at: mine[-1] for at, mine in enumerate(every)}
    ground = ground_of(instance, cells)
    answer = near(ground, Task(roster, tuple(roster), 30.0, 0))
    found = ground.value(roster | (answer.days or {}))

    assert found <= ground.value(roster)
    if cells == 0:
        assert found == least(instance)


@settings(max_examples=25, deadline=None)
@given(small_instances())
def test_the_engine_finds_what_trying_all_rosters_finds(instance: Instance) -> None:
    best = least(instance)

    result = solve(instance, seconds=30, workers=1)

    assert (result.cost and result.cost.total) == best
    assert result.status == ("infeasible" if best is None else "optimal")
    assert result.bound == best
    assert result.roster is None or violations(instance, result.roster) == []


def test_the_nursery_is_solved_as_by_hand() -> None:
    """Ann early on day 2 and late on day 3 against her wish would cost 5; bob late on days 1 and 3 costs nothing."""
    result = solve(NURSERY, seconds=30, workers=2)

    assert (result.status, result.cost, result.bound) == ("optimal", Cost(0, 0, 0, 0), 0)


def test_somebody_who_cannot_be_given_days_makes_an_instance_infeasible() -> None:
    idle = Employee("eve", (0,), (1, 9), (1, 5), 1, 1, frozenset())

    result = solve(Instance("idle", 7, (Shift("E", 1, frozenset()),), (idle,), (), ()), seconds=10)

    assert (result.status, result.roster, result.cost, result.bound) == ("infeasible", None, None, None)


@pytest.mark.parametrize("cells", [0, 1 << 30])
def test_that_there_are_no_days_is_proven_with_and_without_states(cells: int) -> None:
    """Five shifts are needed, three may be worked."""
    few = Employee("eve", (3,), (5, 9), (1, 5), 1, 1, frozenset())
    instance = Instance("few", 7, (Shift("E", 1, frozenset()),), (few,), (), ())

    answer = alone(ground_of(instance, cells), 0, {}, 30.0)

    assert (answer.days, answer.finished) == (None, True)


def test_without_employees_all_cover_is_missed() -> None:
    result = solve(Instance("empty", 1, (Shift("E", 1, frozenset()),), (), (), (Cover(0, 0, 2, 7, 1),)), seconds=10)

    assert (result.status, result.cost, result.bound) == ("optimal", Cost(0, 0, 14, 0), 14)


def test_without_time_nothing_is_claimed() -> None:
    result = solve(NURSERY, seconds=0)

    assert (result.status, result.roster, result.cost, result.bound) == ("unknown", None, None, 0)


def test_a_roster_that_breaks_a_rule_is_not_kept() -> None:
    search = Search(NURSERY, seconds=30, workers=1, seed=0, on_progress=None)

    with pytest.raises(SolverError):
        search.keep({0: (None,) * 8, 1: (None,) * 8})

    assert search.cost is None


def test_the_whole_is_solved_beside_other_work_and_ends_when_it_is_left() -> None:
    start = {0: (None, None, 0, 0, None, None, None, None), 1: (None,) * 8}
    days, bound = whole(NURSERY, start, 30.0)
    assert days is not None
    assert (cost(NURSERY, [days[0], days[1]]).total, round(bound)) == (0, 0)

    with Whole(NURSERY, start, 30.0) as beside:
        beside.wait()
        told = list(beside.told())

    assert [found is not None for found, _ in told] == [True]
    assert (beside.busy, list(beside.told())) == (False, [])


def test_progress_ends_with_the_value_and_bound_of_the_result() -> None:
    seen: list[tuple[int | None, int]] = []

    result = solve(NURSERY, 30, on_progress=lambda value, bound: seen.append((value, bound)))

    assert result.cost is not None
    assert seen[0] == (None, 0)
    assert seen[-1] == (result.cost.total, result.bound)


def test_the_table_has_a_row_for_each_file_in_natural_order(tmp_path: Path) -> None:
    written(tmp_path / "set", FILE, "Instance10.txt")
    written(tmp_path / "set", FILE, "Instance2.txt")
    written(tmp_path, "instance,best_known_value\nInstance2,0\n", "best_known.csv")
    seen: list[str] = []

    table = rows(tmp_path, seconds=20, on_progress=lambda name, value, bound: seen.append(name))

    assert list(dict.fromkeys(seen)) == ["Instance2", "Instance10"]
    for row, name, best in zip(table, ("Instance2", "Instance10"), (0, None), strict=True):
        assert isinstance(row.pop("seconds"), float)
        told = {"instance": name, "status": "optimal", "value": 0, "bound": 0, "gap": 0.0, "best_known": best}
        assert row == told | {"on": 0, "off": 0, "under": 0, "over": 0}


@shared
@pytest.mark.parametrize("name", ["Instance1", "Instance2", "Instance3"])
def test_a_public_instance_is_solved_to_its_best_known_value(name: str) -> None:
    (path,) = (path for path in instances(SHARED) if path.stem == name)

    result = solve(read(path), seconds=120)

    assert result.cost is not None
    assert (result.status, result.cost.total) == ("optimal", best_known(path.parent, name))
