"""The later goals of a season: all options at once where they are few, else facility by facility."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import floor

from solvers.engines.linear import LinearSolution
from solvers.engines.rooms_model import RoomsModel
from solvers.engines.rooms_solve import Solve
from solvers.rooms.case import RoomsCase
from solvers.rooms.goals import GUARANTEE, Goal, links_of

PART_OPTIONS = 5_000
"""Most options freed at once while polishing."""
PART_NODES = 50
MINOR_NODES = 1
"""Nodes for the goals after the second, which are long in proving what they find at once."""
SLACK = 1e-6


@dataclass(frozen=True)
class Part:
    """A model of what may change, the chosen options that it does not concern, and how far to search."""

    model: RoomsModel
    elsewhere: list[int]
    nodes: int
    proving: bool


def improve(
    solve: Solve,
    free: Sequence[int],
    nodes: int,
    upto: Sequence[Goal] | None = None,
    *,
    proving: bool = False,
    held: bool = False,
) -> None:
    """Choose anew among the options `free`, goal by goal (the goals `upto`, or all); the plan never becomes worse.

    With `proving` the bounds of the goals are those of this solve; with `held` the first goal stays as it is. So
    does the number of guaranteed sections once it is settled.
    """
    inside = set(free)
    others = [at for at in solve.chosen if at not in inside]
    fixed = concerned(solve.case, free, others)
    near = set(fixed)
    model = RoomsModel(solve.case, solve.rows_for((*free, *fixed)), free, fixed, solve.base)
    part = Part(model, [at for at in others if at not in near], nodes, proving)
    before, rank = solve.chosen, _rank(solve)
    for goal in solve.goals if upto is None else upto:
        settled = (held and goal is solve.first) or (solve.promised and goal is GUARANTEE)
        if solve.watch.over() or not _raise(solve, part, goal, settled):
            break
    if _rank(solve) < rank:
        solve.chosen = before


def concerned(case: RoomsCase, free: Sequence[int], others: Sequence[int]) -> list[int]:
    """Those of `others` that share a house, a quota, people or a wish with the options `free`: the rest has no say."""
    if any(quota.scope == "category" for quota in case.rooms.quotas):
        return list(others)
    houses = {case.rooms.facility_of[case.options[at].room] for at in free}
    sections = {case.options[at].section for at in free}
    pairs = [(a, b) for a, b, _ in (*case.conflicts, *links_of(case))]
    partners = {b for a, b in pairs if a in sections} | {a for a, b in pairs if b in sections}
    parties = {party.id: party.household or party.id for party in case.rooms.parties}
    holders = {parties[case.rooms.requests[at].party] for at in sections}

    def near(at: int) -> bool:
        option = case.options[at]
        same = parties[case.rooms.requests[option.section].party] in holders
        return same or option.section in partners or case.rooms.facility_of[option.room] in houses

    return [at for at in others if near(at)]


def _raise(solve: Solve, part: Part, goal: Goal, settled: bool) -> bool:
    """Raise one goal as far as it goes and hold it there; False if nothing was found."""
    model, worth = part.model, part.model.worth_of(goal)
    if settled or (part.proving and solve.bounds.get(goal.name) == solve.value(goal)):
        outside = [solve.case.options[at] for at in (*part.elsewhere, *model.fixed)]
        reached = (solve.value(goal) - goal.value(solve.case, outside)) * (1 if goal.maximise else -1)
    else:
        found = _solved(solve, part, goal, worth)
        if found.values is None:
            return False
        chosen = [at for at, column in model.at.items() if found.values[column] > 0.5]
        solve.chosen = [*part.elsewhere, *model.fixed, *chosen]
        if part.proving and found.bound < float("inf"):
            _note_bound(solve, goal, found.bound)
        reached = round(sum(value * found.values[column] for column, value in worth.items()))
    model.linear.row(list(worth), list(worth.values()), reached - 0.5, float("inf"))
    return True


def _solved(solve: Solve, part: Part, goal: Goal, worth: Mapping[int, float]) -> LinearSolution:
    """The model with one goal, from the plan so far."""
    model = part.model
    model.linear.objective = [worth.get(column, 0.0) for column in range(len(model.linear.objective))]
    minor, now = goal in solve.goals[solve.lead + 2 :] and not solve.base, set(solve.chosen)
    hint = {column: float(at in now) for at, column in model.at.items()}
    return solve.mip(model.linear, min(part.nodes, MINOR_NODES) if minor else part.nodes, hint=hint)


def _note_bound(solve: Solve, goal: Goal, bound: float) -> None:
    value = solve.value(goal)
    told = floor(bound + SLACK * max(1.0, abs(bound)))
    solve.bounds[goal.name] = max(told, value) if goal.maximise else min(-told, value)


def _rank(solve: Solve) -> tuple[int, ...]:
    values = ((solve.value(goal), goal.maximise) for goal in solve.goals)
    return tuple(value if upwards else -value for value, upwards in values)


def polish(solve: Solve) -> None:
    """Facility by facility: sections that are there or nowhere choose anew."""
    case = solve.case
    for facility in range(len(case.rooms.facilities)):
        if solve.watch.over():
            return
        for free in _parts(case, solve.chosen, facility):
            if free and not solve.watch.over():
                improve(solve, free, PART_NODES, held=True)
        solve.report("polish", (facility + 1) / len(case.rooms.facilities))


def _parts(case: RoomsCase, chosen: Sequence[int], facility: int) -> Iterable[list[int]]:
    """Options of the sections that meet in a facility, in parts that are not too large."""
    there = {case.options[at].section for at in chosen if case.rooms.facility_of[case.options[at].room] == facility}
    part: list[int] = []
    for section in sorted(there):
        if part and len(part) + len(case.options_at[section]) > PART_OPTIONS:
            yield part
            part = []
        part.extend(case.options_at[section])
    yield part
