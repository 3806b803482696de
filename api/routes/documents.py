"""Documents of people that staff saw."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import Query
from fastapi.responses import Response

from api.deps import IdempotencyKey, Reading, Registering
from api.openapi import refusals
from api.routes.common import router_of
from api.schemas.base import Page, SortedPageAsked, next_of
from api.schemas.documents import DocumentSent, DocumentShown, DocumentStruck
from api.schemas.types import Id
from scheduler.usecases import registers
from scheduler.usecases.registers import Paper

router = router_of("members")


@router.post(
    "/members/{member_id}/documents", status_code=201, response_model=DocumentShown, responses=refusals(401, 404)
)
def record_document(member_id: Id, body: DocumentSent, door: Registering, key: IdempotencyKey = None) -> Response:
    """Write down that a document of somebody was seen; for staff who serve them."""
    wanted: dict[str, Any] = {"member_id": member_id, "paper": Paper(**body.model_dump())}
    return door.create(
        lambda session, actor, now: DocumentShown.model_validate(
            registers.record(session, actor=actor, now=now, **wanted)
        ),
        key,
    )


@router.get("/members/{member_id}/documents", response_model=Page[DocumentShown], responses=refusals(401, 403, 404))
def list_documents(member_id: Id, asked: Annotated[SortedPageAsked, Query()], door: Reading) -> Page[DocumentShown]:
    """What was seen of somebody: of oneself, for staff who serve them, for auditors."""

    def page(session: Any, actor: Any, _now: Any) -> Page[DocumentShown]:
        rows = registers.listed(session, actor=actor, member_id=member_id, **asked.part)
        items = [DocumentShown.model_validate(row) for row in rows[: asked.limit]]
        return Page(items=items, next=next_of(rows, asked.limit))

    return door.read(page)


@router.post("/documents/{entry_id}/strike", response_model=DocumentShown, responses=refusals(401, 404, 409))
def strike_document(entry_id: Id, body: DocumentStruck, door: Registering) -> DocumentShown:
    """Strike out an entry that was wrong; it stays to be seen, and counts no more."""
    wanted: dict[str, Any] = {"entry_id": entry_id, "reason": body.reason}
    return door.write(
        lambda session, actor, now: DocumentShown.model_validate(
            registers.strike(session, actor=actor, now=now, **wanted)
        )
    )
