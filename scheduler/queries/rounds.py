"""Rounds."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import bindparam, or_, select, update
from sqlalchemy.orm import Session

from scheduler.models import Allocation, Community, Registration, Round
from scheduler.queries.paging import part_of

A_DAY = timedelta(days=1)
"""By which the date of any zone may lie behind that of UTC."""


def one(session: Session, community: UUID, round_id: UUID) -> Round | None:
    """A round of the community."""
    found = session.get(Round, round_id)
    return found if found is not None and found.community_id == community else None


def public(session: Session, round_id: UUID) -> Round | None:
    """A round of any community, for the notice board."""
    return session.get(Round, round_id)


def of_everybody(
    session: Session,
    states: tuple[str, ...],
    slug: str | None = None,
    before: UUID | None = None,
    limit: int = 50,
    domain: str | None = None,
) -> list[tuple[Round, Community]]:
    """Rounds of all communities or of one, of all domains or of one, newest first, with their communities."""
    wanted = (
        select(Round, Community)
        .join(Community, Round.community_id == Community.id)
        .where(Round.state.in_(states))
        .order_by(Round.id.desc())
        .limit(limit)
    )
    if slug is not None:
        wanted = wanted.where(Community.slug == slug)
    if domain is not None:
        wanted = wanted.where(Round.domain == domain)
    if before is not None:
        wanted = wanted.where(Round.id < before)
    return [(round_, community) for round_, community in session.execute(wanted)]


def locked(session: Session, community: UUID, round_id: UUID) -> Round | None:
    """A round, kept from other writers until the transaction ends: how it moves on."""
    wanted = select(Round).where(Round.id == round_id, Round.community_id == community).with_for_update()
    return session.execute(wanted.execution_options(populate_existing=True)).scalar_one_or_none()


_SHARED = (
    select(Round)
    .where(Round.id == bindparam("round"), Round.community_id == bindparam("community"))
    .with_for_update(read=True)
    .execution_options(populate_existing=True)
)


def shared(session: Session, community: UUID, round_id: UUID) -> Round | None:
    """A round that cannot move on until the transaction ends: for those who join it, many at a time."""
    return session.execute(_SHARED, {"round": round_id, "community": community}).scalar_one_or_none()


def listed(
    session: Session,
    community: UUID,
    states: tuple[str, ...] = (),
    last: UUID | None = None,
    limit: int = 50,
    newest: bool = True,
    domain: str | None = None,
) -> list[Round]:
    """Rounds in the order in which they were set up; those of one domain where it is named."""
    wanted = select(Round).where(Round.community_id == community)
    if domain is not None:
        wanted = wanted.where(Round.domain == domain)
    if states:
        wanted = wanted.where(Round.state.in_(states))
    return list(session.execute(part_of(wanted, Round.id, last, limit, newest)).scalars())


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


def offers_due(session: Session, before: datetime) -> list[UUID]:
    """Rounds with people in line where a place came free since the last look, or that look was before `before`."""
    released = select(Allocation.id).where(Allocation.round_id == Round.id, Allocation.released_at > Round.offered_at)
    waiting = select(Registration.id).where(Registration.round_id == Round.id, Registration.state == "waitlisted")
    wanted = select(Round.id).where(
        Round.state.in_(("published", "settled")),
        Round.use_last >= (before - A_DAY).date(),
        waiting.exists(),
        or_(
            Round.offered_at.is_(None),
            Round.offered_at < before,
            Round.published_at > Round.offered_at,
            released.exists(),
        ),
    )
    return list(session.execute(wanted).scalars())


def note_offers(session: Session, round_id: UUID, at: datetime) -> None:
    """Note up to when places that came free were offered on."""
    session.execute(
        update(Round).where(Round.id == round_id).values(offered_at=at).execution_options(synchronize_session=False)
    )
