"""What a roster is judged against, whoever asks: dates, rules, people with their past, places."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from uuid import UUID

from sqlalchemy.orm import Session

from scheduler import calendar, queries
from scheduler.covenant import CovenantSettings
from scheduler.models import Elder, MeetingPoint, Volunteer
from scheduler.queries.rosters import SeatLine
from scheduler.translation import roster_parts as parts
from solvers.rosters.people import Volunteer as CoreVolunteer
from solvers.timetable import Horizon

LOOKED_BACK = timedelta(days=366)


@dataclass(frozen=True)
class Scene:
    """Some dates of a community, as they stand at a moment under a covenant."""

    session: Session
    community_id: UUID
    zone: str
    settings: CovenantSettings
    horizon: Horizon
    now: datetime
    visited: frozenset[UUID] | None = None
    """Elders who matter; None for all."""

    @cached_property
    def elders(self) -> Sequence[Elder]:
        """Everybody who is visited, as far as they matter."""
        return queries.rosters.elders(self.session, self.community_id, self.visited)

    @cached_property
    def points(self) -> Sequence[MeetingPoint]:
        """Every meeting point."""
        return queries.rosters.points(self.session, self.community_id)

    @cached_property
    def places(self) -> Mapping[UUID, str]:
        """Names of places in plans, by the id of the point or elder."""
        return places_by_id(self.points, self.elders)

    def covers(self, day: date) -> bool:
        """Whether a date is one of those looked at."""
        return self.horizon.first <= day <= self.horizon.last

    def people(
        self,
        rows: Sequence[Volunteer],
        declined_of: Collection[UUID] = (),
        *,
        asked_too: bool = False,
        looked_back: Collection[UUID] | None = None,
    ) -> parts.People:
        """What is known of volunteers before the first date, and what they declined of some shifts.

        `looked_back` names those whose earlier shifts matter; None for all.
        """
        ids = [row.id for row in rows]
        declined = queries.rosters.declined(self.session, declined_of)
        counted = self.now - timedelta(days=self.settings.service.no_show_days)
        return parts.People(
            names={row.id: row.receipt for row in rows},
            records=queries.rosters.records(self.session, ids, self.now - LOOKED_BACK, counted),
            history=self._history(ids if looked_back is None else looked_back),
            declined={one: [row.code for row in found] for one, found in declined.items()},
            elders={row.id: row.code for row in self.elders},
            asked_too=asked_too,
        )

    def _history(self, ids: Collection[UUID]) -> Mapping[UUID, Sequence[SeatLine]]:
        before = self.horizon.first - timedelta(days=1)
        first = self.horizon.first - timedelta(days=self.settings.rosters.history_days)
        found: dict[UUID, list[SeatLine]] = defaultdict(list)
        for line in queries.rosters.seats_between(self.session, self.community_id, first, before, of=ids):
            found[line.seat.volunteer_id].append(line)
        return found

    def volunteers(self, rows: Sequence[Volunteer], people: parts.People) -> Iterator[CoreVolunteer]:
        """Volunteers as the core knows them; who did not say where they live is put amid the meeting points."""
        count = max(1, len(self.points))
        middle = (sum(one.x for one in self.points) // count, sum(one.y for one in self.points) // count)
        return (parts.volunteer_of(row, people, self.horizon, self.zone, middle) for row in rows)


def scene_of(
    session: Session, community_id: UUID, settings: CovenantSettings, span: tuple[date, date], now: datetime
) -> Scene:
    """Dates `span`, both included, of a community."""
    zone = queries.community.one(session, community_id).zone
    horizon = calendar.horizon(*span, queries.community.overrides(session, community_id))
    return Scene(session, community_id, zone, settings, horizon, now)


def places_by_id(points: Sequence[MeetingPoint], elders: Sequence[Elder]) -> Mapping[UUID, str]:
    """Names of places in plans, by the id of the point or elder."""
    return {**{row.id: row.code for row in points}, **{row.id: parts.HOME + row.code for row in elders}}


def held_of(lines: Sequence[SeatLine]) -> Mapping[UUID, list[str]]:
    """Roles that are held on each shift, once for each seat."""
    held: dict[UUID, list[str]] = defaultdict(list)
    for line in lines:
        held[line.shift.id].append(line.seat.role)
    return held
