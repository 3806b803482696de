"""What everybody sees of free spaces follows what is booked, though the answers of a minute are remembered."""

from __future__ import annotations

from datetime import timedelta

from scheduler.models import Booking
from scheduler.usecases import bookings, public
from scheduler.usecases.bookings import Span
from tests.scheduler.usecases.wishes import NEWCOMER, OTHER
from tests.town import START, Town

NOON = START + timedelta(days=3)
HOUR = timedelta(hours=1)


def levels(town: Town) -> dict[str, str]:
    found = town.see(public.availability, slug="tangqiao", now=town.clock.now, at=NOON)
    return {one.site.code: one.level for one in found}


def book(town: Town, person: int, space: str) -> Booking:
    return town.do(
        bookings.book,
        actor=town.people[person],
        vehicle_id=town.vehicles[person],
        space_id=town.spaces[space],
        span=Span(NOON, NOON + HOUR),
        channel="web",
    )


def test_a_booking_and_its_end_are_seen_at_once(town: Town) -> None:
    assert [levels(town)["H"], levels(town)["H"]] == ["few", "few"]
    book(town, NEWCOMER, "H1")
    made = book(town, OTHER, "H2")
    assert levels(town)["H"] == "none"
    town.do(bookings.cancel, actor=town.people[OTHER], booking_id=made.id, version=1)
    assert levels(town)["H"] == "few"
