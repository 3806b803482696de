"""The price of a wish: who loses what if one request is served, and no more than that."""

from __future__ import annotations

from dataclasses import replace

import pytest

from solvers.engines.limits import Limits
from solvers.engines.wish_parking import price_of
from solvers.errors import InvalidProblem
from solvers.parking.causes import causes_of
from solvers.parking.problem import Lock, Space
from solvers.parking.recipe import formulate
from solvers.wish import Changed, TierChange
from tests.solvers.parking.test_causes import invented, planned
from tests.solvers.parking.test_explain import on, round_of, site, wish

LIMITS = Limits(work=5.0, workers=1)


def test_the_one_with_the_fewest_points_loses_the_place() -> None:
    parking = round_of(wish("me"), wish("a", 30), wish("b", 12), spaces=(Space("n1", "near"), Space("n2", "near")))

    price = price_of(parking, on(parking, a="n1", b="n2"), "me", LIMITS)

    assert (price.held, price.place, price.lost) == (True, "near", (Changed("b", 1, 0),))
    assert price.tiers[0] == TierChange("points", 42, 40)


def test_who_can_be_served_elsewhere_moves_and_loses_nothing() -> None:
    parking = round_of(
        wish("me"),
        wish("other", 5, walk={"near": 100, "far": 300}),
        sites=(site(), site("far")),
        spaces=(Space("n1", "near"), Space("f1", "far")),
    )

    price = price_of(parking, on(parking, other="n1"), "me", LIMITS)

    assert (price.lost, price.moved) == ((), ("other",))
    assert [(tier.before, tier.after) for tier in price.tiers[:2]] == [(5, 15), (100, 400)]


def test_a_site_can_be_named() -> None:
    parking = round_of(
        wish("me", walk={"near": 100, "far": 300}),
        wish("other", 5, walk={"far": 100}),
        sites=(site(), site("far")),
        spaces=(Space("n1", "near"), Space("f1", "far")),
    )

    price = price_of(parking, on(parking, other="f1"), "me", LIMITS, "far")

    assert (price.place, price.lost) == ("far", (Changed("other", 1, 0),))


@pytest.mark.parametrize(
    "locks", [(Lock("me", "ban"),), (Lock("other", "pin", space="n1"),)], ids=["banned", "the place is pinned"]
)
def test_what_the_staff_decided_stays(locks: tuple[Lock, ...]) -> None:
    parking = round_of(wish("me"), wish("other", 5), locks=locks)
    assert not price_of(parking, on(parking, other="n1"), "me", LIMITS).held


def test_a_request_that_nothing_suits_has_no_price() -> None:
    parking = round_of(wish("me", needs_ev=True))
    assert not price_of(parking, [], "me", LIMITS).held


def test_unknown_names_are_refused() -> None:
    parking = round_of(wish("me"))
    for arguments, field in ((("nobody", LIMITS), "REQUEST_ID"), (("me", LIMITS, "nowhere"), "--place")):
        with pytest.raises(InvalidProblem) as caught:
            price_of(parking, [], *arguments)
        assert (caught.value.code, caught.value.field) == ("unknown_id", field)


@pytest.mark.parametrize("seed", [3, 4])
def test_in_a_tiny_round_the_named_losers_are_all_that_changes_for_the_worse(seed: int) -> None:
    problem = invented("tiny", seed)
    recipe, plan = planned(problem)
    served = {right.request for right in plan}
    asked = [at for at, sites in enumerate(recipe.case.choices) if at not in served and sites][:3]
    assert asked
    for at in asked:
        price = price_of(problem, plan, problem.requests[at].id, LIMITS)
        cause = causes_of(recipe, plan)[at]
        near = [
            site for site, metres in problem.requests[at].walk.items() if metres <= problem.requests[at].longest_walk
        ]
        pins = (Lock(problem.requests[at].id, "pin", site=site) for site in near)
        assert price.held == any(not formulate(replace(problem, locks=(*problem.locks, pin))).unheld for pin in pins)
        # Whom the cause names would have to go; the other plan may know a way with fewer.
        if cause.missing is not None:
            assert len(price.lost) <= len(cause.rivals)
