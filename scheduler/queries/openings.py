"""When the spaces of sites are open, told in few rows: for sums over all spaces of a street."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from scheduler.models import ClosedPeriod, Site, Space, TidalWindow


class SpaceApart(NamedTuple):
    """A space that is not open just like its site; with `own_hours` its own windows count instead of its site's."""

    id: UUID
    site_id: UUID
    own_hours: bool


@dataclass(frozen=True)
class Openings:
    """Sites with the number of spaces that are open like them, the other spaces, and windows and closures.

    `windows` and `closures` are those of a space by its id, those of a site by the site's.
    """

    alike: Mapping[UUID, int]
    apart: Sequence[SpaceApart]
    windows: Mapping[UUID, Sequence[Any]]
    closures: Mapping[UUID, Sequence[ClosedPeriod]]


def versions(session: Session, community: UUID, only: UUID | None) -> list[tuple[UUID, int]]:
    """Sites of a community, or the one named, with the versions of their hours, by code."""
    wanted = select(Site.id, Site.row_version).where(Site.community_id == community).order_by(Site.code)
    if only is not None:
        wanted = wanted.where(Site.id == only)
    return [(row[0], row[1]) for row in session.execute(wanted)]


def openings(session: Session, ids: Sequence[UUID], first: date, last: date) -> Openings:
    """When some sites are open on some dates."""
    with_windows = select(TidalWindow.space_id).where(TidalWindow.site_id.in_(ids), TidalWindow.space_id.is_not(None))
    with_closures = select(ClosedPeriod.space_id).where(
        ClosedPeriod.site_id.in_(ids), ClosedPeriod.space_id.is_not(None)
    )
    own_hours = or_(Space.owner_id.is_not(None), Space.id.in_(with_windows))
    like_its_site = and_(~own_hours, Space.id.not_in(with_closures))
    counted = select(Space.site_id, func.count()).where(Space.site_id.in_(ids), like_its_site).group_by(Space.site_id)
    apart = select(Space.id, Space.site_id, own_hours).where(Space.site_id.in_(ids), ~like_its_site)
    counts = {site: int(count) for site, count in session.execute(counted)}
    return Openings(
        {site: counts.get(site, 0) for site in ids},
        [SpaceApart(*row) for row in session.execute(apart.order_by(Space.code))],
        _windows(session, ids, first, last),
        _closures(session, ids, first, last),
    )


def _windows(session: Session, sites: Sequence[UUID], first: date, last: date) -> Mapping[UUID, Sequence[Any]]:
    row = TidalWindow
    wanted = (
        select(
            row.site_id,
            row.space_id,
            row.purpose,
            row.days,
            row.season,
            row.weekdays,
            row.first,
            row.last,
            row.start_clock,
            row.end_clock,
        )
        .where(row.site_id.in_(sites), row.purpose == "open")
        .where(or_(row.first.is_(None), row.first <= last), or_(row.last.is_(None), row.last >= first))
        .order_by(row.position, row.id)
    )
    return _by_place(session.execute(wanted))


def _closures(session: Session, sites: Sequence[UUID], first: date, last: date) -> Mapping[UUID, Sequence[Any]]:
    row = ClosedPeriod
    wanted = select(row).where(row.site_id.in_(sites), row.first <= last, row.last >= first)
    return _by_place(session.execute(wanted.order_by(row.first, row.id)).scalars())


def _by_place(rows: Iterable[Any]) -> Mapping[UUID, Sequence[Any]]:
    found: dict[UUID, list[Any]] = defaultdict(list)
    for row in rows:
        found[row.space_id or row.site_id].append(row)
    return found
