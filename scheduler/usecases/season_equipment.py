"""Equipment of a season beside what bookings and other rounds have, counted under the locks of its facilities."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from scheduler import queries
from scheduler.models import Round
from scheduler.translation.seasons import lent_elsewhere
from scheduler.translation.sessions import equipment_lent
from scheduler.translation.standing import items_short

MOST_AHEAD = timedelta(days=800)
"""No round is used for longer, and no booking made so far ahead."""


def short_item(
    session: Session,
    round_: Round,
    coming: Mapping[UUID, Sequence[Mapping[str, Any]]],
    now: datetime,
    instead: bool = False,
) -> str | None:
    """An item of which too few would be left on some date to come, None if all is there.

    `coming` are weekly sessions by registration; `instead` of what groups of the round hold, else beside it.
    """
    wanted = queries.registrations.equipment_in(session, round_.id)
    if not any(row in wanted for row in coming):
        return None
    house = queries.rooms.house_of(session, round_.community_id)
    for facility in sorted(house.equipment_of):
        queries.rooms.lock_facility(session, facility)  # whoever borrows there comes after
    zone = queries.community.one(session, round_.community_id).zone
    lent = lent_elsewhere(session, round_, house, zone, (now, now + MOST_AHEAD))
    held = {} if instead else queries.publications.sessions_held(session, round_.id)
    for row, sessions in {**held, **coming}.items():
        if row in wanted:
            lent += equipment_lent(house, sessions, wanted[row], zone)
    pool = {(one.facility_id, one.code): one.count for one in house.equipment}
    short = items_short([row for row in lent if row.ends_at > now], pool)
    return short[0][1] if short else None
