"""The audit chain: who did what, each entry holding the digest of the one before, in one line for each community.

The digest covers a versioned form in which every field is preceded by its length: ``SHA-256(b"commontide/audit/1" ‖
previous ‖ fields)``. Whoever kept the digest of an entry can tell whether anything up to it was changed or taken out.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from scheduler import queries
from scheduler.models import AuditEntry

FORM = b"commontide/audit/1"
START = bytes(32)
COLUMNS = ("community_id", "seq", "at", "actor", "action", "subject", "subject_id", "details", "previous", "digest")


@dataclass(frozen=True, slots=True)
class Broken:
    """The first entry at which a chain does not hold, and how: gap, link, digest or head."""

    seq: int
    fault: str


def record(
    session: Session,
    community: UUID,
    actor: str,
    action: str,
    subject: str,
    subject_id: object,
    at: datetime,
    details: Mapping[str, Any] | None = None,
) -> None:
    """Append an entry in the transaction of what it tells of; writers of one community queue on the chain's head."""
    seq, previous = queries.audit.take_head(session, community)
    content = (community, seq + 1, at, actor, action, subject, str(subject_id), dict(details or {}))
    digest = _digest(previous, *content)
    queries.audit.append(session, dict(zip(COLUMNS, (*content, previous, digest), strict=True)))


def digest_of(entry: AuditEntry) -> bytes:
    """What the digest of an entry must be."""
    content = (entry.community_id, entry.seq, entry.at, entry.actor, entry.action, entry.subject, entry.subject_id)
    return _digest(entry.previous, *content, entry.details)


def _digest(
    previous: bytes,
    community: UUID,
    seq: int,
    at: datetime,
    actor: str,
    action: str,
    subject: str,
    subject_id: str,
    details: Mapping[str, Any],
) -> bytes:
    moment = at.astimezone(UTC).isoformat(timespec="microseconds")
    told = json.dumps(details, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    digest = sha256(FORM + previous)
    for field in (str(community), str(seq), moment, actor, action, subject, subject_id, told):
        content = field.encode()
        digest.update(len(content).to_bytes(8, "big") + content)
    return digest.digest()


def first_fault(entries: Iterable[AuditEntry], head: tuple[int, bytes] | None) -> Broken | None:
    """Where a chain, read from its first entry on, does not hold; `head` is its end as kept elsewhere."""
    seq, previous = 0, START
    for entry in entries:
        seq += 1
        if entry.seq != seq:
            return Broken(seq, "gap")
        if entry.previous != previous:
            return Broken(seq, "link")
        if entry.digest != digest_of(entry):
            return Broken(seq, "digest")
        previous = entry.digest
    if head is not None and head != (seq, previous):
        return Broken(seq, "head")
    return None
