"""``python -m scheduler.planning.child``: one solve in a process of its own, so that it can be killed and never blocks.

Stdin: the order as one JSON line, then perhaps ``cancel`` for the best plan so far; its end means that the parent died.
Stdout: progress as JSON lines, the last one ``{"done": true, …}`` or ``{"error": {"code": …}}``. The plan and the
refusals are files, there in full before the last line is written.
"""

from __future__ import annotations

import json
from pathlib import Path
from time import monotonic
from typing import Any

from scheduler.files import dump_plan, is_rooms, is_rosters, read_problem, read_rooms, read_rosters, write_json
from scheduler.planning.pipes import serve
from scheduler.planning.protocol import PLAN_FILE, REFUSALS_FILE, ChildOrder, Line, note_of
from scheduler.planning.solving import Order, Solved, Watcher, base_of, solve_loaded
from scheduler.planning.solving_rooms import rooms_base_of, solve_loaded_rooms
from scheduler.planning.solving_rosters import roster_base_of, solve_loaded_rosters
from scheduler.planning.studying import study
from solvers.document import PlanDocument
from solvers.engines import ENGINES, ROOMS_ENGINES, ROSTERS_ENGINES
from solvers.engines.limits import Progress
from solvers.guarantee import with_guarantees
from solvers.parking.causes import causes_of
from solvers.parking.refusals import refusals_of
from solvers.plan import told
from solvers.rooms.plan import RoomsPlan
from solvers.rooms.refusals import refusals_of as season_refusals
from solvers.rosters.gaps import gaps_of
from solvers.rosters.plan import RosterPlan
from solvers.rosters.roster import Roster

UNVERIFIED: Line = {"error": {"code": "plan_not_verified", "field": ""}}


def main() -> None:
    """Solve the one order that comes in."""
    serve(ChildOrder, lambda order, tell, cancel: answer(order, Watcher(tell.progress, cancel)), "run_failed")


def answer(order: ChildOrder, watcher: Watcher) -> Line:
    """Solve, verify, explain and write the files; what is to be told last."""
    if order.scenario:
        return study(order, watcher) or UNVERIFIED
    if is_rosters(order.problem):
        return _roster(order, watcher)
    return _season(order, watcher) if is_rooms(order.problem) else _parking(order, watcher)


def _roster(order: ChildOrder, watcher: Watcher) -> Line:
    began = monotonic()
    loaded = read_rosters(order.problem)
    base = roster_base_of(loaded, None if order.base is None else Path(order.base))
    engine = next(known for known in ROSTERS_ENGINES if known == order.engine)
    wanted = Order("auto", order.seconds, order.work, order.workers, order.seed)
    solved = solve_loaded_rosters(loaded, engine, wanted, watcher, base, began)
    if not solved.verified:
        return UNVERIFIED
    watcher.on_progress(Progress("explaining", solved.result.cost, solved.result.bound, solved.seconds))
    gaps = gaps_of(solved.case, Roster(solved.case, solved.result.seats))
    _write(order, [note_of(gap.request, gap) for gap in gaps], solved.document)
    return {"done": True, "status": str(solved.result.status), "seconds": solved.seconds}


def _season(order: ChildOrder, watcher: Watcher) -> Line:
    began = monotonic()
    loaded = read_rooms(order.problem)
    base = rooms_base_of(loaded, None if order.base is None else Path(order.base))
    engine = next(known for known in ROOMS_ENGINES if known == order.engine)
    wanted = Order("auto", order.seconds, order.work, order.workers, order.seed)
    solved = solve_loaded_rooms(loaded, engine, wanted, watcher, base, began)
    if not solved.verified:
        return UNVERIFIED
    watcher.on_progress(Progress("explaining", *told(solved.result.tiers), solved.seconds))
    requests, case = loaded.problem.requests, solved.case
    notes = with_guarantees(season_refusals(case, solved.document.assignments, base), case.guaranteed)
    _write(order, [note_of(requests[at].id, note) for at, note in notes.items()], solved.document)
    return {"done": True, "status": str(solved.result.status), "seconds": solved.seconds}


def _parking(order: ChildOrder, watcher: Watcher) -> Line:
    loaded = read_problem(order.problem)
    base = base_of(loaded, None if order.base is None else Path(order.base))
    engine = next(known for known in ENGINES if known == order.engine)
    wanted = Order(engine, order.seconds, order.work, order.workers, order.seed)
    solved = solve_loaded(loaded, wanted, watcher, base, base)
    if not solved.verified:
        return UNVERIFIED
    watcher.on_progress(Progress("explaining", *told(solved.result.tiers), solved.seconds))
    _write(order, _refusals(solved), solved.document)
    return {"done": True, "status": str(solved.result.status), "seconds": solved.seconds}


def _write(order: ChildOrder, refusals: list[dict[str, Any]], document: PlanDocument | RoomsPlan | RosterPlan) -> None:
    write_json(Path(order.folder) / REFUSALS_FILE, json.dumps(refusals, ensure_ascii=False).encode())
    write_json(Path(order.folder) / PLAN_FILE, dump_plan(document))


def _refusals(solved: Solved) -> list[dict[str, Any]]:
    requests = solved.recipe.case.parking.requests
    notes = with_guarantees(refusals_of(solved.recipe, solved.result.plan), solved.recipe.case.guaranteed)
    causes = causes_of(solved.recipe, solved.result.plan)
    return [note_of(requests[at].id, note, causes.get(at)) for at, note in notes.items()]


if __name__ == "__main__":
    main()
