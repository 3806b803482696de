"""What is said to keep an empty seat empty does: without it somebody could sit there, with a part of it nobody."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from random import Random

import pytest

from scheduler.calendar import horizon
from solvers.causes import Cause
from solvers.engines.limits import Limits
from solvers.engines.rosters import solve_rosters
from solvers.rosters.case import RosterCase
from solvers.rosters.causes import MOST_LOOKED_AT, causes_of, open_posts
from solvers.rosters.check import may, violations
from solvers.rosters.generate import ROSTER_SCALES, generate_roster
from solvers.rosters.greedy import by_urgency, continued, self_sign_up
from solvers.rosters.people import Pair
from solvers.rosters.policy import RosterPolicy
from solvers.rosters.problem import Duty, Need, RosterLock, RosterProblem
from solvers.rosters.removal_test import RemovalTest
from solvers.rosters.roster import Roster
from solvers.timetable import WindowRule
from tests.solvers.rosters.small import overridden, person, problem, random_problem, role, roster, shift


def some_roster(case: RosterCase, seed: int) -> Roster:
    """A roster that keeps every rule: options in a random order, each taken where nothing speaks against it."""
    rng, found = Random(seed), Roster(case)
    for volunteer, posts in case.kept_seats.items():
        for post in posts:
            found.add(next(seat for seat in case.seats if seat == (volunteer, post)))
    seats = list(case.seats)
    rng.shuffle(seats)
    for seat in seats:
        if not found.holds(seat) and rng.random() < 0.6 and not may(case, found, seat):
            found.add(seat)
            if next(violations(case, found), None) is not None:
                found.remove(seat)
    return found


def failed(case: RosterCase, found: Roster) -> Sequence[Cause]:
    """Causes against which the removal test speaks."""
    causes = causes_of(case, found)
    assert sorted(causes) == open_posts(case, found)
    return [cause for cause in causes.values() if not RemovalTest(case, found).passes(cause)]


@pytest.mark.parametrize("seed", range(60))
def test_every_empty_seat_of_a_random_roster_has_a_cause_that_passes_the_removal_test(seed: int) -> None:
    for made in (random_problem(seed), overridden(seed)):
        case = RosterCase(made)
        for found in (some_roster(case, seed), some_roster(case, seed + 1), by_urgency(case, continued(case))):
            before = list(found.seats())
            if next(violations(case, found), None) is None:
                assert failed(case, found) == []
                assert sorted(found.seats()) == sorted(before)


@pytest.mark.parametrize("seed", [1, 2])
def test_every_empty_seat_of_a_mini_fortnight_has_a_cause_that_passes(seed: int) -> None:
    made = generate_roster(ROSTER_SCALES["mini"], seed, horizon(date(2026, 6, 1), date(2026, 6, 14)))
    case = RosterCase(made)
    found = self_sign_up(case)
    assert open_posts(case, found)
    assert failed(case, found) == []


def told(made: RosterProblem, *seats: tuple[str, str], name: str = "a") -> Cause:
    """The cause of the first empty seat of a shift; the test has nothing against it."""
    case = RosterCase(made)
    found = roster(case, *seats)
    assert failed(case, found) == []
    return next(cause for cause in causes_of(case, found).values() if cause.place == name)


def test_where_nobody_is_qualified_the_best_candidate_and_the_filter_are_named() -> None:
    skilled = shift("a", roles=(role(skills=((Need("aid", 2),),)),))
    cause = told(problem(skilled, people=(person("an", absences=9), person("bo"))))
    assert [(one.kind, one.rule, one.requests) for one in cause.removals] == [("filter", "h04_qualification", ("bo",))]


def test_whoever_serves_elsewhere_at_that_time_would_have_to_leave_the_other_seat() -> None:
    people = (person("an"), person("bo", available=()))
    cause = told(problem(shift("a"), shift("b", start="09:30"), people=people), ("an", "b"))
    (removal,) = cause.removals
    assert (removal.kind, removal.rule, removal.place, removal.requests) == ("rival", "h01_no_overlap", "b", ("an",))
    assert (removal.numbers["role"], cause.missing) == ("aide", cause.rival_points - cause.points + 1)


def test_a_seat_that_the_staff_pinned_is_a_lock() -> None:
    people = (person("an"), person("bo", available=()))
    locks = (RosterLock("an", "b", "pin"),)
    cause = told(problem(shift("a"), shift("b", start="09:30"), people=people, locks=locks), ("an", "b"))
    assert ([one.kind for one in cause.removals], cause.missing) == (["lock"], None)


def test_a_limit_is_told_with_what_is_counted_and_allowed() -> None:
    policy = RosterPolicy(day_minutes=(100, 100, 100))
    shifts = (shift("a", start="14:00"), shift("b", roles=(role(0, 2),)))
    cause = told(problem(*shifts, policy=policy), ("an", "b"), ("bo", "b"))
    (removal,) = cause.removals
    assert (removal.kind, removal.rule) == ("limit", "h09_max_minutes_day")
    assert (removal.numbers["counted"], removal.numbers["allowed"]) == (120, 100)


def test_a_shift_that_needs_two_does_not_run_with_one() -> None:
    two = shift("a", roles=(role(2, 2, safety=True),))
    people = (person("an"), person("bo", available=(WindowRule(start="14:00", end="16:00"),)))
    cause = told(problem(two, people=people))
    assert [one.rule for one in cause.removals] == ["h16_min_crew_to_run"]


def test_whom_a_partner_who_may_not_come_keeps_away_is_told_so() -> None:
    people = (person("an"), person("bo", available=()))
    cause = told(problem(shift("a"), people=people, pairs=(Pair("an", "bo", "required"),)))
    assert [one.rule for one in cause.removals] == ["h20_required_pair"]


def test_a_seat_that_somebody_could_take_at_once_has_no_removal() -> None:
    assert told(problem(shift("a"))).removals == ()


def test_a_ban_is_a_lock() -> None:
    locks = (RosterLock("an", "a", "ban"), RosterLock("bo", "a", "ban"))
    cause = told(problem(shift("a"), locks=locks))
    assert [(one.kind, one.rule) for one in cause.removals] == [("lock", "h24_banned")]


@pytest.mark.parametrize("seed", range(20))
def test_a_cause_with_something_left_out_or_added_is_noticed(seed: int) -> None:
    case = RosterCase(random_problem(seed))
    found = some_roster(case, seed)
    test = RemovalTest(case, found)
    for cause in causes_of(case, found).values():
        for at, removal in enumerate(cause.removals):
            assert not test.passes(replace(cause, removals=cause.removals[:at] + cause.removals[at + 1 :]))
            stranger = replace(removal, rule="h99")
            assert not test.passes(replace(cause, removals=(*cause.removals, stranger)))
        if cause.removals:
            other = cause.removals[0].requests[0]
            moved = tuple(replace(one, requests=("an" if other != "an" else "bo",)) for one in cause.removals)
            rivals = [one for one in cause.removals if one.rule.startswith(("h01", "h02"))]
            assert not rivals or not test.passes(replace(cause, removals=moved))


def test_a_published_seat_elsewhere_is_a_lock_too() -> None:
    far = shift("far", start="09:30", given=True)
    people = (person("an"), person("bo", available=()))
    made = problem(shift("a"), far, people=people, published=(Duty("an", "far", "aide"),))
    cause = told(made, ("an", "far"))
    assert [(one.kind, one.place) for one in cause.removals] == [("lock", "far")]


@pytest.mark.parametrize("seed", range(6))
def test_in_the_cheapest_roster_no_rival_would_give_up_less_than_the_seat_gains(seed: int) -> None:
    made = random_problem(seed)
    # Without what weighs the community as a whole, costs are those of the seats that change.
    off = ("S02", "S03", "S04", "S05", "S06", "S10")
    case = RosterCase(replace(made, policy=replace(made.policy, off=tuple({*made.policy.off, *off})), published=()))
    found = Roster(case, solve_rosters(case, "auto", Limits(workers=1)).seats)
    for cause in causes_of(case, found).values():
        assert cause.missing is None or cause.points <= cause.rival_points


def test_somebody_who_could_simply_sit_is_seen_behind_however_many_who_serve_elsewhere() -> None:
    count = MOST_LOOKED_AT + 1
    people = tuple(person(f"p{at:03d}") for at in range(count + 1))
    case = RosterCase(problem(shift("a"), shift("b", roles=(role(0, count),)), people=people))
    found = roster(case, *((one.id, "b") for one in people[:count]))
    (cause,) = causes_of(case, found).values()
    assert (cause.place, cause.removals) == ("a", ())

    found = roster(case, *((one.id, "b") for one in people[:count]), (people[count].id, "a"))
    assert causes_of(case, found) == {}
