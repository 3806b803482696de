"""Scenarios by HTTP: from a change to the council's page of numbers, and what is refused on the way."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from fastapi.testclient import TestClient

from scheduler.models import Scenario
from tests.api.conftest import OWN_PAGE, PASSWORD
from tests.apps import create_app
from tests.town import Town

API = "/api/v1"
CHANGES = [{"kind": "close_place", "place": "T"}]


@pytest.fixture
def office(town: Town) -> TestClient:
    town.close()
    town.plan()
    client = TestClient(create_app(town.office), headers={**OWN_PAGE, "Accept-Language": "en"})
    assert client.post(f"{API}/session", json={"login": "coordinator", "password": PASSWORD}).status_code == 204
    return client


def made(office: TestClient, town: Town, **more: Any) -> Any:
    body = {"name": "tower shut", "changes": CHANGES, **more}
    return office.post(f"{API}/rounds/{town.round_id}/scenarios", json=body)


def test_a_scenario_is_made_read_changed_run_and_removed(office: TestClient, town: Town) -> None:
    answer = made(office, town, note="For the meeting.")
    shown = answer.json()
    assert (answer.status_code, shown["changes"], shown["figures"], shown["run_state"]) == (201, CHANGES, None, None)
    place = answer.headers["Location"]
    read = office.get(place)
    assert (read.json(), read.headers["ETag"]) == (shown, '"1"')
    body = {"name": "tower shut", "changes": [*CHANGES, {"kind": "unlock", "request": "nobody"}]}
    assert office.put(place, json=body).status_code == 428
    changed = office.put(place, json=body, headers={"If-Match": '"1"'})
    assert (changed.status_code, changed.json()["version"], len(changed.json()["changes"])) == (200, 2, 2)
    run = office.post(f"{place}/runs", json={"work_limit": 2})
    assert (run.status_code, run.json()["state"], run.json()["replan"]) == (201, "queued", False)
    assert office.get(place).json()["run_state"] == "queued"
    assert office.get(f"{API}/rounds/{town.round_id}/runs").json()["items"][0]["id"] != run.json()["id"]
    assert office.delete(place).json()["code"] == "run_under_way"
    assert office.post(f"{API}/runs/{run.json()['id']}/cancel").status_code == 200
    assert office.delete(place).status_code == 204
    assert office.get(place).status_code == 404
    assert office.get(f"{API}/rounds/{town.round_id}/scenarios").json() == {"items": []}


def test_what_cannot_be_changed_is_told_before_anything_is_written(office: TestClient, town: Town) -> None:
    answer = made(office, town, changes=[*CHANGES, {"kind": "add_spaces", "site": "X", "count": 1}])
    told = answer.json()
    assert (answer.status_code, told["code"], told["field"]) == (422, "unknown_id", "changes.1.site")
    answer = made(office, town, changes=[{"kind": "add_spaces", "site": "H", "count": 0}])
    assert (answer.status_code, answer.json()["field"].startswith("changes.0")) == (422, True)
    assert office.get(f"{API}/rounds/{town.round_id}/scenarios").json() == {"items": []}


def test_the_council_sees_numbers_and_nobody_by_receipt(office: TestClient, town: Town) -> None:
    shown = made(office, town).json()
    people = {"gained": 0, "lost": 1, "moved": 0}
    with town.database.writing() as session:
        row = session.get_one(Scenario, UUID(shown["id"]))
        row.figures = {"before": {}, "after": {}, "people": people, "changes": [["R-SECRET", "lost"]]}
    place = f"{API}/scenarios/{shown['id']}"
    assert office.get(f"{place}/people").json() == {"items": [{"receipt": "R-SECRET", "kind": "lost"}]}
    path = office.post(f"{place}/share", json={"days": 3}).json()["path"]
    council = TestClient(create_app(town.office))
    answer = council.get(path)
    assert (answer.status_code, answer.json()["figures"]["people"]) == (200, people)
    assert "R-SECRET" not in answer.text
    assert (answer.headers["Cache-Control"], answer.headers["Referrer-Policy"]) == ("private, no-store", "no-referrer")
    assert office.delete(f"{place}/share").status_code == 204
    assert council.get(path).status_code == 404
