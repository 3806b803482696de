"""What happens to seats by itself: answers lapse, people are asked, posts drawn, swaps expire, shifts end."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import TypeVar
from uuid import UUID
from weakref import WeakKeyDictionary

from sqlalchemy.orm import Session

from scheduler import audit, queries
from scheduler.actors import clockwork
from scheduler.covenant import settings_of
from scheduler.db import Database
from scheduler.models import Seat, Shift, Swap
from scheduler.office import Office
from scheduler.queries.seat_turns import Sought
from scheduler.queries.seats import SeatAt
from scheduler.terms import shift_terms
from scheduler.usecases import answering, drawing, seat_notes, seats, substitute_search, swaps
from scheduler.usecases.seat_notes import reminder_key
from scheduler.usecases.turns import BATCH, apart, in_batches

R = TypeVar("R", Seat, Shift, Swap)
Due = Callable[[Session, datetime, int], list[R]]
HOUR = 3600
MOST = 200
"""Most posts of a kind that are looked at in one turn."""
FIRST_SECONDS = 15
"""Seconds of a minute in which what may wait a minute is looked at."""
OVERLAP = timedelta(seconds=15)
"""How far back a look reaches behind the one before: what was written then may only have come to be seen now."""
LOOKED: WeakKeyDictionary[Database, datetime] = WeakKeyDictionary()
"""When this process last looked for posts that have nobody."""


def lapse_all(office: Office) -> None:
    """End all offers of seats whose answer is overdue, each by itself."""
    _each(office, "lapse", queries.seat_turns.unanswered, _lapse)


def _lapse(office: Office, row: Seat, session: Session) -> None:
    answering.lapse(session, seat=row, now=office.database.now(session))


def _each(office: Office, name: str, due: Due[R], work: Callable[[Office, R, Session], None]) -> None:
    """Do to all rows that are due what is to be done, each in a transaction of its own."""
    database = office.database

    def find() -> list[R]:
        with database.reading() as session:
            return due(session, database.now(session), BATCH)

    def move(row: R) -> bool:
        return apart(name, partial(database.transact, partial(work, office, row)), str(row.id))

    in_batches(find, move)


def ask_on(office: Office) -> None:
    """Ask the next people where somebody is missing; whom, is found out before anything is kept from other writers."""
    database = office.database
    with database.reading() as session:
        now = database.now(session)
        due = _posts_due(session, LOOKED.get(database), now)
    LOOKED[database] = now
    for post in due:
        apart("substitutes", partial(_ask_on, office, post), str(post.shift_id))


def _ask_on(office: Office, post: Sought) -> None:
    database = office.database
    with database.reading() as session:
        chosen = substitute_search.ranked(session, sought=post, now=database.now(session))
    database.transact(
        lambda session: substitute_search.go_on(session, sought=post, chosen=chosen, now=database.now(session))
    )


def _posts_due(session: Session, last: datetime | None, now: datetime) -> list[Sought]:
    """Seats that look for somebody, posts that came free since the last look, and once an hour all that lack people."""
    since = (now if last is None else last) - OVERLAP
    due = queries.seat_turns.waves_due(session, now, MOST)
    due += queries.seat_turns.refused_lately(session, since, MOST)
    hourly = last is not None and int(last.timestamp()) // HOUR != int(now.timestamp()) // HOUR
    for one in queries.community.all_of_them(session):
        until = _near(session, one.id, now)
        left = () if hourly or until is None else queries.seat_turns.left_lately(session, one.id, since, now, until)
        if hourly or left:
            due += [post for post in open_posts(session, one.id, now) if hourly or post in left]
    return list(dict.fromkeys(due))


def _near(session: Session, community: UUID, now: datetime) -> datetime | None:
    """Until when a shift begins so soon that nobody signs out of it freely any more; None without a covenant."""
    covenant = queries.community.covenant_in_force(session, community, now)
    hours = None if covenant is None else settings_of(covenant.settings).service.free_hours
    return None if hours is None else now + timedelta(hours=hours)


def open_posts(session: Session, community: UUID, now: datetime) -> list[Sought]:
    """Posts with fewer people than wished on shifts so near that nobody signs out of them freely any more."""
    until = _near(session, community, now)
    shifts = [] if until is None else queries.seat_turns.soon(session, community, now, until)
    taken = queries.seats.covered(session, [shift.id for shift in shifts])
    return [
        Sought(community, shift.id, role.id, None)
        for shift in shifts
        for role in shift_terms(shift.terms).roles
        if taken.get((shift.id, role.id), 0) < role.target
    ]


def draw_all(office: Office) -> None:
    """Draw all posts whose time has come."""
    _each(office, "draw", queries.seat_turns.undrawn, _draw)


def _draw(office: Office, row: Shift, session: Session) -> None:
    drawing.draw(session, shift=row, now=office.database.now(session))


def expire_swaps(office: Office) -> None:
    """End all swaps that nobody decided in time."""
    _each(office, "swap", queries.seat_turns.swaps_overdue, _expire)


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
        told = queries.seat_turns.told(session, [reminder_key(row.seat, row.shift) for row in found])
    fresh = [row for row in found if reminder_key(row.seat, row.shift) not in told]
    for at in range(0, len(fresh), BATCH):
        apart("remind", partial(database.transact, partial(_remind, fresh[at : at + BATCH], now)))


def _remind(rows: list[SeatAt], now: datetime, session: Session) -> None:
    for row in rows:
        seat_notes.remind(session, row.volunteer, row.shift, row.seat, now)


def end_all(office: Office) -> None:
    """Note of all shifts that are over that they are."""
    _each(office, "shift_end", queries.seat_turns.ended, _end)


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
