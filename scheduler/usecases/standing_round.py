"""A published round as it stands between plans: what is held in it, and rights that are given on top of that."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from scheduler import calendar, queries
from scheduler.models import Registration, Round
from scheduler.translation import ParkingProblem, RoomsProblem
from scheduler.translation.dated import dated_uses, digest_of
from scheduler.translation.rounds import problem_of
from scheduler.translation.seasons import season_of
from scheduler.translation.sessions import without_past
from scheduler.translation.waitlist import Place
from scheduler.usecases.rights import Ask, Made, RoomsGround, new_right, rows_of
from scheduler.usecases.season_equipment import short_item


@dataclass(frozen=True)
class Line:
    """What stands in a round at one instant."""

    round: Round
    version: UUID
    zone: str
    problem: ParkingProblem | RoomsProblem
    held: Mapping[str, Sequence[Any]]
    at: datetime


def line_of(session: Session, round_id: UUID, now: datetime, but: UUID | None = None) -> Line | None:
    """A round as it stands; None where nothing is published, or a run or a version is under way.

    What is held as a way forward is nobody's to have, but for the registration `but`. In rosters nobody stands in line:
    empty seats are filled by sign-up and by asking people.
    """
    round_ = session.get_one(Round, round_id)
    version = queries.publications.current(session, round_id)
    if round_.domain == "rosters" or version is None or is_moving(session, round_id):
        return None
    zone = queries.community.one(session, round_.community_id).zone
    rooms = round_.domain == "rooms"
    problem = season_of(session, round_, now, but) if rooms else problem_of(session, round_, now, but)
    held = queries.publications.held_sessions if rooms else queries.publications.held_codes
    return Line(
        round=round_,
        version=version.id,
        zone=zone,
        problem=problem,
        held=held(session, round_id),
        at=now,
    )


def is_moving(session: Session, round_id: UUID) -> bool:
    """Whether a run or a version is under way, which would not know of what is given meanwhile."""
    return queries.runs.under_way(session, round_id) or queries.publications.coming(session, round_id)


def right_to(session: Session, line: Line, row: Registration, place: Place, now: datetime) -> Made | None:
    """A right to a place from now on, with its dated rows, nothing of it written; None where no use is left."""
    return (_to_rooms if place.sessions else _to_spaces)(session, line, row, place, now)


def _to_spaces(session: Session, line: Line, row: Registration, place: Place, now: datetime) -> Made | None:
    """A right to the places from now on; None where no use is left."""
    assert isinstance(line.problem, ParkingProblem)
    found = [queries.supply.space_by_code(session, row.community_id, code) for code in place.spaces]
    spaces = [space for space in found if space is not None]
    uses = dated_uses(line.problem, row.receipt, [space.code for space in spaces], line.zone)
    if not any(use.ends_at > now for use in uses):
        return None
    right = new_right(row, line.version, digest_of(uses), now)
    right.site_id, right.space_ids = spaces[0].site_id, [str(space.id) for space in spaces]
    vehicle = None if row.vehicle_id is None else queries.community.resource_of(session, "vehicle", row.vehicle_id)
    busy = () if vehicle is None else queries.occupation.busy_vehicle(session, vehicle, line.round.id, now)
    resources = {space.code: space.resource_id for space in spaces}
    return right, rows_of(uses, resources, vehicle, busy, right.id, True, now)


def _to_rooms(session: Session, line: Line, row: Registration, place: Place, now: datetime) -> Made | None:
    """A right to the weekly slots from now on; None where no date, or too little equipment, is left."""
    assert isinstance(line.problem, RoomsProblem)
    house = queries.rooms.house_of(session, row.community_id)
    stored = without_past(place.sessions, calendar.date_of(now, line.zone))
    if short_item(session, line.round, {row.id: stored}, now) is not None:
        return None
    ground = RoomsGround(line.problem, line.zone, house, {row.id: [dict(one) for one in stored]})
    made = ground.right(row, Ask(line.version, now, active=True, since=now))
    return made if made is not None and made[1] else None
