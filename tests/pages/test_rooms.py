"""Rooms as requests: found by everybody, held and confirmed, given back, waited for, subscribed to."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from fastapi.testclient import TestClient
from sqlalchemy.orm import Session

from api.pages import rooms_asking
from api.pages.places import page_of
from api.pages.rooms_week import CELL, _cells
from fixtures import people
from scheduler import queries
from scheduler.ids import new_receipt
from scheduler.models import Allocation, Booking, Member, Organisation, Registration
from scheduler.queries.lent import STANDING
from scheduler.translation.room_openings import Ask
from scheduler.usecases import room_bookings, room_moves, room_waiting, timetables
from scheduler.usecases.bookings import Span
from scheduler.usecases.room_waiting import WaitingTerms
from tests.pages.asked import asking
from tests.pages.rooms_street import RoomsStreet
from tests.pages.street import add_account, own_rows, rows_of

Reader = Callable[..., TestClient]
HOLD = "/mine/rooms/hold"


@pytest.fixture(autouse=True)
def nothing_booked(rooms_street: RoomsStreet) -> None:
    """Whatever other tests booked or wait for is given back."""
    town = rooms_street.house.town
    database, office = town.database, town.coordinator

    def clear(session: Session) -> None:
        now = database.now(session)
        for seen in room_bookings.listed(session, actor=office, vault=town.vault, states=STANDING, limit=200):
            if seen.row.ends_at > now:
                room_moves.act(session, actor=office, booking_id=seen.row.id, action="cancel", version=None, now=now)
        for row in room_waiting.listed(session, actor=office, limit=200):
            if row.state == "waiting":
                room_waiting.leave(session, actor=office, waiting_id=row.id, now=now)

    database.transact(clear)


def search_for(street: RoomsStreet, **wanted: str) -> dict[str, str]:
    """A search on a date to come."""
    return {"community": "aspen", "day": street.day().isoformat(), "people": "8", "minutes": "60", **wanted}


def choice(street: RoomsStreet, room: str, clock: str, **wanted: str) -> dict[str, str]:
    """What the form of a room sends that was found."""
    at = street.at(clock).astimezone(UTC).isoformat()
    return {**search_for(street, start=clock), "room_id": str(street.house.rooms[room]), "starts_at": at, **wanted}


def forms_in(page: str, place: str) -> list[dict[str, str]]:
    """The hidden fields of the forms that are sent to a place."""
    found = re.findall(rf'<form[^>]* method="post" action="{place}">(.*?)</form>', page, re.S)
    return [dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', form)) for form in found]


def booking_at(client: TestClient, sent: dict[str, str]) -> str:
    """The page of a booking that was just held."""
    answer = client.post(HOLD, data=sent)
    assert answer.status_code == 303, answer.text
    place: str = answer.headers["location"]
    return place


def row_of(street: RoomsStreet, place: str) -> Booking:
    return street.house.booking(UUID(place.rpartition("/")[2]))


def state_of(street: RoomsStreet, place: str) -> str:
    return row_of(street, place).state


def set_begin(street: RoomsStreet, place: str, begin: datetime) -> None:
    """Let a booking begin at another time, as if time had gone by."""

    def move(session: Session) -> None:
        row = session.get_one(Booking, UUID(place.rpartition("/")[2]))
        row.starts_at, row.ends_at = begin, begin + timedelta(hours=1)

    street.street.office.database.transact(move)


def now_of(street: RoomsStreet) -> datetime:
    with street.street.office.database.reading() as session:
        return street.street.office.database.now(session).replace(second=0, microsecond=0)


# ---- for everybody


def test_everybody_sees_what_is_on_by_category_and_no_names(reader: Reader, rooms_street: RoomsStreet) -> None:
    span = Span(rooms_street.at("10:00"), rooms_street.at("12:00"))
    rooms_street.house.book("C1", span=span, category="culture", title="王阿姨的生日")
    client, day = reader(), rooms_street.day().isoformat()
    room, facility = rooms_street.house.rooms["C1"], rooms_street.house.facilities["C"]
    places = [f"/rooms/{room}", f"/facilities/{facility}"]
    pages = [client.get(place, params={"view": view, "day": day}).text for place in places for view in ("day", "list")]
    week = client.get(places[1], params={"view": "week", "day": day}).text

    assert ["Culture and sport" in page for page in pages] == [True] * 4
    assert [page for page in (*pages, week) if "王阿姨" in page or people.name_of(0) in page] == []
    assert f'href="/api/v1/public/rooms/{room}/calendar"' in pages[0]
    assert ">11<" in week


def test_a_board_tells_how_free_each_facility_is_at_an_hour(
    reader: Reader, rooms_street: RoomsStreet, season_street: RoomsStreet
) -> None:
    rooms_street.house.book("C1", span=Span(rooms_street.at("10:00"), rooms_street.at("12:00")))
    ask = {"community": "aspen", "day": rooms_street.day().isoformat(), "start": "10:00"}
    at_ten, at_night = (reader().get("/rooms", params={**ask, "start": start}).text for start in ("10:00", "06:00"))

    assert "5 of 6 rooms free" in at_ten
    assert "rooms free" not in at_night
    assert reader().get("/rooms", params={**ask, "day": "tomorrow"}).status_code == 422
    assert reader().get("/rooms", params={"community": "nowhere"}).status_code == 404
    for slug in ("aspen", season_street.street.slug):
        assert f'href="/rooms?community={slug}"' in reader().get("/rooms").text


def test_a_search_shows_rooms_that_will_do_the_smallest_first(reader: Reader, rooms_street: RoomsStreet) -> None:
    page = reader().get("/rooms/find", params=search_for(rooms_street, start="14:00", people="20")).text
    rooms = re.findall(r'<h3><a href="/rooms/([^"]+)">', page)
    by_id = {str(room): code for code, room in rooms_street.house.rooms.items()}
    found = [by_id[room] for room in rooms if room in by_id]

    assert found == ["C2", "C3", "CHa", "CHb", "CH"]
    assert "The office decides on this one." in page


def test_where_nothing_is_free_every_alternative_can_be_had(reader: Reader, rooms_street: RoomsStreet) -> None:
    rooms_street.house.book("C2", span=Span(rooms_street.at("10:00"), rooms_street.at("12:00")))
    client = reader(rooms_street.login("resident"))
    facility = str(rooms_street.house.facilities["C"])
    ask = search_for(rooms_street, start="10:00", facility_id=facility) | {"has.mirrors": "yes"}
    page = client.get("/rooms/find", params=ask).text
    offers, lines = forms_in(page, HOLD), forms_in(page, "/mine/rooms/wait")

    assert "Nothing is free as asked." in page
    assert "Somebody has the room at that time. (rooms: 1)" in page
    assert (len(offers), len(lines)) == (2, 1)
    for offer in offers:
        place = booking_at(client, offer)
        assert client.post(f"{place}/cancel").status_code == 303
    assert client.post("/mine/rooms/wait", data=lines[0]).headers["location"] == "/mine/rooms#waiting"


@pytest.mark.parametrize(
    ("field", "text", "words"),
    [
        ("people", "many", "People should be a whole number"),
        ("day", "tomorrow", "Date should be"),
        ("minutes", "1", "For how long should be"),
        ("start", "noon", "From should be"),
    ],
)
def test_what_is_wrong_with_a_search_is_told_at_its_field(
    reader: Reader, rooms_street: RoomsStreet, field: str, text: str, words: str
) -> None:
    answer = reader().get("/rooms/find", params=search_for(rooms_street, **{field: text}))

    assert answer.status_code == 422
    assert re.findall(r'class="wrong" id="([a-z_]+)-wrong"', answer.text) == [field]
    assert f'id="{field}"' in answer.text


def test_another_day_of_parking_without_a_time_is_not_taken_for_now(reader: Reader, rooms_street: RoomsStreet) -> None:
    page = reader().get(f"/parking/aspen?day={rooms_street.day()}&start=")

    assert (page.status_code, 'id="start-wrong"' in page.text) == (422, True)


@pytest.mark.parametrize("place", ["/rooms?community=aspen", "/rooms/find?community=aspen&people=8", "/parking/aspen?"])
def test_who_asks_for_a_time_that_is_over_reads_just_that(
    reader: Reader, rooms_street: RoomsStreet, place: str
) -> None:
    gone = f"day={rooms_street.day(-3)}" + ("" if "find" in place else "&start=10:00")
    page = reader().get(f"{place}&{gone}")

    assert (page.status_code, "The start lies in the past." in page.text) == (422, True)


def test_a_row_of_a_grid_is_as_wide_as_its_hours(rooms_street: RoomsStreet) -> None:
    rooms_street.house.book("C1", span=Span(rooms_street.at("10:05"), rooms_street.at("10:50")))
    street, day = rooms_street, rooms_street.day()
    with street.street.office.database.reading() as session:
        wanted: dict[str, Any] = {"first": day, "last": day, "facility_id": street.house.facilities["C"]}
        rows = timetables.timetable(session, slug="aspen", now=now_of(street), **wanted)
    widths = [[cell.width for cell in _cells(one, range(8, 21), "Asia/Shanghai")] for one in rows]

    assert [sum(width) for width in widths] == [13 * 60 // CELL] * len(rows)
    assert len(widths[0]) == 3


def test_one_begins_on_half_hours_or_where_a_short_span_begins() -> None:
    def span(first: str, last: str) -> Span:
        return Span(*(datetime.fromisoformat(f"2026-05-04T{clock}:00+00:00") for clock in (first, last)))

    def begins(*spans: Span) -> list[str]:
        return [one.starts_at.strftime("%H:%M") for one in rooms_asking.begins(spans, 60)]

    assert begins(span("08:15", "10:00"), span("12:10", "13:15")) == ["08:30", "09:00", "12:10"]


# ---- for oneself


def test_a_room_is_held_named_and_confirmed(reader: Reader, rooms_street: RoomsStreet) -> None:
    client = reader(rooms_street.login("resident"))
    place = booking_at(client, choice(rooms_street, "C1", "14:00", category="culture"))
    asked, held = client.get(place).text, state_of(rooms_street, place)
    answers = [client.post(f"{place}/confirm", data={"title": "书法练习"}) for _ in range(2)]

    assert held == "held"
    assert "Is everything right?" in asked
    assert "Culture and sport · people: 8" in asked
    assert [answer.headers["location"] for answer in answers] == [place] * 2
    assert state_of(rooms_street, place) == "confirmed"
    assert "书法练习" in client.get(place).text
    assert place in client.get("/mine/rooms").text


def test_a_second_press_holds_no_second_room_and_takes_no_second_place_in_a_line(
    reader: Reader, rooms_street: RoomsStreet
) -> None:
    rooms_street.house.book("C2", span=Span(rooms_street.at("10:00"), rooms_street.at("12:00")))
    client = reader(rooms_street.login("resident"))
    facility = str(rooms_street.house.facilities["C"])
    ask = search_for(rooms_street, start="10:00", facility_id=facility) | {"has.mirrors": "yes"}
    page = client.get("/rooms/find", params=ask).text
    offer, line = forms_in(page, HOLD)[0], forms_in(page, "/mine/rooms/wait")[0]
    held = {client.post(HOLD, data=offer).headers["location"] for _ in range(2)}
    waits = [client.post("/mine/rooms/wait", data=line).status_code for _ in range(2)]
    town = rooms_street.house.town
    rows = town.see(room_waiting.listed, actor=town.people[0])

    assert (len(held), waits) == (1, [303, 303])
    assert [row.state for row in rows if row.starts_at == rooms_street.at("10:00")].count("waiting") == 1


def test_a_time_that_has_passed_since_it_was_found_is_told_above_the_search(
    reader: Reader, rooms_street: RoomsStreet
) -> None:
    gone = choice(rooms_street, "C1", "10:00", day=rooms_street.day(-1).isoformat())
    gone["starts_at"] = rooms_street.at("10:00", -1).astimezone(UTC).isoformat()
    answer = reader(rooms_street.login("resident")).post(HOLD, data=gone | {"people": "9"})

    assert (answer.status_code, 'name="people"' in answer.text, 'value="9"' in answer.text) == (422, True, True)


def test_who_comes_too_late_is_told_and_shown_what_else_is_free(reader: Reader, rooms_street: RoomsStreet) -> None:
    rooms_street.house.book("C1", span=Span(rooms_street.at("14:00"), rooms_street.at("15:00")))
    answer = reader(rooms_street.login("resident")).post(HOLD, data=choice(rooms_street, "C1", "14:00"))

    assert answer.status_code == 409
    assert "Somebody has the room at that time." in answer.text
    assert str(rooms_street.house.rooms["C2"]) in {form["room_id"] for form in forms_in(answer.text, HOLD)}


def test_where_staff_decide_it_is_said_before_and_the_reason_is_told_after(
    reader: Reader, rooms_street: RoomsStreet
) -> None:
    client, office = reader(rooms_street.login("resident")), reader(rooms_street.login("coordinator"))
    place = booking_at(client, choice(rooms_street, "C3", "14:00"))
    asked = client.get(place).text
    client.post(f"{place}/confirm")
    decided_at = f"/office/rooms/{place.rpartition('/')[2]}"
    listed, unexplained = office.get("/office/rooms").text, office.post(f"{decided_at}/refuse", data={"reason": " "})
    refused = [office.post(f"{decided_at}/refuse", data={"reason": "当天有社区会议"}) for _ in range(2)]

    assert "Send the request</button>" in asked
    assert decided_at in listed
    assert (unexplained.status_code, 'id="reason-wrong"' in unexplained.text) == (422, True)
    assert [answer.status_code for answer in refused] == [303, 303]
    assert state_of(rooms_street, place) == "refused"
    assert "Not granted" in client.get(place).text


def test_the_office_grants_a_request(reader: Reader, rooms_street: RoomsStreet) -> None:
    client, office = reader(rooms_street.login("resident")), reader(rooms_street.login("coordinator"))
    place = booking_at(client, choice(rooms_street, "C3", "14:00"))
    client.post(f"{place}/confirm")
    office.post(f"/office/rooms/{place.rpartition('/')[2]}/confirm")

    assert state_of(rooms_street, place) == "confirmed"


def test_giving_back_too_late_is_said_to_count_before_it_does(reader: Reader, rooms_street: RoomsStreet) -> None:
    client = reader(rooms_street.login("resident"))
    early, late = (booking_at(client, choice(rooms_street, "C1", clock)) for clock in ("14:00", "16:00"))
    for place in (early, late):
        client.post(f"{place}/confirm")
    set_begin(rooms_street, late, now_of(rooms_street) + timedelta(minutes=30))
    warned = ["will count as not used" in client.get(f"{place}/cancel").text for place in (early, late)]
    for place in (early, late):
        for _ in range(2):
            assert client.post(f"{place}/cancel").headers["location"] == place

    assert warned == [False, True]
    assert [state_of(rooms_street, place) for place in (early, late)] == ["cancelled", "no_show"]
    assert client.get(f"{early}/cancel").status_code == 409


def test_the_office_notes_that_nobody_came(reader: Reader, rooms_street: RoomsStreet) -> None:
    client, clerk = reader(rooms_street.login("resident")), reader(rooms_street.login("property_staff"))
    place = booking_at(client, choice(rooms_street, "C1", "14:00"))
    client.post(f"{place}/confirm")
    at = f"/office/rooms/{place.rpartition('/')[2]}"
    early = clerk.get(at).text
    set_begin(rooms_street, place, now_of(rooms_street) - timedelta(minutes=30))
    shown = clerk.get(at).text
    clerk.post(f"{at}/no_show")

    assert ["Nobody came</button>" in page for page in (early, shown)] == [False, True]
    assert state_of(rooms_street, place) == "no_show"


def test_who_waits_leaves_the_line_and_a_second_press_is_no_fault(reader: Reader, rooms_street: RoomsStreet) -> None:
    rooms_street.house.book("C1", span=Span(rooms_street.at("10:00"), rooms_street.at("12:00")))
    town, span = rooms_street.house.town, Span(rooms_street.at("10:00"), rooms_street.at("11:00"))
    terms = WaitingTerms(span, Ask(8), room_id=rooms_street.house.rooms["C1"])
    row = town.do(room_waiting.join, actor=town.people[0], terms=terms, channel="web")
    client, place = reader(rooms_street.login("resident")), f"/mine/rooms/waiting/{row.id}/leave"

    assert place in client.get("/mine/rooms").text
    assert [client.post(place).headers["location"] for _ in range(2)] == ["/mine/rooms#waiting"] * 2
    assert place not in client.get("/mine/rooms").text


def test_a_calendar_address_is_shown_once_and_ends_when_it_is_revoked(
    reader: Reader, rooms_street: RoomsStreet
) -> None:
    client = reader(rooms_street.login("resident"))
    found = re.search(r'value="http://testserver(/[^"]+)"', client.post("/mine/calendar/addresses").text)
    assert found is not None
    read = reader().get(found[1])
    page = client.get("/mine/calendar").text
    revoke = re.findall(r'action="(/mine/calendar/addresses/[^"]+/revoke)"', page)

    assert (read.status_code, read.text[:15]) == (200, "BEGIN:VCALENDAR")
    assert found[1] not in page
    for place in revoke:
        client.post(place)
    assert reader().get(found[1]).status_code == 404


@pytest.mark.parametrize(
    ("form", "page"),
    [
        ("/mine/rooms/hold", "/rooms"),
        ("/mine/rooms/waiting/5/leave", "/mine/rooms"),
        ("/mine/calendar/addresses", "/mine/calendar"),
        ("/mine/rooms/7/confirm", "/mine/rooms/7"),
        ("/mine/apply/7/slip", "/mine/apply/7"),
        ("/counter/people/3/apply/7/send", "/counter/people/3/apply/7"),
        ("/counter/rooms/book", "/counter/rooms"),
        ("/office/rooms/7/refuse", "/office/rooms/7"),
    ],
)
def test_a_form_about_rooms_leads_back_to_the_page_on_which_it_stands(form: str, page: str) -> None:
    assert page_of(form) == page


# ---- at the counter


def test_a_clerk_books_for_a_caller_in_one_form(reader: Reader, rooms_street: RoomsStreet) -> None:
    client = reader(rooms_street.login("property_staff"))
    own = {"phone": people.phone_of(3), "channel": "hotline", "title": "读书会"}
    found = client.post("/counter/rooms", data={**search_for(rooms_street, start="16:00"), **own})
    offer = forms_in(found.text, "/counter/rooms/book")[0]
    place = client.post("/counter/rooms/book", data=offer).headers["location"]
    receipt, row = client.get(place).text, row_of(rooms_street, place)

    assert people.name_of(3) not in found.text
    assert (row.state, row.channel, row.member_id) == ("confirmed", "hotline", UUID(offer["member_id"]))
    assert row.operator_id is not None
    assert row.receipt in receipt
    assert "读书会" in receipt
    assert people.name_of(3) not in receipt
    assert row.receipt in client.get(f"/counter/bookings/{row.id}/cancel").text
    client.post(f"/counter/bookings/{row.id}/cancel")
    assert state_of(rooms_street, place) == "cancelled"


def test_a_clerk_finds_a_booking_by_its_receipt(reader: Reader, rooms_street: RoomsStreet) -> None:
    span = Span(rooms_street.at("10:00"), rooms_street.at("11:00"))
    row, client = rooms_street.house.book("C1", span=span), reader(rooms_street.login("property_staff"))
    heard, nowhere = row.receipt.replace("-", " "), new_receipt()
    search = {**search_for(rooms_street), "channel": "door"}
    found = client.post("/counter/find", data={"asked": heard})
    beside = client.post("/counter/rooms", data={**search, "phone": heard})
    unknown = client.post("/counter/find", data={"asked": nowhere})
    nobody = client.post("/counter/rooms", data={**search, "phone": nowhere})

    assert [answer.headers["location"] for answer in (found, beside)] == [f"/counter/bookings/{row.id}"] * 2
    assert "with this receipt or your phone number" in client.get(f"/counter/bookings/{row.id}").text
    assert ["Nobody is known by that" in answer.text for answer in (unknown, nobody)] == [True, True]
    assert forms_in(nobody.text, "/counter/rooms/book") == []


def test_of_several_people_with_one_end_of_a_number_the_clerk_chooses(
    reader: Reader, rooms_street: RoomsStreet
) -> None:
    client = reader(rooms_street.login("property_staff"))
    sent = {**search_for(rooms_street, start="16:00"), "phone": people.phone_of(3)[-4:], "channel": "door"}
    asked = client.post("/counter/rooms", data=sent).text
    found = re.findall(r'type="radio" name="member_id" value="([^"]+)"', asked)
    chosen = client.post("/counter/rooms", data=sent | {"member_id": found[0]}).text

    assert (len(found), forms_in(asked, "/counter/rooms/book")) == (2, [])
    assert {form["member_id"] for form in forms_in(chosen, "/counter/rooms/book")} == {found[0]}


def test_a_clerk_puts_somebody_in_line_and_sees_it(reader: Reader, rooms_street: RoomsStreet) -> None:
    rooms_street.house.book("C1", span=Span(rooms_street.at("16:00"), rooms_street.at("17:00")))
    client = reader(rooms_street.login("property_staff"))
    sent = choice(rooms_street, "C1", "16:00", member_id=str(rooms_street.person), channel="door")
    answer = client.post("/counter/rooms/wait", data=sent)

    assert answer.headers["location"] == f"/counter/rooms?member={rooms_street.person}"
    assert "waiting</span>" in client.get(answer.headers["location"]).text


def test_nobody_found_by_phone_leads_to_the_enrolment(reader: Reader, rooms_street: RoomsStreet) -> None:
    client = reader(rooms_street.login("property_staff"))
    wanted = {**search_for(rooms_street), "channel": "door"}
    nobody = client.post("/counter/rooms", data={**wanted, "phone": "0987"})
    wrong = client.post("/counter/rooms", data={**wanted, "phone": "12"})

    assert 'href="/counter/enrol"' in nobody.text
    assert (wrong.status_code, 'id="phone-wrong"' in wrong.text) == (422, True)


# ---- a season


def test_a_second_press_makes_no_second_calendar_address(reader: Reader, rooms_street: RoomsStreet) -> None:
    client = reader(rooms_street.login("resident"))
    (form,) = forms_in(client.get("/mine/calendar").text, "/mine/calendar/addresses")
    pages = [client.post("/mine/calendar/addresses", data=form).text for _ in range(2)]
    addresses = {re.findall(r'value="(http://testserver/[^"]+)"', page)[0] for page in pages}

    assert len(addresses) == 1


def test_an_application_is_looked_at_then_sent_and_is_not_taken_twice(
    reader: Reader, rooms_street: RoomsStreet
) -> None:
    client, place = reader(rooms_street.login("resident")), f"/mine/apply/{rooms_street.season.round_id}"
    form = {"title": "太极班", "category": "culture", "age_group": "any", "people": "12", "sessions": "1"}
    form |= {"every_weeks": "1", "shortest": "60", "longest": "90"}
    form |= {"weekday_1": "2", "from_1": "09:00", "to_1": "11:00", "wish_1": "C"}
    slip = client.post(f"{place}/slip", data=form).text
    (slipped,) = forms_in(slip, f"{place}/send")
    again = {name: value for name, value in slipped.items() if name != "once"}
    sent = [client.post(f"{place}/send", data=data) for data in (slipped, slipped, again)]
    receipt = client.get(sent[0].headers["location"]).text

    assert "Nothing is missing: it can be sent." in slip
    assert "Tue 09:00–11:00" in slip
    assert [answer.status_code for answer in sent] == [303, 303, 409]
    assert sent[0].headers["location"] == sent[1].headers["location"]
    assert "太极班" in receipt
    assert "Received" in receipt
    assert 'value="太极班"' in client.post(place, data=form).text


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"title": ""}, "title"),
        ({"people": "a few"}, "people"),
        ({"weekday_1": "", "weekday_3": "5", "from_3": "12:00", "to_3": "11:00"}, "to_3"),
        ({"longest": "30"}, "longest"),
        ({"weekday_1": ""}, "ranges"),
    ],
)
def test_what_is_wrong_with_an_application_is_told_at_its_field(
    reader: Reader, rooms_street: RoomsStreet, wrong: dict[str, str], field: str
) -> None:
    client, place = reader(rooms_street.login("resident")), f"/mine/apply/{rooms_street.season.round_id}/slip"
    form = {"title": "合唱队", "category": "culture", "age_group": "any", "people": "12", "sessions": "1"}
    form |= {"every_weeks": "1", "shortest": "60", "longest": "90"}
    form |= {"weekday_1": "2", "from_1": "09:00", "to_1": "11:00"}
    answer = client.post(place, data=form | wrong)

    assert answer.status_code == 422
    assert re.findall(r'class="wrong" id="([a-z_0-9]+)-wrong"', answer.text) == [field]


def test_a_clerk_applies_for_somebody_and_prints_the_receipt(reader: Reader, rooms_street: RoomsStreet) -> None:
    client = reader(rooms_street.login("property_staff"))
    place = f"/counter/people/{rooms_street.person}/apply/{rooms_street.season.round_id}"
    form = {"title": "手工班", "category": "elderly", "age_group": "senior", "people": "10", "sessions": "1"}
    form |= {"every_weeks": "2", "shortest": "60", "longest": "60", "channel": "hotline"}
    form |= {"weekday_1": "4", "from_1": "13:00", "to_1": "16:00"}
    shown, slip = client.get(place), client.post(f"{place}/slip", data=form)
    answer = client.post(f"{place}/send", data=form)
    row = own_rows(rooms_street.street)[0]

    assert (shown.status_code, slip.status_code) == (200, 200)
    assert answer.headers["location"] == f"/counter/registrations/{row.id}"
    assert (row.channel, (row.section or {})["every_weeks"]) == ("hotline", 2)
    assert "手工班" in client.get(answer.headers["location"]).text


def test_a_published_season_is_told_on_all_its_pages(reader: Reader, season_street: RoomsStreet) -> None:
    resident, office = reader(season_street.login("resident")), reader(season_street.login("coordinator"))
    row = next(row for row in own_rows(season_street.street) if row.application_id is not None)
    round_id = season_street.season.round_id
    mine, plan = resident.get("/mine").text, office.get(f"/office/rounds/{round_id}/sessions").text
    notice = reader().get(f"/rounds/{round_id}/notice").text

    assert "A room for you" in mine
    assert "Wed 09:00–10:00" in mine
    assert row.receipt in plan
    assert "Wed 09:00–10:00" in plan
    assert row.receipt in notice
    assert "周三书画" not in notice
    assert re.search(r"<small>[^<]+ · dates: 4</small>", notice)


def test_a_colleague_sees_the_dates_of_their_organisation_and_whose_they_are_to_give_back(
    reader: Reader, season_street: RoomsStreet
) -> None:
    row = next(row for row in own_rows(season_street.street) if row.application_id is not None)
    other = rows_of(season_street.street)[0].member_id
    with season_street.street.office.database.writing() as session:
        group = session.query(Organisation).filter_by(community_id=season_street.street.community_id).first()
        assert group is not None
        session.get_one(Member, other).organisation_id = group.id
        session.get_one(Registration, row.id).organisation_id = group.id
    colleague = reader(add_account(season_street.street, "colleague@rowan", "resident", other))
    page, place = colleague.get("/mine/rooms").text, f"/mine/rooms/rights/{row.id}/give-back"
    answers = [colleague.get(place), colleague.post(place, data={"day": "2027-01-04"})]

    assert ("A colleague of your organisation asked for these dates" in page, place in page) == (True, False)
    assert [(one.status_code, "Only who asked for these dates" in one.text) for one in answers] == [(403, True)] * 2


def test_who_looks_for_a_room_without_a_community_chooses_one(reader: Reader, rooms_street: RoomsStreet) -> None:
    assert reader().get("/rooms/find?people=8").headers["location"] == "/rooms"
    assert 'href="/rooms?community=aspen"' in reader().get("/rooms").text
    assert reader().get("/rooms/find?people=8&community=nowhere").status_code == 404


def test_a_date_of_a_season_is_given_back_once(reader: Reader, season_street: RoomsStreet) -> None:
    client = reader(season_street.login("resident"))
    row = next(row for row in own_rows(season_street.street) if row.application_id is not None)
    place = f"/mine/rooms/rights/{row.id}/give-back"
    page = client.get("/mine/rooms").text
    (days,) = re.findall(rf'<select id="day-{row.id}" name="day">(.*?)</select>', page, re.S)
    day = re.findall(r'value="([^"]+)"', days)[-1]
    asked = client.get(place, params={"day": day})
    answers = [client.post(place, data={"day": day}) for _ in range(2)]

    assert 'name="day"' in asked.text
    assert [answer.headers["location"] for answer in answers] == ["/mine/rooms#rights"] * 2
    assert f'value="{day}"' not in client.get("/mine/rooms").text
    assert client.post(place, data={"day": "2020-01-01"}).status_code == 409


@contextmanager
def changed(street: RoomsStreet, kind: type[Any], key: UUID, **fields: Any) -> Iterator[None]:
    """A row of the database as it is meanwhile."""
    database = street.street.office.database

    def put(values: dict[str, Any]) -> dict[str, Any]:
        with database.writing() as session:
            row = session.get_one(kind, key)
            before = {name: getattr(row, name) for name in values}
            for name, value in values.items():
                setattr(row, name, value)
            return before

    before = put(fields)
    try:
        yield
    finally:
        put(before)


def held_of(street: RoomsStreet, row: Registration) -> Allocation:
    with street.street.office.database.reading() as session:
        return queries.publications.held(session, [row.id])[0]


def rows_in(street: RoomsStreet, state: str) -> list[Registration]:
    """Sections of the season in a state."""
    with street.street.office.database.reading() as session:
        return queries.registrations.of_round(session, street.season.round_id, (state,), limit=200)


def test_the_dates_given_back_of_several_rights_are_read_at_once(reader: Reader, season_street: RoomsStreet) -> None:
    client, office = reader(season_street.login("resident")), season_street.street.office
    row = next(row for row in own_rows(season_street.street) if row.application_id is not None)
    held = rows_in(season_street, "allocated")
    other = next(one for one in held if one.id != row.id)

    with changed(season_street, Registration, other.id, member_id=row.member_id), asking(office) as asked:
        page = client.get("/mine/rooms").text

    assert [receipt in page for receipt in (row.receipt, other.receipt)] == [True, True]
    assert asked.about("registration_event") == 1


def test_ones_own_page_leads_to_give_a_date_back_while_there_is_one(reader: Reader, season_street: RoomsStreet) -> None:
    client = reader(season_street.login("resident"))
    row = next(row for row in own_rows(season_street.street) if row.application_id is not None)
    right = held_of(season_street, row)
    spent = [{**one, "dates": [], "substitutes": []} for one in right.sessions]
    with changed(season_street, Registration, row.id, state="accepted"):
        before = client.get("/mine").text
        with changed(season_street, Allocation, right.id, sessions=spent):
            after = client.get("/mine").text

    assert ['href="/mine/rooms#rights"' in page for page in (before, after)] == [True, False]
    assert row.receipt in after
