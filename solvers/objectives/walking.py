"""Walking metres between home and space, in steps of 100 m."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from solvers.problem import Plan, Problem

STEP = 100


@dataclass(frozen=True, slots=True)
class Walking:
    """Sum of the walks of the served requests; `metres[request][group]`, each rounded up to a step of 100 m."""

    metres: Sequence[Mapping[int, int]]
    name: str = "walking"
    maximise: bool = False
    grain: int = STEP

    def by_group(self, request: int, group: int) -> int:
        """Metres of the walk, rounded up."""
        return -(-self.metres[request].get(group, 0) // STEP) * STEP

    def by_assets(self, request: int, assets: tuple[int, ...]) -> int:
        """Nothing: a walk ends at the gate."""
        return 0

    def favoured(self, request: int) -> None:
        """No asset is favoured."""
        return

    def value(self, problem: Problem, plan: Plan) -> int:
        """Metres walked."""
        total = 0
        for assignment in plan:
            walk = self.metres[assignment.request].get(problem.assets[assignment.assets[0]].group, 0)
            total += walk if walk % STEP == 0 else walk + STEP - walk % STEP
        return total
