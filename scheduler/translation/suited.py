"""Which registrations some place would suit at all, were it given to nobody else."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.orm import Session

from scheduler import queries
from scheduler.covenant import settings_of
from scheduler.models import Registration, Round
from scheduler.translation.eligible import reach_of
from scheduler.translation.room_reach import reaches_of


def suited_of(session: Session, round_: Round, rows: Sequence[Registration]) -> set[UUID]:
    """Ids of those of a round's registrations that some place suits, whatever the staff decided and others hold."""
    if not rows:
        return set()
    if round_.domain == "rooms":
        found = reaches_of(session, round_, [row.section or {} for row in rows])
        return {row.id for row, rooms in zip(rows, found, strict=True) if rooms}
    covenant = queries.community.covenant(session, round_.community_id, round_.covenant_version)
    rules = settings_of(covenant.settings).parking
    wanted = {row.id for row in rows}
    competing = queries.registrations.competing(session, round_.id)
    return {
        row.id
        for row, vehicle in competing
        if row.id in wanted
        and any(
            reach.spaces for reach in reach_of(session, round_, rules, vehicle, row.uses, row.walk, row.longest_walk)
        )
    }
