"""How evenly something is spread over people."""

from __future__ import annotations

from collections.abc import Iterable


def gini(values: Iterable[float]) -> float:
    """Gini coefficient (Gini 1912) of values that are not negative, to four places.

    0 where all have the same, or nobody has anything; near 1 where one has all.
    """
    ordered = sorted(values)
    total = sum(ordered)
    if total <= 0:
        return 0.0
    count = len(ordered)
    weighted = sum(rank * value for rank, value in enumerate(ordered, start=1))
    return round(2 * weighted / (count * total) - (count + 1) / count, 4)
