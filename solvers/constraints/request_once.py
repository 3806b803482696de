"""Each request is served at most once, with one asset for each part, all in one group. Linking."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from solvers.builder import Builder, ones
from solvers.plan import Violation
from solvers.problem import Plan, Problem


@dataclass(frozen=True, slots=True)
class RequestOnce:
    """At most one choice for each request."""

    rule: str = "request_once"
    within_asset: bool = False

    def post(self, problem: Problem, model: Builder) -> None:
        """Sum of a request's choices is at most one."""
        for request in range(len(problem.requests)):
            choices = model.taken(request)
            if len(choices) > 1:
                model.require(self.rule, ones(choices), None, 1)

    def violations(self, problem: Problem, plan: Plan) -> Iterator[Violation]:
        """A request served twice, with a wrong number of assets, or across groups."""
        seen: set[int] = set()
        for assignment in plan:
            request = problem.requests[assignment.request]
            groups = {problem.assets[asset].group for asset in assignment.assets}
            if assignment.request in seen:
                yield Violation(self.rule, "", (request.id,), {"served": 2, "allowed": 1})
            elif len(assignment.assets) != len(request.parts) or len(groups) != 1:
                yield Violation(
                    self.rule, "", (request.id,), {"assets": len(assignment.assets), "allowed": len(request.parts)}
                )
            seen.add(assignment.request)
