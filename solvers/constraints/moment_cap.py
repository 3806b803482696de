"""At every moment at most so many rights of a class in a group: owner reserve, cap on outside vehicles. Linking."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from solvers.builder import Builder, ones
from solvers.cells import Steps, maximal_cells
from solvers.plan import Violation
from solvers.problem import Plan, Problem
from solvers.window import DAY, Timetable


@dataclass(frozen=True, slots=True)
class MomentCap:
    """Of the requests in `members` (all if None) at most `limits[group]` stand in a group at any moment.

    The owner reserve has as limit, at each moment, the open spaces less the reserve; the cap on outside vehicles is the
    same all the time.
    """

    rule: str
    limits: Mapping[int, Steps]
    members: frozenset[int] | None = None
    within_asset: bool = False

    def post(self, problem: Problem, model: Builder) -> None:
        """One row for each group and maximal cell that could exceed its limit."""
        counted = range(len(problem.requests)) if self.members is None else sorted(self.members)
        for group, limit in self.limits.items():
            by_timetable: dict[Timetable, list[int]] = {}
            for request in counted:
                choices = model.at(request, group)
                for part in problem.requests[request].parts if choices else ():
                    by_timetable.setdefault(part, []).extend(choices)
            kinds = list(by_timetable)
            cells, limits = maximal_cells(kinds, limit)
            for cell, allowed in zip(cells, limits, strict=True):
                choices = [choice for at in cell.nonzero()[0] for choice in by_timetable[kinds[at]]]
                if len(choices) > allowed:
                    model.require(self.rule, ones(choices), None, int(allowed))

    def violations(self, problem: Problem, plan: Plan) -> Iterator[Violation]:
        """The first and worst minute of every group in which too many stand, on a clock of single minutes."""
        present: dict[int, dict[Timetable, int]] = {}
        for assignment in plan:
            if assignment.assets and (self.members is None or assignment.request in self.members):
                standing = present.setdefault(problem.assets[assignment.assets[0]].group, {})
                for part in problem.requests[assignment.request].parts:
                    standing[part] = standing.get(part, 0) + 1
        for group, standing in present.items():
            if group in self.limits:
                yield from self._excess(problem, group, standing)

    def _excess(self, problem: Problem, group: int, standing: Mapping[Timetable, int]) -> Iterator[Violation]:
        last = max((timetable[-1][1] for timetable in standing if timetable), default=0)
        change = np.zeros(last + 2 * DAY + 1, dtype=np.int64)
        for timetable, count in standing.items():
            for start, end in timetable:
                change[start + DAY] += count
                change[end + DAY] -= count
        load = np.cumsum(change)
        excess = load - self.limits[group].at(np.arange(-DAY, last + DAY + 1))
        worst = int(np.argmax(np.where(load > 0, excess, -1)))
        if load[worst] > 0 and excess[worst] > 0:
            numbers = {"minute": worst - DAY, "standing": int(load[worst]), "allowed": int(load[worst] - excess[worst])}
            yield Violation(self.rule, problem.groups[group], (), numbers)
