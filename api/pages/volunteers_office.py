"""Volunteers for the office: who offers time, verified before anybody plans them; paused, taken up again, let go."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import Response

from api.pages.desk import AtDesk, Context, Desk
from api.pages.forms import Form, Sent
from api.pages.roster_forms import volunteer_id_of
from api.schemas.types import Id
from scheduler import queries
from scheduler.actors import AUDITOR, OFFICE, Actor
from scheduler.errors import NotAllowed
from scheduler.states import VOLUNTEER_MOVES
from scheduler.usecases import attendance, seat_claims, volunteer_views, volunteers

router = APIRouter(include_in_schema=False)
HOME = "/office/volunteers"
FIELDS = ("to_receipt",)
STATES = ("registered", "active", "paused", "left")
LINES = 50
State = Literal["registered", "active", "paused", "left", ""]
MOVES = ("verify", "pause", "resume", "leave")


@router.get(HOME)
def listed(desk: AtDesk, state: State = "", after: Id | None = None) -> Response:
    """Volunteers, the newest first; at first those who wait to be verified, if any do."""
    return _list(desk, Form(FIELDS), state, after)


@router.post(HOME)
def find(desk: AtDesk, sent: Sent) -> Response:
    """To the volunteer of a number."""
    form = Form(FIELDS, sent)

    def done() -> Response:
        return desk.go(f"{HOME}/{desk.read(lambda session, actor, _now: _found(session, actor, form))}")

    return desk.attempt(form, done, lambda again, status: _list(desk, again, "", None, status))


@router.get(HOME + "/{volunteer_id}")
def look(volunteer_id: Id, desk: AtDesk) -> Response:
    """One volunteer: what they offer, where they go next, and what the office can do."""
    return _page(desk, volunteer_id, Form(FIELDS))


@router.post(HOME + "/{volunteer_id}/{move}")
def move(volunteer_id: Id, move: Literal["verify", "pause", "resume", "leave"], desk: AtDesk, sent: Sent) -> Response:
    """Verify somebody, let them pause, go on, or leave; a second press changes nothing."""

    def done() -> Response:
        desk.write_once(
            lambda session, actor, now: _moved(session, actor, now, volunteer_id, move),
            lambda session, actor, _now: _row(session, actor, volunteer_id).state == VOLUNTEER_MOVES[move].after,
        )
        return desk.go(f"{HOME}/{volunteer_id}")

    return desk.attempt(Form(FIELDS, sent), done, lambda again, status: _page(desk, volunteer_id, again, status))


def _check(actor: Actor) -> None:
    if not actor.has(*OFFICE, AUDITOR):
        raise NotAllowed("not_for_this_role")


def _found(session: Any, actor: Actor, form: Form) -> UUID:
    _check(actor)
    return volunteer_id_of(session, actor, form)


def _moved(session: Any, actor: Actor, now: datetime, volunteer_id: UUID, action: str) -> None:
    seat_claims.check_office(actor)
    volunteers.move(session, actor=actor, volunteer_id=volunteer_id, action=action, now=now)


def _row(session: Any, actor: Actor, volunteer_id: UUID) -> Any:
    _check(actor)
    return queries.volunteers.one(session, actor.community_id, volunteer_id)


def _list(desk: Desk, form: Form, state: str, after: UUID | None, status: int = 200) -> Response:
    def shown(session: Any, actor: Actor, _now: datetime) -> Context:
        _check(actor)
        wanted: dict[str, Any] = {"vault": desk.office.vault, "states": (state,) if state else ()}
        found = volunteer_views.listed(session, actor=actor, last=after, limit=LINES + 1, **wanted)
        return {
            "people": found[:LINES],
            "next": found[LINES - 1].id if len(found) > LINES else None,
            "first": after is None,
            "chosen": state,
            "counts": queries.volunteers.counted(session, actor.community_id),
            "states": STATES,
            "form": form,
        }

    return desk.show("volunteers", shown, status)


def _page(desk: Desk, volunteer_id: UUID, form: Form, status: int = 200) -> Response:
    def shown(session: Any, actor: Actor, now: datetime) -> Context:
        _check(actor)
        found = volunteer_views.seen(session, actor=actor, vault=desk.office.vault, volunteer_id=volunteer_id)
        row = _row(session, actor, volunteer_id)
        may = actor.has(*OFFICE)
        return {
            "person": found,
            "terms": found.terms or {},
            "seats": queries.volunteers.seats_to_come(session, found.id, now),
            "locked_until": attendance.locked_until(session, row, now),
            "moves": [one for one in MOVES if found.state in VOLUNTEER_MOVES[one].before] if may else [],
            "may": may,
            "form": form,
        }

    return desk.show("volunteer", shown, status)
