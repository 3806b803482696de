"""The engines find what trying everything finds, prove it, and never lie about a bound."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from itertools import product

import pytest

from scheduler.calendar import horizon
from solvers.engines import RostersEngine
from solvers.engines.limits import Limits
from solvers.engines.rosters import WHOLE_OPTIONS, solve_rosters
from solvers.engines.rosters_bound import Dual, bound_fits
from solvers.plan import Status
from solvers.rosters.case import RosterCase
from solvers.rosters.check import costs, violations
from solvers.rosters.counts import Counts
from solvers.rosters.generate import RosterScale, generate_roster
from solvers.rosters.greedy import by_urgency
from solvers.rosters.problem import RosterProblem
from solvers.rosters.roster import Roster
from solvers.timetable import WindowRule
from tests.solvers.rosters.small import overridden, random_problem

SEEDS = range(30)


def least_cost(case: RosterCase) -> int:
    """Least cost over every roster that keeps the rules."""
    best = 1 << 60
    for chosen in product((False, True), repeat=len(case.seats)):
        roster = Roster(case, (seat for seat, wanted in zip(case.seats, chosen, strict=True) if wanted))
        if next(violations(case, roster), None) is None:
            best = min(best, sum(costs(case, roster).values()))
    return best


@pytest.mark.parametrize("invent", [random_problem, overridden])
@pytest.mark.parametrize("seed", SEEDS)
def test_the_roster_is_as_good_as_the_best_of_all_and_proven(seed: int, invent: Callable[[int], RosterProblem]) -> None:
    case = RosterCase(invent(seed))
    result = solve_rosters(case, "auto", Limits())
    best = least_cost(case)
    assert (result.cost, result.bound, result.status) == (best, best, Status.OPTIMAL)
    assert list(violations(case, Roster(case, result.seats))) == []


@pytest.mark.parametrize("invent", [random_problem, overridden])
@pytest.mark.parametrize("seed", SEEDS)
def test_the_bound_is_never_above_the_best_of_all(seed: int, invent: Callable[[int], RosterProblem]) -> None:
    case = RosterCase(invent(seed))
    assert Counts(case).plain_bound() <= least_cost(case)
    if bound_fits(case):
        dual = Dual(case, by_urgency(case))
        dual.climb(300)
        assert dual.whole <= least_cost(case)


@pytest.mark.parametrize("engine", ["fcfs", "greedy", "neighbourhoods", "naive"])
def test_every_engine_keeps_every_rule_and_tells_its_true_cost(engine: RostersEngine) -> None:
    for seed in range(6):
        case = RosterCase(random_problem(seed))
        result = solve_rosters(case, engine, Limits(work=1.0, workers=1))
        roster = Roster(case, result.seats)
        assert list(violations(case, roster)) == []
        assert result.cost == sum(costs(case, roster).values()) == sum(part.value for part in result.parts)
        assert result.cost >= least_cost(case)


def test_the_same_work_gives_the_same_roster_whatever_the_number_of_workers() -> None:
    scale = RosterScale(120, 12, 4, 4, 10, 6, 1, 2_500, 2)
    case = RosterCase(generate_roster(scale, 1, horizon(date(2026, 6, 1), date(2026, 6, 28))))
    assert len(case.seats) > WHOLE_OPTIONS
    one, two = (solve_rosters(case, "auto", Limits(work=2.5, workers=workers)) for workers in (1, 2))
    assert (one.seats, one.cost, one.bound, one.reproducible) == (two.seats, two.cost, two.bound, True)
    first = by_urgency(case)
    assert one.cost < sum(costs(case, first).values())
    assert one.bound is not None
    assert 0 < one.bound <= one.cost


def test_a_plan_anew_keeps_who_is_well_where_they_were() -> None:
    scale = RosterScale(120, 12, 4, 4, 10, 6, 1, 2_500, 2)
    month = generate_roster(scale, 1, horizon(date(2026, 6, 1), date(2026, 6, 28)))
    before = solve_rosters(RosterCase(month), "auto", Limits(work=0.5, workers=1))
    ill = {seat.volunteer for seat in before.seats[::20]}
    people = (replace(one, blackouts=(WindowRule(),)) if at in ill else one for at, one in enumerate(month.volunteers))
    case = RosterCase(replace(month, volunteers=tuple(people)), frozenset(before.seats))
    after = solve_rosters(case, "auto", Limits(workers=1))
    well = [seat for seat in before.seats if seat.volunteer not in ill]
    assert list(violations(case, Roster(case, after.seats))) == []
    assert len(set(well) - set(after.seats)) <= len(before.seats) // 20
    assert after.bound is not None
    assert 0 < after.bound <= after.cost
