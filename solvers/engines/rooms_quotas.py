r"""The convex hull of a quota: which numbers of sessions of each length fit into its minutes.

With ``n_c`` sessions that take ``v_c`` minutes of the horizon each, ``sum v_c n_c <= Q``. The maximal
integer vectors ``n^1, n^2, ...`` are listed; ``n <= sum_k w_k n^k``, ``sum_k w_k <= 1`` is the hull of what is allowed
(all of it is closed downwards).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

MOST_VECTORS = 400


def maximal_vectors(budget: int, values: Sequence[int], most: Sequence[int]) -> list[tuple[int, ...]] | None:
    """Maximal vectors ``n`` with ``n <= most`` and ``sum values * n <= budget``; None if there are too many.

    Parameters
    ----------
    budget
        Minutes.
    values
        Minutes of a session of each class, the largest first.
    most
        How many sessions of each class there can be.
    """
    found: list[tuple[int, ...]] = []
    for vector in _vectors(budget, values, most):
        left = budget - sum(value * count for value, count in zip(values, vector, strict=True))
        if all(count == top or value > left for value, count, top in zip(values, vector, most, strict=True)):
            found.append(vector)
        if len(found) > MOST_VECTORS:
            return None
    return found


def _vectors(budget: int, values: Sequence[int], most: Sequence[int]) -> Iterator[tuple[int, ...]]:
    """Every vector in which the last class takes all that the others leave."""
    if not values:
        yield ()
        return
    top = min(most[0], budget // values[0])
    for count in range(top if len(values) == 1 else 0, top + 1):
        for rest in _vectors(budget - count * values[0], values[1:], most[1:]):
            yield (count, *rest)


def merged_classes(classes: Mapping[int, int], grain: int) -> dict[int, int]:
    """Classes with their minutes rounded down to `grain`: fewer of them, and nothing that fitted is lost."""
    out: dict[int, int] = {}
    for value, count in classes.items():
        rounded = max(1, value // grain * grain)
        out[rounded] = out.get(rounded, 0) + count
    return out


def hull(budget: int, classes: Mapping[int, int]) -> tuple[int, dict[int, int], list[tuple[int, ...]]] | None:
    """Grain, counts by rounded minutes (the largest first) and maximal vectors; None if there are always too many.

    Parameters
    ----------
    budget
        Minutes that are left of the quota.
    classes
        How many sessions there can be, by minutes over the horizon.
    """
    for grain in (1, 60, 120, 240, 480):
        coarse = merged_classes(classes, grain)
        ordered = dict(sorted(coarse.items(), reverse=True))
        if len(ordered) <= 8:
            vectors = maximal_vectors(budget, list(ordered), list(ordered.values()))
            if vectors is not None:
                return grain, ordered, vectors
    return None
