"""Violations of vehicles, what counts of them, and blocks."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ScalarSelect, bindparam, func, select, update
from sqlalchemy.orm import Session

from scheduler.models import Allocation, Block, Registration, Vehicle, Violation
from scheduler.queries.paging import part_of
from scheduler.states import HOLDING

COUNTING = ("open", "warned", "charged")


def one(session: Session, community: UUID, violation_id: UUID, lock: bool = False) -> Violation | None:
    """A violation, kept from other writers where `lock` says so."""
    wanted = select(Violation).where(Violation.id == violation_id, Violation.community_id == community)
    if lock:
        wanted = wanted.with_for_update().execution_options(populate_existing=True)
    return session.execute(wanted).scalar_one_or_none()


def of_stay(session: Session, stay_id: UUID, kind: str = "overstay") -> Violation | None:
    """The violation of a kind that follows from a stay."""
    wanted = select(Violation).where(Violation.stay_id == stay_id, Violation.kind == kind)
    return session.execute(wanted).scalar_one_or_none()


def known_at(
    session: Session, vehicle_id: UUID, site_id: UUID, kind: str, since: datetime, until: datetime | None
) -> datetime | None:
    """Of when a violation of a kind that counts is on record of a vehicle at a site, after one instant and before
    another, if there is one.
    """
    wanted = select(Violation.at).where(
        Violation.community_id == select(Vehicle.community_id).where(Vehicle.id == vehicle_id).scalar_subquery(),
        Violation.vehicle_id == vehicle_id,
        Violation.site_id == site_id,
        Violation.kind == kind,
        Violation.state.in_(COUNTING),
        Violation.at > since,
    )
    if until is not None:
        wanted = wanted.where(Violation.at < until)
    return session.execute(wanted.order_by(Violation.at).limit(1)).scalar_one_or_none()


_COUNT = select(func.count(Violation.id)).where(
    # Said for the index, which begins with the community.
    Violation.community_id == select(Vehicle.community_id).where(Vehicle.id == bindparam("vehicle")).scalar_subquery(),
    Violation.vehicle_id == bindparam("vehicle"),
    Violation.state.in_(COUNTING),
    Violation.at <= bindparam("at"),
    Violation.counts_until > bindparam("at"),
)


def count(session: Session, vehicle_id: UUID, at: datetime) -> int:
    """How many violations of a vehicle count at an instant."""
    return session.execute(_COUNT, {"vehicle": vehicle_id, "at": at}).scalar_one()


def listed(
    session: Session,
    community: UUID,
    member_id: UUID | None,
    sites: Collection[UUID] | None,
    last: UUID | None,
    limit: int,
    newest: bool,
) -> list[Violation]:
    """Violations of a person, or at some sites; both None for all."""
    wanted = select(Violation).where(Violation.community_id == community)
    if member_id is not None:
        wanted = wanted.where(Violation.member_id == member_id)
    if sites is not None:
        wanted = wanted.where(Violation.site_id.in_(sites))
    return list(session.execute(part_of(wanted, Violation.id, last, limit, newest)).scalars())


def expire(session: Session, now: datetime) -> None:
    """End violations that count no longer and were not waived."""
    session.execute(
        update(Violation)
        .where(Violation.state.in_(COUNTING), Violation.counts_until <= now)
        .values(state="expired", row_version=Violation.row_version + 1)
        .execution_options(synchronize_session=False)
    )


# ---- blocks


def blocked_until_of(vehicle: Any, at: Any) -> ScalarSelect[Any]:
    """Until when a vehicle is blocked at an instant, as a part of another question."""
    standing = (Block.vehicle_id == vehicle, Block.until > at, Block.since <= at, Block.lifted_at.is_(None))
    return select(func.max(Block.until)).where(*standing).scalar_subquery()


_BLOCKED = select(blocked_until_of(bindparam("vehicle"), bindparam("at")))


def blocked_until(session: Session, vehicle_id: UUID, at: datetime) -> datetime | None:
    """Until when a vehicle is blocked at an instant."""
    found: datetime | None = session.execute(_BLOCKED, {"vehicle": vehicle_id, "at": at}).scalar_one()
    return found


def block(session: Session, community: UUID, block_id: UUID) -> Block | None:
    """A block, kept from other writers."""
    wanted = select(Block).where(Block.id == block_id, Block.community_id == community).with_for_update()
    return session.execute(wanted.execution_options(populate_existing=True)).scalar_one_or_none()


def blocks_standing(session: Session, vehicle_id: UUID, at: datetime) -> list[Block]:
    """Blocks of a vehicle that are neither over nor lifted."""
    wanted = select(Block).where(Block.vehicle_id == vehicle_id, Block.until > at, Block.lifted_at.is_(None))
    return list(session.execute(wanted.order_by(Block.id)).scalars())


def blocks(
    session: Session, community: UUID, vehicles: Collection[UUID] | None, last: UUID | None, limit: int, newest: bool
) -> list[Block]:
    """Blocks of some vehicles, or all."""
    wanted = select(Block).where(Block.community_id == community)
    if vehicles is not None:
        wanted = wanted.where(Block.vehicle_id.in_(vehicles))
    return list(session.execute(part_of(wanted, Block.id, last, limit, newest)).scalars())


def blocks_now(
    session: Session, community: UUID, at: datetime, last: UUID | None, limit: int
) -> list[tuple[Block, Vehicle]]:
    """Blocks that stand at an instant, with their vehicles, newest first."""
    wanted = select(Block, Vehicle).join(Vehicle, Vehicle.id == Block.vehicle_id)
    wanted = wanted.where(
        Block.community_id == community, Block.since <= at, Block.until > at, Block.lifted_at.is_(None)
    )
    return [(row[0], row[1]) for row in session.execute(part_of(wanted, Block.id, last, limit, True))]


# ---- rights that are lost


def to_end(session: Session, community: UUID, most: int, now: datetime) -> list[UUID]:
    """Registrations whose vehicle has so many violations that count, the last since its right was given."""
    counted = (
        select(Violation.vehicle_id.label("vehicle_id"), func.max(Violation.at).label("last"))
        .where(
            Violation.community_id == community,
            Violation.state.in_(COUNTING),
            Violation.counts_until > now,
        )
        .group_by(Violation.vehicle_id)
        .having(func.count(Violation.id) >= most)
        .subquery()
    )
    wanted = (
        select(Registration.id)
        .join(counted, Registration.vehicle_id == counted.c.vehicle_id)
        .join(Allocation, Allocation.registration_id == Registration.id)
        .where(
            Registration.community_id == community,
            Registration.state.in_(HOLDING),
            Allocation.state == "held",
            Allocation.created_at < counted.c.last,
        )
        .order_by(Registration.id)
    )
    return list(dict.fromkeys(session.execute(wanted).scalars()))
