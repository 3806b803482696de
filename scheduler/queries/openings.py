"""When the spaces of sites are open, told in few rows: for sums over all spaces of a street."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, String, and_, case, cast, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from scheduler.models import ClosedPeriod, Site, Space, TidalWindow

A_DAY = timedelta(days=1)


class SpaceApart(NamedTuple):
    """A space that is not open just like its site; with `own_hours` its own windows count instead of its site's."""

    number: int
    site_id: UUID
    own_hours: bool


class Window(NamedTuple):
    """When something is open, as a row of it says; what is alike is one."""

    purpose: str
    days: str
    season: str
    weekdays: tuple[int, ...]
    first: date | None
    last: date | None
    start_clock: str
    end_clock: str


Whose = UUID | int
"""A site by its id, a space by the number of its resource: ids of thousands of spaces take long to read."""


@dataclass(frozen=True)
class Openings:
    """Sites with the number of spaces that are open like them, the other spaces, and whose windows and closures."""

    alike: Mapping[UUID, int]
    apart: Sequence[SpaceApart]
    windows: Mapping[Whose, Sequence[Window]]
    closures: Mapping[Whose, Sequence[ClosedPeriod]]


def versions(session: Session, community: UUID, only: UUID | None) -> list[tuple[UUID, int]]:
    """Sites of a community, or the one named, with the versions of their hours, by code."""
    wanted = select(Site.id, Site.row_version).where(Site.community_id == community).order_by(Site.code)
    if only is not None:
        wanted = wanted.where(Site.id == only)
    return [(row[0], row[1]) for row in session.execute(wanted)]


def openings(session: Session, ids: Sequence[UUID], first: date, last: date) -> Openings:
    """When some sites are open on some dates, and in the nights before and after them."""
    first, last = first - A_DAY, last + A_DAY
    with_windows = select(TidalWindow.space_id).where(TidalWindow.site_id.in_(ids), TidalWindow.space_id.is_not(None))
    with_closures = select(ClosedPeriod.space_id).where(
        ClosedPeriod.site_id.in_(ids), ClosedPeriod.space_id.is_not(None)
    )
    own_hours = or_(Space.owner_id.is_not(None), Space.id.in_(with_windows))
    like_its_site = and_(~own_hours, Space.id.not_in(with_closures))
    counted = select(Space.site_id, func.count()).where(Space.site_id.in_(ids), like_its_site).group_by(Space.site_id)
    apart = select(Space.resource_id, Space.site_id, own_hours).where(Space.site_id.in_(ids), ~like_its_site)
    counts = {site: int(count) for site, count in session.execute(counted)}
    return Openings(
        {site: counts.get(site, 0) for site in ids},
        [SpaceApart(*row) for row in session.execute(apart)],
        _windows(session, ids, first, last),
        _closures(session, ids, first, last),
    )


def _windows(session: Session, sites: Sequence[UUID], first: date, last: date) -> Mapping[Whose, Sequence[Window]]:
    row = TidalWindow
    wanted = (
        select(
            *_whose(row),
            row.purpose,
            row.days,
            row.season,
            cast(row.weekdays, String),
            row.first,
            row.last,
            row.start_clock,
            row.end_clock,
        )
        .outerjoin(Space, Space.id == row.space_id)
        .where(row.site_id.in_(sites), row.purpose == "open")
        .where(or_(row.first.is_(None), row.first <= last), or_(row.last.is_(None), row.last >= first))
        .order_by(row.position, row.id)
    )
    known: dict[tuple[Any, ...], Window] = {}
    found: dict[Whose, list[Window]] = defaultdict(list)
    for site, space, *told in session.execute(wanted):
        key = tuple(told)
        window = known.get(key) or known.setdefault(key, _window(*told))
        found[space or site].append(window)
    return found


def _window(purpose: str, days: str, season: str, weekdays: str, *rest: Any) -> Window:
    return Window(purpose, days, season, tuple(json.loads(weekdays)), *rest)


def _closures(session: Session, sites: Sequence[UUID], first: date, last: date) -> Mapping[Whose, Sequence[Any]]:
    row = ClosedPeriod
    wanted = select(*_whose(row), row).outerjoin(Space, Space.id == row.space_id)
    wanted = wanted.where(row.site_id.in_(sites), row.first <= last, row.last >= first)
    found: dict[Whose, list[ClosedPeriod]] = defaultdict(list)
    for site, space, closure in session.execute(wanted.order_by(row.first, row.id)):
        found[space or site].append(closure)
    return found


def _whose(row: type[TidalWindow | ClosedPeriod]) -> tuple[ColumnElement[UUID], InstrumentedAttribute[int]]:
    """The site whose own a row is, else nothing; the number of its space, else nothing."""
    return case((row.space_id.is_(None), row.site_id)), Space.resource_id
