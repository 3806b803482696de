"""Volunteers, shifts and teams by HTTP: a month set up by the office, and what of it people see."""

from __future__ import annotations

from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.sentences import sentence
from api.sentences.phrases import PHRASES
from api.sentences.speak import SENTENCES
from api.sentences.volunteers import VOLUNTEER_MESSAGES, VOLUNTEER_NOTICES, VOLUNTEER_PHRASES, VOLUNTEER_REFUSALS
from fixtures import people
from tests import rosters_town
from tests.api.conftest import OWN_PAGE, PASSWORD
from tests.apps import create_app
from tests.rosters_town import RosterTown
from tests.town import Town

ROLE = {"id": "reader", "least": 1, "target": 2, "most": 3}
TERMS = {"type": "reading", "kind": "class", "roles": [ROLE]}
SHIFT: dict[str, Any] = {"code": "reading", "title_zh": "读书会", "title_en": "Reading", "terms": TERMS}
SPAN = {"starts_at": "2026-05-20T14:00+08:00", "ends_at": "2026-05-20T16:00+08:00"}
WEEKLY: dict[str, Any] = {"start_clock": "14:00", "minutes": 120, "recurrence": {"weekdays": [3]}}


@pytest.fixture
def rosters(town: Town) -> RosterTown:
    return rosters_town.build(town)


def client_of(rosters: RosterTown, login: str | None = None, language: str = "en") -> TestClient:
    client = TestClient(create_app(rosters.town.office), headers={**OWN_PAGE, "Accept-Language": language})
    if login is not None:
        assert client.post("/api/v1/session", json={"login": login, "password": PASSWORD}).status_code == 204
    return client


@pytest.fixture
def office(rosters: RosterTown) -> TestClient:
    return client_of(rosters, "coordinator")


def made(client: TestClient, path: str, status: int = 201, **body: Any) -> Any:
    answer = client.post(f"/api/v1/{path}", json=body)
    assert answer.status_code == status, answer.text
    return answer


def test_a_volunteer_registers_is_verified_and_changes_what_is_offered(rosters: RosterTown, office: TestClient) -> None:
    person = client_of(rosters, "person8")
    offer: dict[str, Any] = {"born": "1970-01-02", "terms": {"available": [{"start": "09:00", "end": "17:00"}]}}
    own = made(person, "volunteers", **offer, home_x=149, home_y=0)
    row = own.json()
    assert (row["state"], row["name"], row["home_x"]) == ("registered", people.name_of(8), 100)
    assert (own.headers["etag"], own.headers["location"]) == ('"1"', f"/api/v1/volunteers/{row['id']}")

    verified = made(office, f"volunteers/{row['id']}/verify", 200).json()
    assert (verified["state"], verified["name"]) == ("active", f"{people.name_of(8)[0]}*")
    mine = person.get("/api/v1/volunteers/me")
    assert (mine.json()["state"], mine.headers["etag"]) == ("active", '"2"')

    change, stale = {"lead_minutes": 120}, {"If-Match": '"1"'}
    assert person.patch(own.headers["location"], json=change, headers=stale).status_code == 412
    changed = person.patch(own.headers["location"], json=change, headers={"If-Match": '"2"'})
    assert (changed.json()["lead_minutes"], changed.headers["etag"]) == (120, '"3"')
    taken = person.patch(own.headers["location"], json={"home_x": None, "home_y": None}, headers={"If-Match": '"3"'})
    assert (taken.json()["home_x"], taken.json()["lead_minutes"]) == (None, 120)
    terms = {"terms": {"skills": [{"skill": "driving"}]}}
    refused = person.patch(own.headers["location"], json=terms, headers={"If-Match": '"4"'}).json()
    assert (refused["code"], refused["field"]) == ("office_states_this", "terms.skills")


def test_a_call_sent_again_makes_one_volunteer(rosters: RosterTown) -> None:
    person, offer = client_of(rosters, "person8"), {"born": "1970-01-02"}
    headers = {"Idempotency-Key": "k"}
    first, again = (person.post("/api/v1/volunteers", json=offer, headers=headers) for _ in "12")

    assert (first.status_code, again.json()) == (201, first.json())
    assert person.post("/api/v1/volunteers", json=offer).json()["code"] == "volunteer_known"


def test_a_month_of_shifts_is_made_from_templates_once(rosters: RosterTown, office: TestClient) -> None:
    point = made(office, "meeting-points", code="LIB", name_zh="图书室", name_en="Library", x=10, y=20).json()
    template = made(office, "shift-templates", **SHIFT, **WEEKLY, point_id=point["id"]).json()
    wanted: dict[str, Any] = {"template_ids": [template["id"]]}

    first = made(office, f"rounds/{rosters.round_id}/shifts/from-templates", 200, **wanted).json()
    again = made(office, f"rounds/{rosters.round_id}/shifts/from-templates", 200, **wanted).json()

    assert first == {"made": 4, "there": 0, "past": 0, "warnings": []}
    assert (again["made"], again["there"]) == (0, 4)
    asked = {"template_id": template["id"], "limit": 3}
    page = office.get(f"/api/v1/rounds/{rosters.round_id}/shifts", params=asked).json()
    rest = office.get(f"/api/v1/rounds/{rosters.round_id}/shifts", params={**asked, "cursor": page["next"]}).json()
    codes = [row["code"] for row in page["items"] + rest["items"]]
    assert (codes, rest["next"]) == ([f"reading-2026-05-{day}" for day in ("06", "13", "20", "27")], None)
    assert page["items"][0]["posts"] == [{"role": "reader", "least": 1, "target": 2, "most": 3, "filled": 0, "kept": 0}]
    retired = made(office, f"shift-templates/{template['id']}/retire", 200).json()
    assert retired["retired_at"] == "2026-05-01T04:00:00Z"


@pytest.mark.parametrize(
    ("language", "told"),
    [("en", "0 people of the community could be pilot on reading, 2 are needed"), ("zh", "有 0 人")],
)
def test_a_post_that_nobody_can_fill_comes_with_a_warning(rosters: RosterTown, language: str, told: str) -> None:
    office = client_of(rosters, "coordinator", language)
    pilot = {"id": "pilot", "least": 2, "target": 2, "most": 2, "skills": [[{"skill": "flying"}]]}
    body: dict[str, Any] = {
        **SHIFT,
        **SPAN,
        "terms": {**TERMS, "roles": [pilot]},
        "point_id": str(rosters.points["HALL"]),
    }

    row = made(office, f"rounds/{rosters.round_id}/shifts", **body)

    (warning,) = row.json()["warnings"]
    assert (warning["code"], warning["numbers"]["people"]) == ("role_without_people", 0)
    assert told in warning["message"]
    assert row.headers["location"] == f"/api/v1/shifts/{row.json()['id']}"


@pytest.mark.parametrize(
    ("wrong", "code", "field", "said"),
    [
        ({"ends_at": "2026-05-21T20:00+08:00"}, "shift_length", "ends_at", "15 to 960 minutes"),
        ({"ends_at": "2026-05-20T13:00+08:00"}, "empty_span", "ends_at", "later"),
        ({"terms": {**TERMS, "roles": [{**ROLE, "least": 3}]}}, "inverted_seats", "terms.roles.0.target", "3 or more"),
        ({"terms": {**TERMS, "roles": []}}, "out_of_range", "terms.roles", "1"),
        ({"terms": {**TERMS, "kind": "flight"}}, "out_of_range", "terms.kind", "home_visit"),
        (
            {"starts_at": "2026-06-20T13:00+08:00", "ends_at": "2026-06-20T14:00+08:00"},
            "outside_horizon",
            "starts_at",
            "2026-05-31",
        ),
    ],
)
def test_a_shift_that_cannot_be_is_refused_in_words(
    rosters: RosterTown, office: TestClient, wrong: dict[str, Any], code: str, field: str, said: str
) -> None:
    body: dict[str, Any] = {**SHIFT, **SPAN, "point_id": str(rosters.points["HALL"]), **wrong}

    answer = made(office, f"rounds/{rosters.round_id}/shifts", 422, **body).json()

    assert (answer["code"], answer["field"]) == (code, field)
    assert said in answer["detail"]
    assert "—" not in answer["detail"]


def test_a_published_shift_moves_and_its_people_are_asked_again(rosters: RosterTown, office: TestClient) -> None:
    rosters.open()
    shift = rosters.shifts["lesson1"]
    rosters.seat(2, shift, "teacher", "confirmed")
    moved = {"starts_at": "2026-05-13T11:00+08:00", "ends_at": "2026-05-13T12:30+08:00"}

    answer = office.patch(f"/api/v1/shifts/{shift}", json=moved, headers={"If-Match": '"1"'})

    assert (answer.status_code, answer.json()["changed"], answer.json()["starts_at"]) == (
        200,
        True,
        "2026-05-13T03:00:00Z",
    )
    off = office.post(f"/api/v1/shifts/{shift}/cancel", json={"reason": "Rain."}, headers={"If-Match": '"2"'})
    assert (off.status_code, off.json()["state"], off.json()["reason"]) == (200, "cancelled", "Rain.")


def test_a_shift_goes_to_an_elder_instead_of_a_point_by_naming_the_one(rosters: RosterTown, office: TestClient) -> None:
    shift, elder = rosters.shifts["lesson1"], str(rosters.elders["E2"])

    row = office.patch(f"/api/v1/shifts/{shift}", json={"elder_id": elder}, headers={"If-Match": '"1"'}).json()

    assert (row["elder_id"], row["point_id"]) == (elder, None)


def test_whose_home_it_is_stands_nowhere_but_at_the_office(rosters: RosterTown, office: TestClient) -> None:
    rosters.open()
    address = f"/api/v1/shifts/{rosters.shifts['visit1']}"
    elder = str(rosters.elders["E1"])

    assert office.get(address).json()["elder_id"] == elder
    assert elder not in client_of(rosters, "person0").get(address).text
    for login in ("person8", "staff"):
        assert client_of(rosters, login).get(address).status_code == 404
    assert client_of(rosters).get(address).status_code == 401


def test_elders_are_masked_until_the_office_reveals_one(rosters: RosterTown, office: TestClient) -> None:
    elder: dict[str, Any] = {
        "code": "E9",
        "name": "王秀兰",
        "phone": "13800138000",
        "address": "南浦路 12 弄",
        "home_x": 0,
        "home_y": 0,
    }
    row = made(office, "elders", **elder).json()
    assert (row["name"], row["address"], row["warnings"]) == ("王秀兰", "南浦路 12 弄", [])

    for login in ("coordinator", "auditor"):
        text = client_of(rosters, login).get("/api/v1/elders").text
        assert ("王*" in text, "秀兰" in text, "南浦" in text, "13800138000" in text) == (True, False, False, False)
    assert made(office, f"elders/{row['id']}/reveal", 200).json()["phone"] == "+8613800138000"
    assert made(client_of(rosters, "auditor"), f"elders/{row['id']}/reveal", 403).json()["code"] == "not_for_this_role"


def test_a_pair_that_an_elder_splits_comes_with_a_warning(rosters: RosterTown, office: TestClient) -> None:
    ids: dict[str, Any] = {"a_id": str(rosters.volunteers[0]), "b_id": str(rosters.volunteers[6])}

    row = made(office, "volunteer-pairs", **ids, kind="required").json()

    assert [(one["code"], one["message"]) for one in row["warnings"]] == [
        ("pair_against_veto", sentence("pair_against_veto", "en", elder="E1"))
    ]
    assert office.delete(f"/api/v1/volunteer-pairs/{row['id']}").status_code == 204
    assert office.get("/api/v1/volunteer-pairs").json()["items"] == []


def test_a_team_is_asked_answers_and_names_its_people(rosters: RosterTown, office: TestClient) -> None:
    rosters.open()
    choir = made(office, "organisations", name="Choir").json()["id"]
    for number in (2, 3):
        rosters.offer(number, mentor_of=["lantern_fair"])
        member = rosters.town.people[number].member_id
        made(office, f"members/{member}/organisation", 200, organisation_id=choir)
    person = client_of(rosters, "person2")
    for number in (2, 3):
        address = f"/api/v1/volunteers/{rosters.volunteers[number]}"
        office.patch(address, json={"organisation_id": choir}, headers={"If-Match": '"1"'})
    shift = rosters.shifts["fair1"]

    team = made(office, f"shifts/{shift}/teams", organisation_id=choir, role="steward", seats=2).json()
    assert made(person, f"teams/{team['id']}/answer", 200, accept=True).json()["state"] == "accepted"
    seat = made(person, f"teams/{team['id']}/seats", volunteer_id=str(rosters.volunteers[3])).json()

    assert (seat["role"], seat["state"], seat["team_id"]) == ("steward", "offered", team["id"])
    (shown,) = person.get(f"/api/v1/shifts/{shift}/teams").json()["items"]
    assert (shown["seats"], shown["named"]) == (2, 1)
    steward = person.get(f"/api/v1/shifts/{shift}").json()["posts"][0]
    assert (steward["filled"], steward["kept"]) == (1, 1)
    assert made(office, f"teams/{team['id']}/take-back", 200).json()["state"] == "taken_back"


def test_a_decision_is_taken_and_taken_back(rosters: RosterTown, office: TestClient) -> None:
    address = f"shifts/{rosters.shifts['visit1']}/locks"
    body: dict[str, Any] = {"volunteer_id": str(rosters.volunteers[0])}
    pin = made(office, address, **body, kind="pin", waives=["H10"], reason="Agreed.").json()
    refused = made(office, address, 422, **body, kind="pin", waives=["H16"], reason="Agreed.").json()

    assert (refused["code"], "H09, H10" in refused["detail"]) == ("not_waivable", True)
    assert office.delete(f"/api/v1/roster-locks/{pin['id']}").status_code == 204
    (row,) = client_of(rosters, "auditor").get(f"/api/v1/{address}").json()["items"]
    assert (row["waives"], row["reason"], row["removed_at"]) == (["H10"], "", "2026-05-01T04:00:00Z")


def test_sentences_and_phrases_are_known_to_the_speaker() -> None:
    told = {**VOLUNTEER_REFUSALS, **VOLUNTEER_NOTICES, **VOLUNTEER_MESSAGES}

    assert {code: SENTENCES[code] for code in told} == told
    assert VOLUNTEER_PHRASES.items() <= PHRASES.items()
