"""The audit chain; written on every command, hence without the unit of work."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Table, bindparam, insert, or_, select, update
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


def newest_but(session: Session, community: UUID, families: Sequence[str]) -> int:
    """Number of the newest entry that is not of some families of actions; 0 where there is none."""
    wanted = select(AuditEntry.seq).where(
        AuditEntry.community_id == community, *(AuditEntry.action.not_like(f"{family}.%") for family in families)
    )
    return session.execute(wanted.order_by(AuditEntry.seq.desc()).limit(1)).scalar_one_or_none() or 0


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


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which entries are looked for: of a span, of some families of actions, on a thing, by somebody."""

    since: datetime | None = None
    until: datetime | None = None
    families: Sequence[str] = ()
    thing: str = ""
    actor: str = ""

    def conditions(self) -> list[ColumnElement[bool]]:
        """The same as the database reads it."""
        out: list[ColumnElement[bool]] = []
        if self.since is not None:
            out.append(AuditEntry.at >= self.since)
        if self.until is not None:
            out.append(AuditEntry.at < self.until)
        if self.families:
            out.append(or_(*(AuditEntry.action.startswith(f"{name}.", autoescape=True) for name in self.families)))
        if self.thing:
            out.append(AuditEntry.subject_id == self.thing)
        return [*out, AuditEntry.actor == self.actor] if self.actor else out


def newest(
    session: Session, community: UUID, wanted: Wanted, before: int | None = None, limit: int = 50
) -> list[AuditEntry]:
    """Entries that are looked for, the newest first, from the one before `before` on."""
    chosen = select(AuditEntry).where(AuditEntry.community_id == community, *wanted.conditions())
    if before is not None:
        chosen = chosen.where(AuditEntry.seq < before)
    order = _of_few() if wanted.thing else AuditEntry.seq
    return list(session.execute(chosen.order_by(order.desc()).limit(limit)).scalars())


def with_digest(session: Session, community: UUID, digest: bytes) -> AuditEntry | None:
    """The entry that has a digest."""
    wanted = select(AuditEntry).where(AuditEntry.community_id == community, AuditEntry.digest == digest)
    return session.execute(wanted.limit(1)).scalar_one_or_none()


def last_of(session: Session, community: UUID, action: str, thing: str) -> AuditEntry | None:
    """The newest entry of an action on a thing."""
    of_it = (AuditEntry.community_id == community, AuditEntry.subject_id == thing, AuditEntry.action == action)
    return session.execute(select(AuditEntry).where(*of_it).order_by(_of_few().desc()).limit(1)).scalar()


def _of_few() -> ColumnElement[int]:
    """The order of the chain, for the few entries on one thing: by its index the whole chain would be gone through."""
    return AuditEntry.seq + 0
