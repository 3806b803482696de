"""Rows and verifier say the same of every choice; the engines find what trying everything finds."""

from __future__ import annotations

import numpy as np
import pytest

from solvers.engines import RoomsEngine
from solvers.engines.limits import Limits
from solvers.engines.rooms import solve_rooms
from solvers.rooms.case import RoomsCase
from solvers.rooms.rows import rows_of
from tests.solvers.rooms.small import best_value, chosen_sets, is_valid, random_round


@pytest.mark.parametrize("seed", range(12))
def test_rows_and_verifier_agree_on_every_choice_of_three_options(seed: int) -> None:
    case = RoomsCase(random_round(seed))
    rows, verdicts = rows_of(case), set()
    for found in chosen_sets(case, 3 if len(case.options) <= 20 else 2):
        chosen = np.zeros(len(case.options), dtype=bool)
        chosen[list(found)] = True
        keeps = bool(rows.keeps(chosen).all())
        assert keeps == is_valid(case, [case.options[at] for at in found]), found
        verdicts.add(keeps)
    assert verdicts == {True, False}


@pytest.mark.parametrize("seed", range(12))
def test_the_plan_is_as_good_as_the_best_of_all_plans(seed: int) -> None:
    case = RoomsCase(random_round(seed))
    result = solve_rooms(case, "options", Limits())
    first, best = result.tiers[0], best_value(case)
    assert (first.value, first.bound) == (best, best)


@pytest.mark.parametrize("engine", ["naive", "greedy", "fcfs"])
def test_baselines_keep_every_rule_and_never_beat_the_bound(engine: RoomsEngine) -> None:
    for seed in range(4):
        case = RoomsCase(random_round(seed))
        result = solve_rooms(case, engine, Limits())
        assert is_valid(case, result.chosen)
        assert result.tiers[0].value <= best_value(case)
