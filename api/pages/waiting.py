"""What waits for somebody at the counter: how much of it, and where it is dealt with."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any, NamedTuple

from scheduler import queries
from scheduler.actors import COORDINATOR, Actor
from scheduler.usecases import desk_search, overdue, site_days

MOST_LATE = 99
"""More than this is told as this and more."""


class Tile(NamedTuple):
    """A count, the key of its words, and where what is counted stands; `more` where there may be others."""

    words: str
    waiting: int
    place: str
    more: bool = False


def tiles(session: Any, actor: Actor, now: datetime) -> list[Tile]:
    """What waits for a clerk: steps of registrations, late ones, owners who come back, who stands too long."""
    return [*_steps(session, actor, now), *_sites(session, actor, now)]


def _steps(session: Any, actor: Actor, now: datetime) -> Iterator[Tile]:
    tally = queries.desk.tally(session, actor.community_id, desk_search.homes_of(actor))
    yield Tile("waits_submitted", tally["submitted"], "/counter/checks")
    if actor.has(COORDINATOR):
        yield Tile("waits_endorsed", tally["endorsed"], "/counter/checks?state=endorsed")
    late = len(overdue.listed(session, actor=actor, now=now, limit=MOST_LATE + 1))
    yield Tile("waits_late", min(late, MOST_LATE), "/counter/overdue", late > MOST_LATE)


def _sites(session: Any, actor: Actor, now: datetime) -> Iterator[Tile]:
    sites = {site.id for site in site_days.looked_at(session, actor)}
    coming = queries.site_days.returns_until(session, actor.community_id, now, now + site_days.SOON)
    over = queries.passages.over_now(session, actor.community_id)
    yield Tile("waits_returns", sum(count for site, count in coming.items() if site in sites), "/counter/returns")
    over_here = sum(count for site, count in over.items() if site in sites)
    yield Tile("waits_over", over_here, "/counter/use?show=over")
