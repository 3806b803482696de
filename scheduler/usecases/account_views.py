"""What is looked up about accounts: whose one shall be, where somebody is signed in, who did what."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session as Rows

from scheduler import privacy, queries
from scheduler.actors import ADMIN, AUDITOR, OFFICE, Actor
from scheduler.errors import NotAllowed, Rejected
from scheduler.models import Session
from scheduler.privacy import Vault


def holder(rows: Rows, *, actor: Actor, vault: Vault, phone: str) -> UUID:
    """The person of the community who has a phone, for whom an account shall be made.

    Raises
    ------
    NotAllowed, Rejected
        Not for this person; ``no_such_member``, or no phone.
    """
    if not actor.has(ADMIN):
        raise NotAllowed("not_for_this_role")
    index = vault.index(privacy.phone_of(phone), "member.phone")
    found = queries.community.members_by_index(rows, actor.community_id, "phone", index, 1)
    if not found:
        raise Rejected("no_such_member", "phone")
    return found[0].id


def sessions(rows: Rows, *, actor: Actor, idle: timedelta, now: datetime) -> list[Session]:
    """One's own sessions that have not ended, the last used first."""
    return [] if actor.account_id is None else queries.access.sessions_of(rows, actor.account_id, now - idle, now)


def names_of(rows: Rows, *, actor: Actor, ids: Collection[UUID]) -> Mapping[UUID, str]:
    """Names of some accounts, for the office and auditors, who are told who did what.

    Raises
    ------
    NotAllowed
        Not for this person.
    """
    if not actor.has(*OFFICE, AUDITOR):
        raise NotAllowed("not_for_this_role")
    return {row.id: row.login for row in queries.access.several(rows, actor.community_id, ids)}
