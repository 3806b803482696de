"""Answers to repeated commands, kept without the unit of work for they are written on every command."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Table, bindparam, delete, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from scheduler.models import IdempotencyKey

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
