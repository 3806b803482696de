"""The desk of those who hear disputes: what waits, what is late, and one case with the steps that are theirs."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from fastapi import APIRouter
from fastapi.responses import Response

from api.pages import case
from api.pages.desk import AtDesk, Context
from api.pages.forms import Sent, read_as
from api.schemas.disputes import DisputesAsked
from api.schemas.types import Id
from scheduler.actors import Actor
from scheduler.errors import NotAllowed
from scheduler.states import DISPUTE_LIVING, DISPUTE_STATES
from scheduler.usecases import dispute_views
from scheduler.usecases.dispute_parts import KNOWING

router = APIRouter(include_in_schema=False)
HOME = "/office/disputes"
MOST = 50
"""Cases on a page."""
Deed = Literal["mediate", "settle", "refer", "decide", "dismiss", "withdraw", "hearing", "note"]


@router.get(HOME)
def desk_page(desk: AtDesk, state: str = "", after: int = 0) -> Response:
    """Cases that wait, or those of one state: those that are late first, then the others by when they are due."""
    skip = max(0, min(after, 2**31 - 1))
    asked = read_as(DisputesAsked, {"state": state} if state else {})

    def listed(session: Any, actor: Actor, now: datetime) -> Context:
        waiting = dispute_views.waiting(session, actor=actor)
        states = DISPUTE_LIVING if asked.state is None else (asked.state,)
        rows = dispute_views.due_first(session, actor=actor, states=states, skip=skip, limit=MOST + 1)
        return {
            "cases": rows[:MOST],
            "waiting": waiting,
            "late": {row.id: dispute_views.days_late(row, now) for row in rows},
            "chosen": asked.state,
            "states": DISPUTE_STATES,
            "skip": skip,
            "next": skip + MOST if len(rows) > MOST else None,
        }

    return desk.show("hearing", listed)


@router.get(f"{HOME}/{{dispute_id}}")
def read(dispute_id: Id, desk: AtDesk) -> Response:
    """A case, as its reader may see it."""
    desk.read(lambda _session, actor, _now: _hearers_only(actor))
    return case.page(desk, dispute_id, HOME)


@router.post(f"{HOME}/{{dispute_id}}/sides")
def reveal(dispute_id: Id, desk: AtDesk) -> Response:
    """Who the sides are and how they are reached, which is put on record."""
    wanted: dict[str, Any] = {"vault": desk.office.vault, "dispute_id": dispute_id}
    sides = desk.write(lambda session, actor, now: dispute_views.parties(session, actor=actor, now=now, **wanted))
    return case.page(desk, dispute_id, HOME, sides=sides)


@router.post(f"{HOME}/{{dispute_id}}/{{deed}}")
def act(dispute_id: Id, deed: Deed, desk: AtDesk, sent: Sent) -> Response:
    """Take a step of a case, write a note, invite both sides."""
    desk.read(lambda _session, actor, _now: _hearers_only(actor))
    return case.act(desk, dispute_id, deed, sent, HOME)


def _hearers_only(actor: Actor) -> None:
    if not actor.has(*KNOWING):
        raise NotAllowed("not_for_this_role")
