"""One vehicle cannot stand in two places: its rights do not meet in time. Linking."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from solvers.builder import Builder, ones
from solvers.cells import maximal_cells
from solvers.plan import Violation
from solvers.problem import Plan, Problem
from solvers.window import Timetable, merged, overlaps


@dataclass(frozen=True, slots=True)
class Exclusive:
    """Of the rights of each set at most one is active at any moment."""

    sets: tuple[tuple[int, ...], ...]
    rule: str = "one_right_per_vehicle"
    within_asset: bool = False

    def post(self, problem: Problem, model: Builder) -> None:
        """One row for each set and maximal cell with two or more choices."""
        for requests in self.sets:
            cells, _ = maximal_cells([whole(problem, request) for request in requests])
            for cell in cells:
                choices = [choice for at in cell.nonzero()[0] for choice in model.taken(requests[at])]
                if len(choices) > 1:
                    model.require(self.rule, ones(choices), None, 1)

    def violations(self, problem: Problem, plan: Plan) -> Iterator[Violation]:
        """Every two rights of one set that meet."""
        rights = Counter(assignment.request for assignment in plan)
        for requests in self.sets:
            for a, b in combinations([request for request in requests for _ in range(rights[request])], 2):
                if overlaps(whole(problem, a), whole(problem, b)):
                    names = (problem.requests[a].id, problem.requests[b].id)
                    yield Violation(self.rule, "", names, {"rights": 2, "allowed": 1})


def whole(problem: Problem, request: int) -> Timetable:
    """All parts of a request as one timetable."""
    parts = problem.requests[request].parts
    return parts[0] if len(parts) == 1 else merged(span for part in parts for span in part)
