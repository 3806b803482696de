"""A gate lets only so many vehicles in and out in a quarter of an hour. Linking."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from solvers.builder import Builder, Terms
from solvers.cells import Ints
from solvers.plan import Violation
from solvers.problem import Plan, Problem
from solvers.window import Timetable

QUARTER = 15


@dataclass(frozen=True, slots=True)
class FlowCap:
    """Entries and exits together, in each quarter of an hour of the clock, stay within `limits[group]`."""

    limits: Mapping[int, int]
    rule: str = "gate_throughput"
    within_asset: bool = False

    def post(self, problem: Problem, model: Builder) -> None:
        """One row for each group and distinct quarter that could exceed its limit."""
        for group, limit in self.limits.items():
            choices: list[tuple[tuple[int, ...], tuple[Timetable, ...]]] = []
            for request, asked in enumerate(problem.requests):
                variables = model.at(request, group)
                if variables:
                    choices.append((tuple(variables), asked.parts))
            for counts in distinct_quarters([parts for _, parts in choices]):
                terms: Terms = [
                    (variable, int(counts[at])) for at in counts.nonzero()[0] for variable in choices[at][0]
                ]
                if sum(count for _, count in terms) > limit:
                    model.require(self.rule, terms, None, limit)

    def violations(self, problem: Problem, plan: Plan) -> Iterator[Violation]:
        """Every quarter in which more vehicles pass than the gate lets through."""
        passing: dict[int, Counter[int]] = {}
        for assignment in plan:
            group = problem.assets[assignment.assets[0]].group if assignment.assets else -1
            if group in self.limits:
                counter = passing.setdefault(group, Counter())
                for part in problem.requests[assignment.request].parts:
                    for start, end in part:
                        counter[start // QUARTER] += 1
                        counter[end // QUARTER] += 1
        for group, counter in passing.items():
            for quarter, count in sorted(counter.items()):
                if count > self.limits[group]:
                    numbers = {"minute": quarter * QUARTER, "passing": count, "allowed": self.limits[group]}
                    yield Violation(self.rule, problem.groups[group], (), numbers)


def distinct_quarters(requests: Sequence[tuple[Timetable, ...]]) -> Ints:
    """Passings of each request (columns) in each quarter of an hour, one row for each distinct quarter."""
    events = [np.asarray([t // QUARTER for part in parts for span in part for t in span]) for parts in requests]
    full = [event for event in events if len(event)]
    if not full:
        return np.zeros((0, len(events)), dtype=np.int64)
    low, high = min(int(event.min()) for event in full), max(int(event.max()) for event in full)
    table = np.zeros((high - low + 1, len(events)), dtype=np.int64)
    for at, event in enumerate(events):
        if len(event):
            table[:, at] = np.bincount(event - low, minlength=len(table))
    return np.unique(table[table.any(axis=1)], axis=0)
