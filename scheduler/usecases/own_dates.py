"""What stands in a person's own calendar beside rooms: spaces on the dates of their use, and shifts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from scheduler import calendar, queries
from scheduler.models import Community
from scheduler.translation.held_hours import stretches
from scheduler.usecases.agendas import Event


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
        place = (f"{one.site_zh} {one.spaces}".strip(), f"{one.site_en} {one.spaces}".strip())
        dates = calendar.horizon(max(first, one.use_first), min(last, one.use_last), overrides)
        for starts_at, ends_at in stretches(one.uses, dates, community.zone):
            day = calendar.date_of(starts_at, community.zone).isoformat()
            yield Event(f"{one.allocation_id}-{day}", starts_at, ends_at, "parking", ("", ""), place)
