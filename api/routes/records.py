"""One's inbox, and the audit chain."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import Query

from api.deps import Reading, Registering
from api.openapi import refusals
from api.routes.common import router_of
from api.schemas.base import Page, PageAsked, next_of, number_cursor_of
from api.schemas.records import AuditShown, HeadShown, MessageShown
from api.schemas.types import Id
from api.sentences import sentence
from scheduler.usecases import looking, messages

router = router_of("records")
CHAINED = ("seq", "at", "actor", "action", "subject", "subject_id", "details")


@router.get("/messages", response_model=Page[MessageShown], responses=refusals(401, 403))
def list_messages(asked: Annotated[PageAsked, Query()], door: Reading) -> Page[MessageShown]:
    """One's messages, the newest first."""
    return door.read(lambda session, actor, _now: _inbox(session, actor, asked, door.language))


@router.post("/messages/{message_id}/read", response_model=MessageShown, responses=refusals(401, 404))
def read_message(message_id: Id, door: Registering) -> MessageShown:
    """Mark a message as read."""
    return door.write(
        lambda session, actor, now: _message(
            messages.read(session, actor=actor, message_id=message_id, now=now), door.language
        )
    )


@router.get("/audit", response_model=Page[AuditShown], responses=refusals(401, 403))
def list_entries(asked: Annotated[PageAsked, Query()], door: Reading) -> Page[AuditShown]:
    """The audit chain from its beginning; for administrators and auditors."""
    return door.read(lambda session, actor, _now: _chain(session, actor, asked))


@router.get("/audit/head", response_model=HeadShown, responses=refusals(401, 403))
def read_head(door: Reading) -> HeadShown:
    """The end of the audit chain."""
    seq, digest = door.read(lambda session, actor, _now: looking.head(session, actor=actor))
    return HeadShown(seq=seq, digest=digest.hex())


def _inbox(session: Any, actor: Any, asked: PageAsked, language: str) -> Page[MessageShown]:
    rows = messages.inbox(session, actor=actor, after=asked.last, limit=asked.limit + 1)
    shown = [_message(row, language) for row in rows[: asked.limit]]
    return Page(items=shown, next=next_of(rows, asked.limit))


def _message(row: Any, language: str) -> MessageShown:
    return MessageShown(
        id=row.id,
        code=row.code,
        message=sentence(row.code, language, **row.numbers),
        numbers=row.numbers,
        created_at=row.created_at,
        read_at=row.read_at,
    )


def _chain(session: Any, actor: Any, asked: PageAsked) -> Page[AuditShown]:
    rows = looking.entries(session, actor=actor, after=asked.last_number, limit=asked.limit + 1)
    shown = [_entry(row) for row in rows[: asked.limit]]
    return Page(items=shown, next=number_cursor_of(shown[-1].seq) if len(rows) > asked.limit else None)


def _entry(row: Any) -> AuditShown:
    fields = {name: getattr(row, name) for name in CHAINED}
    return AuditShown(**fields, previous=row.previous.hex(), digest=row.digest.hex())
