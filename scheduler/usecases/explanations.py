"""How it came to what the notice says of one registration: everything on record, nobody else by receipt, name or plate.

What was worked out when the round was planned is kept with the plan; here it is only read.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy.orm import Session

from scheduler import lots, queries
from scheduler.actors import Actor
from scheduler.covenant import CovenantSettings, settings_of
from scheduler.models import Certificate, Draw, Publication, PublicationRow, Registration, Round
from scheduler.translation.streaks import Streaks, party_of
from scheduler.usecases import looking, registration, rounds

WEIGHT_OF_ROOMS = "category"
"""The one criterion of a season: what a dated session of a group's category counts."""
UNDECIDED = ("published",)
"""States of a round that does not count among the rounds of the past yet."""


class Criterion(NamedTuple):
    """Points of a criterion, and what the covenant takes each for."""

    name: str
    points: int
    weight: int

    @property
    def counted(self) -> int:
        """What the criterion adds to the sum."""
        return self.points * self.weight


@dataclass(frozen=True, slots=True)
class Explanation:
    """A registration as the version in force decided it.

    `by_points` tells of those with more points, as many and fewer how many asked and how many were served. `lost` are
    the rounds that brought whoever asks nothing, in a row up to this one, told until the round is settled;
    `most_lost` is from how many on the covenant puts one registration first. `lot` is told once the draw is revealed.
    """

    registration: Registration
    round: Round
    publication: Publication
    line: PublicationRow
    criteria: Sequence[Criterion]
    outcomes: Mapping[str, int]
    by_points: Mapping[str, tuple[int, int]]
    decisions: Sequence[str]
    cause: Mapping[str, Any] | None
    lost: int | None
    most_lost: int | None
    draw: Draw | None
    lot: int | None
    certificate: Certificate | None
    place_in_line: int | None
    object_until: datetime

    @property
    def metres(self) -> int | None:
        """How far the site that was given is away on foot."""
        found = self.registration.walk.get(self.line.site_code or "")
        return None if found is None else int(found)

    @property
    def entries(self) -> int:
        """How many receipts were in the draw when it was frozen."""
        return 0 if self.draw is None else len(self.draw.entries)


def explained(session: Session, *, actor: Actor, registration_id: UUID) -> Explanation:
    """Why a registration got what the version in force says.

    Raises
    ------
    NotFound
        No such registration for this person, or nothing is published of it.
    """
    publication, line = looking.result(session, actor=actor, registration_id=registration_id)
    row = registration.seen(session, actor=actor, registration_id=registration_id)
    round_ = rounds.seen(session, actor=actor, round_id=row.round_id)
    covenant = queries.community.covenant(session, round_.community_id, round_.covenant_version)
    rules = settings_of(covenant.settings)
    refusal = queries.plans.refusal(session, publication.plan_id, row.id)
    draw = queries.draws.of_round(session, round_.id)
    return Explanation(
        registration=row,
        round=round_,
        publication=publication,
        line=line,
        criteria=_criteria(rules, round_, row),
        outcomes=queries.publications.outcomes(session, publication.id),
        by_points=queries.publications.by_points(session, publication.id, line.points),
        decisions=queries.plans.decided(session, publication.plan_id, row.id),
        cause=None if refusal is None else refusal.cause,
        lost=_lost(session, round_, row),
        most_lost=rules.fairness.most_lost_rounds,
        draw=draw,
        lot=lots.lot_number(draw.seed, row.receipt) if draw is not None and draw.seed else None,
        certificate=queries.certificates.of_publication(session, publication.id),
        place_in_line=queries.registrations.place_in_line(session, row),
        object_until=(publication.published_at or publication.created_at) + timedelta(days=round_.display_days),
    )


def is_explained(session: Session, row: Registration) -> bool:
    """Whether the version in force of its round says anything of a registration."""
    current = queries.publications.current(session, row.round_id) if row.entered else None
    return current is not None and queries.publications.row_of(session, current.id, row.id) is not None


def _criteria(rules: CovenantSettings, round_: Round, row: Registration) -> Sequence[Criterion]:
    if round_.domain == "rooms":
        category = (row.section or {}).get("category", "other")
        return (Criterion(WEIGHT_OF_ROOMS, 1, rules.rooms.weights.get(category, 1)),)
    weights = rules.parking.criteria
    return tuple(Criterion(name, int(row.points.get(name, 0)), weight) for name, weight in weights.items())


def _lost(session: Session, round_: Round, row: Registration) -> int | None:
    """Rounds lost in a row by the organisation, else the person; None once later rounds may have been added."""
    if round_.state not in UNDECIDED:
        return None
    kind = "person" if row.organisation_id is None else "organisation"
    whose = row.organisation_id or row.member_id
    past = queries.fairness.past(session, round_.community_id, round_.domain, round_.id, kind, [whose])
    return Streaks((party_of(one), one.round_id, one.lost, one.got) for one in past).now.get(whose, 0)
