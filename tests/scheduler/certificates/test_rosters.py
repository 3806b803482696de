"""The public form of a roster: nothing about a person, every roster as feasible as before, its own cost stated."""

from dataclasses import replace
from datetime import date, timedelta
from random import Random

import pytest

from scheduler.certificates.bundle import Context
from scheduler.certificates.making import make
from scheduler.certificates.rosters import public_plan, public_problem
from scheduler.files import dump_plan, dump_problem, duties_digest, problem_digest, roster_problem_from
from solvers.document import TierLine
from solvers.plan import Status
from solvers.rosters.case import RosterCase
from solvers.rosters.check import costs, violations
from solvers.rosters.generate import ROSTER_SCALES, generate_roster
from solvers.rosters.greedy import by_urgency, continued
from solvers.rosters.people import Insurance, Pair, Past, Skill
from solvers.rosters.plan import RosterPlan, duties_of, roster_of
from solvers.rosters.problem import Duty, Place, RosterLock, RosterProblem
from solvers.rosters.roster import Roster, Seat
from tests.solvers.rosters.small import FIRST, overridden, random_problem, shift
from tests.solvers.rosters.small import problem as week
from tests.solvers.rosters.test_proven import FORTNIGHT

MONTHS = {
    **{f"awkward {seed}": random_problem(seed) for seed in (1, 4, 9)},
    **{f"overridden {seed}": overridden(seed) for seed in (2, 5)},
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


def seats_of(case: RosterCase, chosen: int) -> list[Seat]:
    """A set of options."""
    return [seat for at, seat in enumerate(case.seats) if chosen >> at & 1]


@pytest.mark.parametrize("name", MONTHS)
def test_every_roster_keeps_and_breaks_the_same_rules_and_costs_the_same_on_the_grid(name: str) -> None:
    full = RosterCase(MONTHS[name])
    public = RosterCase(public_problem(MONTHS[name]))
    assert list(public.seats) == list(full.seats)
    for chosen in range(1 << len(full.seats)):
        theirs, mine = (Roster(case, seats_of(full, chosen)) for case in (full, public))
        assert {one.rule for one in violations(public, mine)} == {one.rule for one in violations(full, theirs)}
        assert costs(public, mine) == costs(full, theirs)


@pytest.mark.parametrize("seed", range(5))
def test_off_the_grid_no_roster_breaks_a_rule_that_it_kept(seed: int) -> None:
    problem = moved(random_problem(seed), seed)
    full, public = RosterCase(problem), RosterCase(public_problem(problem))
    for chosen in range(1 << len(full.seats)):
        theirs, mine = (Roster(case, seats_of(full, chosen)) for case in (full, public))
        before, after = ({one.rule for one in violations(*both)} for both in ((full, theirs), (public, mine)))
        assert before - {"h02_travel_gap"} <= after <= before
        prices = ({**costs(*both), "s09_travel": 0} for both in ((full, theirs), (public, mine)))
        assert next(prices) == next(prices)


def test_the_public_month_is_a_month_as_it_is_written_and_read_and_does_not_change_again() -> None:
    for problem in MONTHS.values():
        public = public_problem(moved(problem, 1))
        assert roster_problem_from(dump_problem(public)) == public
        assert public_problem(public) == public


def whispering() -> RosterProblem:
    """An awkward month with a secret in every place that could tell of a person."""
    full = random_problem(3)
    names = {one.id: f"secret-{one.id}" for one in full.volunteers}
    people = tuple(
        replace(
            one,
            id=names[one.id],
            born=date(1951, 11, 23),
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
