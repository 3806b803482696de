"""What a community is called, and when its counter is open."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from scheduler import audit, queries
from scheduler.actors import OFFICE, Actor
from scheduler.errors import NotAllowed, Stale
from scheduler.models import Community


@dataclass(frozen=True, slots=True)
class Told:
    """Names of a community, and where and when its counter is open, in the office's own words; empty where unsaid."""

    name_zh: str
    name_en: str
    counter_zh: str = ""
    counter_en: str = ""


EVENTS = {"name_zh": "rename", "name_en": "rename", "counter_zh": "counter", "counter_en": "counter"}
"""What is put on record where a field changes."""


def amend(session: Session, *, actor: Actor, version: int, wanted: Told, now: datetime) -> Community:
    """Give the community other names or counter hours; the short name in addresses stays.

    Raises
    ------
    NotAllowed, Stale
        Not for this person; changed meanwhile.
    """
    if not actor.has(*OFFICE):
        raise NotAllowed("not_for_this_role")
    row = queries.community.locked(session, actor.community_id)
    if row.row_version != version:
        raise Stale("changed_meanwhile", "If-Match", str(version), str(row.row_version))
    changed = {name: value for name, value in asdict(wanted).items() if getattr(row, name) != value}
    if not changed:
        return row
    for name, value in changed.items():
        setattr(row, name, value)
    row.row_version += 1
    session.flush()
    for event in sorted({EVENTS[name] for name in changed}):
        audit.record(session, row.id, actor.name, f"community.{event}", "community", row.id, now)
    return row
