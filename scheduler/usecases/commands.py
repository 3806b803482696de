"""The door for commands that may be sent again: at most one effect for one key, and the same answer each time."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from uuid import NAMESPACE_URL, UUID, uuid5

from sqlalchemy.orm import Session

from scheduler import queries
from scheduler.actors import Actor
from scheduler.db import Database
from scheduler.errors import Busy, Refused, Rejected, Stale
from scheduler.models import IdempotencyKey
from scheduler.privacy import Vault

COLUMN = "idempotency_key.body"


@dataclass(frozen=True, slots=True)
class Answer:
    """What the caller is told: a status, a body and headers."""

    status: int
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Command:
    """What is sent under which key, and how to tell by whom; `content` is method, address and body."""

    sender: Callable[[Session, datetime], Actor]
    key: str
    content: str


Work = Callable[[Session, Actor, datetime], Answer]


def run(database: Database, vault: Vault, command: Command, work: Work, told: Callable[[Refused], Answer]) -> Answer:
    """Do the work once for the command's key; an equal command gets the first answer, a refusal included.

    The key stands in the transaction of the effect, so that an equal command sent meanwhile waits for it. Answers are
    kept sealed, for they may hold personal data or a new secret.

    Raises
    ------
    Rejected
        ``key_reused``: the key came with another command before.
    Busy
        If the database could not be had in time.
    """
    fingerprint = vault.index(command.content, "idempotency_key.fingerprint")

    def once(session: Session) -> Answer:
        now = database.now(session)
        actor = command.sender(session, now)
        principal = _principal(actor)
        row = uuid5(NAMESPACE_URL, f"{principal}\0{command.key}")
        if not queries.records.take_key(session, principal, command.key, fingerprint, now):
            kept = queries.records.answer_to(session, principal, command.key)
            return _first_answer(kept, vault, row, fingerprint)
        answer = _attempt(session, actor, now, work, told)
        sealed = vault.seal(answer.body.decode(), COLUMN, row)
        queries.records.keep_answer(session, principal, command.key, answer.status, sealed, answer.headers)
        return answer

    return database.transact(once)


def _principal(actor: Actor) -> str:
    """Whose keys are one: an account's with the same rights, so that no answer is repeated once a right is gone."""
    rights = (sorted(actor.roles), sorted(map(str, actor.sites)), sorted(actor.scopes or ()), actor.scopes is None)
    return f"{actor.name}:{sha256(repr(rights).encode()).hexdigest()[:16]}"


def _attempt(session: Session, actor: Actor, now: datetime, work: Work, told: Callable[[Refused], Answer]) -> Answer:
    try:
        with session.begin_nested():
            return work(session, actor, now)
    except (Busy, Stale):
        # Not an answer to keep: the same call with a fresh version, or later, is the same command.
        raise
    except Refused as refused:
        return told(refused)


def _first_answer(kept: IdempotencyKey, vault: Vault, row: UUID, fingerprint: bytes) -> Answer:
    if kept.fingerprint != fingerprint:
        raise Rejected("key_reused", "Idempotency-Key")
    if kept.status is None or kept.body is None:
        raise Busy()
    return Answer(kept.status, vault.open_sealed(kept.body, COLUMN, row).encode(), kept.headers)
