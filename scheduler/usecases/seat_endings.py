"""What ends with a coming seat that is given up or taken back: what was asked and proposed about it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from scheduler import audit, queries
from scheduler.actors import Actor, clockwork
from scheduler.models import Seat, Shift, Swap, Volunteer
from scheduler.usecases import seat_claims, seat_notes, seats, substitutes

HERE = ("checked_in", "checked_out")
"""Seats whose people have come."""
TAKEN = ("offered", "accepted", "confirmed", "looking_for_substitute")
"""Living seats whose people have not come yet."""


def end_seat(session: Session, seat: Seat, row: Shift, action: str, actor: Actor, now: datetime) -> None:
    """End a coming seat of a locked shift and volunteer, with what was asked and proposed about it.

    The clockwork asks others for it where the shift begins soon; of that its coordinator is told.
    """
    substitutes.close(session, row, seat.role, seat.id, now)
    end_swaps(session, [seat], now)
    seats.step(session, seat, action, actor, now)
    soon = timedelta(hours=seat_claims.service_rules(session, row.community_id, now).free_hours)
    if row.state == "open" and seat.role != seats.STANDBY and row.starts_at - now < soon:
        seat_notes.tell_coordinator(session, row, "seat_given_up", f"{seat.id}:{seat.row_version}", now)


def take_back(
    session: Session, community: UUID, people: Collection[UUID], seat_ids: Collection[UUID], actor: Actor, now: datetime
) -> int:
    """Take seats from people who have not come yet, and tell them; how many."""
    queries.volunteers.locked(session, community, people)
    ended = end_seats(session, community, seat_ids, "cancel", actor, now)
    for seat, row in ended:
        seat_notes.tell_holder(session, seat, row, "seat_taken_back", now)
    return len(ended)


def end_seats(
    session: Session, community: UUID, seat_ids: Collection[UUID], action: str, actor: Actor, now: datetime
) -> list[tuple[Seat, Shift]]:
    """End those of some seats whose people, locked before, have not come yet; which these were."""
    places = queries.shifts.shifts_of(session, seat_ids)
    shifts = {row.id: row for row in queries.seats.lock_shifts(session, community, places)}
    found = [seat for seat in queries.seats.locked(session, seat_ids) if seat.state in TAKEN]
    for seat in found:
        end_seat(session, seat, shifts[seat.shift_id], action, actor, now)
    return [(seat, shifts[seat.shift_id]) for seat in found]


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


def _tell_both(session: Session, row: Swap, now: datetime) -> None:
    given = session.get_one(Seat, row.seat_id)
    shift = session.get_one(Shift, given.shift_id)
    for volunteer_id in (given.volunteer_id, row.to_volunteer_id):
        volunteer = session.get_one(Volunteer, volunteer_id)
        seat_notes.tell(session, volunteer, shift, "swap_expired", f"{row.id}:{volunteer_id}", now)
