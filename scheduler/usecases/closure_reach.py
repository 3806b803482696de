"""Whom a closure would touch, before it is stated: who has a place in that time, by receipts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from scheduler import calendar, queries
from scheduler.actors import Actor
from scheduler.models import ClosedPeriod
from scheduler.queries.places import Use
from scheduler.translation.closed_hours import falls_into
from scheduler.translation.rules import check_closure
from scheduler.usecases import facilities, supply


@dataclass(frozen=True, slots=True)
class Shut:
    """Dates on which something is closed, daily from a time to a time; an earlier end is on the next day."""

    first: date
    last: date
    start: str = "00:00"
    end: str = "24:00"


@dataclass(frozen=True, slots=True)
class Touched:
    """Somebody who has a place while it is closed: a right or a booking, how often, and when first."""

    receipt: str
    kind: str
    times: int
    first: datetime


def of_site(
    session: Session, *, actor: Actor, site_id: UUID, space_id: UUID | None, shut: Shut, now: datetime
) -> list[Touched]:
    """Whom closing a site, or one of its spaces, would touch from now on.

    Raises
    ------
    NotFound, NotAllowed, Rejected
        No such site; not for this person; dates or times that cannot be.
    """
    site = supply.site_for(session, actor, site_id)
    resources = queries.places.resources_of_site(session, site.id, space_id)
    return _touched(session, actor.community_id, resources, shut, now)


def of_facility(
    session: Session, *, actor: Actor, facility_id: UUID, room_id: UUID | None, shut: Shut, now: datetime
) -> list[Touched]:
    """Whom closing a facility, or one of its rooms, would touch from now on.

    Raises
    ------
    NotFound, NotAllowed, Rejected
        No such facility; not for this person; dates or times that cannot be.
    """
    facilities.check_office(actor)
    facility = facilities.facility_seen(session, actor=actor, facility_id=facility_id)
    resources = queries.places.resources_of_facility(session, facility.id, room_id)
    return _touched(session, actor.community_id, resources, shut, now)


def _touched(session: Session, community: UUID, resources: list[int], shut: Shut, now: datetime) -> list[Touched]:
    stated: dict[str, Any] = {"first": shut.first, "last": shut.last, "kind": "closure", "reason": ""}
    check_closure(ClosedPeriod(**stated, start_clock=shut.start, end_clock=shut.end))
    zone = queries.community.one(session, community).zone
    since = max(calendar.instant_of(shut.first, 0, zone), now)
    until = calendar.instant_of(shut.last + timedelta(days=2), 0, zone)
    uses = queries.places.uses_of(session, resources, since, until)
    dates, clocks = (shut.first, shut.last), (shut.start, shut.end)
    return _gathered(use for use in uses if falls_into(use.starts_at, use.ends_at, dates, clocks, zone))


def _gathered(uses: Iterable[Use]) -> list[Touched]:
    """Uses by receipt, whoever is touched first first; a hall that is had by its parts is one use of its time."""
    times: dict[tuple[str, str], list[datetime]] = {}
    for use in uses:
        known = times.setdefault((use.receipt, use.kind), [])
        if use.starts_at not in known[-1:]:
            known.append(use.starts_at)
    return [Touched(receipt, kind, len(found), found[0]) for (receipt, kind), found in times.items()]
