"""What is said to stand in a section's way does: without it there is a place, with any part of it there is none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from random import Random
from typing import Any

import pytest

from scheduler.calendar import horizon
from solvers.causes import Cause, Removal
from solvers.engines import RoomsEngine
from solvers.engines.limits import Limits
from solvers.engines.rooms import solve_rooms
from solvers.rooms.case import RoomsCase
from solvers.rooms.causes import causes_of
from solvers.rooms.generate import ROOMS_SCALES, generate_rooms
from solvers.rooms.greedy import Filler
from solvers.rooms.plan import Session, clock, date_of
from solvers.rooms.problem import Quota, RoomLock, RoomsProblem, Section
from solvers.rooms.removal_test import RemovalTest
from solvers.rooms.repair import repaired
from solvers.rooms.rows import rows_of
from solvers.rooms.rules import verify
from solvers.timetable import WindowRule
from tests.solvers.rooms.small import FIRST, monday, random_round, round_of, section


def planned(case: RoomsCase, engine: RoomsEngine = "greedy") -> tuple[Session, ...]:
    """The plan of an engine."""
    return repaired(case, solve_rooms(case, engine, Limits()).chosen)


def filled(case: RoomsCase, seed: int) -> tuple[Session, ...]:
    """Some plan: sections in a random order take what is left."""
    rng, filler = Random(seed), Filler(case, rows_of(case))
    order = list(range(len(case.rooms.requests)))
    rng.shuffle(order)
    for at in order:
        options = list(case.options_at[at])
        rng.shuffle(options)
        filler.put_first(options, case.rooms.requests[at].sessions)
    return repaired(case, [case.options[at] for at in sorted(filler.chosen)])


def awkward(seed: int) -> RoomsProblem:
    """A tiny random round with bans, pins and seniors' hours as well."""
    problem, rng = random_round(seed), Random(seed)
    locks = (RoomLock("s0", "ban", facility="centre"), RoomLock("s1", "pin", room="C"))
    seniors = (WindowRule(start="09:00", end="10:00"),) if rng.random() < 0.5 else ()
    centre = replace(problem.facilities[0], seniors=seniors)
    chosen = tuple(lock for lock in locks if rng.random() < 0.5)
    return replace(problem, locks=chosen, facilities=(centre, problem.facilities[1]))


def cause(problem: RoomsProblem, name: str, sessions: Sequence[Session] = ()) -> Cause:
    """The cause of one section, beside some sessions or else the greedy plan; the test has nothing against it."""
    case = RoomsCase(problem)
    found = causes_of(case, sessions or planned(case))[problem.request_index[name]]
    assert RemovalTest(case, sessions or planned(case)).passes(found)
    return found


@pytest.mark.parametrize("seed", range(40))
def test_every_refusal_of_a_random_round_has_a_cause_that_passes_the_removal_test(seed: int) -> None:
    case = RoomsCase(awkward(seed))
    for sessions in (filled(case, seed), filled(case, seed + 1), planned(case)):
        test, causes = RemovalTest(case, sessions), causes_of(case, sessions)
        served = [one.request for one in sessions]
        short = [at for at, one in enumerate(case.rooms.requests) if served.count(one.id) < one.sessions]
        assert sorted(causes) == short
        assert [found for found in causes.values() if not test.passes(found)] == []


@pytest.mark.parametrize("seed", range(12))
def test_the_removal_test_says_what_the_whole_verifier_says_of_every_slot(seed: int) -> None:
    case = RoomsCase(awkward(seed))
    sessions = filled(case, seed)
    test = RemovalTest(case, sessions)
    for found in causes_of(case, sessions).values():
        parts = [found.removals, *(found.removals[:at] for at in range(len(found.removals)))]
        for removals in parts:
            assert test.placeable(found, removals) == _placeable(case, sessions, found, removals)


def _placeable(case: RoomsCase, sessions: Sequence[Session], found: Cause, removals: Sequence[Removal]) -> bool:
    """The same by the verifier of whole plans."""
    own = case.rooms.requests[case.rooms.request_index[found.request]]
    rules = {one.rule for one in removals if not one.requests}
    gone = {(one.requests[0], one.place, one.numbers["weekday"], one.numbers["start"]) for one in removals
            if one.requests}  # fmt: skip
    rest = [one for one in sessions if (one.request, one.room, one.weekday, one.start) not in gone]
    before = verify(case, rest, case.every_pin)
    for room in case.rooms.rooms:
        waived = rules if room.id == found.place else set()
        waived |= {"equipment_short"} if "room_equipment" in waived else set()
        for session in _slots(case, own, room.id, waived):
            faults = {one.rule for one in verify(case, [*rest, session], case.every_pin) if one not in before}
            if not faults - waived - ({"room_closed"} if "seniors_hours" in waived else set()):
                return True
    return False


def _slots(case: RoomsCase, own: Section, room: str, waived: set[str]) -> list[Session]:
    guest = replace(own, age_group="senior") if "seniors_hours" in waived else own
    out, at = [], case.rooms.room_index[room]
    for weekday in range(1, 8):
        days = case.dates(own, weekday)
        if not days and "date_not_wished" in waived:
            days = case.dates(replace(own, excluded=(), first=None, last=None, every_weeks=1), weekday)
        for start in range(0, 1440, 60):
            for length in range(own.shortest, own.longest + 1, 60):
                end = start + length
                if days and end <= 1440:
                    held, blocked = case.split(guest, at, days, start, end)
                    held, blocked = (days, ()) if "room_closed" in waived else (held, blocked)
                    if held and len(blocked) * 100 <= len(days) * case.rooms.policy.blocked_percent:
                        dates = tuple(date_of(case.rooms, day) for day in held)
                        out.append(Session(own.id, room, weekday, clock(start), clock(end), dates))
    return out


@pytest.mark.parametrize("seed", range(6))
def test_in_the_best_plan_nobody_with_fewer_points_than_a_refused_section_stands_in_its_way(seed: int) -> None:
    case = RoomsCase(random_round(seed))
    for found in causes_of(case, planned(case, "options")).values():
        missing = found.missing
        assert missing is None or (
            found.points <= found.rival_points and missing == found.rival_points - found.points + 1
        )


def test_every_short_section_of_a_mini_season_has_a_cause_that_passes() -> None:
    days = horizon(FIRST, FIRST + timedelta(days=27))
    case = RoomsCase(generate_rooms(ROOMS_SCALES["mini"], 3, days))
    sessions = planned(case)
    test, causes = RemovalTest(case, sessions), causes_of(case, sessions)
    assert len(causes) > 10
    assert [found for found in causes.values() if not test.passes(found)] == []


@pytest.mark.parametrize("seed", range(6))
def test_a_cause_with_something_left_out_added_or_put_elsewhere_is_noticed(seed: int) -> None:
    case = RoomsCase(awkward(seed))
    sessions = filled(case, seed)
    test = RemovalTest(case, sessions)
    bystander = next(one for one in sessions)
    numbers: dict[str, int | str] = {"weekday": bystander.weekday, "start": bystander.start}
    more = (Removal("rival", "room_taken", bystander.room, (bystander.request,), numbers), Removal("filter", "x"))
    for found in causes_of(case, sessions).values():
        for at in range(len(found.removals)):
            assert not test.passes(replace(found, removals=found.removals[:at] + found.removals[at + 1 :]))
        for extra in more:
            assert extra in found.removals or not test.passes(replace(found, removals=(*found.removals, extra)))
        rules = [one for one in found.removals if not one.requests]
        assert not rules or not test.passes(replace(found, place="nowhere"))


def test_whoever_has_the_only_room_is_the_rival_and_the_points_missing_are_counted() -> None:
    both = [section(name, monday("09:00", "10:00"), rooms=("C",), category=kind)
            for name, kind in (("s1", "culture"), ("s2", "elderly"))]  # fmt: skip
    found = cause(round_of(*both), "s1")
    assert found.removals == (Removal("rival", "room_taken", "C", ("s2",), {"weekday": 1, "start": "09:00"}),)
    assert (found.points, found.rival_points, found.missing) == (400, 600, 201)


def test_a_session_that_the_staff_pinned_is_a_lock_and_no_points_help() -> None:
    both = [section(name, monday("09:00", "10:00"), rooms=("C",)) for name in ("s1", "s2")]
    found = cause(round_of(*both, locks=(RoomLock("s2", "pin", room="C"),)), "s1")
    assert ([(one.kind, one.rule) for one in found.removals], found.missing) == ([("lock", "room_pinned")], None)


SHORT: dict[str, tuple[Section, dict[str, Any], list[tuple[str, str]]]] = {
    "too large": (section("s1", monday(), people=26), {}, [("filter", "room_capacity")]),
    "no such thing": (section("s1", monday(), features=("piano",)), {}, [("filter", "room_equipment")]),
    "equipment elsewhere": (
        section("s1", monday(), facilities=("corner",), equipment={"projector": 1}), {}, [("filter", "room_equipment")],
    ),
    "at night": (section("s1", monday("01:00", "03:00")), {}, [("filter", "room_closed")]),
    "a range too short": (section("s1", monday("09:00", "09:30")), {}, [("filter", "time_not_wished")]),
    "no dates": (
        section("s1", monday(), excluded=tuple(FIRST + timedelta(days=day) for day in range(14))),
        {},
        [("filter", "date_not_wished")],
    ),
    "banned": (section("s1", monday()), {"locks": (RoomLock("s1", "ban", facility="centre"),
               RoomLock("s1", "ban", facility="corner"))}, [("lock", "room_banned")]),
    "over the quota": (section("s1", monday()), {"quotas": (Quota("party", "choir", sessions=1),)},
                       [("limit", "quota_sessions")]),
    "twice on one day": (section("s1", monday("09:00", "12:00"), sessions=2), {}, [("limit", "one_slot_a_day")]),
    "once more in its only slot": (section("s1", monday("09:00", "10:00"), rooms=("C",), sessions=2), {},
                                   [("filter", "time_not_wished")]),
}  # fmt: skip


@pytest.mark.parametrize("name", SHORT)
def test_what_keeps_a_section_away_by_itself_is_told_by_its_rule(name: str) -> None:
    wish, more, removals = SHORT[name]
    found = cause(round_of(wish, **more), "s1")
    assert [(one.kind, one.rule) for one in found.removals] == removals


def test_hours_that_are_kept_for_seniors_are_told_as_such() -> None:
    problem = round_of(section("s1", monday("09:00", "10:00")))
    kept = tuple(replace(one, seniors=(WindowRule(start="09:00", end="10:00"),)) for one in problem.facilities)
    found = cause(replace(problem, facilities=kept), "s1")
    assert [one.rule for one in found.removals] == ["seniors_hours"]


def test_a_place_that_the_plan_left_free_is_named_and_nothing_stands_there() -> None:
    case = RoomsCase(round_of(section("s1", monday())))
    found = causes_of(case, ())[0]
    assert (found.removals, case.rooms.room_index[found.place] in range(4)) == ((), True)
