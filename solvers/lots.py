"""What the lot of a public draw is worth: the last goal of a plan, told so that anyone can add it up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol


class Drawn(Protocol):
    """A request that may have a lot."""

    @property
    def id(self) -> str: ...
    @property
    def lot(self) -> int | None: ...


def lot_worths(requests: Sequence[Drawn]) -> Mapping[int, int]:
    """What each request with a lot counts, by its position: of `n` the first counts `n`, the last 1.

    The smaller lot comes first, of equal lots the smaller id. Nothing but the order decides, so that a lot never weighs
    more than by its place in the line; a request without a lot counts nothing.
    """
    drawn = sorted((request.lot, request.id, at) for at, request in enumerate(requests) if request.lot is not None)
    return {at: len(drawn) - rank for rank, (_, _, at) in enumerate(drawn)}
