"""A re-plan keeps what still holds, places what broke, and moves others only where that saves a session."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from scheduler.calendar import horizon
from solvers.engines.limits import Limits
from solvers.engines.rooms import RoomsResult, solve_rooms
from solvers.parking.problem import Closure
from solvers.rooms.case import RoomsCase
from solvers.rooms.generate import ROOMS_SCALES, generate_rooms
from solvers.rooms.goals import Base
from solvers.rooms.problem import RoomLock, RoomsProblem
from tests.solvers.rooms.small import is_valid, monday, round_of, section

SEASON = horizon(date(2026, 3, 2), date(2026, 5, 31))
Slots = set[tuple[int, int, int, int, int]]


def closed(problem: RoomsProblem, room: int) -> RoomsProblem:
    """The same round with a room closed from the first to the last date."""
    shut = replace(problem.rooms[room], closures=(Closure(problem.horizon.first, problem.horizon.last),))
    return replace(problem, rooms=(*problem.rooms[:room], shut, *problem.rooms[room + 1 :]))


def slots(result: RoomsResult) -> Slots:
    return {(one.section, one.room, one.weekday, one.start, one.length) for one in result.chosen}


def base_of(found: Slots) -> Base:
    out: dict[int, tuple[tuple[int, int, int, int], ...]] = {}
    for section_at, *slot in sorted(found):
        room, weekday, start, length = slot
        out[section_at] = (*out.get(section_at, ()), (room, weekday, start, length))
    return out


@pytest.mark.parametrize("seed", range(1, 7))
def test_closing_a_room_moves_little_that_need_not_move(seed: int) -> None:
    problem = generate_rooms(ROOMS_SCALES["mini"], seed, SEASON)
    before = slots(solve_rooms(RoomsCase(problem), "greedy", Limits()))
    room = max({slot[1] for slot in before}, key=lambda at: (sum(slot[1] == at for slot in before), at))
    case = RoomsCase(closed(problem, room))
    result = solve_rooms(case, "options", Limits(), base_of(before))
    after = slots(result)
    kept, moves = result.tiers[:2]
    beyond = {slot for slot in before - after if slot[1] != room}
    gained = kept.value - sum(slot[1] != room for slot in before)
    assert is_valid(case, result.chosen)
    assert not {slot for slot in after if slot[1] == room}
    assert gained >= 0
    assert moves.value == gained + len(beyond)
    assert len(beyond) <= 2 * gained


def test_another_session_moves_only_to_save_one() -> None:
    one = section("s1", monday("09:00", "10:00"), people=11, rooms=("C", "H"))
    other = section("s2", monday("09:00", "10:00"), rooms=("A", "C"))
    third = section("s3", monday("09:00", "12:00"), rooms=("B",))
    problem = round_of(one, other, third)
    at = problem.room_index
    base: Base = {0: ((at["H"], 1, 540, 60),), 1: ((at["C"], 1, 540, 60),), 2: ((at["B"], 1, 660, 60),)}
    result = solve_rooms(RoomsCase(closed(problem, at["H"])), "options", Limits(), base)
    assert {(o.section, o.room, o.start) for o in result.chosen} == {
        (0, at["C"], 540),
        (1, at["A"], 540),
        (2, at["B"], 660),
    }
    assert [(tier.name, tier.value, tier.bound) for tier in result.tiers[:2]] == [
        ("kept_sessions", 3, 3),
        ("moves", 2, 1),
    ]


def test_a_re_plan_serves_who_had_nothing_with_what_is_left() -> None:
    problem = round_of(section("s1", monday("09:00", "10:00")), section("s2", monday("09:00", "10:00"), party="chess"))
    base: Base = {0: ((problem.room_index["A"], 1, 540, 60),)}
    result = solve_rooms(RoomsCase(problem), "options", Limits(), base)
    assert [one.section for one in result.chosen] == [0, 1]
    assert result.chosen[0].room == problem.room_index["A"]


def test_a_pin_that_came_after_publication_holds() -> None:
    problem = round_of(section("s1", monday("09:00", "10:00")), locks=(RoomLock("s1", "pin", room="B"),))
    base: Base = {0: ((problem.room_index["A"], 1, 540, 60),)}
    result = solve_rooms(RoomsCase(problem), "options", Limits(), base)
    assert [one.room for one in result.chosen] == [problem.room_index["B"]]
    assert (result.unheld, result.tiers[1].value) == (frozenset(), 1)
