"""A season made public: nobody is in it, and every plan breaks the same rules and has the same values."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from functools import cache
from random import Random

import pytest

from scheduler.calendar import horizon
from scheduler.certificates.making import Made, make
from scheduler.certificates.rooms import public_plan, public_problem
from scheduler.files import LoadedRooms, dump_plan, dump_problem, problem_digest, rooms_plan_from, rooms_problem_from
from scheduler.planning.solving import Order, Watcher
from scheduler.planning.solving_rooms import solve_loaded_rooms
from solvers.parking.problem import Closure
from solvers.rooms.case import RoomsCase
from solvers.rooms.generate import ROOMS_SCALES, generate_rooms
from solvers.rooms.goals import goals_of
from solvers.rooms.plan import session_of
from solvers.rooms.problem import Party, Quota, RoomsProblem
from solvers.rooms.rules import verify
from tests.bundles import CONTEXT
from tests.solvers.audit.rooms_rounds import awkward_round, drawn, tangled
from tests.solvers.rooms.small import FIRST, chosen_sets

PERSONAL = ("Wang", "Zhang", "Chen", "Liu", "flood", "Choir of", "organisation", "minor")
WEEKS = horizon(date(2026, 3, 2), date(2026, 3, 29))


def named(problem: RoomsProblem) -> RoomsProblem:
    """The round with names in every place where there could be one, and with parties that ask for nothing."""
    people = {name: f"Zhang {name}" for request in problem.requests for name in request.members}
    requests = tuple(
        replace(
            one,
            title=f"Choir of Liu {one.id}",
            age_group="minor" if one.age_group == "any" else one.age_group,
            party=f"Wang {one.party}",
            leader=one.leader and f"Chen {one.leader}",
            members=tuple(people[name] for name in one.members),
        )
        for one in problem.requests
    )
    parties = (Party("Wang idle", household="Liu idle"), *(_named(one) for one in problem.parties))
    wang = {"party": "Wang ", "household": "Liu "}
    quotas = tuple(replace(one, of=wang.get(one.scope, "") + one.of) for one in problem.quotas)
    idle = (Quota("party", "Wang idle", sessions=1), Quota("household", "Liu idle", sessions=1))
    shut = Closure(FIRST, FIRST, "11:00", "11:30", reason="flood at Wang's")
    return replace(
        problem,
        facilities=tuple(replace(one, closures=(*one.closures, shut)) for one in problem.facilities),
        parties=parties,
        requests=requests,
        quotas=(*idle, *quotas),
    )


def _named(party: Party) -> Party:
    return replace(party, id=f"Wang {party.id}", household=party.household and f"Liu {party.household}", kind="person")


def test_nothing_personal_is_left() -> None:
    text = dump_problem(public_problem(named(awkward_round()))).decode()
    assert [word for word in PERSONAL if word in text] == []
    assert rooms_problem_from(text.encode()) == public_problem(named(awkward_round()))


def test_only_those_are_numbered_of_whom_a_rule_speaks() -> None:
    public = public_problem(named(awkward_round()))
    assert [(one.party, one.leader, one.members) for one in public.requests] == [
        ("p1", None, ("m1", "m2")),
        ("p2", "l1", ()),
        ("p3", "l1", ()),
        ("p1", None, ()),
        ("p3", None, ("m2", "m3")),
    ]
    assert public.parties == (Party("p1"), Party("p3", household="h1", lost=9), Party("p2", lost=1))
    assert [(one.scope, one.of) for one in public.quotas] == [
        ("party", "p1"),
        ("household", "h1"),
        ("category", "elderly"),
        ("facility", "centre"),
    ]


@pytest.mark.parametrize("seed", range(4))
def test_every_plan_breaks_the_same_rules_and_has_the_same_values(seed: int) -> None:
    problem = named(drawn(awkward_round() if seed == 0 else tangled(seed), seed))
    full, public = RoomsCase(problem), RoomsCase(public_problem(problem))
    assert full.options == public.options
    sets = list(chosen_sets(full, 4 if len(full.options) < 12 else 3))
    for chosen in Random(seed).sample(sets, min(300, len(sets))):
        options = [full.options[at] for at in chosen]
        sessions = [session_of(problem, option) for option in options]
        told = [
            [(one.rule, one.place, one.requests, one.numbers) for one in verify(case, sessions)]
            for case in (full, public)
        ]
        assert told[0] == told[1]
        values = [[goal.value(case, options) for goal in goals_of(case)] for case in (full, public)]
        assert values[0] == values[1]


@cache
def certificate() -> tuple[bytes, bytes, Made]:
    """A small season, its plan and their certificate."""
    problem = drawn(generate_rooms(ROOMS_SCALES["tiny"], 1, WEEKS), 1)
    problem = replace(problem, requests=tuple(replace(one, lot=None) for one in problem.requests))
    loaded = LoadedRooms(problem, problem_digest(problem), ())
    solved = solve_loaded_rooms(loaded, "options", Order(work=0.5, workers=1), Watcher(), None, 0.0)
    files = dump_problem(problem), dump_plan(solved.document)
    return *files, make(*files, CONTEXT)


def test_the_certificate_of_a_season_is_accepted_with_the_values_of_its_plan() -> None:
    _, plan, made = certificate()
    document = rooms_plan_from(plan)
    assert (made.audit.findings, made.audit.domain) == ((), "rooms")
    assert made.audit.values == {tier.name: tier.value for tier in document.tiers}
    bound = next(tier.bound for tier in document.tiers if tier.name == "sessions")
    assert (made.audit.solver_bound, made.audit.checked_bound) == (bound, bound)


def test_the_public_plan_names_the_public_problem() -> None:
    problem, plan, _ = certificate()
    digest = problem_digest(public_problem(rooms_problem_from(problem)))
    document, public = rooms_plan_from(plan), public_plan(rooms_plan_from(plan), digest)
    assert public.problem_digest == digest
    assert public.plan_digest != document.plan_digest
    assert json.loads(dump_plan(public))["assignments"] == json.loads(plan)["assignments"]
