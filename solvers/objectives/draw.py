"""The public draw: between plans that are equal in everything else, the better lots are served."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from solvers.problem import Plan, Problem


@dataclass(frozen=True, slots=True)
class Draw:
    """Worth of the lots of the served requests; `worth` by request, see `solvers.lots`."""

    worth: Mapping[int, int]
    name: str = "draw"
    maximise: bool = True
    grain: int = 1

    def by_group(self, request: int, group: int) -> int:
        """Worth of the request's lot, wherever it is served."""
        return self.worth.get(request, 0)

    def by_assets(self, request: int, assets: tuple[int, ...]) -> int:
        """Nothing: a place is a place."""
        return 0

    def favoured(self, request: int) -> None:
        """No asset is favoured."""
        return

    def value(self, problem: Problem, plan: Plan) -> int:
        """Worths added up."""
        return sum(self.worth.get(assignment.request, 0) for assignment in plan)
