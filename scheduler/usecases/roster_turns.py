"""What happens to seats by itself: answers lapse, people are asked, posts drawn, swaps expire, shifts end."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

from sqlalchemy.orm import Session

from scheduler import audit, queries
from scheduler.actors import clockwork
from scheduler.covenant import settings_of
from scheduler.models import Seat, Shift, Swap
from scheduler.office import Office
from scheduler.queries.seat_turns import Sought
from scheduler.queries.seats import SeatAt
from scheduler.terms import shift_terms
from scheduler.usecases import answering, drawing, seat_claims, seats, sign_up, substitutes, swaps
from scheduler.usecases.seat_notes import reminder_key, tell

BATCH = 50
FIRST_SECONDS = 15
"""Seconds of a minute in which what may wait a minute is looked at."""


def lapse_all(office: Office) -> None:
    """End all offers of seats whose answer is overdue, each by itself."""
    database, due = office.database, BATCH
    while due == BATCH:
        with database.reading() as session:
            found = queries.seat_turns.unanswered(session, database.now(session), BATCH)
        for row in found:
            database.transact(partial(_lapse, office, row))
        due = len(found)


def _lapse(office: Office, row: Seat, session: Session) -> None:
    answering.lapse(session, seat=row, now=office.database.now(session))


def ask_on(office: Office) -> None:
    """Ask the next people where a seat still looks for somebody; once an hour also for posts that have nobody."""
    database = office.database
    with database.reading() as session:
        now = database.now(session)
        due = queries.seat_turns.waves_due(session, now)
        if now.minute == 0 and now.second < FIRST_SECONDS:
            communities = queries.community.all_of_them(session)
            due += [post for one in communities for post in open_posts(session, one.id, now)]
    for post in due:
        database.transact(partial(_ask_on, office, post))


def _ask_on(office: Office, post: Sought, session: Session) -> None:
    substitutes.go_on(session, sought=post, now=office.database.now(session))


def open_posts(session: Session, community: UUID, now: datetime) -> list[Sought]:
    """Posts with fewer people than wished on shifts so near that nobody signs out of them freely any more."""
    covenant = queries.community.covenant_in_force(session, community, now)
    if covenant is None:
        return []
    until = now + timedelta(hours=settings_of(covenant.settings).service.free_hours)
    shifts = queries.seat_turns.soon(session, community, now, until)
    taken = queries.seats.covered(session, [shift.id for shift in shifts])
    return [
        Sought(community, shift.id, role.id, None)
        for shift in shifts
        for role in shift_terms(shift.terms).roles
        if taken.get((shift.id, role.id), 0) < role.target
    ]


def draw_all(office: Office) -> None:
    """Draw all posts whose time has come."""
    database = office.database
    with database.reading() as session:
        now = database.now(session)
        due = [row for row in queries.seat_turns.undrawn(session, now) if _is_due(session, row, now)]
    for row in due:
        database.transact(partial(_draw, office, row))


def _is_due(session: Session, row: Shift, now: datetime) -> bool:
    until = sign_up.draw_at(row, seat_claims.service_rules(session, row.community_id, now))
    return until is not None and until <= now


def _draw(office: Office, row: Shift, session: Session) -> None:
    drawing.draw(session, shift=row, now=office.database.now(session))


def expire_swaps(office: Office) -> None:
    """End all swaps that nobody decided in time."""
    database, due = office.database, BATCH
    while due == BATCH:
        with database.reading() as session:
            found = queries.seat_turns.swaps_overdue(session, database.now(session), BATCH)
        for row in found:
            database.transact(partial(_expire, office, row))
        due = len(found)


def _expire(office: Office, row: Swap, session: Session) -> None:
    swaps.expire(session, swap=row, now=office.database.now(session))


def remind(office: Office) -> None:
    """Once a minute: remind people of their shifts, at the time that each of them chose, once for each seat."""
    database = office.database
    with database.reading() as session:
        now = database.now(session)
        if now.second >= FIRST_SECONDS:
            return
        found = queries.seat_turns.to_remind(session, now)
        told = queries.seat_turns.told(session, [reminder_key(row.seat) for row in found])
    fresh = [row for row in found if reminder_key(row.seat) not in told]
    for at in range(0, len(fresh), BATCH):
        database.transact(partial(_remind, fresh[at : at + BATCH], now))


def _remind(rows: list[SeatAt], now: datetime, session: Session) -> None:
    for row in rows:
        tell(session, row.volunteer, row.shift, "shift_reminder", row.seat.id, now)


def end_all(office: Office) -> None:
    """Note of all shifts that are over that they are."""
    database, due = office.database, BATCH
    while due == BATCH:
        with database.reading() as session:
            found = queries.seat_turns.ended(session, database.now(session), BATCH)
        for row in found:
            database.transact(partial(_end, office, row))
        due = len(found)


def _end(office: Office, found: Shift, session: Session) -> None:
    """End a shift; who said in time that they could not come is excused, though nobody took their seat."""
    now, system = office.database.now(session), clockwork(found.community_id)
    (row,) = queries.seats.lock_shifts(session, found.community_id, [found.id])
    if row.state != "open" or row.ends_at > now:
        return
    row.state, row.row_version = "over", row.row_version + 1
    looking = queries.seats.on_shift(session, row.id, ("looking_for_substitute",))
    for seat in queries.seats.locked(session, [one.id for one in looking]):
        seats.step(session, seat, "replace", system, now)
    for ask in queries.seat_turns.asked_on(session, row.id):
        ask.state = "expired"
    session.flush()
    audit.record(session, row.community_id, system.name, "shift.end", "shift", row.id, now)
