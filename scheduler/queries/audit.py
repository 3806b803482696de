"""The audit chain."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from scheduler.models import AuditEntry, AuditHead

START = (0, bytes(32))


def start_chain(session: Session, community: UUID) -> None:
    """Give a new community its chain."""
    session.execute(insert(AuditHead).values(community_id=community, seq=START[0], digest=START[1]))


def take_head(session: Session, community: UUID) -> tuple[int, bytes]:
    """End of the chain, locked until the transaction ends."""
    wanted = select(AuditHead.seq, AuditHead.digest).where(AuditHead.community_id == community).with_for_update()
    seq, digest = session.execute(wanted).one()
    return seq, digest


def put_head(session: Session, community: UUID, seq: int, digest: bytes) -> None:
    """Move the end of the chain."""
    session.execute(update(AuditHead).where(AuditHead.community_id == community).values(seq=seq, digest=digest))


def head_of(session: Session, community: UUID) -> tuple[int, bytes] | None:
    """End of the chain, as it is."""
    row = session.execute(
        select(AuditHead.seq, AuditHead.digest).where(AuditHead.community_id == community)
    ).one_or_none()
    return None if row is None else (row.seq, row.digest)


def entries(session: Session, community: UUID, after: int = 0, limit: int | None = None) -> Iterator[AuditEntry]:
    """Entries in order, from the one after `after`."""
    wanted = (
        select(AuditEntry)
        .where(AuditEntry.community_id == community, AuditEntry.seq > after)
        .order_by(AuditEntry.seq)
        .limit(limit)
        .execution_options(yield_per=1000)
    )
    return session.execute(wanted).scalars().__iter__()
