"""Checking in and out: by the code that hangs at the place, scanned as a link or typed; one big button."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import Response

from api.pages.desk import AtDesk, Context, Desk
from api.pages.forms import Form, Sent, read_as
from api.pages.shifts_told import own_seat, volunteer_of
from api.schemas.seats import PresenceSent
from api.schemas.types import Id
from scheduler import queries
from scheduler.actors import Actor
from scheduler.errors import NotAllowed
from scheduler.ids import read_door_code
from scheduler.usecases import arrivals, attendance
from scheduler.usecases.attendance import Presence

router = APIRouter(include_in_schema=False)
HOME = "/check-in"
FIELDS = ("code",)
AFTER = {"come": ("checked_in", "checked_out", "done"), "leave": ("checked_out", "done")}


@router.get(HOME)
def ask(desk: AtDesk) -> Response:
    """Shifts of which one may check in or out now; the code of the place is typed."""
    return _page(desk, Form(FIELDS))


@router.get(HOME + "/{door_code}")
def scanned(door_code: str, desk: AtDesk) -> Response:
    """The same, with the code that was scanned."""
    return _page(desk, Form(FIELDS, {"code": read_door_code(door_code)}))


@router.post(HOME + "/{seat_id}/{doing}")
def tell(seat_id: Id, doing: Literal["come", "leave"], desk: AtDesk, sent: Sent) -> Response:
    """Note that one came, or leaves; a second press changes nothing."""
    form = Form(FIELDS, sent)

    def done() -> Response:
        code = read_as(PresenceSent, form.filled("code")).code
        desk.write_once(
            lambda session, actor, now: _told(session, actor, now, seat_id, doing, code),
            lambda session, actor, _now: own_seat(session, actor, seat_id).seat.state in AFTER[doing],
        )
        return desk.go(f"/mine/shifts/{seat_id}")

    return desk.attempt(form, done, lambda again, status: _page(desk, again, status, seat_id))


def _told(session: Any, actor: Actor, now: datetime, seat_id: UUID, doing: str, code: str | None) -> None:
    own_seat(session, actor, seat_id)
    act = attendance.check_in if doing == "come" else attendance.check_out
    act(session, actor=actor, seat_id=seat_id, presence=Presence(code), now=now)


def _page(desk: Desk, form: Form, status: int = 200, at: UUID | None = None) -> Response:
    def shown(session: Any, actor: Actor, now: datetime) -> Context:
        own = volunteer_of(session, actor)
        if own is None:
            raise NotAllowed("not_a_volunteer")
        found = arrivals.due(session, actor=actor, now=now, code=form.value("code") or None)
        coming = queries.volunteers.seats_to_come(session, own.id, now)
        # Who scanned the code of a place is there: the shifts elsewhere would only confuse.
        due = [one for one in found if one.here] or found
        return {
            "due": due,
            "next": next((shift for seat, shift in coming if seat.state in arrivals.COMING), None),
            "form": form,
            "at": at if any(one.seat.id == at for one in due) else None,
        }

    return desk.show("check_in", shown, status)
