"""How evenly something is spread over people."""

from __future__ import annotations

from collections.abc import Sequence


def gini(shares: Sequence[float]) -> float:
    """Gini's coefficient (Gini 1912) of shares that are not negative.

    0 where all shares are equal or nobody has anything, near 1 where one has everything. With shares in ascending
    order, ``G = (2 Σ i·x_i) / (n Σ x_i) - (n + 1) / n``, which equals half the mean absolute difference of all pairs
    over the mean.
    """
    ordered, count, total = sorted(shares), len(shares), sum(shares)
    if not total:
        return 0.0
    ranked = sum(at * share for at, share in enumerate(ordered, start=1))
    return max(0.0, 2 * ranked / (count * total) - (count + 1) / count)
