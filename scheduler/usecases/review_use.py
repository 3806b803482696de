"""How much of a place was open and taken over a period, by day type and hour."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from sqlalchemy.orm import Session

from scheduler import calendar, queries
from scheduler.calendar import Horizon
from scheduler.models import Community
from scheduler.queries.review import Place, Span
from scheduler.remembered import Remembered
from scheduler.translation import capacity

KEPT = 200
"""Most places and periods of which is remembered what was open."""


@dataclass(frozen=True, slots=True)
class UseHour:
    """Minutes that were open and taken in an hour of the day, over all days of a type."""

    day_type: str
    hour: int
    open_minutes: int
    taken_minutes: int


def parking(session: Session, community: Community, place: Place, first: date, last: date) -> list[UseHour]:
    """Spaces over the dates from `first` to `last`."""
    horizon = calendar.horizon(first, last, queries.community.overrides(session, community.id))
    rows = queries.review.spaces_taken(session, place, *instants(community, first, last))
    return _hours(_spaces_open(session, place, horizon), rows, horizon, community.zone)


def rooms(session: Session, community: Community, place: Place, first: date, last: date) -> list[UseHour]:
    """Undivided rooms over the dates from `first` to `last`."""
    horizon = calendar.horizon(first, last, queries.community.overrides(session, community.id))
    only = None if place.facility_id is None else [place.facility_id]
    kinds = capacity.rooms_open(queries.rooms.house_of(session, community.id, only), horizon)
    rows = queries.review.rooms_taken(session, place, *instants(community, first, last))
    return _hours(capacity.capacity(kinds, horizon), rows, horizon, community.zone)


class _Key(NamedTuple):
    sites: tuple[tuple[UUID, int], ...]
    horizon: Horizon


_kept = Remembered[_Key, capacity.Grid](KEPT)
"""What was open by the versions of sites, which change with their windows, spaces and closures, and by days."""


def _spaces_open(session: Session, place: Place, horizon: Horizon) -> capacity.Grid:
    versions = queries.openings.versions(session, place.community_id, place.site_id)

    def summed() -> capacity.Grid:
        found = queries.openings.openings(session, [site for site, _ in versions], horizon.first, horizon.last)
        return capacity.capacity(capacity.spaces_open(found, horizon), horizon)

    return _kept.found(_Key(tuple(versions), horizon), summed)


def _hours(is_open: Mapping[capacity.Cell, int], rows: Sequence[Span], horizon: Horizon, zone: str) -> list[UseHour]:
    taken = capacity.taken((capacity.Taken(row.starts_at, row.ends_at, row.count) for row in rows), horizon, zone)
    return [UseHour(*line) for line in capacity.hours(is_open, taken)]


def instants(community: Community, first: date, last: date) -> tuple[datetime, datetime]:
    """From when until when (excluding) dates last."""
    after = last + timedelta(days=1)
    return calendar.instant_of(first, 0, community.zone), calendar.instant_of(after, 0, community.zone)
