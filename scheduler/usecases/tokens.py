"""Tokens 令牌: secrets for programs, each good for some things only, and never for more than its account."""

from __future__ import annotations

import secrets
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session as Rows

from scheduler import audit, queries
from scheduler.actors import Actor
from scheduler.errors import NotAllowed, NotFound, Rejected
from scheduler.ids import new_id
from scheduler.models import Token
from scheduler.usecases.access import SECRET_BYTES, hash_of

PREFIX = "ctt_"
"""By which a token is told from other secrets, for whoever searches for lost ones."""


def create(
    rows: Rows, *, actor: Actor, name: str, scopes: frozenset[str], ends_at: datetime | None, now: datetime
) -> tuple[Token, str]:
    """A new token of one's own account, and its secret, which is told once.

    Raises
    ------
    NotAllowed, Rejected
        Tokens make no tokens; it would have ended already.
    """
    account_id = _person(actor)
    if ends_at is not None and ends_at <= now:
        raise Rejected("already_over", "ends_at", ends_at.isoformat(), "an instant to come")
    secret = PREFIX + secrets.token_urlsafe(SECRET_BYTES)
    token = Token(
        id=new_id(),
        community_id=actor.community_id,
        account_id=account_id,
        secret_hash=hash_of(secret),
        name=name,
        scopes=sorted(scopes),
        created_at=now,
        ends_at=ends_at,
    )
    rows.add(token)
    _note(rows, actor, "create", token, now)
    return token, secret


def listed(rows: Rows, *, actor: Actor, after: UUID | None = None, limit: int = 50) -> list[Token]:
    """Tokens of one's own account.

    Raises
    ------
    NotAllowed
        For a token.
    """
    return queries.access.tokens_of(rows, _person(actor), after, limit)


def revoke(rows: Rows, *, actor: Actor, token_id: UUID, now: datetime) -> Token:
    """End a token of one's own account for good; once is enough.

    Raises
    ------
    NotAllowed, NotFound
        For a token; no such token of this account.
    """
    token = queries.access.token_of(rows, _person(actor), token_id)
    if token is None:
        raise NotFound()
    if token.revoked_at is None:
        token.revoked_at = now
        _note(rows, actor, "revoke", token, now)
    return token


def _person(actor: Actor) -> UUID:
    if actor.account_id is None or actor.scopes is not None:
        raise NotAllowed("session_needed")
    return actor.account_id


def _note(rows: Rows, actor: Actor, action: str, token: Token, now: datetime) -> None:
    rows.flush()
    audit.record(
        rows, token.community_id, actor.name, f"token.{action}", "token", token.id, now, {"scopes": token.scopes}
    )
