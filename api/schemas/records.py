"""Messages and the audit chain."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from api.schemas.base import Instant, Shown


class MessageShown(Shown):
    """A message in one's inbox, in the reader's language."""

    id: UUID
    code: str
    message: str
    numbers: dict[str, Any]
    created_at: Instant
    read_at: Instant | None


class AuditShown(Shown):
    """One link of the audit chain."""

    seq: int
    at: Instant
    actor: str
    action: str
    subject: str
    subject_id: str
    details: dict[str, Any]
    previous: str
    digest: str


class HeadShown(Shown):
    """The end of the audit chain: keep it elsewhere, and nothing before it can be changed unseen."""

    seq: int
    digest: str
