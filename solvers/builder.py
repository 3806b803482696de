"""The small door through which constraints and objectives speak to a model, whatever engine stands behind it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

Terms = list[tuple[int, int]]
"""Pairs of (variable, whole coefficient)."""


class Builder(Protocol):
    """A model whose yes-or-no variables are choices of a request."""

    def taken(self, request: int) -> Sequence[int]:
        """Variables of all choices of a request."""

    def at(self, request: int, group: int) -> Sequence[int]:
        """Variables of the request's choices in a group."""

    def on(self, asset: int) -> Sequence[tuple[int, int, int]]:
        """(variable, request, part) of every choice that puts a part of a request on the asset."""

    def require(self, rule: str, terms: Terms, low: int | None, high: int | None) -> None:
        """Keep the sum of `terms` between `low` and `high`; None leaves a side open."""


def ones(variables: Sequence[int]) -> Terms:
    """Terms with coefficient one."""
    return [(variable, 1) for variable in variables]
