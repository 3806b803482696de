"""From a season round to a plan worth keeping: solve, repair dates, verify, name the rooms."""

from __future__ import annotations

import resource
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

from scheduler.files import LoadedRooms, read_rooms_plan, sessions_digest
from scheduler.planning.solving import DEFAULT_WORK, Order, Watcher
from solvers.document import TierLine
from solvers.engines import RoomsEngine
from solvers.engines.limits import INFINITY, Limits
from solvers.plan import Violation
from solvers.rooms.case import RoomsCase
from solvers.rooms.goals import Base, goals_of
from solvers.rooms.greedy import held_pins
from solvers.rooms.plan import RoomsPlan, UnheldRoomLock, options_of
from solvers.rooms.problem import RoomsProblem
from solvers.rooms.repair import repaired
from solvers.rooms.rows import rows_of
from solvers.rooms.rules import verify
from solvers.window import minute_of

if TYPE_CHECKING:
    from solvers.engines.rooms import RoomsResult


@dataclass(frozen=True)
class SolvedRooms:
    """A result with the plan to keep and what it took."""

    case: RoomsCase
    result: RoomsResult
    document: RoomsPlan
    verified: bool
    seconds: float
    peak_mib: int


def rooms_base_of(loaded: LoadedRooms, path: Path | None) -> Base | None:
    """Sessions of each section in a plan file; names that the problem no longer knows are left out.

    Raises
    ------
    FileRejected
        If the file is no rooms plan.
    """
    return None if path is None else slots_in(loaded.problem, read_rooms_plan(path))


def slots_in(problem: RoomsProblem, document: RoomsPlan) -> Base:
    """Sessions of each section in a plan; names that the problem does not know are left out."""
    found = dict[int, list[tuple[int, int, int, int]]]()
    for one in document.assignments:
        if one.request in problem.request_index and one.room in problem.room_index:
            start = minute_of(one.start)
            slot = (problem.room_index[one.room], one.weekday, start, minute_of(one.end) - start)
            found.setdefault(problem.request_index[one.request], []).append(slot)
    return {section: tuple(slots) for section, slots in found.items()}


def solve_loaded_rooms(
    loaded: LoadedRooms,
    engine: RoomsEngine,
    order: Order,
    watcher: Watcher,
    base: Base | None,
    started: float,
    hint: Base | None = None,
) -> SolvedRooms:
    """Solve, repair blocked dates, verify and make the plan to keep."""
    # OR-Tools takes seconds to load: no process that only reads plans shall wait for it.
    from solvers.engines.rooms import solve_rooms

    case = RoomsCase(loaded.problem)
    result = solve_rooms(case, engine, _limits(order, watcher, monotonic() - started), base, hint)
    document = _document(loaded, case, result, order.seed)
    verified = not verify(case, document.assignments, result.unheld)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return SolvedRooms(case, result, document, verified, monotonic() - started, -(-peak // 1024))


def checked_rooms(case: RoomsCase, document: RoomsPlan) -> tuple[list[Violation], dict[str, int]]:
    """Violations of a plan file, its claims among them, and the recomputed value of each goal."""
    unheld = held_pins(case, rows_of(case, case.shortest), case.shortest)[1] if case.pins else frozenset()
    found = verify(case, document.assignments, unheld)
    chosen = options_of(case, document.assignments)
    score = {goal.name: goal.value(case, chosen) for goal in goals_of(case)}
    for tier in document.tiers:
        counted = score.get(tier.name, tier.value)
        if tier.value != counted:
            found.append(Violation("claimed_value", tier.name, (), {"claimed": tier.value, "value": counted}))
    return found, score


def _limits(order: Order, watcher: Watcher, spent: float) -> Limits:
    return Limits(
        INFINITY if order.seconds is None else max(0.1, order.seconds - spent),
        order.work if order.work is not None else (DEFAULT_WORK if order.seconds is None else INFINITY),
        order.workers,
        order.seed,
        watcher.on_progress,
        watcher.cancel,
    )


def _document(loaded: LoadedRooms, case: RoomsCase, result: RoomsResult, seed: int) -> RoomsPlan:
    sessions = repaired(case, result.chosen)
    unheld = sorted(result.unheld)
    return RoomsPlan(
        loaded.digest,
        sessions_digest(loaded.digest, sessions),
        result.engine,
        result.status,
        seed,
        result.reproducible,
        tuple(TierLine(tier.name, tier.value, tier.bound) for tier in result.tiers),
        sessions,
        tuple(
            UnheldRoomLock(case.rooms.requests[section].id, case.pins[section][number].room, "pin_not_held")
            for section, number in unheld
        ),
    )
