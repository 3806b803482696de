"""A scenario solved by the child: from the plan of its round, and compared with it."""

from __future__ import annotations

import json
from pathlib import Path

from scheduler.covenant import FeesRules
from scheduler.files import Document, Problem, any_plan_from, any_problem_from, dump_plan, write_json
from scheduler.planning.protocol import FIGURES_FILE, PLAN_FILE, ChildOrder, Line
from scheduler.planning.solving import Order, Watcher
from scheduler.planning.whatif import solve_changed
from scheduler.scenarios.comparing import compared
from scheduler.scenarios.income import income_of
from solvers.document import PlanDocument
from solvers.engines import ENGINES, Engine
from solvers.engines.limits import Progress
from solvers.parking.problem import ParkingProblem


def incomes(problem: Problem, document: Document, fees: FeesRules) -> dict[str, int]:
    """The income of a plan in fen; nothing in domains that have no tariffs by round."""
    if isinstance(problem, ParkingProblem) and isinstance(document, PlanDocument):
        return {"income_fen": income_of(problem, document, fees)}
    return {}


def study(order: ChildOrder, watcher: Watcher) -> Line | None:
    """Solve and compare; what is to be told last, None where the plan did not pass its check."""
    problem = any_problem_from(Path(order.problem).read_bytes())
    assert order.base is not None
    assert order.before is not None
    start = any_plan_from(Path(order.base).read_bytes())
    engine: Engine = next((known for known in ENGINES if known == order.engine), "auto")
    wanted = Order(engine, order.seconds, order.work, order.workers, order.seed)
    solved = solve_changed(problem, start, wanted, watcher)
    if not solved.verified:
        return None
    watcher.on_progress(Progress("comparing", None, None, solved.seconds))
    before = any_problem_from(Path(order.before).read_bytes())
    comparison = compared((before, start), (problem, solved.document))
    figures = {**comparison.as_json(), "changes": [[one.request, one.kind] for one in comparison.changes]}
    if order.fees is not None:
        in_force, tried = (FeesRules.model_validate(fees) for fees in order.fees)
        figures["before"] |= incomes(before, start, in_force)
        figures["after"] |= incomes(problem, solved.document, tried)
    write_json(Path(order.folder) / FIGURES_FILE, json.dumps(figures, ensure_ascii=False).encode())
    write_json(Path(order.folder) / PLAN_FILE, dump_plan(solved.document))
    return {"done": True, "status": str(solved.status), "seconds": solved.seconds}
