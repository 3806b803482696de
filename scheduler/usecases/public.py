"""What everybody may see without a login: rounds, notices 公示, and where spaces are free."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from scheduler import queries
from scheduler.covenant import CovenantSettings, settings_of
from scheduler.errors import NotFound, Rejected
from scheduler.models import Community, Publication, PublicationRow, Round, Site, Vehicle
from scheduler.translation.openings import single_use
from scheduler.translation.standing import most_at_once

VISIBLE = ("open", "closed", "planned", "published", "settled")
STAY = timedelta(hours=1)
"""For how long a space must be free to count."""
AHEAD = timedelta(days=14)
FEW = 3
"""Below this nobody is told how many: one car more or less would tell who came home."""


@dataclass(frozen=True, slots=True)
class Notice:
    """The version in force of a round, with how many registrations have which outcome.

    `displayed` tells whether its lines are still shown to everybody; later only who has a receipt finds theirs.
    """

    round: Round
    publication: Publication
    outcomes: Mapping[str, int]
    displayed: bool


@dataclass(frozen=True, slots=True)
class FreeAt:
    """How much room a site has: none, few or many, and how many where they are many."""

    site: Site
    level: str
    free: int | None


def rounds_of(
    session: Session, *, slug: str | None = None, before: UUID | None = None, limit: int = 50
) -> list[tuple[Round, Community]]:
    """Rounds of one community or all, newest first, but no drafts."""
    return queries.rounds.of_everybody(session, VISIBLE, slug, before, limit)


def round_seen(session: Session, *, round_id: UUID) -> tuple[Round, Community]:
    """One round.

    Raises
    ------
    NotFound
        If there is none, or a draft.
    """
    found = queries.rounds.public(session, round_id)
    if found is None or found.state not in VISIBLE:
        raise NotFound()
    return found, queries.community.one(session, found.community_id)


def notice(session: Session, *, round_id: UUID, now: datetime) -> Notice:
    """The notice of a round.

    Raises
    ------
    NotFound
        If there is no such round, or nothing is published of it.
    """
    round_, _ = round_seen(session, round_id=round_id)
    current = queries.publications.current(session, round_.id)
    if current is None:
        raise NotFound()
    displayed = current.published_at is not None and now < current.published_at + timedelta(days=round_.display_days)
    return Notice(round_, current, queries.publications.outcomes(session, current.id), displayed)


def lines(
    session: Session, *, notice: Notice, after: int = 0, limit: int = 50, outcome: str | None = None
) -> list[PublicationRow]:
    """Lines of a notice, in their order; none once it has been displayed for its days."""
    return queries.publications.rows(session, notice.publication.id, after, limit, outcome) if notice.displayed else []


def availability(session: Session, *, slug: str, now: datetime, at: datetime | None = None) -> Sequence[FreeAt]:
    """Room at the sites of a community for the hour from `at` on, or from now on.

    Raises
    ------
    NotFound, Rejected
        No such community; a time too far away.
    """
    community = queries.community.by_slug(session, slug)
    if community is None:
        raise NotFound()
    since = (at or now).replace(second=0, microsecond=0)
    if not now - STAY <= since <= now + AHEAD:
        raise Rejected("too_far_ahead", "at", since.isoformat(), f"within {AHEAD.days} days")
    covenant = queries.community.covenant_in_force(session, community.id, now)
    if covenant is None:
        return []
    rules = settings_of(covenant.settings)
    return [_free_at(session, community, site, rules, since) for site in queries.supply.sites_of(session, community.id)]


def _free_at(session: Session, community: Community, site: Site, rules: CovenantSettings, since: datetime) -> FreeAt:
    """Spaces that a small car of a resident could stand on, less the owners' reserve."""
    until = since + STAY
    car = Vehicle(size="compact", party="tenant", needs_ev=False, needs_accessible=False)
    use = single_use(session, site, car, rules.parking, community.zone, since, until)
    # A space must also be left in time for who comes next.
    guard = timedelta(minutes=rules.parking.guard_minutes)
    taken = queries.bookings.taken_at(session, site.id, since, until + guard)
    busy = {row.space_id for row in taken}
    spaces = [space for space in queries.supply.spaces_of(session, site.id) if space.bookable and space.id not in busy]
    open_now = sum(use.obstacle(space.code) is None for space in spaces)
    room = use.room(rules.parking.reserve_percent) - most_at_once(taken, since, until)
    free = max(0, min(open_now, room))
    return FreeAt(site, "none" if free == 0 else "few" if free < FEW else "many", free if free >= FEW else None)
