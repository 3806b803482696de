"""Closures as pages write them, of sites and facilities alike: stated, looked at with whom they touch, then made."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from api.pages.forms import Form, read_as
from api.pages.place_forms import clock_of
from api.schemas.base import Sent
from api.schemas.types import Clock, Day, Id, Reason
from scheduler import calendar, queries
from scheduler.actors import Actor
from scheduler.usecases.closure_reach import Shut, Touched

CLOSING = ("part", "first", "last", "start", "end", "kind", "reason", "sure", "version")
KINDS = ("closure", "suspension")
USUAL = {"start": "00:00", "end": "00:00", "kind": "closure"}
MOST = 100
"""Most people of those who are touched that a page names."""


class Closing(Sent):
    """A closure as a form states it."""

    first: Day
    last: Day
    start: Clock
    end: Clock
    kind: str
    reason: Reason


class Part(Sent):
    """The space or room that is closed, none for the whole place."""

    part: Id | None = None


def closing_of(form: Form) -> dict[str, Any]:
    """The closure that a form states; a day alone is its first and last.

    Raises
    ------
    Refused
        For the first field that is wrong.
    """
    first = form.value("first").strip()
    body = read_as(
        Closing,
        {
            "first": first,
            "last": form.value("last").strip() or first,
            "start": clock_of(form.value("start") or "00:00"),
            "end": clock_of(form.value("end") or "00:00", ends=True),
            "kind": form.value("kind", "closure"),
            "reason": form.value("reason").strip(),
        },
    )
    return body.model_dump()


def shut_of(terms: Mapping[str, Any]) -> Shut:
    """When a closure closes."""
    return Shut(terms["first"], terms["last"], terms["start"], terms["end"])


def asked(form: Form, terms: Mapping[str, Any], touched: Sequence[Touched]) -> dict[str, Any]:
    """What is asked before a closure is made: when it closes, and whom it touches."""
    return {"form": form, "terms": terms, "touched": touched[:MOST], "more": max(0, len(touched) - MOST)}


def to_come(rows: Sequence[Any], today: date) -> list[Any]:
    """Closures that are not over."""
    return [row for row in rows if row.last >= today]


def today_of(session: Any, actor: Actor, now: datetime) -> date:
    """The date by the clock of the community."""
    return calendar.date_of(now, queries.community.one(session, actor.community_id).zone)
