"""Rights on one asset keep apart by the handover guard. Within one asset."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from solvers.builder import Builder, ones
from solvers.cells import maximal_cells
from solvers.plan import Violation
from solvers.problem import Plan, Problem
from solvers.window import Span, Timetable, first_overlap


@dataclass(frozen=True, slots=True)
class NoOverlap:
    """Between the end of one right and the start of another on the same asset lie at least `guard` minutes."""

    guard: int
    rule: str = "no_overlap"
    within_asset: bool = True

    def post(self, problem: Problem, model: Builder) -> None:
        """At most one choice in each maximal cell of the timetables, prolonged by the guard."""
        for asset in range(len(problem.assets)):
            by_timetable: dict[Timetable, list[int]] = {}
            for choice, request, part in model.on(asset):
                by_timetable.setdefault(problem.requests[request].parts[part], []).append(choice)
            kinds = list(by_timetable)
            cells, _ = maximal_cells([prolonged(timetable, self.guard) for timetable in kinds])
            for cell in cells:
                choices = list(dict.fromkeys(c for at in cell.nonzero()[0] for c in by_timetable[kinds[at]]))
                if len(choices) > 1:
                    model.require(self.rule, ones(choices), None, 1)

    def violations(self, problem: Problem, plan: Plan) -> Iterator[Violation]:
        """The first meeting of every two rights that come too close."""
        users: dict[int, list[tuple[int, int, int]]] = {}
        for at, assignment in enumerate(plan):
            for part, asset in enumerate(assignment.assets[: len(problem.requests[assignment.request].parts)]):
                users.setdefault(asset, []).append((at, assignment.request, part))
        known: dict[tuple[int, int], tuple[Span, Span] | None] = {}
        for asset, parts in users.items():
            for (at_a, a, part_a), (at_b, b, part_b) in combinations(parts, 2):
                first, second = problem.requests[a].parts[part_a], problem.requests[b].parts[part_b]
                key = (id(first), id(second))
                if key not in known:
                    known[key] = first_overlap(first, second, self.guard)
                met = known[key]
                if met and at_a != at_b:
                    names = (problem.requests[a].id, problem.requests[b].id)
                    apart = max(met[0][0], met[1][0]) - min(met[0][1], met[1][1])
                    numbers = {"minute": max(met[0][0], met[1][0]), "apart": apart, "allowed": self.guard}
                    yield Violation(self.rule, problem.assets[asset].id, names, numbers)


def prolonged(timetable: Timetable, guard: int) -> Timetable:
    """Every span prolonged by the guard; those that then touch are left as they are, cells tell them apart."""
    return tuple(
        (start, min(end + guard, timetable[at + 1][0]) if at + 1 < len(timetable) else end + guard)
        for at, (start, end) in enumerate(timetable)
    )
