"""Offers: a place that came free goes to the next in line, held for them until they answer or their time is up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from scheduler import calendar, queries
from scheduler.actors import clockwork
from scheduler.db import Database, conflict_of
from scheduler.files import dump_problem
from scheduler.models import Registration, Round
from scheduler.office import Office
from scheduler.planning import offering
from scheduler.queries.occupation import Interval
from scheduler.translation import DOMAINS, ParkingProblem, RoomsProblem, RosterProblem
from scheduler.translation.dated import dated_uses, digest_of
from scheduler.translation.sessions import without_past
from scheduler.translation.waitlist import Place
from scheduler.usecases import messages, registration
from scheduler.usecases.rights import Ask, Made, RoomsGround, new_right, rows_of
from scheduler.usecases.season_equipment import short_item


@dataclass(frozen=True)
class _Line:
    """What stands in a round, and who waits, at one instant."""

    round: Round
    version: UUID
    zone: str
    problem: ParkingProblem | RoomsProblem
    held: Mapping[str, Sequence[Any]]
    waiting: Sequence[str]
    busy: Mapping[int, Sequence[Interval]]
    at: datetime


def offer_next(office: Office, round_id: UUID) -> int:
    """Offer what is free to those who wait, in the frozen order; how many offers were made.

    Places are looked for outside any transaction, on the round as it stands, bookings included; the database refuses
    one that was taken meanwhile, and the next turn looks again. Nobody is asked while a run or a version is under way,
    which would not know of it.
    """
    database = office.database
    with database.reading() as session:
        line = _line_of(session, round_id, database.now(session))
    if line is None:
        return 0
    places = offering.places(dump_problem(line.problem), line.held, line.waiting) if line.waiting else []
    try:
        made = sum(_offered(database, line, place) for place in places)
    except DBAPIError as error:
        if conflict_of(error) != "occupation_no_overlap":
            raise
        return 0
    database.transact(lambda session: queries.rounds.note_offers(session, round_id, line.at))
    return made


def _line_of(session: Session, round_id: UUID, now: datetime) -> _Line | None:
    round_ = session.get_one(Round, round_id)
    version = queries.publications.current(session, round_id)
    if version is None or is_moving(session, round_id):
        return None
    zone = queries.community.one(session, round_.community_id).zone
    rooms = round_.domain == "rooms"
    problem = DOMAINS[round_.domain].problem_of(session, round_, now)
    if isinstance(problem, RosterProblem):
        return None  # empty seats are filled by sign-up and by asking people: nobody stands in line
    held = queries.publications.held_sessions if rooms else queries.publications.held_codes
    return _Line(
        round=round_,
        version=version.id,
        zone=zone,
        problem=problem,
        held=held(session, round_id),
        waiting=[row.receipt for row in queries.registrations.waiting(session, round_id)],
        busy=queries.occupation.busy_vehicles(session, round_.community_id, round_id, now),
        at=now,
    )


def is_moving(session: Session, round_id: UUID) -> bool:
    """Whether a run or a version is under way, which would not know of what is given meanwhile."""
    return queries.runs.under_way(session, round_id) or queries.publications.coming(session, round_id)


def _offered(database: Database, line: _Line, place: Place) -> int:
    return database.transact(lambda session: _offer(session, line, place, database.now(session)))


def _offer(session: Session, line: _Line, place: Place, now: datetime) -> int:
    round_ = queries.rounds.locked(session, line.round.community_id, line.round.id)
    current = queries.publications.current(session, line.round.id)
    if round_ is None or current is None or current.id != line.version or is_moving(session, round_.id):
        return 0
    found = queries.registrations.by_receipt(session, place.receipt)
    row = None if found is None else queries.registrations.locked(session, found.community_id, found.id)
    if row is None or row.state != "waitlisted":
        return 0
    made = (
        _right_to_rooms(session, line, row, place, now)
        if place.sessions
        else _right_to_spaces(session, line, row, place, now)
    )
    if made is None:
        return 0
    right, dated = made
    right.state = "held"
    session.add(right)
    session.flush()
    queries.occupation.occupy(session, dated)
    registration.move_on(session, row, "allocate", clockwork(row.community_id), now)
    row.answer_by = now + timedelta(days=round_.accept_days)
    until = calendar.local_text(row.answer_by, line.zone)
    messages.tell(session, row=row, code="offer_made", key=str(right.id), now=now, answer_by=until)
    return 1


def _right_to_spaces(session: Session, line: _Line, row: Registration, place: Place, now: datetime) -> Made | None:
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
    busy = () if vehicle is None else line.busy.get(vehicle, ())
    resources = {space.code: space.resource_id for space in spaces}
    return right, rows_of(uses, resources, vehicle, busy, right.id, True, now)


def _right_to_rooms(session: Session, line: _Line, row: Registration, place: Place, now: datetime) -> Made | None:
    """A right to the weekly slots from now on; None where no date, or too little equipment, is left."""
    assert isinstance(line.problem, RoomsProblem)
    house = queries.rooms.house_of(session, row.community_id)
    stored = without_past(place.sessions, calendar.date_of(now, line.zone))
    if short_item(session, line.round, {row.id: stored}, now) is not None:
        return None
    ground = RoomsGround(line.problem, line.zone, house, {row.id: [dict(one) for one in stored]})
    made = ground.right(row, Ask(line.version, now, active=True, since=now))
    return made if made is not None and made[1] else None
