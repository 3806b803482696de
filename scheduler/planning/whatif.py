"""A changed problem solved beside the plan of the unchanged one, which is where the solve starts from."""

from __future__ import annotations

from dataclasses import dataclass
from time import monotonic
from typing import Any

from scheduler.files import Document, LoadedProblem, LoadedRooms, LoadedRosters, Problem, problem_digest
from scheduler.planning.solving import Order, Watcher, places_in, solve_loaded
from scheduler.planning.solving_rooms import slots_in, solve_loaded_rooms
from scheduler.planning.solving_rosters import solve_loaded_rosters
from solvers.document import PlanDocument
from solvers.parking.problem import ParkingProblem
from solvers.plan import Status
from solvers.rooms.plan import RoomsPlan
from solvers.rooms.problem import RoomsProblem
from solvers.rosters.plan import RosterPlan


@dataclass(frozen=True, slots=True)
class WhatIf:
    """The plan of a changed problem."""

    document: Document
    status: Status
    verified: bool
    seconds: float


def solve_changed(problem: Problem, start: Document | None, order: Order, watcher: Watcher) -> WhatIf:
    """Solve a changed problem from the plan `start` of the unchanged one, as far as that still holds.

    A scenario is no re-plan: nobody has a right to stay, the goals are the usual ones.
    """
    began = monotonic()
    digest = problem_digest(problem)
    solved: Any
    if isinstance(problem, ParkingProblem):
        assert start is None or isinstance(start, PlanDocument)
        hint = None if start is None else places_in(problem, start)
        solved = solve_loaded(LoadedProblem(problem, digest, ()), order, watcher, hint, None, began)
    elif isinstance(problem, RoomsProblem):
        assert start is None or isinstance(start, RoomsPlan)
        slots = None if start is None else slots_in(problem, start)
        rooms = LoadedRooms(problem, digest, ())
        solved = solve_loaded_rooms(rooms, "auto", order, watcher, None, began, slots)
    else:
        assert start is None or isinstance(start, RosterPlan)
        solved = solve_loaded_rosters(LoadedRosters(problem, digest, ()), "auto", order, watcher, None, began, start)
    return WhatIf(solved.document, solved.result.status, solved.verified, solved.seconds)
