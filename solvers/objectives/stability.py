"""People stay where they were: the same asset as in the previous plan, else the same group."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from solvers.problem import Plan, Problem


@dataclass(frozen=True, slots=True)
class Stability:
    """2 for whoever keeps the previous asset, 1 for whoever stays in its group.

    `previous` maps a request to its previous asset, `group_of` the asset to its group.
    """

    previous: Mapping[int, int]
    group_of: Mapping[int, int]
    name: str = "stability"
    maximise: bool = True
    grain: int = 1

    def by_group(self, request: int, group: int) -> int:
        """1 in the previous group."""
        return int(request in self.previous and self.group_of[self.previous[request]] == group)

    def by_assets(self, request: int, assets: tuple[int, ...]) -> int:
        """1 more on the previous asset, for all parts."""
        return int(request in self.previous and set(assets) == {self.previous[request]})

    def favoured(self, request: int) -> tuple[int, ...] | None:
        """The previous asset."""
        return (self.previous[request],) if request in self.previous else None

    def value(self, problem: Problem, plan: Plan) -> int:
        """2 and 1 added up over the plan."""
        total = 0
        for assignment in plan:
            before = self.previous.get(assignment.request)
            if before is not None:
                same = all(asset == before for asset in assignment.assets)
                total += 2 if same else problem.assets[before].group == problem.assets[assignment.assets[0]].group
        return total
