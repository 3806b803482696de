"""Offers: a place that came free goes to the next in line, held for them until they answer or their time is up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from uuid import UUID

from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from scheduler import queries
from scheduler.actors import clockwork
from scheduler.db import conflict_of
from scheduler.files import problem_from
from scheduler.ids import new_id
from scheduler.models import Allocation, Plan, Publication, Registration, Round, Run, Space
from scheduler.office import Office
from scheduler.planning import offering
from scheduler.translation import ParkingProblem
from scheduler.translation.waitlist import Place
from scheduler.usecases import messages, planning, publication, registration


@dataclass(frozen=True)
class _Line:
    """What stands in a round and who waits."""

    version: Publication
    zone: str
    file: bytes
    held: Mapping[str, Sequence[str]]
    waiting: Sequence[str]

    @cached_property
    def problem(self) -> ParkingProblem:
        """The round as it was planned."""
        return problem_from(self.file)


def offer_next(office: Office, round_id: UUID) -> int:
    """Offer what is free to those who wait, in the frozen order; how many offers were made.

    Places are looked for outside any transaction; the database refuses one that was taken meanwhile.
    """
    database = office.database
    database.transact(lambda session: queries.rounds.mark_freed(session, round_id, False))
    with database.reading() as session:
        line = _line_of(session, round_id)
    if line is None:
        return 0
    made = 0
    for place in offering.places(line.file, line.held, line.waiting):
        try:
            made += database.transact(lambda session, one=place: _offer(session, line, one, database.now(session)))  # type: ignore[misc]
        except DBAPIError as error:
            if conflict_of(error) != "occupation_no_overlap":
                raise
    return made


def _line_of(session: Session, round_id: UUID) -> _Line | None:
    version = queries.publications.current(session, round_id)
    waiting = queries.registrations.waiting(session, round_id)
    if version is None or not waiting:
        return None
    run = session.get_one(Run, session.get_one(Plan, version.plan_id).run_id)
    file = planning.problem_file_of(run)
    held = {}
    for right in queries.publications.held_in(session, round_id):
        spaces = [session.get_one(Space, UUID(space)).code for space in right.space_ids]
        held[session.get_one(Registration, right.registration_id).receipt] = spaces
    zone = queries.community.one(session, version.community_id).zone
    return _Line(version, zone, file, held, [row.receipt for row in waiting])


def _offer(session: Session, line: _Line, place: Place, now: datetime) -> int:
    row = queries.registrations.by_receipt(session, place.receipt)
    locked = None if row is None else queries.registrations.locked(session, row.community_id, row.id)
    if locked is None or locked.state != "waitlisted":
        return 0
    spaces = [queries.supply.space_by_code(session, locked.community_id, code) for code in place.spaces]
    known = [space for space in spaces if space is not None]
    right = Allocation(
        id=new_id(),
        community_id=locked.community_id,
        round_id=locked.round_id,
        registration_id=locked.id,
        publication_id=line.version.id,
        site_id=known[0].site_id,
        space_ids=[str(space.id) for space in known],
        state="held",
        created_at=now,
    )
    session.add(right)
    session.flush()
    resources = {space.code: space.resource_id for space in known}
    vehicle = (
        None if locked.vehicle_id is None else queries.community.resource_of(session, "vehicle", locked.vehicle_id)
    )
    rows = publication.rows_of(
        line.problem, place.receipt, place.spaces, line.zone, resources, vehicle, right.id, active=True
    )
    queries.bookings.occupy(session, [dated for dated in rows if dated["starts_at"] >= now])  # type: ignore[operator]
    registration.move_on(session, locked, "allocate", clockwork(locked.community_id), now)
    locked.answer_by = now + timedelta(days=session.get_one(Round, locked.round_id).accept_days)
    messages.tell(
        session, row=locked, code="offer_made", key=str(right.id), now=now, answer_by=locked.answer_by.isoformat()
    )
    return 1
