"""A site on a day: how many of its spaces are open, given, kept in reserve and free, and whose each space is when."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import NamedTuple
from uuid import UUID

from sqlalchemy.orm import Session

from scheduler import calendar, queries
from scheduler.actors import AUDITOR, STAFF, Actor
from scheduler.covenant import CovenantSettings, settings_of
from scheduler.errors import NotAllowed, NotFound, Rejected
from scheduler.models import Site, Space
from scheduler.queries.site_days import Held
from scheduler.translation.openings import Ground, single_use
from scheduler.usecases.serving import runs
from scheduler.usecases.vacancies import Kind, vacancies

Timetable = tuple[tuple[int, int], ...]
HALF = 30
"""Minutes of a step of a day."""
DAY = 1440
FAR = timedelta(days=400)
SOON = timedelta(hours=24)
"""How far ahead owners who come back are told of beside a site."""


class Numbers(NamedTuple):
    """Spaces of a site at a time: open for sharing, given to others, with their owners, in reserve, and free.

    In a half hour one counts as open that is so for a part of it, as free only who could stand there for all of it.
    """

    open: int
    given: int
    owners: int
    reserve: int
    free: int


class Part(NamedTuple):
    """A part of a day, in minutes from its midnight, in which the numbers stay the same."""

    start: int
    end: int
    numbers: Numbers


class Line(NamedTuple):
    """A space on a day: when it is open, in minutes from midnight, and whose it is."""

    space: Space
    open: tuple[tuple[int, int], ...]
    held: Sequence[Held]


@dataclass(frozen=True, slots=True)
class SiteDay:
    """A site on a day, by half hours and by space."""

    site: Site
    day: date
    day_type: str
    zone: str
    halves: Sequence[Part]
    lines: Sequence[Line]

    @property
    def parts(self) -> list[Part]:
        """Half hours of which nothing differs, told as one."""
        found = []
        for numbers, alike in groupby(self.halves, key=lambda half: half.numbers):
            same = list(alike)
            found.append(Part(same[0].start, same[-1].end, numbers))
        return found


class SiteNow(NamedTuple):
    """A site at this moment: its spaces given and free, vehicles known to stand there and too long, owners to come."""

    site: Site
    given: int
    free: int
    there: int
    over: int
    returns: int


def looked_at(session: Session, actor: Actor) -> list[Site]:
    """Sites that somebody runs; all for auditors, who look on.

    Raises
    ------
    NotAllowed
        Not for this person.
    """
    if not actor.has(*STAFF, AUDITOR):
        raise NotAllowed("not_for_this_role")
    return [site for site in queries.supply.sites_of(session, actor.community_id) if _is_for(actor, site.id)]


def now_at(session: Session, *, actor: Actor, now: datetime) -> list[SiteNow]:
    """The sites that somebody looks at, as they are at this moment.

    Raises
    ------
    NotAllowed
        Not for this person.
    """
    sites = looked_at(session, actor)
    community = queries.community.one(session, actor.community_id)
    room = {one.site.id: one for one in vacancies(session, community, now)}
    there = queries.site_days.there_now(session, community.id)
    over = queries.passages.over_now(session, community.id)
    coming = queries.site_days.returns_until(session, community.id, now, now + SOON)
    return [
        SiteNow(
            site,
            room[site.id].taken if site.id in room else 0,
            room[site.id].exact if site.id in room else 0,
            there.get(site.id, 0),
            over.get(site.id, 0),
            coming.get(site.id, 0),
        )
        for site in sites
    ]


def seen(session: Session, *, actor: Actor, site_id: UUID, day: date, now: datetime) -> SiteDay:
    """A site on a day.

    Raises
    ------
    NotFound
        No such site for this person.
    Rejected
        ``out_of_range``: a day too far away.
    """
    site = queries.supply.site(session, actor.community_id, site_id)
    if site is None or not _is_for(actor, site.id):
        raise NotFound()
    zone = queries.community.one(session, actor.community_id).zone
    today = calendar.date_of(now, zone)
    if abs(day - today) > FAR:
        raise Rejected("out_of_range", "day", day.isoformat(), f"{today - FAR} to {today + FAR}")
    since, until = (calendar.instant_of(day, minute, zone) for minute in (0, DAY))
    covenant = queries.community.covenant_in_force(session, actor.community_id, now)
    rules = settings_of({} if covenant is None else covenant.settings)
    ground = _ground(session, site, rules, zone, since)
    held = queries.site_days.held_at(session, site.id, since, until)
    overrides = {on: one.day_type for on, one in queries.community.overrides(session, actor.community_id).items()}
    return SiteDay(
        site,
        day,
        calendar.day_type(day, overrides),
        zone,
        list(_halves(ground, held, rules.parking.reserve_percent, day, zone)),
        list(_lines(session, site, ground, held)),
    )


def _is_for(actor: Actor, site_id: UUID) -> bool:
    return actor.has(AUDITOR) or runs(actor, site_id)


def _ground(session: Session, site: Site, rules: CovenantSettings, zone: str, since: datetime) -> Ground:
    """When the spaces of a site are open, whatever vehicle comes."""
    return single_use(session, site, Kind(), rules.parking, zone, since, since + timedelta(minutes=HALF)).ground


def _halves(ground: Ground, held: Sequence[Held], reserve_percent: int, day: date, zone: str) -> Iterator[Part]:
    alike = Counter(ground.openings)
    taken = [(row, *_minutes(row, day, zone)) for row in held]
    for start in range(0, DAY, HALF):
        end = start + HALF
        now_taken = [row for row, first, last in taken if first < end and last > start]
        given = len({row.space_id for row in now_taken if not row.by_owner})
        owners = len({row.space_id for row in now_taken if row.by_owner})
        is_open, whole = _open(alike, start, end)
        reserve = -(-whole * reserve_percent // 100)
        numbers = Numbers(is_open, given, owners, reserve, max(0, whole - given - owners - reserve))
        yield Part(start, end, numbers)


def _open(alike: Mapping[Timetable, int], start: int, end: int) -> tuple[int, int]:
    """How many spaces are open at some time of a span, and how many for all of it."""
    part = whole = 0
    for opening, count in alike.items():
        part += count * any(first < end and last > start for first, last in opening)
        whole += count * any(first <= start and end <= last for first, last in opening)
    return part, whole


def _minutes(row: Held, day: date, zone: str) -> tuple[int, int]:
    return calendar.minute_of(day, row.starts_at, zone), calendar.minute_of(day, row.ends_at, zone)


def _lines(session: Session, site: Site, ground: Ground, held: Iterable[Held]) -> Iterator[Line]:
    of_space: Mapping[UUID, list[Held]] = defaultdict(list)
    for row in held:
        of_space[row.space_id].append(row)
    for space in queries.supply.spaces_of(session, site.id):
        opening = ground.openings[ground.problem.unit_index[space.code]]
        within = tuple((max(0, first), min(DAY, last)) for first, last in opening if first < DAY and last > 0)
        yield Line(space, within, of_space.get(space.id, ()))
