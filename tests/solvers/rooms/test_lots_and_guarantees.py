"""The two ends of a season's goals: guaranteed sections before everything else, lots of the draw after it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations
from typing import Any

import pytest

from scheduler.files import dump_problem, rooms_problem_from
from solvers.engines import ROOMS_ENGINES, RoomsEngine, rooms
from solvers.engines.limits import Limits, Watch
from solvers.engines.rooms import solve_rooms
from solvers.engines.rooms_exchange import exchange
from solvers.engines.rooms_solve import Solve
from solvers.explain import Reason
from solvers.guarantee import with_guarantees
from solvers.marks import marked
from solvers.plan import Status
from solvers.rooms.case import Option, RoomsCase
from solvers.rooms.goals import Base, goals_of
from solvers.rooms.plan import session_of
from solvers.rooms.problem import Quota, RoomsProblem, Section
from solvers.rooms.refusals import refusals_of
from tests.solvers.rooms.small import is_valid, monday, random_round, round_of, section


def rank(case: RoomsCase, chosen: Sequence[Option]) -> tuple[int, ...]:
    return tuple(goal.value(case, chosen) * (1 if goal.maximise else -1) for goal in goals_of(case))


def best_rank(case: RoomsCase) -> tuple[int, ...]:
    """The best values over every valid choice, section by section."""
    plans: list[tuple[Option, ...]] = [()]
    for at, own in enumerate(case.options_at):
        most = case.rooms.requests[at].sessions
        added = [combinations(own, size) for size in range(1, most + 1)]
        ways = [tuple(case.options[one] for one in chosen) for found in added for chosen in found]
        plans += [tried for plan in plans for way in ways if is_valid(case, tried := (*plan, *way))]
    return max(rank(case, plan) for plan in plans)


def drawn(seed: int) -> RoomsProblem:
    """A tiny round of one category, all with lots and two of five guaranteed."""
    problem = random_round(seed)
    requests = tuple(replace(one, category="culture") for one in problem.requests)
    return marked(replace(problem, requests=requests), seed, lots=True, guarantees=40)


def hall(*requests: Section) -> RoomsCase:
    """A round in which everybody wants the one hour of the only large room."""
    return RoomsCase(round_of(*requests))


def wants(name: str, **more: Any) -> Section:
    return section(name, monday("09:00", "10:00"), people=20, **more)


def served(case: RoomsCase, chosen: Sequence[Option]) -> list[str]:
    return [case.rooms.requests[option.section].id for option in chosen]


# ---- exactly


@pytest.mark.parametrize("seed", range(8))
def test_the_plan_is_the_best_of_all_plans_in_every_goal(seed: int) -> None:
    case = RoomsCase(drawn(seed))
    result = solve_rooms(case, "options", Limits())
    assert (is_valid(case, result.chosen), rank(case, result.chosen)) == (True, best_rank(case))
    assert [tier.name for tier in result.tiers] == [
        "guarantee", "sessions", "wishes", "fairness", "last_season", "openings", "draw"
    ]  # fmt: skip
    assert [tier.value for tier in result.tiers[:2]] == [tier.bound for tier in result.tiers[:2]]
    assert result.status == Status.OPTIMAL


@pytest.mark.parametrize("engine", ROOMS_ENGINES)
def test_a_guarantee_comes_before_any_weight(engine: RoomsEngine) -> None:
    case = hall(wants("rich", category="elderly"), wants("loser", guaranteed=True))
    result = solve_rooms(case, engine, Limits())
    assert served(case, result.chosen) == ["loser"]
    assert (result.tiers[0].name, result.tiers[0].value, result.tiers[0].bound) == ("guarantee", 1, 1)


@pytest.mark.parametrize("engine", ["auto", "options", "greedy"])
def test_a_tie_is_decided_by_the_lot_not_by_the_clock(engine: RoomsEngine) -> None:
    case = hall(wants("early", lot=9), wants("late", lot=2), wants("last", lot=5), wants("none"))
    result = solve_rooms(case, engine, Limits())
    assert (served(case, result.chosen), result.tiers[-1].value) == (["late"], 3)


def test_first_come_first_served_asks_no_lot() -> None:
    case = hall(wants("early", lot=9), wants("late", lot=2))
    assert served(case, solve_rooms(case, "fcfs", Limits()).chosen) == ["early"]


def test_guaranteed_sections_in_each_others_way_are_searched_together() -> None:
    """The long meeting is first in line; the two short ones in its place are two."""
    case = hall(
        section("long", monday("09:00", "11:00"), people=20, shortest=120, longest=120, guaranteed=True),
        section("one", monday("09:00", "10:00"), people=20, guaranteed=True),
        section("two", monday("10:00", "11:00"), people=20, guaranteed=True, party="chess"),
        section("weighty", monday("09:00", "11:00"), people=20, category="elderly"),
    )
    greedy, result = (solve_rooms(case, engine, Limits()) for engine in ("greedy", "options"))
    assert served(case, greedy.chosen) == ["long"]
    assert (served(case, result.chosen), result.tiers[0].value, result.tiers[0].bound) == (["one", "two"], 2, 2)


def test_two_sessions_a_week_count_as_one_guaranteed_section() -> None:
    twice = section(
        "twice", monday("09:00", "10:00"), monday("09:00", "10:00", 2), people=20, sessions=2, guaranteed=True
    )
    case = hall(twice, wants("once", guaranteed=True, party="chess"))
    result = solve_rooms(case, "options", Limits())
    assert (sorted(served(case, result.chosen)), result.tiers[0].value) == (["once", "twice"], 2)


# ---- a large season, on a small one


@pytest.fixture
def never_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    """Facility by facility whatever the size."""
    monkeypatch.setattr(rooms, "WHOLE_OPTIONS", 0)


@pytest.mark.usefixtures("never_whole")
@pytest.mark.parametrize("seed", range(8))
def test_a_large_season_serves_as_many_guaranteed_sections_and_repeats(seed: int) -> None:
    case = RoomsCase(drawn(seed))
    first, again = (solve_rooms(case, "options", Limits(work=50.0)) for _ in range(2))
    best = best_rank(case)
    assert (first.chosen, first.tiers, first.reproducible) == (again.chosen, again.tiers, True)
    assert (is_valid(case, first.chosen), first.tiers[0].value, first.tiers[0].bound) == (True, best[0], best[0])
    sessions = first.tiers[1]
    assert sessions.bound is not None
    assert sessions.value <= best[1] <= sessions.bound


def test_a_better_lot_takes_a_slot_only_where_nothing_else_changes() -> None:
    """`none` holds the hour; `heavy` counts more, `barred` has no quota left, `worse` and `better` would do."""
    case = RoomsCase(
        replace(
            round_of(
                wants("none"),
                wants("heavy", lot=0, category="elderly"),
                wants("barred", lot=1, party="chess"),
                wants("worse", lot=9),
                wants("better", lot=5),
            ),
            quotas=(Quota("party", "chess", sessions=0),),
        )
    )
    solve = Solve(case, Watch(Limits()))
    solve.chosen = [case.options_at[0][0]]
    exchange(solve)
    assert served(case, [case.options[at] for at in solve.chosen]) == ["better"]
    assert solve.keeps(solve.chosen)


@pytest.mark.parametrize("seed", range(4))
def test_an_exchange_moves_nothing_but_the_draw(seed: int) -> None:
    case = RoomsCase(drawn(seed))
    solve = Solve(case, Watch(Limits()))
    solve.chosen = solve.filled(reversed(range(len(case.rooms.requests))))
    before = rank(case, [case.options[at] for at in solve.chosen])
    exchange(solve)
    after = rank(case, found := [case.options[at] for at in solve.chosen])
    assert (is_valid(case, found), after[:-1]) == (True, before[:-1])
    assert after[-1] >= before[-1]


# ---- re-plans, refusals, files


def test_nobody_in_force_gives_way_to_a_guaranteed_section() -> None:
    case = hall(
        wants("stands"),
        wants("loser", guaranteed=True),
        section("rich", monday("10:00", "11:00"), people=20, category="elderly"),
        section("other", monday("10:00", "11:00"), people=20, guaranteed=True),
    )
    room = case.rooms.room_index["H"]
    result = solve_rooms(case, "options", Limits(), {0: ((room, 1, 540, 60),)})
    assert served(case, result.chosen) == ["stands", "other"]
    assert [(tier.name, tier.value) for tier in result.tiers[:3]] == [
        ("kept_sessions", 1), ("moves", 0), ("guarantee", 1)
    ]  # fmt: skip


def test_a_re_plan_gives_what_is_left_by_lot_and_takes_nothing_from_whom_it_keeps() -> None:
    """The hall's second hour is left: two dates of `like` count as much as one of `heavy`, which is first in line."""
    case = hall(
        wants("stands", lot=9),
        wants("lucky", lot=0),
        section("heavy", monday("10:00", "11:00"), people=20, lot=7, category="culture", every_weeks=2),
        section("like", monday("10:00", "11:00"), people=20, lot=3),
    )
    base: Base = {0: ((case.rooms.room_index["H"], 1, 540, 60),)}
    result = solve_rooms(case, "options", Limits(), base)
    assert (served(case, result.chosen), is_valid(case, result.chosen)) == (["stands", "like"], True)


def test_a_refusal_says_that_a_guarantee_was_not_kept() -> None:
    case = hall(wants("a", guaranteed=True), wants("b", guaranteed=True, party="chess"), wants("c"))
    result = solve_rooms(case, "options", Limits())
    sessions = [session_of(case.rooms, option) for option in result.chosen]
    notes = with_guarantees(refusals_of(case, sessions), case.guaranteed)
    broken = Reason("guarantee_not_kept", numbers={"guaranteed": 2, "kept": 1})
    assert sorted(note.reasons[0] == broken for note in notes.values()) == [False, True]


def test_files_hold_lots_and_guarantees_only_where_there_are_some() -> None:
    plain = round_of(wants("a"), wants("b"))
    marks = round_of(wants("a", lot=0, guaranteed=True), wants("b"))
    assert (b'"lot"' in dump_problem(plain), b'"guaranteed"' in dump_problem(plain)) == (False, False)
    assert dump_problem(marks).count(b'"guaranteed":true') == dump_problem(marks).count(b'"lot":0') == 1
    assert rooms_problem_from(dump_problem(marks)) == marks


def test_without_lots_and_guarantees_the_goals_are_what_they_were() -> None:
    names = [goal.name for goal in goals_of(RoomsCase(round_of(wants("a"))))]
    assert names == ["sessions", "wishes", "fairness", "last_season", "openings"]
