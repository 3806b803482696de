"""Re-planning: kept rights move as little as possible."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from solvers.problem import Plan, Problem


@dataclass(frozen=True, slots=True)
class Changes:
    """0 for a right of the base that keeps its assets, 1 if it moves within its group, 2 if it moves to another group.

    `base` maps requests to their assets in the base plan, `group_of` assets to groups.
    """

    base: Mapping[int, tuple[int, ...]]
    group_of: Mapping[int, int]
    name: str = "changes"
    maximise: bool = False
    grain: int = 1

    def by_group(self, request: int, group: int) -> int:
        """1 in the group of the base, 2 elsewhere."""
        if request not in self.base:
            return 0
        return 1 if self.group_of[self.base[request][0]] == group else 2

    def by_assets(self, request: int, assets: tuple[int, ...]) -> int:
        """1 less on the assets of the base."""
        return -int(self.base.get(request) == assets)

    def favoured(self, request: int) -> tuple[int, ...] | None:
        """The assets of the base plan."""
        return self.base.get(request)

    def value(self, problem: Problem, plan: Plan) -> int:
        """Moves, the far ones twice."""
        total = 0
        for assignment in plan:
            before = self.base.get(assignment.request, assignment.assets)
            if before != assignment.assets:
                near = problem.assets[before[0]].group == problem.assets[assignment.assets[0]].group
                total += 1 if near else 2
        return total
