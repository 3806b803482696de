"""What a registration asks for, checked before it is kept: all that would else stop the plan of everybody."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from scheduler import queries
from scheduler.actors import OFFICE, STAFF, Actor
from scheduler.covenant import ParkingRules, settings_of
from scheduler.errors import Conflict, NotAllowed, Rejected
from scheduler.models import Registration, Round, Vehicle
from scheduler.privacy import Vault
from scheduler.queries.path import Merits
from scheduler.translation import walks
from scheduler.usecases.points import DECISION, Case, points_for
from scheduler.usecases.serving import may_see
from solvers.parking.checks import MOST_POINTS


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked for: a vehicle, its uses (window rules as JSON), how far its people walk, and where they live.

    `home_site_id` may be left out where the household has one. `walk` (metres by site code) is for staff who measured;
    else it is worked out from the map. `points` by criterion are for lists taken over from paper (channel import).
    """

    vehicle_id: UUID
    uses: Sequence[Mapping[str, Any]]
    longest_walk: int = 500
    home_site_id: UUID | None = None
    walk: Mapping[str, int] | None = None
    points: Mapping[str, int] | None = None
    split_at_season: bool = False
    note: str = ""


def fill(
    session: Session,
    actor: Actor,
    vault: Vault,
    row: Registration,
    round_: Round,
    vehicle: Vehicle,
    wish: Wish,
    uses: list[dict[str, Any]],
    now: datetime,
    merits: Merits | None = None,
) -> None:
    """Put a wish into a row; `uses` in their one form. Points that a decision gave it stay; `merits` where they
    are known already.

    Raises
    ------
    NotAllowed, Rejected
        What this person may not state; the first value that cannot be.
    """
    covenant = queries.community.covenant(session, round_.community_id, round_.covenant_version)
    settings = settings_of(covenant.settings)
    rules = settings.parking
    _check_stated(actor, row, wish, rules)
    row.uses = uses
    row.home_site_id = walks.home_of(session, round_.community_id, row.household_id, wish.home_site_id)
    if actor.member_id != row.member_id and not may_see(actor, row):
        raise NotAllowed("not_your_site", "home_site_id")
    row.walk = (
        dict(wish.walk) if wish.walk is not None else walks.walk_from(session, round_.community_id, row.home_site_id)
    )
    row.longest_walk, row.split_at_season = wish.longest_walk, wish.split_at_season
    case = Case(round_, vehicle, row.walk, (row.points or {}).get(DECISION, 0), merits)
    row.points = dict(wish.points) if wish.points is not None else points_for(session, settings, case, now)
    _check_points(rules, row.points)
    row.note_cipher = vault.seal(wish.note, "registration.note", row.id) if wish.note else None


def check_single(
    session: Session, round_: Round, vehicle: Vehicle, uses: list[dict[str, Any]], but: UUID | None = None
) -> None:
    """One vehicle may ask twice (a day and a night place) but not twice for the same.

    Raises
    ------
    Conflict
        ``already_registered``.
    """
    queries.community.lock_vehicle(session, vehicle.id)
    other = same_times(session, round_, vehicle, uses, but)
    if other is not None:
        raise Conflict(
            "already_registered", "vehicle_id", None, "other times than those asked for", receipt=other.receipt
        )


def same_times(
    session: Session, round_: Round, vehicle: Vehicle, uses: list[dict[str, Any]], but: UUID | None = None
) -> Registration | None:
    """What is asked for a vehicle in a round at just these times."""
    known = queries.registrations.of_vehicle_in(session, round_.id, vehicle.id)
    return next((row for row in known if row.id != but and list(row.uses) == uses), None)


def _check_stated(actor: Actor, row: Registration, wish: Wish, rules: ParkingRules) -> None:
    if not 1 <= wish.longest_walk <= rules.farthest_walk:
        raise Rejected(
            "out_of_range", "longest_walk", wish.longest_walk, f"a whole number from 1 to {rules.farthest_walk}"
        )
    if wish.walk is not None and not actor.has(*STAFF):
        raise NotAllowed("not_for_this_role", "walk")
    if wish.split_at_season and not actor.has(*STAFF):
        raise NotAllowed("not_for_this_role", "split_at_season")
    if wish.points is not None and not (actor.has(*OFFICE) and row.channel == "import"):
        raise NotAllowed("not_for_this_role", "points")
    for name in wish.points or {}:
        if name not in rules.criteria:
            raise Rejected("not_offered", f"points.{name}", name, ", ".join(rules.criteria))


def _check_points(rules: ParkingRules, points: Mapping[str, int]) -> None:
    """A run takes no registration without points, and one such would stop the run of all."""
    total = rules.weighted(points)
    if not 1 <= total <= MOST_POINTS:
        raise Rejected("points_do_not_count", "points", total, f"a weighted sum of 1 to {MOST_POINTS}")
