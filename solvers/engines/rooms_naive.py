"""The baseline one would write first: an optional interval for each option and week, NoOverlap in each room."""

from __future__ import annotations

from collections.abc import Mapping
from math import isfinite
from typing import TYPE_CHECKING

from ortools.sat.python import cp_model

from solvers.rooms.goals import bonus, worth

if TYPE_CHECKING:
    from solvers.engines.rooms_solve import Solve

MOST_INTERVALS = 2_000_000


def solve_naive(solve: Solve) -> Mapping[str, int]:
    """Plan the sessions with CP-SAT from the greedy plan as a hint; returns the bound of that goal, if any."""
    case, model = solve.case, cp_model.CpModel()
    if sum(len(case.options[at].held) for at in solve.columns) > MOST_INTERVALS:
        return {}
    chosen = {at: model.new_bool_var("") for at in solve.columns}
    _no_overlap(solve, model, chosen)
    for kind, columns, values, low, high in zip(
        solve.rows.kinds, solve.rows.columns, solve.rows.values, solve.rows.low, solve.rows.high, strict=True
    ):
        if kind != "room":
            load = cp_model.LinearExpr.weighted_sum(
                [chosen[c] for c in columns.tolist()], list(map(int, values.tolist()))
            )
            model.add(load >= int(low) if isfinite(low) else load <= int(high))
    gain = [worth(case, case.options[at]) * literal for at, literal in chosen.items()]
    model.maximize(cp_model.LinearExpr.sum(gain) + cp_model.LinearExpr.sum(_wholes(solve, model, chosen)))
    for at, literal in chosen.items():
        model.add_hint(literal, at in solve.chosen)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = solve.watch.limits.seed
    solver.parameters.max_time_in_seconds = max(0.1, min(1e6, solve.watch.left()))
    solver.parameters.max_deterministic_time = max(0.1, min(1e6, solve.watch.work_left()))
    status = solver.solve(model)
    solve.watch.work += solver.response_proto.deterministic_time
    solve.watch.struck = solve.watch.left() <= 0
    if status in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        found = [at for at, literal in chosen.items() if solver.boolean_value(literal)]
        if solve.head(found)[: solve.lead] >= solve.head(solve.chosen)[: solve.lead]:
            solve.chosen = found
    return {solve.first.name: int(solver.best_objective_bound)} if not solve.base else {}


def _no_overlap(solve: Solve, model: cp_model.CpModel, chosen: Mapping[int, cp_model.IntVar]) -> None:
    case = solve.case
    by_room: dict[tuple[int, int], list[cp_model.IntervalVar]] = {}
    for at, literal in chosen.items():
        option = case.options[at]
        setup, clear = case.rooms.buffers(option.room)
        size = option.length + setup + clear
        interval = model.new_optional_fixed_size_interval_var(option.start - setup, size, literal, "")
        for atom in case.rooms.atoms[option.room]:
            for day in option.held:
                by_room.setdefault((atom, day), []).append(interval)
    for intervals in by_room.values():
        model.add_no_overlap(intervals)


def _wholes(solve: Solve, model: cp_model.CpModel, chosen: Mapping[int, cp_model.IntVar]) -> list[cp_model.LinearExprT]:
    by_section: dict[int, list[cp_model.IntVar]] = {}
    for at, literal in chosen.items():
        by_section.setdefault(solve.case.options[at].section, []).append(literal)
    out: list[cp_model.LinearExprT] = []
    for section, literals in by_section.items():
        wanted = solve.case.rooms.requests[section].sessions
        if wanted > 1:
            whole = model.new_bool_var("")
            model.add(sum(literals) >= wanted * whole)
            out.append(bonus(solve.case, section) * whole)
    return out
