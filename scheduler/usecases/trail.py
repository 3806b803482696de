"""The audit chain as people look things up in it: by day, kind, thing and person; and the part that somebody keeps."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from scheduler import audit, queries
from scheduler.actors import ADMIN, AUDITOR, Actor
from scheduler.errors import NotAllowed
from scheduler.models import AuditEntry
from scheduler.queries.audit import Wanted
from scheduler.usecases.money_views import Purpose

MOST_EXPORTED = 50_000
"""Most entries of one download, the newest."""
PERSON = "account:"
"""Before the id of an account, as the chain names whoever acted."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What somebody wrote down of the chain: whether an entry has that digest, and how many came after it."""

    seq: int
    at: datetime
    since: int


def listed(
    session: Session, *, actor: Actor, wanted: Wanted, before: int | None = None, limit: int = 50
) -> list[AuditEntry]:
    """Entries that are looked for, the newest first.

    Raises
    ------
    NotAllowed
        Not for this person.
    """
    check_reader(actor)
    return queries.audit.newest(session, actor.community_id, wanted, before, limit)


def kept(session: Session, *, actor: Actor, digest: bytes) -> Kept | None:
    """The entry whose digest somebody wrote down; None where the chain holds none such.

    Raises
    ------
    NotAllowed
        Not for this person.
    """
    check_reader(actor)
    found = queries.audit.with_digest(session, actor.community_id, digest)
    if found is None:
        return None
    last, _ = queries.audit.head_of(session, actor.community_id) or queries.audit.START
    return Kept(found.seq, found.at, last - found.seq)


def logins(session: Session, *, actor: Actor, names: Collection[str]) -> Mapping[str, str]:
    """Names of the accounts by what the chain calls them.

    Raises
    ------
    NotAllowed
        Not for this person.
    """
    check_reader(actor)
    ids = {UUID(name.removeprefix(PERSON)) for name in names if name.startswith(PERSON)}
    found = queries.access.several(session, actor.community_id, ids)
    return {f"{PERSON}{row.id}": row.login for row in found}


def export(session: Session, *, actor: Actor, wanted: Wanted, purpose: Purpose, now: datetime) -> list[AuditEntry]:
    """Entries that are looked for, for whoever keeps or examines them; that they were taken, and what for, is noted.

    Raises
    ------
    NotAllowed
        Not for this person.
    """
    check_reader(actor)
    rows = queries.audit.newest(session, actor.community_id, wanted, None, MOST_EXPORTED)
    details = {"rows": len(rows), "purpose": purpose}
    audit.record(session, actor.community_id, actor.name, "audit.export", "community", actor.community_id, now, details)
    return rows


def check_reader(actor: Actor) -> None:
    """Keep everybody else from the chain.

    Raises
    ------
    NotAllowed
        If this is neither an administrator nor an auditor.
    """
    if not actor.has(ADMIN, AUDITOR):
        raise NotAllowed("not_for_this_role")
