"""What the worker processes see of a solve."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import floor

from solvers.objectives.protocol import Objective
from solvers.parking.recipe import Recipe
from solvers.parking.site_rows import SiteRows

SLACK = 1e-6


@dataclass
class Shared:
    """The recipe, and the rows of each site."""

    recipe: Recipe
    rows: list[SiteRows]

    @property
    def objectives(self) -> Sequence[Objective]:
        """Goals in order."""
        return self.recipe.formulation.objectives


def unsigned(goal: Objective, bound: float) -> int:
    """A signed upper bound as the goal's own bound, tightened to its grain.

    A bound is let off by the millionth that a solver's tolerances may have cost it, so that it stays one.
    """
    steps = floor(bound / goal.grain + SLACK * max(1.0, abs(bound) / goal.grain))
    return steps * goal.grain if goal.maximise else -steps * goal.grain
