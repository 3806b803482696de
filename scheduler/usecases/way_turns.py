"""Ways that were held for somebody until now: free again, and told."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

from sqlalchemy.orm import Session

from scheduler import audit, queries
from scheduler.actors import clockwork
from scheduler.models import Alternative
from scheduler.office import Office
from scheduler.usecases import messages
from scheduler.usecases.standing_round import is_moving
from scheduler.usecases.turns import BATCH, apart, in_batches
from scheduler.usecases.ways_ground import rules_of
from scheduler.usecases.ways_shared import let_go


def lapse_all(office: Office) -> None:
    """End what is overdue, each in a transaction of its own."""
    database = office.database

    def due() -> list[UUID]:
        with database.reading() as session:
            return [way.id for way in queries.ways.overdue(session, database.now(session), BATCH)]

    def end(way: UUID) -> bool:
        work = partial(_lapse_now, office, way)
        return apart("way", partial(database.transact, work), str(way))

    in_batches(due, end)


def _lapse_now(office: Office, way: UUID, session: Session) -> bool:
    return lapse(session, alternative_id=way, now=office.database.now(session))


def lapse(session: Session, *, alternative_id: UUID, now: datetime) -> bool:
    """End what was held for somebody until now; whether it was still held.

    While a run or a version is under way nobody can take anything: the time begins anew.
    """
    found = session.get_one(Alternative, alternative_id)
    round_ = queries.rounds.locked(session, found.community_id, found.round_id)
    row = queries.registrations.locked(session, found.community_id, found.registration_id)
    way = queries.ways.locked(session, alternative_id)
    if round_ is None or row is None or way.state != "held" or way.held_until is None or way.held_until > now:
        return False
    if is_moving(session, round_.id):
        way.held_until = now + timedelta(minutes=rules_of(session, round_).hold_minutes)
        return True
    let_go(session, way, "lapsed", now)
    messages.tell(session, row=row, code="way_lapsed", key=f"{way.id}:{now.isoformat()}", now=now)
    name = clockwork(way.community_id).name
    audit.record(session, way.community_id, name, "alternative.lapse", "alternative", way.id, now)
    return True
