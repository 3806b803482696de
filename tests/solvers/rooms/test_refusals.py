"""What nobody can serve is refused with its reason and the rest is planned; what no round may hold is an error."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from solvers.engines.limits import Limits
from solvers.engines.rooms import solve_rooms
from solvers.errors import InvalidProblem
from solvers.rooms.case import RoomsCase
from solvers.rooms.explain import explain_section
from solvers.rooms.goals import Base
from solvers.rooms.problem import Link, Quota, RoomLock, Section, Suitable
from solvers.rooms.repair import repaired
from tests.solvers.rooms.small import FIRST, monday, round_of, section

FINE = section("fine", monday(), party="chess")
HOPELESS = {
    "too large": (section("s1", monday(), people=99), "rooms_funnel"),
    "range shorter than the session": (section("s1", monday("09:00", "09:30")), "range_too_short"),
    "all dates excluded": (
        section("s1", monday(), excluded=tuple(FIRST + timedelta(days=day) for day in range(14))),
        "no_dates_left",
    ),
    "equipment of another facility": (
        section("s1", monday(), facilities=("corner",), equipment={"projector": 1}),
        "rooms_funnel",
    ),
    "a thousand ranges at night": (section("s1", *[monday("01:00", "03:00")] * 1_000), "rooms_funnel"),
}


@pytest.mark.parametrize("name", HOPELESS)
def test_a_hopeless_section_is_refused_with_its_reason_and_the_rest_is_planned(name: str) -> None:
    hopeless, rule = HOPELESS[name]
    case = RoomsCase(round_of(hopeless, FINE))
    sessions = repaired(case, solve_rooms(case, "options", Limits()).chosen)
    assert [one.request for one in sessions] == ["fine"]
    assert rule in [reason.rule for reason in explain_section(case, sessions, "s1").reasons]


def test_a_round_without_opening_hours_has_an_empty_plan_that_is_best() -> None:
    problem = round_of(FINE)
    shut = replace(problem, facilities=tuple(replace(one, windows=()) for one in problem.facilities))
    case = RoomsCase(shut)
    result = solve_rooms(case, "options", Limits())
    assert (result.chosen, result.status) == ((), "optimal")
    reason, searched = explain_section(case, (), "fine").reasons
    assert searched.rule == "no_way_in_rooms"
    assert (reason.rule, reason.numbers["equipped"], reason.numbers["open_rooms"]) == ("rooms_funnel", 4, 0)


def test_a_leader_of_two_sections_at_one_time_leads_the_weightier_and_the_other_is_told_why() -> None:
    both = [
        section(name, monday("09:00", "10:00"), leader="li", category=kind)
        for name, kind in (("s1", "culture"), ("s2", "elderly"))
    ]
    case = RoomsCase(round_of(*both))
    result = solve_rooms(case, "options", Limits())
    assert [case.rooms.requests[one.section].id for one in result.chosen] == ["s2"]
    told = explain_section(case, repaired(case, result.chosen), "s1")
    assert "people_elsewhere" in [reason.rule for reason in told.reasons]


def test_equipment_comes_from_the_pool_of_the_facility_or_from_the_room_itself() -> None:
    problem = round_of(section("s1", monday(), equipment={"projector": 1}))
    case = RoomsCase(problem)
    assert {case.rooms.rooms[option.room].id for option in case.options} == {"A", "B", "H"}
    fitted = replace(problem.rooms[2], features=("projector",))
    rooms = (*problem.rooms[:2], fitted, *problem.rooms[3:])
    shown = RoomsCase(replace(problem, rooms=rooms))
    assert {shown.rooms.rooms[option.room].id for option in shown.options} == {"A", "B", "C", "H"}


def test_a_refused_section_is_told_another_time_that_was_checked() -> None:
    requests = [section(f"s{at}", monday("09:00", "10:00"), rooms=("C",)) for at in range(2)]
    case = RoomsCase(round_of(*requests))
    sessions = repaired(case, solve_rooms(case, "options", Limits()).chosen)
    refused = ({"s0", "s1"} - {one.request for one in sessions}).pop()
    found = explain_section(case, sessions, refused)
    assert [(one.kind, one.checked) for one in found.alternatives] == [("other_room", True), ("other_time", True)]


def test_who_reached_the_quota_is_told_so() -> None:
    requests = [section(f"s{at}", monday()) for at in range(2)]
    case = RoomsCase(round_of(*requests, quotas=(Quota("party", "choir", minutes=120),)))
    sessions = repaired(case, solve_rooms(case, "options", Limits()).chosen)
    refused = ({"s0", "s1"} - {one.request for one in sessions}).pop()
    assert [one.rule for one in explain_section(case, sessions, refused).reasons][-2:] == [
        "quota_reached",
        "no_way_in_rooms",
    ]


def test_a_pin_that_cannot_hold_is_named_and_binds_nobody() -> None:
    case = RoomsCase(round_of(section("s1", monday()), locks=(RoomLock("s1", "pin", room="C", start="06:00"),)))
    result = solve_rooms(case, "options", Limits())
    assert (result.unheld, len(result.chosen)) == (frozenset({(0, 0)}), 1)


def test_a_re_plan_keeps_what_is_in_force_before_it_serves_more() -> None:
    one, other = section("s1", monday("09:00", "10:00")), section("s2", monday("09:00", "10:00"), category="elderly")
    requests = (replace(one, rooms=("C",)), replace(other, rooms=("C",)))
    case = RoomsCase(round_of(*requests))
    base: Base = {0: ((case.rooms.room_index["C"], 1, 540, 60),)}
    result = solve_rooms(case, "options", Limits(), base)
    assert [option.section for option in result.chosen] == [0]
    assert [(tier.name, tier.value) for tier in result.tiers[:2]] == [("kept_sessions", 1), ("moves", 0)]


def test_what_no_round_may_hold_is_an_error_with_its_code() -> None:
    def code(build: object) -> str:
        with pytest.raises(InvalidProblem) as caught:
            build()  # type: ignore[operator]
        return caught.value.code

    assert code(lambda: Suitable(1, "11:00", "09:00")) == "range_ends_first"
    assert code(lambda: Section("s", "choir", 8, (), longest=30)) == "inverted_lengths"
    assert code(lambda: section("s", *[monday()] * 1_001)) == "too_many_ranges"
    assert code(lambda: RoomLock("s", "pin")) == "pin_without_room"
    assert code(lambda: round_of(FINE, links=(Link("fine", "fine", "apart"),))) == "linked_to_itself"
    assert code(lambda: round_of(section("s", monday(), party="nobody"))) == "unknown_id"
    problem = round_of(FINE)
    rooms = (replace(problem.rooms[0], part_of="C"), *problem.rooms[1:])
    assert code(lambda: replace(problem, rooms=rooms)) == "not_a_hall"
