"""Drafts of the covenant 公约: written by the office, put to the council, voted on; what is adopted is a version.

draft → proposed (it stands still while the council looks at it) → adopted, rejected; withdrawn before that. An adopted
draft is the next version, in force from its day on. Versions never change.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from scheduler import audit, queries
from scheduler.actors import AUDITOR, COMMITTEE, COUNCIL, OFFICE, STAFF, Actor
from scheduler.covenant import settings_of
from scheduler.covenant.difference import Differing, difference
from scheduler.covenant.reading import read_settings, whole
from scheduler.errors import Conflict, NotAllowed, NotFound, Stale
from scheduler.ids import new_id
from scheduler.models import Covenant, CovenantDraft
from scheduler.translation.covenants import Known, check_settings

READERS = (*STAFF, COUNCIL, COMMITTEE, AUDITOR)
"""Roles that may read what is not adopted yet."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A draft as the office states it; `settings` are a whole version's, those left out have their defaults."""

    title: str
    settings: Mapping[str, Any]
    text_zh: str = ""
    text_en: str = ""
    note: str = ""


def make(session: Session, *, actor: Actor, wanted: Wanted, now: datetime) -> CovenantDraft:
    """Write a draft of the next version down.

    Raises
    ------
    NotAllowed, Conflict
        Not for this person; ``no_covenant`` where there is none to start from.
    Rejected
        The first setting that cannot be, with its path.
    """
    _office_only(actor)
    assert actor.account_id is not None
    row = CovenantDraft(
        id=new_id(),
        community_id=actor.community_id,
        title=wanted.title,
        settings=_checked(session, actor, wanted.settings),
        text_zh=wanted.text_zh,
        text_en=wanted.text_en,
        note=wanted.note,
        based_on=newest(session, actor.community_id).version,
        created_by=actor.account_id,
        created_at=now,
    )
    session.add(row)
    session.flush()
    note(session, actor, "make", row, now)
    return row


def amend(
    session: Session, *, actor: Actor, draft_id: UUID, version: int, wanted: Wanted, now: datetime
) -> CovenantDraft:
    """State a draft anew, as a change of the version that is the newest now.

    Raises
    ------
    NotFound, NotAllowed, Stale
        No such draft; not for this person; ``changed_meanwhile``.
    Conflict
        ``draft_not_ready`` once it is before the council.
    Rejected
        The first setting that cannot be, with its path.
    """
    _office_only(actor)
    row = locked(session, actor, draft_id)
    if row.row_version != version:
        raise Stale("changed_meanwhile", "If-Match", str(version), str(row.row_version))
    if row.state != "draft":
        raise Conflict("draft_not_ready", "state", row.state, "draft")
    row.settings = _checked(session, actor, wanted.settings)
    row.title, row.note = wanted.title, wanted.note
    row.text_zh, row.text_en = wanted.text_zh, wanted.text_en
    row.based_on = newest(session, actor.community_id).version
    row.row_version += 1
    session.flush()
    note(session, actor, "amend", row, now)
    return row


def seen(session: Session, *, actor: Actor, draft_id: UUID) -> CovenantDraft:
    """A draft, for staff, the committee, the council and auditors.

    Raises
    ------
    NotFound
        If there is none for this person.
    """
    row = queries.covenants.draft(session, actor.community_id, draft_id) if actor.has(*READERS) else None
    if row is None:
        raise NotFound()
    return row


def listed(session: Session, *, actor: Actor, state: str | None = None, **part: Any) -> list[CovenantDraft]:
    """Drafts of the community; `part` is what is asked for of the list.

    Raises
    ------
    NotAllowed
        If this is not for them.
    """
    if not actor.has(*READERS):
        raise NotAllowed("not_for_this_role")
    return list(queries.covenants.drafts(session, actor.community_id, state=state, **part))


def changes_of(session: Session, row: CovenantDraft) -> list[Differing]:
    """What a draft changes in the version that it is based on."""
    base = queries.community.covenant(session, row.community_id, row.based_on)
    return difference(settings_of(base.settings), settings_of(row.settings))


# ---- what the moves of a draft share


def newest(session: Session, community: UUID) -> Covenant:
    """The newest version, whether its day has come or not.

    Raises
    ------
    Conflict
        ``no_covenant``.
    """
    found = queries.covenants.last(session, community)
    if found is None:
        raise Conflict("no_covenant")
    return found


def locked(session: Session, actor: Actor, draft_id: UUID) -> CovenantDraft:
    """A draft that is to be changed.

    Raises
    ------
    NotFound
        If there is none for this person.
    """
    row = queries.covenants.locked_draft(session, actor.community_id, draft_id) if actor.has(*READERS) else None
    if row is None:
        raise NotFound()
    return row


def note(session: Session, actor: Actor, action: str, row: CovenantDraft, now: datetime, **details: Any) -> None:
    """An entry of the audit chain about a draft."""
    audit.record(
        session, row.community_id, actor.name, f"covenant_draft.{action}", "covenant_draft", row.id, now, details
    )


def known_of(session: Session, community: UUID) -> Known:
    """Codes of the sites and facilities of a community."""
    return Known(
        [site.code for site in queries.supply.sites_of(session, community)],
        [facility.code for facility in queries.rooms.house_of(session, community).facilities],
    )


def _checked(session: Session, actor: Actor, told: Mapping[str, Any]) -> dict[str, Any]:
    settings = read_settings(told)
    check_settings(settings, known_of(session, actor.community_id))
    return whole(settings)


def _office_only(actor: Actor) -> None:
    if not actor.has(*OFFICE) or actor.account_id is None:
        raise NotAllowed("not_for_this_role")
