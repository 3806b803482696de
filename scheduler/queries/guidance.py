"""How often rights to spaces were not used, told by the gates of a site."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from scheduler.models import Occupation, Space, Stay


class Usual(NamedTuple):
    """Of the dated uses of a site that began in a period, how many a gate saw come."""

    uses: int
    seen: int


def usual(session: Session, community: UUID, since: datetime, until: datetime) -> dict[UUID, Usual]:
    """Dated uses by right that began in a period, and those seen, by site; sites without gates that tell are absent."""
    uses = dict(
        session.execute(
            select(Space.site_id, func.count())
            .join(Occupation, Occupation.resource_id == Space.resource_id)
            .where(
                Space.community_id == community,
                Occupation.active,
                Occupation.allocation_id.is_not(None),
                Occupation.starts_at >= since,
                Occupation.starts_at < until,
            )
            .group_by(Space.site_id)
        ).all()
    )
    stays = session.execute(
        select(Stay.site_id, func.count(Stay.allocation_id))
        .where(Stay.community_id == community, Stay.entered_at >= since, Stay.entered_at < until)
        .group_by(Stay.site_id)
    )
    return {site: Usual(uses[site], min(seen, uses[site])) for site, seen in stays if uses.get(site)}


def overstaying(session: Session, community: UUID, now: datetime) -> dict[UUID, int]:
    """Vehicles that stand at a site longer than the right by which they came, by site.

    Those within the grace as well, for they take a space all the same. Who has no right there at all may live there:
    gates tell of residents too, who stand outside of the shared spaces.
    """
    wanted = (
        select(Stay.site_id, func.count())
        .where(
            Stay.community_id == community,
            Stay.left_at.is_(None),
            Stay.exit_missing.is_(False),
            Stay.allowed_until <= now,
        )
        .group_by(Stay.site_id)
    )
    return {site: int(count) for site, count in session.execute(wanted)}
