"""A problem with its rules and goals: what every engine solves, every verifier checks and every report scores."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from solvers.constraints.protocol import Constraint
from solvers.objectives.protocol import Objective
from solvers.plan import Violation
from solvers.problem import Plan, Problem


@dataclass(frozen=True, slots=True)
class Formulation:
    """Rules bind at once, goals count in order (tiers)."""

    problem: Problem
    constraints: Sequence[Constraint]
    objectives: Sequence[Objective]

    def verify(self, plan: Plan) -> list[Violation]:
        """Every violation of every rule, told without a solver; empty for a valid plan."""
        return [found for constraint in self.constraints for found in constraint.violations(self.problem, plan)]

    def score(self, plan: Plan) -> tuple[int, ...]:
        """Value of each goal."""
        return tuple(objective.value(self.problem, plan) for objective in self.objectives)

    def rank(self, plan: Plan) -> tuple[int, ...]:
        """Values signed so that a greater tuple is the better plan."""
        return tuple(
            value if objective.maximise else -value
            for objective, value in zip(self.objectives, self.score(plan), strict=True)
        )
