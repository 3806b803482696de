"""Rights given back: their dated rows end now, and the next in line may be asked."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from scheduler import queries


def release(session: Session, registrations: Sequence[UUID], now: datetime) -> int:
    """Release what registrations hold from now on, and mark their rounds; how many rights there were."""
    held = queries.publications.held(session, registrations)
    for allocation in held:
        allocation.state, allocation.released_at = "released", now
    session.flush()
    queries.bookings.free_allocations(session, [allocation.id for allocation in held], now)
    for round_id in {allocation.round_id for allocation in held}:
        queries.rounds.mark_freed(session, round_id, True)
    return len(held)
