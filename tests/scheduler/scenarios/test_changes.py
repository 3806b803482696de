"""What the changes of a scenario do to a problem, and what they may not."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any

import pytest

from scheduler import calendar
from scheduler.errors import FileRejected, Rejected
from scheduler.files import Problem, problem_digest
from scheduler.scenarios import changed, changes_from
from scheduler.scenarios.changing import EDITS
from solvers.parking.generate import SCALES, generate_parking
from solvers.parking.problem import ParkingProblem
from solvers.rooms.generate import ROOMS_SCALES, generate_rooms
from solvers.rooms.problem import RoomsProblem
from solvers.rosters.generate import ROSTER_SCALES, generate_roster
from solvers.rosters.problem import RosterProblem

FIRST, LAST = date(2026, 5, 4), date(2026, 5, 31)


@cache
def parking() -> ParkingProblem:
    return generate_parking(SCALES["tiny"], 1, calendar.horizon(FIRST, LAST))


@cache
def rooms() -> RoomsProblem:
    return generate_rooms(ROOMS_SCALES["mini"], 1, calendar.horizon(FIRST, LAST))


@cache
def rosters() -> RosterProblem:
    return generate_roster(ROSTER_SCALES["mini"], 1, calendar.horizon(FIRST, LAST))


def apply(problem: Problem, kind: str, **fields: Any) -> Any:
    return changed(problem, changes_from([{"kind": kind, **fields}]))


def refused(problem: Problem, kind: str, **fields: Any) -> tuple[str, str]:
    try:
        apply(problem, kind, **fields)
    except (Rejected, FileRejected) as found:
        return found.code, found.field
    raise AssertionError("nothing was refused")


def test_no_change_leaves_the_problem_as_it_was() -> None:
    for problem in (parking(), rooms(), rosters()):
        assert problem_digest(changed(problem, [])) == problem_digest(problem)


def test_a_setting_gets_another_value() -> None:
    assert apply(parking(), "set_policy", field="reserve_percent", value=12).policy.reserve_percent == 12
    name = next(iter(parking().policy.criteria))
    assert apply(parking(), "set_policy", field=f"criteria.{name}", value=7).policy.criteria[name] == 7
    assert apply(rosters(), "set_policy", field="days_in_row", value=3).policy.days_in_row == 3


def test_a_setting_that_is_none_is_refused_with_its_name() -> None:
    below = {"field": "criteria.class.of", "value": 1}
    assert refused(parking(), "set_policy", **below) == ("no_such_setting", "changes.0.field")
    assert refused(parking(), "set_policy", field="no_such", value=1)[1] == "policy.no_such"
    assert refused(parking(), "set_policy", field="reserve_percent", value=101)[1] == "policy.reserve_percent"


def test_spaces_are_added_under_ids_of_their_own() -> None:
    site = parking().sites[0].id
    twice: Any = changed(parking(), changes_from([{"kind": "add_spaces", "site": site, "count": 4}] * 2))
    assert [(one.id, one.site, one.count) for one in twice.spaces[len(parking().spaces) :]] == [
        (f"{site}-new1", site, 4),
        (f"{site}-new2", site, 4),
    ]


def test_a_site_like_another_is_as_far_from_everybody_and_some_metres_more() -> None:
    like = parking().sites[0]
    found = apply(parking(), "add_place", like=like.id, id="new", spaces=3, metres=50)
    assert found.sites[-1] == replace(like, id="new", location=None)
    assert [one.walk.get("new") for one in found.requests] == [
        one.walk[like.id] + 50 if like.id in one.walk else None for one in parking().requests
    ]
    assert refused(parking(), "add_place", like=like.id, id=like.id) == ("duplicate_id", "changes.0.id")


def test_a_place_is_closed_on_all_dates_or_on_those_named() -> None:
    site, house = parking().sites[0].id, rooms().facilities[0].id
    closure = apply(parking(), "close_place", place=site).sites[0].closures[-1]
    assert (closure.first, closure.last, closure.start, closure.end) == (FIRST, LAST, "00:00", "24:00")
    evening = {"first": "2026-05-10", "last": "2026-05-12", "start": "18:00"}
    closure = apply(rooms(), "close_place", place=house, **evening).facilities[0].closures[-1]
    assert (closure.first, closure.last, closure.start) == (date(2026, 5, 10), date(2026, 5, 12), "18:00")
    assert refused(parking(), "close_place", place="nowhere") == ("unknown_id", "changes.0.place")


def test_hours_are_added_beside_those_of_before() -> None:
    site, room = parking().sites[0], rooms().rooms[0]
    found = apply(parking(), "open_hours", place=site.id, start="19:00", end="07:00", weekdays=[6, 7]).sites[0]
    assert found.windows[:-1] == site.windows
    assert (found.windows[-1].start, found.windows[-1].end, found.windows[-1].weekdays) == ("19:00", "07:00", (6, 7))
    own = apply(rooms(), "open_hours", place=room.id, start="06:00", end="07:00").rooms[0]
    house = next(one for one in rooms().facilities if one.id == room.facility)
    assert own.windows[:-1] == (room.windows or house.windows)


def test_caps_and_quotas_get_other_values_and_go() -> None:
    site, room, party = parking().sites[0].id, rooms().rooms[0].id, rooms().parties[0].id
    assert apply(parking(), "set_cap", place=site, field="outside_cap", value=1).sites[0].outside_cap == 1
    assert apply(rooms(), "set_cap", place=room, field="capacity", value=99).rooms[0].capacity == 99
    assert refused(rooms(), "set_cap", place=room, field="gate_limit", value=1)[0] == "no_such_setting"
    with_quota = apply(rooms(), "set_quota", scope="party", of=party, minutes=60)
    assert [one.minutes for one in with_quota.quotas if (one.scope, one.of) == ("party", party)] == [60]
    gone: Any = changed(with_quota, changes_from([{"kind": "set_quota", "scope": "party", "of": party}]))
    assert [one for one in gone.quotas if (one.scope, one.of) == ("party", party)] == []


def test_people_come_with_a_vehicle_or_party_of_their_own_and_go_with_what_was_decided_about_them() -> None:
    request, section, volunteer = parking().requests[0], rooms().requests[0], rosters().volunteers[0]
    more = apply(parking(), "add_people", like=request.id, count=2)
    assert [one.id for one in more.requests[-2:]] == [f"{request.id}-2", f"{request.id}-3"]
    assert len({one.vehicle for one in more.requests}) == len({one.vehicle for one in parking().requests}) + 2
    assert len(apply(rooms(), "add_people", like=section.id).parties) == len(rooms().parties) + 1
    assert len(apply(rosters(), "add_people", like=volunteer.id, count=3).volunteers) == len(rosters().volunteers) + 3

    locked = apply(parking(), "set_lock", request=request.id, lock="ban")
    less: Any = changed(locked, changes_from([{"kind": "remove_people", "id": request.id}]))
    assert (request.id in less.request_index, less.locks) == (False, parking().locks)
    assert section.id not in apply(rooms(), "remove_people", id=section.id).request_index
    assert volunteer.id not in apply(rosters(), "remove_people", id=volunteer.id).volunteer_index


def test_decisions_of_the_staff_are_made_and_taken_back() -> None:
    request, site = parking().requests[0].id, parking().sites[0].id
    pinned = apply(parking(), "set_lock", request=request, lock="pin", place=site)
    assert (pinned.locks[-1].kind, pinned.locks[-1].site, pinned.locks[-1].space) == ("pin", site, None)
    freed: Any = changed(pinned, changes_from([{"kind": "unlock", "request": request}]))
    assert [one for one in freed.locks if one.request == request] == []
    assert refused(parking(), "unlock", request="nobody") == ("unknown_id", "changes.0.request")
    section, room = rooms().requests[0].id, rooms().rooms[0].id
    lock = apply(rooms(), "set_lock", request=section, lock="pin", place=room, weekday=2, start="09:00").locks[-1]
    assert (lock.room, lock.weekday, lock.start) == (room, 2, "09:00")
    volunteer, shift = rosters().volunteers[0].id, rosters().shifts[0].id
    assert apply(rosters(), "set_lock", request=volunteer, lock="ban", place=shift).locks[-1].shift == shift


def test_shifts_come_and_go() -> None:
    shift = rosters().shifts[0]
    found = apply(rosters(), "add_place", like=shift.id, id="extra", date="2026-05-20").shifts[-1]
    assert (found.id, found.date, found.roles) == ("extra", date(2026, 5, 20), shift.roles)
    assert shift.id not in apply(rosters(), "close_place", place=shift.id).shift_index
    at_place = {one.id for one in rosters().shifts if one.place == shift.place}
    left = apply(rosters(), "close_place", place=shift.place).shift_index
    assert at_place.isdisjoint(left)
    assert refused(rosters(), "close_place", place="nowhere") == ("unknown_id", "changes.0.place")


def test_a_change_of_another_domain_is_refused_with_those_that_there_are() -> None:
    with pytest.raises(Rejected) as found:
        apply(rosters(), "add_spaces", site="x", count=1)
    assert (found.value.code, found.value.allowed) == ("not_in_this_domain", ", ".join(EDITS["rosters"]))


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ([{"kind": "no_such"}], "changes.0"),
        ([{"kind": "add_spaces", "site": "A", "count": 0}], "changes.0.add_spaces.count"),
        ([{"kind": "add_spaces", "site": "A", "count": 1, "more": 1}], "changes.0.add_spaces.more"),
        ([{"kind": "close_place", "place": "A", "start": "25:00"}], "changes.0.close_place.start"),
        ([], "changes"),
    ],
)
def test_what_is_no_change_is_refused_with_its_field(told: list[dict[str, Any]], field: str) -> None:
    with pytest.raises(Rejected) as found:
        changes_from(told)
    assert (found.value.code, found.value.field) == ("not_a_change", field)
