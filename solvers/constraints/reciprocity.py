"""Partner sites swap spaces: what one receives and gives stays in balance. Linking."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from solvers.builder import Builder, Terms
from solvers.plan import Violation
from solvers.problem import Plan, Problem


@dataclass(frozen=True, slots=True)
class Reciprocity:
    """Rights of the people of `a` at `b` minus rights of the people of `b` at `a` stay within `tolerance`.

    `home` names the group a request comes from; requests without a home do not count.
    """

    a: int
    b: int
    tolerance: int
    home: Mapping[int, int]
    rule: str = "reciprocity"
    within_asset: bool = False

    def post(self, problem: Problem, model: Builder) -> None:
        """One row with both limits."""
        terms: Terms = []
        for request, home in self.home.items():
            if home == self.a:
                terms += [(choice, 1) for choice in model.at(request, self.b)]
            elif home == self.b:
                terms += [(choice, -1) for choice in model.at(request, self.a)]
        if terms:
            model.require(self.rule, terms, -self.tolerance, self.tolerance)

    def violations(self, problem: Problem, plan: Plan) -> Iterator[Violation]:
        """The balance, if it leaves the tolerance."""
        given = received = 0
        for assignment in plan:
            group = problem.assets[assignment.assets[0]].group if assignment.assets else -1
            home = self.home.get(assignment.request)
            received += home == self.a and group == self.b
            given += home == self.b and group == self.a
        if abs(received - given) > self.tolerance:
            numbers = {"received": received, "given": given, "allowed": self.tolerance}
            yield Violation(self.rule, f"{problem.groups[self.a]}~{problem.groups[self.b]}", (), numbers)
