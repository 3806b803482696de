"""The public form of a parking round: nothing about a person, and the same worth and violations of every plan."""

from dataclasses import replace
from random import Random
from typing import Any

import pytest

from scheduler.certificates.parking import public_plan, public_problem
from scheduler.files import dump_problem, plan_digest, problem_digest, problem_from
from solvers.document import Placement, PlanDocument
from solvers.parking.case import ParkingCase
from solvers.parking.problem import Closure, Location, ParkingProblem, Space
from solvers.parking.recipe import formulate
from solvers.plan import Status
from tests.solvers.audit.parking_rounds import random_plans, rounds
from tests.solvers.rounds import FIRST, awkward
from tests.solvers.test_conformance import PINS

ROUNDS = {**dict(rounds()), "awkward": awkward(), "awkward pins": awkward(locks=PINS)}


@pytest.mark.parametrize("name", ROUNDS)
def test_a_plan_is_valid_in_both_rounds_or_in_neither_and_has_the_same_values(name: str) -> None:
    full = formulate(ROUNDS[name])
    every_walk = [Placement(r.id, site, ()) for r in ROUNDS[name].requests for site in r.walk]
    public = formulate(public_problem(ROUNDS[name], every_walk))
    for plan in random_plans(full, Random(name), 15):
        broken = {one.rule for one in full.formulation.verify(plan)}
        found = {one.rule for one in public.formulation.verify(plan)}
        assert bool(found) == bool(broken)
        if "longest_walk" not in found:
            assert found == broken
            assert public.formulation.score(plan) == full.formulation.score(plan)
    assert [lock for lock, _ in public.unheld] == [lock for lock, _ in full.unheld]
    assert [sorted(sites) for sites in public.case.choices] == [sorted(sites) for sites in full.case.choices]


@pytest.mark.parametrize("name", ROUNDS)
def test_the_public_round_is_a_round_as_it_is_written_and_read_and_does_not_change_again(name: str) -> None:
    public = public_problem(ROUNDS[name])
    assert problem_from(dump_problem(public)) == public
    assert public_problem(public) == public


def whispering() -> ParkingProblem:
    """The awkward round with a secret in every place that could tell of a person."""
    full = awkward()
    requests = tuple(
        replace(
            request,
            vehicle=f"secret-{request.vehicle}",
            household=request.household and f"secret-{request.household}",
            pattern=f"secret-{request.pattern}",
            points={"secret-seniority": request.points["points"] - 3, "secret-need": 1},
            walk={site: metres - 17 for site, metres in request.walk.items()},
            longest_walk=487,
        )
        for request in full.requests
    )
    patterns = tuple(replace(pattern, id=f"secret-{pattern.id}") for pattern in full.patterns)
    closed = Closure(FIRST, FIRST, reason="secret")
    sites = tuple(
        replace(site, closures=(*site.closures, closed), location=Location("GCJ-02", 31.234567, 121.234567))
        for site in full.sites
    )
    spaces = tuple(replace(space, closures=(*space.closures, closed)) for space in full.spaces)
    policy = replace(full.policy, criteria={"secret-seniority": 1, "secret-need": 3})
    return replace(full, requests=requests, patterns=patterns, sites=sites, spaces=spaces, policy=policy)


def test_nothing_about_a_person_is_left() -> None:
    text = dump_problem(public_problem(whispering())).decode()
    assert [
        word for word in ("secret", "31.234567", "121.234567", "GCJ-02", "487", "133", "403", "184") if word in text
    ] == []


def test_a_walk_is_told_only_to_the_site_that_the_plan_gives() -> None:
    full = awkward()
    near = replace(full, requests=tuple(replace(r, walk={"yard": 133, "tower": 367}) for r in full.requests))
    public = public_problem(near, [Placement("holiday", "tower", ("t#1",))])
    served, *others = sorted(public.requests, key=lambda one: one.id != "holiday")
    assert served.walk == {"yard": 0, "tower": 400}
    assert {metres for request in others for metres in request.walk.values()} == {0}


def test_only_sites_that_could_serve_a_request_are_told_to_be_near() -> None:
    full = awkward()
    sites = [site.id for site in full.sites]
    near = replace(full, requests=tuple(replace(r, walk=dict.fromkeys(sites, 100)) for r in full.requests))
    told = [set(request.walk) for request in public_problem(near).requests]
    assert told == [{sites[site] for site in found} for found in ParkingCase(near).choices]
    assert {frozenset(one) for one in told} >= {frozenset(), frozenset({"yard"}), frozenset({"tower", "yard"})}


def test_no_trait_is_told_of_who_cannot_be_served_at_all() -> None:
    full = awkward()
    traits: dict[str, Any] = {
        "size": "large",
        "needs_ev": True,
        "needs_accessible": True,
        "party": "outside",
        "household": "h",
    }
    alone = replace(full.requests[0], **traits, vehicle="van", home_site="tower", previous_space="y1")
    far = replace(alone, walk={"yard": 600, "tower": 600})
    changed = replace(full, requests=(far, *(replace(r, vehicle="van") for r in full.requests[1:])))
    public, *others = public_problem(changed).requests
    kept = replace(full.requests[0], pattern=public.pattern, vehicle="v1", walk={}, longest_walk=50_000)
    assert public == replace(kept, household=None, home_site=None, previous_space=None, party=public.party)
    assert "v1" not in {one.vehicle for one in others if one.walk}
    assert public.party == "tenant"


def test_points_are_one_sum_and_walks_are_whole_hundreds_within_reach() -> None:
    full = awkward()
    public = public_problem(whispering(), [Placement("far", "yard", ("y1",))])
    assert public.policy.criteria == {"points": 1}
    assert [r.points["points"] for r in public.requests] == [r.points["points"] for r in full.requests]
    assert {metres % 100 for r in public.requests for metres in r.walk.values()} == {0}
    assert public.requests[full.request_index["far"]].walk == {"yard": 500}
    assert public_problem(full).requests[full.request_index["far"]].walk == {}
    assert {request.longest_walk for request in public.requests} == {50_000}


def test_sums_beyond_the_points_of_one_criterion_are_told_as_thousands_and_a_rest() -> None:
    full = awkward()
    weighty = replace(full, policy=replace(full.policy, criteria={"points": 900}))
    public = public_problem(weighty)
    assert public.policy.criteria == {"points": 1, "thousands": 1000}
    assert [public.points_of(r) for r in public.requests] == [weighty.points_of(r) for r in weighty.requests]
    assert {r.points["points"] < 1000 for r in public.requests} == {True}


def test_households_are_named_only_where_the_cap_may_bind() -> None:
    full = awkward()
    capped = public_problem(full)
    assert [r.household for r in capped.requests if r.household] == ["h1"] * 4
    loose = public_problem(replace(full, policy=replace(full.policy, household_cap=4)))
    assert {r.household for r in loose.requests} == {None}
    nobody = public_problem(replace(full, policy=replace(full.policy, household_cap=None)))
    assert {r.household for r in nobody.requests} == {None}


def test_homes_are_told_only_to_partner_sites_within_reach() -> None:
    full = awkward()
    assert [r.id for r in public_problem(full).requests if r.home_site] == [r.id for r in full.requests if r.home_site]
    assert {r.home_site for r in public_problem(replace(full, partners=())).requests} == {None}
    alone = tuple(replace(r, walk={r.home_site: 100}) if r.home_site else r for r in full.requests)
    assert {r.home_site for r in public_problem(replace(full, requests=alone)).requests} == {None}


def test_a_previous_space_is_told_only_where_it_can_be_had_again() -> None:
    full = awkward()
    far = tuple(replace(r, walk={"tower": 100}) for r in full.requests)
    public = public_problem(replace(full, requests=far))
    assert [r.id for r in public.requests if r.previous_space] == ["night"]


def test_classes_of_people_are_told_only_where_a_rule_asks_for_them() -> None:
    full = awkward()
    assert {r.party for r in public_problem(full).requests} == {"outside", "owner", "tenant"}
    unreserved = replace(full, spaces=tuple(replace(space, reserved_for=()) for space in full.spaces))
    assert {r.party for r in public_problem(unreserved).requests} == {"outside", "tenant"}
    for_tenants = replace(full, spaces=(*full.spaces, Space("y8", "yard", reserved_for=("tenant",))))
    named = public_problem(for_tenants)
    assert {r.party for r in named.requests} == {"outside", "owner", "tenant"}


def test_lots_and_guarantees_stay() -> None:
    full = ROUNDS["drawn 0"]
    told = [(r.id, r.lot, r.guaranteed) for r in public_problem(full).requests]
    assert told == [(r.id, r.lot, r.guaranteed) for r in full.requests]


def test_a_plan_names_the_public_round_and_has_a_digest_of_its_own() -> None:
    placements = (Placement("day", "yard", ("y1",)), Placement("after14", "yard", ("y2",)))
    document = PlanDocument("0" * 64, "1" * 64, "columns", Status.FEASIBLE, 3, True, (), placements)
    digest = problem_digest(public_problem(awkward()))
    public = public_plan(document, digest)
    assert (public.problem_digest, public.plan_digest) == (digest, plan_digest(digest, placements))
    assert sorted(public.assignments, key=str) == sorted(placements, key=str)
    assert replace(public, problem_digest="0" * 64, plan_digest="1" * 64, assignments=placements) == document
