"""Blocks: vehicles that may for a time neither be registered nor stand at shared spaces."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from scheduler import audit, calendar, queries
from scheduler.actors import AUDITOR, OFFICE, STAFF, Actor
from scheduler.covenant import UseRules
from scheduler.errors import Conflict, NotAllowed, NotFound, Rejected
from scheduler.ids import new_id
from scheduler.models import Block, Vehicle, Violation
from scheduler.usecases import messages
from scheduler.usecases.serving import check_not_own


def blocked_until(session: Session, vehicle_id: UUID, at: datetime) -> datetime | None:
    """Until when a vehicle may neither be registered nor stand at shared spaces; None where it may."""
    return queries.violations.blocked_until(session, vehicle_id, at)


def check(session: Session, community: UUID, until: datetime | None) -> None:
    """Refuse a vehicle that is blocked until an instant.

    Raises
    ------
    Conflict
        ``vehicle_blocked``.
    """
    if until is not None:
        raise refusal(until, queries.community.one(session, community).zone)


def refusal(until: datetime, zone: str) -> Conflict:
    """What a blocked vehicle is refused with."""
    return Conflict("vehicle_blocked", "vehicle_id", until=calendar.local_text(until, zone))


def put(session: Session, row: Violation, counted: int, rules: UseRules, actor: Actor, now: datetime) -> None:
    """Block the vehicle of a violation, which is one too many, from now on."""
    until = now + timedelta(days=rules.block_days)
    made = Block(
        id=new_id(),
        community_id=row.community_id,
        vehicle_id=row.vehicle_id,
        since=now,
        until=until,
        violations=counted,
        reason="",
    )
    session.add(made)
    session.flush()
    zone = queries.community.one(session, row.community_id).zone
    told: dict[str, int | str] = {"until": calendar.local_text(until, zone), "count": counted}
    messages.tell_member(session, row.community_id, row.member_id, "vehicle_blocked_now", str(made.id), now, **told)
    details = {"vehicle": str(row.vehicle_id), "violations": counted, "until": until.isoformat()}
    audit.record(session, row.community_id, actor.name, "block.begin", "block", made.id, now, details)


def lift(session: Session, *, actor: Actor, block_id: UUID, reason: str, now: datetime) -> Block:
    """End a block by the office before its time.

    Raises
    ------
    NotAllowed, NotFound, Conflict, Rejected
        Not for this role, or their own (``own_matter``); no such block; over or lifted; ``reason_missing``.
    """
    if not actor.has(*OFFICE):
        raise NotAllowed("not_for_this_role")
    row = queries.violations.block(session, actor.community_id, block_id)
    if row is None:
        raise NotFound()
    check_not_own(session, actor, queries.plates.keeper_of(session, row.vehicle_id))
    if not reason.strip():
        raise Rejected("reason_missing", "reason", "", "a sentence")
    if row.lifted_at is not None or row.until <= now:
        raise Conflict("block_is_over", "block_id")
    _lift(session, row, actor, reason, now)
    return row


def lift_all(session: Session, vehicle_id: UUID, actor: Actor, reason: str, now: datetime) -> list[UUID]:
    """End all blocks of a vehicle; who may is for the caller to check. Which there were."""
    standing = queries.violations.blocks_standing(session, vehicle_id, now)
    for row in standing:
        _lift(session, row, actor, reason, now)
    return [row.id for row in standing]


def _lift(session: Session, row: Block, actor: Actor, reason: str, now: datetime) -> None:
    row.lifted_at, row.lifted_by, row.reason = now, actor.account_id, reason.strip()
    session.flush()
    keeper = queries.plates.keeper_of(session, row.vehicle_id)
    messages.tell_member(session, row.community_id, keeper, "block_lifted", str(row.id), now)
    details = {"vehicle": str(row.vehicle_id)}
    audit.record(session, row.community_id, actor.name, "block.lift", "block", row.id, now, details)


def standing(
    session: Session, *, actor: Actor, now: datetime, last: UUID | None = None, limit: int = 50
) -> list[tuple[Block, Vehicle]]:
    """Blocks that are neither over nor lifted, with their vehicles, the newest first: for staff and auditors.

    Raises
    ------
    NotAllowed
        Not for this person.
    """
    if not actor.has(*STAFF, AUDITOR):
        raise NotAllowed("not_for_this_role")
    return queries.violations.blocks_now(session, actor.community_id, now, last, limit)


def listed(session: Session, *, actor: Actor, **part: Any) -> list[Block]:
    """Blocks of one's own vehicles; all for staff and auditors, at whose gates they are to be known."""
    if actor.has(*STAFF, AUDITOR):
        return queries.violations.blocks(session, actor.community_id, None, **part)
    own = [] if actor.member_id is None else queries.community.vehicles_of(session, actor.member_id)
    return queries.violations.blocks(session, actor.community_id, [row.id for row in own], **part)
