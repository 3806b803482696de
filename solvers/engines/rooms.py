"""Season rounds solved: the first goal with its proof, then the later ones with the earlier held; or a re-plan."""

from __future__ import annotations

from solvers.engines import RoomsEngine
from solvers.engines.limits import Limits, Watch
from solvers.engines.rooms_exchange import exchange
from solvers.engines.rooms_first import first_goal
from solvers.engines.rooms_improve import improve, polish
from solvers.engines.rooms_promises import promise
from solvers.engines.rooms_replan import replan
from solvers.engines.rooms_solve import RoomsResult, Solve
from solvers.rooms.case import RoomsCase
from solvers.rooms.goals import Base, is_base
from solvers.rooms.greedy import by_priority, first_come

__all__ = ["RoomsResult", "Solve", "raise_sessions", "solve_rooms"]
WHOLE_OPTIONS = 6_000
"""Most options that are solved whole, goal by goal."""
NODES = 2_000


def solve_rooms(
    case: RoomsCase, engine: RoomsEngine, limits: Limits, base: Base | None = None, hint: Base | None = None
) -> RoomsResult:
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
    hint
        Sessions to start from, in the shortest length that each section asks for; they never change the goals.
    """
    solve = Solve(case, Watch(limits), base or {})
    if solve.base and engine in ("auto", "options"):
        replan(solve)
        return solve.result("options")
    stay = [at for at, option in enumerate(case.options) if is_base(solve.base, option)]
    stay += _hinted(case, hint or {})
    solve.chosen = solve.filled(first_come(case) if engine == "fcfs" else by_priority(case), stay)
    solve.report("greedy")
    if engine == "naive":
        from solvers.engines.rooms_naive import solve_naive

        promise(solve, search=False)
        solve.bounds |= solve_naive(solve)
    elif engine in ("auto", "options"):
        _options(solve)
    return solve.result("options" if engine == "auto" else engine)


def _hinted(case: RoomsCase, hint: Base) -> list[int]:
    """The shortest options at the rooms and times of a plan."""
    starts = {(section, *slot[:3]) for section, slots in hint.items() for slot in slots}
    return [
        at
        for at in case.shortest
        if (option := case.options[at]) and (option.section, option.room, option.weekday, option.start) in starts
    ]


def _options(solve: Solve) -> None:
    if not solve.case.options:
        solve.bounds = {goal.name: 0 for goal in solve.goals}
        return
    promise(solve, search=True)
    raise_sessions(solve)
    if len(solve.case.options) > WHOLE_OPTIONS:
        polish(solve)
        exchange(solve)
    else:
        improve(solve, range(len(solve.case.options)), NODES, proving=True)


def raise_sessions(solve: Solve) -> None:
    """The first goal; where its bound is not reached and the round is small, all of it is searched."""
    first_goal(solve)
    goal = solve.first
    if len(solve.case.options) <= WHOLE_OPTIONS and solve.bounds.get(goal.name) != solve.value(goal):
        improve(solve, solve.columns, NODES, solve.upto(goal.name), proving=True)
