"""The price of a wish: who would lose what if one request were forced in, and that nobody need lose otherwise."""

from __future__ import annotations

import pytest

from solvers.engines.limits import Limits
from solvers.engines.rooms import solve_rooms
from solvers.engines.rosters import solve_rosters
from solvers.engines.wish_rooms import price_of
from solvers.engines.wish_rosters import price_of as seat_price_of
from solvers.errors import InvalidProblem
from solvers.rooms.case import RoomsCase
from solvers.rooms.problem import Quota
from solvers.rooms.repair import repaired
from solvers.rosters.case import RosterCase
from solvers.rosters.problem import Duty
from solvers.rosters.roster import Roster
from solvers.wish import Changed, TierChange
from tests.solvers.rooms.small import monday, round_of, section
from tests.solvers.rosters.small import person, problem, roster, shift

LIMITS = Limits(workers=1)


def test_whoever_has_the_only_slot_would_lose_it_and_the_goals_tell_how_much() -> None:
    both = [section(name, monday("09:00", "10:00"), rooms=("C",), category=kind)
            for name, kind in (("s1", "culture"), ("s2", "elderly"))]  # fmt: skip
    case = RoomsCase(round_of(*both))
    found = price_of(case, repaired(case, solve_rooms(case, "options", LIMITS).chosen), "s1", LIMITS)
    assert (found.held, found.place, found.lost, found.moved) == (True, "C", (Changed("s2", 1, 0),), ())
    assert found.tiers[0] == TierChange("sessions", 600, 400)


def test_whoever_can_go_elsewhere_is_moved_and_loses_nothing() -> None:
    both = (
        section("s1", monday("09:00", "10:00"), rooms=("C",)),
        section("s2", monday("09:00", "11:00"), rooms=("C",)),
    )
    case = RoomsCase(round_of(*both))
    (option,) = [one for one in case.options if one.section == 1 and one.start == 540 and one.length == 60]
    found = price_of(case, repaired(case, [option]), "s1", LIMITS)
    assert (found.held, found.lost, found.moved) == (True, (), ("s2",))


def test_another_section_of_the_party_gives_way_where_their_quota_is_used_up() -> None:
    both = (section("s1", monday("09:00", "10:00")), section("s2", monday("10:00", "11:00")))
    case = RoomsCase(round_of(*both, quotas=(Quota("party", "choir", sessions=2),)))
    (option, *_) = [one for one in case.options if one.section == 1]
    found = price_of(case, repaired(case, [option]), "s1", LIMITS)
    assert (found.held, found.lost) == (True, (Changed("s2", 1, 0),))


def test_what_a_section_cannot_have_by_its_own_terms_has_no_price() -> None:
    case = RoomsCase(round_of(section("s1", monday(), people=99)))
    assert price_of(case, (), "s1", LIMITS).held is False
    with pytest.raises(InvalidProblem) as caught:
        price_of(case, (), "nobody", LIMITS)
    assert caught.value.code == "unknown_id"


def test_a_volunteer_who_is_wished_for_leaves_another_seat_and_the_cost_is_told() -> None:
    people = (person("an"), person("bo", available=()))
    case = RosterCase(problem(shift("a"), shift("b", start="09:30"), people=people))
    before = Roster(case, solve_rosters(case, "auto", LIMITS).seats)
    served = case.rosters.shifts[case.posts[next(iter(before.seats())).post].shift].id
    wished = ({"a", "b"} - {served}).pop()
    found = seat_price_of(case, before, Duty("an", wished, "aide"), LIMITS)
    assert (found.held, found.place, found.lost, found.moved) == (True, wished, (), ("an",))
    assert found.tiers[0].name == "cost"


def test_a_seat_that_somebody_else_has_is_taken_from_them() -> None:
    case = RosterCase(problem(shift("a")))
    found = seat_price_of(case, roster(case, ("an", "a")), Duty("bo", "a", "aide"), LIMITS)
    assert (found.held, found.lost) == (True, (Changed("an", 1, 0),))


def test_who_may_not_serve_there_cannot_be_forced_in() -> None:
    people = (person("an"), person("bo", available=()))
    case = RosterCase(problem(shift("a"), people=people))
    assert seat_price_of(case, roster(case), Duty("bo", "a", "aide"), LIMITS).held is False
    with pytest.raises(InvalidProblem):
        seat_price_of(case, roster(case), Duty("cy", "a", "aide"), LIMITS)
