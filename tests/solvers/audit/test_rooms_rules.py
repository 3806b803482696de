"""The independent checker of seasons against the verifier: the same verdict, the same rules, the same values."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from random import Random
from typing import Any

import pytest

from scheduler.files import plain_value
from solvers.audit import rooms as checker
from solvers.audit.protocol import Malformed
from solvers.audit.rooms.season import read_season
from solvers.audit.rooms.slots import Slots
from solvers.parking.problem import Closure
from solvers.rooms.case import RoomsCase
from solvers.rooms.goals import goals_of
from solvers.rooms.plan import Session, Substitute, clock, session_of
from solvers.rooms.problem import RoomsProblem
from solvers.rooms.rules import verify
from solvers.timetable import WindowRule
from tests.solvers.audit.rooms_rounds import SECOND, THIRD, awkward_round, drawn, plan_file, tangled
from tests.solvers.rooms.small import FIRST, chosen_sets, random_round

NOTHING: dict[str, Any] = {"goal": "sessions", "denominator": 1, "rows": []}
TOGETHER = {
    "equipment_short", "noisy_neighbours", "one_slot_a_day", "pin_not_held", "quota_minutes", "quota_sessions",
    "room_taken", "same_leader", "same_members", "too_many_sessions",
}  # fmt: skip
"""Rules that slots may break which are offered one by one."""


def differing(case: RoomsCase, sets: Sequence[Sequence[int]]) -> tuple[list[object], set[str]]:
    """Plans of which checker and verifier say different things, and the rules that are broken somewhere."""
    season, found, seen = read_season(plain_value(case.rooms)), list[object](), set[str]()
    for chosen in sets:
        options = [case.options[at] for at in chosen]
        theirs = {one.rule for one in verify(case, [session_of(case.rooms, option) for option in options])}
        plan = plan_file(case, options)
        mine = {one.code for one in checker.broken(season, plan)}
        seen |= theirs
        if mine != theirs:
            found.append((options, mine, theirs))
        score = {goal.name: goal.value(case, options) for goal in goals_of(case)}
        if checker.counted(season, plan) != score:
            found.append((options, checker.counted(season, plan), score))
    return found, seen


def test_both_say_the_same_of_every_choice_of_three_in_a_round_where_every_rule_is_at_work() -> None:
    case = RoomsCase(drawn(awkward_round(), 1))
    assert differing(case, chosen_sets(case, 3)) == ([], TOGETHER)


@pytest.mark.parametrize("seed", range(8))
def test_both_say_the_same_of_every_pair_in_random_rounds(seed: int) -> None:
    for problem in (random_round(seed), drawn(tangled(seed), seed)):
        case = RoomsCase(problem)
        assert differing(case, chosen_sets(case, 2))[0] == []


# ---- plans that no planner would make

STRICTER = {"off_grid", "other_weekday", "too_many_blocked", "date_missing", "date_not_blocked", "room_may_not_vary"}
"""What only the checker asks: the bound is for series that are held on every date on which their room is open."""


def any_session(rng: Random, problem: RoomsProblem) -> Session:
    """A session at any time in any room, on some of any dates, with a substitute or without."""
    days = [FIRST + timedelta(days=day) for day in rng.sample((0, 1, 5, 7, 8, 14, 15, 20), rng.randrange(1, 4))]
    start, length = rng.randrange(16, 26) * 30, rng.choice((30, 60, 60, 60, 120))
    rooms = [one.id for one in problem.rooms]
    substitute = Substitute(days[0], rng.choice(rooms), clock(start), clock(start + 60))
    return Session(
        rng.choice(problem.requests).id,
        rng.choice(rooms),
        1,
        clock(start),
        clock(start + length),
        tuple(days[1:] or days) if rng.random() < 0.3 else tuple(days),
        (substitute,) if rng.random() < 0.3 else (),
    )


@pytest.mark.parametrize("seed", range(6))
def test_both_say_the_same_of_plans_that_no_planner_would_make(seed: int) -> None:
    rng, problem = Random(seed), awkward_round()
    other = replace(problem, requests=(*problem.requests[:2], replace(problem.requests[2], features=("step-free",)),
                                       *problem.requests[3:]))  # fmt: skip
    for case in (RoomsCase(problem), RoomsCase(other)):
        season = read_season(plain_value(case.rooms))
        for _ in range(60):
            sessions = [any_session(rng, problem) for _ in range(rng.randrange(1, 5))]
            theirs = {one.rule for one in verify(case, sessions)}
            plan = {"assignments": [plain_value(one) for one in sessions], "tiers": []}
            mine = {one.code for one in checker.broken(season, plan)} - STRICTER - {"value_differs"}
            assert mine - theirs <= {"one_slot_a_day"}, sessions
            assert theirs <= mine, sessions


# ---- hours and slots


def random_hours(seed: int) -> RoomsProblem:
    """The awkward round with other hours: nights, named days, staffed hours, seniors, closures."""
    rng, problem = Random(seed), awkward_round()

    def windows(least: int) -> tuple[WindowRule, ...]:
        return tuple(window() for _ in range(rng.randrange(least, 4)))

    def window() -> WindowRule:
        start, end = rng.sample(range(0, 24), 2)
        days = rng.choice(("every", "workday", "rest_day", "festival"))
        return WindowRule(days, start=clock(start * 60), end=clock((end or 24) * 60))

    def closures() -> tuple[Closure, ...]:
        first, rule = FIRST + timedelta(days=rng.randrange(-1, 20)), window()
        return (Closure(first, first + timedelta(days=rng.randrange(9)), rule.start, rule.end),) * rng.randrange(2)

    requests = tuple(
        replace(one, age_group=rng.choice(("any", "senior")), every_weeks=rng.choice((1, 2)), longest=180)
        for one in problem.requests
    )
    return replace(
        problem,
        facilities=tuple(
            replace(one, windows=windows(1), seniors=windows(0), closures=closures()) for one in problem.facilities
        ),
        rooms=tuple(
            replace(
                one,
                windows=rng.choice((None, windows(0))),
                staffed=rng.choice((None, windows(0))),
                closures=closures(),
                setup=rng.choice((None, 60)),
            )
            for one in problem.rooms
        ),
        requests=tuple(
            replace(one, ranges=tuple(replace(wish, start="00:00", end="24:00") for wish in one.ranges))
            for one in requests
        ),
    )


@pytest.mark.parametrize("seed", range(12))
def test_the_checker_offers_the_very_slots_that_the_planner_chooses_from(seed: int) -> None:
    case = RoomsCase(random_hours(seed))
    season = read_season(plain_value(case.rooms))
    slots = Slots(season)
    mine = {
        (one.section, one.room, one.weekday, one.start, one.end, one.held, one.blocked)
        for section in season.sections.values()
        for one in slots.every(section)
    }
    sections, rooms = case.rooms.requests, case.rooms.rooms
    assert mine == {
        (sections[one.section].id, rooms[one.room].id, one.weekday, one.start, one.end, one.held, one.blocked)
        for one in case.options
    }


# ---- planted faults


def good_plan() -> dict[str, Any]:
    """A valid plan of the awkward round."""
    dates = [day.isoformat() for day in (FIRST, SECOND, THIRD)]
    plain = {"weekday": 1, "start": "09:00", "end": "10:00", "dates": dates}
    return {
        "assignments": [
            {**plain, "request": "s0", "room": "C"},
            {**plain, "request": "s1", "room": "H", "start": "10:00", "end": "11:00"},
            {**plain, "request": "s2", "room": "B", "dates": dates[:1], "left_out": dates[1:]},
        ],
        "tiers": [{"name": name, "value": 0} for name in ("sessions", "wishes", "fairness", "last_season", "openings")],
    }


def codes(plan: dict[str, Any]) -> set[str]:
    return {one.code for one in checker.check(plain_value(awkward_round()), plan, NOTHING)}


def with_slot(at: int, **changed: Any) -> dict[str, Any]:
    """The good plan with one slot changed."""
    plan = good_plan()
    plan["assignments"][at] |= changed
    return plan


def with_more(request: str, room: str, start: str, end: str, *dates: str, **more: Any) -> dict[str, Any]:
    """The good plan with one more slot."""
    plan = good_plan()
    slot = {"request": request, "room": room, "weekday": 1, "start": start, "end": end, "dates": list(dates)}
    plan["assignments"].append(slot | more)
    return plan


def moved(day: str, room: str) -> dict[str, Any]:
    return {"substitutes": [{"date": day, "room": room, "start": "09:00", "end": "10:00"}]}


def test_the_good_plan_breaks_nothing() -> None:
    assert codes(good_plan()) == set()


FAULTS: dict[str, tuple[dict[str, Any], set[str]]] = {
    "a room that nobody knows": (with_slot(0, room="X"), {"unknown_id"}),
    "a section that nobody knows": (with_slot(0, request="s9"), {"unknown_id"}),
    "a room that was not wished": (with_slot(1, room="B"), {"room_not_wished"}),
    "a room that is too small": (with_more("s4", "A", "09:00", "10:00", "2026-04-06"), {"room_capacity"}),
    "no plan at all": ({**good_plan(), "assignments": []}, {"pin_not_held"}),
    "hours in which the room is shut": (
        with_slot(2, dates=["2026-04-06", "2026-04-13"], left_out=["2026-04-20"]),
        {"room_closed"},
    ),
    "an hour that was not wished": (with_slot(0, start="11:00", end="12:00"), {"time_not_wished"}),
    "a session that is too long": (with_slot(0, end="11:00"), {"length_not_wished", "off_grid"}),
    "a start beside the grid": (with_slot(0, start="09:30", end="10:30"), {"off_grid"}),
    "a date that is kept quiet": (with_slot(1, dates=["2026-04-06", "2026-04-13"]), {"date_missing"}),
    "a blocked date of which nothing is told": (with_slot(2, left_out=["2026-04-13"]), {"date_missing"}),
    "a date left out although the room is open": (with_slot(1, left_out=["2026-04-20"]), {"date_not_blocked"}),
    "a date after the horizon": (
        with_slot(0, dates=["2026-04-06", "2026-04-13", "2026-04-20", "2026-04-27"]),
        {"outside_day", "date_not_wished"},
    ),
    "a weekday that the dates are not on": (with_slot(1, weekday=2), {"other_weekday"}),
    "a date in the section's pause": (
        with_more("s4", "H", "09:00", "10:00", "2026-04-06", "2026-04-13"),
        {"date_not_wished"},
    ),
    "another room for those who wish none": (
        with_more("s4", "H", "09:00", "10:00", "2026-04-06", **moved("2026-04-13", "C")),
        {"room_may_not_vary", "date_not_blocked", "date_not_wished"},
    ),
    "too many dates on which the room is shut": (
        with_more("s3", "B", "09:00", "10:00", left_out=["2026-04-13"]),
        {"too_many_blocked"},
    ),
    "two slots on one weekday": (with_more("s1", "A", "10:00", "11:00", "2026-04-06"), {"one_slot_a_day"}),
    "what the staff excluded": (with_more("s3", "C", "11:00", "12:00", "2026-04-13"), {"room_banned"}),
    "goals in another order": ({**good_plan(), "tiers": good_plan()["tiers"][::-1]}, {"value_differs"}),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_planted_fault_is_found(fault: str) -> None:
    plan, expected = FAULTS[fault]
    assert codes(plan) >= expected


def test_a_pin_that_the_plan_tells_it_cannot_hold_is_no_fault() -> None:
    plan = good_plan()
    problem = plain_value(awkward_round())
    problem["locks"] = [{"kind": "pin", "request": "s2", "room": "C"}]
    plan["assignments"].pop()
    told = {**plan, "unheld": [{"request": "s2", "room": "C", "rule": "pin_not_held"}]}
    assert [one.code for one in checker.check(problem, plan, NOTHING)] == ["pin_not_held"]
    assert checker.check(problem, told, NOTHING) == []


def test_a_finding_names_the_field_the_section_and_the_moment() -> None:
    (found,) = checker.check(plain_value(awkward_round()), with_slot(1, weekday=2, dates=["2026-04-07"]), NOTHING)[:1]
    assert (found.field, found.numbers["requests"], found.numbers["minute"]) == (
        "plan.assignments[1].dates", "s1", 1440 + 600,
    )  # fmt: skip


@pytest.mark.parametrize(
    "row",
    [
        ["room", "X", 0, 1],
        ["people", "s0", "C", 540, "s1", 1],
        ["quota", 9, "minutes", "choir", 1],
        ["pin", 1, 1],
        ["?", 1],
    ],
)
def test_a_bound_may_not_speak_of_what_nobody_knows(row: list[Any]) -> None:
    with pytest.raises(Malformed) as caught:
        checker.check(plain_value(awkward_round()), good_plan(), {**NOTHING, "rows": [row]})
    assert caught.value.finding.field == "bound.rows[0]"


def test_a_bound_may_count_only_on_pins_and_guarantees_that_the_plan_keeps() -> None:
    problem = plain_value(drawn(awkward_round(), 1))
    rows = [["pin", 0, 5], ["guarantee", 1, 5], ["guaranteed", "s1", 5]]
    found = checker.check(problem, {**good_plan(), "assignments": []}, {**NOTHING, "rows": rows})
    assert [one.code for one in found if one.field == "bound.rows"] == [
        "bound_pin_unheld", "bound_guarantee_unkept", "bound_guarantee_unkept",
    ]  # fmt: skip


# ---- independence

ALONE = """
import json, sys
for name in ("numpy", "ortools", "pydantic", "solvers.rooms", "solvers.window", "solvers.timetable", "scheduler"):
    sys.modules[name] = None
from solvers.audit import rooms
problem, plan, bound = json.load(sys.stdin)
found = rooms.check(problem, plan, bound)
told = rooms.values(problem, plan), rooms.counts(problem, plan), rooms.checked_bound(problem, bound)
print(json.dumps([len(found), *told]))
"""


def test_the_checker_needs_nothing_but_the_standard_library() -> None:
    parts = json.dumps([plain_value(awkward_round()), good_plan(), NOTHING])
    done = subprocess.run([sys.executable, "-c", ALONE], input=parts, capture_output=True, text=True, check=True)
    broken, values, counts, bound = json.loads(done.stdout)
    assert (broken, values["sessions"], bound) == (
        0,
        1330,
        checker.checked_bound(plain_value(awkward_round()), NOTHING),
    )
    assert counts == {
        "requests": 5, "served": 3, "sessions": 3, "dates": 7, "substitutes": 0, "left_out": 2,
        "guaranteed": 0, "pins": 1, "pins_unheld": 0,
    }  # fmt: skip
