"""Things that a facility lends without a room: what, how many, when; held, then confirmed like a room."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Annotated, Any

from fastapi import APIRouter
from fastapi.responses import Response
from pydantic import BaseModel, Field

from api.pages import rooms_asking
from api.pages.desk import AtDesk, Context, Desk
from api.pages.forms import Form, Sent, read_as
from api.pages.rooms_choosing import residents_only
from api.schemas.types import Clock, Day, Id
from scheduler import calendar, queries
from scheduler.actors import Actor
from scheduler.errors import NotFound
from scheduler.usecases import room_bookings
from scheduler.usecases.bookings import Span
from scheduler.usecases.room_claims import BookingTerms

router = APIRouter(include_in_schema=False)
FIELDS = ("equipment_id", "count", "day", "start", "minutes")


class Borrowed(BaseModel):
    """The form, checked."""

    equipment_id: Id
    count: Annotated[int, Field(ge=1, le=1_000)]
    day: Day
    start: Clock
    minutes: Annotated[int, Field(ge=15, le=1440)]


def lent_alone(session: Any, facility_id: Any) -> list[Any]:
    """What a facility lends without a room."""
    return [row for row in queries.rooms.equipment_of(session, facility_id) if row.alone]


@router.get("/mine/rooms/borrow/{facility_id}")
def ask(facility_id: Id, desk: AtDesk, item: str = "") -> Response:
    """The form; `item` is chosen already."""
    return _page(desk, facility_id, Form(FIELDS, {"equipment_id": item, "count": "1", "start": "09:00"}))


@router.post("/mine/rooms/borrow/{facility_id}")
def hold(facility_id: Id, desk: AtDesk, sent: Sent) -> Response:
    """Hold some items for some minutes, in which their person looks and confirms."""
    form = Form(FIELDS, sent)

    def held(session: Any, actor: Actor, now: datetime) -> Any:
        residents_only(actor)
        _facility(session, actor, facility_id)
        wanted: dict[str, Any] = {"terms": _terms(session, actor, form), "vault": desk.office.vault, "hold": True}
        return room_bookings.book(session, actor=actor, channel="web", now=now, **wanted).id

    return desk.attempt(
        form,
        lambda: desk.go(f"/mine/rooms/{desk.write(held)}"),
        lambda again, status: _page(desk, facility_id, again, status),
    )


def _terms(session: Any, actor: Actor, form: Form) -> BookingTerms:
    given = form.filled("equipment_id", "day", "start")
    asked = read_as(Borrowed, {**given, "count": form.number("count"), "minutes": form.number("minutes")})
    zone = queries.community.one(session, actor.community_id).zone
    since = calendar.instant_of(asked.day, int(asked.start[:2]) * 60 + int(asked.start[3:]), zone)
    span = Span(since, since + timedelta(minutes=asked.minutes))
    return BookingTerms(span, equipment_id=asked.equipment_id, count=asked.count)


def _facility(session: Any, actor: Actor, facility_id: Id) -> Any:
    """A facility that lends something.

    Raises
    ------
    NotFound
        If there is none.
    """
    found = queries.rooms.facility(session, actor.community_id, facility_id)
    if found is None or not lent_alone(session, facility_id):
        raise NotFound()
    return found


def _page(desk: Desk, facility_id: Id, form: Form, status: int = 200) -> Response:
    def shown(session: Any, actor: Actor, now: datetime) -> Context:
        residents_only(actor)
        facility = _facility(session, actor, facility_id)
        zone = queries.community.one(session, actor.community_id).zone
        return {
            "facility": facility,
            "lent": lent_alone(session, facility_id),
            "form": Form(FIELDS, rooms_asking.form_of(form.values, now, zone).values, form.refused),
            "starts": rooms_asking.STARTS,
            "lengths": rooms_asking.LENGTHS,
        }

    return desk.show("borrow", shown, status)
