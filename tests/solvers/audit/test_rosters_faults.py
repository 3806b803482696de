"""Faults planted in a good roster: the checker names the rule, and where it is broken."""

from copy import deepcopy
from dataclasses import replace
from typing import Any

import pytest

from scheduler.files import plain_value
from solvers.audit.protocol import Malformed
from solvers.audit.rosters import check, counts, values
from solvers.rosters.people import Elder, Pair
from solvers.rosters.problem import Now, RosterLock, RosterProblem
from tests.solvers.audit.rosters_months import Both
from tests.solvers.rosters.small import person, problem, role, shift

NOTHING = {"denominator": 1, "rows": {}}
SEATS = (("an", "s1"), ("bo", "s1"), ("an", "s2"), ("cy", "s3"))


def week() -> RosterProblem:
    """Three shifts of four people, all well."""
    two = (role(2, 2, 3, safety=True),)
    people = tuple(person(name) for name in ("an", "bo", "cy", "di"))
    return problem(
        shift("s1", 0, "09:00", roles=two),
        shift("s2", 0, "14:00", place="home"),
        shift("s3", 3, "09:00", kind="home_visit", place="home", elder="granny"),
        people=people,
        elders=(Elder("granny"),),
    )


def audited(month: RosterProblem, *seats: tuple[str, str]) -> list[tuple[str, str]]:
    """Codes and fields of what is found."""
    duties = [{"volunteer": one, "shift": name, "role": "aide"} for one, name in seats]
    plan = {"assignments": duties, "tiers": []}
    return [(one.code, one.field) for one in check(plain_value(month), plan, NOTHING)]


def changed(month: RosterProblem, name: str, **more: Any) -> RosterProblem:
    """The month with one volunteer or shift changed."""
    people = tuple(replace(one, **more) if one.id == name else one for one in month.volunteers)
    shifts = tuple(replace(one, **more) if one.id == name else one for one in month.shifts)
    return replace(month, volunteers=people, shifts=shifts)


def test_a_good_roster_has_no_findings() -> None:
    assert audited(week(), *SEATS) == []


FAULTS: dict[str, tuple[RosterProblem, tuple[tuple[str, str], ...], str]] = {
    "h03_availability": (changed(week(), "cy", available=()), SEATS, "plan.assignments[3]"),
    "h05_eligible_person": (changed(week(), "cy", active=False), SEATS, "plan.assignments[3]"),
    "h08_decline_memory": (changed(week(), "cy", declined=("s3",)), SEATS, "plan.assignments[3]"),
    "h07_risk_exclusion": (
        changed(changed(week(), "s3", risks=("cats",)), "cy", excluded_risks=("cats",)),
        SEATS,
        "plan.assignments[3]",
    ),
    "h26_no_show_lock": (changed(week(), "cy", absences=2), SEATS, "plan.assignments[3]"),
    "h22_prohibited_beneficiary": (
        replace(week(), elders=(Elder("granny", vetoes=("cy",)),)),
        SEATS,
        "plan.assignments[3]",
    ),
    "h24_banned": (replace(week(), locks=(RosterLock("cy", "s3", "ban"),)), SEATS, "plan.assignments[3]"),
    "h25_freeze_window": (replace(week(), now=Now(week().shifts[0].date, "00:00")), SEATS, "plan.assignments[0]"),
    "h01_no_overlap": (changed(week(), "s2", start="09:30"), SEATS, "plan.assignments[2]"),
    "h02_travel_gap": (changed(week(), "s2", start="10:10"), SEATS, "plan.assignments[2]"),
    "h09_max_minutes_day": (changed(week(), "s2", minutes=301), SEATS, "plan.assignments[2]"),
    "h13_min_rest": (
        changed(changed(week(), "s2", start="23:00"), "s3", date=week().horizon.days[2].date),
        (*SEATS[:3], ("an", "s3")),
        "plan.assignments[3]",
    ),
    "h16_min_crew_to_run": (week(), SEATS[:1], "plan.assignments[0]"),
    "h17_seat_max": (week(), (*SEATS, ("di", "s3")), "plan.assignments[3]"),
    "h19_mentor_novice": (changed(week(), "cy", completed=None), SEATS, "plan.assignments[3]"),
    "h20_required_pair": (replace(week(), pairs=(Pair("cy", "di", "required"),)), SEATS, "plan.assignments[3]"),
    "h21_prohibited_pair": (replace(week(), pairs=(Pair("an", "bo", "prohibited"),)), SEATS, "plan.assignments[0]"),
    "h23_training_first": (
        changed(week(), "s3", roles=(role(training="first aid"),)),
        SEATS,
        "plan.assignments[3]",
    ),
    "h24_pinned": (replace(week(), locks=(RosterLock("di", "s2", "pin"),)), SEATS, "problem.shifts[1]"),
    "unknown_id": (week(), (*SEATS, ("nobody", "s3")), "plan.assignments[4]"),
}


@pytest.mark.parametrize("code", FAULTS)
def test_a_planted_fault_is_named_where_it_stands(code: str) -> None:
    month, seats, field = FAULTS[code]
    assert (code, field) in audited(month, *seats)


def test_a_seat_that_stands_twice_is_a_fault() -> None:
    assert ("h01_no_overlap", "plan.assignments[4]") in audited(week(), *SEATS, SEATS[3])


def test_pins_that_a_plan_gives_up_without_need_are_told() -> None:
    month = replace(week(), locks=(RosterLock("di", "s2", "pin"),))
    plan = {
        "assignments": [],
        "tiers": [],
        "unheld": [{"volunteer": "di", "shift": "s2", "rule": "h24_pinned"}],
    }
    found = check(plain_value(month), plan, NOTHING)

    assert ("h24_pinned", "plan.unheld") in [(one.code, one.field) for one in found]


def test_values_and_counts_are_those_of_the_solvers() -> None:
    both = Both(week())
    taken = [seat for seat in both.case.seats if seat.volunteer == seat.post]
    plan = both.plan(taken)
    found = dict(values(both.problem, plan))

    assert found.pop("cost") == sum(found.values())
    assert counts(both.problem, plan) == {"shifts": 3, "volunteers": 4, "seats": 4, "filled": 3, "assigned": 3}


@pytest.mark.parametrize("part", ["minutes", "start", "date", "roles"])
def test_a_shape_that_is_none_is_never_accepted(part: str) -> None:
    month = deepcopy(plain_value(week()))
    month["shifts"][0][part] = -1
    with pytest.raises(Malformed):
        check(month, {"assignments": [], "tiers": []}, NOTHING)
