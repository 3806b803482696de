"""What happens when the busiest room closes after publication: how much moves that need not, and how long it takes."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from scheduler.files import dump_problem, read_rooms, read_rooms_plan, write_json
from solvers.parking.problem import Closure
from solvers.rooms.plan import RoomsPlan, Session

Solver = Callable[[Path, Path, Path], dict[str, Any] | None]
"""Solves a problem file into a plan file, from the plan in force: what ``solve --json`` says, None if it failed."""


def room_closed(problem: Path, plan: Path, solve: Solver) -> dict[str, Any]:
    """Close the busiest room of a plan for the whole season and plan anew."""
    before = read_rooms_plan(plan)
    busiest = Counter(one.room for one in before.assignments).most_common(1)
    if not busiest:
        return {}
    room = busiest[0][0]
    closed, anew = problem.with_suffix(".closed.json"), plan.with_suffix(".anew.json")
    _close(problem, closed, room)
    told = solve(closed, anew, plan)
    if told is None:
        return {}
    moved = moved_beyond(before, read_rooms_plan(anew), room)
    return {"moved_beyond": round(moved / len(before.assignments), 5), "replan_seconds": told["seconds"]}


def moved_beyond(before: RoomsPlan, after: RoomsPlan, room: str) -> int:
    """Sessions that lost their slot although they did not meet in the room that closed."""
    kept = {_slot(one) for one in after.assignments}
    return sum(one.room != room and _slot(one) not in kept for one in before.assignments)


def _slot(one: Session) -> str:
    return json.dumps([one.request, one.room, one.weekday, one.start, one.end])


def _close(problem: Path, closed: Path, room: str) -> None:
    known = read_rooms(problem).problem
    whole = Closure(known.horizon.first, known.horizon.last)
    rooms = tuple(replace(one, closures=(*one.closures, whole)) if one.id == room else one for one in known.rooms)
    write_json(closed, dump_problem(replace(known, rooms=rooms)))
