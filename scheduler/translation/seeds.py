"""Parts of a problem as the fields of rows: the way back, for invented communities."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from scheduler.ids import new_id
from scheduler.translation.values import stored_use
from solvers.parking.problem import Closure, ParkingProblem, Registration, Site, Space
from solvers.timetable import DayFilter, LeaveBy, WindowRule, expand_use


def windows_of(owner: Site | Space) -> Iterator[dict[str, Any]]:
    """Fields of the windows of a site (curfews and leave-by times too) or of a space of its own hours."""
    for at, rule in enumerate(owner.windows or ()):
        yield _window("open", at, rule)
    if isinstance(owner, Site):
        for at, rule in enumerate(owner.curfews):
            yield _window("curfew", at, rule)
        for at, moment in enumerate(owner.leave_by):
            yield _filter(moment) | {"purpose": "leave_by", "position": at, "start_clock": moment.time}


def _window(purpose: str, at: int, rule: WindowRule) -> dict[str, Any]:
    return _filter(rule) | {"purpose": purpose, "position": at, "start_clock": rule.start, "end_clock": rule.end}


def _filter(rule: DayFilter | LeaveBy) -> dict[str, Any]:
    return {
        "id": new_id(),
        "days": rule.days,
        "season": rule.season,
        "weekdays": list(rule.weekdays),
        "first": rule.first,
        "last": rule.last,
    }


def rules_of(purpose: str, rules: Iterable[WindowRule]) -> Iterator[dict[str, Any]]:
    """Fields of the windows of a facility or a room, for one purpose."""
    for at, rule in enumerate(rules):
        yield _window(purpose, at, rule)


def closures_of(closures: Iterable[Closure]) -> Iterator[dict[str, Any]]:
    """Fields of closures."""
    for closure in closures:
        yield {
            "id": new_id(),
            "first": closure.first,
            "last": closure.last,
            "start_clock": closure.start,
            "end_clock": closure.end,
            "kind": closure.kind,
            "reason": closure.reason,
        }


def vehicle_of(request: Registration) -> dict[str, Any]:
    """Fields of the vehicle that a request is for."""
    return {
        "size": request.size,
        "party": request.party,
        "needs_ev": request.needs_ev,
        "needs_accessible": request.needs_accessible,
    }


def uses_of(problem: ParkingProblem, request: Registration) -> list[dict[str, Any]]:
    """When a request would stand, as a registration stores it; one that would never occur is asked all year."""
    rules = problem.patterns[problem.pattern_index[request.pattern]].rules
    if not expand_use(rules, problem.horizon):
        rules = tuple(replace(rule, season="any", first=None, last=None) for rule in rules)
    return [stored_use(rule) for rule in rules]
