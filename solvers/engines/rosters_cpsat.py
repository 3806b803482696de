"""CP-SAT on a roster's program: one worker, a work limit, the roster so far as a complete start."""

from __future__ import annotations

from dataclasses import dataclass

from ortools.sat.python import cp_model

from solvers.engines.rosters_program import Program, Row

MOST = 1 << 40


@dataclass(frozen=True, slots=True)
class Answer:
    """Values of the free options (None if nothing was found), the proven bound of the cost, and the work done."""

    values: tuple[bool, ...] | None
    bound: int
    work: float
    proven: bool


def solve_program(program: Program, work: float, seconds: float, seed: int) -> Answer:
    """Lower the cost of a program as far as the limits allow."""
    model = cp_model.CpModel()
    columns = [model.new_bool_var("") if upper == 1 else model.new_int_var(0, upper, "") for upper in program.upper]
    for row in program.rows:
        _add(model, columns, row)
    model.minimize(cp_model.LinearExpr.weighted_sum(columns, program.price) + program.paid)
    for column, value in zip(columns, program.start, strict=True):
        model.add_hint(column, value)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = seed
    # The linear relaxation is nearly whole here: with all of it most pieces are proven in moments, without it few are.
    solver.parameters.linearization_level = 2
    solver.parameters.cp_model_probing_level = 0
    solver.parameters.symmetry_level = 0
    solver.parameters.max_deterministic_time = max(0.01, min(1e6, work))
    solver.parameters.max_time_in_seconds = max(0.1, min(1e6, seconds))
    status = solver.solve(model)
    spent = float(solver.response_proto.deterministic_time)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return Answer(None, 0, spent, False)
    values = tuple(solver.boolean_value(columns[at]) for at in range(len(program.free)))
    return Answer(values, round(solver.best_objective_bound), spent, status == cp_model.OPTIMAL)


def _add(model: cp_model.CpModel, columns: list[cp_model.IntVar], row: Row) -> None:
    mine = [columns[at] for at in row.columns]
    if row.high == 1 and row.low is None and all(worth == 1 for worth in row.coefficients):
        model.add_at_most_one(mine)
        return
    terms = cp_model.LinearExpr.weighted_sum(mine, row.coefficients)
    low, high = -MOST if row.low is None else row.low, MOST if row.high is None else row.high
    model.add_linear_constraint(terms, low, high)
