"""Swaps for the office: those on which both agreed and that wait for a coordinator, and what else is under way."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from fastapi import APIRouter
from fastapi.responses import Response

from api.pages.desk import AtDesk, Context, Desk
from api.pages.forms import Form, Sent, read_as
from api.schemas.seats import Because
from api.schemas.types import Id
from scheduler import queries
from scheduler.actors import AUDITOR, OFFICE, Actor
from scheduler.errors import NotAllowed
from scheduler.queries.seat_turns import OPEN_SWAPS
from scheduler.usecases import seat_claims, swaps, volunteer_views

router = APIRouter(include_in_schema=False)
HOME = "/office/swaps"
FIELDS = ("reason",)
MOST = 50
AFTER = {"approve": "done", "refuse": "refused"}


@router.get(HOME)
def listed(desk: AtDesk) -> Response:
    """Swaps under way, those that wait for a coordinator first."""
    return _page(desk, Form(FIELDS))


@router.post(HOME + "/{swap_id}/{reply}")
def decide(swap_id: Id, reply: Literal["approve", "refuse"], desk: AtDesk, sent: Sent) -> Response:
    """Approve or refuse a swap; a second press changes nothing."""
    form = Form(FIELDS, sent)

    def done() -> Response:
        reason = read_as(Because, form.filled("reason")).reason
        wanted: dict[str, Any] = {"swap_id": swap_id, "action": reply, "reason": reason}
        desk.write_once(
            lambda session, actor, now: _decided(session, actor, now, wanted),
            lambda session, actor, _now: swaps.seen(session, actor=actor, swap_id=swap_id).state == AFTER[reply],
        )
        return desk.go(HOME)

    return desk.attempt(form, done, lambda again, status: _page(desk, again, status, swap_id))


def _decided(session: Any, actor: Actor, now: datetime, wanted: dict[str, Any]) -> None:
    seat_claims.check_office(actor)
    swaps.act(session, actor=actor, now=now, **wanted)


def _page(desk: Desk, form: Form, status: int = 200, at: Id | None = None) -> Response:
    def shown(session: Any, actor: Actor, now: datetime) -> Context:
        if not actor.has(*OFFICE, AUDITOR):
            raise NotAllowed("not_for_this_role")
        rows = swaps.listed(session, actor=actor, states=OPEN_SWAPS, limit=MOST, newest=False)
        seats = queries.seats.by_ids(session, [one for row in rows for one in (row.seat_id, row.to_seat_id) if one])
        people = queries.rosters.volunteers(
            session, {row.to_volunteer_id for row in rows} | {found.volunteer.id for found in seats.values()}
        )
        told = [one for one in rows if one.answer_by > now and one.seat_id in seats]
        return {
            "swaps": sorted(told, key=lambda row: (row.state != "agreed", row.answer_by)),
            "seats": seats,
            "names": {one.id: one for one in volunteer_views.shown(session, actor, desk.office.vault, people)},
            "may": actor.has(*OFFICE),
            "form": form,
            "at": at,
        }

    return desk.show("roster_swaps", shown, status)
