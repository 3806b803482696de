"""Lower bounds on the workers of an SMPTSP instance.

The linear relaxation of the clique formulation (see `solvers.engines.smptsp`) is as strong as one variable for each
worker's whole timetable, because tasks on a line form an interval matrix. It is solved in floating point, so only its
task prices are used: `priced_bound` turns any prices into a bound by integer arithmetic.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence

from ortools.linear_solver.python import model_builder

from solvers.bench.smptsp import Instance

PRICE_OF_A_WORKER = 1_000_000


def cliques(instance: Instance, tasks: Iterable[int]) -> list[list[int]]:
    """Maximal sets of `tasks` that all run at one moment, by that moment."""
    found: list[list[int]] = []
    running: list[int] = []
    grown = False
    for task in sorted(tasks, key=lambda task: (instance.starts[task], task)):
        still = [other for other in running if instance.ends[other] > instance.starts[task]]
        if grown and len(still) < len(running):
            found.append(running)
        running, grown = [*still, task], True
    return [*found, running] if running else found


def priced_bound(instance: Instance, prices: Sequence[int]) -> int:
    """Lower bound that task prices prove: Lagrangian relaxation of "each task once", rounded up.

    With price u_t a task (in units of ``1 / PRICE_OF_A_WORKER`` workers) and b_w the dearest timetable of worker w,
    every plan uses at least ``sum u_t - sum max(0, b_w - 1)`` workers.

    Parameters
    ----------
    prices
        One integer a task; any integers give a valid bound, linear programming duals a good one.
    """
    excess = (max(0, _dearest(instance, tasks, prices) - PRICE_OF_A_WORKER) for tasks in instance.qualifications)
    return max(0, -((sum(excess) - sum(prices)) // PRICE_OF_A_WORKER))


def _dearest(instance: Instance, tasks: Iterable[int], prices: Sequence[int]) -> int:
    """Largest total price of tasks no two of which overlap."""
    ends: list[int] = []
    best = [0]
    for task in sorted(tasks, key=lambda task: instance.ends[task]):
        before = bisect_right(ends, instance.starts[task])
        ends.append(instance.ends[task])
        best.append(max(best[-1], best[before] + prices[task]))
    return best[-1]


def prices(instance: Instance, seconds: float) -> list[int] | None:
    """Task prices from the linear relaxation, in units of ``1 / PRICE_OF_A_WORKER``; None where it was not solved."""
    model = model_builder.Model()  # type: ignore[no-untyped-call]
    used = [model.new_var(0, 1, False, None) for _ in instance.qualifications]
    doers: list[list[model_builder.Variable]] = [[] for _ in instance.starts]
    for worker, tasks in enumerate(instance.qualifications):
        does = {task: model.new_var(0, 1, False, None) for task in sorted(tasks)}
        for clique in cliques(instance, tasks):
            model.add(model_builder.LinearExpr.sum([does[task] for task in clique]) <= used[worker])
        for task, doer in does.items():
            doers[task].append(doer)
    rows = [model.add(model_builder.LinearExpr.sum(of_task) == 1) for of_task in doers]
    model.minimize(model_builder.LinearExpr.sum(used))
    solver = model_builder.Solver("glop")
    solver.set_time_limit_in_seconds(seconds)
    if solver.solve(model) != model_builder.SolveStatus.OPTIMAL:
        return None
    return [round(solver.dual_value(row) * PRICE_OF_A_WORKER) for row in rows]
