"""A booking given back: what it means, then done; by its person, or by staff whom they told."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from fastapi.responses import Response

from api.pages import rooms_told
from api.pages.desk import Context, Desk
from api.schemas.types import Id
from scheduler import calendar, queries
from scheduler.actors import Actor
from scheduler.errors import Conflict
from scheduler.usecases import room_moves, room_series

Seen = Callable[[Desk, Any, Actor, Id], Any]
"""Finds the booking, for those who may give it back on the page that asks."""


def cancel_page(desk: Desk, booking_id: Id, seen: Seen, home: str) -> Response:
    """What giving a booking back means; `home` is the page to go back to."""

    def asked(session: Any, actor: Actor, now: datetime) -> Context:
        shown = rooms_told.booking(session, seen(desk, session, actor, booking_id), now, desk.language)
        if not shown["may_cancel"]:
            state = shown["booking"].state
            raise Conflict("booking_is_over", "state", state, "a booking that stands and is not over")
        for_another = shown["booking"].member_id != actor.member_id
        return {**shown, "home": home, "late": shown["late"] and not for_another}

    return desk.show("room_cancel", asked)


def cancelled(desk: Desk, booking_id: Id, seen: Seen, home: str, whole: bool) -> Response:
    """Give a booking back, or with it all later ones of its series; a second press changes nothing."""

    def cancel(session: Any, actor: Actor, now: datetime) -> None:
        row = seen(desk, session, actor, booking_id).row
        if whole and row.series_id is not None:
            since = calendar.date_of(row.starts_at, queries.community.one(session, actor.community_id).zone)
            wanted: dict[str, Any] = {"series_id": row.series_id, "action": "cancel", "since": since}
            room_series.act(session, actor=actor, now=now, **wanted)
        else:
            room_moves.act(session, actor=actor, booking_id=booking_id, action="cancel", version=None, now=now)

    def is_cancelled(session: Any, actor: Actor, _now: datetime) -> bool:
        return seen(desk, session, actor, booking_id).row.state in ("cancelled", "no_show")

    desk.write_once(cancel, is_cancelled)
    return desk.go(home)
