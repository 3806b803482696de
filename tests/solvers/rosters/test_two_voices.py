"""Every rule says the same to a model as to a roster, for every roster of tiny awkward problems."""

from __future__ import annotations

from collections import Counter
from itertools import product

import pytest

from solvers.rosters.case import RosterCase
from solvers.rosters.check import EVERY, costs, violations
from solvers.rosters.roster import Roster
from solvers.rosters.rules import FILTERS
from tests.solvers.rosters.small import random_problem
from tests.solvers.rosters.tally import Tally

OVERLAP = "h01_no_overlap"
SEEDS = range(30)


@pytest.mark.parametrize("seed", SEEDS)
def test_model_and_verifier_agree_on_every_roster(seed: int) -> None:
    case = RosterCase(random_problem(seed))
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


@pytest.mark.parametrize("seed", SEEDS)
def test_a_filter_lets_in_whom_it_has_nothing_against(seed: int) -> None:
    case = RosterCase(random_problem(seed))
    for post in range(len(case.posts)):
        for rule in FILTERS:
            may = rule.mask(case, post).tolist()
            assert may == [rule.against(case, at, post) is None for at in range(len(case.rosters.volunteers))], rule


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
