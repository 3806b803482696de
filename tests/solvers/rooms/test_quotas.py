"""The hull of a quota holds every vector that fits and no maximal one twice."""

from __future__ import annotations

from itertools import product

from solvers.engines.rooms_quotas import hull, maximal_vectors


def test_maximal_vectors_are_those_to_which_nothing_can_be_added() -> None:
    assert sorted(maximal_vectors(7, [3, 2], [5, 5]) or []) == [(0, 3), (1, 2), (2, 0)]


def test_every_vector_that_fits_lies_below_a_maximal_one() -> None:
    budget, values, most = 12, [5, 3, 2], [2, 3, 4]
    vectors = maximal_vectors(budget, values, most) or []
    for counts in product(*(range(top + 1) for top in most)):
        fits = sum(value * count for value, count in zip(values, counts, strict=True)) <= budget
        below = any(all(a <= b for a, b in zip(counts, vector, strict=True)) for vector in vectors)
        assert fits == below, counts


def test_coarse_classes_never_lose_a_vector() -> None:
    grain, classes, vectors = hull(10_000, dict.fromkeys(range(601, 640, 2), 2)) or (0, {}, [])
    assert (grain, classes) == (60, {600: 40})
    assert vectors == [(16,)]
