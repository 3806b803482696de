"""Ways to fill a seat and other seats for a volunteer: told wherever the verifier lets anybody, and nowhere else."""

from __future__ import annotations

from dataclasses import replace

import pytest

from solvers.explain import Outcome
from solvers.rosters.case import RosterCase
from solvers.rosters.causes import open_posts
from solvers.rosters.check import may, refusals, violations
from solvers.rosters.explain import explain
from solvers.rosters.roster import Roster, Seat
from solvers.rosters.ways import SeatWays
from tests.solvers.rosters.small import person, problem, random_problem, role, roster, shift
from tests.solvers.rosters.test_causes import some_roster


def valid(case: RosterCase, seats: list[Seat]) -> bool:
    """Whether the verifier has nothing against a roster."""
    return next(violations(case, Roster(case, seats)), None) is None


def kinds(case: RosterCase, found: Roster, post: int) -> set[str]:
    """Kinds of ways to fill a seat, by trying everybody."""
    seats, mine, out = list(found.seats()), case.posts[post], set()
    for volunteer in range(len(case.rosters.volunteers)):
        seat = Seat(volunteer, post)
        against = {one.rule for one in refusals(case, seat)}
        if against == {"h03_availability"} and seat not in seats:
            left = [one for one in violations(case, Roster(case, [*seats, seat])) if one.rule != "h03_availability"]
            out |= set() if left else {"roster_ask"}
        for other in case.posts_of[mine.shift]:
            held, role_ = Seat(volunteer, other), case.posts[other]
            spare = role_.standby or len(found.on(other)) > role_.target
            stays = other in case.kept_seats.get(volunteer, ())
            movable = other != post and held in seats and spare and not stays and not against
            if movable and valid(case, [*(one for one in seats if one != held), seat]):
                out.add("roster_standby" if role_.standby else "roster_other_role")
    return out


@pytest.mark.parametrize("seed", range(40))
def test_a_way_to_fill_a_seat_is_told_wherever_trying_everybody_finds_one(seed: int) -> None:
    case = RosterCase(random_problem(seed))
    found = some_roster(case, seed)
    if valid(case, list(found.seats())):
        for post in open_posts(case, found):
            told = {one.kind for one in SeatWays(case, found).of_post(post)}
            assert told == kinds(case, found, post)


@pytest.mark.parametrize("seed", range(40))
def test_another_seat_is_told_to_a_volunteer_wherever_one_may_be_taken(seed: int) -> None:
    case = RosterCase(random_problem(seed))
    found = some_roster(case, seed)
    for volunteer in range(len(case.rosters.volunteers)):
        seats = [Seat(volunteer, post) for post in range(len(case.posts))]
        free = [one for one in seats if not found.holds(one) and len(found.on(one.post)) < case.posts[one.post].most
                and not may(case, found, one)]  # fmt: skip
        told = SeatWays(case, found).of_volunteer(volunteer)
        assert len(told) == min(3, len(free))
        names = {(case.rosters.shifts[case.posts[one.post].shift].id, case.posts[one.post].name) for one in free}
        assert {(one.group, one.numbers["role"]) for one in told} <= names


def test_whoever_stands_by_may_take_the_empty_seat_and_who_is_not_free_may_be_asked() -> None:
    made = problem(shift("a", festival=True), people=(person("an"), person("bo", available=())))
    case = RosterCase(made)
    told = explain(case, roster(case, ("an", "a", "standby")), "a")
    assert [(one.kind, one.numbers.get("people")) for one in told.alternatives] == [
        ("roster_standby", 1),
        ("roster_ask", 1),
    ]
    assert (told.outcome, told.cause is not None) == (Outcome.REFUSED, True)


def test_whoever_is_one_too_many_in_another_role_may_take_the_seat() -> None:
    roles = (role(0, 1), replace(role(0, 1, 2), id="guest"))
    case = RosterCase(problem(shift("a", roles=roles)))
    found = roster(case, ("an", "a", "guest"), ("bo", "a", "guest"))
    told = [one.kind for one in SeatWays(case, found).of_post(case.post_named("a", "aide") or 0)]
    assert told == ["roster_other_role"]
