"""Single bookings: what is free, what is refused and why, what is given back."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select

from scheduler import queries
from scheduler.actors import Actor
from scheduler.errors import Conflict, NotFound, Rejected, Stale
from scheduler.ids import new_id
from scheduler.models import Booking, Covenant, Occupation, Site, Space, Vehicle
from scheduler.usecases import bookings, supply
from scheduler.usecases.bookings import Span
from tests.communities import FIRST
from tests.scheduler.usecases.wishes import NEWCOMER, OTHER, refused
from tests.town import START, Town

NOON = START + timedelta(days=3)
"""Noon of the first day of use in Shanghai."""
HOUR = timedelta(hours=1)


def span(start: float = 0, hours: float = 1) -> Span:
    return Span(NOON + start * HOUR, NOON + (start + hours) * HOUR)


def book(
    town: Town, space: str = "H1", person: int = NEWCOMER, by: Actor | None = None, channel: str = "web", **at: Any
) -> Booking:
    return town.do(
        bookings.book,
        actor=by or town.people[person],
        vehicle_id=town.vehicles[person],
        space_id=town.spaces[space],
        span=at.get("span") or span(**at),
        channel=channel,
    )


def cancel(town: Town, made: Booking, by: Actor, version: int | None = 1) -> Booking:
    return town.do(bookings.cancel, actor=by, booking_id=made.id, version=version)


def free(town: Town, person: int = NEWCOMER, site: UUID | None = None, **at: float) -> list[str]:
    found = town.see(
        bookings.search,
        actor=town.people[person],
        vehicle_id=town.vehicles[person],
        span=span(**at),
        now=town.clock.now,
        site_id=site,
    )
    return [one.space.code for one in found]


def change(town: Town, kind: type[Any], key: object, **fields: object) -> None:
    with town.database.writing() as session:
        row = session.get_one(kind, key)
        for name, value in fields.items():
            setattr(row, name, value)


# ---- taking


def test_a_booking_takes_the_space_with_its_guard_and_the_vehicle(town: Town) -> None:
    made = book(town)

    assert (made.state, made.channel, made.operator_id, made.row_version) == ("confirmed", "web", None, 1)
    with town.database.reading() as session:
        rows = session.execute(select(Occupation).where(Occupation.booking_id == made.id)).scalars()
        taken = {row.resource_id: (row.starts_at, row.ends_at, row.active) for row in rows}
        vehicle = queries.community.resource_of(session, "vehicle", made.vehicle_id or UUID(int=0))
        last = list(queries.audit.entries(session, town.community_id))[-1]
    assert taken == {
        made.resource_id: (NOON, NOON + HOUR + timedelta(minutes=15), True),
        vehicle: (NOON, NOON + HOUR, True),
    }
    assert (last.action, last.subject_id) == ("booking.make", str(made.id))


def test_staff_book_on_behalf_and_are_recorded(town: Town) -> None:
    made = book(town, by=town.staff, channel="hotline")
    assert (made.operator_id, made.member_id) == (town.staff.account_id, town.people[NEWCOMER].member_id)


def test_a_space_is_had_by_one_at_a_time_with_the_guard_between(town: Town) -> None:
    book(town)
    for at in ({"start": 0}, {"start": 0.5}, {"start": -0.5}, {"start": -1, "hours": 3}, {"start": 1}):
        with refused(Conflict, "space_taken", "space_id"):
            book(town, person=OTHER, **at)
    assert book(town, person=OTHER, start=1.25).state == "confirmed"


def test_a_vehicle_is_in_one_place_at_a_time(town: Town) -> None:
    book(town)
    with refused(Conflict, "vehicle_busy", "vehicle_id"):
        book(town, "T1", start=0.5)
    assert book(town, "T1", start=1).state == "confirmed"


def test_what_a_published_plan_gave_is_taken_by_night_only(published: Town) -> None:
    assert free(published, start=0) == ["H1", "H2", "T1", "T2", "T3"]
    assert free(published, start=7) == []
    with refused(Conflict, "space_taken"):
        book(published, start=7)
    assert book(published, start=0).state == "confirmed"


def test_a_person_has_so_many_open_bookings(town: Town) -> None:
    for start in (0, 2, 4):
        book(town, start=start)
    with refused(Conflict, "too_many_bookings", "vehicle_id"):
        book(town, start=6)
    town.clock.now = NOON + 1.5 * HOUR
    assert book(town, start=6).state == "confirmed"


def test_the_owner_reserve_stays_empty(town: Town) -> None:
    change(town, Covenant, (town.community_id, 1), settings={"parking": {"reserve_percent": 50}})
    assert len(free(town, site=town.sites["H"])) == 2
    book(town, "H1")
    assert free(town, OTHER, site=town.sites["H"]) == []
    with refused(Conflict, "owner_reserve", "space_id"):
        book(town, "H2", OTHER)
    assert book(town, "T1", OTHER).state == "confirmed"


def test_outside_vehicles_fill_no_more_than_their_share(town: Town) -> None:
    for person in (NEWCOMER, OTHER):
        change(town, Vehicle, town.vehicles[person], party="outside")
    book(town, "H1")
    with refused(Conflict, "outside_cap", "space_id"):
        book(town, "H2", OTHER)
    assert book(town, "H2", 0).state == "confirmed"


# ---- what cannot be


WRONG_SPANS: list[tuple[Span, str, str]] = [
    (Span(NOON + timedelta(seconds=1), NOON + HOUR), "not_whole_minutes", "starts_at"),
    (Span(NOON, NOON + HOUR + timedelta(microseconds=1)), "not_whole_minutes", "ends_at"),
    (Span(NOON, NOON), "empty_span", "ends_at"),
    (Span(NOON, NOON - HOUR), "empty_span", "ends_at"),
    (Span(NOON, NOON + timedelta(minutes=14)), "span_length", "ends_at"),
    (Span(NOON, NOON + timedelta(minutes=1441)), "span_length", "ends_at"),
    (Span(START - HOUR, START + HOUR), "in_the_past", "starts_at"),
    (Span(START + timedelta(days=15), START + timedelta(days=15, hours=1)), "too_far_ahead", "starts_at"),
]


def test_a_span_that_cannot_be_is_named(town: Town) -> None:
    for at, code, field in WRONG_SPANS:
        with refused(Rejected, code, field):
            book(town, span=at)
        with refused(Rejected, code, field):
            town.see(
                bookings.search,
                actor=town.people[NEWCOMER],
                vehicle_id=town.vehicles[NEWCOMER],
                span=at,
                now=town.clock.now,
            )


def test_rules_of_a_space_speak_with_their_own_codes(town: Town) -> None:
    change(town, Space, town.spaces["H1"], size="compact")
    change(town, Space, town.spaces["H2"], accessible=True)
    change(town, Space, town.spaces["T1"], reserved_for=["owner"])
    change(town, Vehicle, town.vehicles[OTHER], needs_ev=True)
    for site in ("H", "T"):
        change(town, Site, town.sites[site], row_version=50)
    closing = {"first": FIRST, "last": FIRST, "space_id": town.spaces["T2"]}
    town.do(supply.close, actor=town.admin, site_id=town.sites["T"], version=50, terms=closing)

    for space, code in (("H1", "size"), ("H2", "accessible_only"), ("T1", "reserved"), ("T2", "closure")):
        with refused(Rejected, code, "space_id"):
            book(town, space)
    with refused(Rejected, "charger", "space_id"):
        book(town, "T3", OTHER)
    assert (free(town), free(town, OTHER)) == (["T3"], [])


def test_what_is_not_there_for_somebody_cannot_be_booked(town: Town) -> None:
    for by in (town.people[OTHER], town.auditor, town.stranger):
        with refused(NotFound, "no_such_thing"):
            book(town, by=by)
    with refused(NotFound, "no_such_thing"):
        book(replace(town, spaces={"H1": new_id()}))
    change(town, Space, town.spaces["H1"], bookable=False)
    with refused(NotFound, "no_such_thing"):
        book(town)
    assert "H1" not in free(town)
    with refused(NotFound, "no_such_thing"):
        free(town, site=new_id())


def test_a_channel_is_stated_by_whoever_uses_it(town: Town) -> None:
    for by, channel in ((None, "hotline"), (town.staff, "pigeon")):
        with refused(Rejected, "not_offered", "channel"):
            book(town, by=by, channel=channel)


def test_without_a_covenant_nothing_is_booked(town: Town) -> None:
    change(town, Covenant, (town.community_id, 1), in_force_from=START + HOUR)
    with refused(Conflict, "no_covenant"):
        book(town)


# ---- giving back


def test_a_cancelled_booking_frees_space_and_vehicle(town: Town) -> None:
    made = book(town)
    assert "H1" not in free(town, OTHER)
    given = cancel(town, made, town.people[NEWCOMER])

    assert (given.state, given.cancelled_at, given.row_version) == ("cancelled", town.clock.now, 2)
    assert "H1" in free(town, OTHER)
    assert book(town).state == "confirmed"


def test_a_booking_is_cancelled_once_from_the_version_seen_by_whom_it_concerns(town: Town) -> None:
    made = book(town)
    for by in (town.people[OTHER], town.stranger):
        with refused(NotFound, "no_such_thing"):
            cancel(town, made, by)
    with refused(Stale, "changed_meanwhile"):
        cancel(town, made, town.people[NEWCOMER], version=2)
    assert cancel(town, made, town.staff, version=None).state == "cancelled"
    with refused(Conflict, "booking_is_over", "state"):
        cancel(town, made, town.people[NEWCOMER], version=2)


def test_what_is_over_is_not_cancelled(town: Town) -> None:
    made = book(town)
    town.clock.now = made.ends_at
    with refused(Conflict, "booking_is_over"):
        cancel(town, made, town.people[NEWCOMER])


def test_bookings_are_seen_by_whom_they_concern(town: Town) -> None:
    mine, other = book(town), book(town, "H2", OTHER)

    assert town.see(bookings.seen, actor=town.people[NEWCOMER], booking_id=mine.id).id == mine.id
    for by in (town.people[OTHER], town.stranger):
        with refused(NotFound, "no_such_thing"):
            town.see(bookings.seen, actor=by, booking_id=mine.id)
    assert [row.id for row in town.see(bookings.listed, actor=town.people[NEWCOMER])] == [mine.id]
    for by in (town.staff, town.auditor):
        assert [row.id for row in town.see(bookings.listed, actor=by)] == [other.id, mine.id]
    assert [row.id for row in town.see(bookings.listed, actor=town.staff, last=other.id)] == [mine.id]
    assert town.see(bookings.listed, actor=replace(town.people[0], member_id=None)) == []
