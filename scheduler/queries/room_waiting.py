"""Who waits for a room."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from scheduler.models import Waiting
from scheduler.queries.paging import part_of


def one(session: Session, community: UUID, waiting_id: UUID) -> Waiting | None:
    """Somebody who waits for a room."""
    found = session.get(Waiting, waiting_id)
    return found if found is not None and found.community_id == community else None


def locked(session: Session, waiting_id: UUID) -> Waiting:
    """Somebody who waits for a room, kept from other writers until the transaction ends."""
    wanted = select(Waiting).where(Waiting.id == waiting_id).with_for_update()
    return session.execute(wanted.execution_options(populate_existing=True)).scalar_one()


def at(session: Session, facility_id: UUID, since: datetime, until: datetime) -> list[Waiting]:
    """Who waits for a room of a facility at some time of a span, first come first."""
    wanted = select(Waiting).where(
        Waiting.facility_id == facility_id,
        Waiting.state == "waiting",
        Waiting.starts_at < until,
        Waiting.ends_at > since,
    )
    return list(session.execute(wanted.order_by(Waiting.created_at, Waiting.id)).scalars())


def offered(session: Session, bookings: Sequence[UUID]) -> list[Waiting]:
    """Those who were offered some bookings."""
    wanted = select(Waiting).where(Waiting.booking_id.in_(bookings), Waiting.state == "offered")
    return list(session.execute(wanted.with_for_update()).scalars())


def listed(
    session: Session,
    community: UUID,
    member_id: UUID | None = None,
    last: UUID | None = None,
    limit: int = 50,
    newest: bool = True,
) -> list[Waiting]:
    """Who waits or waited: a person's own, or all."""
    wanted = select(Waiting).where(Waiting.community_id == community)
    if member_id is not None:
        wanted = wanted.where(Waiting.member_id == member_id)
    return list(session.execute(part_of(wanted, Waiting.id, last, limit, newest)).scalars())


def count_of(session: Session, community: UUID, member_id: UUID) -> int:
    """In how many lines a person stands."""
    wanted = select(func.count()).where(
        Waiting.community_id == community, Waiting.member_id == member_id, Waiting.state == "waiting"
    )
    return session.execute(wanted).scalar_one()


def give_up_past(session: Session, now: datetime) -> None:
    """End the waiting for what has begun; a row that somebody else writes at this moment comes next time."""
    begun = select(Waiting.id).where(Waiting.state == "waiting", Waiting.starts_at <= now)
    session.execute(
        update(Waiting)
        .where(Waiting.id.in_(begun.with_for_update(skip_locked=True)))
        .values(state="given_up")
        .execution_options(synchronize_session=False)
    )


def facilities_awaited(session: Session) -> list[tuple[UUID, UUID]]:
    """Communities and facilities for whose rooms somebody waits."""
    wanted = select(Waiting.community_id, Waiting.facility_id).where(Waiting.state == "waiting").distinct()
    return [(row[0], row[1]) for row in session.execute(wanted.order_by(Waiting.facility_id))]
