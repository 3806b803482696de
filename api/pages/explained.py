"""One page of plain words, to be printed: how it came to one person's result."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from fastapi import APIRouter
from fastapi.responses import Response

from api.pages.desk import AtDesk, Context
from api.pages.explaining import teller_of
from api.pages.standing import standing_of
from api.schemas.types import Id
from scheduler.actors import Actor
from scheduler.usecases import explanations

router = APIRouter(include_in_schema=False)


@router.get("/registrations/{registration_id}/explained")
def explained(registration_id: Id, desk: AtDesk) -> Response:
    """How points were given, how many asked, how the place was decided, what can be done, how to check it."""

    def told(session: Any, actor: Actor, now: datetime) -> Context:
        found = explanations.explained(session, actor=actor, registration_id=registration_id)
        teller = teller_of(session, found, desk.language, desk.office.settings.hotline)
        return {
            "found": found,
            "row": found.registration,
            "round": found.round,
            "own": found.registration.member_id == actor.member_id,
            "standing": standing_of(session, found.registration, found.round, teller.zone, desk.language),
            "parts_told": teller.parts(session, now),
            "criteria": [(teller.criterion(one.name), one) for one in found.criteria],
        }

    return desk.show("explained", told)
