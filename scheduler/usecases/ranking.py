"""Where a registration stands: its points criterion by criterion, its rank among all, and what it waits for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple
from uuid import UUID

from sqlalchemy.orm import Session

from scheduler import queries
from scheduler.actors import Actor
from scheduler.covenant import ParkingRules, settings_of
from scheduler.deadlines import Deadline, deadline_of
from scheduler.models import Registration, Round
from scheduler.usecases import registration

IN_QUEUE = ("submitted", "needs_information", "endorsed", "approved", "competing")
"""States in which registrations of a round stand side by side, before anything is given."""


class Criterion(NamedTuple):
    """Points of a criterion, its weight in the covenant, and what both come to."""

    name: str
    points: int
    weight: int

    @property
    def counts(self) -> int:
        """Weighted points."""
        return self.points * self.weight


@dataclass(frozen=True, slots=True)
class Place:
    """Rank among `queue` registrations; those with as many points (`alike`, itself not counted) are drawn by lot.

    On a waitlist it is the place in its line. There is none before a registration is sent, nor after it is decided on.
    """

    rank: int
    queue: int
    alike: int


@dataclass(frozen=True, slots=True)
class Stand:
    """All that somebody may know of where their registration stands."""

    row: Registration
    criteria: tuple[Criterion, ...]
    total: int
    place: Place | None
    deadline: Deadline | None


def standing(session: Session, *, actor: Actor, registration_id: UUID) -> Stand:
    """Where a registration stands that this person may see.

    Raises
    ------
    NotFound
        If there is none.
    """
    row = registration.seen(session, actor=actor, registration_id=registration_id)
    return stand_of(session, row)


def stand_of(session: Session, row: Registration) -> Stand:
    """Where a registration stands; in rooms nothing is counted in points by criterion."""
    round_ = session.get_one(Round, row.round_id)
    settings = settings_of(queries.community.covenant(session, row.community_id, round_.covenant_version).settings)
    zone = queries.community.one(session, row.community_id).zone
    since = queries.path.since(session, row)
    deadline = deadline_of(row.state, since, row.answer_by, round_, settings.path, zone)
    if row.vehicle_id is None:
        return Stand(row, (), 0, _in_line(session, row), deadline)
    rules = settings.parking
    criteria = tuple(
        Criterion(name, row.points.get(name, 0), weight) for name, weight in rules.criteria.items() if weight
    )
    total = rules.weighted(row.points)
    return Stand(row, criteria, total, _in_line(session, row) or _in_queue(session, row, rules, total), deadline)


def _in_line(session: Session, row: Registration) -> Place | None:
    rank = queries.registrations.place_in_line(session, row)
    return None if rank is None else Place(rank, queries.path.waiting_in(session, row.round_id), 0)


def _in_queue(session: Session, row: Registration, rules: ParkingRules, total: int) -> Place | None:
    if row.state not in IN_QUEUE:
        return None
    totals = [rules.weighted(points) for points in queries.path.points_in(session, row.round_id, IN_QUEUE)]
    alike = sum(1 for other in totals if other == total) - 1
    return Place(1 + sum(1 for other in totals if other > total), len(totals), alike)
