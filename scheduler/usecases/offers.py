"""Offers: a place that came free goes to the next in line, held for them until they answer or their time is up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from scheduler import calendar, queries
from scheduler.actors import clockwork
from scheduler.db import Database, conflict_of
from scheduler.files import dump_problem
from scheduler.ids import new_id
from scheduler.models import Allocation, Registration, Round, Space
from scheduler.office import Office
from scheduler.planning import offering
from scheduler.queries.bookings import Interval
from scheduler.translation import ParkingProblem, problem_of
from scheduler.translation.dated import dated_uses, digest_of
from scheduler.translation.waitlist import Place
from scheduler.usecases import messages, preparation, registration


@dataclass(frozen=True)
class _Line:
    """What stands in a round, and who waits, at one instant."""

    round: Round
    version: UUID
    zone: str
    problem: ParkingProblem
    held: Mapping[str, Sequence[str]]
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
    if version is None or _is_moving(session, round_id):
        return None
    zone = queries.community.one(session, round_.community_id).zone
    return _Line(
        round=round_,
        version=version.id,
        zone=zone,
        problem=problem_of(session, round_, now),
        held=queries.publications.held_codes(session, round_id),
        waiting=[row.receipt for row in queries.registrations.waiting(session, round_id)],
        busy=queries.bookings.busy_vehicles(session, round_.community_id, round_id, now),
        at=now,
    )


def _is_moving(session: Session, round_id: UUID) -> bool:
    return queries.runs.under_way(session, round_id) or queries.publications.coming(session, round_id)


def _offered(database: Database, line: _Line, place: Place) -> int:
    return database.transact(lambda session: _offer(session, line, place, database.now(session)))


def _offer(session: Session, line: _Line, place: Place, now: datetime) -> int:
    round_ = queries.rounds.locked(session, line.round.community_id, line.round.id)
    current = queries.publications.current(session, line.round.id)
    if round_ is None or current is None or current.id != line.version or _is_moving(session, round_.id):
        return 0
    found = queries.registrations.by_receipt(session, place.receipt)
    row = None if found is None else queries.registrations.locked(session, found.community_id, found.id)
    if row is None or row.state != "waitlisted":
        return 0
    spaces = [queries.supply.space_by_code(session, row.community_id, code) for code in place.spaces]
    return _give(session, line, row, round_, [space for space in spaces if space is not None], now)


def _give(
    session: Session, line: _Line, row: Registration, round_: Round, spaces: Sequence[Space], now: datetime
) -> int:
    """Hold the places for somebody from now on; nothing where no use is left."""
    uses = dated_uses(line.problem, row.receipt, [space.code for space in spaces], line.zone)
    if not any(use.ends_at > now for use in uses):
        return 0
    right = Allocation(
        id=new_id(),
        community_id=row.community_id,
        round_id=row.round_id,
        registration_id=row.id,
        publication_id=line.version,
        site_id=spaces[0].site_id,
        space_ids=[str(space.id) for space in spaces],
        dates_digest=digest_of(uses),
        state="held",
        created_at=now,
    )
    session.add(right)
    session.flush()
    vehicle = None if row.vehicle_id is None else queries.community.resource_of(session, "vehicle", row.vehicle_id)
    busy = () if vehicle is None else line.busy.get(vehicle, ())
    resources = {space.code: space.resource_id for space in spaces}
    queries.bookings.occupy(session, preparation.rows_of(uses, resources, vehicle, busy, right.id, True, now))
    registration.move_on(session, row, "allocate", clockwork(row.community_id), now)
    row.answer_by = now + timedelta(days=round_.accept_days)
    until = calendar.local_text(row.answer_by, line.zone)
    messages.tell(session, row=row, code="offer_made", key=str(right.id), now=now, answer_by=until)
    return 1
