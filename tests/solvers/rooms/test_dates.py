"""Whatever the calendar, every published date is open; blocked ones have a substitute or are named."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from itertools import combinations
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from solvers.engines import RoomsEngine
from solvers.engines.limits import Limits
from solvers.engines.rooms import solve_rooms
from solvers.parking.problem import Closure
from solvers.rooms.case import RoomsCase
from solvers.rooms.plan import Session
from solvers.rooms.problem import RoomsProblem
from solvers.rooms.repair import repaired
from solvers.rooms.rules import verify
from tests.solvers.rooms.small import FIRST, monday, round_of, section, weeks


def planned(problem: RoomsProblem, engine: RoomsEngine = "greedy") -> tuple[RoomsCase, tuple[Session, ...]]:
    case = RoomsCase(problem)
    return case, repaired(case, solve_rooms(case, engine, Limits(work=0.01)).chosen)


def refusals(problem: RoomsProblem, sessions: Sequence[Session]) -> list[object]:
    """Dated uses that the door would refuse, read off the calendar afresh: shut that day, or another group is in."""
    hours = {"workday": ("09:00", "12:00"), "rest_day": ("10:00", "12:00")}
    kinds = {day.date: day.day_type for day in problem.horizon.days}
    held = [(day, one.room, one.start, one.end) for one in sessions for day in one.dates]
    held += [(other.date, other.room, other.start, other.end) for one in sessions for other in one.substitutes]
    found: list[object] = []
    for day, room, start, end in held:
        first, last = hours[kinds[day]]
        home = problem.facilities[0] if room != "C" else problem.facilities[1]
        shut = any(closure.first <= day <= closure.last for closure in home.closures)
        if shut or not first <= start < end <= last:
            found.append(("shut", day, room, start))
    parts = {"H": {"A", "B", "H"}}
    for (day, room, start, end), (other_day, other, from_, until) in combinations(held, 2):
        shared = other in parts.get(room, {room}) or room in parts.get(other, {other})
        if day == other_day and shared and start < until and from_ < end:
            found.append(("taken", day, room, other))
    return found


@settings(max_examples=60, deadline=None, derandomize=True)
@given(
    swapped=st.sets(st.integers(0, 27), max_size=8),
    closed=st.lists(st.tuples(st.integers(0, 27), st.integers(0, 3), st.booleans()), max_size=3),
    weekday=st.integers(1, 7),
    start=st.sampled_from(["09:00", "10:00"]),
    engine=st.sampled_from(["greedy", "options"]),
)
def test_no_published_date_can_be_refused_on_any_calendar(
    swapped: set[int], closed: list[tuple[int, int, bool]], weekday: int, start: str, engine: RoomsEngine
) -> None:
    closures = [
        (Closure(FIRST + timedelta(days=day), FIRST + timedelta(days=min(27, day + more))), at_centre)
        for day, more, at_centre in closed
    ]
    people = (8, 8, 11, 20, 8)
    requests = [section(f"s{at}", monday(start, "12:00", weekday), people=size) for at, size in enumerate(people)]
    problem = round_of(*requests, horizon=weeks(4, tuple(swapped)))
    houses = tuple(
        replace(house, closures=tuple(one for one, at_centre in closures if at_centre == (at == 0)))
        for at, house in enumerate(problem.facilities)
    )
    policy = replace(problem.policy, blocked_percent=75)
    case, sessions = planned(replace(problem, facilities=houses, policy=policy), engine)
    assert refusals(case.rooms, sessions) == []
    assert verify(case, sessions) == []
    wanted = len(case.dates(requests[0], weekday))
    counts = {len(one.dates) + len(one.substitutes) + len(one.left_out) for one in sessions}
    assert counts <= {wanted}


def one_blocked_date(**more: Any) -> Session:
    problem = round_of(section("s1", monday(), rooms=("A",), facilities=("corner",), **more))
    closed = replace(problem.rooms[0], closures=(Closure(FIRST, FIRST),))
    policy = replace(problem.policy, blocked_percent=50)
    whole = replace(problem.facilities[1], closures=(Closure(FIRST + timedelta(days=7), FIRST + timedelta(days=7)),))
    changed = replace(problem, rooms=(closed, *problem.rooms[1:]), policy=policy)
    _, (session,) = planned(replace(changed, facilities=(problem.facilities[0], whole)))
    return session


def test_a_blocked_date_moves_to_another_room_at_the_same_time() -> None:
    session = one_blocked_date()
    assert [(one.date, one.room, one.start) for one in session.substitutes] == [(FIRST, "C", "09:00")]
    assert (session.room, session.left_out) == ("A", ())


def test_a_group_that_keeps_its_room_is_told_which_date_is_left_out() -> None:
    session = one_blocked_date(may_vary=False)
    assert (session.substitutes, session.left_out) == ((), (FIRST,))


def test_a_series_with_too_many_blocked_dates_is_no_option() -> None:
    problem = round_of(section("s1", monday(), rooms=("A",)))
    closed = replace(problem.rooms[0], closures=(Closure(FIRST, FIRST),))
    assert RoomsCase(replace(problem, rooms=(closed, *problem.rooms[1:]))).options == ()


def test_a_rest_day_that_is_worked_opens_as_a_workday() -> None:
    saturday = section("s1", monday("09:00", "10:00", 6), first=FIRST, last=FIRST + timedelta(days=6))
    assert RoomsCase(round_of(saturday)).options == ()
    assert len(RoomsCase(round_of(saturday, horizon=weeks(swapped=(5,)))).options) == 4


def test_every_second_week_counts_from_the_first_date() -> None:
    one = section("s1", monday(), every_weeks=2, first=FIRST + timedelta(days=7))
    case = RoomsCase(round_of(one, horizon=weeks(4)))
    assert case.dates(one, 1) == (7, 21)
