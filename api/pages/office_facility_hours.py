"""When a facility or one of its rooms may be used: its windows, one at a time."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import Response

from api.pages import place_hours
from api.pages.desk import AtDesk, Context, Desk
from api.pages.forms import Form, Sent
from api.pages.office_facilities import seen
from api.pages.place_forms import writes
from api.schemas.facilities import HoursSent
from api.schemas.types import Id
from scheduler import queries
from scheduler.actors import Actor
from scheduler.errors import NotFound
from scheduler.usecases import facility_hours
from scheduler.usecases.facility_hours import HoursTerms

router = APIRouter(include_in_schema=False)
FIELDS = (*place_hours.WINDOW, "at", "do", "version")


@router.get("/office/facilities/{facility_id}/hours")
def hours(facility_id: Id, desk: AtDesk, at: str = "") -> Response:
    """The windows of a facility, and the form for another one, or for the one that stands at a place."""
    return _hours(desk, facility_id, None, at)


@router.post("/office/facilities/{facility_id}/hours")
def set_hours(facility_id: Id, desk: AtDesk, sent: Sent) -> Response:
    """Add, change or take away a window of a facility."""
    return _set(desk, facility_id, None, sent)


@router.get("/office/facilities/{facility_id}/rooms/{room_id}/hours")
def room_hours(facility_id: Id, room_id: Id, desk: AtDesk, at: str = "") -> Response:
    """The windows that a room has of its own."""
    return _hours(desk, facility_id, room_id, at)


@router.post("/office/facilities/{facility_id}/rooms/{room_id}/hours")
def set_room_hours(facility_id: Id, room_id: Id, desk: AtDesk, sent: Sent) -> Response:
    """Add, change or take away a window of a room."""
    return _set(desk, facility_id, room_id, sent)


def room_of(session: Any, actor: Actor, facility_id: UUID, room_id: UUID | None) -> Any:
    """A room of a facility, none where none is named.

    Raises
    ------
    NotFound
        If the facility has none of that kind.
    """
    found = None if room_id is None else queries.rooms.room(session, actor.community_id, room_id)
    if room_id is not None and (found is None or found.facility_id != facility_id):
        raise NotFound()
    return found


def place_of(facility_id: UUID, *below: object) -> str:
    """Where a page of a facility stands."""
    return "/".join(["/office/facilities", str(facility_id), *map(str, below)])


def _hours_place(facility_id: UUID, room_id: UUID | None) -> str:
    return place_of(facility_id, "hours") if room_id is None else place_of(facility_id, "rooms", room_id, "hours")


def _own(session: Any, facility_id: UUID, room_id: UUID | None) -> list[Any]:
    return [row for row in queries.rooms.windows_of(session, facility_id) if row.room_id == room_id]


def _set(desk: Desk, facility_id: UUID, room_id: UUID | None, sent: Sent) -> Response:
    form = Form(FIELDS, sent)

    def made(session: Any, actor: Actor, now: datetime) -> str:
        seen(session, actor, facility_id)
        rows = place_hours.changed(HoursSent, _own(session, facility_id, room_id), form)
        given: dict[str, Any] = {"version": form.number("version"), "windows": [HoursTerms(**row) for row in rows]}
        facility_hours.set_windows(session, actor=actor, facility_id=facility_id, room_id=room_id, now=now, **given)
        return _hours_place(facility_id, room_id)

    return desk.attempt(
        form, lambda: desk.make(sent, made), lambda again, status: _hours(desk, facility_id, room_id, "", again, status)
    )


def _hours(
    desk: Desk, facility_id: UUID, room_id: UUID | None, at: str, form: Form | None = None, status: int = 200
) -> Response:
    def found(session: Any, actor: Actor, _now: datetime) -> Context:
        facility = seen(session, actor, facility_id)
        room = room_of(session, actor, facility.id, room_id)
        rows = _own(session, facility.id, room_id)
        return {
            "of": facility,
            "part": room,
            "back": place_of(facility.id) if room is None else place_of(facility.id, "rooms", room.id),
            "place": _hours_place(facility.id, room_id),
            "rows": [(row, place_hours.told(row, desk.language)) for row in rows],
            "form": place_hours.shown(form) if form else place_hours.window_form(rows, at),
            "purposes": place_hours.FACILITY if room is None else place_hours.ROOM,
            "days": place_hours.days_of(session, actor),
            "seasons": place_hours.SEASONS,
            "weekday_names": place_hours.WEEKDAYS,
            "lacking": "hours_none_facility" if room is None else "hours_none_room",
            "runs": writes(actor),
        }

    return desk.show("office_hours", found, status)
