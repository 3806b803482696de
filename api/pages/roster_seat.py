"""One seat as the office has it: answered for somebody who called, noted who came, excused, credited, taken back."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import Response

from api.pages.desk import AtDesk, Context, Desk
from api.pages.forms import Form, Sent, read_as
from api.schemas.seats import Because, CreditSent
from api.schemas.types import Id
from scheduler import queries
from scheduler.actors import AUDITOR, OFFICE, Actor
from scheduler.errors import NotAllowed
from scheduler.states import SEAT_MOVES
from scheduler.usecases import answering, attendance, dropping_out, hours, seat_claims, seat_views, volunteer_views
from scheduler.usecases.attendance import Presence

router = APIRouter(include_in_schema=False)
HOME = "/office/seats"
FIELDS = ("reason", "at", "minutes")
Deed = Literal[
    "accept",
    "decline",
    "confirm",
    "cannot-come",
    "come-after-all",
    "come",
    "leave",
    "miss",
    "excuse",
    "cancel",
    "credit",
]
ANSWERS = ("accept", "decline", "confirm")
SETTLED = ("miss", "excuse", "cancel")
MOVES = {
    "cannot-come": "seek_substitute",
    "come-after-all": "come_after_all",
    "come": "check_in",
    "leave": "check_out",
}
"""Deeds whose move has another name."""
BEFORE = ("accept", "decline", "confirm", "cannot-come", "come-after-all")
"""Deeds of a shift that has not begun."""
SINCE = ("leave", "miss", "credit")
"""Deeds of one that has."""
ORDER = ("accept", "decline", "come", "leave", "credit", "cannot-come", "come-after-all", "miss", "excuse", "cancel")


@router.get(HOME + "/{seat_id}")
def look(seat_id: Id, desk: AtDesk) -> Response:
    """A seat with its steps, and what the office can do about it."""
    return _page(desk, seat_id, Form(FIELDS))


@router.post(HOME + "/{seat_id}/{doing}")
def do(seat_id: Id, doing: Deed, desk: AtDesk, sent: Sent) -> Response:
    """Do something about a seat for its person, or as the office."""
    form = Form(FIELDS, sent)

    def made(session: Any, actor: Actor, now: datetime) -> str:
        seat_claims.check_office(actor)
        _do(session, actor, now, seat_id, doing, form)
        return f"{HOME}/{seat_id}"

    return desk.attempt(
        form, lambda: desk.make(sent, made), lambda again, status: _page(desk, seat_id, again, status, doing)
    )


def _do(session: Any, actor: Actor, now: datetime, seat_id: UUID, doing: str, form: Form) -> None:
    wanted: dict[str, Any] = {"actor": actor, "seat_id": seat_id, "now": now}
    reason = read_as(Because, form.filled("reason")).reason
    if doing in ANSWERS:
        answering.answer(session, action=doing, reason=reason, **wanted)
    elif doing == "cannot-come":
        dropping_out.cannot_come(session, reason=reason, **wanted)
    elif doing == "come-after-all":
        dropping_out.come_after_all(session, **wanted)
    elif doing in SETTLED:
        attendance.settle(session, action=doing, reason=reason, **wanted)
    elif doing == "credit":
        minutes = form.number("minutes") if form.filled("minutes") else None
        hours.credit_seat(session, **read_as(CreditSent, {"minutes": minutes, "reason": reason}).model_dump(), **wanted)
    else:
        act = attendance.check_in if doing == "come" else attendance.check_out
        act(session, presence=Presence(at=_moment(session, actor, form)), **wanted)


def _moment(session: Any, actor: Actor, form: Form) -> datetime | None:
    """When it was, by the clock of the community; None for now."""
    if not form.filled("at"):
        return None
    return form.moment("at", queries.community.one(session, actor.community_id).zone)


def deeds_of(seat: Any, shift: Any, now: datetime) -> list[str]:
    """What the office can do about a seat now."""
    begun = shift.starts_at <= now
    found = []
    for doing in ORDER:
        fits = (doing not in BEFORE or not begun) and (doing not in SINCE or begun)
        if fits and seat.state in SEAT_MOVES[MOVES.get(doing, doing)].before and shift.state != "cancelled":
            found.append(doing)
    return found


def _page(desk: Desk, seat_id: UUID, form: Form, status: int = 200, at: str = "") -> Response:
    def shown(session: Any, actor: Actor, now: datetime) -> Context:
        if not actor.has(*OFFICE, AUDITOR):
            raise NotAllowed("not_for_this_role")
        wanted: dict[str, Any] = {"seat_id": seat_id, "vault": desk.office.vault, "now": now}
        detail = seat_views.seen(session, actor=actor, **wanted)
        found, vault = detail.at, desk.office.vault
        return {
            "detail": detail,
            "seat": found.seat,
            "shift": found.shift,
            "person": volunteer_views.shown(session, actor, vault, [found.volunteer])[0],
            "deeds": deeds_of(found.seat, found.shift, now) if actor.has(*OFFICE) else [],
            "form": form,
            "at": at,
        }

    return desk.show("roster_seat", shown, status)
