"""The bound of a roster's cost holds whatever the prices are, and good ones come as close as the engine's own."""

from random import Random

import pytest

from scheduler.files import plain_value
from solvers.audit.protocol import Malformed
from solvers.audit.rosters import check, checked_bound
from solvers.engines.certify_rosters import STEPS, multipliers
from solvers.engines.rosters_bound import Dual
from solvers.plan import Status
from solvers.rosters.case import RosterCase
from solvers.rosters.check import costs, violations
from solvers.rosters.generate import ROSTER_SCALES, generate_roster
from solvers.rosters.greedy import by_urgency, continued
from solvers.rosters.plan import RosterPlan, duties_of
from tests.solvers.audit.rosters_months import Both
from tests.solvers.audit.test_rosters_rules import CASES, month
from tests.solvers.rosters.test_proven import FORTNIGHT


def least_cost(both: Both) -> int | None:
    """Cost of the best roster that keeps every rule, all of them looked at."""
    rosters = (both.roster(taken) for taken in both.rosters())
    kept = (sum(costs(both.case, found).values()) for found in rosters if not any(violations(both.case, found)))
    return min(kept, default=None)


@pytest.mark.parametrize(("name", "seed"), CASES)
def test_no_prices_prove_more_than_the_best_roster_costs(name: str, seed: int) -> None:
    both, rng = month(name, seed), Random(seed)
    least = least_cost(both)
    for _ in range(15):
        found = checked_bound(both.problem, both.prices(rng))
        assert least is None or 0 <= found <= least


@pytest.mark.parametrize("seed", [1, 10, 20])
def test_the_prices_of_the_engine_prove_at_least_what_the_engine_shows_by_them(seed: int) -> None:
    case = RosterCase(generate_roster(ROSTER_SCALES["mini"], seed, FORTNIGHT))
    filled, digest = by_urgency(case, continued(case)), "0" * 64
    document = RosterPlan(digest, digest, "greedy", Status.FEASIBLE, 1, True, (), duties_of(case, filled.seats()))
    dual = Dual(case, filled)
    dual.climb(STEPS)
    problem, bound = plain_value(case.rosters), multipliers(case.rosters, document)

    assert dual.whole <= checked_bound(problem, bound) <= sum(costs(case, filled).values())
    assert checked_bound(problem, {"denominator": 1, "rows": {}}) < checked_bound(problem, bound)


def test_prices_that_are_none_are_told() -> None:
    both = month("awkward", 0)
    shift = both.month.shifts[0]["id"]

    def told(rows: object) -> list[tuple[str, str]]:
        found = check(both.problem, both.plan([]), {"denominator": 1, "rows": rows})
        return [(one.code, one.field) for one in found if one.field.startswith("bound")]

    assert told({"other": {}}) == [("unknown_id", "bound.rows")]
    assert told({"minutes": {"nobody": 1}}) == [("unknown_id", "bound.rows.minutes")]
    assert told({"posts": {"nothing": {}, shift: {"nobody": 1}}}) == [("unknown_id", "bound.rows.posts")] * 2
    with pytest.raises(Malformed):
        checked_bound(both.problem, {"denominator": 1, "rows": {"minutes": {"an": 0.5}}})
    with pytest.raises(Malformed):
        checked_bound(both.problem, {"denominator": 0, "rows": {}})


def test_a_weight_below_zero_is_no_weight() -> None:
    both = month("awkward", 0)
    policy = {**both.problem["policy"], "weights": {"travel": -1}}
    with pytest.raises(Malformed):
        checked_bound({**both.problem, "policy": policy}, {"denominator": 1, "rows": {}})
