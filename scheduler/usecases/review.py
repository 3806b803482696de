"""Review pack 议事材料: what a meeting of owners, property managers or an advisory board looks at for a period.

Figures stand beside those of the period of equal length before, so that a meeting sees what came of the last one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from scheduler import queries
from scheduler.actors import AUDITOR, COMMITTEE, COUNCIL, OFFICE, PROPERTY_STAFF, Actor
from scheduler.covenant import settings_of
from scheduler.errors import NotAllowed, NotFound, Rejected
from scheduler.fair_figures import Overall
from scheduler.models import Community
from scheduler.queries.review import Place
from scheduler.remembered import Remembered
from scheduler.usecases import fairness_views, feedback, review_money, review_use
from scheduler.usecases.feedback import Rated
from scheduler.usecases.review_money import MoneyLine
from scheduler.usecases.review_use import UseHour

LONGEST = 366
"""Most days of a review."""
YEARS = range(2002, 2200)
"""Years that a calendar can be made for, with the period before."""
KEPT = 50
"""Most combinations of notices of which is remembered why people were not served."""
FEW = 5
"""Fewer disputes are not told to the staff of a site, who see no case."""
READERS = (*OFFICE, AUDITOR, COMMITTEE, COUNCIL)
CHANGES = (
    "covenant_draft.adopt",
    "site.add",
    "space.add",
    "windows.set",
    "site.close",
    "site.reopen",
    "space.owner",
    "facility.add",
    "room.add",
    "facility.close",
    "round.publish",
    "round.cancel",
    "day.state",
    "day.forget",
    "money.close",
)
"""Events that a meeting wants to hear of."""
SERVED = ("allocated", "accepted", "active", "ended", "declined", "lapsed")
"""States of a registration that was given a place, whatever became of it."""


@dataclass(frozen=True, slots=True)
class Period:
    """Dates from `first` to `last`, both included."""

    first: date
    last: date

    @property
    def before(self) -> Period:
        """The period of equal length that ends the day before."""
        days = self.last - self.first
        end = self.first - timedelta(days=1)
        return Period(end - days, end)


@dataclass(frozen=True, slots=True)
class Demand:
    """What was asked in the rounds of a period: how many, how many served, the first reason of those who were not."""

    domain: str
    asked: int
    served: int
    reasons: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Figures:
    """What is counted of a period."""

    parking: Sequence[UseHour]
    rooms: Sequence[UseHour]
    demand: Sequence[Demand]
    rights_here: int | None
    owner_returns: Mapping[str, int]
    no_shows: Mapping[str, int]
    violations: Mapping[str, int]
    disputes: Sequence[tuple[str, str, int]]
    money: Sequence[MoneyLine]
    hours_given: int | None
    ratings: Sequence[Rated]


@dataclass(frozen=True, slots=True)
class Pack:
    """A review of a place over a period, beside the period before, with what was changed meanwhile."""

    community: Community
    place: Place
    name_zh: str
    name_en: str
    period: Period
    now: Figures
    before: Figures
    fairness: Sequence[Overall]
    changes: Sequence[tuple[datetime, str]]


def pack(session: Session, *, actor: Actor, place: Place, period: Period) -> Pack:
    """The review of a place over a period.

    Raises
    ------
    NotAllowed, NotFound
        Not for this person (property staff see their own sites); no such site or facility.
    Rejected
        Dates that cannot be.
    """
    if period.first.year not in YEARS or period.last.year not in YEARS:
        raise Rejected("out_of_range", "first", period.first.isoformat(), f"a year from {YEARS[0]} to {YEARS[-1]}")
    if not 0 <= (period.last - period.first).days < LONGEST:
        raise Rejected("out_of_range", "last", period.last.isoformat(), f"at most {LONGEST} days")
    names = _names(session, actor, place)
    community = queries.community.one(session, place.community_id)
    since, until = review_use.instants(community, period.first, period.last)
    whole = place.site_id is None and place.facility_id is None
    spans = [(one.first, one.last) for one in (period, period.before)]
    parking = review_use.parking(session, community, place, spans) if place.facility_id is None else [[], []]
    rooms = review_use.rooms(session, community, place, spans) if place.site_id is None else [[], []]
    return Pack(
        community=community,
        place=place,
        name_zh=names[0],
        name_en=names[1],
        period=period,
        now=_figures(session, actor, community, place, period, (parking[0], rooms[0])),
        before=_figures(session, actor, community, place, period.before, (parking[1], rooms[1])),
        fairness=fairness_views.in_sum(session, slug=community.slug) if whole else [],
        changes=queries.review.changes(
            session, community.id, CHANGES, since, until, place.site_id or place.facility_id
        ),
    )


def _names(session: Session, actor: Actor, place: Place) -> tuple[str, str]:
    """Names of the place, where this person may review it."""
    own = place.site_id is not None and actor.has(PROPERTY_STAFF) and (not actor.sites or place.site_id in actor.sites)
    if not (actor.has(*READERS) or own):
        raise NotAllowed("not_for_this_role")
    found: Any = queries.community.one(session, actor.community_id)
    if place.site_id is not None:
        found = queries.supply.site(session, actor.community_id, place.site_id)
    elif place.facility_id is not None:
        found = queries.rooms.facility(session, actor.community_id, place.facility_id)
    if found is None:
        raise NotFound()
    return found.name_zh, found.name_en


def _figures(
    session: Session,
    actor: Actor,
    community: Community,
    place: Place,
    period: Period,
    use: tuple[Sequence[UseHour], Sequence[UseHour]],
) -> Figures:
    since, until = review_use.instants(community, period.first, period.last)
    whole = place.site_id is None and place.facility_id is None
    parking = place.facility_id is None
    rounds = [row.id for row in queries.review.rounds(session, community.id, period.first, period.last)]
    hours = queries.hours.moved(session, community.id, since, until) if whole else []
    return Figures(
        parking=use[0],
        rooms=use[1],
        demand=_demand(session, place, rounds) if parking else [],
        rights_here=None if place.site_id is None else queries.review.rights_held(session, rounds, place.site_id),
        owner_returns=queries.sharing.returns(session, community.id, since, until, place.site_id) if parking else {},
        no_shows=queries.review.no_shows(session, place, since, until),
        violations=queries.review.violations(session, place, since, until) if parking else {},
        disputes=_disputes(session, actor, place, since, until) if parking else [],
        money=review_money.lines(session, place, period.first, period.last) if parking else [],
        hours_given=sum(one.worked for one in hours if one.kind == "service") if whole else None,
        ratings=_ratings(session, community, place, since, until),
    )


def _disputes(
    session: Session, actor: Actor, place: Place, since: datetime, until: datetime
) -> list[tuple[str, str, int]]:
    found = queries.review.disputes(session, place, since, until)
    return found if actor.has(*READERS) else [one for one in found if one[2] >= FEW]


def _demand(session: Session, place: Place, rounds: Sequence[UUID]) -> list[Demand]:
    asked = queries.review.asked(session, rounds, place.site_id)
    reasons: dict[str, Counter[str]] = {}
    for domain, rule, count in _refused_for(session, place, queries.review.in_force(session, rounds)):
        reasons.setdefault(domain, Counter())[rule] += count
    return [
        Demand(
            domain=domain,
            asked=sum(states.values()),
            served=sum(states.get(state, 0) for state in SERVED),
            reasons=dict(reasons.get(domain, Counter()).most_common()),
        )
        for domain, states in sorted(asked.items())
    ]


def _refused_for(session: Session, place: Place, versions: Sequence[UUID]) -> Sequence[tuple[str, str, int]]:
    """First reasons of those not served, whose homes may change, but no line of a version in force."""

    def counted() -> Sequence[tuple[str, str, int]]:
        return queries.review.refused_for(session, versions, place.site_id)

    return _kept.found(tuple(versions), counted) if place.site_id is None else counted()


_kept = Remembered[tuple[UUID, ...], Sequence[tuple[str, str, int]]](KEPT)
"""What is counted of lines of notices, thousands with all their reasons, by versions that were published."""


def _ratings(session: Session, community: Community, place: Place, since: datetime, until: datetime) -> list[Rated]:
    covenant = queries.community.covenant_in_force(session, community.id, until)
    least = settings_of({} if covenant is None else covenant.settings).feedback.least_count
    found = feedback.rated(session, community.id, least, since, until)
    if place.site_id is not None:
        return [one for one in found if one.subject_id == place.site_id]
    if place.facility_id is not None:
        rooms = {room.id for room in queries.rooms.rooms_of(session, place.facility_id)}
        return [one for one in found if one.subject_id in rooms]
    return found
