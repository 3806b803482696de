"""Guaranteed sections of a season: how many can be served, and rows that hold them there while the rest is planned."""

from __future__ import annotations

from collections.abc import Mapping

from solvers.engines.rooms_improve import improve
from solvers.engines.rooms_solve import Solve
from solvers.rooms.goals import GUARANTEE

NODES = 500


def promise(solve: Solve, *, search: bool) -> None:
    """Serve as many guaranteed sections as can be, and post rows that keep their number from falling.

    With `search` a MIP over the guaranteed and the pinned sections alone looks for more than the plan so far serves and
    proves a bound; everybody else is served after them.
    """
    if GUARANTEE not in solve.goals:
        return
    if search and solve.value(GUARANTEE) < solve.bounds[GUARANTEE.name]:
        _search(solve)
    _hold(solve)
    solve.promised = True


def _search(solve: Solve) -> None:
    few = sorted(solve.case.guaranteed | solve.case.pins.keys())
    free = [at for at in solve.columns if solve.case.options[at].section in set(few)]
    plain, before = solve.bounds[GUARANTEE.name], solve.chosen
    solve.chosen = solve.filled(few)
    improve(solve, free, NODES, [GUARANTEE], proving=True)
    solve.bounds[GUARANTEE.name] = min(plain, solve.bounds[GUARANTEE.name])
    found, solve.chosen = solve.chosen, before
    solve.settle(found)


def _hold(solve: Solve) -> None:
    """One row for each guaranteed section where all are served; else one row for their number.

    The latter counts weekly sessions, so it may let a section with several of them count for others: bounds that follow
    from it hold, and plans are compared by the goal itself.
    """
    columns = _columns(solve)
    if solve.value(GUARANTEE) == len(columns):
        for mine in columns.values():
            solve.rows.add("guarantee", mine, None, float("inf"), 1)
    elif columns:
        everything = sorted(at for mine in columns.values() for at in mine)
        solve.rows.add("guarantee", everything, None, float("inf"), solve.value(GUARANTEE))


def _columns(solve: Solve) -> Mapping[int, list[int]]:
    """Options of each guaranteed section that has any."""
    found: dict[int, list[int]] = {}
    for at in solve.columns:
        if solve.case.options[at].section in solve.case.guaranteed:
            found.setdefault(solve.case.options[at].section, []).append(at)
    return found
