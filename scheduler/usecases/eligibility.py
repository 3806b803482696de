"""The notice slip 告知单: before a registration is sent, what is met, what is missing, and what to bring."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from scheduler import calendar, queries, registers
from scheduler.actors import STAFF, Actor
from scheduler.covenant import ParkingRules, PathRules, settings_of
from scheduler.errors import NotFound
from scheduler.models import Member, Registration, Round, Vehicle
from scheduler.translation import walks
from scheduler.translation.eligible import Reach, reach_of
from scheduler.usecases import blocks
from scheduler.usecases.points import Case, points_for
from scheduler.usecases.serving import runs, vehicle_for
from scheduler.usecases.wishes import Wish, same_times

REFUSED = frozenset(
    (
        "slip_round_open",
        "slip_not_blocked",
        "slip_home_yours",
        "slip_other_times",
        "slip_walk_allowed",
        "slip_points_count",
    )
)
"""What is missing where a registration is not taken at all; without the rest it is, and will hardly be served."""


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that was looked at, as a code with its numbers."""

    code: str
    numbers: dict[str, int | str]


@dataclass(frozen=True, slots=True)
class Slip:
    """What came out; `eligible` where nothing is missing. `points` is what the wish would compete with.

    Documents that nobody has seen yet do not stop a registration: they are to be brought.
    """

    eligible: bool
    met: tuple[Line, ...]
    missing: tuple[Line, ...]
    bring: tuple[Line, ...]
    reach: tuple[Reach, ...]
    points: int

    @property
    def takeable(self) -> bool:
        """Whether the registration would be taken as it stands."""
        return not any(line.code in REFUSED for line in self.missing)


def slip(session: Session, *, actor: Actor, round_id: UUID, wish: Wish, now: datetime, own: UUID | None = None) -> Slip:
    """Look at a wish as it stands; nothing is written. `own` is the registration in which it stands already.

    Raises
    ------
    NotFound, Rejected
        No such round or vehicle for this person; a value that cannot be.
    """
    round_ = queries.rounds.one(session, actor.community_id, round_id)
    if round_ is None or (round_.state == "draft" and not actor.has(*STAFF)):
        raise NotFound()
    vehicle = vehicle_for(session, actor, wish.vehicle_id)
    member = session.get_one(Member, vehicle.member_id)
    covenant = queries.community.covenant(session, round_.community_id, round_.covenant_version)
    settings = settings_of(covenant.settings)
    rules = settings.parking
    uses = walks.stored_uses(session, wish.uses, round_)
    home = walks.home_of(session, round_.community_id, member.household_id, wish.home_site_id)
    walk = dict(wish.walk) if wish.walk is not None else walks.walk_from(session, round_.community_id, home)
    reach = reach_of(session, round_, rules, vehicle, uses, walk, min(wish.longest_walk, rules.farthest_walk))
    met, missing = _looked_at(session, round_, vehicle, member, reach, now, own)
    points = rules.weighted(points_for(session, settings, Case(round_, vehicle, walk), now))
    missing += _obstacles(wish, rules, points, same_times(session, round_, vehicle, uses, own))
    missing += _standing_against(session, actor, vehicle, home, now)
    seen, bring = _papers(session, settings.path, vehicle, member, now)
    return Slip(not missing, (*met, *seen), tuple(missing), tuple(bring), tuple(reach), points)


def _standing_against(
    session: Session, actor: Actor, vehicle: Vehicle, home: UUID | None, now: datetime
) -> Iterator[Line]:
    """What of the vehicle and of who writes for it stands against the registration."""
    blocked_until = blocks.blocked_until(session, vehicle.id, now)
    if blocked_until is not None:
        yield Line("slip_not_blocked", {"until": blocked_until.isoformat()})
    if vehicle.member_id != actor.member_id and not runs(actor, home):
        yield Line("slip_home_yours", {})


def _looked_at(
    session: Session,
    round_: Round,
    vehicle: Vehicle,
    member: Member,
    reach: Sequence[Reach],
    now: datetime,
    own: UUID | None,
) -> tuple[list[Line], list[Line]]:
    suitable = [found for found in reach if found.spaces]
    other = [row for row in queries.registrations.of_vehicle_in(session, round_.id, vehicle.id) if row.id != own]
    until = round_.apply_until.isoformat()
    checks: list[tuple[bool, str, dict[str, int | str]]] = [
        (round_.state == "open" and round_.apply_from <= now < round_.apply_until, "slip_round_open", {"until": until}),
        (True, "slip_vehicle_known", {}),
        (member.household_id is not None, "slip_household_known", {}),
        (bool(reach), "slip_sites_in_reach", {"sites": len(reach)}),
        (
            bool(suitable),
            "slip_space_suits",
            {"spaces": sum(found.spaces for found in suitable), "sites": len(suitable)},
        ),
        (not other, "slip_first_registration", {"count": len(other)}),
    ]
    lines = [(passed, Line(code, numbers)) for passed, code, numbers in checks]
    # A second registration for other times is allowed: it is told, and stops nobody.
    stops = {"slip_first_registration"}
    met = [line for passed, line in lines if passed]
    return met, [line for passed, line in lines if not passed and line.code not in stops]


def _obstacles(wish: Wish, rules: ParkingRules, points: int, same: Registration | None) -> list[Line]:
    """What would refuse the registration; nothing to tell where it does not."""
    most = rules.farthest_walk
    checks: list[tuple[bool, str, dict[str, int | str]]] = [
        (same is None, "slip_other_times", {} if same is None else {"receipt": same.receipt}),
        (1 <= wish.longest_walk <= most, "slip_walk_allowed", {"metres": wish.longest_walk, "most": most}),
        (points >= 1, "slip_points_count", {"points": points}),
    ]
    return [Line(code, numbers) for passed, code, numbers in checks if not passed]


def _papers(
    session: Session, rules: PathRules, vehicle: Vehicle, member: Member, now: datetime
) -> tuple[list[Line], list[Line]]:
    """Documents that were seen, and what to bring; first of all that nothing is approved before, where that is so."""
    today = calendar.date_of(now, queries.community.one(session, member.community_id).zone)
    seen = registers.seen_by(session, {member.id}, today).get(member.id, ())
    missing = registers.missing(rules, vehicle, seen)
    there = [document for document in registers.needed(rules, vehicle) if document not in missing]
    codes = ["bring_before_approval"] if missing and rules.documents_needed else []
    codes += [f"bring_{document}" for document in missing]
    if member.identity_cipher is None:
        codes.append("bring_identity_number")
    return [Line(f"seen_{document}", {}) for document in there], [Line(code, {}) for code in codes]
