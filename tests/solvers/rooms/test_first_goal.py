"""The first goal: shares choose as trying everything does, the bound is reached, and who cancels has a plan at once."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import date, timedelta
from itertools import combinations
from threading import Event, Timer

import numpy as np
import pytest

from scheduler.calendar import horizon
from solvers.engines.limits import Limits, Progress, Watch
from solvers.engines.linear import GrowingLp, LinearModel, solve_lp
from solvers.engines.rooms import raise_sessions, solve_rooms
from solvers.engines.rooms_shares import Shares
from solvers.engines.rooms_solve import Solve
from solvers.parking.problem import Closure
from solvers.rooms.case import RoomsCase
from solvers.rooms.generate import ROOMS_SCALES, generate_rooms
from solvers.rooms.greedy import by_priority
from solvers.rooms.problem import Quota
from solvers.rooms.rows import rows_of
from tests.solvers.rooms.small import FIRST, is_valid, monday, random_round, round_of, section

SEASON = horizon(date(2026, 3, 2), date(2026, 5, 31))


def mini(seed: int) -> RoomsCase:
    return RoomsCase(generate_rooms(ROOMS_SCALES["mini"], seed, SEASON))


def worked() -> float:
    """Seconds that this process and those that it has waited for have computed: others on the machine do not count."""
    return sum(os.times()[:4])


def first_gap(seed: int) -> int:
    """How far the first goal of a mini round is from its proven bound."""
    case = mini(seed)
    solve = Solve(case, Watch(Limits()))
    solve.chosen = solve.filled(by_priority(case))
    raise_sessions(solve)
    return solve.bounds["sessions"] - solve.value(solve.goals[0])


@pytest.mark.parametrize("seed", range(1, 21))
def test_a_mini_round_is_proven_best(seed: int) -> None:
    assert first_gap(seed) == 0


@pytest.mark.study
@pytest.mark.parametrize("seed", range(1, 201))
def test_two_hundred_mini_rounds_are_proven_best(seed: int) -> None:
    assert first_gap(seed) == 0


def best_by_trying(case: RoomsCase, shares: Shares, at: int, worth: np.ndarray) -> float:
    """Value of the best choice of a share, over every set of its options."""
    share, best = shares.found[at], 0.0
    mine = [one for one in range(len(worth)) if int(shares.section[one]) in share.sections]
    for size in range(len(share.sections) * 2 + 1):
        for chosen in combinations(mine, size):
            options = [case.options[one] for one in chosen]
            counts = {section: sum(o.section == section for o in options) for section in share.sections}
            days = {(o.section, o.weekday) for o in options}
            wanted = {section: case.rooms.requests[section].sessions for section in share.sections}
            fits = sum(int(shares.weight[one]) for one in chosen) <= share.budget
            if fits and len(days) == size and all(counts[section] <= wanted[section] for section in wanted):
                whole = sum(shares.bonus[section] for section in wanted if 1 < counts[section] == wanted[section])
                best = max(best, whole + float(sum(worth[one] for one in chosen)))
    return best


@pytest.mark.parametrize("seed", range(8))
def test_a_share_chooses_as_well_as_trying_every_set_does(seed: int) -> None:
    requests = [
        section(
            "s0", monday("09:00", "10:00"), monday("10:00", "11:00", 2), rooms=("A",), sessions=2, category="culture"
        ),
        section("s1", monday("09:00", "11:00"), rooms=("A", "B"), shortest=120, longest=120),
        section("s2", monday("09:00", "11:00", 6), rooms=("C",)),
    ]
    case = RoomsCase(round_of(*requests, quotas=(Quota("party", "choir", minutes=240),)))
    columns = range(len(case.options))
    shares = Shares(case, rows_of(case), columns)
    worth = np.random.default_rng(seed).integers(-100, 400, len(columns)).astype(float)
    total, _ = shares.best(worth)
    tried = [best_by_trying(case, shares, at, worth) for at in range(len(shares.found))]
    assert total == pytest.approx(sum(tried))


def test_a_program_that_grows_reaches_what_the_whole_one_reaches() -> None:
    def model(columns: int) -> LinearModel:
        made = LinearModel()
        for worth in (3.0, 5.0, 4.0)[:columns]:
            made.column(worth, 1.0)
        made.row(list(range(columns)), [2.0, 3.0, 1.0][:columns], -np.inf, 4.0)
        return made

    growing = GrowingLp(model(2))
    before = growing.solve().bound
    growing.column(4.0, 1.0, [0], [1.0])
    assert before == pytest.approx(6.5)
    assert growing.solve().bound == pytest.approx(solve_lp(model(3)).bound)


def test_a_large_program_stops_soon_after_a_cancel() -> None:
    rng, size, cancel, made = np.random.default_rng(1), 6_000, Event(), LinearModel()
    for _ in range(size):
        made.column(float(rng.integers(1, 100)), 1.0)
    for _ in range(size):
        made.row(rng.choice(size, 30, replace=False).tolist(), rng.integers(1, 9, 30).tolist(), -np.inf, 20.0)
    program, before = GrowingLp(made), worked()
    timer = Timer(0.3, cancel.set)
    timer.start()
    found = program.solve(cancel=cancel)
    timer.join()
    assert (found.finished, worked() - before < 3) == (False, True)


def test_the_same_work_gives_the_same_plan() -> None:
    plans = [solve_rooms(mini(2), "options", Limits(work=1.0, seed=5)) for _ in range(2)]
    assert plans[0].chosen == plans[1].chosen
    assert plans[0].tiers == plans[1].tiers


def test_progress_names_a_bound_that_no_plan_exceeds() -> None:
    told: list[Progress] = []
    result = solve_rooms(mini(3), "options", Limits(work=1.0, on_progress=told.append))
    bounds = [one.bound for one in told if one.bound is not None]
    assert {"greedy", "bound", "fixed"} <= {one.phase for one in told}
    assert min(bounds) >= result.tiers[0].value


def test_a_cancel_in_the_middle_gives_the_best_plan_so_far_at_once() -> None:
    case, cancel, timers = mini(1), Event(), list[Timer]()
    assert len(case.options_at) == 60

    def tell(progress: Progress) -> None:
        if progress.phase == "fixed":  # from now on it searches for seconds
            timers.append(Timer(0.2, cancel.set))
            timers[-1].start()

    before = worked()
    result = solve_rooms(case, "options", Limits(cancel=cancel, on_progress=tell))
    assert (len(timers), worked() - before < 2) == (1, True)
    assert (result.status, result.reproducible, result.chosen != ()) == ("cancelled", False, True)


def test_quotas_that_overlap_are_all_kept() -> None:
    for seed in range(6):
        problem = random_round(seed)
        more = (*problem.quotas, Quota("category", "elderly", minutes=180), Quota("household", "wang", sessions=1))
        case = RoomsCase(replace(problem, quotas=more))
        result = solve_rooms(case, "options", Limits())
        first = result.tiers[0]
        assert (first.value, is_valid(case, result.chosen)) == (first.bound, True)


def test_a_longer_session_on_fewer_dates_may_be_the_better_one() -> None:
    shut = Closure(FIRST + timedelta(days=7), FIRST + timedelta(days=7), "10:00", "11:00")
    long = section("s1", monday(), rooms=("C",), shortest=60, longest=120, category="culture")
    second = FIRST + timedelta(days=7)
    once = section("s2", monday(), party="chess", rooms=("C",), first=second, last=second, category="elderly")
    problem = round_of(long, once)
    corner = replace(problem.facilities[1], closures=(shut,))
    policy = replace(problem.policy, grid=180, blocked_percent=60)
    case = RoomsCase(replace(problem, facilities=(problem.facilities[0], corner), policy=policy))
    first = solve_rooms(case, "options", Limits()).tiers[0]
    assert (first.value, first.bound) == (500, 500)
