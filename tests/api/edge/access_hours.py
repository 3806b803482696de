"""What the access matrix asks for of the time bank: a volunteer's seat of April, credited, and the record of it."""

from __future__ import annotations

from datetime import date

from scheduler.usecases import hours, service_records
from tests.rosters_town import LESSON, RosterTown

SERVED = date(2026, 4, 20)


def hours_things(roster: RosterTown, at: int) -> dict[str, str]:
    """A transaction by which the volunteer of a resident was credited, the volunteer, and their record of service."""
    shift = roster.shift(f"served{at}", SERVED, "09:00", 90, "HALL", LESSON)
    seat = roster.seat(at, shift, "teacher", "confirmed")
    town = roster.town
    made = town.do(hours.credit_seat, actor=town.coordinator, seat_id=seat, minutes=90, reason="On the paper list.")
    whose = roster.volunteers[at]
    paper = town.do(service_records.issue, actor=town.coordinator, vault=town.vault, volunteer_id=whose)
    told = {"service_record_id": str(paper.id), "record_code": paper.code}
    return {"hours_transaction_id": str(made.id), "banking_volunteer_id": str(whose), **told}
