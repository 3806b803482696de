"""Draws and fairness over HTTP, as the office and everybody meet them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient

from tests.api.conftest import OWN_PAGE, PASSWORD
from tests.apps import create_app
from tests.scheduler.usecases.draw_acts import NUMBER, close_soon
from tests.town import START, Town

BODY = {"source": "上证综合指数收盘点位", "number_on": "2026-05-04"}


def client_of(town: Town, login: str) -> TestClient:
    client = TestClient(create_app(town.office), headers={**OWN_PAGE, "Accept-Language": "en"})
    assert client.post("/api/v1/session", json={"login": login, "password": PASSWORD}).status_code == 204
    return client


def code(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


def test_a_draw_from_commitment_to_lots(town: Town) -> None:
    close_soon(town)
    address, public = f"/api/v1/rounds/{town.round_id}/draw", f"/api/v1/public/rounds/{town.round_id}/draw"

    def signed_in() -> list[TestClient]:
        """Two of the office and somebody else; sessions end while nobody comes for days."""
        return [client_of(town, login) for login in ("coordinator", "admin", "person0")]

    office, second, anybody = signed_in()
    assert code(anybody.get(public)) == (404, "no_such_thing")
    made = office.post(address, json=BODY, headers={"Idempotency-Key": "once"})
    again = office.post(address, json=BODY, headers={"Idempotency-Key": "once"})
    assert (made.status_code, again.status_code, made.content == again.content) == (201, 201, True)
    assert made.json().keys().isdisjoint({"secret", "number", "seed", "id"})
    assert office.get(made.headers.get("Location", address)).json() == made.json()
    assert code(second.post(address, json=BODY)) == (409, "draw_committed_already")
    taken_back = second.post(f"{address}/withdraw", json={"reason": "Another index."}).json()
    assert (taken_back["state"], taken_back["reason"]) == ("withdrawn", "Another index.")
    assert anybody.get(public).json()["state"] == "withdrawn"
    assert office.post(address, json=BODY).status_code == 201
    shown = anybody.get(public).json()
    assert (shown["state"], [one["commitment"] for one in shown["withdrawn"]]) == (
        "committed",
        [made.json()["commitment"]],
    )
    assert shown.keys().isdisjoint({"reason", "withdrawn_by"})

    town.close()
    town.clock.now = START + timedelta(days=2)
    office, second, anybody = signed_in()
    assert code(office.post(f"{address}/number", json={"number": NUMBER})) == (409, "draw_too_early")
    town.clock.now = START + timedelta(days=3)
    office, second, anybody = signed_in()
    assert office.post(f"{address}/number", json={"number": NUMBER}).json()["state"] == "entered"
    assert code(office.post(f"{address}/number", json={"number": NUMBER})) == (409, "draw_same_person")
    # What is refused here is kept: both begin anew.
    assert code(second.post(f"{address}/number", json={"number": "1"})) == (409, "draw_numbers_differ")
    assert office.get(address).json()["state"] == "frozen"
    second.post(f"{address}/number", json={"number": NUMBER})
    hidden = anybody.get(public).json()
    assert (hidden["state"], hidden["secret"], hidden["number"], hidden["seed"]) == ("entered", "", "", "")
    assert office.post(f"{address}/number", json={"number": NUMBER}).json()["state"] == "revealed"

    first = anybody.get(f"{public}?limit=4").json()
    rest = anybody.get(f"{public}?limit=4&cursor={first['next']}").json()
    found = [*first["items"], *rest["items"]]
    assert [item["position"] for item in found] == [1, 2, 3, 4, 5, 6, 7]
    assert sorted(found, key=lambda item: item["lot"]) == found
    assert (first["number"], first["entries"], first["joined"], first["left"], rest["next"]) == (
        NUMBER,
        7,
        [],
        [],
        None,
    )


@pytest.mark.parametrize(
    "body",
    [
        {"source": "", "number_on": "2026-05-04"},
        {"source": "x"},
        {"source": "x", "number_on": "2026-02-30"},
        {"source": "x", "number_on": "2026-05-04", "secret": "00"},
        {"source": "x", "number_on": "2026-04-04"},
    ],
)
def test_what_cannot_be_committed_to_is_refused(town: Town, body: dict[str, str]) -> None:
    close_soon(town)
    answer = client_of(town, "coordinator").post(f"/api/v1/rounds/{town.round_id}/draw", json=body)
    assert answer.status_code == 422


def test_fairness_is_told_to_oneself_to_the_office_and_in_sum_to_all(published: Town) -> None:
    moves = f"/api/v1/rounds/{published.round_id}/moves"
    office, person = client_of(published, "coordinator"), client_of(published, "person6")
    assert office.post(moves, json={"action": "settle"}).status_code == 200

    own = person.get("/api/v1/me/fairness").json()["items"]
    assert [(one["kind"], one["asked"], one["got"], one["losing_streak"], one["share"]) for one in own] == [
        ("person", 1, 0, 1, 0.0),
        ("household", 1, 0, 1, 0.0),
    ]
    page = office.get("/api/v1/fairness?limit=5").json()
    last = office.get(f"/api/v1/fairness?limit=5&cursor={page['next']}").json()
    assert (len(page["items"]), len(last["items"]), last["next"]) == (5, 2, None)
    one = office.get(f"/api/v1/fairness?subject={own[0]['subject_id']}").json()
    assert one == {"items": own[:1], "next": None}
    (told,) = person.get("/api/v1/public/fairness?community=tangqiao").json()["items"]
    assert (told["parties"], told["got"], told["by_compound"][1]) == (
        7,
        5,
        {"name": "T", "parties": None, "share": None},
    )
    assert code(person.get("/api/v1/public/fairness?community=nowhere")) == (404, "no_such_thing")
