"""Templates of shifts: needs that come back by the work calendar; what was made of them stays as it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from scheduler import audit, queries
from scheduler.actors import AUDITOR, OFFICE, Actor
from scheduler.errors import Conflict, NotAllowed, NotFound, Stale
from scheduler.ids import new_id
from scheduler.models import ShiftTemplate
from scheduler.terms import Recurrence, ShiftTerms, stored
from scheduler.terms import recurrence as recurrence_of
from scheduler.terms import shift_terms as terms_of
from scheduler.translation.volunteer_checks import check_recurrence, check_shift, check_start
from scheduler.usecases.facilities import check_office
from scheduler.usecases.shift_places import check_place


@dataclass(frozen=True, slots=True)
class TemplateTerms:
    """A need that comes back, at a meeting point or at an elder's home."""

    code: str
    title_zh: str
    title_en: str
    start_clock: str
    minutes: int
    recurrence: Recurrence
    terms: ShiftTerms
    point_id: UUID | None = None
    elder_id: UUID | None = None


def add(session: Session, *, actor: Actor, template: TemplateTerms, now: datetime) -> ShiftTemplate:
    """A new template; its shifts are those of who adds it.

    Raises
    ------
    NotAllowed, Conflict, Rejected
        Not for this person; code in use, or the elder is not visited any more; a value that cannot be.
    """
    check_office(actor)
    if queries.shifts.template_by_code(session, actor.community_id, template.code) is not None:
        raise Conflict("code_in_use", "code", template.code)
    fields = {name: getattr(template, name) for name in template.__slots__}
    row = ShiftTemplate(
        id=new_id(), community_id=actor.community_id, coordinator_id=actor.account_id, row_version=1, **_kept(fields)
    )
    _check(session, actor, row)
    session.add(row)
    _note(session, actor, "add", row, now, code=row.code)
    return row


def amend(
    session: Session, *, actor: Actor, template_id: UUID, version: int, changes: Mapping[str, Any], now: datetime
) -> ShiftTemplate:
    """Change what is stated of a template, but its code; shifts made before stay as they are.

    Raises
    ------
    NotFound, NotAllowed, Stale, Conflict, Rejected
        No such template; not for this person; changed meanwhile; retired; a value that cannot be.
    """
    row = _in_use(session, actor, template_id)
    if row.row_version != version:
        raise Stale("changed_meanwhile", "If-Match", str(version), str(row.row_version))
    with session.no_autoflush:
        for name, value in _kept(changes).items():
            setattr(row, name, value)
        _check(session, actor, row)
    row.row_version += 1
    _note(session, actor, "amend", row, now, fields=sorted(changes))
    return row


def retire(session: Session, *, actor: Actor, template_id: UUID, now: datetime) -> ShiftTemplate:
    """Make no more shifts of a template; those there are stay.

    Raises
    ------
    NotFound, NotAllowed, Conflict
        No such template; not for this person; retired already.
    """
    row = _in_use(session, actor, template_id)
    row.retired_at = now
    row.row_version += 1
    _note(session, actor, "retire", row, now)
    return row


def seen(session: Session, *, actor: Actor, template_id: UUID) -> ShiftTemplate:
    """A template, as the office and auditors see it.

    Raises
    ------
    NotFound
        If there is none that this person may know of.
    """
    row = queries.shifts.template(session, actor.community_id, template_id)
    if row is None or not actor.has(*OFFICE, AUDITOR):
        raise NotFound()
    return row


def listed(
    session: Session,
    *,
    actor: Actor,
    retired: bool | None = None,
    last: UUID | None = None,
    limit: int = 50,
    newest: bool = True,
) -> list[ShiftTemplate]:
    """Templates of the community; for the office and auditors.

    Raises
    ------
    NotAllowed
        For everybody else.
    """
    if not actor.has(*OFFICE, AUDITOR):
        raise NotAllowed("not_for_this_role")
    part: dict[str, Any] = {"last": last, "limit": limit, "newest": newest}
    return queries.shifts.templates_listed(session, actor.community_id, retired=retired, **part)


def _in_use(session: Session, actor: Actor, template_id: UUID) -> ShiftTemplate:
    check_office(actor)
    row = queries.shifts.template(session, actor.community_id, template_id, lock=True)
    if row is None:
        raise NotFound()
    if row.retired_at is not None:
        raise Conflict("template_retired", "template_id", str(row.id), "a template in use")
    return row


def _kept(fields: Mapping[str, Any]) -> dict[str, Any]:
    return {name: stored(value) if name in ("recurrence", "terms") else value for name, value in fields.items()}


def _check(session: Session, actor: Actor, row: ShiftTemplate) -> None:
    check_start(row.start_clock, row.minutes)
    check_shift(terms_of(row.terms))
    check_recurrence(recurrence_of(row.recurrence))
    check_place(session, actor, row.point_id, row.elder_id, row.terms)


def _note(session: Session, actor: Actor, action: str, row: ShiftTemplate, now: datetime, **details: Any) -> None:
    session.flush()
    audit.record(session, row.community_id, actor.name, f"template.{action}", "shift_template", row.id, now, details)
