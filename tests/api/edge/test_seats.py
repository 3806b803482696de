"""The living roster by HTTP: open posts, seats, wishes, asks, swaps, check-ins, and what people are told."""

from __future__ import annotations

from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.sentences.seats import SEAT_MESSAGES
from api.sentences.speak import SENTENCES
from api.sentences.states import STATES
from scheduler.states import SEAT_STATES
from scheduler.usecases import seat_notes
from tests.api.conftest import OWN_PAGE, PASSWORD
from tests.apps import create_app
from tests.scheduler.usecases.seat_acts import Living, living
from tests.town import Town

API = "/api/v1"


@pytest.fixture
def roster(town: Town) -> Living:
    return living(town)


def client_of(roster: Living, login: str, language: str = "en") -> TestClient:
    client = TestClient(create_app(roster.town.office), headers={**OWN_PAGE, "Accept-Language": language})
    assert client.post(f"{API}/session", json={"login": login, "password": PASSWORD}).status_code == 204
    return client


@pytest.fixture
def person(roster: Living) -> TestClient:
    return client_of(roster, "person0")


@pytest.fixture
def chief(roster: Living) -> TestClient:
    return client_of(roster, "coordinator")


def post(client: TestClient, path: str, status: int = 200, **body: Any) -> Any:
    answer = client.post(f"{API}{path}", json=body or None)
    assert answer.status_code == status, answer.text
    return answer.json()


def get(client: TestClient, path: str, status: int = 200) -> Any:
    answer = client.get(f"{API}{path}")
    assert answer.status_code == status, answer.text
    return answer.json()


def sign_up(roster: Living, client: TestClient, code: str = "lesson1", role: str = "teacher", **more: Any) -> Any:
    return client.post(f"{API}/shifts/{roster.roster.shifts[code]}/sign-up", json={"role": role, **more})


def test_somebody_signs_up_sees_the_seat_and_signs_out_again(roster: Living, person: TestClient) -> None:
    made = sign_up(roster, person)
    assert (made.status_code, made.json()["state"], made.json()["receipt"]) == (201, "confirmed", "V0")
    address = made.headers["location"]
    assert address == f"{API}/seats/{made.json()['id']}"
    seen = person.get(address)
    assert (seen.headers["etag"], seen.json()["point"]["code"], seen.json()["visit"]) == ('"1"', "HALL", None)
    assert [step["action"] for step in seen.json()["steps"]] == ["make"]
    assert [one["id"] for one in get(person, "/seats?state=confirmed")["items"]] == [made.json()["id"]]

    gone = person.post(f"{address}/sign-out", json={"reason": "A wedding."})
    assert (gone.status_code, gone.json()["state"], gone.headers["etag"]) == (200, "excused", '"2"')
    assert get(person, "/seats?state=confirmed")["items"] == []
    again = person.post(f"{address}/sign-out", json={})
    assert (again.status_code, again.json()["code"]) == (409, "seat_not_ready")
    assert "excused" in again.json()["detail"]


def test_the_same_sign_up_sent_twice_is_one_seat(roster: Living, person: TestClient) -> None:
    path = f"{API}/shifts/{roster.roster.shifts['lesson1']}/sign-up"
    answers = [person.post(path, json={"role": "teacher"}, headers={"Idempotency-Key": "a"}) for _ in range(2)]

    assert [one.status_code for one in answers] == [201, 201]
    assert answers[0].json() == answers[1].json()


def test_open_posts_are_told_with_what_speaks_against_them_in_both_languages(roster: Living) -> None:
    roster.roster.offer(2, available=[{"start": "18:00", "end": "22:00"}])
    english = get(client_of(roster, "person2"), "/shifts/open?limit=2")
    chinese = get(client_of(roster, "person2", "zh"), "/shifts/open?limit=2")

    assert [one["shift_code"] for one in english["items"]] == ["visit1", "lesson1"]
    assert english["items"][0]["against"] == {
        "code": "h03_availability",
        "message": "V2 is not available for visit1 (2026-05-12 14:00).",
    }
    assert chinese["items"][0]["against"]["message"] == "V2 在 visit1（2026-05-12 14:00）没有空。"
    assert english["locked_until"] is None
    rest = get(client_of(roster, "person2"), f"/shifts/open?cursor={english['next']}")
    assert ([one["shift_code"] for one in rest["items"]][:2], rest["next"]) == (["visit2", "patrol1"], None)


def test_who_is_no_volunteer_is_told_to_register_and_sees_empty_lists(roster: Living) -> None:
    nobody = client_of(roster, "person8")

    told = get(nobody, "/shifts/open", 403)["detail"]
    assert told == "You are not registered as a volunteer yet. Please register first."
    assert [get(nobody, path)["items"] for path in ("/seats", "/asks", "/swaps")] == [[], [], []]


def test_the_second_for_the_last_seat_is_told_so(roster: Living, person: TestClient) -> None:
    for number in (1, 2, 3):
        roster.sit(number, "lesson1", "teacher")
    answer = sign_up(roster, person)

    assert (answer.status_code, answer.json()["code"]) == (409, "no_seat_left")
    assert answer.json()["detail"] == "All seats of this role are taken. Please choose another shift."


def test_the_office_assigns_overrides_for_a_reason_and_takes_back(roster: Living, chief: TestClient) -> None:
    path = f"/shifts/{roster.roster.shifts['lesson1']}/seats"
    volunteer = str(roster.roster.volunteers[0])
    made = post(chief, path, 201, volunteer_id=volunteer, role="teacher", waives=["H10"], reason="Nobody else can.")
    assert (made["state"], made["waived"], made["operator_id"] is not None) == ("offered", ["H10"], True)
    person = client_of(roster, "person0")
    assert post(person, f"/seats/{made['id']}/accept")["state"] == "accepted"
    assert post(person, f"/seats/{made['id']}/confirm")["state"] == "confirmed"
    assert get(person, f"/seats/{made['id']}")["steps"][0]["reason"] == "Nobody else can."

    assert post(person, path, 403, volunteer_id=volunteer, role="teacher")["code"] == "not_for_this_role"
    assert post(chief, path, 422, volunteer_id=volunteer, role="teacher", waives=["H01"])["field"] == "waives.0"
    assert post(chief, f"/seats/{made['id']}/cancel", reason="The hall is closed.")["state"] == "cancelled_by_us"


def test_who_cannot_come_is_replaced_by_the_first_who_says_yes(roster: Living) -> None:
    seat = roster.sit(0, "visit1", "visitor")
    roster.go_to("visit1", hours=24)
    person = client_of(roster, "person0")
    assert person.post(f"{API}/seats/{seat}/sign-out", json={}).json()["code"] == "substitute_needed"
    assert post(person, f"/seats/{seat}/cannot-come", reason="A cold.")["state"] == "looking_for_substitute"

    roster.ask_on()
    first, second = (client_of(roster, f"person{number}") for number in (1, 2))
    (ask,) = get(first, "/asks")["items"]
    (other,) = get(second, "/asks")["items"]
    assert post(first, f"/asks/{ask['id']}/no")["state"] == "declined"
    assert post(second, f"/asks/{other['id']}/yes")["state"] == "taken"
    assert post(person, f"/seats/{seat}/come-after-all", 409)["code"] == "seat_not_ready"
    assert (2, "visitor", "confirmed") in roster.seats("visit1")


def test_wishes_are_drawn_and_the_draw_can_be_read(roster: Living) -> None:
    roster.go_to("fair1", days=6)
    person = client_of(roster, "person0")
    path = f"/shifts/{roster.roster.shifts['fair1']}"
    assert post(person, f"{path}/sign-up", 409, role="steward")["code"] == "drawn_by_lot"
    made = post(person, f"{path}/wish", 201, role="steward")
    assert (made["state"], made["rank"]) == ("waiting", None)
    draw = get(person, f"{path}/draw")
    assert (draw["lines"], len(draw["seed"])) == (
        [{"receipt": "V0", "role": "steward", "rank": None, "state": "waiting"}],
        64,
    )
    back = person.delete(f"{API}{path}/wish")
    assert (back.status_code, back.json()["state"]) == (200, "withdrawn")
    assert person.delete(f"{API}{path}/wish").status_code == 404


def test_seats_are_exchanged_between_two_people(roster: Living, person: TestClient) -> None:
    mine, theirs = roster.sit(0, "lesson1", "teacher"), roster.sit(1, "visit2", "visitor")
    made = post(person, "/swaps", 201, seat_id=str(mine), to_seat_id=str(theirs))
    other = client_of(roster, "person1")
    assert [one["id"] for one in get(other, "/swaps?state=proposed")["items"]] == [made["id"]]

    assert post(person, f"/swaps/{made['id']}/agree", 403)["code"] == "not_for_this_role"
    done = post(other, f"/swaps/{made['id']}/agree")
    assert (done["state"], done["version"]) == ("done", 2)
    assert get(person, f"/swaps/{made['id']}")["state"] == "done"
    assert post(other, f"/swaps/{made['id']}/withdraw", 409, reason="")["code"] == "swap_is_over"


def test_people_check_in_by_the_code_and_the_office_credits(roster: Living) -> None:
    seat = roster.sit(0, "lesson1", "teacher")
    roster.go_to("lesson1", minutes=10)
    person, chief = client_of(roster, "person0"), client_of(roster, "coordinator")
    code = post(chief, f"/meeting-points/{roster.roster.points['HALL']}/check-in-code")["code"]

    assert post(person, f"/seats/{seat}/check-in", 422, code="wrong")["code"] == "wrong_code"
    assert post(person, f"/seats/{seat}/check-in", code=code)["place_told"] is True
    roster.go_to("lesson1", minutes=-85)
    person = client_of(roster, "person0")
    assert post(person, f"/seats/{seat}/check-out", at=None)["state"] == "checked_out"
    roster.go_to("lesson1", minutes=-100)
    chief = client_of(roster, "coordinator")
    credited = post(chief, f"/seats/{seat}/credit", minutes=None)
    assert (credited["state"], credited["credited_minutes"]) == ("done", 85)


def test_absence_and_excuse_are_the_offices(roster: Living) -> None:
    seat = roster.sit(0, "lesson1", "teacher")
    roster.go_to("lesson1", minutes=-120)
    person, chief = client_of(roster, "person0"), client_of(roster, "coordinator")
    assert post(person, f"/seats/{seat}/absent", 403, reason="")["code"] == "not_for_this_role"
    assert post(chief, f"/seats/{seat}/absent", reason="")["state"] == "absent"
    assert post(chief, f"/seats/{seat}/excuse", 422, reason="")["code"] == "reason_missing"
    assert post(chief, f"/seats/{seat}/excuse", reason="Ill.")["state"] == "excused"


def test_whom_one_visits_is_in_ones_seat_only_and_in_no_list(roster: Living, person: TestClient) -> None:
    seat = roster.sit(0, "visit1", "visitor")
    chief = client_of(roster, "coordinator")
    lists = [client.get(f"{API}{path}").text for client in (person, chief) for path in ("/seats", "/shifts/open")]

    visit = get(person, f"/seats/{seat}")["visit"]
    assert visit == {"name": "奶奶E1", "phone": "+8619900009000", "address": "南浦路E1号"}
    assert get(chief, f"/seats/{seat}")["visit"] is None
    assert not any("奶奶" in text or "南浦" in text for text in lists)


def test_every_message_and_state_has_its_words(roster: Living) -> None:
    assert set(SEAT_MESSAGES) == set(seat_notes.CODES)
    assert [code for code in seat_notes.CODES if code not in SENTENCES] == []
    assert [state for state in SEAT_STATES if state not in STATES] == []
