"""One's own dates: rooms, spaces and shifts in one list, and secret addresses for the calendar of a phone."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from fastapi import APIRouter
from fastapi.responses import Response

from api.pages.applicants import may_apply
from api.pages.desk import AtDesk, Context
from api.pages.forms import Sent
from api.pages.mine_next import dates
from api.pages.rooms_asking import day_of
from api.schemas.types import Id
from scheduler import calendar, queries
from scheduler.actors import Actor
from scheduler.usecases import calendars

router = APIRouter(include_in_schema=False)
HOME = "/mine/calendar"
PART = timedelta(days=28)
"""What one page shows: four weeks."""


@router.get(HOME)
def ahead(desk: AtDesk, day: str = "") -> Response:
    """The dates of four weeks, from a date on, and the addresses."""

    def found(session: Any, actor: Actor, now: datetime) -> Context:
        zone = queries.community.one(session, actor.community_id).zone
        today = calendar.date_of(now, zone)
        first = max(today, day_of(day, today))
        since = now if first == today else calendar.instant_of(first, 0, zone)
        return {
            "dates": dates(session, actor, now, since, calendar.instant_of(first + PART, 0, zone)),
            "first": first,
            "last": first + PART - timedelta(days=1),
            "before": max(today, first - PART) if first > today else None,
            "after": first + PART,
            "feeds": [row for row in calendars.listed(session, actor=actor) if row.revoked_at is None],
            "may_mark": may_apply(actor),
        }

    return desk.show("own_calendar", found)


@router.post(HOME + "/addresses")
def subscribe(desk: AtDesk, sent: Sent) -> Response:
    """A secret address of one's own calendar, which is shown this once; a second press shows the same."""
    secret = desk.once(sent, lambda session, actor, now: calendars.subscribe(session, actor=actor, now=now)[1])
    address = desk.address(f"/api/v1/public/calendars/{secret}")
    shown = {"address": address, "subscribe_at": address.replace("https:", "webcal:").replace("http:", "webcal:")}
    return desk.show("calendar_made", lambda _session, _actor, _now: shown)


@router.post(HOME + "/addresses/{feed_id}/revoke")
def revoke(feed_id: Id, desk: AtDesk) -> Response:
    """End a secret address."""
    desk.write(lambda session, actor, now: calendars.revoke(session, actor=actor, feed_id=feed_id, now=now))
    return desk.go(f"{HOME}#addresses")
