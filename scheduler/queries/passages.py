"""What gates told, and the stays made of it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CursorResult, Table, bindparam, delete, func, insert, or_, select, update
from sqlalchemy.orm import Session

from scheduler.models import Passage, Site, Stay, Vehicle, Violation
from scheduler.queries.paging import part_of
from scheduler.stays import Passed

PASSAGE: Table = Passage.__table__  # type: ignore[assignment]
_OVER_NOW = (Stay.left_at.is_(None), Stay.exit_missing.is_(False), Stay.overstay_minutes > 0)
_LOCK_GATE = select(Site.id).where(Site.id == bindparam("site")).with_for_update(key_share=True)


def lock_gate(session: Session, site_id: UUID) -> None:
    """Let what the gates of a site tell be written one after another, until the transaction ends."""
    session.execute(_LOCK_GATE, {"site": site_id})


def known_references(session: Session, site_id: UUID, references: Collection[str]) -> set[str]:
    """Which of the gate's own numbers were told before."""
    wanted = select(Passage.reference).where(Passage.site_id == site_id, Passage.reference.in_(references))
    return set(session.execute(wanted).scalars())


def vehicles_of_plates(session: Session, community: UUID, digests: Collection[bytes]) -> dict[bytes, UUID]:
    """Registered vehicles by the digest of their plate."""
    wanted = select(Vehicle.plate_index, Vehicle.id).where(
        Vehicle.community_id == community, Vehicle.plate_index.in_(digests), Vehicle.removed_at.is_(None)
    )
    return {row[0]: row[1] for row in session.execute(wanted)}


def add(session: Session, rows: Sequence[dict[str, Any]]) -> None:
    """Write passages."""
    if rows:
        session.execute(insert(PASSAGE), list(rows))


def since(session: Session, site_id: UUID, plate_index: bytes, at: datetime) -> list[Passed]:
    """Passages of a vehicle at a site from an instant on."""
    wanted = select(Passage.at, Passage.direction).where(
        Passage.site_id == site_id, Passage.plate_index == plate_index, Passage.at >= at
    )
    return [Passed(*row) for row in session.execute(wanted)]


def entries_elsewhere(session: Session, sites: Collection[UUID], plate_index: bytes, at: datetime) -> list[datetime]:
    """When a vehicle came to other sites, from an instant on."""
    wanted = select(Passage.at).where(
        Passage.site_id.in_(sites), Passage.plate_index == plate_index, Passage.at >= at, Passage.direction == "in"
    )
    return list(session.execute(wanted).scalars())


def open_elsewhere(session: Session, sites: Collection[UUID], plate_index: bytes, at: datetime) -> list[Stay]:
    """Stays of a vehicle at other sites that had begun by an instant and that nobody told the end of; kept from other
    writers, for the gates of those sites write them as well.
    """
    wanted = select(Stay).where(
        Stay.site_id.in_(sites), Stay.plate_index == plate_index, Stay.left_at.is_(None), Stay.entered_at < at
    )
    wanted = wanted.order_by(Stay.id).with_for_update().execution_options(populate_existing=True)
    return list(session.execute(wanted).scalars())


def stays_since(session: Session, site_id: UUID, plate_index: bytes, at: datetime) -> list[Stay]:
    """Stays of a vehicle at a site that began from an instant on, after the one that had begun by then."""
    of_plate = (Stay.site_id == site_id, Stay.plate_index == plate_index)
    before = select(Stay).where(*of_plate, Stay.entered_at <= at).order_by(Stay.entered_at.desc(), Stay.id).limit(1)
    after = select(Stay).where(*of_plate, Stay.entered_at > at).order_by(Stay.entered_at)
    return [*session.execute(before).scalars(), *session.execute(after).scalars()]


def stay_at(session: Session, vehicle_id: UUID, site_id: UUID, at: datetime) -> Stay | None:
    """The stay of a vehicle at a site that lasted at an instant."""
    wanted = select(Stay).where(Stay.vehicle_id == vehicle_id, Stay.site_id == site_id, Stay.entered_at <= at)
    wanted = wanted.where(or_(Stay.left_at.is_(None), Stay.left_at > at)).order_by(Stay.entered_at.desc())
    return session.execute(wanted.limit(1)).scalar_one_or_none()


def stays_due(session: Session, now: datetime, limit: int) -> list[tuple[UUID, UUID]]:
    """Communities and ids of stays that the clockwork is to look at, the longest due first."""
    wanted = select(Stay.community_id, Stay.id).where(Stay.look_at <= now).order_by(Stay.look_at, Stay.id)
    return [(row[0], row[1]) for row in session.execute(wanted.limit(limit))]


def stay(session: Session, community: UUID, stay_id: UUID, lock: bool = False) -> Stay | None:
    """A stay, kept from other writers where `lock` says so."""
    wanted = select(Stay).where(Stay.id == stay_id, Stay.community_id == community)
    if lock:
        wanted = wanted.with_for_update().execution_options(populate_existing=True)
    return session.execute(wanted).scalar_one_or_none()


def stays(
    session: Session,
    community: UUID,
    sites: Collection[UUID] | None,
    only: str | None,
    last: UUID | None,
    limit: int,
    newest: bool,
) -> list[Stay]:
    """Stays at some sites or all; `only` those of vehicles that are there ("open"), that stayed too long ("over"), or
    both ("over_now").
    """
    wanted = select(Stay).where(Stay.community_id == community, Stay.plate_cipher != b"")
    if sites is not None:
        wanted = wanted.where(Stay.site_id.in_(sites))
    if only == "open":
        wanted = wanted.where(Stay.left_at.is_(None))
    if only == "over":
        wanted = wanted.where(Stay.overstay_minutes > 0)
    if only == "over_now":
        wanted = wanted.where(*_OVER_NOW)
    return list(session.execute(part_of(wanted, Stay.id, last, limit, newest)).scalars())


def over_now(session: Session, community: UUID) -> dict[UUID, int]:
    """How many vehicles stand at a site beyond their right and the grace after it, by site; as `stays` lists them."""
    wanted = select(Stay.site_id, func.count()).where(Stay.community_id == community, *_OVER_NOW)
    return {site: int(count) for site, count in session.execute(wanted.group_by(Stay.site_id))}


def forget(session: Session, community: UUID, before: datetime, now: datetime) -> int:
    """Delete passages of before an instant, and take from stays of then whose they were; how many passages there were.

    A stay whose exit nobody told by then ends as one whose exit is missing. One on which a violation stands keeps its
    vehicle until the violation counts no longer.
    """
    gone: CursorResult[Any] = session.connection().execute(
        delete(PASSAGE).where(PASSAGE.c.community_id == community, PASSAGE.c.at < before)
    )
    counting = select(Violation.id).where(Violation.stay_id == Stay.id, Violation.counts_until > now)
    old = (Stay.community_id == community, Stay.entered_at < before, Stay.plate_cipher != b"", ~counting.exists())
    nobody: dict[str, Any] = {"plate_index": b"", "plate_cipher": b"", "vehicle_id": None, "look_at": None}
    nobody |= {"allocation_id": None, "booking_id": None}
    missing: dict[str, Any] = {"left_at": before, "exit_missing": True}
    # An open stay is one of its plate at its site, which those without a plate would all share.
    for ended, more in ((Stay.left_at.is_(None), missing), (Stay.left_at < before, {})):
        changed = update(Stay).where(*old, ended).values(**nobody, **more)
        session.execute(changed.execution_options(synchronize_session=False))
    return gone.rowcount
