"""Single bookings of rooms: what is taken, what is refused and why."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import event, select

from scheduler import queries
from scheduler.actors import Actor
from scheduler.errors import Conflict, NotAllowed, NotFound, Refused, Rejected
from scheduler.ids import new_id, new_receipt
from scheduler.models import Covenant, OutboxMessage
from scheduler.usecases import equipment, facilities, facility_hours, organisations, room_bookings
from scheduler.usecases.bookings import Span
from scheduler.usecases.facility_hours import HoursTerms
from tests.houses import HOUR, NOON, House
from tests.scheduler.usecases.wishes import refused
from tests.town import START

QUARTER = timedelta(minutes=15)


def change_rules(house: House, **rules: Any) -> None:
    with house.town.database.writing() as session:
        session.get_one(Covenant, (house.town.community_id, 1)).settings = {"room_booking": rules}


def messages(house: House) -> list[str]:
    with house.town.database.reading() as session:
        rows = session.execute(select(OutboxMessage).order_by(OutboxMessage.id)).scalars()
        return [row.code for row in rows if row.code.startswith("room_")]


# ---- taking


def test_a_booking_takes_the_room_with_the_time_to_clear_it(house: House) -> None:
    made = house.book(title="合唱团排练")

    assert (made.state, made.channel, made.operator_id, made.people, made.row_version) == (
        "confirmed",
        "web",
        None,
        8,
        1,
    )
    assert house.taken(made.id) == [(NOON, NOON + HOUR + QUARTER)]
    with house.town.database.reading() as session:
        last = list(queries.audit.entries(session, house.town.community_id))[-1]
    assert (last.action, last.subject_id) == ("booking.make", str(made.id))


def test_a_title_is_sealed_and_for_its_person_and_staff(house: House) -> None:
    made = house.book(title="合唱团排练")
    assert made.title_cipher is not None
    assert "合唱团".encode() not in made.title_cipher

    def title(by: Any) -> str:
        wanted = {"actor": by, "vault": house.town.vault, "booking_id": made.id}
        return house.town.see(room_bookings.seen, **wanted).title

    assert [title(by) for by in (house.town.people[0], house.town.coordinator, house.town.auditor)] == [
        "合唱团排练",
        "合唱团排练",
        "",
    ]
    for by in (house.town.people[1], house.town.stranger):
        with refused(NotFound, "no_such_thing"):
            title(by)


def test_a_room_is_had_by_one_at_a_time_with_its_buffers_between(house: House) -> None:
    house.book()
    for at in ({"start": 0}, {"start": 0.5}, {"start": -0.5}, {"start": -1, "hours": 3}, {"start": 1}, {"start": -1}):
        with refused(Conflict, "room_taken", "room_id"):
            house.book(person=1, **at)
    assert house.book(person=1, start=1.25).state == "confirmed"
    assert house.book(person=1, start=-1.25).state == "confirmed"
    assert house.book("C2", person=1).state == "confirmed"


def test_a_hall_and_its_parts_exclude_each_other(house: House) -> None:
    whole = house.book("CH", people=50)
    assert len(house.taken(whole.id)) == 2
    for part in ("CHa", "CHb"):
        with refused(Conflict, "room_taken", "room_id"):
            house.book(part, person=1)
    house.book("CHa", start=2)
    assert house.book("CHb", start=2, person=1).state == "confirmed"
    with refused(Conflict, "room_taken", "room_id"):
        house.book("CH", start=2, person=2)


def test_noisy_neighbours_are_not_noisy_at_once(house: House) -> None:
    house.book("C2", noisy=True)
    with refused(Conflict, "noisy_neighbours", "noisy"):
        house.book("C1", person=1, noisy=True, start=0.5)
    assert house.book("C1", person=1, start=0.5).state == "confirmed"
    assert house.book("C1", person=1, noisy=True, start=1.75).state == "confirmed"


def test_equipment_is_lent_as_often_as_there_is_of_it(house: House) -> None:
    house.book("C1", equipment={"projector": 2})
    with refused(Conflict, "equipment_short", "equipment"):
        house.book("C2", person=1, equipment={"projector": 2}, start=0.5)
    with refused(Conflict, "equipment_short", "equipment"):
        house.book(None, person=1, count=2)
    alone = house.book(None, person=1, count=1)
    assert (alone.equipment, house.taken(alone.id)) == ({"projector": 1}, [])
    with refused(Conflict, "equipment_short", "equipment"):
        house.book("C2", person=2, equipment={"projector": 1})
    assert house.book("C2", person=2, equipment={"projector": 3}, start=1).state == "confirmed"


def test_equipment_alone_is_handed_out_and_taken_back_while_somebody_is_there(house: House) -> None:
    change_rules(house, longest_minutes=1440)
    with refused(Rejected, "facility_closed", "starts_at"):
        house.book(None, start=8.5, hours=2)
    assert house.book(None, start=8, hours=13).state == "confirmed"
    changes = {"alone": False}
    wanted = {"equipment_id": house.projectors, "version": 1, "changes": changes}
    house.town.do(equipment.amend, actor=house.town.coordinator, **wanted)
    with refused(Rejected, "not_bookable", "equipment_id"):
        house.book(None, person=1)


def test_rules_of_a_room_speak_with_the_codes_of_a_plan(house: House) -> None:
    cases: list[tuple[str, dict[str, Any], str, str]] = [
        ("C1", {"people": 13}, "room_capacity", "people"),
        ("C1", {"features": ("mirrors",)}, "room_equipment", "equipment"),
        ("C1", {"equipment": {"projector": 4}}, "room_equipment", "equipment"),
        ("E1", {"equipment": {"projector": 1}}, "room_equipment", "equipment"),
        ("C1", {"start": 8.5}, "room_closed", "starts_at"),
        ("E1", {"start": -2}, "room_closed", "starts_at"),
        ("C1", {"start": 10, "hours": 3}, "outside_day", "ends_at"),
    ]
    for room, terms, code, field in cases:
        with refused(Rejected, code, field):
            house.book(room, **terms)
    assert house.book("E1", start=-2, age_group="senior").state == "confirmed"


def test_a_staffed_room_is_open_while_somebody_is_on_duty(house: House) -> None:
    wanted = {"room_id": house.rooms["C2"], "version": 1, "changes": {"staffed_only": True}}
    house.town.do(facilities.amend_room, actor=house.town.coordinator, **wanted)
    with refused(Rejected, "room_closed", "starts_at"):
        house.book("C2")
    windows = [HoursTerms("staffed", "13:00", "17:00")]
    hours = {"facility_id": house.facilities["C"], "version": house.version(), "windows": windows}
    house.town.do(facility_hours.set_windows, actor=house.town.admin, room_id=house.rooms["C2"], **hours)
    with refused(Rejected, "room_closed", "starts_at"):
        house.book("C2", start=0.5)
    assert house.book("C2", start=1).state == "confirmed"


def test_where_staff_decide_a_booking_is_a_request_that_holds_the_room(house: House) -> None:
    asked = house.book("C3")
    assert (asked.state, asked.answer_by) == ("requested", START + timedelta(hours=24))
    with refused(Conflict, "room_taken"):
        house.book("C3", person=1)
    own: Any = {"actor": house.town.coordinator, "channel": "hotline", "member_id": house.town.people[1].member_id}
    assert house.book("C3", start=3, **own).state == "confirmed"

    windows = [HoursTerms("approval", "18:00", "21:00")]
    hours = {"facility_id": house.facilities["C"], "version": house.version(), "windows": windows}
    house.town.do(facility_hours.set_windows, actor=house.town.admin, room_id=house.rooms["C1"], **hours)
    assert [house.book("C1", start=at, person=2).state for at in (3, 5.5)] == ["confirmed", "requested"]


def test_a_hold_lasts_some_minutes(house: House) -> None:
    held = house.book(hold=True)
    assert (held.state, held.answer_by) == ("held", START + timedelta(minutes=15))
    with refused(Conflict, "room_taken"):
        house.book(person=1)


def test_staff_book_on_behalf_at_the_counter_and_the_person_is_told(house: House) -> None:
    person = house.town.people[0]
    made = house.book(member_id=person.member_id, actor=house.town.coordinator, channel="hotline")

    assert (made.member_id, made.operator_id, made.channel) == (
        person.member_id,
        house.town.coordinator.account_id,
        "hotline",
    )
    assert messages(house) == ["room_booked"]
    with refused(Rejected, "not_offered", "channel"):
        house.book(person=1, channel="hotline")
    with refused(NotFound, "no_such_thing"):
        house.book(person=1, member_id=person.member_id)
    with refused(Rejected, "person_missing", "member_id"):
        house.book(actor=house.town.coordinator)


def test_one_books_for_ones_own_organisation(house: House) -> None:
    choir = house.town.do(organisations.add, actor=house.town.coordinator, name="塘桥合唱团")
    with refused(NotAllowed, "not_your_organisation", "organisation_id"):
        house.book(organisation_id=choir.id)
    joining = {"member_id": house.town.people[0].member_id, "organisation_id": choir.id}
    house.town.do(organisations.join, actor=house.town.coordinator, **joining)
    assert house.book(organisation_id=choir.id).organisation_id == choir.id


def test_a_person_has_so_many_open_bookings(house: House) -> None:
    for at in range(4):
        house.book(start=1.5 * at)
    with refused(Conflict, "too_many_bookings", "member_id"):
        house.book("C2")
    house.town.clock.now = NOON + 1.5 * HOUR
    assert house.book("C2", start=3).state == "confirmed"


def test_bookings_of_spaces_and_of_rooms_do_not_count_for_each_other(house: House) -> None:
    for at in range(4):
        house.book(start=1.5 * at)
    with house.town.database.reading() as session:
        member, now = house.town.people[0].member_id, house.town.clock.now
        assert member is not None
        assert queries.bookings.open_count(session, house.town.community_id, member, now) == 0
        assert queries.bookings.of_community(session, house.town.community_id) == []


WRONG_SPANS = [
    (Span(NOON + timedelta(seconds=1), NOON + HOUR), "not_whole_minutes", "starts_at"),
    (Span(NOON, NOON), "empty_span", "ends_at"),
    (Span(NOON, NOON + timedelta(minutes=29)), "span_length", "ends_at"),
    (Span(NOON, NOON + timedelta(minutes=241)), "span_length", "ends_at"),
    (Span(START - HOUR, START + HOUR), "in_the_past", "starts_at"),
    (Span(START + timedelta(days=29), START + timedelta(days=29, hours=1)), "too_far_ahead", "starts_at"),
]


def test_a_span_that_cannot_be_is_named(house: House) -> None:
    for at, code, field in WRONG_SPANS:
        with refused(Rejected, code, field):
            house.book(span=at)


def test_what_is_not_there_for_somebody_cannot_be_booked(house: House) -> None:
    for by in (house.town.auditor, house.town.stranger):
        with refused(NotFound, "no_such_thing"):
            house.book(actor=by, member_id=house.town.people[0].member_id)
    with refused(NotFound, "no_such_thing"):
        replace(house, rooms={"C1": new_id()}).book()
    wanted = {"room_id": house.rooms["C1"], "version": 2, "changes": {"bookable": False}}
    house.town.do(facilities.amend_room, actor=house.town.coordinator, **wanted)
    with refused(Rejected, "not_bookable", "room_id"):
        house.book()


def test_without_a_covenant_nothing_is_booked(house: House) -> None:
    with house.town.database.writing() as session:
        session.get_one(Covenant, (house.town.community_id, 1)).in_force_from = START + HOUR
    with refused(Conflict, "no_covenant"):
        house.book()


# ---- guards


def test_of_two_who_want_a_room_at_once_one_gets_it(house: House) -> None:
    def attempt(person: int) -> str:
        try:
            return house.book(person=person).state
        except Refused as error:
            return error.code

    with ThreadPoolExecutor(4) as pool:
        told = sorted(pool.map(attempt, range(4)))
    assert told == ["confirmed", "room_taken", "room_taken", "room_taken"]


def test_a_booking_asks_the_database_little(house: House) -> None:
    house.book("C2")
    asked: list[str] = []
    event.listen(house.town.database.writer, "before_cursor_execute", lambda *given: asked.append(given[2]))
    house.book("C1", person=1)
    # Begin, who and what, how many are open, what is in use, the booking, the room, three for the audit chain.
    assert len(asked) <= 11, asked


def test_a_receipt_as_it_is_told_leads_those_whom_it_concerns_to_the_booking(house: House) -> None:
    town, served, other = house.town, house.book(title="合唱团排练"), house.book("C2", person=6)

    def found(actor: Actor, text: str) -> tuple[UUID, str]:
        seen = town.see(room_bookings.by_receipt, actor=actor, vault=town.vault, text=text)
        return seen.row.id, seen.title

    heard = other.receipt.replace("-", "").lower()
    assert found(town.staff, served.receipt) == (served.id, "合唱团排练")
    assert found(town.auditor, served.receipt) == (served.id, "")
    assert found(town.people[6], heard) == found(town.coordinator, heard) == (other.id, "")
    for actor in (town.staff, town.people[0], town.stranger):
        with refused(NotFound, "no_such_thing"):
            found(actor, other.receipt)
    with refused(NotFound, "no_such_thing"):
        found(town.coordinator, new_receipt())
    with refused(NotFound, "no_such_thing"):
        found(town.coordinator, "0000")
