"""The covenant as everybody may read it: the version in force, those before, what came of each vote."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from scheduler import queries
from scheduler.covenant import settings_of
from scheduler.covenant.difference import Differing, difference
from scheduler.errors import NotFound
from scheduler.models import Community, Covenant


def community_of(session: Session, *, slug: str) -> Community:
    """A community by its name in addresses.

    Raises
    ------
    NotFound
        If there is none.
    """
    found = queries.community.by_slug(session, slug)
    if found is None:
        raise NotFound()
    return found


def in_force(session: Session, *, slug: str, now: datetime) -> Covenant:
    """The version in force.

    Raises
    ------
    NotFound
        No such community, or it has no covenant.
    """
    found = queries.community.covenant_in_force(session, community_of(session, slug=slug).id, now)
    if found is None:
        raise NotFound()
    return found


def version(session: Session, *, slug: str, number: int) -> Covenant:
    """One version, whether its day has come, is over, or is still to come.

    Raises
    ------
    NotFound
        No such community or version.
    """
    found = queries.covenants.version(session, community_of(session, slug=slug).id, number)
    if found is None:
        raise NotFound()
    return found


def versions(session: Session, *, slug: str, before: int | None = None, limit: int = 200) -> Sequence[Covenant]:
    """Versions, the newest first.

    Raises
    ------
    NotFound
        No such community.
    """
    return queries.covenants.versions(session, community_of(session, slug=slug).id, before, limit)


def changes_between(session: Session, *, slug: str, since: int, number: int) -> list[Differing]:
    """Settings that differ between two versions.

    Raises
    ------
    NotFound
        No such community or version.
    """
    before, after = (version(session, slug=slug, number=one) for one in (since, number))
    return difference(settings_of(before.settings), settings_of(after.settings))
