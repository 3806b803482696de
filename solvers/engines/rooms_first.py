"""The first goal of a season: its proven bound, and a plan close to it.

The linear program of `solvers.engines.rooms_master` is nearly integral: with what it chooses outright kept, a MIP over
the rest takes moments; where that is not close enough, the MIP runs over all that entered the program.
"""

from __future__ import annotations

from math import floor

import numpy as np
from numpy.typing import NDArray

from solvers.engines.linear import Floats
from solvers.engines.rooms_master import Master
from solvers.engines.rooms_solve import Solve

ROUNDS = 60
NODES = 300
CLOSE = 1e-4
"""Gap with which the first goal is content."""
TAIL = 0.1
"""Share of that gap that the linear program may leave open."""
TIGHT = 1e-6
PROOF_SHARE, SHARE = 0.5, 0.75
"""Up to which share of the time the linear program, and the first goal as a whole, may work."""


def first_goal(solve: Solve) -> None:
    """Raise the first goal of the plan so far and prove a bound."""
    rows = solve.rows.numbered(solve.columns, len(solve.case.options))
    master = Master(solve.case, rows, solve.columns)
    place = {option: at for at, option in enumerate(solve.columns)}
    master.add_options(master.least_wanted())
    master.add_plan(place[option] for option in solve.chosen)
    values = _relaxed(solve, master)
    if values is not None and not solve.watch.over(SHARE):
        chosen = _rounded(solve, master, values)
        if chosen is not None:
            solve.settle([solve.columns[at] for at in chosen])
    solve.report("fixed")


def _note_bound(solve: Solve, master: Master, bound: float) -> None:
    """Keep a bound, rounded down to a number that the goal can take."""
    told = floor(bound + 1e-9 * abs(bound) + 1e-3)
    best = max(solve.value(solve.first), told // master.prices.step * master.prices.step)
    solve.bounds[solve.first.name] = min(best, solve.bounds.get(solve.first.name, best))


def _relaxed(solve: Solve, master: Master) -> Floats | None:
    """Values of the program when nothing more wants to enter; every round may prove a better bound."""
    values = None
    bound, choices = master.prices.bound(np.zeros(len(master.rows.high)))
    for _ in range(ROUNDS):
        _note_bound(solve, master, bound)
        solve.report("bound")
        for share, choice in enumerate(choices):
            master.add_choice(share, choice)
        if solve.watch.over(PROOF_SHARE):
            break
        found = master.program.solve(solve.watch.left(PROOF_SHARE), solve.watch.limits.cancel)
        solve.watch.work += found.work
        if found.duals is None or found.values is None:
            break
        values = found.values
        bound, choices = master.prices.bound(master.rents(found.duals))
        entered = master.add_options(master.wanted(found.duals))
        settled = not entered and all(master.knows(share, choice) for share, choice in enumerate(choices))
        if settled or (found.finished and bound - found.bound <= CLOSE * TAIL * bound):
            _note_bound(solve, master, bound)
            break
    return values


def _rounded(solve: Solve, master: Master, values: Floats) -> list[int] | None:
    """Positions chosen: of sections that the program serves outright nothing else is tried, at first."""
    linear = master.program.linear
    everything = np.ones(len(linear.objective), dtype=bool)
    chosen: list[int] | None = None
    for kept in (_core(master, values, len(everything)), everything):
        found = solve.mip(linear.restricted(kept), NODES, TIGHT, SHARE)
        if found.values is not None:
            whole = np.zeros(len(kept))
            whole[kept] = found.values
            chosen = [at for at, column in master.at.items() if whole[column] > 0.5]
            reached = float(np.asarray(linear.objective) @ whole.round())
            if reached >= solve.bounds[solve.first.name] * (1 - CLOSE):
                break
        if solve.watch.over(SHARE):
            break
    return chosen


def _core(master: Master, values: Floats, columns: int) -> NDArray[np.bool_]:
    """Columns less the options that a section does not use although the program serves it without fractions."""
    full = np.zeros(columns)
    full[: len(values)] = values
    torn = {int(master.shares.section[at]) for at, column in master.at.items() if TIGHT < full[column] < 1 - TIGHT}
    kept = np.ones(columns, dtype=bool)
    for at, column in master.at.items():
        kept[column] = full[column] > 0.5 or int(master.shares.section[at]) in torn
    return kept
