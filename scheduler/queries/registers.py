"""The register of documents that staff keep."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from scheduler.models import RegisterEntry, Registration, Vehicle
from scheduler.queries.paging import part_of

CHUNK = 1_000
"""Most people that one statement names."""


def holding(session: Session, people: Collection[UUID], on: date) -> list[RegisterEntry]:
    """Entries of people that hold on a day and were not struck out."""
    known = sorted(people)
    found: list[RegisterEntry] = []
    for first in range(0, len(known), CHUNK):
        wanted = select(RegisterEntry).where(
            RegisterEntry.member_id.in_(known[first : first + CHUNK]),
            RegisterEntry.struck_at.is_(None),
            RegisterEntry.valid_from <= on,
            or_(RegisterEntry.valid_until.is_(None), RegisterEntry.valid_until >= on),
        )
        found += session.execute(wanted.order_by(RegisterEntry.id)).scalars()
    return found


def of_member(
    session: Session, member_id: UUID, last: UUID | None = None, limit: int = 50, newest: bool = True
) -> list[RegisterEntry]:
    """All entries of a person, struck ones too."""
    wanted = select(RegisterEntry).where(RegisterEntry.member_id == member_id)
    return list(session.execute(part_of(wanted, RegisterEntry.id, last, limit, newest)).scalars())


def locked(session: Session, community: UUID, entry_id: UUID) -> RegisterEntry | None:
    """An entry, kept from other writers until the transaction ends."""
    wanted = select(RegisterEntry).where(RegisterEntry.id == entry_id, RegisterEntry.community_id == community)
    return session.execute(wanted.with_for_update().execution_options(populate_existing=True)).scalar_one_or_none()


def vehicles_of(session: Session, registrations: Collection[UUID]) -> list[tuple[Registration, Vehicle]]:
    """Registrations with their vehicles; those of rooms have none and are left out."""
    known = sorted(registrations)
    found: list[tuple[Registration, Vehicle]] = []
    for first in range(0, len(known), CHUNK):
        wanted = (
            select(Registration, Vehicle)
            .join(Vehicle, Vehicle.id == Registration.vehicle_id)
            .where(Registration.id.in_(known[first : first + CHUNK]))
        )
        found += [(row, vehicle) for row, vehicle in session.execute(wanted.order_by(Registration.id))]
    return found
