"""Invented rounds: the same for the same seed, and as hard as a street."""

from datetime import date
from itertools import pairwise

import pytest

from scheduler.calendar import horizon
from solvers.parking.generate import SCALES, Scale, generate_parking
from solvers.parking.hardness import asked_over_supplied, hardness_of
from solvers.parking.problem import ParkingProblem
from solvers.parking.recipe import formulate

FOUR_WEEKS = horizon(date(2026, 4, 20), date(2026, 5, 17))
HALF_YEAR = horizon(date(2026, 1, 1), date(2026, 6, 30))


@pytest.fixture(scope="module")
def street() -> ParkingProblem:
    return generate_parking(SCALES["street"], 1, HALF_YEAR)


@pytest.mark.parametrize("size", ["tiny", "mini"])
def test_the_same_seed_invents_the_same_round(size: str) -> None:
    assert generate_parking(SCALES[size], 5, FOUR_WEEKS) == generate_parking(SCALES[size], 5, FOUR_WEEKS)


def test_seeds_invent_different_rounds() -> None:
    found = [generate_parking(SCALES["tiny"], seed, FOUR_WEEKS) for seed in range(10)]
    assert all(a != b for a, b in pairwise(found))


@pytest.mark.parametrize("size", ["tiny", "mini"])
def test_a_size_has_its_sites_spaces_and_requests(size: str) -> None:
    scale, parking = SCALES[size], generate_parking(SCALES[size], 2, FOUR_WEEKS)
    assert (len(parking.sites), len(parking.units), len(parking.requests)) == (
        scale.sites,
        scale.spaces,
        scale.requests,
    )


@pytest.mark.parametrize("sites", [1, 2, 3, 4])
def test_few_sites_make_a_round_too(sites: int) -> None:
    parking = generate_parking(Scale(sites, 20, 70), 1, FOUR_WEEKS)

    assert (len(parking.sites), len(parking.requests)) == (sites, 70)
    assert {site.kind for site in parking.sites} == ({"compound", "tower"} if sites > 1 else {"compound"})


@pytest.mark.parametrize("seed", range(20))
def test_tiny_rounds_offer_choices_to_somebody(seed: int) -> None:
    case = formulate(generate_parking(SCALES["tiny"], seed, FOUR_WEEKS)).case
    assert sum(bool(sites) for sites in case.choices) >= 3


def test_a_street_is_as_hard_as_streets_are(street: ParkingProblem) -> None:
    recipe = formulate(street)
    hardness = hardness_of(recipe)
    assert (len(street.sites), len(street.units), len(street.requests)) == (30, 1_700, 4_000)
    assert hardness["patterns"] >= 600
    assert hardness["pools"] >= 600
    assert hardness["pairs"] >= 12_000
    assert 1.25 <= asked_over_supplied(recipe) <= 1.35


def test_two_fifths_of_the_spaces_of_a_street_have_windows_of_their_own(street: ParkingProblem) -> None:
    own = sum(space.windows is not None for space in street.spaces)
    assert 0.37 <= own / len(street.spaces) <= 0.43


def test_a_street_has_partners_gates_families_and_a_previous_plan(street: ParkingProblem) -> None:
    case = formulate(street).case
    assert len(street.partners) >= 3
    assert any(site.gate_limit is not None for site in street.sites)
    assert any(site.curfews for site in street.sites)
    assert len(case.vehicles) >= 20
    assert len(case.households) >= 5
    assert 0.4 <= sum(r.previous_space is not None for r in street.requests) / 4_000 <= 0.55
