"""Rounds."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from scheduler.models import Community, Round


def one(session: Session, community: UUID, round_id: UUID) -> Round | None:
    """A round of the community."""
    found = session.get(Round, round_id)
    return found if found is not None and found.community_id == community else None


def public(session: Session, round_id: UUID) -> Round | None:
    """A round of any community, for the notice board."""
    return session.get(Round, round_id)


def of_everybody(
    session: Session, states: tuple[str, ...], slug: str | None = None, before: UUID | None = None, limit: int = 50
) -> list[tuple[Round, Community]]:
    """Rounds of all communities or of one, newest first, with their communities."""
    wanted = (
        select(Round, Community)
        .join(Community, Round.community_id == Community.id)
        .where(Round.state.in_(states))
        .order_by(Round.id.desc())
        .limit(limit)
    )
    if slug is not None:
        wanted = wanted.where(Community.slug == slug)
    if before is not None:
        wanted = wanted.where(Round.id < before)
    return [(round_, community) for round_, community in session.execute(wanted)]


def locked(session: Session, community: UUID, round_id: UUID) -> Round | None:
    """A round, kept from other writers until the transaction ends: how it moves on."""
    wanted = select(Round).where(Round.id == round_id, Round.community_id == community).with_for_update()
    return session.execute(wanted.execution_options(populate_existing=True)).scalar_one_or_none()


def shared(session: Session, community: UUID, round_id: UUID) -> Round | None:
    """A round that cannot move on until the transaction ends: for those who join it, many at a time."""
    wanted = select(Round).where(Round.id == round_id, Round.community_id == community).with_for_update(read=True)
    return session.execute(wanted.execution_options(populate_existing=True)).scalar_one_or_none()


def listed(
    session: Session, community: UUID, states: tuple[str, ...] = (), before: UUID | None = None, limit: int = 50
) -> list[Round]:
    """Rounds, newest first."""
    wanted = select(Round).where(Round.community_id == community).order_by(Round.id.desc()).limit(limit)
    if states:
        wanted = wanted.where(Round.state.in_(states))
    if before is not None:
        wanted = wanted.where(Round.id < before)
    return list(session.execute(wanted).scalars())


def by_code(session: Session, community: UUID, code: str) -> Round | None:
    """A round by its short name."""
    return session.execute(
        select(Round).where(Round.community_id == community, Round.code == code)
    ).scalar_one_or_none()


def to_open(session: Session, now: datetime) -> list[Round]:
    """Drafts whose application period has begun."""
    wanted = select(Round).where(Round.state == "draft", Round.apply_from <= now, Round.apply_until > now)
    return list(session.execute(wanted).scalars())


def to_close(session: Session, now: datetime) -> list[Round]:
    """Open rounds whose application period is over."""
    wanted = select(Round).where(Round.state == "open", Round.apply_until <= now)
    return list(session.execute(wanted).scalars())


def in_use(session: Session) -> list[Round]:
    """Published and settled rounds."""
    return list(session.execute(select(Round).where(Round.state.in_(("published", "settled")))).scalars())


def mark_freed(session: Session, round_id: UUID, freed: bool) -> None:
    """Note whether places came free that nobody was offered yet."""
    session.execute(update(Round).where(Round.id == round_id).values(places_freed=freed))


def with_freed_places(session: Session) -> list[UUID]:
    """Rounds in which places came free that nobody was offered yet."""
    wanted = select(Round.id).where(Round.places_freed, Round.state.in_(("published", "settled")))
    return list(session.execute(wanted).scalars())
