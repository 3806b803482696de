"""What ends with a shift that is called off or moves: what people were asked about it, wished for it and swapped."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from scheduler import audit, queries
from scheduler.actors import Actor, clockwork
from scheduler.models import Round, Seat, Shift, Swap, Volunteer
from scheduler.usecases import seat_notes, seats, substitutes, teams
from scheduler.usecases.volunteers import rules_of

HERE = ("checked_in", "checked_out")
"""Seats whose people have come."""
TAKEN = ("offered", "accepted", "confirmed", "looking_for_substitute")
"""Living seats whose people have not come yet."""


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
    end_swaps(session, held, now)
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


def end_swaps(session: Session, held: Collection[Seat], now: datetime) -> None:
    """End what was proposed with seats that are not what they were, and tell both."""
    # Whoever decides on one locks the holder of each of its seats first, who is locked by now.
    for swap in queries.seat_turns.open_swaps(session, [seat.id for seat in held]):
        row = queries.seat_turns.swap_locked(session, swap.id)
        row.state, row.row_version = "expired", row.row_version + 1
        session.flush()
        _tell_both(session, row, now)
        system = clockwork(row.community_id)
        audit.record(session, row.community_id, system.name, "swap.expire", "swap", row.id, now)


def end_seat(session: Session, seat: Seat, row: Shift, action: str, actor: Actor, now: datetime) -> None:
    """End a coming seat of a locked shift and volunteer, with what was asked and proposed about it.

    The clockwork asks others for it where the shift begins soon; of that its coordinator is told.
    """
    substitutes.close(session, row, seat.role, seat.id, now)
    end_swaps(session, [seat], now)
    seats.step(session, seat, action, actor, now)
    soon = timedelta(hours=rules_of(session, row.community_id, now).service.free_hours)
    if row.state == "open" and seat.role != seats.STANDBY and row.starts_at - now < soon:
        seat_notes.tell_coordinator(session, row, "seat_given_up", f"{seat.id}:{seat.row_version}", now)


def shut_out(
    session: Session, actor: Actor, community: UUID, unwanted: Collection[UUID], now: datetime, elder_id: UUID
) -> int:
    """Take visits to come at an elder's from those who are not wanted there any more, and tell them; how many."""
    queries.volunteers.locked(session, community, unwanted)
    found = queries.volunteers.visits_to_come(session, elder_id, unwanted, now)
    shifts = {row.id: row for row in queries.seats.lock_shifts(session, community, [one.shift_id for one in found])}
    for seat in queries.seats.locked(session, [one.id for one in found]):
        if seat.state in TAKEN:
            end_seat(session, seat, shifts[seat.shift_id], "cancel", actor, now)
            seat_notes.tell_holder(session, seat, shifts[seat.shift_id], "seat_cancelled", now)
    return len(found)


def _tell_both(session: Session, row: Swap, now: datetime) -> None:
    given = session.get_one(Seat, row.seat_id)
    shift = session.get_one(Shift, given.shift_id)
    for volunteer_id in (given.volunteer_id, row.to_volunteer_id):
        volunteer = session.get_one(Volunteer, volunteer_id)
        seat_notes.tell(session, volunteer, shift, "swap_expired", f"{row.id}:{volunteer_id}", now)
