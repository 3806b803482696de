"""A room every week: each date looked at before anything is taken, then those that the person chose, with a receipt."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import Response

from api.pages import rooms_asking, rooms_counter, rooms_told, rooms_weekly, wishes
from api.pages.desk import AtDesk, Context, Desk, clerks_only
from api.pages.forms import Form, Sent, read_as
from api.pages.person import masked
from api.pages.rooms_board import found_page
from api.pages.rooms_choosing import Named, member_of, residents_only, terms_of
from api.schemas.types import Id
from scheduler import queries
from scheduler.actors import Actor
from scheduler.errors import Conflict, NotFound
from scheduler.usecases import room_bookings, room_moves, room_series
from scheduler.usecases.room_dates import SeriesTerms

router = APIRouter(include_in_schema=False)
CARRIED = (*rooms_asking.FIELDS, "room_id", "starts_at", "member_id", "channel")
SHOWN = ("weeks", "title")
FIELDS = (*CARRIED, *SHOWN)
USUAL_WEEKS = 4
WEB = "web"


@dataclass(frozen=True, slots=True)
class Way:
    """Who books: the places of the form, of its receipt and of one booking, who may, and the search to go back to."""

    form: str
    receipt: str
    booking: str
    check: Callable[[Actor], None]
    search: Callable[[Desk, Form, int], Response]
    served: bool


OWN = Way("/mine/rooms/series", "/mine/rooms/series/{}", "/mine/rooms", residents_only, found_page, False)
COUNTER = Way(
    "/counter/rooms/series",
    "/counter/series/{}",
    "/counter/bookings",
    clerks_only,
    rooms_counter.found_again,
    True,
)


@router.post("/mine/rooms/series")
def look(desk: AtDesk, sent: Sent) -> Response:
    """All dates of a weekly booking for oneself; nothing is taken."""
    return _look(desk, OWN, Form(FIELDS, sent))


@router.post("/counter/rooms/series")
def look_for(desk: AtDesk, sent: Sent) -> Response:
    """All dates of a weekly booking for somebody who came or called; nothing is taken."""
    return _look(desk, COUNTER, Form(FIELDS, sent))


@router.post("/mine/rooms/series/book")
def book(desk: AtDesk, sent: Sent) -> Response:
    """Take the dates that were chosen."""
    return _book(desk, OWN, sent)


@router.post("/counter/rooms/series/book")
def book_for(desk: AtDesk, sent: Sent) -> Response:
    """Take the dates that were chosen, for somebody who came or called."""
    return _book(desk, COUNTER, sent)


@router.get("/mine/rooms/series/{series_id}")
def receipt(series_id: Id, desk: AtDesk) -> Response:
    """All dates of one's own weekly booking."""
    return _receipt(desk, OWN, series_id)


@router.get("/counter/series/{series_id}")
def receipt_for(series_id: Id, desk: AtDesk) -> Response:
    """All dates of a weekly booking, to be printed; it names nobody."""
    return _receipt(desk, COUNTER, series_id)


def _look(desk: Desk, way: Way, form: Form, status: int = 200) -> Response:
    """The dates; where the room cannot be had at all, the search again."""
    return desk.attempt(form, lambda: _page(desk, way, form, status), lambda again, code: way.search(desk, again, code))


def _book(desk: Desk, way: Way, sent: Mapping[str, str]) -> Response:
    form = Form(FIELDS, sent)

    def booked(session: Any, actor: Actor, now: datetime) -> str:
        way.check(actor)
        zone, most = _zone(session, actor), _most(session, actor, now)
        asked = _terms(session, actor, way, form, most)
        chosen = rooms_weekly.chosen_of(form)
        without = [day for day in rooms_weekly.days_of(asked, zone) if day.isoformat() not in chosen]
        channel = wishes.channel_of(form) if way.served else WEB
        wanted: dict[str, Any] = {"terms": replace(asked, without=without), "channel": channel, "substitutes": True}
        made = room_series.book(session, actor=actor, vault=desk.office.vault, now=now, **wanted)
        # Nobody is given another room or time than the one that they saw and chose.
        if other := rooms_weekly.changed(made.dates, asked.first.room_id, chosen, zone):
            raise Conflict("series_blocked", "weeks", len(other), ", ".join(other))
        return way.receipt.format(made.id)

    return desk.attempt(form, lambda: desk.make(sent, booked), lambda again, status: _look(desk, way, again, status))


def _terms(session: Any, actor: Actor, way: Way, form: Form, most: int) -> SeriesTerms:
    more: dict[str, Any] = {"title": read_as(Named, form.filled("title")).title}
    if way.served:
        more["member_id"] = member_of(form)
    first = terms_of(session, form, actor.community_id, **more)
    return SeriesTerms(first, form.number("weeks") if form.value("weeks") else min(USUAL_WEEKS, most))


def _most(session: Any, actor: Actor, now: datetime) -> int:
    return room_moves.rules_at(session, actor.community_id, now).most_series_weeks


def _zone(session: Any, actor: Actor) -> str:
    return str(queries.community.one(session, actor.community_id).zone)


def _page(desk: Desk, way: Way, form: Form, status: int) -> Response:
    def shown(session: Any, actor: Actor, now: datetime) -> Context:
        way.check(actor)
        zone, most = _zone(session, actor), _most(session, actor, now)
        terms = _terms(session, actor, way, form, most)
        found = room_series.preview(session, actor=actor, terms=terms, now=now)
        house = queries.rooms.house_of(session, actor.community_id)
        rooms = {room.id: room for room in house.rooms}
        room = next(room for room in house.rooms if room.id == terms.first.room_id)
        return {
            **rooms_weekly.told(found, terms, form, rooms, zone),
            "form": Form(SHOWN, form.values, form.refused),
            "at": way.form,
            "weeks": terms.weeks,
            "untils": rooms_weekly.untils(rooms_weekly.days_of(terms, zone)[0], most),
            "room": room,
            "facility": house.facilities_by_id[room.facility_id],
            "person": _person(desk, session, actor, terms.first.member_id),
            "search": _search(way, form),
            "carried": {name: text for name, text in form.values.items() if text and _is_carried(name)},
        }

    return desk.show("rooms_series", shown, status)


def _person(desk: Desk, session: Any, actor: Actor, member_id: UUID | None) -> Context | None:
    """For whom a clerk books."""
    member = None if member_id is None else queries.community.member(session, actor.community_id, member_id)
    return None if member is None else masked(desk, member)


def _search(way: Way, form: Form) -> str:
    """The search from which somebody came."""
    if way.served:
        return f"/counter/rooms?member={form.value('member_id')}"
    return f"/rooms/find?{urlencode(rooms_asking.carried(form))}"


def _is_carried(name: str) -> bool:
    return name in CARRIED or name.startswith((rooms_asking.HAS, rooms_asking.LEND))


def _receipt(desk: Desk, way: Way, series_id: Id) -> Response:
    def shown(session: Any, actor: Actor, now: datetime) -> Context:
        way.check(actor)
        rows = room_series.seen(session, actor=actor, series_id=series_id)
        if not way.served and rows[0].member_id != actor.member_id:
            raise NotFound()
        found = room_bookings.shown(session, actor, desk.office.vault, rows)
        told = [rooms_told.booking(session, one, now, desk.language) for one in found]
        return {"dates": told, "served": way.served, "at": way.booking, "member_id": rows[0].member_id}

    return desk.show("series_receipt", shown)
