"""What somebody may still give stars for, and what it is called."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from scheduler import queries
from scheduler.actors import Actor
from scheduler.covenant import FeedbackRules, settings_of
from scheduler.errors import NotFound
from scheduler.models import Member
from scheduler.privacy import Vault
from scheduler.queries.feedback import Used
from scheduler.queries.feedback_uses import Named
from scheduler.usecases.applications import mark_of


@dataclass(frozen=True, slots=True)
class ToRate:
    """Something that somebody used: by which use, what, when that ended last, and until when they may say so."""

    use_id: UUID
    subject: str
    subject_id: UUID
    ended_at: datetime
    until: datetime
    named: Named


def waiting(session: Session, *, actor: Actor, vault: Vault, now: datetime) -> list[ToRate]:
    """What somebody used and gave no stars for yet, the newest use first.

    Raises
    ------
    NotFound
        For who has no registrations of their own.
    """
    member = _member(session, actor)
    within = timedelta(days=_within_days(session, actor, now))
    mark = mark_of(vault, member)
    uses = queries.feedback_uses.of_member(session, actor.community_id, member.id, mark, now - within, now)
    given = queries.feedback_uses.given_by(session, member.id)
    open_ones = [
        (use, used, subject, subject_id)
        for use, used in uses.items()
        for subject, subject_id in _subjects(used, member)
        if (use, subject) not in given
    ]
    names = named(session, community=actor.community_id, wanted=[one[2:] for one in open_ones])
    found = [
        ToRate(use, subject, subject_id, used.ended_at, used.ended_at + within, names[subject, subject_id])
        for use, used, subject, subject_id in open_ones
        if (subject, subject_id) in names
    ]
    return sorted(found, key=lambda one: (one.ended_at, one.use_id, one.subject, one.subject_id), reverse=True)


def named(session: Session, *, community: UUID, wanted: Iterable[tuple[str, UUID]]) -> dict[tuple[str, UUID], Named]:
    """What sites, rooms, organisations and shifts are called."""
    return queries.feedback_uses.names(session, community, wanted)


def _member(session: Session, actor: Actor) -> Member:
    wanted = actor.member_id
    found = None if wanted is None else queries.community.member(session, actor.community_id, wanted)
    if found is None:
        raise NotFound()
    return found


def _within_days(session: Session, actor: Actor, now: datetime) -> int:
    covenant = queries.community.covenant_in_force(session, actor.community_id, now)
    return (FeedbackRules() if covenant is None else settings_of(covenant.settings).feedback).within_days


def _subjects(used: Used, member: Member) -> Iterator[tuple[str, UUID]]:
    for subject, ids in (("site", used.sites), ("room", used.rooms), ("shift", used.shifts)):
        yield from ((subject, one) for one in sorted(ids))
    is_own = member.id == used.member_id or member.organisation_id == used.organisation_id
    if used.organisation_id is not None and not is_own:
        yield "organisation", used.organisation_id
