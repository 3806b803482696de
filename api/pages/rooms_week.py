"""A facility or a room by day, by week, and as a list of what is on; without names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from fastapi import APIRouter
from fastapi.responses import Response

from api.pages import rooms_asking
from api.pages.desk import AtDesk, Context, Desk
from api.pages.rooms_borrowing import lent_alone
from api.schemas.types import Id
from scheduler import calendar, queries
from scheduler.errors import NotFound
from scheduler.usecases import timetables

router = APIRouter(include_in_schema=False)
View = Literal["day", "week", "list"]
VIEWS = ("day", "week", "list")
DAYS = {"day": 1, "week": 7, "list": 14}
"""How many dates each view shows."""
CELL = 15
"""Minutes of the narrowest cell of a grid."""
HOURS = (8, 21)
"""From when until when a grid tells at least."""
FAR = timedelta(days=400)


@dataclass(frozen=True, slots=True)
class Cell:
    """A part of a row of a grid, as wide as so many cells."""

    width: int
    part: Any


@router.get("/facilities/{facility_id}")
def facility(facility_id: Id, desk: AtDesk, view: View = "day", day: str = "") -> Response:
    """All rooms of a facility."""
    return _page(desk, view, day, facility_id=facility_id)


@router.get("/rooms/{room_id}")
def room(room_id: Id, desk: AtDesk, view: View = "week", day: str = "") -> Response:
    """One room."""
    return _page(desk, view, day, room_id=room_id)


def _page(desk: Desk, view: View, text: str, **place: Any) -> Response:
    return desk.show_public("rooms_place", lambda session, now: _shown(session, now, view, text, place))


def _shown(session: Any, now: datetime, view: View, text: str, place: dict[str, Any]) -> Context:
    found = queries.rooms.place(session, place.get("facility_id"), place.get("room_id"))
    if found is None:
        raise NotFound()
    owner, one = found
    community = queries.community.one(session, owner.community_id)
    today = calendar.date_of(now, community.zone)
    asked = min(max(rooms_asking.day_of(text, today), today - FAR), today + FAR)
    first = asked - timedelta(days=asked.weekday()) if view == "week" else asked
    last = first + timedelta(days=DAYS[view] - 1)
    days = timetables.timetable(session, slug=community.slug, first=first, last=last, now=now, **place)
    return {
        "community": community,
        "zone": community.zone,
        "facility": owner,
        "room": one,
        "place": f"/facilities/{owner.id}" if one is None else f"/rooms/{one.id}",
        "lent": lent_alone(session, owner.id) if one is None else [],
        "view": view,
        "views": VIEWS,
        "day": asked,
        "first": first,
        "last": last,
        "today": today,
        "now": now,
        "before": asked - timedelta(days=DAYS[view]),
        "after": asked + timedelta(days=DAYS[view]),
        **_rows(days, view, now, community.zone),
    }


def _rows(days: Sequence[Any], view: View, now: datetime, zone: str) -> Context:
    if view == "list":
        return {"on": sorted(_on(days, now), key=lambda one: (one[1].starts_at, one[0].room.code))}
    hours = _hours(days, zone)
    return {
        "hours": hours,
        "dates": sorted({one.day for one in days}),
        "grid": [(one, list(_cells(one, hours, zone)), _free_hours(one, now)) for one in days],
    }


def _on(days: Iterable[Any], now: datetime) -> Iterator[tuple[Any, Any]]:
    """What is on, but for what is over."""
    for one in days:
        for part in one.parts:
            if part.kind == "taken" and part.ends_at > now:
                yield one, part


def _hours(days: Iterable[Any], zone: str) -> range:
    """Whole hours in which some room is open or taken, at least the usual ones."""
    first, last = HOURS[0] * 60, HOURS[1] * 60
    for one in days:
        for part in one.parts:
            if part.kind != "closed":
                first = min(first, calendar.minute_of(one.day, part.starts_at, zone))
                last = max(last, calendar.minute_of(one.day, part.ends_at, zone))
    return range(first // 60, -(-last // 60))


def _cells(one: Any, hours: range, zone: str) -> Iterator[Cell]:
    """The parts of a row, which together are as wide as its hours."""
    first, last = hours.start * 60, hours.stop * 60
    for part in one.parts:
        since, until = (calendar.minute_of(one.day, at, zone) for at in (part.starts_at, part.ends_at))
        start, end = (round(min(max(at, first), last) / CELL) for at in (since, until))
        if start < end:
            yield Cell(end - start, part)


def _free_hours(one: Any, now: datetime) -> float:
    """For how long a room can still be had on a date, in hours to the half."""
    left = (part.ends_at - max(part.starts_at, now) for part in one.parts if part.kind == "open")
    minutes = int(sum((span for span in left if span > timedelta(0)), timedelta(0)).total_seconds()) // 60
    return minutes // 30 / 2
