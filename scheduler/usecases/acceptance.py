"""Answers to a parking right with all that follows: a price that is kept to, an agreement; or the end of both."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from scheduler import numbers, queries
from scheduler.actors import Actor
from scheduler.models import Registration
from scheduler.privacy import Vault
from scheduler.usecases import agreement_drawing, agreement_endings, registration

CONCERNED = ("accept", "withdraw")
"""Steps that begin or end an agreement."""


def act(
    session: Session,
    *,
    actor: Actor,
    vault: Vault,
    registration_id: UUID,
    action: str,
    now: datetime,
    reason: str = "",
) -> Registration:
    """Take one step of the path as `registration.act`; who accepts a parking right gets its agreement at once.

    Raises
    ------
    NotFound, NotAllowed, Conflict, Rejected
        As `registration.act`.
    """
    known = queries.registrations.one(session, actor.community_id, registration_id)
    concerned = action in CONCERNED and known is not None and known.vehicle_id is not None
    if concerned:
        # Before anything is noted in the audit chain, as whoever takes numbers does.
        numbers.lock(session, actor.community_id)
    row = registration.act(session, actor=actor, registration_id=registration_id, action=action, now=now, reason=reason)
    if concerned and action == "accept":
        agreement_drawing.draw_up(session, actor=actor, vault=vault, row=row, now=now)
    elif concerned:
        agreement_endings.end_with_rights(session, [row.id], now)
    return row
