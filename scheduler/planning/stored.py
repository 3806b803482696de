"""Uses and weekly sessions as rows and rights keep them, in JSON, and as the core knows them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any

from pydantic import TypeAdapter

from scheduler.files import plain_value
from solvers.rooms.plan import Session as WeeklySession
from solvers.timetable import WindowRule


def use_of(stored: Mapping[str, Any]) -> WindowRule:
    """A rule of a use as a registration stores it (see `stored_use`).

    Raises
    ------
    InvalidProblem
        For the first value that no rule may carry.
    """
    dates: Any = {name: date.fromisoformat(stored[name]) for name in ("first", "last") if stored.get(name)}
    rest = {name: value for name, value in stored.items() if name not in ("first", "last", "weekdays")}
    return WindowRule(**rest, **dates, weekdays=tuple(stored.get("weekdays", ())))


def stored_use(rule: WindowRule) -> dict[str, Any]:
    """A rule of a use as JSON; defaults are left out."""
    out: dict[str, Any] = {"days": rule.days, "start": rule.start, "end": rule.end}
    if rule.season != "any":
        out["season"] = rule.season
    if rule.weekdays:
        out["weekdays"] = list(rule.weekdays)
    for name, value in (("first", rule.first), ("last", rule.last)):
        if value is not None:
            out[name] = value.isoformat()
    return out


def stored_session(session: WeeklySession) -> dict[str, Any]:
    """A weekly session as a right keeps it."""
    stored: dict[str, Any] = plain_value(session)
    return {name: value for name, value in stored.items() if name != "request"}


def session_from(receipt: str, stored: Mapping[str, Any]) -> WeeklySession:
    """A weekly session of a registration, from what a right keeps."""
    return _session_type().validate_json(json.dumps({**stored, "request": receipt}))


@cache
def _session_type() -> TypeAdapter[WeeklySession]:
    return TypeAdapter(WeeklySession)
