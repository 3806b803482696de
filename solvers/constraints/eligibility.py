"""What a request may use at all. Impossible choices are absent from a model; a plan from elsewhere is checked."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from solvers.builder import Builder, ones
from solvers.plan import Violation
from solvers.problem import Plan, Problem

Refusals = Callable[[int, int, int], list[Violation]]
"""(request, part, asset) to everything that speaks against it, in plain Python."""
Fits = Callable[[int, int, int], bool]
"""(request, part, asset) to whether the model may offer it."""


@dataclass(frozen=True, slots=True)
class Eligibility:
    """Choices that the domain's filters exclude are never taken.

    `fits` is the solver's statement, `refusals` the verifier's: two tellings of the same filters.
    """

    fits: Fits
    refusals: Refusals
    rule: str = "eligibility"
    within_asset: bool = True

    def post(self, problem: Problem, model: Builder) -> None:
        """Force to zero whatever the model offers against the filters."""
        for asset in range(len(problem.assets)):
            wrong = [choice for choice, request, part in model.on(asset) if not self.fits(request, part, asset)]
            if wrong:
                model.require(self.rule, ones(wrong), None, 0)

    def violations(self, problem: Problem, plan: Plan) -> Iterator[Violation]:
        """Each filter that an assignment does not pass."""
        for assignment in plan:
            for part, asset in zip(
                range(len(problem.requests[assignment.request].parts)), assignment.assets, strict=False
            ):
                yield from self.refusals(assignment.request, part, asset)
