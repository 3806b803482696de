"""Dates on which a facility or one of its rooms is closed: stated once it was told whom that touches, taken back."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import Response

from api.pages import place_closures
from api.pages.desk import AtDesk, Context, Desk
from api.pages.forms import Form, Sent, read_as
from api.pages.office_facilities import seen
from api.pages.office_facility_hours import place_of
from api.pages.place_closures import Part
from api.pages.place_forms import writes
from api.schemas.types import Id
from scheduler import queries
from scheduler.actors import Actor
from scheduler.usecases import closure_reach, facility_hours

router = APIRouter(include_in_schema=False)


@router.get("/office/facilities/{facility_id}/closures")
def closures(facility_id: Id, desk: AtDesk) -> Response:
    """Closures of a facility and its rooms to come, and the form for another one."""
    return _closures(desk, facility_id, Form(place_closures.CLOSING, place_closures.USUAL))


@router.post("/office/facilities/{facility_id}/closures")
def close(facility_id: Id, desk: AtDesk, sent: Sent) -> Response:
    """Close a facility or a room; first it is told whom that touches."""
    form = Form(place_closures.CLOSING, sent)

    def closed(session: Any, actor: Actor, now: datetime) -> str:
        terms = {**place_closures.closing_of(form), "room_id": read_as(Part, form.filled("part")).part}
        given: dict[str, Any] = {"facility_id": facility_id, "version": form.number("version"), "terms": terms}
        facility_hours.close(session, actor=actor, now=now, **given)
        return place_of(facility_id, "closures")

    def done() -> Response:
        return desk.make(sent, closed) if form.value("sure") else _reach(desk, facility_id, form)

    return desk.attempt(form, done, lambda again, status: _closures(desk, facility_id, again, status))


@router.post("/office/facilities/{facility_id}/closures/{closure_id}/reopen")
def reopen(facility_id: Id, closure_id: Id, desk: AtDesk, sent: Sent) -> Response:
    """Take a closure back; what comes free is offered to those who wait."""
    wanted: dict[str, Any] = {"facility_id": facility_id, "closure_id": closure_id}

    def opened(session: Any, actor: Actor, now: datetime) -> str:
        facility_hours.reopen(session, actor=actor, now=now, **wanted)
        return place_of(facility_id, "closures")

    return desk.make(sent, opened)


def _closing(desk: Desk, session: Any, actor: Actor, now: datetime, facility_id: UUID) -> dict[str, Any]:
    facility = seen(session, actor, facility_id)
    rooms = queries.rooms.rooms_of(session, facility.id)
    names = {row.id: str(getattr(row, f"name_{desk.language}")) for row in rooms}
    return {
        "of": facility,
        "back": place_of(facility.id),
        "place": place_of(facility.id, "closures"),
        "parts_of": list(names.items()),
        "names": names,
        "whole": "closure_whole_facility",
        "runs": writes(actor),
        "today": place_closures.today_of(session, actor, now),
    }


def _closures(desk: Desk, facility_id: UUID, form: Form, status: int = 200) -> Response:
    def found(session: Any, actor: Actor, now: datetime) -> Context:
        told = _closing(desk, session, actor, now, facility_id)
        rows = place_closures.to_come(queries.rooms.closures_of(session, facility_id), told["today"])
        lines = [(row, told["names"].get(row.room_id)) for row in rows]
        return {**told, "rows": lines, "form": form, "kinds": place_closures.KINDS}

    return desk.show("office_closures", found, status)


def _reach(desk: Desk, facility_id: UUID, form: Form) -> Response:
    def found(session: Any, actor: Actor, now: datetime) -> Context:
        terms, part = place_closures.closing_of(form), read_as(Part, form.filled("part")).part
        given: dict[str, Any] = {"facility_id": facility_id, "room_id": part, "shut": place_closures.shut_of(terms)}
        touched = closure_reach.of_facility(session, actor=actor, now=now, **given)
        told = _closing(desk, session, actor, now, facility_id)
        return {**told, **place_closures.asked(form, terms, touched), "means": "closure_means_facility", "part": part}

    return desk.show("office_closing", found)
