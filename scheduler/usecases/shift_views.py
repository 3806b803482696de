"""What may be seen of shifts: all by the office and auditors, those published by volunteers, nothing by others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from scheduler import queries
from scheduler.actors import AUDITOR, OFFICE, Actor
from scheduler.errors import NotFound
from scheduler.models import Shift
from scheduler.terms import shift_terms
from scheduler.usecases import rounds
from scheduler.usecases.volunteer_views import own_row

PUBLISHED = ("open", "cancelled", "over")


@dataclass(frozen=True, slots=True)
class PostSeen:
    """Seats of a role: needed, filled, and kept for teams."""

    role: str
    least: int
    target: int
    most: int
    filled: int
    kept: int


@dataclass(frozen=True, slots=True)
class ShiftSeen:
    """A shift as somebody may see it; at whose home a visit is, its volunteers learn with their seat.

    Why it was called off may name somebody: the office and whoever had a seat read it.
    """

    row: Shift
    elder_id: UUID | None
    reason: str
    posts: Sequence[PostSeen]


def seen(session: Session, *, actor: Actor, shift_id: UUID) -> ShiftSeen:
    """A shift that this person may know of.

    Raises
    ------
    NotFound
        If there is none.
    """
    row, allowed = queries.shifts.one(session, actor.community_id, shift_id), _states(session, actor)
    if row is None or (allowed is not None and row.state not in allowed):
        raise NotFound()
    return shown(session, actor, [row])[0]


def listed(
    session: Session,
    *,
    actor: Actor,
    round_id: UUID,
    states: Sequence[str] = (),
    first: date | None = None,
    until: date | None = None,
    template_id: UUID | None = None,
    last: UUID | None = None,
    limit: int = 50,
    newest: bool = False,
) -> list[ShiftSeen]:
    """Shifts of a round in the order in which they were made.

    Raises
    ------
    NotFound
        No such round for this person.
    """
    round_ = rounds.seen(session, actor=actor, round_id=round_id)
    allowed = _states(session, actor)
    wanted = states if allowed is None else [one for one in states or allowed if one in allowed]
    if allowed is not None and not wanted:
        return []
    only: dict[str, Any] = {"states": wanted, "first": first, "until": until, "template_id": template_id}
    part: dict[str, Any] = {"last": last, "limit": limit, "newest": newest}
    rows = queries.shifts.listed(session, actor.community_id, round_id=round_.id, **only, **part)
    return shown(session, actor, rows)


def shown(session: Session, actor: Actor, rows: Sequence[Shift]) -> list[ShiftSeen]:
    """Shifts as an actor may see them."""
    ids = [row.id for row in rows]
    filled, kept = queries.seats.covered(session, ids), queries.rosters.kept_for_teams(session, ids)
    everything, had = actor.has(*OFFICE, AUDITOR), _had(session, actor, ids)
    found = []
    for row in rows:
        posts = [
            PostSeen(
                one.id, one.least, one.target, one.most, filled.get((row.id, one.id), 0), kept.get((row.id, one.id), 0)
            )
            for one in shift_terms(row.terms).roles
        ]
        reason = row.reason if row.id in had or actor.has(*OFFICE) else ""
        found.append(ShiftSeen(row, row.elder_id if everything else None, reason, posts))
    return found


def _had(session: Session, actor: Actor, shift_ids: Sequence[UUID]) -> set[UUID]:
    """Shifts on which somebody has or had a seat."""
    own = own_row(session, actor)
    return set() if own is None else queries.shifts.sat_on(session, own.id, shift_ids)


def _states(session: Session, actor: Actor) -> tuple[str, ...] | None:
    """States of shifts that somebody may know of; None for all."""
    if actor.has(*OFFICE, AUDITOR):
        return None
    row = own_row(session, actor)
    return PUBLISHED if row is not None and row.state != "left" else ()
