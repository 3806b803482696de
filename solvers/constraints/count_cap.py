"""A household holds at most so many rights. Linking."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from solvers.builder import Builder, ones
from solvers.plan import Violation
from solvers.problem import Plan, Problem


@dataclass(frozen=True, slots=True)
class CountCap:
    """Of the requests of each named set at most `limit` are served."""

    sets: tuple[tuple[str, tuple[int, ...]], ...]
    limit: int
    rule: str = "household_cap"
    within_asset: bool = False

    def post(self, problem: Problem, model: Builder) -> None:
        """One row for each set larger than the limit."""
        for _, requests in self.sets:
            if len(requests) > self.limit:
                choices = [choice for request in requests for choice in model.taken(request)]
                model.require(self.rule, ones(choices), None, self.limit)

    def violations(self, problem: Problem, plan: Plan) -> Iterator[Violation]:
        """Every set of which too many are served."""
        served = {assignment.request for assignment in plan}
        for name, requests in self.sets:
            held = [problem.requests[request].id for request in requests if request in served]
            if len(held) > self.limit:
                yield Violation(self.rule, name, tuple(held), {"held": len(held), "allowed": self.limit})
