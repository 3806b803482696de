"""Re-planning: as many rights of the base plan as possible are kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from solvers.problem import Plan, Problem


@dataclass(frozen=True, slots=True)
class Kept:
    """1 for every right of the base plan that is still served; `base` maps requests to their assets in the base."""

    base: Mapping[int, tuple[int, ...]]
    name: str = "kept"
    maximise: bool = True
    grain: int = 1

    def by_group(self, request: int, group: int) -> int:
        """1 for a right of the base."""
        return int(request in self.base)

    def by_assets(self, request: int, assets: tuple[int, ...]) -> int:
        """Nothing: where it is kept is the next goal."""
        return 0

    def favoured(self, request: int) -> None:
        """No asset is favoured."""
        return

    def value(self, problem: Problem, plan: Plan) -> int:
        """Rights kept."""
        return sum(assignment.request in self.base for assignment in plan)
