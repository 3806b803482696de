"""What the access matrix asks for of the time bank: a volunteer's seat of April, credited."""

from __future__ import annotations

from datetime import date

from scheduler.usecases import hours
from tests.rosters_town import LESSON, RosterTown

SERVED = date(2026, 4, 20)


def hours_things(roster: RosterTown, at: int) -> dict[str, str]:
    """A transaction by which the volunteer of a resident was credited, and the volunteer."""
    shift = roster.shift(f"served{at}", SERVED, "09:00", 90, "HALL", LESSON)
    seat = roster.seat(at, shift, "teacher", "confirmed")
    town = roster.town
    made = town.do(hours.credit_seat, actor=town.coordinator, seat_id=seat, minutes=90, reason="On the paper list.")
    return {"hours_transaction_id": str(made.id), "banking_volunteer_id": str(roster.volunteers[at])}
