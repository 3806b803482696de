"""Dated rows: taken, given back, woken; the database itself refuses what overlaps."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnExpressionArgument, Table, case, func, insert, or_, select, update
from sqlalchemy.orm import Session, aliased

from scheduler.models import Allocation, Occupation, Publication, Resource

OCCUPATION: Table = Occupation.__table__  # type: ignore[assignment]
Interval = tuple[datetime, datetime]
_OCCUPY = insert(OCCUPATION)


def occupy(session: Session, rows: Sequence[dict[str, object]]) -> None:
    """Take resources; the database refuses what overlaps."""
    if rows:
        session.connection().execute(_OCCUPY, list(rows))


def free_booking(session: Session, booking_id: UUID) -> None:
    """Give back what a booking holds."""
    session.execute(
        update(Occupation).where(Occupation.booking_id == booking_id, Occupation.active).values(active=False)
    )


def free_allocations(session: Session, allocations: Sequence[UUID], since: datetime) -> None:
    """Give back what allocations hold from an instant on; what is in use at that instant stays to its end."""
    if allocations:
        session.execute(
            update(Occupation)
            .where(Occupation.allocation_id.in_(allocations), Occupation.active, Occupation.starts_at >= since)
            .values(active=False)
            .execution_options(synchronize_session=False)
        )


def free_allocation_between(session: Session, allocation: UUID, since: datetime, until: datetime) -> None:
    """Give back what an allocation holds that begins in a span."""
    session.execute(
        update(Occupation)
        .where(
            Occupation.allocation_id == allocation,
            Occupation.active,
            Occupation.starts_at >= since,
            Occupation.starts_at < until,
        )
        .values(active=False)
        .execution_options(synchronize_session=False)
    )


def cut_allocations(session: Session, allocations: Sequence[UUID], at: datetime) -> None:
    """End at an instant what allocations have in use."""
    if allocations:
        session.execute(
            update(Occupation)
            .where(
                Occupation.allocation_id.in_(allocations),
                Occupation.active,
                Occupation.starts_at < at,
                Occupation.ends_at > at,
            )
            .values(ends_at=at)
            .execution_options(synchronize_session=False)
        )


def hand_on(session: Session, allocation: UUID, before: int | None, after: int | None, since: datetime) -> None:
    """Have an allocation occupy another vehicle instead from an instant on; the database refuses what overlaps."""
    session.execute(
        update(Occupation)
        .where(
            Occupation.allocation_id == allocation,
            Occupation.resource_id == before,
            Occupation.active,
            Occupation.starts_at >= since,
        )
        .values(resource_id=after)
        .execution_options(synchronize_session=False)
    )


def wake_allocations(session: Session, publication: Publication, since: datetime) -> None:
    """Make the dated rows of a prepared version count from an instant on; the database refuses what overlaps.

    Where somebody who moves away still uses the place, the first use of who comes is left out.
    """
    prepared = select(Allocation.id).where(Allocation.publication_id == publication.id, Allocation.state == "prepared")
    old = aliased(Occupation)
    in_use = (
        select(old.id)
        .join(Allocation, old.allocation_id == Allocation.id)
        .where(
            old.resource_id == Occupation.resource_id,
            old.active,
            old.starts_at < since,
            old.ends_at > since,
            old.ends_at > Occupation.starts_at,
            Allocation.round_id == publication.round_id,
            Allocation.state == "released",
        )
    )
    session.execute(
        update(Occupation)
        .where(
            Occupation.allocation_id.in_(prepared),
            Occupation.active.is_(False),
            Occupation.ends_at > since,
            ~in_use.exists(),
        )
        .values(active=True, starts_at=case((Occupation.starts_at < since, since), else_=Occupation.starts_at))
        .execution_options(synchronize_session=False)
    )


def busy_vehicles(session: Session, community: UUID, round_id: UUID, since: datetime) -> dict[int, list[Interval]]:
    """When vehicles are taken by bookings or by rights of other rounds, by their number."""
    wanted = (
        select(Occupation.resource_id, Occupation.starts_at, Occupation.ends_at)
        .join(Resource, Occupation.resource_id == Resource.id)
        .outerjoin(Allocation, Occupation.allocation_id == Allocation.id)
        .where(Resource.community_id == community, Resource.kind == "vehicle", *_elsewhere(round_id, since))
    )
    found: dict[int, list[Interval]] = defaultdict(list)
    for resource, starts_at, ends_at in session.execute(wanted):
        found[resource].append((starts_at, ends_at))
    return found


def busy_vehicle(session: Session, vehicle: int, round_id: UUID, since: datetime) -> list[Interval]:
    """When one vehicle is taken by bookings or by rights of other rounds."""
    wanted = (
        select(Occupation.starts_at, Occupation.ends_at)
        .outerjoin(Allocation, Occupation.allocation_id == Allocation.id)
        .where(Occupation.resource_id == vehicle, *_elsewhere(round_id, since))
    )
    return [(starts_at, ends_at) for starts_at, ends_at in session.execute(wanted)]


def _elsewhere(round_id: UUID, since: datetime) -> tuple[ColumnExpressionArgument[bool], ...]:
    """What is taken otherwise than by the rights of a round, not over at an instant."""
    other = or_(Occupation.booking_id.is_not(None), Allocation.round_id != round_id)
    return Occupation.active, Occupation.ends_at > since, other


def overlaps(session: Session, community: UUID) -> int:
    """How many active rows start before the one before them on the same resource has ended: always none."""
    before = (
        select(
            Occupation.starts_at,
            func.lag(Occupation.ends_at)
            .over(partition_by=Occupation.resource_id, order_by=Occupation.starts_at)
            .label("previous_end"),
        )
        .join(Resource, Occupation.resource_id == Resource.id)
        .where(Occupation.active, Resource.community_id == community)
        .subquery()
    )
    wanted = select(func.count()).where(before.c.previous_end > before.c.starts_at)
    return session.execute(wanted).scalar_one()
