"""Rooms at the counter and by the hotline: a person, a search and a booking on their behalf, in one form."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from fastapi import APIRouter
from fastapi.responses import Response

from api.pages import rooms_asking, rooms_told, wishes
from api.pages.desk import AtDesk, Context, Desk, clerks_only
from api.pages.forms import Form, Sent, read_as
from api.pages.person import masked
from api.pages.rooms_board import searched
from api.pages.rooms_choosing import Named, member_of, terms_of
from api.pages.rooms_returns import cancel_page, cancelled
from api.schemas.types import Id
from scheduler import queries
from scheduler.actors import Actor
from scheduler.errors import NotFound
from scheduler.ids import read_receipt
from scheduler.queries.lent import STANDING
from scheduler.usecases import members, room_bookings, room_claims, room_waiting
from scheduler.usecases.room_waiting import WaitingTerms

router = APIRouter(include_in_schema=False)
OWN = ("phone", "member_id", "channel", "title")
FIELDS = (*OWN, *rooms_asking.FIELDS)
SHOWN = tuple(name for name in FIELDS if name != "member_id")
"""Fields at which a fault can be told; that of a person who is known already is told above the form."""
MOST = 50


@router.get("/counter/rooms")
def ask(desk: AtDesk, member: Id | None = None) -> Response:
    """The form; for somebody who was found already, without a search for them."""
    known = {} if member is None else {"member_id": str(member)}
    return _page(desk, Form(FIELDS, {"channel": "window", **known}), find=False)


@router.post("/counter/rooms")
def find(desk: AtDesk, sent: Sent) -> Response:
    """The person and the rooms that they could have, or the booking of a receipt; posted, to keep it from addresses."""
    form = Form(FIELDS, sent)

    def done() -> Response:
        there = desk.read(lambda session, actor, _now: _by_receipt(desk, session, actor, form))
        return _page(desk, form) if there is None else desk.go(f"/counter/bookings/{there}")

    return desk.attempt(form, done, lambda again, status: _page(desk, again, status=status, find=False))


@router.post("/counter/rooms/book")
def book(desk: AtDesk, sent: Sent) -> Response:
    """Book what was chosen for the person; then the receipt."""
    form = Form(FIELDS, sent)

    def booked(session: Any, actor: Actor, now: datetime) -> str:
        clerks_only(actor)
        more = {"member_id": member_of(form), "title": read_as(Named, form.filled("title")).title}
        terms = terms_of(session, form, actor.community_id, **more)
        wanted: dict[str, Any] = {"terms": terms, "channel": wishes.channel_of(form), "vault": desk.office.vault}
        return f"/counter/bookings/{room_bookings.book(session, actor=actor, now=now, **wanted).id}"

    return desk.attempt(form, lambda: desk.make(sent, booked), lambda again, status: _page(desk, again, status=status))


@router.post("/counter/rooms/wait")
def wait(desk: AtDesk, sent: Sent) -> Response:
    """Put the person in line for a room that is taken."""
    form = Form(FIELDS, sent)

    def joined(session: Any, actor: Actor, now: datetime) -> str:
        clerks_only(actor)
        terms = terms_of(session, form, actor.community_id)
        waiting = WaitingTerms(terms.span, terms.ask, room_id=terms.room_id, member_id=member_of(form))
        room_waiting.join(session, actor=actor, terms=waiting, channel=wishes.channel_of(form), now=now)
        return f"/counter/rooms?member={member_of(form)}"

    return desk.attempt(form, lambda: desk.make(sent, joined), lambda again, status: _page(desk, again, status=status))


@router.get("/counter/bookings/{booking_id}")
def receipt(booking_id: Id, desk: AtDesk) -> Response:
    """The receipt of a booking, to be printed; it names nobody."""

    def shown(session: Any, actor: Actor, now: datetime) -> Context:
        return rooms_told.booking(session, _served(desk, session, actor, booking_id), now, desk.language)

    return desk.show("counter_booking", shown)


@router.get("/counter/bookings/{booking_id}/cancel")
def ask_cancel(booking_id: Id, desk: AtDesk) -> Response:
    """What giving a booking back means, before it is done for somebody."""
    return cancel_page(desk, booking_id, _served, f"/counter/bookings/{booking_id}")


@router.post("/counter/bookings/{booking_id}/cancel")
def cancel(booking_id: Id, desk: AtDesk, sent: Sent) -> Response:
    """Give a booking back for somebody who came or called."""
    return cancelled(desk, booking_id, _served, f"/counter/bookings/{booking_id}", sent.get("all") == "yes")


def _by_receipt(desk: Desk, session: Any, actor: Actor, form: Form) -> Any:
    """The booking, where a receipt stands in place of a phone and this clerk may see it."""
    clerks_only(actor)
    try:
        return room_bookings.by_receipt(session, actor=actor, vault=desk.office.vault, text=form.value("phone")).row.id
    except NotFound:
        return None


def _served(desk: Desk, session: Any, actor: Actor, booking_id: Id) -> Any:
    clerks_only(actor)
    return room_bookings.seen(session, actor=actor, vault=desk.office.vault, booking_id=booking_id)


def found_again(desk: Desk, form: Form, status: int) -> Response:
    """The search once more, after something that was found could not be had."""
    return _page(desk, form, status=status)


def _page(desk: Desk, form: Form, status: int = 200, find: bool = True) -> Response:
    def looked(session: Any, actor: Actor, now: datetime) -> Context:
        clerks_only(actor)
        zone = queries.community.one(session, actor.community_id).zone
        filled = Form(SHOWN, rooms_asking.form_of(form.values, now, zone).values, form.refused)
        people = _people(desk, session, actor, filled, now) if find or form.value("member_id") else None
        one = people[0] if people and len(people) == 1 else None
        head = {
            "form": filled,
            "people": people,
            "person": one,
            "channels": wishes.CHANNELS,
            "back": "/counter/rooms",
            "result": None,
            **rooms_asking.choices(session, actor.community_id, filled),
            **_theirs(desk, session, actor, one, now),
        }
        if one is None or not find:
            return head
        found = searched(session, actor, filled, zone, now)
        own = {"member_id": str(one["id"]), "channel": filled.value("channel"), "title": filled.value("title")}
        return {**head, **found, "carried": {**found["carried"], **own}}

    return desk.show("counter_rooms", looked, status, noted=True)


def _people(desk: Desk, session: Any, actor: Actor, form: Form, now: datetime) -> list[Context]:
    """The person who was chosen, or those who are found by phone."""
    if form.value("member_id"):
        member_id = room_claims.person_of(session, actor, member_of(form))
        return [masked(desk, queries.community.member(session, actor.community_id, member_id))]
    if read_receipt(form.value("phone")) is not None:
        return []
    wanted: Mapping[str, Any] = {"vault": desk.office.vault, "phone": form.value("phone").strip()}
    return [masked(desk, row) for row in members.find(session, actor=actor, now=now, **wanted)]


def _theirs(desk: Desk, session: Any, actor: Actor, person: Context | None, now: datetime) -> Context:
    """What the person has and waits for."""
    if person is None:
        return {"bookings": [], "waiting": [], "lenders": []}
    wanted: dict[str, Any] = {"vault": desk.office.vault, "member_id": person["id"], "limit": MOST}
    found = room_bookings.listed(session, actor=actor, **wanted)
    lines = queries.room_waiting.listed(session, actor.community_id, person["id"])
    house = queries.rooms.house_of(session, actor.community_id)
    return {
        "bookings": [one for one in found if one.row.state in STANDING and one.row.ends_at > now],
        "waiting": [rooms_told.line_of(row, house) for row in lines if row.state == "waiting"],
        "lenders": [row for row in house.facilities if any(item.alone for item in house.equipment_of.get(row.id, ()))],
    }
