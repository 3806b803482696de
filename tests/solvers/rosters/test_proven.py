"""Generated fortnights: the engine against another solver on the whole of the rules, and against the verifier."""

from __future__ import annotations

from datetime import date

import pytest

from scheduler.calendar import horizon
from solvers.engines.limits import Limits
from solvers.engines.linear import INFINITY, LinearModel, solve_mip
from solvers.engines.rosters import solve_rosters
from solvers.engines.rosters_program import Program
from solvers.plan import Status
from solvers.rosters.case import RosterCase
from solvers.rosters.check import costs, violations
from solvers.rosters.generate import ROSTER_SCALES, generate_roster
from solvers.rosters.greedy import started
from solvers.rosters.roster import Roster

FORTNIGHT = horizon(date(2026, 6, 1), date(2026, 6, 14))


def proven_cost(case: RosterCase) -> int:
    """Least cost as HiGHS proves it, recounted by the verifier."""
    first = started(case)
    program = Program(case, first, range(len(case.seats)))
    # What no choice changes, such as a shift that nobody can take, is not stated to a model.
    beside = sum(costs(case, first).values()) - program.started_cost()
    linear = LinearModel()
    for price, upper in zip(program.price, program.upper, strict=True):
        linear.column(-float(price), float(upper))
    for row in program.rows:
        low, high = (
            limit if value is None else float(value) for value, limit in ((row.low, -INFINITY), (row.high, INFINITY))
        )
        linear.row(row.columns, [float(worth) for worth in row.coefficients], low, high)
    found = solve_mip(linear, 1_000_000, 0.0, INFINITY, 0)
    assert found.finished
    assert found.values is not None
    taken = [seat for seat, value in zip(case.seats, found.values, strict=False) if value > 0.5]
    roster = Roster(case, taken)
    assert list(violations(case, roster)) == []
    cost = sum(costs(case, roster).values())
    assert cost == beside + program.paid - round(found.bound)
    return cost


def is_proven_best(seed: int) -> None:
    """Compare the engine with the other solver on one fortnight."""
    case = RosterCase(generate_roster(ROSTER_SCALES["mini"], seed, FORTNIGHT))
    result = solve_rosters(case, "auto", Limits(workers=1))
    assert (result.status, result.cost, result.bound) == (Status.OPTIMAL, *[proven_cost(case)] * 2)
    assert list(violations(case, Roster(case, result.seats))) == []


@pytest.mark.parametrize("seed", range(0, 200, 10))
def test_a_fortnight_is_planned_as_well_as_another_solver_proves(seed: int) -> None:
    is_proven_best(seed)


@pytest.mark.study
@pytest.mark.parametrize("seed", range(200))
def test_two_hundred_fortnights_are_planned_as_well_as_another_solver_proves(seed: int) -> None:
    is_proven_best(seed)
