"""Answers to repeated commands, kept without the unit of work for they are written on every command; messages."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Table, bindparam, delete, inspect, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from scheduler.models import Base, IdempotencyKey, InboxMessage, OutboxMessage

SLOWEST = 8
"""After how many tries the wait for the next one grows no more."""


KEY: Table = IdempotencyKey.__table__  # type: ignore[assignment]
_TAKE = {
    name: dialect.insert(KEY).on_conflict_do_nothing().returning(KEY.c.key)
    for name, dialect in (("sqlite", sqlite), ("postgresql", postgresql))
}
_KEEP = update(KEY).where(KEY.c.principal == bindparam("of_principal"), KEY.c.key == bindparam("of_key"))


def take_key(session: Session, principal: str, key: str, fingerprint: bytes, now: datetime) -> bool:
    """Whether the key is new; waits for a command that has it and is still running."""
    given = {"principal": principal, "key": key, "fingerprint": fingerprint, "headers": {}, "created_at": now}
    connection = session.connection()
    return connection.execute(_TAKE[connection.dialect.name], given).scalar_one_or_none() is not None


def answer_to(session: Session, principal: str, key: str) -> IdempotencyKey:
    """What is kept under a key."""
    wanted = select(IdempotencyKey).where(IdempotencyKey.principal == principal, IdempotencyKey.key == key)
    return session.execute(wanted).scalar_one()


def keep_answer(
    session: Session, principal: str, key: str, status: int, body: bytes, headers: Mapping[str, Any]
) -> None:
    """Keep what was answered."""
    kept = {"status": status, "body": body, "headers": dict(headers)}
    session.connection().execute(_KEEP, {"of_principal": principal, "of_key": key, **kept})


def sweep_keys(session: Session, before: datetime) -> None:
    """Forget answers that nobody asks for any more."""
    session.execute(delete(IdempotencyKey).where(IdempotencyKey.created_at < before))


# ---- messages


def put_message(session: Session, message: OutboxMessage) -> None:
    """Write a message, once for its dedupe key."""
    _put_once(session, OutboxMessage, message)


def put_inbox(session: Session, message: InboxMessage) -> None:
    """Put a message before its reader, once for its dedupe key."""
    _put_once(session, InboxMessage, message)


def claim_messages(session: Session, now: datetime, claim: timedelta, limit: int) -> list[UUID]:
    """Take messages that are due, so that nobody else delivers them meanwhile; each time for twice as long."""
    wanted = (
        select(OutboxMessage)
        .where(
            OutboxMessage.delivered_at.is_(None),
            OutboxMessage.claimed_until.is_(None) | (OutboxMessage.claimed_until < now),
        )
        .order_by(OutboxMessage.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    found = list(session.execute(wanted).scalars())
    for message in found:
        message.claimed_until = now + claim * 2 ** min(message.attempts, SLOWEST)
        message.attempts += 1
    return [message.id for message in found]


def inbox(session: Session, member: UUID, before: UUID | None = None, limit: int = 50) -> list[InboxMessage]:
    """A person's messages, newest first."""
    wanted = select(InboxMessage).where(InboxMessage.member_id == member).order_by(InboxMessage.id.desc()).limit(limit)
    if before is not None:
        wanted = wanted.where(InboxMessage.id < before)
    return list(session.execute(wanted).scalars())


def _put_once(session: Session, kind: type[Base], row: Base) -> None:
    names = [column.key for column in inspect(kind).column_attrs]
    given = {name: getattr(row, name) for name in names if getattr(row, name) is not None}
    session.execute(_insert(session)(kind).values(**given).on_conflict_do_nothing())


def _insert(session: Session) -> Any:
    return postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
