"""Which pins of the staff hold together, and what is said of those that do not."""

from dataclasses import replace
from typing import Any

from solvers.parking.problem import Lock, ParkingProblem, Pattern
from solvers.parking.recipe import formulate, screened_pins
from solvers.timetable import WindowRule
from tests.solvers.rounds import POLICY, asks, awkward, cycle


def reported(parking: ParkingProblem) -> list[tuple[str, str]]:
    """Request and rule of every pin that cannot hold."""
    return [(lock.request, found.rule) for lock, found in screened_pins(parking)[1]]


def pinned(*locks: Lock, **changes: Any) -> ParkingProblem:
    policy = replace(POLICY, household_cap=None, reserve_percent=0)
    return awkward(**{"locks": locks, "policy": policy, "partners": ()} | changes)


def pin(request: str, space: str | None = None, site: str | None = None) -> Lock:
    return Lock(request, "pin", site=site, space=space)


def test_pins_that_hold_are_kept_by_the_start() -> None:
    parking = pinned(pin("day", "y2"), pin("night", site="tower"))
    recipe = formulate(parking)
    assert recipe.unheld == ()
    assert recipe.start[parking.request_index["day"]] == (parking.unit_index["y2"],)
    assert set(recipe.start) == {parking.request_index["day"], parking.request_index["night"]}


def test_a_pin_to_a_space_that_does_not_fit_is_reported() -> None:
    assert reported(pinned(pin("wide", "y1"), pin("day", "y1"))) == [("wide", "eligibility")]


def test_a_pin_that_meets_an_earlier_one_is_reported() -> None:
    assert reported(pinned(pin("day", "y1"), pin("after15", "y1"), pin("to_closing", "y2"))) == [
        ("after15", "one_right_per_vehicle")
    ]
    assert reported(pinned(pin("day", "y1"), pin("split", "y1"))) == [("split", "no_overlap")]


def test_two_pins_of_one_request_to_different_places_contradict() -> None:
    assert reported(pinned(pin("day", "y1"), pin("day", "y2"))) == [("day", "pin")]
    assert reported(pinned(pin("night", site="tower"), pin("night", site="yard"))) == [("night", "pin")]


def test_a_pin_to_a_space_of_another_site_contradicts_itself() -> None:
    assert reported(pinned(pin("day", "y1", "tower"))) == [("day", "pin")]


def test_two_pins_that_agree_become_the_more_particular_one() -> None:
    parking = pinned(pin("day", site="yard"), pin("day", "y2"), pin("day", "y2"))
    pins, unheld, _ = screened_pins(parking)
    assert [(found.asset, found.group) for found in pins] == [(parking.unit_index["y2"], 0)]
    assert unheld == ()


def test_a_pin_at_a_banned_place_is_reported() -> None:
    ban = Lock("day", "ban", space="y1")
    assert reported(pinned(ban, pin("day", "y1"))) == [("day", "eligibility")]
    assert reported(pinned(Lock("day", "ban", site="yard"), pin("day", "y1"))) == [("day", "eligibility")]
    assert reported(pinned(ban, pin("day", "y2"))) == []


def test_a_pin_beyond_the_household_cap_is_reported() -> None:
    parking = pinned(pin("day", "y1"), pin("split", "y2"))
    capped = replace(parking, policy=replace(parking.policy, household_cap=1))
    assert reported(capped) == [("split", "household_cap")]


def test_a_pin_beyond_the_cap_on_outside_vehicles_is_reported() -> None:
    assert reported(pinned(pin("after15", "y1"), pin("after14", "y2"))) == [("after14", "outside_cap")]


def test_pins_are_reported_in_the_order_of_the_file() -> None:
    assert reported(pinned(pin("after14", "y2"), pin("after15", "y1"))) == [("after15", "outside_cap")]


def test_pins_to_a_site_move_aside_for_those_that_fit_in_one_way_only() -> None:
    """r34 stands on the first space; r23 meets it and takes the second; r12 meets r23 and can only take the first."""
    ring = replace(cycle(), locks=(pin("r12", site="ring"), pin("r23", site="ring"), pin("r34", "a#1")))
    assert reported(ring) == []
    places = screened_pins(ring)[2]
    unit = ring.unit_index
    assert places == {0: (unit["a#1"],), 1: (unit["a#2"],), 2: (unit["a#1"],)}


def test_four_of_a_ring_fit_on_two_spaces_and_the_fifth_pin_is_reported() -> None:
    locks = tuple(pin(request.id, site="ring") for request in cycle().requests)
    assert reported(replace(cycle(), locks=locks)) == [("r51", "no_overlap")]


def test_a_pinned_right_may_change_spaces_when_only_that_keeps_all_pins() -> None:
    """Both spaces are taken for one season each: one in winter, the other in summer."""
    rules = (WindowRule("workday", start="08:30", end="17:00"),)
    patterns = (
        Pattern("day", rules),
        Pattern("w", (replace(rules[0], season="winter"),)),
        Pattern("s", (replace(rules[0], season="summer"),)),
    )
    requests = (
        asks("w", home_site=None),
        asks("s", home_site=None),
        asks("split", "day", split_at_season=True),
    )
    spaces = awkward().spaces[:2]
    for first, second in (("y1", "y2"), ("y2", "y1")):
        locks = (pin("w", first), pin("s", second), pin("split", site="yard"))
        parking = pinned(*locks, patterns=patterns, requests=requests, spaces=spaces)
        assert reported(parking) == []
        unit = parking.unit_index
        assert screened_pins(parking)[2][2] == (unit[second], unit[first])


def test_a_pin_to_a_space_holds_for_all_parts() -> None:
    """y4 is closed on a summer date: "split" cannot stay there in both seasons."""
    assert reported(pinned(pin("split", "y4"))) == [("split", "eligibility")]
    recipe = formulate(pinned(pin("split", "y2")))
    parking = recipe.case.parking
    assert recipe.start == {parking.request_index["split"]: (parking.unit_index["y2"],) * 2}
