"""Invented rounds have the sizes they say and repeat."""

from __future__ import annotations

import pytest

from solvers.rooms.generate import ROOMS_SCALES, generate_rooms
from tests.solvers.rooms.small import weeks


@pytest.mark.parametrize(
    ("size", "counts"),
    [("mini", (3, 7, 1, 60)), ("season", (18, 81, 6, 1_500))],
)
def test_a_round_has_the_facilities_rooms_halls_and_requests_of_its_size(
    size: str, counts: tuple[int, int, int, int]
) -> None:
    problem = generate_rooms(ROOMS_SCALES[size], 1, weeks(13))
    halls = sum(room.id.startswith("h") for room in problem.rooms)
    assert (len(problem.facilities), len(problem.rooms) - halls, halls, len(problem.requests)) == counts


def test_the_same_seed_gives_the_same_round_and_another_one_another() -> None:
    first, again, other = (generate_rooms(ROOMS_SCALES["mini"], seed, weeks(13)) for seed in (1, 1, 2))
    assert first == again
    assert first != other
