"""A decision of the office on a shift of a roster: somebody pinned to it, or kept off it."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import Response

from api.pages.desk import AtDesk, Context, Desk
from api.pages.forms import Form, Sent, read_as
from api.schemas.shifts import RosterLockSent
from api.schemas.types import Id
from scheduler import queries
from scheduler.actors import Actor
from scheduler.errors import NotAllowed, Rejected
from scheduler.ids import read_receipt
from scheduler.usecases import decision_views, lock_views, roster_locks
from scheduler.usecases.decision_views import AskedShift
from scheduler.usecases.roster_locks import KINDS, Decision

router = APIRouter(include_in_schema=False)
FIELDS = ("decision", "helper", "post", "reason")


@router.get("/office/rounds/{round_id}/locks/shifts/{shift_id}")
def ask(round_id: Id, shift_id: Id, desk: AtDesk, of: Id | None = None, decision: str = "") -> Response:
    """A shift, with what may be decided on its seats, or on somebody."""
    return _page(desk, round_id, shift_id, None, decision if decision in KINDS else "", of)


@router.post("/office/rounds/{round_id}/locks/shifts/{shift_id}")
def decide(round_id: Id, shift_id: Id, desk: AtDesk, sent: Sent) -> Response:
    """Decide, for a reason; every later plan obeys."""
    form = Form(FIELDS, sent)

    def made(session: Any, actor: Actor, now: datetime) -> str:
        found = _seen(session, actor, round_id, shift_id)
        body = read_as(RosterLockSent, _wanted(session, actor, form))
        decision = Decision(**body.model_dump())
        roster_locks.lock(session, actor=actor, shift_id=found.shift.id, decision=decision, now=now)
        return f"/office/rounds/{round_id}/locks"

    return desk.attempt(
        form, lambda: desk.make(sent, made), lambda again, status: _page(desk, round_id, shift_id, again, status=status)
    )


def _seen(session: Any, actor: Actor, round_id: UUID, shift_id: UUID) -> AskedShift:
    found = decision_views.of_shift(session, actor=actor, round_id=round_id, shift_id=shift_id)
    if not found.may_decide:
        raise NotAllowed("not_for_this_role")
    return found


def _wanted(session: Any, actor: Actor, form: Form) -> dict[str, Any]:
    """The decision that a form states."""
    decision = form.value("decision")
    if decision not in KINDS:
        raise Rejected("not_offered", "decision", decision, ", ".join(KINDS))
    receipt = read_receipt(form.value("helper"))
    volunteer = None if receipt is None else queries.volunteers.by_receipt(session, actor.community_id, receipt)
    if volunteer is None:
        raise Rejected("no_such_volunteer", "helper")
    told = {"volunteer_id": str(volunteer.id), "kind": decision, "reason": form.value("reason").strip()}
    return {**told, "role": form.value("post") or None}


def _page(
    desk: Desk,
    round_id: UUID,
    shift_id: UUID,
    form: Form | None,
    decision: str = "",
    of: UUID | None = None,
    status: int = 200,
) -> Response:
    def looked(session: Any, actor: Actor, _now: datetime) -> Context:
        found = _seen(session, actor, round_id, shift_id)
        helper = "" if of is None else lock_views.receipt_of(session, actor=actor, round_=found.round, who=of)
        filled = {"helper": helper, "decision": decision}
        return {"asked": found, "round": found.round, "form": form or Form(FIELDS, filled), "kinds": KINDS}

    return desk.show("deciding_seat", looked, status)
