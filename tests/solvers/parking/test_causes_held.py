"""Rivals whom more points do not move: those who are guaranteed a place, and those who had theirs before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest

from solvers.causes import Cause
from solvers.engines import solve
from solvers.engines.limits import Limits
from solvers.parking.causes import causes_of
from solvers.parking.explain import explain
from solvers.parking.problem import ParkingProblem, Pattern, Space
from solvers.parking.recipe import Base, formulate
from solvers.parking.removal_test import RemovalTest
from solvers.problem import Plan
from tests.solvers.parking.test_explain import OFFICE, on, round_of, wish


def best(parking: ParkingProblem, base: Base | None = None) -> Plan:
    """The best plan, told by an exact engine."""
    return solve(formulate(parking, base), "direct", Limits(work=2.0, workers=1), None, base).plan


def of(parking: ParkingProblem, plan: Plan, base: Base | None = None, name: str = "me") -> Cause:
    """The cause of one refusal, which passes the removal test."""
    recipe = formulate(parking, base)
    cause = causes_of(recipe, plan)[parking.request_index[name]]
    assert RemovalTest(recipe.case, plan).passes(cause)
    return cause


def richer(parking: ParkingProblem, points: int, name: str = "me") -> ParkingProblem:
    """The round in which one request has more points."""
    more = {request.id: sum(request.points.values()) + points * (request.id == name) for request in parking.requests}
    requests = tuple(replace(request, points={"p": more[request.id]}) for request in parking.requests)
    return replace(parking, requests=requests)


def test_points_that_a_guarantee_outranks_are_not_told_as_missing() -> None:
    parking = round_of(wish("promised", 5, guaranteed=True), wish("me", 50))
    cause = of(parking, best(parking))

    assert (cause.rivals, cause.outranked, cause.missing) == (("promised",), "guaranteed", None)
    assert explain(parking, best(parking), "me").cause == cause
    assert [right.request for right in best(richer(parking, 1000))] == [parking.request_index["promised"]]


def test_of_two_rivals_the_one_whom_points_would_move_is_told() -> None:
    spaces = (Space("n1", "near"), Space("n2", "near"))
    parking = round_of(wish("promised", 5, guaranteed=True), wish("other", 60), wish("me", 50), spaces=spaces)
    cause = of(parking, best(parking))

    assert (cause.rivals, cause.outranked, cause.missing) == (("other",), "", 11)
    served = {right.request for right in best(richer(parking, 11))}
    assert parking.request_index["me"] in served


@pytest.mark.parametrize(("guaranteed", "told"), [({"rival", "me"}, ("", 11)), ({"me"}, ("", 11)), (set(), ("", 11))])
def test_where_both_are_guaranteed_or_the_rival_is_not_points_decide(
    guaranteed: set[str], told: tuple[str, int]
) -> None:
    marks: Mapping[str, bool] = {name: name in guaranteed for name in ("rival", "me")}
    parking = round_of(wish("rival", 60, guaranteed=marks["rival"]), wish("me", 50, guaranteed=marks["me"]))
    cause = of(parking, on(parking, rival="n1"))

    assert (cause.outranked, cause.missing) == told


def test_one_guarantee_does_not_outweigh_two() -> None:
    halves = {"a": "morning", "b": "afternoon", "me": "office"}
    parking = round_of(
        *(wish(name, 5, guaranteed=True, pattern=pattern) for name, pattern in halves.items()),
        patterns=(
            Pattern("office", (OFFICE,)),
            Pattern("morning", (replace(OFFICE, end="12:00"),)),
            Pattern("afternoon", (replace(OFFICE, start="13:00"),)),
        ),
    )
    cause = of(parking, on(parking, a="n1", b="n1"))

    assert (set(cause.rivals), cause.outranked, cause.missing) == ({"a", "b"}, "guaranteed", None)


def test_who_had_a_place_in_the_plan_before_keeps_it_in_a_re_plan_whatever_the_points() -> None:
    parking = round_of(wish("before", 5), wish("me", 50))
    base = {parking.request_index["before"]: (parking.unit_index["n1"],)}
    plan = best(parking, base)
    cause = of(parking, plan, base)

    assert (cause.rivals, cause.outranked, cause.missing) == (("before",), "kept", None)
    assert best(richer(parking, 1000), base) == plan


def test_a_rival_whom_the_plan_before_did_not_serve_is_told_with_the_missing_points() -> None:
    parking = round_of(wish("new", 60), wish("me", 50))
    cause = of(parking, on(parking, new="n1"), {})

    assert (cause.outranked, cause.missing) == ("", 11)
