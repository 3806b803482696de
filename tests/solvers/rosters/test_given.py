"""Shifts that were decided elsewhere: their crews stand, count for their people, and are nobody else's business."""

from __future__ import annotations

from dataclasses import replace
from random import Random
from typing import Any

import pytest

from solvers.engines.limits import Limits
from solvers.engines.rosters import solve_rosters
from solvers.engines.rosters_bound import Dual
from solvers.rosters.case import RosterCase
from solvers.rosters.check import costs, violations
from solvers.rosters.counts import Counts
from solvers.rosters.gaps import gaps_of
from solvers.rosters.plan import duties_of
from solvers.rosters.policy import RosterPolicy
from solvers.rosters.problem import Duty, Now, RosterProblem, Shift
from solvers.rosters.roster import Roster, Seat
from tests.solvers.rosters.small import person, problem, random_problem, role, roster, shift


def elsewhere(name: str, seats: int = 1, **more: Any) -> Shift:
    """A shift of another coordinator with so many seats taken."""
    return shift(name, roles=(role(0, seats, seats),), given=True, **more)


def test_whoever_is_published_there_serves_there_whatever_the_filters_say() -> None:
    away = person("an", available=(), active=False)
    case = RosterCase(problem(elsewhere("far"), people=(away, person("bo")), published=(Duty("an", "far", "aide"),)))

    assert [case.seats[at] for at in case.options_on[0]] == [Seat(0, 0)]
    assert list(violations(case, roster(case, ("an", "far")))) == []
    assert [one.rule for one in violations(case, Roster(case))] == ["h24_pinned"]
    assert "h25_freeze_window" in [one.rule for one in violations(case, roster(case, ("an", "far"), ("bo", "far")))]


def test_what_was_decided_elsewhere_counts_for_hours_and_overlaps() -> None:
    policy = RosterPolicy(day_minutes=(100, 100, 100))
    case = RosterCase(
        problem(
            elsewhere("far"),
            shift("same", start="09:30"),
            shift("later", start="14:00"),
            policy=policy,
            published=(Duty("an", "far", "aide"),),
        )
    )

    def broken(name: str) -> set[str]:
        return {one.rule for one in violations(case, roster(case, ("an", "far"), ("an", name)))}

    assert broken("same") == {"h01_no_overlap", "h09_max_minutes_day"}
    assert broken("later") == {"h09_max_minutes_day"}


def test_no_rule_about_crews_looks_at_it_and_only_the_share_of_its_people_costs() -> None:
    novice = replace(person("an"), completed=None)
    case = RosterCase(problem(elsewhere("far"), people=(novice, person("bo")), published=(Duty("an", "far", "aide"),)))
    found = roster(case, ("an", "far"))

    assert list(violations(case, found)) == []
    assert costs(case, found) == {"s02_fair_time": 6}
    assert gaps_of(case, found) == []


def test_a_month_of_nothing_but_given_shifts_is_solved_as_it_stands() -> None:
    given = problem(elsewhere("far", 2), published=(Duty("an", "far", "aide"), Duty("bo", "far", "aide")))
    case = RosterCase(given)

    result = solve_rosters(case, "auto", Limits(seconds=10, work=5, workers=1, seed=1))

    assert duties_of(case, result.seats) == given.published
    assert (result.cost, result.bound) == (result.cost, result.cost)


@pytest.mark.parametrize("seed", range(12))
def test_the_model_and_the_verifier_agree_where_some_shifts_are_given(seed: int) -> None:
    case = RosterCase(some_given(seed))
    best = min(
        sum(costs(case, found).values()) for found in every_roster(case) if next(violations(case, found), None) is None
    )

    result = solve_rosters(case, "naive", Limits(seconds=30, work=20, workers=1, seed=1))

    assert next(violations(case, Roster(case, result.seats)), None) is None
    assert (result.cost, result.bound) == (best, best)


def some_given(seed: int) -> RosterProblem:
    """A tiny awkward problem of which the first shift was decided elsewhere, for one or two people."""
    found, rng = random_problem(seed), Random(seed)
    first = found.shifts[0]
    names = rng.sample([one.id for one in found.volunteers], rng.choice((1, 2)))
    fixed = replace(first, given=True, roles=(replace(role(0, len(names), len(names)), id="aide"),))
    published = tuple(Duty(name, first.id, "aide") for name in names)
    locks = tuple(lock for lock in found.locks if lock.shift != first.id)
    return replace(found, shifts=(fixed, *found.shifts[1:]), published=published, locks=locks)


def every_roster(case: RosterCase) -> list[Roster]:
    """Each set of options."""
    count = len(case.seats)
    return [
        Roster(case, (Seat(*case.seats[at]) for at in range(count) if chosen >> at & 1)) for chosen in range(1 << count)
    ]


def test_a_fact_that_breaks_a_limit_stands_and_lets_nothing_be_added() -> None:
    policy = RosterPolicy(day_minutes=(100, 100, 100), rest_minutes=660)
    case = RosterCase(
        problem(
            elsewhere("late", start="20:00", minutes=120),
            elsewhere("early", day=1, start="07:00"),
            shift("also", start="12:00"),
            shift("next", day=1, start="12:00", minutes=30),
            policy=policy,
            published=(Duty("an", "late", "aide"), Duty("an", "early", "aide")),
        )
    )
    facts = (("an", "late"), ("an", "early"))

    assert case.held_pins.unheld == ()
    assert list(violations(case, roster(case, *facts))) == []
    assert {one.rule for one in violations(case, roster(case, *facts, ("an", "also")))} == {"h09_max_minutes_day"}
    result = solve_rosters(case, "naive", Limits(seconds=20, work=5, workers=1, seed=1))
    assert next(violations(case, Roster(case, result.seats)), None) is None
    assert {(duty.volunteer, duty.shift) for duty in duties_of(case, result.seats)} >= set(facts)


def test_only_what_people_know_of_is_frozen_by_a_replan() -> None:
    now = Now(shift("soon").date, "00:30")
    known = problem(shift("soon", day=0, start="09:00"), now=now)
    with_base = RosterCase(known, frozenset({Seat(0, 0)}))

    assert [one.rule for one in violations(with_base, roster(with_base, ("an", "soon")))] == ["h25_freeze_window"]
    assert with_base.options_on[0] == range(0, 0)


def test_who_stayed_away_twice_keeps_a_published_seat_and_gets_no_other() -> None:
    absent = person("an", absences=2)
    case = RosterCase(
        problem(shift("kept"), shift("new", day=2), people=(absent,), published=(Duty("an", "kept", "aide"),))
    )

    assert [case.seats[at] for at in range(len(case.seats))] == [Seat(0, 0)]
    assert [one.rule for one in violations(case, roster(case, ("an", "new")))] == ["h26_no_show_lock"]


def test_a_row_of_facts_longer_than_allowed_stands_and_takes_nothing_more() -> None:
    policy = RosterPolicy(days_in_row=2)
    days_given = [elsewhere(f"d{day}", day=day) for day in range(3)]
    case = RosterCase(
        problem(
            *days_given,
            shift("more", day=1, start="15:00"),
            policy=policy,
            published=tuple(Duty("an", f"d{day}", "aide") for day in range(3)),
        )
    )

    result = solve_rosters(case, "naive", Limits(seconds=20, work=5, workers=1, seed=1))

    assert case.held_pins.unheld == ()
    assert ("an", "more") not in {(duty.volunteer, duty.shift) for duty in duties_of(case, result.seats)}
    assert next(violations(case, Roster(case, result.seats)), None) is None
    assert result.cost == result.bound


def short_elsewhere() -> RosterCase:
    """Two are needed on a home visit of another coordinator, and one is published there."""
    far = shift("far", kind="home_visit", roles=(role(2, 2, 2, safety=True),), given=True)
    return RosterCase(problem(far, shift("near"), published=(Duty("an", "far", "aide"),)))


def test_a_crew_decided_elsewhere_stays_however_small_it_is() -> None:
    case = short_elsewhere()

    assert case.held_pins.unheld == ()
    assert case.kept_seats == {0: (0,)}


def test_the_bound_counts_nothing_for_a_crew_decided_elsewhere() -> None:
    case = short_elsewhere()
    found = roster(case, ("an", "far"), ("bo", "near"))
    dual = Dual(case, found)
    dual.climb(50)

    assert (list(violations(case, found)), costs(case, found)) == ([], {})
    assert (Counts(case).plain_bound(), dual.whole) == (0, 0)
