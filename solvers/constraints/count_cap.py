"""A household holds at most so many rights. Linking."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from solvers.builder import Builder, ones
from solvers.plan import Violation
from solvers.problem import Plan, Problem


@dataclass(frozen=True, slots=True)
class CountCap:
    """The requests of each named set hold at most `limit` rights."""

    sets: tuple[tuple[str, tuple[int, ...]], ...]
    limit: int
    rule: str = "household_cap"
    within_asset: bool = False

    def post(self, problem: Problem, model: Builder) -> None:
        """One row for each set that could exceed the limit."""
        for _, requests in self.sets:
            choices = [choice for request in requests for choice in model.taken(request)]
            if len(choices) > self.limit:
                model.require(self.rule, ones(choices), None, self.limit)

    def violations(self, problem: Problem, plan: Plan) -> Iterator[Violation]:
        """Every set that holds too many rights."""
        rights = Counter(assignment.request for assignment in plan)
        for name, requests in self.sets:
            held = [problem.requests[request].id for request in requests for _ in range(rights[request])]
            if len(held) > self.limit:
                yield Violation(self.rule, name, tuple(held), {"held": len(held), "allowed": self.limit})
