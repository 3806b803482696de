"""Rooms by HTTP: found, booked, booked weekly, waited for, and seen by everybody without a name."""

from __future__ import annotations

from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.sentences.rooms_edge import ROOM_MESSAGES
from api.sentences.speak import SENTENCES
from fixtures import people
from scheduler.usecases.room_notes import CODES
from scheduler.usecases.room_taking import FIELDS
from tests.api.conftest import OWN_PAGE, PASSWORD
from tests.apps import create_app
from tests.houses import House

NOON = {"starts_at": "2026-05-04T12:00+08:00", "ends_at": "2026-05-04T13:00+08:00"}
LATER = {"starts_at": "2026-05-04T15:00+08:00", "ends_at": "2026-05-04T16:00+08:00"}
SECRET = "合唱团排练"


def client_of(house: House, login: str | None = None, language: str = "en") -> TestClient:
    client = TestClient(create_app(house.town.office), headers={**OWN_PAGE, "Accept-Language": language})
    if login is not None:
        assert client.post("/api/v1/session", json={"login": login, "password": PASSWORD}).status_code == 204
    return client


@pytest.fixture
def person(house: House) -> TestClient:
    return client_of(house, "person0")


def book(house: House, client: TestClient, room: str = "C1", **more: Any) -> Any:
    body = {"room_id": str(house.rooms[room]), "people": 8, **NOON, **more}
    return client.post("/api/v1/room-bookings", json=body)


def act(client: TestClient, made: Any, action: str, **more: Any) -> Any:
    address = f"/api/v1/room-bookings/{made.json()['id']}/moves"
    return client.post(address, json={"action": action, **more}, headers={"If-Match": made.headers["etag"]})


def test_a_room_is_found_booked_moved_and_given_back(house: House, person: TestClient) -> None:
    found = person.post("/api/v1/room-bookings/search", json={"people": 8, **NOON}).json()
    assert [one["room_code"] for one in found["items"]][:2] == ["C1", "E1"]

    made = book(house, person, title=SECRET)
    assert (made.status_code, made.json()["state"], made.json()["title"]) == (201, "confirmed", SECRET)
    assert made.headers["location"] == f"/api/v1/room-bookings/{made.json()['id']}"
    moved = person.patch(made.headers["location"], json=LATER, headers={"If-Match": made.headers["etag"]})
    assert (moved.status_code, moved.json()["starts_at"], moved.headers["etag"]) == (200, "2026-05-04T07:00:00Z", '"2"')
    assert act(person, made, "cancel").status_code == 412

    gone = act(person, moved, "cancel")
    assert (gone.status_code, gone.json()["state"]) == (200, "cancelled")
    listed = person.get("/api/v1/room-bookings?state=cancelled").json()["items"]
    assert [one["id"] for one in listed] == [made.json()["id"]]
    assert person.get("/api/v1/bookings").json()["items"] == []


def test_a_booking_sent_again_is_made_once(house: House, person: TestClient) -> None:
    body = {"room_id": str(house.rooms["C1"]), "people": 8, **NOON}
    first, again = (person.post("/api/v1/room-bookings", json=body, headers={"Idempotency-Key": "k"}) for _ in "12")
    assert (first.status_code, again.json()) == (201, first.json())
    assert len(person.get("/api/v1/room-bookings").json()["items"]) == 1


@pytest.mark.parametrize(("language", "told"), [("en", "Somebody has the room"), ("zh", "已有人使用")])
def test_a_refusal_is_a_sentence_without_gaps(house: House, language: str, told: str) -> None:
    client = client_of(house, "person1", language)
    book(house, client)
    taken = book(house, client)
    small = book(house, client, people=13)

    assert (taken.status_code, taken.json()["code"], small.json()["code"]) == (409, "room_taken", "room_capacity")
    assert told in taken.json()["detail"]
    assert "—" not in taken.json()["detail"] + small.json()["detail"]


def test_a_search_without_a_free_room_names_reasons_and_ways_on(house: House, person: TestClient) -> None:
    book(house, client_of(house, "person1"), "E1")
    asked = {"people": 8, **NOON, "facility_id": str(house.facilities["E"])}
    found = person.post("/api/v1/room-bookings/search", json=asked).json()

    assert found["reasons"] == [{"rule": "room_taken", "message": "Somebody has the room at that time.", "rooms": 1}]
    assert {one["kind"] for one in found["alternatives"]} == {"other_time", "other_facility", "other_date", "waitlist"}
    half = person.post("/api/v1/room-bookings/search", json={"people": 8, "starts_at": NOON["starts_at"]})
    assert (half.status_code, half.json()["code"], half.json()["field"]) == (422, "span_half", "ends_at")


def test_a_weekly_booking_is_looked_at_booked_changed_and_ended(house: House, person: TestClient) -> None:
    week_on = {"starts_at": "2026-05-11T12:00+08:00", "ends_at": "2026-05-11T13:00+08:00"}
    book(house, client_of(house, "person1"), **week_on)
    body = {"room_id": str(house.rooms["C1"]), "people": 8, **NOON, "weeks": 3}

    seen = person.post("/api/v1/room-series/check", json=body).json()["dates"]
    assert [one["rule"] for one in seen] == [None, "room_taken", None]
    assert seen[1]["substitute"]["room_code"] == "C2"
    blocked = person.post("/api/v1/room-series", json=body)
    assert (blocked.status_code, blocked.json()["code"], blocked.json()["allowed"]) == (
        409,
        "series_blocked",
        "2026-05-11",
    )
    made = person.post("/api/v1/room-series", json={**body, "partial": True})
    address = f"/api/v1/room-series/{made.json()['id']}"
    assert (made.status_code, made.headers["location"]) == (201, address)
    changed = person.post(f"{address}/changes", json={**LATER, "since": "2026-05-12"}).json()
    assert [one["starts_at"] for one in changed["dates"]] == ["2026-05-18T07:00:00Z"]
    ended = person.post(f"{address}/moves", json={"action": "cancel"}).json()["items"]
    assert [one["state"] for one in ended] == ["cancelled", "cancelled"]
    assert len(person.get(address).json()["items"]) == 2


def test_staff_decide_at_the_counter_and_the_person_reads_why(house: House, person: TestClient) -> None:
    office = client_of(house, "coordinator")
    asked = book(house, person, "C3")
    assert asked.json()["state"] == "requested"
    refused = act(office, asked, "refuse", reason="The floor is being waxed.")
    assert refused.json()["state"] == "refused"

    member = str(house.town.people[1].member_id)
    made = book(house, office, "C3", member_id=member, channel="hotline")
    assert (made.json()["state"], made.json()["channel"]) == ("confirmed", "hotline")
    assert [one["id"] for one in office.get(f"/api/v1/room-bookings?member_id={member}").json()["items"]] == [
        made.json()["id"]
    ]


def test_who_waits_is_held_what_comes_free(house: House, person: TestClient) -> None:
    made = book(house, person)
    other = client_of(house, "person1")
    body = {"room_id": str(house.rooms["C1"]), "people": 8, **NOON}
    waiting = other.post("/api/v1/room-waiting", json=body)
    assert (waiting.status_code, waiting.json()["state"]) == (201, "waiting")

    act(person, made, "cancel")
    offered = other.get(waiting.headers["location"]).json()
    held = other.get(f"/api/v1/room-bookings/{offered['booking_id']}")
    assert (offered["state"], held.json()["state"]) == ("offered", "held")
    assert act(other, held, "confirm").json()["state"] == "confirmed"


def test_everybody_sees_a_timetable_and_nobody_a_name(house: House, person: TestClient) -> None:
    book(house, person, title=SECRET, category="culture")
    visitor = client_of(house)
    address = f"/api/v1/public/communities/tangqiao/timetable?room_id={house.rooms['C1']}"
    answer = visitor.get(f"{address}&first=2026-05-04&last=2026-05-04")

    (day,) = answer.json()["items"]
    assert [(part["kind"], part["category"]) for part in day["parts"]] == [
        ("closed", ""),
        ("open", ""),
        ("taken", "culture"),
        ("open", ""),
        ("closed", ""),
    ]
    assert SECRET not in answer.text
    assert people.name_of(0) not in answer.text
    free = visitor.get("/api/v1/public/room-availability?community=tangqiao&at=2026-05-04T12:00%2B08:00").json()
    assert {one["room_code"]: one["level"] for one in free["items"]}["C1"] == "taken"


def test_the_office_amends_what_it_has_seen(house: House) -> None:
    office = client_of(house, "coordinator")
    address = f"/api/v1/facilities/{house.facilities['C']}"
    tag = office.get(address).headers["etag"]
    body = {"first": "2026-05-04", "last": "2026-05-04", "reason": "New floor."}
    closed = office.post(f"{address}/closures", json=body, headers={"If-Match": tag})
    assert closed.status_code == 201
    assert office.post(f"{address}/closures", json=body, headers={"If-Match": tag}).status_code == 412
    room = office.patch(f"/api/v1/rooms/{house.rooms['C2']}", json={"setup": 15}, headers={"If-Match": '"1"'})
    assert (room.json()["setup"], room.headers["etag"]) == (15, '"2"')
    emptied = office.patch(
        f"/api/v1/rooms/{house.rooms['C2']}", json={"setup": None, "name_en": None}, headers={"If-Match": '"2"'}
    )
    assert (emptied.json()["setup"], emptied.json()["name_en"]) == (None, "Dance room")


def test_every_code_of_a_booking_of_rooms_has_a_sentence() -> None:
    assert set(CODES) == set(ROOM_MESSAGES)
    assert [code for code in FIELDS if code not in SENTENCES] == []
