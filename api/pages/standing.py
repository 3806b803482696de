"""How a registration stands, in words: its state, what happens next, and what the office wrote to it."""

from __future__ import annotations

from typing import Any

from api.pages import telling
from api.pages.desk import Context
from api.pages.words import WORDS, say
from scheduler import queries

TOLD = ("refused", "needs_information")
"""States in which people read why the office put them there."""
ANNULLED = "annul"


def standing_of(session: Any, row: Any, round_: Any, zone: str, language: str) -> Context:
    """The words of a state, those of what happens next, and the office's reason where it gave one."""
    steps = queries.registrations.steps(session, row.id)
    annulled = bool(steps) and steps[-1].action == ANNULLED
    line = queries.registrations.place_in_line(session, row)
    numbers = {
        "moment": telling.moment(row.answer_by, zone, language) if row.answer_by else "",
        "before": "" if line is None else telling.count(line - 1, language),
        "rank": row.waitlist_rank or "",
    }
    told = next((step.reason for step in reversed(steps) if step.reason), "") if row.state in TOLD else ""
    return {
        "state": say(_of(row, _ended(round_) if annulled else f"registration_{row.state}"), language),
        "next": say(_of(row, _next(row, round_, annulled)), language, **numbers),
        "told": told,
    }


def _of(row: Any, key: str) -> str:
    """The words as a season of rooms says them, where it says them otherwise."""
    of_rooms = f"{key}_rooms"
    return of_rooms if row.application_id is not None and of_rooms in WORDS else key


def _ended(round_: Any) -> str:
    return "registration_cancelled" if round_.state == "cancelled" else "registration_undecided"


def _next(row: Any, round_: Any, annulled: bool) -> str:
    if annulled:
        return "next_cancelled" if round_.state == "cancelled" else "next_undecided"
    if row.state == "refused" and not row.entered:
        return "next_not_approved"
    return f"next_{row.state}"
