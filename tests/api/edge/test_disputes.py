"""Disputes by HTTP: from a complaint to a decision that the next plan obeys, and what is refused on the way."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient

from fixtures import people
from scheduler.actors import COMMITTEE, COUNCIL
from tests.api.conftest import OWN_PAGE, PASSWORD
from tests.apps import create_app
from tests.scheduler.usecases.dispute_acts import LAST, hearer
from tests.town import Town

API = "/api/v1/disputes"


class Callers:
    """Clients of the town's people by the part in which they come."""

    def __init__(self, town: Town) -> None:
        self._app, self._open = create_app(town.office), dict[str, TestClient]()
        hearer(town, COMMITTEE, town.people[1].member_id)
        hearer(town, COUNCIL, town.people[2].member_id)

    def __getitem__(self, login: str) -> TestClient:
        if login not in self._open:
            client = self._open[login] = TestClient(self._app, headers=OWN_PAGE)
            answer = client.post("/api/v1/session", json={"login": login, "password": PASSWORD})
            assert answer.status_code == 204, answer.text
        return self._open[login]


PERSON, MEDIATOR, ARBITER = f"person{LAST}", "person1", "person2"


@pytest.fixture
def callers(published: Town) -> Callers:
    return Callers(published)


def opened(callers: Callers, town: Town, **changed: Any) -> Any:
    stated = {"about": "decision", "subject_id": str(town.registrations[LAST]), "statement": "My points are wrong."}
    return callers[PERSON].post(API, json={**stated, **changed}, headers={"Idempotency-Key": "once"})


def test_a_complaint_becomes_a_decision_that_the_next_plan_obeys(published: Town, callers: Callers) -> None:
    town, space = published, published.spaces["T1"]
    answer, again = opened(callers, town), opened(callers, town)
    case = f"{API}/{answer.json()['id']}"
    assert (answer.status_code, again.content, answer.headers["etag"]) == (201, answer.content, '"1"')
    assert answer.headers["location"] == case
    at = (town.clock() + timedelta(days=2)).strftime("%Y-%m-%dT%H:%MZ")
    steps = [
        callers[MEDIATOR].post(f"{case}/moves", json={"action": "mediate"}),
        callers[MEDIATOR].put(f"{case}/hearing", json={"at": at}, headers={"If-Match": '"2"'}),
        callers[MEDIATOR].post(f"{case}/notes", json={"text": "Spoke to both.", "inner": True}),
        callers[MEDIATOR].post(f"{case}/moves", json={"action": "refer", "reason": "No agreement."}),
    ]
    pin = {"kind": "pin", "subject_id": str(town.registrations[LAST]), "space_id": str(space)}
    verdict = {"action": "decide", "reason": "Overlooked.", "upheld": True, "effects": [pin]}
    decided = callers[ARBITER].post(f"{case}/moves", json=verdict)

    assert [step.status_code for step in (*steps, decided)] == [200, 200, 201, 200, 200]
    told = callers[PERSON].get(case).json()
    assert (told["state"], told["outcome"], told["readable"]) == ("decided", "Overlooked.", True)
    assert [step["action"] for step in told["steps"]] == ["open", "mediate", "hearing", "refer", "decide"]
    assert [(one["kind"], one["space_id"]) for one in told["effects"]] == [("pin", str(space))]
    tally = callers["coordinator"].get(f"/api/v1/rounds/{town.round_id}/tally").json()
    assert tally["decisions_waiting"] == 1
    plan = town.plan()
    assigned = callers["coordinator"].get(f"/api/v1/plans/{plan}/assignments").json()["items"]
    mine = [one for one in assigned if one["registration_id"] == str(town.registrations[LAST])]
    assert [one["space_id"] for one in mine] == [str(space)]


def test_a_case_lists_what_its_reader_may_do_and_nobody_who_is_in_it(published: Town, callers: Callers) -> None:
    case = f"{API}/{opened(callers, published).json()['id']}"
    seen = {login: callers[login].get(case).json() for login in (PERSON, MEDIATOR, "auditor", "admin")}

    assert {login: one["actions"] for login, one in seen.items()} == {
        PERSON: ["refer", "withdraw"],
        MEDIATOR: ["mediate", "refer", "dismiss"],
        "auditor": [],
        "admin": ["mediate"],
    }
    assert {login: one["readable"] for login, one in seen.items()} == {
        PERSON: True,
        MEDIATOR: True,
        "auditor": False,
        "admin": False,
    }
    assert str(published.people[LAST].member_id) not in str(seen)
    named = callers[MEDIATOR].get(f"{case}/parties").json()["items"]
    assert [(one["side"], one["name"]) for one in named] == [("opened", people.name_of(LAST))]


def test_what_cannot_be_is_refused_at_its_field(published: Town, callers: Callers) -> None:
    mine = str(published.registrations[LAST])
    bodies: list[dict[str, Any]] = [
        {"about": "weather", "statement": "x"},
        {"about": "decision", "statement": "x"},
        {"about": "decision", "statement": "", "subject_id": mine},
        {"about": "decision", "statement": "x", "subject_id": mine, "plate": "沪A12345"},
        {"about": "neighbour", "statement": "x", "subject_id": mine},
        {"about": "neighbour", "statement": "x", "plate": "12345"},
        {"about": "neighbour", "statement": "x", "state": "decided"},
        {"about": "decision", "statement": "x", "subject_id": mine, "channel": "door"},
    ]
    found = [callers[PERSON].post(API, json=body) for body in bodies]

    assert [(one.status_code, one.json()["field"]) for one in found] == [
        (422, "about"),
        (422, "subject_id"),
        (422, "statement"),
        (422, "plate"),
        (422, "subject_id"),
        (422, "plate"),
        (422, "state"),
        (422, "channel"),
    ]


def test_numbers_are_for_everybody(published: Town, callers: Callers) -> None:
    anybody = TestClient(create_app(published.office), headers=OWN_PAGE)
    found = anybody.get("/api/v1/public/communities/tangqiao/disputes?year=2026").json()

    assert (found["year"], found["fewest"], len(found["items"])) == (2026, 5, 30)
    assert {one["cases"] for one in found["items"]} == {None}


def test_what_can_be_disputed_is_listed(published: Town, callers: Callers) -> None:
    found = callers[PERSON].get(f"{API}/grounds").json()["items"]

    assert [(one["about"], one["subject_id"]) for one in found] == [("decision", str(published.registrations[LAST]))]
    opened(callers, published)
    assert [one["about"] for one in callers[PERSON].get(API).json()["items"]] == ["decision"]
    assert callers["person0"].get(API).json()["items"] == []
