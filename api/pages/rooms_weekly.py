"""The dates of a weekly booking as a page offers them, and those that its person chose."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from api.pages.desk import Context
from api.pages.forms import Form
from scheduler import calendar
from scheduler.usecases.room_dates import WEEK, DateFound, SeriesTerms

TAKE = "take."
"""Before the names of fields that take a date: its room and begin, as they were shown."""
MOST = 26
"""Most weeks that a page offers, whatever a covenant allows: a form has not fields for more."""


def days_of(terms: SeriesTerms, zone: str) -> list[date]:
    """The dates of a series, whether they can be had or not."""
    first = calendar.date_of(terms.first.span.starts_at, zone)
    return [first + week * WEEK for week in range(terms.weeks)]


def untils(first: date, most_weeks: int) -> list[tuple[int, date]]:
    """For how many weeks a series may be, and its last date then."""
    return [(weeks, first + (weeks - 1) * WEEK) for weeks in range(2, min(most_weeks, MOST) + 1)]


def chosen_of(form: Form) -> Mapping[str, str]:
    """What was chosen, by date."""
    return {name.removeprefix(TAKE): text for name, text in form.values.items() if name.startswith(TAKE)}


def changed(dates: Iterable[DateFound], room_id: UUID | None, chosen: Mapping[str, str], zone: str) -> list[str]:
    """Dates on which something else would be had than what was shown."""
    found = {calendar.date_of(one.span.starts_at, zone).isoformat(): _target(one, room_id) for one in dates}
    return [day for day, target in found.items() if chosen.get(day) != target]


def told(dates: Sequence[DateFound], terms: SeriesTerms, form: Form, rooms: Mapping[UUID, Any], zone: str) -> Context:
    """Each date with what is against it and what could be had instead; at first all are chosen that are as asked."""
    chosen = chosen_of(form)
    lines = list(_lines(dates, terms.first.room_id, rooms, zone))
    for line in lines:
        asked = line["rule"] is None if form.refused is None else chosen.get(line["day"]) == line["target"]
        line["chosen"] = asked and line["target"] is not None
    return {
        "dates": lines,
        "as_asked": sum(line["rule"] is None for line in lines),
        "instead": sum(line["rule"] is not None and line["target"] is not None for line in lines),
    }


def _lines(
    dates: Sequence[DateFound], room_id: UUID | None, rooms: Mapping[UUID, Any], zone: str
) -> Iterator[dict[str, Any]]:
    for one in dates:
        other = one.substitute
        yield {
            "day": calendar.date_of(one.span.starts_at, zone).isoformat(),
            "span": one.span,
            "rule": one.rule,
            "target": _target(one, room_id),
            "other": None if other is None else {"span": other.span, "room": rooms[other.room_id]},
        }


def _target(one: DateFound, room_id: UUID | None) -> str | None:
    """The room and begin that a date would have; None where it cannot be had."""
    if one.rule is None:
        return f"{room_id}@{one.span.starts_at.isoformat()}"
    other = one.substitute
    return None if other is None else f"{other.room_id}@{other.span.starts_at.isoformat()}"
