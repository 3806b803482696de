"""Meeting points: where shifts meet, and the code that hangs there to check in by."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from scheduler import audit, queries
from scheduler.actors import Actor
from scheduler.errors import Conflict, NotFound, Rejected, Stale
from scheduler.ids import new_door_code, new_id
from scheduler.models import MeetingPoint
from scheduler.translation.roster_parts import HOME
from scheduler.translation.volunteer_checks import check_place
from scheduler.usecases.access import hash_of
from scheduler.usecases.facilities import check_office

MOST_PEOPLE = 10_000


@dataclass(frozen=True, slots=True)
class PointTerms:
    """Where shifts meet, in metres on the community's grid; `capacity` bounds the volunteers there at once."""

    code: str
    name_zh: str
    name_en: str
    x: int
    y: int
    capacity: int | None = None
    facility_id: UUID | None = None


def add(session: Session, *, actor: Actor, terms: PointTerms, now: datetime) -> MeetingPoint:
    """A new meeting point.

    Raises
    ------
    NotAllowed, Conflict, Rejected
        Not for this person; code in use; a value that cannot be.
    """
    check_office(actor)
    if terms.code.startswith(HOME):
        raise Rejected("reserved_name", "code", terms.code, "another name")
    if queries.shifts.point_by_code(session, actor.community_id, terms.code) is not None:
        raise Conflict("code_in_use", "code", terms.code)
    fields = {name: getattr(terms, name) for name in terms.__slots__}
    row = MeetingPoint(id=new_id(), community_id=actor.community_id, row_version=1, **fields)
    _check(session, actor, row)
    session.add(row)
    _note(session, actor, "add", row, now, code=row.code)
    return row


def amend(
    session: Session, *, actor: Actor, point_id: UUID, version: int, changes: Mapping[str, Any], now: datetime
) -> MeetingPoint:
    """Change what is stated of a meeting point, but its code.

    Raises
    ------
    NotFound, NotAllowed, Stale, Rejected
        No such point; not for this person; changed meanwhile; a value that cannot be.
    """
    row = _kept(session, actor, point_id)
    if row.row_version != version:
        raise Stale("changed_meanwhile", "If-Match", str(version), str(row.row_version))
    with session.no_autoflush:
        for name, value in changes.items():
            setattr(row, name, value)
        _check(session, actor, row)
    row.row_version += 1
    _note(session, actor, "amend", row, now, fields=sorted(changes))
    return row


def renew_check_in(session: Session, *, actor: Actor, point_id: UUID, now: datetime) -> tuple[MeetingPoint, str]:
    """A new secret to be printed and hung up at the place; the one before is void. It is told once.

    Raises
    ------
    NotFound, NotAllowed
        No such point; not for this person.
    """
    row, secret = _kept(session, actor, point_id), new_door_code()
    row.check_in_hash = hash_of(secret)
    row.row_version += 1
    _note(session, actor, "renew_check_in", row, now)
    return row, secret


def seen(session: Session, *, actor: Actor, point_id: UUID) -> MeetingPoint:
    """A meeting point of the community.

    Raises
    ------
    NotFound
        If there is none.
    """
    row = queries.shifts.point(session, actor.community_id, point_id)
    if row is None:
        raise NotFound()
    return row


def _kept(session: Session, actor: Actor, point_id: UUID) -> MeetingPoint:
    check_office(actor)
    row = queries.shifts.point(session, actor.community_id, point_id, lock=True)
    if row is None:
        raise NotFound()
    return row


def _check(session: Session, actor: Actor, row: MeetingPoint) -> None:
    check_place(row.x, row.y)
    if row.capacity is not None and not 1 <= row.capacity <= MOST_PEOPLE:
        raise Rejected("out_of_range", "capacity", row.capacity, f"a whole number from 1 to {MOST_PEOPLE}")
    wanted = row.facility_id
    if wanted is not None and queries.rooms.facility(session, actor.community_id, wanted) is None:
        raise Rejected("unknown_id", "facility_id", str(wanted), "a facility of the community")


def _note(session: Session, actor: Actor, action: str, row: MeetingPoint, now: datetime, **details: Any) -> None:
    session.flush()
    audit.record(session, row.community_id, actor.name, f"point.{action}", "meeting_point", row.id, now, details)
