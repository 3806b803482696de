"""Linear and mixed-integer models as arrays, solved through MathOpt: GLOP and PDLP for LPs, HiGHS for MIPs.

Work is counted in units of about a second from iterations and non-zeros, never from a clock, so that limits repeat.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Event, Thread
from typing import Any

import numpy as np
from numpy.typing import NDArray
from ortools.glop import parameters_pb2
from ortools.math_opt import model_pb2
from ortools.math_opt.python import mathopt
from ortools.math_opt.solvers import highs_pb2
from ortools.pdlp import solvers_pb2
from ortools.util.python.solve_interrupter import SolveInterrupter

Floats = NDArray[np.float64]
INFINITY = float("inf")
GLOP_WORK = 5e-9
PDLP_WORK = 1e-8
HIGHS_WORK = 1.6e-8
"""Work units for each iteration and non-zero of a model, measured once on an ordinary machine."""
LOOK_SECONDS = 0.2
SHARDS = 8
"""PDLP sums shard by shard: a fixed number gives the same sums for any number of threads."""


@dataclass
class LinearModel:
    """``maximise objective @ x`` over ``low <= A @ x <= high``, ``0 <= x <= upper``, columns added one by one."""

    objective: list[float] = field(default_factory=list)
    upper: list[float] = field(default_factory=list)
    low: list[float] = field(default_factory=list)
    high: list[float] = field(default_factory=list)
    row_of: list[int] = field(default_factory=list)
    column_of: list[int] = field(default_factory=list)
    coefficient: list[float] = field(default_factory=list)
    continuous: set[int] = field(default_factory=set)

    def column(self, worth: float, upper: float = INFINITY, *, integer: bool = True) -> int:
        """Add a variable and return its position."""
        self.objective.append(worth)
        self.upper.append(upper)
        at = len(self.objective) - 1
        if not integer:
            self.continuous.add(at)
        return at

    def row(self, columns: Sequence[int], coefficients: Sequence[float], low: float, high: float) -> int:
        """Add a row (each column once) and return its position."""
        at = len(self.low)
        self.low.append(low)
        self.high.append(high)
        self.row_of += [at] * len(columns)
        self.column_of += columns
        self.coefficient += coefficients
        return at

    def restricted(self, kept: NDArray[np.bool_]) -> LinearModel:
        """The same model with the columns `kept` alone, in their order."""
        place = np.cumsum(kept) - 1
        column = np.asarray(self.column_of, dtype=np.int64)
        mine = kept[column]
        return LinearModel(
            np.asarray(self.objective)[kept].tolist(),
            np.asarray(self.upper)[kept].tolist(),
            self.low,
            self.high,
            np.asarray(self.row_of, dtype=np.int64)[mine].tolist(),
            place[column[mine]].tolist(),
            np.asarray(self.coefficient, dtype=np.float64)[mine].tolist(),
            {int(place[at]) for at in self.continuous if kept[at]},
        )

    def proto(self, *, relaxed: bool) -> model_pb2.ModelProto:
        """The model as MathOpt reads it."""
        model = model_pb2.ModelProto()
        columns, rows = len(self.objective), len(self.low)
        model.variables.ids.extend(range(columns))
        model.variables.lower_bounds.extend([0.0] * columns)
        model.variables.upper_bounds.extend(self.upper)
        model.variables.integers.extend(not relaxed and at not in self.continuous for at in range(columns))
        model.objective.maximize = True
        worth = np.asarray(self.objective)
        used = np.flatnonzero(worth)
        model.objective.linear_coefficients.ids.extend(used.tolist())
        model.objective.linear_coefficients.values.extend(worth[used].tolist())
        model.linear_constraints.ids.extend(range(rows))
        model.linear_constraints.lower_bounds.extend(self.low)
        model.linear_constraints.upper_bounds.extend(self.high)
        row, column = np.asarray(self.row_of, dtype=np.int64), np.asarray(self.column_of, dtype=np.int64)
        order = np.lexsort((column, row))
        matrix = model.linear_constraint_matrix
        matrix.row_ids.extend(row[order].tolist())
        matrix.column_ids.extend(column[order].tolist())
        matrix.coefficients.extend(np.asarray(self.coefficient, dtype=np.float64)[order].tolist())
        return model


@dataclass(frozen=True, slots=True)
class LinearSolution:
    """Values of the columns (None if none were found), duals of the rows (LP only), proven bound, work done."""

    values: Floats | None
    duals: Floats | None
    bound: float
    work: float
    finished: bool


class GrowingLp:
    """A relaxation that gains columns between solves and goes on from where it stood (GLOP without presolve)."""

    def __init__(self, linear: LinearModel) -> None:
        self.linear = linear
        self._model = mathopt.Model.from_model_proto(linear.proto(relaxed=True))
        self._rows = sorted(self._model.linear_constraints(), key=lambda row: row.id)
        self._solver = mathopt.IncrementalSolver(self._model, mathopt.SolverType.GLOP)

    def column(self, worth: float, upper: float, rows: Sequence[int], coefficients: Sequence[float]) -> int:
        """Add a variable with its place in the rows and return its position."""
        at = self.linear.column(worth, upper)
        self.linear.row_of += rows
        self.linear.column_of += [at] * len(rows)
        self.linear.coefficient += coefficients
        added = self._model.add_variable(lb=0.0, ub=upper)
        self._model.objective.set_linear_coefficient(added, worth)
        for row, value in zip(rows, coefficients, strict=True):
            self._rows[row].set_coefficient(added, value)
        return at

    def solve(self, seconds: float = INFINITY, cancel: Event | None = None) -> LinearSolution:
        """Solve to the end or as far as the time and whoever may cancel allow; duals belong to the rows in order."""
        glop = parameters_pb2.GlopParameters(use_preprocessing=False)
        parameters = mathopt.SolveParameters(time_limit=_limit(seconds), glop=glop)
        with _interrupter(cancel or Event()) as interrupter:
            answer = self._solver.solve(params=parameters, interrupter=interrupter)
        return _told(self.linear, answer, GLOP_WORK, relaxed=True)


@contextmanager
def _interrupter(cancel: Event) -> Iterator[SolveInterrupter]:
    """Interrupts a solve soon after `cancel` is set."""
    interrupter, done = SolveInterrupter(), Event()

    def watch() -> None:
        while not done.wait(LOOK_SECONDS):
            if cancel.is_set():
                interrupter.interrupt()
                return

    watcher = Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield interrupter
    finally:
        done.set()
        watcher.join()


def solve_lp(model: LinearModel, seconds: float = INFINITY) -> LinearSolution:
    """Solve a small relaxation to the end (GLOP); duals belong to the rows in order."""
    parameters = mathopt.SolveParameters(time_limit=_limit(seconds), threads=1)
    return _solved(model, mathopt.SolverType.GLOP, parameters, relaxed=True)


def solve_large_lp(
    model: LinearModel, threads: int, tolerance: float, iterations: int, seconds: float
) -> LinearSolution:
    """Approximate a large relaxation (PDLP, Applegate and others 2021).

    The values may break rows and the duals may be short of optimal by about `tolerance`, relative: callers derive a
    valid bound from the duals, whatever they are.
    """
    options = solvers_pb2.PrimalDualHybridGradientParams(num_threads=threads, num_shards=SHARDS)
    criteria = options.termination_criteria
    criteria.simple_optimality_criteria.eps_optimal_relative = tolerance
    criteria.simple_optimality_criteria.eps_optimal_absolute = tolerance
    criteria.iteration_limit = iterations
    parameters = mathopt.SolveParameters(time_limit=_limit(seconds), pdlp=options)
    return _solved(model, mathopt.SolverType.PDLP, parameters, relaxed=True)


def solve_mip(
    model: LinearModel, nodes: int, gap: float, seconds: float, seed: int, hint: Mapping[int, float] | None = None
) -> LinearSolution:
    """Solve a mixed-integer model (HiGHS) to `gap` (relative) or `nodes`; a `hint` gives the values of some columns."""
    highs = highs_pb2.HighsOptionsProto()
    highs.int_options["mip_max_nodes"] = nodes
    highs.int_options["random_seed"] = seed
    highs.string_options["parallel"] = "off"
    highs.double_options["mip_rel_gap"] = gap
    parameters = mathopt.SolveParameters(time_limit=_limit(seconds), highs=highs)
    return _solved(model, mathopt.SolverType.HIGHS, parameters, relaxed=False, hint=hint)


def _solved(
    model: LinearModel,
    engine: mathopt.SolverType,
    parameters: mathopt.SolveParameters,
    *,
    relaxed: bool,
    hint: Mapping[int, float] | None = None,
) -> LinearSolution:
    read = mathopt.Model.from_model_proto(model.proto(relaxed=relaxed))
    start = mathopt.ModelSolveParameters()
    if hint is not None:
        values = {read.get_variable(at): value for at, value in hint.items()}
        start.solution_hints.append(mathopt.SolutionHint(variable_values=values))
    rate = {mathopt.SolverType.GLOP: GLOP_WORK, mathopt.SolverType.PDLP: PDLP_WORK}.get(engine, HIGHS_WORK)
    return _told(model, mathopt.solve(read, engine, params=parameters, model_params=start), rate, relaxed=relaxed)


def _told(model: LinearModel, answer: mathopt.SolveResult, rate: float, *, relaxed: bool) -> LinearSolution:
    reason, statistics = answer.termination.reason, answer.solve_stats
    iterations = statistics.simplex_iterations + statistics.first_order_iterations
    work = (iterations + 200 * statistics.node_count) * (len(model.coefficient) + len(model.objective)) * rate
    values = ordered(answer.variable_values()) if answer.has_primal_feasible_solution() else None
    duals = _duals(answer) if relaxed else None
    return LinearSolution(
        values, duals, answer.termination.objective_bounds.dual_bound, work, reason == mathopt.TerminationReason.OPTIMAL
    )


def _duals(answer: mathopt.SolveResult) -> Floats | None:
    """Duals as they are: a feasible dual solution is not needed for a bound."""
    found = answer.solutions[0].dual_solution if answer.solutions else None
    return None if found is None else ordered(found.dual_values)


def ordered(values: dict[Any, float]) -> Floats:
    """Values by the position of their column or row."""
    return np.fromiter((value for _, value in sorted(values.items(), key=lambda item: item[0].id)), dtype=np.float64)


def _limit(seconds: float) -> datetime.timedelta | None:
    return None if seconds == INFINITY else datetime.timedelta(seconds=max(0.1, seconds))
