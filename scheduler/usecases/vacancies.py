"""Room at the sites of a community for an hour, for a kind of vehicle; few are told as few."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from sqlalchemy.orm import Session

from scheduler import queries
from scheduler.covenant import CovenantSettings, settings_of
from scheduler.errors import Rejected
from scheduler.models import Community, Site
from scheduler.queries.bookings import Taken
from scheduler.remembered import Remembered
from scheduler.translation.openings import SingleUse, single_uses
from scheduler.translation.standing import most_at_once

STAY = timedelta(hours=1)
"""For how long a space must be free to count."""
AHEAD = timedelta(days=14)
KEPT = 200
"""Most answers that are remembered."""
FEW = 3
"""Below this nobody is told how many: one car more or less would tell who came home."""


class Kind(NamedTuple):
    """What decides where a vehicle may stand; the usual one is a resident's small car."""

    size: str = "compact"
    party: str = "tenant"
    needs_ev: bool = False
    needs_accessible: bool = False


@dataclass(frozen=True, slots=True)
class FreeAt:
    """How much room a site has: none, few or many, and how many where they are many.

    `taken` are those that rights and bookings have at that time; it is not told to anybody.
    """

    site: Site
    level: str
    free: int | None
    taken: int = 0
    exact: int = 0


def level_of(free: int) -> tuple[str, int | None]:
    """How many there are, as everybody may know it."""
    return ("none" if free == 0 else "few" if free < FEW else "many"), free if free >= FEW else None


def vacancies(
    session: Session, community: Community, now: datetime, at: datetime | None = None, kind: Kind | None = None
) -> Sequence[FreeAt]:
    """Room at all sites for the hour from `at` on, or from now on; none told where no covenant is in force.

    Raises
    ------
    Rejected
        A time that is over, or too far away.
    """
    since = (at or now).replace(second=0, microsecond=0)
    if since < now - STAY:
        raise Rejected("in_the_past", "at", since.isoformat(), "now or later")
    if since > now + AHEAD:
        raise Rejected("too_far_ahead", "at", since.isoformat(), f"within {AHEAD.days} days")
    covenant = queries.community.covenant_in_force(session, community.id, now)
    if covenant is None:
        return []
    head = queries.audit.head_of(session, community.id)
    asked = kind or Kind()
    minute = now.replace(second=0, microsecond=0)
    key = _Key(community.id, covenant.version, None if head is None else head[1], since, minute, asked)
    rules = settings_of(covenant.settings)
    return _kept.found(key, lambda: _free_from(session, community, rules, since, asked))


class _Key(NamedTuple):
    community: UUID
    covenant: int
    head: bytes | None
    since: datetime
    minute: datetime
    kind: Kind


_kept = Remembered[_Key, Sequence[FreeAt]](KEPT)
"""Answers of a minute by the end of the audit chain, in which every booking and every change of a site is told."""


def _free_from(
    session: Session, community: Community, rules: CovenantSettings, since: datetime, kind: Kind
) -> Sequence[FreeAt]:
    # A space must also be left in time for who comes next.
    until = since + STAY + timedelta(minutes=rules.parking.guard_minutes)
    spaces = queries.supply.bookable_codes(session, community.id)
    taken = queries.bookings.taken_by_site(session, community.id, since, until)
    sites = queries.supply.sites_of(session, community.id)
    uses = single_uses(session, sites, kind, rules.parking, community.zone, since, since + STAY)
    return [
        _free_at(site, uses[site.id], rules, since, spaces.get(site.id, {}), taken.get(site.id, [])) for site in sites
    ]


def _free_at(
    site: Site,
    use: SingleUse,
    rules: CovenantSettings,
    since: datetime,
    spaces: Mapping[UUID, str],
    taken: Sequence[Taken],
) -> FreeAt:
    """Spaces that a vehicle of that kind could stand on, less the owners' reserve."""
    busy = {row.space_id for row in taken}
    open_now = sum(use.obstacle(code) is None for space, code in spaces.items() if space not in busy)
    standing = most_at_once(taken, since, since + STAY)
    free = max(0, min(open_now, use.room(rules.parking.reserve_percent) - standing))
    return FreeAt(site, *level_of(free), taken=standing, exact=free)
