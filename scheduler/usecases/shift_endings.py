"""What ends with a shift that is called off, or moves: what people were asked about it, and what they wished."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from scheduler import audit, queries
from scheduler.actors import Actor
from scheduler.models import Round, Shift, Volunteer
from scheduler.usecases import seat_endings, seat_notes, seats, teams
from scheduler.usecases.seat_endings import HERE


def of_round(session: Session, actor: Actor, round_: Round, now: datetime, reason: str) -> None:
    """Call off the shifts of a locked round that is cancelled: its templates may make them anew in another."""
    if round_.domain != "rosters":
        return
    concerned = queries.shifts.with_people(session, round_.id)
    people = {one for shift_id in concerned for one in queries.shifts.volunteers_of(session, shift_id)}
    queries.volunteers.locked(session, round_.community_id, people)
    for row in queries.seats.lock_shifts(session, round_.community_id, concerned):
        call_off(session, actor, row, now, reason)
    bare = queries.shifts.cancel_all(session, round_.id, reason)
    told = {"shifts": len(concerned) + bare}
    audit.record(session, round_.community_id, actor.name, "shift.cancel_all", "round", round_.id, now, told)


def call_off(session: Session, actor: Actor, row: Shift, now: datetime, reason: str) -> None:
    """Call a locked shift off whose volunteers are locked too; whoever has to do with it is told why."""
    held = queries.shifts.living_seats(session, row.id)
    row.state, row.reason = "cancelled", reason  # what people write may name somebody: it stays out of the audit chain
    row.row_version += 1
    for seat in (seat for seat in held if seat.state not in HERE):
        seats.step(session, seat, "cancel", actor, now, reason)
        seat_notes.tell_holder(session, seat, row, "seat_cancelled", now, reason)
    seat_endings.end_swaps(session, held, now)
    let_go(session, row, "shift_called_off", "passed", now, reason)
    teams.release(session, actor, row, now)
    session.flush()
    audit.record(session, row.community_id, actor.name, "shift.cancel", "shift", row.id, now, {"seats": len(held)})


def let_go(session: Session, row: Shift, code: str, wishes_become: str, now: datetime, reason: str = "") -> None:
    """Await no answer and no draw for a locked shift, and tell those who were asked and who wished."""
    told: set[UUID] = set()
    for ask in queries.seat_turns.asked_on(session, row.id):
        ask.state = "passed"
        told.add(ask.volunteer_id)
    for wish, volunteer in queries.seat_turns.wishes_of(session, row.id):
        if wish.state == "waiting":
            wish.state = wishes_become
            told.add(volunteer.id)
    session.flush()
    for volunteer_id in sorted(told):
        volunteer = session.get_one(Volunteer, volunteer_id)
        seat_notes.tell(session, volunteer, row, code, f"{row.id}:{row.row_version}:{volunteer_id}", now, reason=reason)
