"""Single rules on rosters whose numbers a reader can check in the head."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any, Literal

import pytest

from solvers.engines.limits import Limits
from solvers.engines.rosters import solve_rosters
from solvers.errors import InvalidProblem
from solvers.explain import Outcome
from solvers.plan import Status
from solvers.rosters.case import RosterCase
from solvers.rosters.check import costs, faults, in_force, may, override_of, short_of, violations
from solvers.rosters.explain import explain
from solvers.rosters.people import Elder, Pair, Past, Skill
from solvers.rosters.pins import kept_seats
from solvers.rosters.policy import RosterPolicy
from solvers.rosters.problem import Duty, Need, Now, RosterLock, RosterProblem
from solvers.rosters.roster import Seat
from solvers.timetable import WindowRule
from tests.solvers.rosters.small import FIRST, person, problem, role, roster, shift
from tests.solvers.rosters.tally import Tally

VISIT = role(2, 2, safety=True, priority=1)


def broken(found: RosterProblem, *duties: tuple[str, str]) -> list[str]:
    """Codes of what a roster breaks."""
    case = RosterCase(found)
    return [one.rule for one in violations(case, roster(case, *duties))]


def cost(found: RosterProblem, code: str, *duties: tuple[str, str]) -> int:
    """Part of a rule in the cost of a roster."""
    case = RosterCase(found)
    return costs(case, roster(case, *duties)).get(code, 0)


def test_shifts_that_touch_do_not_meet() -> None:
    assert broken(problem(shift("a"), shift("b", start="10:00")), ("an", "a"), ("an", "b")) == []
    assert broken(problem(shift("a"), shift("b", start="09:59")), ("an", "a"), ("an", "b")) == ["h01_no_overlap"]


def test_fifteen_hundred_metres_take_thirty_five_minutes() -> None:
    # 1.3 × 1,500 m = 1,950 m at 67 m a minute are 30 begun minutes, and 5 more.
    def at(start: str) -> RosterProblem:
        return problem(shift("a"), shift("b", start=start, place="home"))

    assert broken(at("10:35"), ("an", "a"), ("an", "b")) == []
    assert broken(at("10:34"), ("an", "a"), ("an", "b")) == ["h02_travel_gap"]


def test_a_certificate_is_valid_on_its_last_day_and_not_after() -> None:
    def until(day: int) -> RosterProblem:
        holder = person("an", skills=(Skill("aid", 2, FIRST + timedelta(days=day)),))
        return problem(shift("a", 1, roles=(role(skills=((Need("aid", 2),),)),)), people=(holder,))

    assert broken(until(1), ("an", "a")) == []
    assert broken(until(0), ("an", "a")) == ["h04_qualification"]


def test_a_certificate_that_expires_at_midnight_is_not_enough_for_a_shift_beyond_it() -> None:
    holder = person("an", skills=(Skill("aid", 2, FIRST + timedelta(days=1)),))

    def until(minutes: int) -> RosterProblem:
        return problem(shift("a", 1, "23:00", minutes, roles=(role(skills=((Need("aid", 2),),)),)), people=(holder,))

    assert broken(until(60), ("an", "a")) == []
    assert broken(until(75), ("an", "a")) == ["h04_qualification"]


def test_a_veto_against_one_of_two_who_only_serve_together_leaves_the_visit_empty_and_says_why() -> None:
    visit = shift("a", elder="grandma", place="home", kind="home_visit", roles=(VISIT,))
    pair, elder = Pair("an", "bo", "required"), Elder("grandma", vetoes=("bo",))
    case = RosterCase(problem(visit, people=(person("an"), person("bo"), person("cy")), pairs=(pair,), elders=(elder,)))
    result = solve_rosters(case, "auto", Limits(workers=1))
    assert (result.seats, result.status) == ((), Status.OPTIMAL)
    told = explain(case, roster(case), "a")
    assert (told.outcome, told.reasons[1].numbers["eligible"]) == (Outcome.REFUSED, 2)


def test_one_of_two_alternatives_is_enough_but_in_full() -> None:
    either = role(skills=((Need("english"), Need("teaching")), (Need("music"),)))
    people = (
        person("an", skills=(Skill("english"),)),
        person("bo", skills=(Skill("music"),)),
        person("cy", skills=(Skill("english"), Skill("teaching"))),
    )
    case = RosterCase(problem(shift("a", roles=(either,)), people=people))
    assert [case.rosters.volunteers[seat.volunteer].id for seat in case.seats] == ["bo", "cy"]


def test_minors_do_not_visit_homes_and_do_not_serve_alone() -> None:
    minor = person("an", born=date(2010, 1, 1), guardian_consent=True)
    event = shift("a", kind="event", roles=(role(0, 2),))
    people = (minor, person("bo"))
    assert broken(problem(event, people=people), ("an", "a")) == ["h05_adult_on_shift"]
    assert broken(problem(event, people=people), ("an", "a"), ("bo", "a")) == []
    assert "h05_eligible_person" in broken(problem(replace(event, kind="home_visit"), people=people), ("an", "a"))
    late = replace(event, start="19:30")
    assert "h05_eligible_person" in broken(problem(late, people=people), ("an", "a"), ("bo", "a"))


@pytest.mark.parametrize(("born", "allowed"), [(1990, 360), (1966, 240), (1955, 180)])
def test_older_people_have_shorter_days(born: int, allowed: int) -> None:
    somebody = person("an", born=date(born, 1, 1))
    half = allowed // 2

    def second(minutes: int) -> RosterProblem:
        return problem(shift("a", minutes=half), shift("b", start="15:00", minutes=minutes), people=(somebody,))

    assert broken(second(half), ("an", "a"), ("an", "b")) == []
    assert broken(second(half + 15), ("an", "a"), ("an", "b")) == ["h09_max_minutes_day"]


def test_rest_counts_from_what_was_worked_on_the_eve() -> None:
    eve = person("an", history=(Past(FIRST - timedelta(days=1), "21:00", 60, "class"),))
    assert broken(problem(shift("a", start="09:00"), people=(eve,)), ("an", "a")) == []
    assert broken(problem(shift("a", start="08:45"), people=(eve,)), ("an", "a")) == ["h13_min_rest"]


def test_a_visit_for_two_does_not_run_with_one() -> None:
    found = problem(shift("a", roles=(VISIT,)))
    assert broken(found, ("an", "a")) == ["h16_min_crew_to_run"]
    assert cost(found, "m1_shift_cannot_run") == 16_000
    assert cost(found, "m1_shift_cannot_run", ("an", "a"), ("bo", "a")) == 0


def test_two_novices_need_one_mentor() -> None:
    people = (person("an", completed=None), person("bo", completed=None), person("cy", completed={"class": 10}))
    found = problem(shift("a", roles=(role(0, 3),)), people=people)
    assert broken(found, ("an", "a")) == ["h19_mentor_novice"]
    assert broken(found, ("an", "a"), ("bo", "a"), ("cy", "a")) == []


def test_missing_seats_cost_once_twice_three_times() -> None:
    found = problem(shift("a", roles=(role(0, 4, priority=5),)))
    assert cost(found, "m3_below_target") == 30 * (1 + 2 + 3 + 3)
    assert cost(found, "m3_below_target", ("an", "a")) == 30 * (1 + 2 + 3)


def test_a_fourth_face_at_the_door_costs_twenty() -> None:
    people = tuple(person(name) for name in ("an", "bo", "cy", "di"))
    visits = [shift(f"v{at}", at, elder="grandma", place="home") for at in range(4)]
    found = problem(*visits, people=people, elders=(Elder("grandma", "an", "bo"),))
    duties = [("an", "v0"), ("bo", "v1"), ("cy", "v2"), ("di", "v3")]
    # The first contact is free, the second costs 5, others 10.
    assert cost(found, "s08_continuity", *duties[:3]) == 5 + 10
    assert cost(found, "s08_continuity", *duties) == 5 + 10 + 10 + 20


def test_expected_attendance_counts_the_rate_of_each() -> None:
    reliable, doubtful = person("an", shown=10, called=10), person("bo", shown=0, called=10)
    found = problem(shift("a", roles=(replace(VISIT, safety=False),)), people=(reliable, doubtful))
    # 19/20 and the floor of a half: 0.55 of a person is missing, 22 fortieths.
    assert cost(found, "s16_expected_attendance", ("an", "a"), ("bo", "a")) == 22


def test_a_sign_up_hears_what_speaks_against_it_and_not_what_others_mend() -> None:
    case = RosterCase(problem(shift("a", roles=(VISIT,)), shift("b", roles=(VISIT,))))
    standing = roster(case, ("an", "a"))
    assert [one.rule for one in may(case, standing, Seat(1, case.posts_of[0][0]))] == []
    assert [one.rule for one in may(case, standing, Seat(0, case.posts_of[1][0]))] == ["h01_no_overlap"]


def test_a_hand_over_that_leaves_a_visit_to_one_is_told() -> None:
    case = RosterCase(problem(shift("a", roles=(VISIT,))))
    standing = roster(case, ("an", "a"), ("bo", "a"))
    found = faults(case, standing, [Seat(0, 0)], [], in_force(case))
    assert [one.rule for one in found] == ["h16_min_crew_to_run"]
    assert sorted(standing.seats()) == [Seat(0, 0), Seat(1, 0)]


def test_a_pin_that_cannot_hold_binds_nobody() -> None:
    locks = (RosterLock("an", "a", "pin"), RosterLock("an", "b", "pin"))
    kept = kept_seats(RosterCase(problem(shift("a"), shift("b", start="09:30"), locks=locks)))
    assert (dict(kept.kept), kept.unheld) == ({0: (0,)}, ((0, 1, None, "h24_pinned"),))


def test_an_override_holds_a_seat_beyond_the_limit_and_nothing_more() -> None:
    # A day of 360 minutes: three shifts of 150 need the override, a fourth would exploit it.
    shifts = [shift(f"s{at}", start=f"{8 + 4 * at:02d}:00", minutes=150, place="hall") for at in range(4)]
    policy = RosterPolicy(shifts_a_day=4, off=("H27",))
    locks = (
        RosterLock("an", "s0", "pin"),
        RosterLock("an", "s1", "pin"),
        RosterLock("an", "s2", "pin", waives=("H09",)),
    )
    found = problem(*shifts, policy=policy, locks=locks)
    kept = ("an", "s0"), ("an", "s1"), ("an", "s2")
    assert broken(found, *kept) == []
    assert broken(found, *kept, ("an", "s3")) == ["h09_max_minutes_day"]
    assert RosterCase(found).held_pins.unheld == ()
    plain = replace(found, locks=tuple(replace(lock, waives=()) for lock in locks))
    assert [one.rule for one in RosterCase(plain).held_pins.unheld] == ["h24_pinned"]


def test_an_override_counts_what_is_published_as_standing_too() -> None:
    shifts = [shift(f"s{at}", start=f"{8 + 4 * at:02d}:00", minutes=150, place="hall") for at in range(3)]
    lock, duties = (
        RosterLock("an", "s2", "pin", waives=("H09", "H15")),
        (Duty("an", "s0", "aide"), Duty("an", "s1", "aide")),
    )
    found = problem(*shifts, locks=(lock,), published=duties)
    assert broken(found, ("an", "s0"), ("an", "s1"), ("an", "s2")) == []
    unknown = replace(found, published=())
    over = ["h09_max_minutes_day", "h15_max_shifts_day"]
    assert broken(unknown, ("an", "s0"), ("an", "s1"), ("an", "s2")) == over


@pytest.mark.parametrize(
    ("kind", "waives", "field"), [("ban", ("H09",), "waives"), ("pin", ("H09", "H04"), "waives.1")]
)
def test_only_a_pin_waives_and_only_what_may_be_overridden(
    kind: Literal["pin", "ban"], waives: tuple[str, ...], field: str
) -> None:
    with pytest.raises(InvalidProblem) as raised:
        RosterLock("an", "a", kind, waives=waives)
    assert raised.value.field == field


def test_a_check_tells_which_faults_a_coordinator_may_override() -> None:
    tired = person("an", absences=2, available=())
    found = problem(shift("a", roles=(VISIT,)), people=(tired, person("bo")))
    case = RosterCase(found)
    told = {one.rule: override_of(one) for one in may(case, roster(case), Seat(0, 0))}
    assert told == {"h26_no_show_lock": "H26", "h03_availability": None}


@pytest.mark.parametrize(("more", "rule"), [({}, "h24_pinned"), ({"frozen": True}, "h25_freeze_window")])
def test_a_seat_that_stands_and_whose_holder_is_no_longer_free_is_named(more: dict[str, bool], rule: str) -> None:
    gone, duty = person("an", available=(WindowRule(start="18:00"),)), Duty("an", "a", "aide")
    held: dict[str, Any] = {"locks": (RosterLock("an", "a", "pin"),)}
    if more:
        held = {"published": (duty,), "now": Now(FIRST, "06:00")}
    case = RosterCase(problem(shift("a"), people=(gone, person("bo")), **held))
    assert [(one.volunteer, one.shift, one.rule) for one in case.held_pins.unheld] == [(0, 0, rule)]
    assert list(violations(case, roster(case))) == []


def test_a_visit_within_the_freeze_window_that_lost_one_of_two_is_no_fault_but_told() -> None:
    people = (person("an"), person("bo", available=()))
    duties = (Duty("an", "a", "aide"), Duty("bo", "a", "aide"))
    case = RosterCase(problem(shift("a", roles=(VISIT,)), people=people, published=duties, now=Now(FIRST, "06:00")))
    standing = roster(case, ("an", "a"))
    assert list(violations(case, standing)) == []
    assert short_of(case, standing) == [("a", "aide", 1, 2)]
    tally = Tally(case, {case.seat_index[seat] for seat in standing.seats()})
    assert tally.broken == []


def test_seats_in_the_freeze_window_stay_and_take_nobody_new() -> None:
    now = Now(FIRST - timedelta(days=1), "12:00")
    found = problem(shift("a", roles=(role(0, 2),)), published=(Duty("an", "a", "aide"),), now=now)
    assert broken(found) == ["h24_pinned"]
    assert broken(found, ("an", "a"), ("bo", "a")) == ["h25_freeze_window"]


def test_a_published_seat_lost_costs_more_the_sooner_it_is() -> None:
    def lost(days: int) -> int:
        duty, now = (Duty("an", "a", "aide"),), Now(FIRST - timedelta(days=days), "09:00")
        return cost(problem(shift("a"), published=duty, now=now), "s10_disruption")

    # Removed: 4 × 25, half as much again within a week, three times within three days.
    assert [lost(9), lost(5), lost(2)] == [100, 4 * 38, 300]


def test_a_pair_both_required_and_prohibited_is_refused() -> None:
    pairs = (Pair("an", "bo", "required"), Pair("bo", "an", "prohibited"))
    with pytest.raises(InvalidProblem) as raised:
        problem(shift("a"), pairs=pairs)
    assert (raised.value.code, raised.value.field) == ("impossible_pair", "pairs.1.kind")


def test_weights_and_rules_are_settings() -> None:
    found = problem(shift("a", roles=(role(0, 1, priority=5),)), policy=RosterPolicy(weights={"below_target": 7}))
    assert cost(found, "m3_below_target") == 7
    assert cost(replace(found, policy=RosterPolicy(off=("M3",))), "m3_below_target") == 0
    with pytest.raises(InvalidProblem):
        RosterPolicy(weights={"nothing": 1})
