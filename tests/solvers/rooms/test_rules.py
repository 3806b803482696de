"""Each rule of the verifier, one small plan each."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from solvers.rooms.case import RoomsCase
from solvers.rooms.plan import Session, Substitute
from solvers.rooms.problem import Quota, RoomLock, RoomsProblem, Section
from solvers.rooms.rules import verify
from solvers.timetable import WindowRule
from tests.solvers.rooms.small import FIRST, monday, round_of, section

DATES = (FIRST, FIRST + timedelta(days=7))


def at(name: str, room: str, start: str = "09:00", end: str = "10:00") -> Session:
    return Session(name, room, 1, start, end, DATES)


def rules(problem: RoomsProblem, *sessions: Session) -> set[str]:
    return {found.rule for found in verify(RoomsCase(problem), sessions)}


def pair(**more: Any) -> RoomsProblem:
    return round_of(section("s1", monday(), **more), section("s2", monday(), party="chess", **more))


def test_two_sections_in_two_rooms_break_nothing() -> None:
    assert rules(pair(), at("s1", "A"), at("s2", "B")) == set()


def test_a_hall_excludes_its_parts_on_the_same_dates() -> None:
    assert rules(pair(), at("s1", "H"), at("s2", "B")) == {"room_taken"}
    assert rules(pair(), at("s1", "H"), at("s2", "B", "10:00", "11:00")) == set()


def test_buffers_lie_between_two_uses_of_a_room() -> None:
    problem = pair()
    tight = replace(problem, policy=replace(problem.policy, clear=15))
    assert rules(tight, at("s1", "A"), at("s2", "A", "10:00", "11:00")) == {"room_taken"}


def test_two_noisy_sections_do_not_meet_side_by_side() -> None:
    assert rules(pair(noisy=True), at("s1", "A"), at("s2", "B")) == {"noisy_neighbours"}


def test_one_projector_is_lent_once_at_a_time() -> None:
    assert rules(pair(equipment={"projector": 1}), at("s1", "A"), at("s2", "B")) == {"equipment_short"}


def test_equipment_of_another_facility_does_not_help() -> None:
    assert rules(pair(equipment={"projector": 1}), at("s1", "C")) == {"room_equipment", "equipment_short"}


def test_a_leader_needs_time_to_walk_between_facilities() -> None:
    problem = pair(leader="li")
    assert rules(problem, at("s1", "A"), at("s2", "C", "10:00", "11:00")) == {"same_leader"}
    assert rules(problem, at("s1", "A"), at("s2", "B", "10:00", "11:00")) == set()


def test_groups_of_the_same_members_do_not_meet_at_once() -> None:
    assert rules(pair(members=("a", "b")), at("s1", "A"), at("s2", "B")) == {"same_members"}


@pytest.mark.parametrize(
    ("quota", "rule"),
    [
        (Quota("party", "choir", minutes=119), "quota_minutes"),
        (Quota("facility", "centre", sessions=1), "quota_sessions"),
        (Quota("category", "other", minutes=119), "quota_minutes"),
    ],
)
def test_quotas_count_every_date(quota: Quota, rule: str) -> None:
    assert rules(replace(pair(), quotas=(quota,)), at("s1", "A")) == {rule}


def test_seniors_hours_are_closed_to_others() -> None:
    problem = pair()
    corner = replace(problem.facilities[1], seniors=(WindowRule("workday", start="09:00", end="10:00"),))
    kept = replace(problem, facilities=(problem.facilities[0], corner))
    assert rules(kept, at("s1", "C")) == {"room_closed"}
    old = replace(kept, requests=(section("s1", monday(), age_group="senior"),))
    assert rules(old, at("s1", "C")) == set()


def test_too_many_people_a_lacking_feature_and_a_room_not_wished_are_named() -> None:
    def found(one: Section, room: str) -> set[str]:
        return rules(round_of(one), at("s1", room))

    assert found(section("s1", monday(), people=11), "A") == {"room_capacity"}
    assert found(section("s1", monday(), features=("step-free",)), "B") == {"room_equipment"}
    assert found(section("s1", monday(), rooms=("A",)), "B") == {"room_not_wished"}


def test_a_substitute_must_keep_the_rules_of_its_own_date() -> None:
    problem = round_of(section("s1", monday(), excluded=(DATES[1],)))
    moved = Session("s1", "A", 1, "09:00", "10:00", DATES[:1], (Substitute(DATES[1], "C", "09:00", "10:00"),))
    assert rules(problem, moved) == {"date_not_wished"}


def test_a_pin_must_hold_and_a_ban_must_keep_out() -> None:
    pinned = replace(pair(), locks=(RoomLock("s1", "pin", room="C"),))
    assert rules(pinned, at("s1", "A")) == {"pin_not_held"}
    assert rules(pinned, at("s1", "C")) == set()
    banned = replace(pair(), locks=(RoomLock("s1", "ban", facility="centre"),))
    assert rules(banned, at("s1", "A")) == {"room_banned"}


def test_a_section_meets_once_a_day_and_no_more_often_than_it_asked() -> None:
    found = rules(pair(), at("s1", "A"), at("s1", "B", "10:00", "11:00"))
    assert found == {"one_slot_a_day", "too_many_sessions"}
