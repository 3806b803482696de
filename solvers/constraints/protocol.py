"""What a rule is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from solvers.builder import Builder
from solvers.plan import Violation
from solvers.problem import Plan, Problem


class Constraint(Protocol):
    """A rule with two voices.

    `rule` is its stable name. `within_asset` tells on which side it stands: inside the timetable of one asset (a column
    may carry it) or linking assets (it stands in the master).
    """

    @property
    def rule(self) -> str:
        """Stable name of the rule."""

    @property
    def within_asset(self) -> bool:
        """Whether the rule speaks of one asset's timetable only."""

    def post(self, problem: Problem, model: Builder) -> None:
        """State the rule to a model."""

    def violations(self, problem: Problem, plan: Plan) -> Iterator[Violation]:
        """State, without a solver, where `plan` breaks the rule."""
