"""Season rounds solved: the first goal with its proof, then the later ones with the earlier held; or a re-plan."""

from __future__ import annotations

from solvers.engines import RoomsEngine
from solvers.engines.limits import Limits, Watch
from solvers.engines.rooms_first import first_goal
from solvers.engines.rooms_improve import improve, polish
from solvers.engines.rooms_replan import replan
from solvers.engines.rooms_solve import RoomsResult, Solve
from solvers.rooms.case import RoomsCase
from solvers.rooms.goals import Base, is_base
from solvers.rooms.greedy import by_priority, first_come

__all__ = ["RoomsResult", "Solve", "raise_sessions", "solve_rooms"]
WHOLE_OPTIONS = 6_000
"""Most options that are solved whole, goal by goal."""
NODES = 2_000


def solve_rooms(case: RoomsCase, engine: RoomsEngine, limits: Limits, base: Base | None = None) -> RoomsResult:
    """Solve a round; every engine starts from the greedy plan and never returns less.

    Parameters
    ----------
    case
        The round.
    engine
        "auto" is "options".
    limits
        Time, work, seed, who watches.
    base
        For a re-plan: the sessions in force.
    """
    solve = Solve(case, Watch(limits), base or {})
    if solve.base and engine in ("auto", "options"):
        replan(solve)
        return solve.result("options")
    stay = [at for at, option in enumerate(case.options) if is_base(solve.base, option)]
    solve.chosen = solve.filled(first_come(case) if engine == "fcfs" else by_priority(case), stay)
    solve.report("greedy")
    if engine == "naive":
        from solvers.engines.rooms_naive import solve_naive

        solve.bounds |= solve_naive(solve)
    elif engine in ("auto", "options"):
        _options(solve)
    return solve.result("options" if engine == "auto" else engine)


def _options(solve: Solve) -> None:
    if not solve.case.options:
        solve.bounds = {goal.name: 0 for goal in solve.goals}
        return
    raise_sessions(solve)
    if len(solve.case.options) > WHOLE_OPTIONS:
        polish(solve)
    else:
        improve(solve, range(len(solve.case.options)), NODES, proving=True)


def raise_sessions(solve: Solve) -> None:
    """The first goal; where its bound is not reached and the round is small, all of it is searched."""
    first_goal(solve)
    goal = solve.goals[0]
    if len(solve.case.options) <= WHOLE_OPTIONS and solve.bounds.get(goal.name) != solve.value(goal):
        improve(solve, solve.columns, NODES, [goal], proving=True)
