"""What those who look after the office are shown first: what is proven, what is late, what is public."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from scheduler import queries
from scheduler.actors import ADMIN, AUDITOR, COMMITTEE, COUNCIL, OFFICE, Actor
from scheduler.errors import NotAllowed
from scheduler.models import AuditEntry, Certificate, Publication, Round
from scheduler.usecases import dispute_views, months, proofs

OVERSEERS = (*OFFICE, AUDITOR, COMMITTEE, COUNCIL)
MOST = 12
"""Newest rounds with a public notice that are shown."""


@dataclass(frozen=True, slots=True)
class Seen:
    """How things stand; `proven` and `to_close` are None where there is nothing, or it is not for this person."""

    proven: AuditEntry | None
    to_close: str | None
    waiting: int
    late: int
    public: Sequence[tuple[Round, Publication, Certificate | None]]

    @property
    def unproven(self) -> int:
        """How many public versions have no certificate that holds."""
        return sum(1 for _, _, one in self.public if one is not None and one.state == "failed")


def seen(session: Session, *, actor: Actor, now: datetime) -> Seen:
    """How things stand in one's own community.

    Raises
    ------
    NotAllowed
        Not for this person.
    """
    if not actor.has(*OVERSEERS):
        raise NotAllowed("not_for_this_role")
    waiting = dispute_views.waiting(session, actor=actor)
    return Seen(
        proofs.last_by_night(session, actor=actor) if actor.has(ADMIN, AUDITOR) else None,
        months.next_to_close(session, actor=actor, now=now) if actor.has(*OFFICE, AUDITOR) else None,
        sum(waiting.values()),
        queries.disputes.late(session, actor.community_id, now),
        queries.certificates.in_force(session, actor.community_id, MOST),
    )
