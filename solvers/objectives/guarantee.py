"""Nobody who can be served loses too often in a row: as many guaranteed requests as possible are served."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass

from solvers.problem import Plan, Problem


@dataclass(frozen=True, slots=True)
class Guarantee:
    """1 for every served request among `requests` (by position)."""

    requests: Set[int]
    name: str = "guarantee"
    maximise: bool = True
    grain: int = 1

    def by_group(self, request: int, group: int) -> int:
        """1 for a guaranteed request."""
        return int(request in self.requests)

    def by_assets(self, request: int, assets: tuple[int, ...]) -> int:
        """Nothing: a place is a place."""
        return 0

    def favoured(self, request: int) -> None:
        """No asset is favoured."""
        return

    def value(self, problem: Problem, plan: Plan) -> int:
        """Guaranteed requests served."""
        return sum(assignment.request in self.requests for assignment in plan)
