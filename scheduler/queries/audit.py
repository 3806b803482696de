"""The audit chain; written on every command, hence without the unit of work."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Table, bindparam, insert, select, update
from sqlalchemy.orm import Session

from scheduler.models import AuditEntry, AuditHead

START = (0, bytes(32))
HEAD: Table = AuditHead.__table__  # type: ignore[assignment]
ENTRY: Table = AuditEntry.__table__  # type: ignore[assignment]

_TAKE = select(HEAD.c.seq, HEAD.c.digest).where(HEAD.c.community_id == bindparam("community")).with_for_update()
_PUT = update(HEAD).where(HEAD.c.community_id == bindparam("community"))
_PUT = _PUT.values(seq=bindparam("new_seq"), digest=bindparam("new_digest"))
_ADD = insert(ENTRY)


def start_chain(session: Session, community: UUID) -> None:
    """Give a new community its chain."""
    session.execute(insert(HEAD).values(community_id=community, seq=START[0], digest=START[1]))


def take_head(session: Session, community: UUID) -> tuple[int, bytes]:
    """End of the chain, locked until the transaction ends."""
    seq, digest = _connection(session).execute(_TAKE, {"community": community}).one()
    return seq, digest


def append(session: Session, entries: Sequence[dict[str, Any]]) -> None:
    """Write entries of one community and move the end of the chain to the last."""
    connection, last = _connection(session), entries[-1]
    connection.execute(_ADD, list(entries))
    head = {"community": last["community_id"], "new_seq": last["seq"], "new_digest": last["digest"]}
    connection.execute(_PUT, head)


def _connection(session: Session) -> Connection:
    session.flush()
    return session.connection()


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
