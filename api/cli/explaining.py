"""An explanation as a program and a person read it."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from api.cli.common import language, rule_told, words
from api.telling_causes import told_cause
from scheduler.planning.protocol import cause_fields
from solvers.document import PlanDocument
from solvers.errors import InvalidProblem
from solvers.explain import Alternative, Explanation
from solvers.parking.explain import explain
from solvers.parking.problem import ParkingProblem
from solvers.problem import Assignment


def explanation_of(problem: ParkingProblem, document: PlanDocument, request: str) -> dict[str, Any]:
    """The fields of ``explain --json``.

    Raises
    ------
    InvalidProblem
        If the request, or a space of the plan, is not in the problem.
    """
    found = explain(problem, positions(problem, document), request)
    return told(found, problem.horizon.first.isoformat())


def positions(problem: ParkingProblem, document: PlanDocument) -> list[Assignment]:
    """Assignments of a plan file by their positions in the problem, without preparing the whole round."""
    plan = []
    for at, placement in enumerate(document.assignments):
        if placement.request not in problem.request_index:
            raise InvalidProblem("unknown_id", f"assignments.{at}.request", placement.request, "an id of the problem")
        for space in placement.spaces:
            if space not in problem.unit_index:
                raise InvalidProblem("unknown_id", f"assignments.{at}.spaces", space, "a space of the problem")
        units = tuple(problem.unit_index[space] for space in placement.spaces)
        plan.append(Assignment(problem.request_index[placement.request], units))
    return plan


def told(found: Explanation, first: str) -> dict[str, Any]:
    """An explanation with its sentences; `first` is the horizon's first date."""
    return {
        "request": found.request,
        "outcome": str(found.outcome),
        "reasons": [rule_told(reason, first) for reason in found.reasons],
        "alternatives": [alternative_told(alternative, first) for alternative in found.alternatives],
        "cause": None if found.cause is None else told_cause(cause_fields(found.cause), language(), first),
    }


def alternative_told(alternative: Alternative, first: str) -> dict[str, Any]:
    """An alternative with its sentence; `first` is the horizon's first date."""
    # Its first and last date stand in the numbers; sentences name neither, and have a date of that name themselves.
    changes = {name: number for name, number in alternative.numbers.items() if name != "first"}
    numbers = {"group": alternative.group, "walk": alternative.walk, **changes}
    return {
        "kind": alternative.kind,
        "message": words(alternative.kind, numbers, first),
        "site": alternative.group,
        "spaces": list(alternative.assets),
        "walk": alternative.walk,
        "windows": [_window(asdict(window)) for window in alternative.windows],
        "numbers": dict(alternative.numbers),
        "checked": alternative.checked,
    }


def _window(fields: dict[str, Any]) -> dict[str, Any]:
    """A rule of the clock as files write it."""
    return {
        name: value.isoformat() if hasattr(value, "isoformat") else list(value) if isinstance(value, tuple) else value
        for name, value in fields.items()
        if value not in (None, ())
    }
