"""Vehicles that are blocked for a time, and the office lifting a block."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import Response

from api.pages.desk import AtDesk, Context, Desk
from api.pages.forms import Form, Sent, read_as
from api.schemas.types import Id
from api.schemas.use import WhySent
from scheduler.actors import OFFICE, Actor
from scheduler.privacy import masked_plate
from scheduler.usecases import blocks

router = APIRouter(include_in_schema=False)
PLACE = "/counter/blocks"
LINES = 50


@router.get(PLACE)
def blocked(desk: AtDesk, after: Id | None = None) -> Response:
    """Blocks that stand, the newest first."""
    return _page(desk, Form(("reason",)), after)


@router.post(PLACE + "/{block_id}/lift")
def lift(block_id: Id, desk: AtDesk, sent: Sent) -> Response:
    """End a block before its time, with why."""
    form = Form(("reason",), sent)

    def lifted(session: Any, actor: Actor, now: datetime) -> str:
        why = read_as(WhySent, form.filled("reason")).reason
        blocks.lift(session, actor=actor, block_id=block_id, reason=why, now=now)
        return PLACE

    return desk.attempt(
        form, lambda: desk.make(sent, lifted), lambda again, status: _page(desk, again, at=block_id, status=status)
    )


def _page(desk: Desk, form: Form, after: Id | None = None, at: UUID | None = None, status: int = 200) -> Response:
    """The list; what was refused is shown at the block `at` which it was sent."""

    def listed(session: Any, actor: Actor, now: datetime) -> Context:
        found = blocks.standing(session, actor=actor, now=now, last=after, limit=LINES + 1)
        return {
            "form": form,
            "at": at,
            "blocks": [(row, _plate(desk, car)) for row, car in found[:LINES]],
            "may_lift": actor.has(*OFFICE),
            "next": found[LINES - 1][0].id if len(found) > LINES else None,
            "first": after is None,
            "back": PLACE,
        }

    return desk.show("blocked", listed, status)


def _plate(desk: Desk, car: Any) -> str:
    return masked_plate(desk.office.vault.open_sealed(car.plate_cipher, "vehicle.plate", car.id))
