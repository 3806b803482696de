"""Tiles cover a round once and never part partner sites."""

from datetime import date
from functools import cache

import pytest

from scheduler.calendar import horizon
from solvers.engines.tiling import Tilings, batches, components
from solvers.parking.case import ParkingCase
from solvers.parking.generate import Scale, generate_parking


@cache
def case() -> ParkingCase:
    return ParkingCase(generate_parking(Scale(16, 160, 400), 1, horizon(date(2026, 4, 20), date(2026, 5, 17))))


def asked_sites() -> list[int]:
    return sorted({site for sites in case().choices for site in sites})


@pytest.mark.parametrize("size", [1, 2, 3, 5, 99])
@pytest.mark.parametrize("number", range(4))
def test_every_site_stands_in_one_tile(size: int, number: int) -> None:
    tiles = Tilings(case(), size, seed=1).cut(number)
    assert sorted(site for tile in tiles for site in tile) == asked_sites()


@pytest.mark.parametrize("size", [1, 2, 3])
def test_partner_sites_stand_in_one_tile(size: int) -> None:
    index = case().parking.site_index
    assert len(case().parking.partners) > 1
    for number in range(4):
        tile_of = {site: at for at, tile in enumerate(Tilings(case(), size, 1).cut(number)) for site in tile}
        apart = [p for p in case().parking.partners if tile_of[index[p.a]] != tile_of[index[p.b]]]
        assert apart == []


def test_a_tile_is_larger_than_asked_only_for_partners() -> None:
    longest = max(map(len, components(case())))
    for number in range(4):
        assert max(map(len, Tilings(case(), 3, 1).cut(number))) <= max(3, longest)


def test_tilings_change_with_number_and_seed_and_repeat() -> None:
    cuts = [tuple(Tilings(case(), 3, seed).cut(number)) for seed in (1, 2) for number in (0, 1)]
    assert len(set(cuts)) == 4
    assert tuple(Tilings(case(), 3, 1).cut(0)) == cuts[0]


def test_batches_keep_the_order_of_tiles() -> None:
    assert batches([(0,), (1,), (2,), (3,), (4,)], 2) == [[(0,), (1,)], [(2,), (3,)], [(4,)]]
