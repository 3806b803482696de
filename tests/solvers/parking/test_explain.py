"""Why a registration was refused, and what would have worked: every reason true, every alternative feasible."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from itertools import product
from typing import Any

import pytest

from solvers.constraints import NoOverlap
from solvers.errors import InvalidProblem
from solvers.explain import Alternative, Explanation, Outcome, Reason
from solvers.formulation import Formulation
from solvers.parking.explain import explain
from solvers.parking.explain_alternatives import variants_of
from solvers.parking.explain_scope import Question
from solvers.parking.generate import SCALES, generate_parking
from solvers.parking.greedy import fill, first_come, started
from solvers.parking.problem import (
    Closure,
    Lock,
    ParkingProblem,
    Partnership,
    Pattern,
    Policy,
    Registration,
    Site,
    Space,
)
from solvers.parking.recipe import Recipe, formulate
from solvers.problem import Assignment, Plan
from solvers.timetable import Day, Horizon, LeaveBy, WindowRule, expand_use

MONDAY = date(2026, 3, 2)
DAYTIME = WindowRule(start="08:00", end="18:00")
OFFICE = WindowRule("workday", start="09:00", end="17:00")
LINKING = ("owner_reserve", "outside_cap", "gate_throughput", "reciprocity", "household_cap", "one_right_per_vehicle")


def week(length: int = 7) -> Horizon:
    dates = [MONDAY + timedelta(days=at) for at in range(-1, length + 1)]
    days = (Day(day, "workday" if day.isoweekday() < 6 else "rest_day") for day in dates)
    return Horizon(MONDAY, dates[-2], tuple(days))


def site(name: str = "near", windows: tuple[WindowRule, ...] = (DAYTIME,), **more: Any) -> Site:
    return Site(name, "compound", windows, **more)


def wish(name: str, points: int = 10, **more: Any) -> Registration:
    usual = {"vehicle": f"car-{name}", "pattern": "office", "walk": {"near": 100}}
    return Registration(name, points={"p": points}, **(usual | more))


def round_of(*requests: Registration, **more: Any) -> ParkingProblem:
    """One site "near" with one space "n1", open from 8 to 18 o'clock for a week, unless told otherwise."""
    policy = {"criteria": {"p": 1}, "reserve_percent": 0, "outside_percent": 100} | more.pop("policy", {})
    usual: dict[str, Any] = {
        "horizon": week(),
        "policy": Policy(**policy),
        "sites": (site(),),
        "spaces": (Space("n1", "near"),),
        "patterns": (Pattern("office", (OFFICE,)),),
        "requests": requests,
    }
    return ParkingProblem(**(usual | more))


def on(parking: ParkingProblem, **spaces: str) -> Plan:
    """A plan in which each named request stands on the named space."""
    return [Assignment(parking.request_index[name], (parking.unit_index[space],)) for name, space in spaces.items()]


def told(explanation: Explanation, *rules: str) -> list[Reason]:
    return [reason for reason in explanation.reasons if reason.rule in rules]


def amended(parking: ParkingProblem, name: str, windows: tuple[WindowRule, ...]) -> Formulation:
    """The rules of the round with the use of one request changed and its longest walk without limit."""
    requests = [
        replace(request, pattern="changed", longest_walk=50_000) if request.id == name else request
        for request in parking.requests
    ]
    patterns = (*parking.patterns, Pattern("changed", windows))
    return formulate(replace(parking, patterns=patterns, requests=tuple(requests))).formulation


def with_alternative(parking: ParkingProblem, plan: Plan, name: str, found: Alternative) -> list[object]:
    """What the verifier says of the plan with the alternative added."""
    units = tuple(parking.unit_index[space] for space in found.assets)
    added = Assignment(parking.request_index[name], units)
    return list(amended(parking, name, found.windows).verify([*plan, added]))


# ---- outcomes


def test_a_served_request_is_told_where_it_stands_and_how_it_ranked() -> None:
    parking = round_of(wish("me"), wish("more", 11), wish("equal"), wish("fewer", 9), wish("elsewhere", 99, walk={}))

    numbers = {"metres": 100, "points": 10, "rivals": 3, "more": 1, "equal": 1, "fewer": 1}
    assert explain(parking, on(parking, me="n1"), "me") == Explanation(
        "me",
        Outcome.SERVED,
        (Reason("served", "near", numbers=numbers),),
    )


def test_a_served_request_is_told_what_binds_at_nearer_sites() -> None:
    parking = round_of(
        wish("me", walk={"near": 100, "far": 200}),
        wish("rival", 12),
        sites=(site(), site("far")),
        spaces=(Space("n1", "near"), Space("f1", "far")),
    )

    reasons = explain(parking, on(parking, me="f1", rival="n1"), "me").reasons

    held = {"spaces": 1, "points": 10, "rivals": 1, "more": 1, "equal": 0, "fewer": 0}
    assert [reason.rule for reason in reasons] == ["served", "no_overlap"]
    assert reasons[1] == Reason("no_overlap", "near", numbers=held)


def test_an_unknown_request_is_refused_by_name() -> None:
    with pytest.raises(InvalidProblem) as caught:
        explain(round_of(wish("me")), [], "nobody")

    assert (caught.value.code, caught.value.field, caught.value.value) == ("unknown_id", "request", "nobody")


@pytest.mark.parametrize("units", [(), (0, 0), (0, 1)])
def test_a_right_without_one_space_for_each_part_at_one_site_is_an_error(units: tuple[int, ...]) -> None:
    parking = round_of(
        wish("me"), wish("odd"), sites=(site(), site("far")), spaces=(Space("n1", "near"), Space("f1", "far"))
    )

    with pytest.raises(InvalidProblem, match="plan_breaks_a_rule"):
        explain(parking, [Assignment(1, units)], "me")


# ---- the funnel


def test_the_funnel_counts_sites_and_spaces_after_each_filter() -> None:
    parking = round_of(
        wish("me", walk={"near": 100, "closed": 200, "far": 900, "farther": 950}),
        wish("rival"),
        sites=(site(), site("closed", (WindowRule(start="10:00", end="12:00"),)), site("far"), site("farther")),
        spaces=(Space("n1", "near"), Space("n2", "near", "compact"), Space("c", "closed", count=3), Space("f", "far")),
    )

    explanation = explain(parking, on(parking, rival="n1"), "me")

    numbers = {"sites_listed": 4, "sites_near": 2, "spaces": 5, "suitable": 4, "open": 1, "sites_open": 1}
    assert explanation.outcome == Outcome.REFUSED
    assert list(explanation.reasons[:4]) == [
        Reason("funnel", numbers=numbers),
        Reason("longest_walk", numbers={"sites": 2, "nearest": 900, "allowed": 500}),
        Reason("size", numbers={"spaces": 1}),
        Reason("opening", numbers={"spaces": 3}),
    ]
    assert [reason.rule for reason in explanation.reasons[4:]] == ["no_overlap"]


SHUT = Closure(MONDAY, MONDAY)


@pytest.mark.parametrize(
    ("rule", "changes"),
    [
        ("size", {"spaces": (Space("n1", "near", "compact"),)}),
        ("charger", {"requests": (wish("me", needs_ev=True),)}),
        ("accessible", {"requests": (wish("me", needs_accessible=True),)}),
        ("accessible_only", {"spaces": (Space("n1", "near", accessible=True),)}),
        ("reserved", {"spaces": (Space("n1", "near", reserved_for=("owner",)),)}),
        ("ban", {"locks": (Lock("me", "ban"),)}),
        ("ban", {"locks": (Lock("me", "ban", site="near"),)}),
        ("ban", {"locks": (Lock("me", "ban", space="n1"),)}),
        ("opening", {"sites": (site(windows=(WindowRule(start="09:15", end="18:00"),)),)}),
        ("closure", {"sites": (site(closures=(SHUT,)),)}),
        ("closure", {"spaces": (Space("n1", "near", closures=(SHUT,)),)}),
        ("curfew", {"sites": (site(curfews=(WindowRule(start="08:45", end="09:15"),)),)}),
        ("leave_by", {"sites": (site(leave_by=(LeaveBy(time="16:00"),)),)}),
    ],
)
def test_a_filter_tells_how_many_spaces_it_stops(rule: str, changes: Mapping[str, Any]) -> None:
    parking = replace(round_of(wish("me")), **changes)

    reasons = explain(parking, [], "me").reasons

    assert [reason for reason in reasons if reason.rule not in ("funnel", "no_alternative")] == [
        Reason(rule, numbers={"spaces": 1})
    ]


def test_a_request_that_lists_no_site_is_told_so() -> None:
    empty = {"sites_listed": 0, "sites_near": 0, "spaces": 0, "suitable": 0, "open": 0, "sites_open": 0}

    explanation = explain(round_of(wish("me", walk={})), [], "me")

    assert [reason.rule for reason in explanation.reasons] == ["funnel", "no_alternative"]
    assert explanation.reasons[0].numbers == empty


def test_a_use_without_a_minute_in_the_horizon_is_told_so() -> None:
    parking = round_of(wish("me"), patterns=(Pattern("office", (WindowRule("festival"),)),))

    searched = {"sites_near": 1, "farther_sites": 0, "shorter": 0, "other_hours": 0}
    assert explain(parking, [], "me").reasons == (Reason("never_active"), Reason("no_alternative", numbers=searched))


def test_a_pin_that_cannot_hold_is_named() -> None:
    parking = round_of(wish("me", size="large"), locks=(Lock("me", "pin", space="n1"),))

    assert told(explain(parking, [], "me"), "unheld_pin") == [Reason("unheld_pin", "n1")]


# ---- what binds at a site


def test_rivals_that_hold_the_spaces_are_counted_by_points_and_not_named() -> None:
    parking = round_of(
        wish("me"),
        *(wish(f"rival-{points}", points) for points in (5, 10, 12, 13)),
        spaces=tuple(Space(f"n{at}", "near") for at in range(4)),
    )
    plan = on(parking, **{"rival-5": "n0", "rival-10": "n1", "rival-12": "n2", "rival-13": "n3"})

    explanation = explain(parking, plan, "me")

    numbers = {"spaces": 4, "points": 10, "rivals": 4, "more": 2, "equal": 1, "fewer": 1}
    assert told(explanation, "no_overlap") == [Reason("no_overlap", "near", numbers=numbers)]
    assert "rival-" not in repr((explanation.reasons, explanation.alternatives))


def test_a_rival_is_counted_once_for_all_spaces_and_only_if_too_close() -> None:
    evening = WindowRule("workday", start="17:10", end="18:00")
    early = WindowRule("workday", start="08:00", end="08:30")
    parking = round_of(
        wish("me"),
        wish("evening", pattern="evening"),
        wish("early", pattern="early"),
        patterns=(Pattern("office", (OFFICE,)), Pattern("evening", (evening,)), Pattern("early", (early,))),
    )

    explanation = explain(parking, on(parking, evening="n1", early="n1"), "me")

    numbers = {"spaces": 1, "points": 10, "rivals": 1, "more": 0, "equal": 1, "fewer": 0}
    assert explanation.reasons[1:] == (Reason("no_overlap", "near", numbers=numbers),)


@pytest.mark.parametrize("percent", [1, 50])
def test_the_owner_reserve_binds_with_the_minute_and_both_numbers(percent: int) -> None:
    parking = round_of(
        wish("me"),
        wish("rival"),
        spaces=(Space("n1", "near"), Space("n2", "near")),
        policy={"reserve_percent": percent},
    )

    explanation = explain(parking, on(parking, rival="n1"), "me")

    assert told(explanation, "owner_reserve", "no_overlap") == [
        Reason("owner_reserve", "near", numbers={"minute": 540, "standing": 2, "allowed": 1})
    ]


def test_the_cap_on_outside_vehicles_binds_those_from_outside() -> None:
    parking = round_of(
        wish("me", party="outside"),
        wish("rival", party="outside"),
        spaces=(Space("n1", "near"), Space("n2", "near")),
        sites=(site(outside_cap=1),),
    )

    explanation = explain(parking, on(parking, rival="n1"), "me")

    assert told(explanation, "outside_cap", "owner_reserve", "no_overlap") == [
        Reason("outside_cap", "near", numbers={"minute": 540, "standing": 2, "allowed": 1})
    ]


def test_a_gate_binds_in_its_quarter_of_an_hour() -> None:
    parking = round_of(
        wish("me"),
        wish("rival"),
        spaces=(Space("n1", "near"), Space("n2", "near")),
        sites=(site(gate_limit=1),),
    )

    explanation = explain(parking, on(parking, rival="n1"), "me")

    first = told(explanation, "gate_throughput")[0]
    assert first == Reason("gate_throughput", "near", numbers={"minute": 540, "passing": 2, "allowed": 1})


def test_reciprocity_binds_between_partners_only() -> None:
    parking = round_of(
        wish("me", home_site="home"),
        wish("swapped", home_site="home"),
        wish("other", home_site="third", walk={"near": 100}),
        spaces=tuple(Space(f"n{at}", "near") for at in range(3)),
        sites=(site(), site("home"), site("third")),
        partners=(Partnership("home", "near", 1), Partnership("near", "third", 0)),
    )

    explanation = explain(parking, on(parking, swapped="n1", other="n2"), "me")

    assert told(explanation, "reciprocity") == [
        Reason("reciprocity", "home~near", numbers={"received": 2, "given": 0, "allowed": 1})
    ]


def test_the_cap_of_a_household_names_its_own_rights() -> None:
    parking = round_of(
        wish("me", household="h"),
        wish("sister", household="h", walk={"far": 100}),
        sites=(site(), site("far")),
        spaces=(Space("n1", "near"), Space("f1", "far")),
        policy={"household_cap": 1},
    )

    explanation = explain(parking, on(parking, sister="f1"), "me")

    assert told(explanation, "household_cap") == [
        Reason("household_cap", "h", ("me", "sister"), {"held": 2, "allowed": 1})
    ]
    assert [reason.rule for reason in explanation.reasons] == ["funnel", "household_cap", "no_alternative"]


def test_a_vehicle_with_a_right_at_the_same_time_is_told_which() -> None:
    parking = round_of(
        wish("me", walk={"near": 100, "near2": 110}),
        wish("twin", vehicle="car-me", walk={"far": 100}),
        sites=(site(), site("near2"), site("far")),
        spaces=(Space("n1", "near"), Space("m1", "near2"), Space("f1", "far")),
    )

    explanation = explain(parking, on(parking, twin="f1"), "me")

    assert told(explanation, "one_right_per_vehicle") == [
        Reason("one_right_per_vehicle", "", ("me", "twin"), {"rights": 2, "allowed": 1})
    ]


def test_each_part_of_a_split_right_needs_a_space() -> None:
    thursday = MONDAY + timedelta(days=3)
    days = tuple(replace(day, season="summer" if day.date >= thursday else "winter") for day in week().days)
    parking = round_of(
        wish("me", split_at_season=True),
        wish("rival", 20, pattern="summer"),
        horizon=replace(week(), days=days),
        patterns=(Pattern("office", (OFFICE,)), Pattern("summer", (replace(OFFICE, season="summer"),))),
    )

    explanation = explain(parking, on(parking, rival="n1"), "me")

    numbers = {"spaces": 1, "points": 10, "rivals": 1, "more": 1, "equal": 0, "fewer": 0}
    assert told(explanation, "no_overlap") == [Reason("no_overlap", "near", numbers=numbers)]
    assert [found.numbers["change"] for found in explanation.alternatives] == ["season"]


# ---- alternatives


def test_a_place_that_the_plan_left_free_is_offered_as_asked() -> None:
    parking = round_of(wish("me"))

    explanation = explain(parking, [], "me")

    assert told(explanation, "still_free") == [Reason("still_free", "near")]
    assert explanation.alternatives[0] == Alternative("as_asked", "near", ("n1",), 100, (OFFICE,))


def test_a_farther_site_is_offered_with_its_walk() -> None:
    parking = round_of(
        wish("me", walk={"near": 100, "far": 700}),
        wish("rival"),
        sites=(site(), site("far")),
        spaces=(Space("n1", "near"), Space("f1", "far")),
    )

    first = explain(parking, on(parking, rival="n1"), "me").alternatives[0]

    assert first == Alternative("farther_site", "far", ("f1",), 700, (OFFICE,))


def test_a_shorter_use_keeps_as_many_minutes_as_can_be() -> None:
    tuesdays = replace(OFFICE, weekdays=(2,))
    parking = round_of(
        wish("me"), wish("rival", pattern="tue"), patterns=(Pattern("office", (OFFICE,)), Pattern("tue", (tuesdays,)))
    )

    (found,) = explain(parking, on(parking, rival="n1"), "me").alternatives

    numbers: dict[str, int | str] = {"change": "without_weekday", "weekday": 2, "minutes": 4 * 480, "asked": 5 * 480}
    windows = (replace(OFFICE, weekdays=(1, 3, 4, 5, 6, 7)),)
    assert found == Alternative("shorter", "near", ("n1",), 100, windows, numbers)


@pytest.mark.parametrize(("held", "place", "weekday"), [("tue", "near", 2), ("office", "far", 1)])
def test_a_site_beyond_the_longest_walk_is_offered_where_no_nearer_one_would_do(
    held: str, place: str, weekday: int
) -> None:
    parking = round_of(
        wish("me", walk={"near": 100, "far": 700}),
        wish("rival", pattern=held),
        wish("mondays", pattern="mon", walk={"far": 100}),
        sites=(site(), site("far")),
        spaces=(Space("n1", "near"), Space("f1", "far")),
        patterns=(
            Pattern("office", (OFFICE,)),
            Pattern("tue", (replace(OFFICE, weekdays=(2,)),)),
            Pattern("mon", (replace(OFFICE, weekdays=(1,)),)),
        ),
    )

    (found,) = explain(parking, on(parking, rival="n1", mondays="f1"), "me").alternatives

    assert (found.kind, found.group, found.numbers["weekday"]) == ("shorter", place, weekday)


def test_earlier_hours_come_before_later_ones_that_are_as_near() -> None:
    parking = round_of(
        wish("me"),
        patterns=(Pattern("office", (WindowRule(start="10:00", end="12:00"),)),),
        sites=(site(curfews=(WindowRule(start="10:00", end="10:05"),)),),
    )

    shifts = [
        found.numbers["shift"] for found in explain(parking, [], "me").alternatives if found.kind == "other_hours"
    ]

    assert shifts == [-15]


def test_other_hours_are_the_nearest_that_fit() -> None:
    afternoon = WindowRule("workday", start="14:00", end="16:00")
    parking = round_of(
        wish("me", pattern="noon"),
        wish("rival", pattern="afternoon"),
        patterns=(
            Pattern("noon", (WindowRule("workday", start="12:30", end="14:00"),)),
            Pattern("afternoon", (afternoon,)),
        ),
    )

    (found,) = explain(parking, on(parking, rival="n1"), "me").alternatives

    windows = (WindowRule("workday", start="12:15", end="13:45"),)
    assert found == Alternative("other_hours", "near", ("n1",), 100, windows, {"shift": -15})


def test_no_alternative_tells_what_was_searched() -> None:
    parking = round_of(wish("me", needs_ev=True, walk={"near": 100, "far": 900}), sites=(site(), site("far")))

    explanation = explain(parking, [], "me")

    # Without one of five weekdays (Monday to Thursday is also the first half of the week), Friday only, mornings,
    # afternoons; eight shifts either way.
    searched = {"sites_near": 1, "farther_sites": 1, "shorter": 8, "other_hours": 16}
    assert explanation.alternatives == ()
    assert explanation.reasons[-1] == Reason("no_alternative", numbers=searched)


# ---- generated rounds


@cache
def generated(size: str, seed: int) -> tuple[Recipe, tuple[Assignment, ...], list[str]]:
    """A generated fortnight with its first-come plan, and the requests that it refuses."""
    recipe = formulate(generate_parking(SCALES[size], seed, week(14)))
    occupancy = started(recipe)
    fill(occupancy, first_come(recipe))
    plan, served = occupancy.plan(), occupancy.served
    return recipe, plan, [r.id for at, r in enumerate(recipe.case.parking.requests) if at not in served]


def position(recipe: Recipe, name: str) -> int:
    return recipe.case.parking.request_index[name]


def feasible_kinds(parking: ParkingProblem, plan: Plan, name: str) -> set[str]:
    """Kinds of alternatives that exist in the stated search, by trying every space with the whole verifier."""
    question = Question(parking, {right.request: right.assets for right in plan}, parking.request_index[name])
    kinds = set()
    for variant in variants_of(question):
        formulation = amended(parking, name, variant.rules)
        parts = len(formulation.problem.requests[question.at].parts)
        for place, metres in question.listed:
            far = variant.kind == "as_asked" and metres > question.request.longest_walk
            units = [at for at, (_, space) in enumerate(parking.units) if parking.spaces[space].site == place]
            tries = ([*plan, Assignment(question.at, chosen)] for chosen in product(units, repeat=parts))
            if not all(map(formulation.verify, tries)):
                kinds.add("farther_site" if far else variant.kind)
    return kinds


@pytest.mark.parametrize("left_out", [0, 1, 2])
@pytest.mark.parametrize("seed", range(4))
def test_the_search_finds_the_kinds_that_trying_everything_finds(seed: int, left_out: int) -> None:
    recipe, full, _ = generated("tiny", seed)
    parking, plan = recipe.case.parking, full[left_out:]
    served = {right.request for right in plan}
    asking = [request.id for at, request in enumerate(parking.requests) if at not in served][:4]

    found = {name: [found.kind for found in explain(parking, plan, name).alternatives] for name in asking}

    kinds = ("as_asked", "farther_site", "shorter", "other_hours")
    there = {name: feasible_kinds(parking, plan, name) for name in asking}
    assert found == {name: [kind for kind in kinds if kind in there[name]][:3] for name in asking}


def bound(recipe: Recipe, plan: Plan, at: int) -> set[tuple[str, str]]:
    """What the verifier says of the whole plan with a request added, at each site with a usable space.

    "no_overlap" counts where it is said of every usable space, and has the site as its place.
    """
    found = set()
    for group, (kinds,) in recipe.case.choices[at].items():
        units = [unit for kind in kinds for unit in recipe.case.kinds[kind].units]
        broken = recipe.formulation.verify([*plan, Assignment(at, (units[0],))])
        found |= {(violation.rule, violation.place) for violation in broken if violation.rule != "no_overlap"}
        keeps_apart = NoOverlap(recipe.case.parking.policy.guard_minutes)
        if all(any(keeps_apart.violations(recipe.case.problem, [*plan, Assignment(at, (unit,))])) for unit in units):
            found.add(("no_overlap", recipe.case.parking.sites[group].id))
    return found


@pytest.mark.parametrize("seed", range(10))
def test_what_binds_at_the_sites_is_what_the_verifier_says_of_the_whole_plan(seed: int) -> None:
    recipe, plan, refused = generated("mini", seed)
    whole = [name for name in refused if not recipe.case.parking.requests[position(recipe, name)].split_at_season]
    for name in whole[:: len(whole) // 5]:
        reasons = told(explain(recipe.case.parking, plan, name), *LINKING, "no_overlap")

        assert {(reason.rule, reason.place) for reason in reasons} == bound(recipe, plan, position(recipe, name))


@pytest.mark.parametrize("seed", range(10))
def test_every_refusal_has_a_reason_and_every_alternative_verifies(seed: int) -> None:
    recipe, plan, refused = generated("mini", seed)
    parking = recipe.case.parking
    for name in refused[:: len(refused) // 5]:
        explanation = explain(parking, plan, name)
        assert explanation.reasons
        assert bool(explanation.alternatives) != bool(told(explanation, "no_alternative"))
        for found in explanation.alternatives:
            assert expand_use(found.windows, parking.horizon)
            assert with_alternative(parking, plan, name, found) == []
