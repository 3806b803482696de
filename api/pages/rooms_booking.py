"""A room for oneself: held from what was found, looked at once, confirmed; given back; or waited for."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from fastapi import APIRouter
from fastapi.responses import Response

from api.pages import rooms_asking, rooms_told
from api.pages.desk import AtDesk, Context, Desk
from api.pages.forms import Form, Sent, read_as
from api.pages.rooms_board import found_page
from api.pages.rooms_choosing import Named, residents_only, terms_of
from api.pages.rooms_returns import cancel_page, cancelled
from api.schemas.types import Id
from scheduler.actors import Actor
from scheduler.errors import NotFound
from scheduler.usecases import room_amending, room_bookings, room_moves, room_waiting
from scheduler.usecases.room_amending import Changes
from scheduler.usecases.room_waiting import WaitingTerms

router = APIRouter(include_in_schema=False)
HOME = "/mine/rooms"
WEB = "web"


@router.post("/mine/rooms/hold")
def hold(desk: AtDesk, sent: Sent) -> Response:
    """Hold a room for some minutes, in which its person looks and confirms."""
    form = Form(rooms_asking.FIELDS, sent)

    def held(session: Any, actor: Actor, now: datetime) -> str:
        residents_only(actor)
        terms = terms_of(session, form, actor.community_id)
        wanted: dict[str, Any] = {"terms": terms, "channel": WEB, "vault": desk.office.vault, "hold": True}
        return f"{HOME}/{room_bookings.book(session, actor=actor, now=now, **wanted).id}"

    return desk.attempt(form, lambda: desk.make(sent, held), lambda again, status: found_page(desk, again, status))


@router.post("/mine/rooms/wait")
def wait(desk: AtDesk, sent: Sent) -> Response:
    """Stand in line for a room that is taken."""
    form = Form(rooms_asking.FIELDS, sent)

    def joined(session: Any, actor: Actor, now: datetime) -> str:
        residents_only(actor)
        terms = terms_of(session, form, actor.community_id)
        waiting = WaitingTerms(terms.span, terms.ask, room_id=terms.room_id)
        room_waiting.join(session, actor=actor, terms=waiting, channel=WEB, now=now)
        return f"{HOME}#waiting"

    return desk.attempt(form, lambda: desk.make(sent, joined), lambda again, status: found_page(desk, again, status))


@router.get("/mine/rooms/{booking_id}")
def look(booking_id: Id, desk: AtDesk) -> Response:
    """A booking: what, where, when, until when it can be given back, and what is to be done."""
    return _page(desk, booking_id, Form(("title",)))


@router.post("/mine/rooms/{booking_id}/confirm")
def confirm(booking_id: Id, desk: AtDesk, sent: Sent) -> Response:
    """Confirm what is held; a second press changes nothing."""
    form = Form(("title",), sent)

    def confirmed(session: Any, actor: Actor, now: datetime) -> None:
        seen = _own(desk, session, actor, booking_id)
        title = read_as(Named, form.filled("title")).title
        if title and seen.row.state == "held":
            wanted: dict[str, Any] = {"version": seen.row.row_version, "changes": Changes(title=title)}
            room_amending.amend(session, actor=actor, vault=desk.office.vault, booking_id=booking_id, now=now, **wanted)
        action = "confirm" if seen.row.series_id is None else "reconfirm"
        room_moves.act(session, actor=actor, booking_id=booking_id, action=action, version=None, now=now)

    def is_confirmed(session: Any, actor: Actor, _now: datetime) -> bool:
        return _own(desk, session, actor, booking_id).row.state in ("confirmed", "requested")

    def done() -> Response:
        desk.write_once(confirmed, is_confirmed)
        return desk.go(f"{HOME}/{booking_id}")

    return desk.attempt(form, done, lambda again, status: _page(desk, booking_id, again, status))


@router.get("/mine/rooms/{booking_id}/cancel")
def ask_cancel(booking_id: Id, desk: AtDesk) -> Response:
    """What giving a booking back means, before it is done."""
    return cancel_page(desk, booking_id, _own, f"{HOME}/{booking_id}")


@router.post("/mine/rooms/{booking_id}/cancel")
def cancel(booking_id: Id, desk: AtDesk, sent: Sent) -> Response:
    """Give a booking back, or with it all later ones of its series."""
    return cancelled(desk, booking_id, _own, f"{HOME}/{booking_id}", sent.get("all") == "yes")


@router.post("/mine/rooms/waiting/{waiting_id}/leave")
def leave(waiting_id: Id, desk: AtDesk) -> Response:
    """Leave a line; what is held already stays a booking, to be confirmed or given back."""

    def left(session: Any, actor: Actor, now: datetime) -> None:
        row = room_waiting.seen(session, actor=actor, waiting_id=waiting_id)
        if row.member_id != actor.member_id:
            raise NotFound()
        room_waiting.leave(session, actor=actor, waiting_id=waiting_id, now=now)

    def is_left(session: Any, actor: Actor, _now: datetime) -> bool:
        return room_waiting.seen(session, actor=actor, waiting_id=waiting_id).state != "waiting"

    desk.write_once(left, is_left)
    return desk.go(f"{HOME}#waiting")


def _own(desk: Desk, session: Any, actor: Actor, booking_id: Id) -> Any:
    seen = room_bookings.seen(session, actor=actor, vault=desk.office.vault, booking_id=booking_id)
    if seen.row.member_id != actor.member_id:
        raise NotFound()
    return seen


def _page(desk: Desk, booking_id: Id, form: Form, status: int = 200) -> Response:
    def shown(session: Any, actor: Actor, now: datetime) -> Context:
        seen = _own(desk, session, actor, booking_id)
        return {**rooms_told.booking(session, seen, now, desk.language), "form": form, "now": now}

    return desk.show("room_booking", shown, status)
