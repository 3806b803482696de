"""Offers: a place that came free goes to the next in line, held for them until they answer or their time is up."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from scheduler import calendar, queries
from scheduler.actors import clockwork
from scheduler.db import Database, conflict_of
from scheduler.files import dump_problem
from scheduler.office import Office
from scheduler.planning import offering
from scheduler.translation.waitlist import Place
from scheduler.usecases import messages, registration, release
from scheduler.usecases.standing_round import Line, is_moving, line_of, right_to


def offer_next(office: Office, round_id: UUID) -> int:
    """Offer what is free to those who wait, in the frozen order; how many offers were made.

    Places are looked for outside any transaction, on the round as it stands, bookings included; the database refuses
    one that was taken meanwhile, and the next turn looks again. Nobody is asked while a run or a version is under way,
    which would not know of it.
    """
    database = office.database
    with database.reading() as session:
        line = line_of(session, round_id, database.now(session))
        rows = [] if line is None else queries.registrations.waiting(session, round_id)
    if line is None:
        return 0
    waiting = [row.receipt for row in rows]
    places = offering.places(dump_problem(line.problem), line.held, waiting) if waiting else []
    try:
        made = sum(_offered(database, line, place) for place in places)
    except DBAPIError as error:
        if conflict_of(error) != "occupation_no_overlap":
            raise
        return 0
    database.transact(lambda session: queries.rounds.note_offers(session, round_id, line.at))
    return made


def _offered(database: Database, line: Line, place: Place) -> int:
    return database.transact(lambda session: _offer(session, line, place, database.now(session)))


def _offer(session: Session, line: Line, place: Place, now: datetime) -> int:
    round_ = queries.rounds.locked(session, line.round.community_id, line.round.id)
    current = queries.publications.current(session, line.round.id)
    if round_ is None or current is None or current.id != line.version or is_moving(session, round_.id):
        return 0
    found = queries.registrations.by_receipt(session, place.receipt)
    row = None if found is None else queries.registrations.locked(session, found.community_id, found.id)
    if row is None or row.state != "waitlisted":
        return 0
    made = right_to(session, line, row, place, now)
    if made is None:
        return 0
    right, dated = made
    # Who was thinking about another way has what was asked for instead.
    release.release(session, [row.id], now)
    right.state = "held"
    session.add(right)
    session.flush()
    queries.occupation.occupy(session, dated)
    registration.move_on(session, row, "allocate", clockwork(row.community_id), now)
    row.answer_by = now + timedelta(days=round_.accept_days)
    until = calendar.local_text(row.answer_by, line.zone)
    messages.tell(session, row=row, code="offer_made", key=str(right.id), now=now, answer_by=until)
    return 1
