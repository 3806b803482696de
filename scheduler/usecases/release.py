"""Rights given back, and versions that are not to be: what they hold is free for others."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from scheduler import audit, queries
from scheduler.models import Allocation, Publication


def release(session: Session, registrations: Sequence[UUID], now: datetime) -> int:
    """Release what registrations hold from now on, a use in progress included; how many rights there were.

    What was found or held for them as a way forward goes with it.
    """
    for way in queries.ways.open_of_all(session, registrations):
        way.state, way.held_until, way.decided_at = "gone", None, now
    held = queries.publications.held(session, registrations)
    free(session, held, now)
    return len(held)


def free(session: Session, rights: Sequence[Allocation], now: datetime) -> None:
    """End rights: what they hold is free from now on."""
    for right in rights:
        right.state, right.released_at = "released", now
    session.flush()
    ids = [right.id for right in rights]
    queries.occupation.cut_allocations(session, ids, now)
    queries.occupation.free_allocations(session, ids, now)


def abandon_coming(session: Session, round_id: UUID, code: str, now: datetime) -> None:
    """Give up the version of a round that is being prepared or waits to be published, if there is one."""
    for version in queries.publications.of_round(session, round_id):
        if version.state in ("preparing", "prepared"):
            abandon_version(session, queries.publications.locked(session, version.id), code, "system", now)


def abandon_version(
    session: Session, version: Publication, code: str, actor: str, now: datetime, **numbers: str
) -> None:
    """Give a locked version up, with all that was written for it."""
    # First the state: the lines of a prepared version are kept by the database itself.
    version.state, version.error, version.error_numbers, version.lease = "abandoned", code, numbers, None
    session.flush()
    queries.publications.drop_preparation(session, version.id)
    audit.record(
        session, version.community_id, actor, "publication.abandon", "publication", version.id, now, {"code": code}
    )
