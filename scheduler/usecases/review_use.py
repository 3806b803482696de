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

Dates = tuple[date, date]
"""The first and the last of some dates."""
KEPT = 200
"""Most places and periods of which is remembered what was open."""


@dataclass(frozen=True, slots=True)
class UseHour:
    """Minutes that were open and taken in an hour of the day, over all days of a type."""

    day_type: str
    hour: int
    open_minutes: int
    taken_minutes: int


def parking(session: Session, community: Community, place: Place, spans: Sequence[Dates]) -> list[list[UseHour]]:
    """Spaces over dates from the first to the last of each span."""
    horizons = _horizons(session, community, spans)
    return [
        _hours(is_open, queries.review.spaces_taken(session, place, *_instants(community, one)), one, community.zone)
        for one, is_open in zip(horizons, _spaces_open(session, place, horizons), strict=True)
    ]


def rooms(session: Session, community: Community, place: Place, spans: Sequence[Dates]) -> list[list[UseHour]]:
    """Undivided rooms over dates from the first to the last of each span."""
    house = queries.rooms.house_of(session, community.id, None if place.facility_id is None else [place.facility_id])
    return [
        _hours(
            capacity.capacity(capacity.rooms_open(house, one), one),
            queries.review.rooms_taken(session, place, *_instants(community, one)),
            one,
            community.zone,
        )
        for one in _horizons(session, community, spans)
    ]


def _horizons(session: Session, community: Community, spans: Sequence[Dates]) -> list[Horizon]:
    overrides = queries.community.overrides(session, community.id)
    return [calendar.horizon(first, last, overrides) for first, last in spans]


class _Key(NamedTuple):
    sites: tuple[tuple[UUID, int], ...]
    horizon: Horizon


_kept = Remembered[_Key, capacity.Grid](KEPT)
"""What was open by the versions of sites, which change with their windows, spaces and closures, and by days."""


def _spaces_open(session: Session, place: Place, horizons: Sequence[Horizon]) -> list[capacity.Grid]:
    """What is open in each horizon; what is not remembered is read at once."""
    versions = tuple(queries.openings.versions(session, place.community_id, place.site_id))
    keys = [_Key(versions, horizon) for horizon in horizons]
    known = _kept.several(keys)
    fresh = [key for key in keys if key not in known]
    if fresh:
        first, last = min(key.horizon.first for key in fresh), max(key.horizon.last for key in fresh)
        found = queries.openings.openings(session, [site for site, _ in versions], first, last)
        made = {key: capacity.capacity(capacity.spaces_open(found, key.horizon), key.horizon) for key in fresh}
        _kept.keep(made)
        known |= made
    return [known[key] for key in keys]


def _hours(is_open: Mapping[capacity.Cell, int], rows: Sequence[Span], horizon: Horizon, zone: str) -> list[UseHour]:
    taken = capacity.taken((capacity.Taken(row.starts_at, row.ends_at, row.count) for row in rows), horizon, zone)
    return [UseHour(*line) for line in capacity.hours(is_open, taken)]


def _instants(community: Community, horizon: Horizon) -> tuple[datetime, datetime]:
    return instants(community, horizon.first, horizon.last)


def instants(community: Community, first: date, last: date) -> tuple[datetime, datetime]:
    """From when until when (excluding) dates last."""
    after = last + timedelta(days=1)
    return calendar.instant_of(first, 0, community.zone), calendar.instant_of(after, 0, community.zone)
