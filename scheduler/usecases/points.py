"""Points of a registration, criterion by criterion, as the covenant counts them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from scheduler import queries
from scheduler.covenant import CovenantSettings, ParkingRules
from scheduler.models import Round, Vehicle
from scheduler.queries.path import Merits
from scheduler.translation.streaks import rounds_won
from scheduler.usecases import sharing

DECISION = "decision"
"""The criterion by which a decision of the council stands; it is kept when the others are counted anew."""
BOUNDED = ("near", "credit", "won", "violations")
"""Criteria that may take points off; never so many that nothing is left, for who asks needs a point."""


@dataclass(frozen=True, slots=True)
class Case:
    """Who asks for what: the round, the vehicle, the walk from home in metres by site, points by decision; and what
    counts for and against them, where that is known already.
    """

    round: Round
    vehicle: Vehicle
    walk: Mapping[str, int]
    decided: int = 0
    merits: Merits | None = None


def points_for(session: Session, settings: CovenantSettings, case: Case, now: datetime) -> dict[str, int]:
    """Points by criterion of a registration as it stands; those that are nothing are left out but class and waiting."""
    rules, vehicle = settings.parking, case.vehicle
    lost = queries.registrations.lost_rounds(session, vehicle.community_id, vehicle.id, case.round.id)
    points = {
        "class": rules.class_points.get(vehicle.party, 0),  # type: ignore[call-overload]
        "waiting": min(rules.most_waiting_points, lost * rules.points_per_lost_round),
    }
    points |= {"need": rules.need_points} if vehicle.needs_accessible else {}
    points |= {DECISION: case.decided} if case.decided and DECISION in rules.criteria else {}
    merits = case.merits or queries.path.merits(session, vehicle.community_id, vehicle.id, vehicle.member_id, now)
    rest = _others(session, settings, case, merits, now)
    # First what adds: what takes off may not take more than there is.
    for name in sorted(rest, key=lambda name: (rules.criteria[name] < 0, BOUNDED.index(name))):
        found = _bounded(rules, name, rest[name], rules.weighted(points))
        points |= {name: found} if found or name == "won" else {}
    return points


def _others(session: Session, settings: CovenantSettings, case: Case, merits: Merits, now: datetime) -> dict[str, int]:
    """Points of the criteria in BOUNDED that the covenant has, before they are bounded."""
    rules, member = settings.parking, case.vehicle.member_id
    found: dict[str, int] = {}
    if rules.criteria.get("near") and case.walk and min(case.walk.values()) <= rules.near_metres:
        found["near"] = rules.near_points
    if rules.criteria.get("credit") and merits.shares:
        found["credit"] = sharing.credit_points(session, member, now, settings.sharing)
    if "won" in rules.criteria:
        past = queries.fairness.past(session, case.round.community_id, "parking", case.round.id, of=[member])
        found["won"] = min(rules.most_won_points, rounds_won(past) * rules.points_per_won_round)
    if rules.criteria.get("violations") and merits.violations:
        found["violations"] = settings.use.points_of(merits.violations)
    return found


def _bounded(rules: ParkingRules, name: str, points: int, rest: int) -> int:
    """Points of a criterion beside a weighted sum `rest` of the others: at least one is left of it."""
    weight = rules.criteria[name]
    return points if weight >= 0 else min(points, max(0, rest - 1) // -weight)
