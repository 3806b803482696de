"""Steps that are late, for those who run rounds or serve people; and steps of the staff for one registration."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from fastapi import APIRouter
from fastapi.responses import Response

from api.pages import receipts
from api.pages.desk import AtDesk, Context, clerks_only
from api.pages.forms import Form, Sent, read_as
from api.pages.ranked import due
from api.pages.receipts import STEPS, served
from api.schemas.registrations import RegistrationMove
from api.schemas.standing import LateState
from api.schemas.types import Id
from scheduler import queries
from scheduler.actors import Actor
from scheduler.errors import Rejected
from scheduler.states import REGISTRATION_MOVES
from scheduler.usecases import overdue, registration

router = APIRouter(include_in_schema=False)
LINES = 50


@router.get("/counter/overdue")
def late(desk: AtDesk, state: LateState | None = None, after: Id | None = None) -> Response:
    """What is late, the oldest first."""

    def listed(session: Any, actor: Actor, now: datetime) -> Context:
        clerks_only(actor)
        zone = queries.community.one(session, actor.community_id).zone
        rows = overdue.listed(session, actor=actor, now=now, state=state, last=after, limit=LINES + 1)
        return {
            "rows": [(one, due(one.deadline, zone, desk.language)) for one in rows[:LINES]],
            "states": overdue.LISTED,
            "chosen": state,
            "next": rows[LINES - 1].id if len(rows) > LINES else None,
            "first": after is None,
        }

    return desk.show("overdue", listed)


@router.post("/counter/registrations/{registration_id}/path")
def step(registration_id: Id, desk: AtDesk, sent: Sent) -> Response:
    """Endorse, approve, return, ask for something or reject, for the staff whose step it is."""
    form = Form(("action", "reason"), sent)

    def done() -> Response:
        if form.value("action") not in STEPS:
            raise Rejected("no_such_action", "action", form.value("action"), ", ".join(STEPS))
        wanted = read_as(RegistrationMove, {"action": form.value("action"), "reason": form.value("reason")})

        def moved(session: Any, actor: Actor, now: datetime) -> None:
            row = served(session, actor, registration_id)
            asked: dict[str, Any] = {"registration_id": row.id, "action": wanted.action, "reason": wanted.reason}
            registration.act(session, actor=actor, now=now, **asked)

        def is_moved(session: Any, actor: Actor, _now: datetime) -> bool:
            after = REGISTRATION_MOVES[wanted.action].after
            return bool(served(session, actor, registration_id).state == after)

        desk.write_once(moved, is_moved)
        return desk.go(f"/counter/registrations/{registration_id}")

    return desk.attempt(
        form, done, lambda again, status: receipts.page(desk, registration_id, step=again, status=status)
    )
