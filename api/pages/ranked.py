"""Where a registration stands, in words: points by criterion, rank, who is to act next and by when."""

from __future__ import annotations

from typing import Any

from api.pages import telling
from api.pages.desk import Context
from api.pages.words import say
from api.sentences import sentence
from api.sentences.speak import SENTENCES
from scheduler.states import OWNER
from scheduler.usecases import ranking


def ranked(session: Any, row: Any, zone: str, language: str, own: bool = False) -> Context:
    """What is shown of it, to whoever it is of if `own`; without points where none count, or once it was decided on."""
    stand = ranking.stand_of(session, row)
    shown = stand.place is not None and bool(stand.criteria)
    return {
        "total": stand.total if shown else None,
        "criteria": [(criterion(one.name, language), one) for one in stand.criteria] if shown else [],
        "place": _place(row, stand.place, language) if shown else "",
        "due": _due_to_you(row, stand.deadline, zone, language) if own else due(stand.deadline, zone, language),
    }


def criterion(name: str, language: str) -> str:
    """A criterion as people call it; one that only this covenant knows by its own name."""
    return sentence(f"criterion_{name}", language) if f"criterion_{name}" in SENTENCES else name


def due(deadline: Any, zone: str, language: str) -> str:
    """Who is to act, and by when; nothing where only the calendar does."""
    if deadline is None or deadline.who == "system":
        return ""
    return say(f"due_{deadline.who}", language, moment=telling.moment(deadline.by, zone, language))


def _due_to_you(row: Any, deadline: Any, zone: str, language: str) -> str:
    """The same to the person themselves, whom an offer tells already until when they are asked."""
    if deadline is None or deadline.who != OWNER:
        return due(deadline, zone, language)
    if row.state == "allocated":
        return ""
    return say("due_you", language, moment=telling.moment(deadline.by, zone, language))


def _place(row: Any, place: Any, language: str) -> str:
    if place is None:
        return ""
    numbers = {"rank": telling.count(place.rank, language), "queue": telling.count(place.queue, language)}
    if row.state == "waitlisted":
        return say("place_in_line", language, **numbers)
    alike = telling.count(place.alike, language)
    return say("place_in_queue_alike" if place.alike else "place_in_queue", language, alike=alike, **numbers)
