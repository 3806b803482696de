"""The public form of a roster: nothing about a person, every roster as feasible as before, its own cost stated."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from random import Random

import pytest

from scheduler.certificates.bundle import Context
from scheduler.certificates.making import make
from scheduler.certificates.roster_numbers import Numbers
from scheduler.certificates.rosters import public_plan, public_problem
from scheduler.files import dump_plan, dump_problem, duties_digest, problem_digest, roster_problem_from
from solvers.document import TierLine
from solvers.plan import Status
from solvers.rosters.case import RosterCase
from solvers.rosters.check import costs, violations
from solvers.rosters.generate import ROSTER_SCALES, generate_roster
from solvers.rosters.greedy import by_urgency, continued
from solvers.rosters.people import Elder, Insurance, Pair, Past, Skill
from solvers.rosters.plan import RosterPlan, duties_of, roster_of
from solvers.rosters.policy import RosterPolicy
from solvers.rosters.problem import Duty, Place, RosterLock, RosterProblem
from solvers.rosters.roster import Roster
from tests.solvers.rosters.small import FIRST, overridden, person, random_problem, shift
from tests.solvers.rosters.small import problem as week
from tests.solvers.rosters.test_proven import FORTNIGHT


def on_the_grid(problem: RosterProblem) -> RosterProblem:
    """The problem with every position on a thousand metres."""
    places = tuple(replace(one, x=round(one.x, -3)) for one in problem.places)
    return replace(
        problem, places=places, volunteers=tuple(replace(one, x=round(one.x, -3)) for one in problem.volunteers)
    )


MONTHS = {
    **{f"awkward {seed}": on_the_grid(random_problem(seed)) for seed in (1, 4, 9)},
    **{f"overridden {seed}": on_the_grid(overridden(seed)) for seed in (2, 5)},
}


def moved(problem: RosterProblem, seed: int) -> RosterProblem:
    """The problem with its places and homes off the grid."""
    rng = Random(seed)

    def by_chance() -> int:
        return rng.randint(-3_000, 3_000)

    return replace(
        problem,
        places=tuple(replace(one, x=by_chance(), y=by_chance()) for one in problem.places),
        volunteers=tuple(replace(one, x=by_chance(), y=by_chance()) for one in problem.volunteers),
    )


def both_rosters(full: RosterCase, public: RosterCase) -> Iterator[tuple[Roster, Roster]]:
    """Every roster of a month, and the same by the numbers of the public one."""
    names = Numbers(full.rosters).people
    for chosen in range(1 << len(full.seats)):
        seats = [seat for at, seat in enumerate(full.seats) if chosen >> at & 1]
        told = (replace(one, volunteer=names[one.volunteer]) for one in duties_of(full, seats))
        yield Roster(full, seats), roster_of(public, told)[0]


def rules_of(case: RosterCase, roster: Roster) -> set[str]:
    """Rules that a roster breaks."""
    return {one.rule for one in violations(case, roster)}


@pytest.mark.parametrize("name", MONTHS)
def test_every_roster_keeps_and_breaks_the_same_rules_and_costs_the_same_on_the_grid(name: str) -> None:
    full, public = RosterCase(MONTHS[name]), RosterCase(public_problem(MONTHS[name]))
    assert len(public.seats) == len(full.seats)
    for theirs, mine in both_rosters(full, public):
        assert rules_of(public, mine) == rules_of(full, theirs)
        assert costs(public, mine) == costs(full, theirs)


@pytest.mark.parametrize("seed", range(5))
def test_off_the_grid_no_roster_breaks_a_rule_that_it_kept(seed: int) -> None:
    problem = moved(random_problem(seed), seed)
    full, public = RosterCase(problem), RosterCase(public_problem(problem))
    for theirs, mine in both_rosters(full, public):
        before, after = rules_of(full, theirs), rules_of(public, mine)
        assert before - {"h02_travel_gap"} <= after <= before
        assert {**costs(full, theirs), "s09_travel": 0} == {**costs(public, mine), "s09_travel": 0}


def test_the_public_month_is_a_month_as_it_is_written_and_read_and_does_not_change_again() -> None:
    for problem in MONTHS.values():
        public = public_problem(moved(problem, 1))
        assert roster_problem_from(dump_problem(public)) == public
        assert public_problem(public) == public


def neighbours() -> RosterProblem:
    """Two elders at home, a hall, and volunteers of whom one lives farthest to the west."""
    return week(
        shift("a", start="09:00", place="hall"),
        shift("b", start="10:00", place="park"),
        shift("c", kind="home_visit", place="home one", elder="ada"),
        shift("d", day=1, kind="home_visit", place="home two", elder="bea"),
        people=tuple(
            person(name, x=x, y=y) for name, x, y in (("an", -4_321, 17), ("bo", 612, 1_734), ("cy", 1, -777))
        ),
        places=(
            Place("park", 151, 349),
            Place("hall", 0, 0),
            Place("home three", 4_711, 815),
            Place("home two", 1_234, 5_678),
            Place("home one", 4_444, -444),
        ),
        elders=(Elder("bea"), Elder("ada"), Elder("eve")),
    )


def test_homes_are_told_to_a_thousand_metres_and_meeting_places_to_a_hundred() -> None:
    public = public_problem(neighbours())
    homes = {shift.place for shift in public.shifts if shift.elder}
    told = {(one.x, one.y) for one in public.places if one.id in homes} | {(one.x, one.y) for one in public.volunteers}

    assert [(one.id, one.x, one.y) for one in public.places if one.id not in homes] == [("p1", 0, 0), ("p2", 200, 300)]
    assert told == {(4_000, 0), (1_000, 6_000), (-4_000, 0), (1_000, 2_000), (0, -1_000)}


def test_who_is_not_visited_this_month_and_where_nobody_meets_is_not_told() -> None:
    public = public_problem(neighbours())
    assert [one.id for one in public.elders] == ["e1", "e2"]
    assert [one.id for one in public.places] == ["p1", "p2", "p3", "p4"]
    assert [one.elder for one in public.shifts] == [None, None, "e1", "e2"]


def turned_round(problem: RosterProblem) -> RosterProblem:
    """The same month with volunteers, elders and places the other way round, under other names."""
    names = {one.id: f"x{at}" for at, one in enumerate(problem.volunteers)}
    people = tuple(replace(one, id=names[one.id]) for one in reversed(problem.volunteers))
    return replace(problem, volunteers=people, elders=problem.elders[::-1], places=problem.places[::-1])


def test_numbers_do_not_follow_receipts_or_the_order_in_which_people_came() -> None:
    assert public_problem(turned_round(neighbours())) == public_problem(neighbours())


def test_people_of_whom_the_same_is_told_do_not_stand_as_they_came_or_are_called() -> None:
    names = [f"n{at}" for at in range(9)]
    full = week(shift("a"), people=tuple(person(name) for name in names))
    other = replace(full, places=(*full.places, Place("bench", 7, 7)))
    orders = [list(Numbers(problem).people) for problem in (full, other)]

    assert [sorted(order) for order in orders] == [names, names]
    assert names not in orders
    assert orders[0] != orders[1]


def test_the_public_roster_does_not_tell_the_order_in_which_people_came() -> None:
    problem = neighbours()
    orders = [
        public_plan(
            RosterPlan("", "", "x", Status.FEASIBLE, 1, True, (), tuple(Duty(one.id, "a", "aide") for one in people)),
            "0" * 64,
            problem,
            public_problem(problem),
        ).assignments
        for people in (problem.volunteers, problem.volunteers[::-1])
    ]
    assert orders[0] == orders[1]


def test_where_no_speed_is_enough_ways_are_not_judged() -> None:
    """A minute from door to door between two cells, on roads that are thrice as long."""
    problem = week(
        shift("a", start="09:00", kind="home_visit", place="home one"),
        shift("b", start="10:01", kind="home_visit", place="home two"),
        places=(Place("home one", 499, 499), Place("home two", 501, 501)),
        policy=RosterPolicy(least_gap=0, travel_extra=0, detour_percent=300),
    )
    assert public_problem(problem).policy.off == ("H27", "H02")


def whispering() -> RosterProblem:
    """An awkward month with a secret in every place that could tell of a person."""
    full = random_problem(3)
    names = {one.id: f"secret-{one.id}" for one in full.volunteers}
    people = tuple(
        replace(
            one,
            id=names[one.id],
            born=date(1951, 11, 23),
            wishes=("secret-wish", *one.wishes),
            x=one.x + 1_237,
            y=one.y + 4_321,
            languages=("secret-tongue",),
            skills=(*one.skills, Skill("embroidery", 2, date(2031, 7, 19))),
            insured=(Insurance(date(2019, 3, 17), date(2031, 7, 19)),),
            excluded_risks=("secret-fear",),
            trainings=("secret-course",),
            mentor_of=("secret-type",),
            completed={"class": 4_711, "secret-type": 9},
            absences=1,
            declined=("secret-shift",),
            history=(
                Past(FIRST - timedelta(days=50), "09:17", 61, "secret-type", "secret-granny"),
                Past(FIRST - timedelta(days=300), "09:17", 61, "secret-type"),
            ),
        )
        for one in full.volunteers
    )
    return replace(
        full,
        policy=replace(full.policy, off=("H27",), scarce_below=1),
        places=tuple(Place(one.id if one.id == "hall" else "secret-home", one.x, one.y) for one in full.places),
        shifts=tuple(
            replace(one, place="hall" if one.place == "hall" else "secret-home", elder=one.elder and "secret-granny")
            for one in full.shifts
        ),
        volunteers=people,
        elders=tuple(
            replace(one, id="secret-granny", primary=names["an"], second=None, vetoes=(), language="secret-tongue")
            for one in full.elders
        ),
        pairs=(Pair(names["an"], names["bo"], "unpreferred"),),
        locks=(RosterLock(names["an"], full.shifts[0].id, "ban"),),
        published=(Duty(names["bo"], full.shifts[0].id, full.shifts[0].roles[0].id),),
        now=None,
    )


def test_nothing_about_a_person_is_left() -> None:
    text = dump_problem(public_problem(whispering())).decode()
    secrets = ("secret", "1951", "11-23", "1237", "4321", "embroidery", "2031", "2019", "4711", "09:17", "woman", "man")
    assert [word for word in secrets if word in text] == []


def test_ages_stay_in_their_class_to_the_day() -> None:
    full = random_problem(1)
    shift_day = max(one.date for one in full.shifts)
    birthday = date(shift_day.year - 18, shift_day.month, shift_day.day)
    people = tuple(replace(one, born=birthday + timedelta(days=at)) for at, one in enumerate(full.volunteers))
    problem = replace(full, volunteers=people)
    for one, told in zip(people, public_problem(problem).volunteers, strict=True):
        for day in (found.date for found in full.shifts):
            assert (one.age_on(day) >= 18) == (told.age_on(day) >= 18)


def planned(seed: int) -> tuple[RosterProblem, RosterPlan]:
    """A generated fortnight and a filled roster of it."""
    problem = generate_roster(ROSTER_SCALES["mini"], seed, FORTNIGHT)
    case = RosterCase(problem)
    found = by_urgency(case, continued(case))
    digest, duties = problem_digest(problem), duties_of(case, found.seats())
    parts = costs(case, found)
    tiers = (TierLine("cost", sum(parts.values()), 1), *(TierLine(name, value) for name, value in parts.items()))
    plan_digest = duties_digest(digest, duties)
    return problem, RosterPlan(digest, plan_digest, "greedy", Status.FEASIBLE, 1, True, tiers, duties)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_public_roster_states_its_own_cost(seed: int) -> None:
    problem, document = planned(seed)
    public = public_problem(problem)
    plan = public_plan(document, problem_digest(public), problem, public)
    case = RosterCase(public)
    roster, unknown = roster_of(case, plan.assignments)

    assert (unknown, list(violations(case, roster))) == ([], [])
    parts = costs(case, roster)
    assert {tier.name: tier.value for tier in plan.tiers} == {"cost": sum(parts.values()), **parts}
    assert plan.plan_digest == duties_digest(problem_digest(public), plan.assignments)
    assert {duty.volunteer[0] for duty in plan.assignments} == {"v"}


def test_a_pin_that_ways_forbid_in_truth_binds_nobody_where_ways_are_easier() -> None:
    """Of 36 minutes 1,597 m need all, 1,640 m one more; on the grid both are 1,600 m, and the first fits still."""
    places = (Place("hall", 0, 0), Place("near", 1_597, 0), Place("far", 1_640, 0))
    problem = week(
        shift("a", start="09:00"),
        shift("b", start="10:36", place="near"),
        shift("c", day=1, start="09:00"),
        shift("d", day=1, start="10:36", place="far"),
        places=places,
        locks=tuple(RosterLock("an", name, "pin") for name in "abcd"),
    )
    public = public_problem(problem)
    full, told = (RosterCase(one).held_pins for one in (problem, public))

    assert public.policy.travel_extra < problem.policy.travel_extra
    assert [one.shift for one in full.unheld] == [3]
    assert (told.unheld, [lock.shift for lock in public.locks]) == ((), ["a", "b", "c"])


def test_the_certificate_of_a_roster_is_accepted_by_its_audit() -> None:
    problem, document = planned(1)
    made = make(dump_problem(problem), dump_plan(document), Context())

    assert (made.audit.findings, made.audit.domain, made.audit.goal) == ((), "rosters", "cost")
    assert made.audit.solver_bound == 1
    assert made.audit.checked_bound is not None
    assert 1_000 < made.audit.checked_bound <= made.audit.values["cost"]
