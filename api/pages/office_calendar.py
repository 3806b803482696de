"""The work calendar of a community: a year at a glance, and one date, which the office may state itself."""

from __future__ import annotations

from calendar import Calendar
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, NamedTuple

from babel.dates import get_month_names
from fastapi import APIRouter
from fastapi.responses import Response

from api.pages import place_closures
from api.pages.desk import AtDesk, Context, Desk
from api.pages.forms import Form, Sent, read_as
from api.pages.place_forms import look, words_of, writes
from api.pages.telling import LOCALES
from api.schemas.calendar import DaySent
from api.schemas.types import FIRST_YEAR, LAST_YEAR, Day
from scheduler import calendar, queries
from scheduler.actors import Actor
from scheduler.errors import NotFound
from scheduler.usecases import day_types
from scheduler.usecases.day_types import KINDS

router = APIRouter(include_in_schema=False)
FIELDS = ("day_type", "names", "reason", "version")


class Cell(NamedTuple):
    """A date of the year: its day type, what kind of day that makes it, and whether the community states it."""

    day: date
    kind: str
    stated: bool


@router.get("/office/calendar")
def year(desk: AtDesk, year: str = "") -> Response:
    """A year's workdays, rest days and make-up workdays, with the dates that the community states itself."""

    def found(session: Any, actor: Actor, now: datetime) -> Context:
        look(actor)
        today = place_closures.today_of(session, actor, now)
        shown = _year_of(year, today)
        first, last = date(shown, 1, 1), date(shown, 12, 31)
        own = queries.covenants.day_overrides(session, actor.community_id, first, last)
        return {
            "year": shown,
            "years": [at for at in (shown - 1, shown + 1) if FIRST_YEAR <= at <= LAST_YEAR],
            "months": _months(shown, {row.date: row.day_type for row in own}, desk.language),
            "own": own,
            "today": today,
            "undecreed": bool(calendar.undecreed_years([first])),
            "writes": writes(actor),
        }

    return desk.show("office_calendar", found)


@router.get("/office/calendar/{day}")
def one(day: Day, desk: AtDesk) -> Response:
    """What a date is, whom a change touches, and the form to state it."""
    return _day(desk, day, None)


@router.post("/office/calendar/{day}")
def state(day: Day, desk: AtDesk, sent: Sent) -> Response:
    """State what a date is, or let it be what the official calendar says again."""
    form = Form(FIELDS, sent)

    def made(session: Any, actor: Actor, now: datetime) -> str:
        if form.value("do") == "forget":
            day_types.forget(session, actor=actor, day=day, now=now, mark=form.number("version"))
        else:
            typed = {**form.filled("day_type", "reason"), "names": words_of(form, "names")}
            body = read_as(DaySent, {"reason": "", **typed})
            given: dict[str, Any] = {"kind": body.day_type, "names": body.names, "reason": body.reason}
            day_types.state(session, actor=actor, day=day, now=now, mark=form.number("version"), **given)
        return f"/office/calendar/{day}"

    def stands(session: Any, actor: Actor, _now: datetime) -> bool:
        return not day_types.seen(session, actor=actor, day=day).stated

    def done() -> Response:
        if form.value("do") == "forget" and desk.read(stands):
            return desk.go(f"/office/calendar/{day}")
        return desk.make(sent, made)

    return desk.attempt(form, done, lambda again, status: _day(desk, day, again, status))


def _year_of(text: str, today: date) -> int:
    """The year that is asked for, this one where none is.

    Raises
    ------
    NotFound
        For a year that no calendar holds.
    """
    if not text:
        return today.year
    if not (text.isascii() and text.isdigit() and FIRST_YEAR <= int(text[:5]) <= LAST_YEAR):
        raise NotFound()
    return int(text)


def _months(shown: int, stated: Mapping[date, Any], language: str) -> list[tuple[str, list[list[Cell | None]]]]:
    """The months of a year, each in its weeks; None for what belongs to another month."""

    def cell(day: date) -> Cell:
        return Cell(day, _kind(day, calendar.day_type(day, stated)), day in stated)

    def weeks(month: int) -> list[list[Cell | None]]:
        known = Calendar().monthdatescalendar(shown, month)
        return [[cell(day) if day.month == month else None for day in week] for week in known]

    names = get_month_names("wide", "stand-alone", LOCALES[language])
    return [(names[month], weeks(month)) for month in range(1, 13)]


def _kind(day: date, kind: str) -> str:
    """Workday or rest day, and whether that is not what its weekday would make it."""
    usual = "rest_day" if day.isoweekday() > 5 else "workday"
    if kind == usual:
        return kind
    return "makeup" if kind == "workday" else "holiday"


def _day(desk: Desk, day: date, form: Form | None, status: int = 200) -> Response:
    def found(session: Any, actor: Actor, _now: datetime) -> Context:
        look(actor)
        told = day_types.seen(session, actor=actor, day=day)
        row = queries.covenants.day_override(session, actor.community_id, day)
        reason = "" if row is None else row.reason
        other = "rest_day" if told.day_type == "workday" else "workday"
        stands = {"day_type": told.day_type, "names": ", ".join(told.names), "reason": reason}
        first = stands if told.stated else {**stands, "day_type": other}
        return {
            "day": day,
            "told": told,
            "kind": _kind(day, told.day_type),
            "reason": reason,
            "form": form or Form(FIELDS, first),
            "stands": stands,
            "mark": day_types.mark_of(session, actor=actor, day=day),
            "kinds": KINDS,
            "touched": day_types.touching(session, actor=actor, day=day),
            "writes": writes(actor),
        }

    return desk.show("office_day", found, status)
