"""What stands in a person's own calendar beside rooms: spaces on the dates of their use, and shifts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from scheduler import calendar, queries
from scheduler.models import Community
from scheduler.queries.calendars import Parked
from scheduler.translation.values import use_of
from scheduler.usecases.agendas import Event
from solvers.timetable import Horizon, expand_use


def of_member(
    session: Session, community: Community, member_id: UUID, since: datetime, until: datetime
) -> Iterator[Event]:
    """Spaces that somebody accepted, and shifts on which they have a seat, in a span."""
    yield from _parking(session, community, member_id, since, until)
    for row in queries.calendars.seats_of(session, community.id, member_id, since, until):
        titles, place = (row.title_zh, row.title_en), (row.point_zh or "", row.point_en or "")
        yield Event(str(row.seat_id), row.starts_at, row.ends_at, "volunteering", titles, place)


def _parking(
    session: Session, community: Community, member_id: UUID, since: datetime, until: datetime
) -> Iterator[Event]:
    first, last = (calendar.date_of(moment, community.zone) for moment in (since, until))
    held = queries.calendars.parked_by(session, community.id, member_id, first, last)
    overrides = queries.community.overrides(session, community.id) if held else {}
    for one in held:
        horizon = calendar.horizon(max(first, one.use_first), min(last, one.use_last), overrides)
        yield from _dates(one, horizon, community.zone)


def _dates(one: Parked, horizon: Horizon, zone: str) -> Iterator[Event]:
    """Each stretch of a use; what goes on without an end in between is one."""
    place = (f"{one.site_zh} {one.spaces}".strip(), f"{one.site_en} {one.spaces}".strip())
    for start, stop in expand_use(map(use_of, one.uses), horizon):
        since, until = (calendar.instant_of(horizon.first, minute, zone) for minute in (start, stop))
        day = calendar.date_of(since, zone).isoformat()
        yield Event(f"{one.allocation_id}-{day}", since, until, "parking", ("", ""), place)
