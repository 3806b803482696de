"""Guidance 诱导: the nearest sites with spaces free for sharing, now or at a given time, for a vehicle.

What is free is worked out from rights, bookings and hours, as everywhere; for the present hour those who stand too long
are taken off. What is expected adds the rights that are usually not used, where a gate tells how many those are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from scheduler import queries
from scheduler.datum import Datum, Point, converted
from scheduler.errors import NotFound, Rejected
from scheduler.models import Community, Site
from scheduler.translation.walks import metres
from scheduler.usecases.vacancies import STAY, FreeAt, Kind, level_of, vacancies

LOOKED_BACK = timedelta(days=28)
"""Over how long it is counted which rights are used: four of each weekday."""
LEAST_USES = 20
"""Fewer dated uses tell nothing about what is usual."""
FARTHEST = 5_000
"""Metres beyond which nobody walks from a space."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Where somebody is, in the datum of their map, when they come, and with what."""

    latitude: float
    longitude: float
    datum: Datum
    kind: Kind = field(default_factory=Kind)
    at: datetime | None = None
    most: int = 10


@dataclass(frozen=True, slots=True)
class Guided:
    """A site, how far it is on foot (None where it is not asked from anywhere), its room, and the room expected."""

    site: Site
    point: Point
    metres: int | None
    level: str
    free: int | None
    expected: str


def nearest(session: Session, *, slug: str, asked: Asked, now: datetime) -> list[Guided]:
    """Sites with room first, nearest first among them; then those without.

    Raises
    ------
    NotFound, Rejected
        No such community; a time too far away, or a place that no site of the community is near.
    """
    community = _community(session, slug)
    here = converted((asked.latitude, asked.longitude), asked.datum, "WGS-84")
    found = [
        one for one in _guided(session, community, now, asked.at, asked.kind, here) if (one.metres or 0) <= FARTHEST
    ]
    if not found:
        raise Rejected("nothing_near", "latitude", None, f"a place within {FARTHEST} metres of a site")
    found.sort(key=lambda one: (one.level == "none" and one.expected == "none", one.metres, one.site.code))
    return found[: asked.most]


def all_sites(
    session: Session, *, slug: str, now: datetime, at: datetime | None = None, kind: Kind | None = None
) -> list[Guided]:
    """Every site of a community that is on the map, by code.

    Raises
    ------
    NotFound, Rejected
        No such community; a time too far away.
    """
    return _guided(session, _community(session, slug), now, at, kind or Kind(), None)


def _guided(
    session: Session, community: Community, now: datetime, at: datetime | None, kind: Kind, here: Point | None
) -> list[Guided]:
    free = vacancies(session, community, now, at, kind)
    unused = _usually_unused(session, community, now)
    since = at or now
    overstaying = queries.guidance.overstaying(session, community.id, now) if since < now + STAY else {}
    out = []
    for one in free:
        point = _point_of(one.site)
        if point is None:
            continue
        left = max(0, one.exact - overstaying.get(one.site.id, 0))
        expected = left + int(unused.get(one.site.id, 0.0) * one.taken) if _opens(one) else left
        away = None if here is None else metres(here, point)
        out.append(Guided(one.site, point, away, *level_of(left), expected=level_of(expected)[0]))
    return out


def _opens(one: FreeAt) -> bool:
    """Whether anybody may stand there at that time: rights that are not used open no site that is closed."""
    return one.taken > 0 or one.exact > 0


def _usually_unused(session: Session, community: Community, now: datetime) -> dict[object, float]:
    """Share of rights that are not used, by site, where there are enough to tell."""
    # To the hour: the same for everybody who asks within it.
    until = now.replace(minute=0, second=0, microsecond=0)
    usual = queries.guidance.usual(session, community.id, until - LOOKED_BACK, until)
    return {site: 1 - one.seen / one.uses for site, one in usual.items() if one.uses >= LEAST_USES}


def _point_of(site: Site) -> Point | None:
    """Where a site lies, in WGS-84."""
    if site.latitude is None or site.longitude is None:
        return None
    given: Datum = "GCJ-02" if site.datum == "GCJ-02" else "WGS-84"
    return converted((site.latitude, site.longitude), given, "WGS-84")


def _community(session: Session, slug: str) -> Community:
    community = queries.community.by_slug(session, slug)
    if community is None:
        raise NotFound()
    return community


def shown_in(guided: Sequence[Guided], datum: Datum) -> list[tuple[Guided, Point]]:
    """Sites with where they lie in a datum."""
    return [(one, converted(one.point, "WGS-84", datum)) for one in guided]
