"""Rooms and counted items of a facility: stated, changed; a part of a divisible hall names its hall."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import Response

from api.pages import place_hours
from api.pages.desk import AtDesk, Context, Desk
from api.pages.forms import Form, Sent, read_as
from api.pages.office_facilities import seen
from api.pages.office_facility_hours import place_of, room_of
from api.pages.place_forms import named_of, number_of, plain, shown_values, words_of, writes
from api.schemas.facilities import RoomSent
from api.schemas.types import Id
from scheduler import queries
from scheduler.actors import Actor
from scheduler.usecases import facilities
from scheduler.usecases.facilities import APPROVALS, RoomTerms

router = APIRouter(include_in_schema=False)
NUMBERS = ("capacity", "setup", "clear")
KNOWN = ("step-free", "piano", "kitchen", "mirrors", "projector")
"""Features that have names in both languages; others are typed."""
HAS, NOISY = "has_", "noisy_"
"""How the boxes of known features and of rooms that must not be loud together are named."""
TICKS = ("staffed_only", "bookable")
FACTS = ("name_zh", "name_en", *NUMBERS, "features", "noisy_next_to", "part_of_id", *TICKS, "approval")
NEW = ("code", *FACTS)
USUAL = {"bookable": "yes", "approval": "instant"}


@router.get("/office/facilities/{facility_id}/rooms")
def ask(facility_id: Id, desk: AtDesk) -> Response:
    """The form for another room."""
    return _page(desk, facility_id, None, Form(NEW, USUAL))


@router.post("/office/facilities/{facility_id}/rooms")
def add(facility_id: Id, desk: AtDesk, sent: Sent) -> Response:
    """A new room."""
    form = Form(NEW, sent)

    def made(session: Any, actor: Actor, now: datetime) -> str:
        terms = RoomTerms(**_stated(form, plain(form.value("code"))))
        facilities.add_room(session, actor=actor, facility_id=facility_id, terms=terms, now=now)
        return place_of(facility_id)

    return desk.attempt(
        form, lambda: desk.make(sent, made), lambda again, status: _page(desk, facility_id, None, again, status)
    )


@router.get("/office/facilities/{facility_id}/rooms/{room_id}")
def room(facility_id: Id, room_id: Id, desk: AtDesk) -> Response:
    """What is stated of a room, and its own hours."""
    return _page(desk, facility_id, room_id, None)


@router.post("/office/facilities/{facility_id}/rooms/{room_id}")
def amend(facility_id: Id, room_id: Id, desk: AtDesk, sent: Sent) -> Response:
    """Change what is stated of a room."""
    form = Form((*FACTS, "version"), sent)

    def made(session: Any, actor: Actor, now: datetime) -> str:
        room_of(session, actor, facility_id, room_id)
        changes = {name: value for name, value in _stated(form, "x").items() if name != "code"}
        given: dict[str, Any] = {"room_id": room_id, "version": form.number("version"), "changes": changes}
        facilities.amend_room(session, actor=actor, now=now, **given)
        return place_of(facility_id)

    return desk.attempt(
        form, lambda: desk.make(sent, made), lambda again, status: _page(desk, facility_id, room_id, again, status)
    )


def _stated(form: Form, code: str) -> dict[str, Any]:
    """What a form states of a room.

    Raises
    ------
    Refused
        For the first field that is wrong.
    """
    numbers = {name: number_of(form, name) for name in NUMBERS}
    features = [*_ticked(form, HAS), *words_of(form, "features")]
    lists = {"features": list(dict.fromkeys(features)), "noisy_next_to": _ticked(form, NOISY)}
    ticked = {name: bool(form.value(name)) for name in TICKS}
    chosen = form.filled("part_of_id", "approval")
    return read_as(RoomSent, {"code": code, **named_of(form), **numbers, **lists, **ticked, **chosen}).model_dump()


def _ticked(form: Form, kind: str) -> list[str]:
    """What the boxes of a kind that are ticked stand for."""
    return sorted(name.removeprefix(kind) for name, value in form.values.items() if name.startswith(kind) and value)


def _stands(row: Any) -> dict[str, str]:
    """What is stated of a room, as the fields of its form show it."""
    others = [name for name in row.features if name not in KNOWN]
    boxes = [f"{HAS}{name}" for name in row.features if name in KNOWN] + [
        f"{NOISY}{code}" for code in row.noisy_next_to
    ]
    return {**shown_values(row, FACTS), "features": ", ".join(others), **dict.fromkeys(boxes, "yes")}


def _page(desk: Desk, facility_id: UUID, room_id: UUID | None, form: Form | None, status: int = 200) -> Response:
    def found(session: Any, actor: Actor, _now: datetime) -> Context:
        facility = seen(session, actor, facility_id)
        row = room_of(session, actor, facility.id, room_id)
        rooms = queries.rooms.rooms_of(session, facility.id)
        own = [
            one for one in queries.rooms.windows_of(session, facility.id) if row is not None and one.room_id == row.id
        ]
        stands = {} if row is None else _stands(row)
        return {
            "facility": facility,
            "room": row,
            "form": form or Form(FACTS, stands),
            "stands": stands,
            "halls": [one for one in rooms if one.part_of_id is None and (row is None or one.id != row.id)],
            "others": [one for one in rooms if row is None or one.id != row.id],
            "known": KNOWN,
            "approvals": APPROVALS,
            "hours": place_hours.by_purpose(own, desk.language),
            "writes": writes(actor),
        }

    return desk.show("office_room", found, status)
