"""One text for one value: compact JSON, keys sorted, defaults left out, one newline at the end.

`format` and `domain` are always written: they say what the file is. The digest of a problem is the SHA-256 of this
text, so ``sha256sum`` of a file written here names the problem in it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import MISSING, fields
from datetime import date
from functools import cache
from hashlib import sha256
from typing import Any

from solvers.document import Placement, PlanDocument
from solvers.parking.problem import ParkingProblem
from solvers.rooms.plan import RoomsPlan, Session
from solvers.rooms.problem import RoomsProblem
from solvers.rosters.plan import RosterPlan
from solvers.rosters.problem import Duty, RosterProblem

ALWAYS_WRITTEN = ("domain", "format")


def dump_problem(problem: ParkingProblem | RoomsProblem | RosterProblem) -> bytes:
    """Canonical text of a problem."""
    return _canonical(problem)


def dump_plan(document: PlanDocument | RoomsPlan | RosterPlan) -> bytes:
    """Canonical text of a plan."""
    return _canonical(document)


def plain_value(value: object) -> Any:
    """A value of the core as JSON knows it, defaults left out."""
    return json.loads(_canonical(value))


def problem_digest(problem: ParkingProblem | RoomsProblem | RosterProblem) -> str:
    """SHA-256 of the canonical text, in hexadecimal."""
    return sha256(dump_problem(problem)).hexdigest()


def plan_digest(problem_digest: str, placements: Iterable[Placement]) -> str:
    """SHA-256 of the problem's digest and the placements, in whichever order they come."""
    ordered = sorted(placements, key=lambda placement: (placement.request, placement.site, placement.spaces))
    return sha256(_canonical({"assignments": ordered, "problem_digest": problem_digest})).hexdigest()


def sessions_digest(problem_digest: str, sessions: Iterable[Session]) -> str:
    """SHA-256 of the problem's digest and the sessions, in whichever order they come."""
    ordered = sorted(sessions, key=lambda one: (one.request, one.weekday, one.start, one.room))
    return sha256(_canonical({"assignments": ordered, "problem_digest": problem_digest})).hexdigest()


def duties_digest(problem_digest: str, duties: Iterable[Duty]) -> str:
    """SHA-256 of the problem's digest and the duties, in whichever order they come."""
    ordered = sorted(duties, key=lambda one: (one.shift, one.role, one.volunteer))
    return sha256(_canonical({"assignments": ordered, "problem_digest": problem_digest})).hexdigest()


def _canonical(value: object) -> bytes:
    text = json.dumps(value, default=_plain, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    return text.encode() + b"\n"


def _plain(value: Any) -> str | Mapping[str, object]:
    if isinstance(value, date):
        return value.isoformat()
    return {name: kept for name, default in _written(value.__class__) if (kept := getattr(value, name)) != default}


@cache
def _written(kind: type[Any]) -> tuple[tuple[str, object], ...]:
    """Fields with the value that need not be written."""
    return tuple((item.name, MISSING if item.name in ALWAYS_WRITTEN else item.default) for item in fields(kind))
