"""Counted items 物资 of facilities: what the office states about what is lent, with a room or alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from scheduler import queries
from scheduler.actors import Actor
from scheduler.errors import Conflict, NotFound
from scheduler.ids import new_id
from scheduler.models import Equipment
from scheduler.translation.room_rules import check_names
from scheduler.usecases.facilities import check_office, check_version, locked, new_resource, set_fields, touch


@dataclass(frozen=True, slots=True)
class EquipmentTerms:
    """Counted items of a facility."""

    code: str
    name_zh: str
    name_en: str
    count: int
    alone: bool = False


def add(session: Session, *, actor: Actor, facility_id: UUID, terms: EquipmentTerms, now: datetime) -> Equipment:
    """New counted items of a facility.

    Raises
    ------
    NotFound, NotAllowed, Rejected, Conflict
        No such facility; not for this person; a value that cannot be; code in use.
    """
    facility = locked(session, actor, facility_id)
    check_names("code", [terms.code])
    if any(one.code == terms.code for one in queries.rooms.equipment_of(session, facility.id)):
        raise Conflict("code_in_use", "code", terms.code)
    row_id = new_id()
    resource = new_resource(session, actor, "equipment", row_id)
    row = Equipment(
        id=row_id,
        community_id=actor.community_id,
        facility_id=facility.id,
        resource_id=resource,
        **{name: getattr(terms, name) for name in terms.__slots__},
    )
    session.add(row)
    touch(session, actor, facility, "equipment.add", now, equipment=row.code)
    return row


def amend(
    session: Session, *, actor: Actor, equipment_id: UUID, version: int, changes: Mapping[str, Any], now: datetime
) -> Equipment:
    """Change what is stated of counted items, but their code; what is lent already stays lent.

    Raises
    ------
    NotFound, NotAllowed, Stale
        No such items; not for this person; changed meanwhile.
    """
    check_office(actor)
    row = queries.rooms.equipment(session, actor.community_id, equipment_id)
    if row is None:
        raise NotFound()
    facility = locked(session, actor, row.facility_id)
    session.refresh(row)
    check_version(row, version)
    set_fields(row, changes)
    row.row_version += 1
    touch(session, actor, facility, "equipment.amend", now, equipment=row.code, fields=sorted(changes))
    return row
