"""Hours as pages write them, of sites and facilities, spaces and rooms alike: one window at a time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from api.pages import telling
from api.pages.forms import Form, read_as
from api.pages.place_forms import clock_of
from scheduler import queries
from scheduler.actors import Actor
from scheduler.errors import Stale

WEEKDAYS = tuple(f"weekday_{number}" for number in range(1, 8))
WINDOW = ("purpose", "days", "season", "start", "end", "first", "last", *WEEKDAYS)
DAYS = ("every", "workday", "rest_day")
SEASONS = ("any", "summer", "winter")
SITE, SPACE = ("open", "curfew", "leave_by"), ("open",)
FACILITY, ROOM = ("open", "seniors"), ("open", "staffed", "approval")
USUAL_WINDOW = {"purpose": "open", "days": "every", "season": "any", "start": "", "end": ""}
OVER = "changed_meanwhile"


def stated(row: Any) -> dict[str, Any]:
    """A window that stands, as it is stated."""
    return {
        "purpose": row.purpose,
        "days": row.days,
        "season": row.season,
        "weekdays": list(row.weekdays),
        "first": row.first,
        "last": row.last,
        "start": row.start_clock,
        "end": row.end_clock,
    }


def typed(form: Form) -> dict[str, Any]:
    """The window that a form states; one by which all must have left has no end."""
    purpose = form.value("purpose", "open")
    return {
        "purpose": purpose,
        "days": form.value("days", "every"),
        "season": form.value("season", "any"),
        "weekdays": [at for at, name in enumerate(WEEKDAYS, 1) if form.value(name)],
        **form.filled("first", "last"),
        "start": clock_of(form.value("start")),
        "end": "" if purpose == "leave_by" else clock_of(form.value("end"), ends=True),
    }


def changed(model: Any, rows: Sequence[Any], form: Form) -> list[Any]:
    """All windows once the one that a form speaks of is added, changed or taken away.

    Raises
    ------
    Refused
        For the first field that is wrong; for a window that is gone.
    """
    kept, at = [stated(row) for row in rows], form.value("at").strip()
    if at and not (at.isascii() and at.isdigit() and int(at) < len(kept)):
        raise Stale(OVER, "If-Match")
    new = [] if form.value("do") == "remove" else [read_as(model, typed(form)).model_dump()]
    return kept[: int(at)] + new + kept[int(at) + 1 :] if at else kept + new


def fields_of(row: Any) -> dict[str, str]:
    """A window that stands, as the fields of its form show it."""
    told = {name: str(value) for name, value in stated(row).items() if value and name != "weekdays"}
    told["end"] = "00:00" if row.end_clock == "24:00" else row.end_clock
    return {**told, **{f"weekday_{number}": "yes" for number in row.weekdays}}


def window_form(rows: Sequence[Any], asked: str) -> Form:
    """The form for another window, or for the one that stands at a place."""
    fields = (*WINDOW, "at", "do", "version")
    if asked.isascii() and asked.isdigit() and int(asked) < len(rows):
        return Form(fields, {**fields_of(rows[int(asked)]), "at": asked})
    return Form(fields, USUAL_WINDOW)


def shown(form: Form) -> Form:
    """A form that was refused; where the windows are others by now, it speaks of none of them any more."""
    return replace(form, values={**form.values, "at": ""}) if isinstance(form.refused, Stale) else form


def told(row: Any, language: str) -> str:
    """A window in words."""
    rule = {**stated(row), "first": row.first and row.first.isoformat(), "last": row.last and row.last.isoformat()}
    return (telling.clocks_of if row.purpose == "leave_by" else telling.hours)([rule], language)[0]


def by_purpose(rows: Iterable[Any], language: str) -> list[tuple[str, list[str]]]:
    """Windows in words, by what they are for."""
    found: dict[str, list[str]] = {}
    for row in rows:
        found.setdefault(row.purpose, []).append(told(row, language))
    return list(found.items())


def days_of(session: Any, actor: Actor) -> list[str]:
    """Kinds of days that windows may speak of, with the names that the community's calendar gives."""
    named = {name for one in queries.community.overrides(session, actor.community_id).values() for name in one.names}
    return [*DAYS, *sorted(named)]
