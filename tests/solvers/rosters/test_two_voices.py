"""Every rule says the same to a model as to a roster, for every roster of tiny awkward problems."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from itertools import product

import numpy as np
import pytest

from solvers.rosters.case import RosterCase
from solvers.rosters.check import EVERY, costs, violations
from solvers.rosters.problem import RosterProblem
from solvers.rosters.roster import Roster
from solvers.rosters.rules import FILTERS, SEAT_RULES
from tests.solvers.rosters.small import overridden, random_problem
from tests.solvers.rosters.tally import Tally

OVERLAP = "h01_no_overlap"
SEEDS = range(30)


@pytest.mark.parametrize("seed", SEEDS)
def test_model_and_verifier_agree_on_every_roster(seed: int) -> None:
    agree(RosterCase(random_problem(seed)))


@pytest.mark.parametrize("seed", range(60))
def test_they_agree_where_the_staff_override_limits(seed: int) -> None:
    agree(RosterCase(overridden(seed)))


def agree(case: RosterCase) -> None:
    """Compare both voices on every roster of a case."""
    for chosen in product((False, True), repeat=len(case.seats)):
        taken = {at for at, wanted in enumerate(chosen) if wanted}
        tally = Tally(case, taken)
        roster = Roster(case, (case.seats[at] for at in taken))
        found = {one.rule for one in violations(case, roster)}
        if OVERLAP in found:
            assert OVERLAP in tally.broken, taken  # beside it two roles of one shift may count once or twice
        else:
            assert set(tally.broken) == found, taken
        if not found:
            assert {name: cost for name, cost in tally.costs.items() if cost} == costs(case, roster), taken


def test_each_override_lets_something_pass_that_is_a_fault_without_it() -> None:
    excused = set[str]()
    for seed in range(60):
        found = overridden(seed)
        case, plain = (
            RosterCase(found),
            RosterCase(replace(found, locks=tuple(replace(one, waives=()) for one in found.locks))),
        )
        for chosen in product((False, True), repeat=len(case.seats)):
            taken = [seat for seat, wanted in zip(case.seats, chosen, strict=True) if wanted]
            without, with_it = ({one.rule for one in violations(each, Roster(each, taken))} for each in (plain, case))
            assert with_it - without - {"h24_pinned"} == set()
            excused |= without - with_it
    assert excused - {"h24_pinned"} == {
        "h09_max_minutes_day",
        "h10_max_minutes_week",
        "h11_max_minutes_month",
        "h12_max_continuous",
        "h13_min_rest",
        "h14_max_consecutive_days",
        "h15_max_shifts_day",
        "h26_no_show_lock",
    }


@pytest.mark.parametrize("invent", [random_problem, overridden])
@pytest.mark.parametrize("seed", SEEDS)
def test_a_filter_lets_in_whom_it_has_nothing_against(seed: int, invent: Callable[[int], RosterProblem]) -> None:
    case = RosterCase(invent(seed))
    for post in range(len(case.posts)):
        for rule in FILTERS:
            may = rule.mask(case, post).tolist()
            assert may == [rule.against(case, at, post) is None for at in range(len(case.rosters.volunteers))], rule


@pytest.mark.parametrize("seed", SEEDS)
def test_prices_of_many_are_those_of_each(seed: int) -> None:
    case = RosterCase(random_problem(seed))
    everyone = np.arange(len(case.rosters.volunteers))
    for post in range(len(case.posts)):
        for rule in SEAT_RULES:
            assert rule.row(case, post, everyone).tolist() == [
                rule.price(case, one, post) for one in range(len(everyone))
            ], rule


def test_the_tiny_problems_break_or_charge_every_rule() -> None:
    broken, charged = Counter[str](), Counter[str]()
    for seed in SEEDS:
        case = RosterCase(random_problem(seed))
        for chosen in product((False, True), repeat=len(case.seats)):
            roster = Roster(case, (seat for seat, wanted in zip(case.seats, chosen, strict=True) if wanted))
            broken.update(one.rule for one in violations(case, roster))
            charged.update(costs(case, roster))
    every = {rule.rule for rule in EVERY}
    assert {*broken, *charged} == every
