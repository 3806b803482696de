"""What happens to bookings of rooms by itself: they lapse unanswered, are offered on, people are reminded."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

from sqlalchemy.orm import Session

from scheduler import audit, queries
from scheduler.actors import clockwork
from scheduler.models import Booking
from scheduler.office import Office
from scheduler.usecases import room_claims, room_freeing, room_moves
from scheduler.usecases.room_notes import tell, tell_of_stretch

BATCH = 50
FIRST_SECONDS = 15
"""Seconds of a minute in which those in line are looked at; whoever gives a room back offers it on at once."""
AHEAD = timedelta(days=500)
"""Beyond any date for which somebody may wait."""


def lapse_all(office: Office) -> None:
    """End all bookings whose answer is overdue, each by itself: a facility is locked before the end of a chain is."""
    database, due = office.database, BATCH
    while due == BATCH:
        with database.reading() as session:
            found = queries.room_bookings.overdue(session, database.now(session), BATCH)
        for row in found:
            database.transact(partial(_lapse, office, row))
        due = len(found)


def _lapse(office: Office, found: Booking, session: Session) -> None:
    now = office.database.now(session)
    (row,) = room_moves.kept(session, clockwork(found.community_id), [found])
    if row.answer_by is None or row.answer_by > now or row.state not in room_moves.UNDECIDED:
        return
    if row.series_id is not None and row.state == "held":
        tell_of_stretch(session, row, "room_series_lapsed", now)
    else:
        tell(session, row, "room_lapsed", now)
    room_freeing.end(session, row, "lapsed", now)
    system = clockwork(row.community_id)
    audit.record(session, row.community_id, system.name, "booking.lapse", "booking", row.id, now)
    asset = queries.room_bookings.assets(session, [row.resource_id])[row.resource_id]
    facility = queries.rooms.lock_facility(session, asset.facility_id)
    room_freeing.offer(session, facility, row.starts_at, row.ends_at, now)


def offer_all(office: Office) -> None:
    """Once a minute: offer what came free without anybody's doing, as when a plan changed."""
    database = office.database
    with database.reading() as session:
        now = database.now(session)
        if now.second >= FIRST_SECONDS:
            return
        awaited = queries.room_waiting.facilities_awaited(session)
        due = [facility for _, facility in awaited if room_freeing.could_offer(session, facility, now, now + AHEAD)]
    if awaited:
        database.transact(lambda session: queries.room_waiting.give_up_past(session, now))
    for facility in due:
        database.transact(partial(_offer, office, facility))


def _offer(office: Office, facility_id: UUID, session: Session) -> None:
    now = office.database.now(session)
    facility = queries.rooms.lock_facility(session, facility_id)
    room_freeing.offer(session, facility, now, now + AHEAD, now)


def remind(office: Office) -> None:
    """Once a minute: ask for the confirmation of stretches of series that begin soon."""
    database = office.database
    with database.reading() as session:
        now = database.now(session)
        if now.second >= FIRST_SECONDS:
            return
        found = [row for one in queries.community.all_of_them(session) for row in _to_remind(session, one.id, now)]
    for row in found:
        database.transact(partial(tell_of_stretch, row=row, code="room_reconfirm", now=now))


def _to_remind(session: Session, community: UUID, now: datetime) -> list[Booking]:
    covenant = queries.community.covenant_in_force(session, community, now)
    if covenant is None:
        return []
    days = room_claims.rules_of(covenant.settings).room_booking.reconfirm_days
    return queries.room_bookings.to_reconfirm(session, community, now, now + timedelta(days=days))
