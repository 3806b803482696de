"""One's messages, newest first, page by page."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from fastapi import APIRouter
from fastapi.responses import Response

from api.pages.applicants import may_apply
from api.pages.desk import AtDesk, Context
from api.schemas.types import Id
from scheduler import queries
from scheduler.actors import Actor
from scheduler.usecases import messages

router = APIRouter(include_in_schema=False)
HOME = "/mine/messages"
MOST = 25


@router.get(HOME)
def letters(desk: AtDesk, after: Id | None = None) -> Response:
    """A page of them; `after` is the last of the page before."""

    def found(session: Any, actor: Actor, _now: datetime) -> Context:
        rows = messages.inbox(session, actor=actor, after=after, limit=MOST + 1)
        return {
            "letters": rows[:MOST],
            "older": rows[MOST - 1].id if len(rows) > MOST else None,
            "first": after is None,
            "unread": queries.messages.unread(session, actor.member_id),
            "may_mark": may_apply(actor),
        }

    return desk.show("messages", found)


@router.post(HOME + "/{message_id}/read")
def read(message_id: Id, desk: AtDesk) -> Response:
    """Mark a message and all older ones as read; once more changes nothing."""
    desk.write(lambda session, actor, now: messages.read_upto(session, actor=actor, message_id=message_id, now=now))
    return desk.go(HOME)
