"""Lists of a round: who is not served by its newest plan and why, and everything that was registered."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from fastapi import APIRouter
from fastapi.responses import Response

from api.pages.causes import cause_lines
from api.pages.desk import AtDesk, Context, Desk
from api.pages.forms import Sent
from api.pages.reasons import places_of, told
from api.schemas.types import Id
from scheduler import queries
from scheduler.actors import AUDITOR, STAFF, Actor
from scheduler.errors import NotAllowed, NotFound
from scheduler.ids import read_receipt
from scheduler.states import REGISTRATION_STATES
from scheduler.usecases import looking, rounds
from scheduler.usecases.serving import may_see

router = APIRouter(include_in_schema=False)
LINES = 25
ROWS = 50


@router.get("/office/rounds/{round_id}/refused")
def refused(round_id: Id, desk: AtDesk, after: int = 0) -> Response:
    """Who is not served by the newest plan, and why; with what stood in the way, as they read it themselves."""
    return _refused(desk, round_id, max(0, min(after, 2**31 - 1)))


@router.post("/office/rounds/{round_id}/refused")
def look_up(round_id: Id, desk: AtDesk, sent: Sent) -> Response:
    """Why one receipt is not served; it is posted, so that no address and no log holds it."""
    return _refused(desk, round_id, 0, sent.get("receipt", "").strip())


@router.get("/office/rounds/{round_id}/registrations")
def registered(round_id: Id, desk: AtDesk, state: str = "", after: Id | None = None) -> Response:
    """What was registered in a round, the newest first, of one state or all."""
    return desk.show("office_registered", lambda session, actor, _now: _listed(session, actor, round_id, state, after))


def _refused(desk: Desk, round_id: Id, after: int, receipt: str | None = None) -> Response:
    def listed(session: Any, actor: Actor, _now: datetime) -> Context:
        plans = looking.plans_of(session, actor=actor, round_id=round_id)
        round_ = rounds.seen(session, actor=actor, round_id=round_id)
        found = looking.refusals_of(session, actor=actor, plan=plans[0], after=after, limit=LINES + 1) if plans else []
        if receipt and plans:
            found = _of_receipt(session, actor, plans[0].id, receipt)
        sites = places_of(session, actor.community_id, round_.domain)
        told_alike = (desk.language, round_.use_first, sites)
        return {
            "round": round_,
            "plan": plans[0] if plans else None,
            "receipt": receipt or "",
            "lines": [
                (line, number, told(line.reasons, *told_alike), list(cause_lines(line.cause, *told_alike)))
                for line, number in found[:LINES]
            ],
            "next": found[LINES - 1][0].rank if len(found) > LINES else None,
            "first": after == 0,
        }

    return desk.show("office_refused", listed)


def _of_receipt(session: Any, actor: Actor, plan_id: Id, typed: str) -> list[tuple[Any, str]]:
    """The refusal of the registration that somebody names, if it is one and theirs to see."""
    known = read_receipt(typed)
    row = None if known is None else queries.registrations.by_receipt(session, known)
    if row is None or not may_see(actor, row):
        return []
    line = queries.plans.refusal(session, plan_id, row.id)
    return [] if line is None else [(line, row.receipt)]


def _listed(session: Any, actor: Actor, round_id: Id, state: str, after: Id | None) -> Context:
    if not actor.has(*STAFF, AUDITOR):
        raise NotAllowed("not_for_this_role")
    if state and state not in REGISTRATION_STATES:
        raise NotFound()
    wanted: Context = {"states": (state,) if state else (), "last": after, "limit": ROWS + 1}
    found = looking.registrations_of(session, actor=actor, round_id=round_id, **wanted)
    tally = rounds.tally(session, actor=actor, round_id=round_id)
    return {
        "round": rounds.seen(session, actor=actor, round_id=round_id),
        "rows": found[:ROWS],
        "parties": queries.plan_views.parties_of(session, [row.vehicle_id for row in found if row.vehicle_id]),
        "next": found[ROWS - 1].id if len(found) > ROWS else None,
        "first": after is None,
        "state": state,
        "tally": [(name, tally[name]) for name in REGISTRATION_STATES if tally[name]],
        "total": tally.total(),
        "opens": actor.has(*STAFF),
    }
