"""Served priority points: the covenant's weights of everybody who gets a place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from solvers.problem import Plan, Problem


@dataclass(frozen=True, slots=True)
class ServedPoints:
    """Sum of the points of the served requests."""

    points: Sequence[int]
    name: str = "points"
    maximise: bool = True
    grain: int = 1

    def by_group(self, request: int, group: int) -> int:
        """Points of the request."""
        return self.points[request]

    def by_assets(self, request: int, assets: tuple[int, ...]) -> int:
        """Nothing: a place is a place."""
        return 0

    def favoured(self, request: int) -> None:
        """No asset is favoured."""
        return

    def value(self, problem: Problem, plan: Plan) -> int:
        """Points served."""
        return sum(self.points[assignment.request] for assignment in plan)
