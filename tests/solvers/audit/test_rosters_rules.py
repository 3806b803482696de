"""The independent checker against the solvers' own verifier: the same options, pins, verdicts and parts of the cost."""

from collections.abc import Callable
from random import Random

import pytest

from solvers.audit.rosters.settings import LIMITS, WEIGHTS
from solvers.rosters.check import costs, violations
from solvers.rosters.policy import WEIGHTS as POLICY_WEIGHTS
from solvers.rosters.policy import RosterPolicy
from solvers.rosters.problem import RosterProblem
from solvers.rosters.roster import Seat
from tests.solvers.audit.rosters_months import Both
from tests.solvers.rosters.small import overridden, random_problem
from tests.solvers.rosters.test_given import some_given

MONTHS: dict[str, tuple[Callable[[int], RosterProblem], range]] = {
    "awkward": (random_problem, range(0, 30, 7)),
    "overridden": (overridden, range(1, 24, 5)),
    "given": (some_given, range(4)),
}
CASES = [(name, seed) for name, (_, seeds) in MONTHS.items() for seed in seeds]


def month(name: str, seed: int) -> Both:
    return Both(MONTHS[name][0](seed))


def agree(both: Both, taken: list[Seat]) -> None:
    """Compare verdict and cost of a roster."""
    roster, seats = both.roster(taken), both.seats(taken)
    assert {fault.code for fault in both.rules.faults(seats)} == {one.rule for one in violations(both.case, roster)}
    assert {code: cost for code, cost in both.rules.costs.parts(seats).items() if cost} == costs(both.case, roster)


@pytest.mark.parametrize(("name", "seed"), CASES)
def test_every_roster_of_an_awkward_month_breaks_and_costs_the_same(name: str, seed: int) -> None:
    both = month(name, seed)
    for taken in both.rosters():
        agree(both, taken)


@pytest.mark.parametrize(("name", "seed"), CASES)
def test_so_do_people_at_posts_that_they_may_not_take(name: str, seed: int) -> None:
    both, rng = month(name, seed), Random(seed)
    for _ in range(20):
        agree(both, both.any_seats(rng))


@pytest.mark.parametrize(("name", "seed"), [(name, seed) for name in MONTHS for seed in range(12)])
def test_both_let_in_the_same_people_and_keep_the_same_seats(name: str, seed: int) -> None:
    both = month(name, seed)
    options = [[both.case.seats[at].volunteer for at in span] for span in both.case.options_on]
    kept = sorted((person, post) for person, posts in both.case.kept_seats.items() for post in posts)
    unheld = sorted((one.volunteer, one.shift, one.rule) for one in both.case.held_pins.unheld)

    assert both.rules.filters.allowed == options
    assert sorted(both.rules.pins.seats) == kept
    assert sorted(both.rules.pins.unheld) == unheld


def test_what_a_file_leaves_out_is_what_the_solvers_assume() -> None:
    usual = RosterPolicy()
    told = {name: getattr(usual, name) for name in LIMITS}

    assert {name: list(value) if isinstance(value, tuple) else value for name, value in told.items()} == LIMITS
    assert WEIGHTS == POLICY_WEIGHTS
