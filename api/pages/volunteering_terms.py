"""What a form says of the times at which somebody can come, put together with what they said before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from api.pages.forms import Form, read_as
from scheduler.errors import Refused, Rejected
from scheduler.terms import VolunteerTerms, Window

WINDOWS = ("available", "ask")
"""When somebody is planned, and when they may be asked to stand in."""
LEADS = (120, 720, 1_440, 2_880)
"""Minutes before a shift at which a reminder may come."""
FIELDS = (
    "born",
    *(f"{name}_{part}" for name in WINDOWS for part in ("days", "start", "end")),
    "away_first",
    "away_last",
    "least_hours",
    "most_hours",
    "lead",
    "version",
)
DROP = "drop."
"""Before the names of fields that take a time away: which kind of time, and its number."""
HOUR = 60


def changed_terms(before: VolunteerTerms, form: Form) -> dict[str, Any]:
    """All that somebody offers, with what a form adds and takes away; the rest stays."""
    terms = before.model_dump(mode="json")
    for name in WINDOWS:
        terms[name] = _kept(terms[name], name, form) + _window(name, form)
    terms["blackouts"] = _kept(terms["blackouts"], "away", form) + _away(form)
    terms["desired"] = _desired(form)
    return terms


def hours_of(desired: Sequence[int] | None) -> tuple[str, str]:
    """Fewest and most hours a month, as the form has them."""
    if desired is None:
        return "", ""
    return str(desired[0] // HOUR), str(desired[1] // HOUR)


def _kept(rows: Sequence[Mapping[str, Any]], name: str, form: Form) -> list[Mapping[str, Any]]:
    """Those that are not ticked to go."""
    return [row for at, row in enumerate(rows) if form.value(f"{DROP}{name}.{at}") != "yes"]


def _window(name: str, form: Form) -> list[dict[str, Any]]:
    told = form.filled(f"{name}_start", f"{name}_end")
    if not told:
        return []
    days = form.value(f"{name}_days", "every")
    when: dict[str, Any] = {"days": "every", "weekdays": [int(days)]} if days in set("1234567") else {"days": days}
    return [_checked({**when, **{key.removeprefix(f"{name}_"): text for key, text in told.items()}}, name)]


def _away(form: Form) -> list[dict[str, Any]]:
    told = form.filled("away_first", "away_last")
    if not told:
        return []
    first = told.get("away_first") or told["away_last"]
    return [_checked({"first": first, "last": told.get("away_last") or first}, "away")]


def _checked(window: Mapping[str, Any], name: str) -> dict[str, Any]:
    """A window as terms have it; a fault is told at its field."""
    try:
        found = read_as(Window, window)
    except Refused as refused:
        raise Rejected(refused.code, f"{name}_{refused.field}", refused.value, refused.allowed) from None
    if found.first is not None and found.last is not None and found.last < found.first:
        raise Rejected("inverted_dates", f"{name}_last", found.last.isoformat(), f"{found.first} or later")
    return found.model_dump(mode="json")


def _desired(form: Form) -> list[int] | None:
    """Fewest and most minutes a month; none where nothing is told."""
    told = form.filled("least_hours", "most_hours")
    if not told:
        return None
    least = form.number("least_hours") if "least_hours" in told else 0
    most = form.number("most_hours") if "most_hours" in told else max(least, HOUR)
    if most < least:
        raise Rejected("out_of_range", "most_hours", most, f"{least} or more")
    return [least * HOUR, most * HOUR]
