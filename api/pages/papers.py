"""Documents of a person at the counter: recorded when a clerk has seen them, struck out where that was wrong."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import Response

from api.pages.desk import AtDesk, clerks_only
from api.pages.forms import Form, Sent, read_as
from api.pages.person import PAPER, person_page
from api.schemas.documents import DocumentSent, DocumentStruck
from api.schemas.types import Id
from scheduler.actors import Actor
from scheduler.errors import Rejected
from scheduler.registers import OF_VEHICLES
from scheduler.usecases import registers
from scheduler.usecases.registers import Paper

router = APIRouter(include_in_schema=False)


@router.post("/counter/people/{member_id}/documents")
def record(member_id: Id, desk: AtDesk, sent: Sent) -> Response:
    """Write down that a document of somebody was seen."""
    form = Form(PAPER, sent)

    def done() -> Response:
        given = form.filled("document", "valid_until")
        if given.get("document") in OF_VEHICLES:
            given |= form.filled("vehicle_id")
        paper = Paper(**read_as(DocumentSent, given).model_dump())

        def recorded(session: Any, actor: Actor, now: datetime) -> str:
            clerks_only(actor)
            registers.record(session, actor=actor, member_id=member_id, paper=paper, now=now)
            return f"/counter/people/{member_id}#documents"

        return desk.make(sent, recorded)

    return desk.attempt(form, done, lambda again, status: person_page(desk, member_id, paper=again, status=status))


@router.post("/counter/people/{member_id}/documents/strike")
def strike(member_id: Id, desk: AtDesk, sent: Sent) -> Response:
    """Strike out an entry that was wrong."""
    form = Form(("entry_id", "reason"), sent)

    def done() -> Response:
        reason = read_as(DocumentStruck, {"reason": form.value("reason")}).reason
        try:
            entry_id = UUID(form.value("entry_id"))
        except ValueError:
            raise Rejected("not_an_id", "entry_id", None, "an id as this service writes them") from None

        def struck(session: Any, actor: Actor, now: datetime) -> None:
            clerks_only(actor)
            registers.strike(session, actor=actor, entry_id=entry_id, reason=reason, now=now)

        desk.write(struck)
        return desk.go(f"/counter/people/{member_id}#documents")

    return desk.attempt(form, done, lambda again, status: person_page(desk, member_id, struck=again, status=status))
