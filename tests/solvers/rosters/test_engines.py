"""The engines find what trying everything finds, prove it, and never lie about a bound."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product

import pytest

from solvers.engines import RostersEngine
from solvers.engines.limits import Limits
from solvers.engines.rosters import solve_rosters
from solvers.engines.rosters_bound import Dual, bound_fits
from solvers.plan import Status
from solvers.rosters.case import RosterCase
from solvers.rosters.check import costs, violations
from solvers.rosters.counts import Counts
from solvers.rosters.greedy import by_urgency
from solvers.rosters.problem import RosterProblem
from solvers.rosters.roster import Roster
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
        dual.climb(300, lambda: True)
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
