"""Ways forward by HTTP: from a refusal to a right with one call, and what two people at once are told."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from tests.api.conftest import OWN_PAGE, PASSWORD
from tests.apps import create_app
from tests.communities import town_on
from tests.town import Town
from tests.ways_town import find_all, give_up

API = "/api/v1"
FIRST, SECOND = 5, 6


@pytest.fixture
def published(tmp_path: Path) -> Iterator[Town]:
    """The town with its notice; the edge is the same on both databases."""
    with town_on("sqlite", tmp_path, "published") as made:
        yield made


def client_of(town: Town, login: str) -> TestClient:
    client = TestClient(create_app(town.office), headers={**OWN_PAGE, "Accept-Language": "en"})
    assert client.post(f"{API}/session", json={"login": login, "password": PASSWORD}).status_code == 204
    return client


def place(town: Town, person: int) -> str:
    return f"{API}/registrations/{town.registrations[person]}/alternatives"


def test_a_way_is_found_listed_held_and_taken(published: Town) -> None:
    client = client_of(published, f"person{SECOND}")
    nothing = client.post(place(published, SECOND)).json()
    assert (nothing["items"], nothing["searched"]["code"]) == ([], "no_alternative")
    give_up(published, 0)

    found = client.post(place(published, SECOND)).json()["items"]
    listed = client.get(place(published, SECOND)).json()["items"]
    held = client.post(f"{API}/alternatives/{found[0]['id']}/hold").json()
    taken = client.post(f"{API}/alternatives/{found[0]['id']}/take")

    assert listed == found
    assert [(way["rank"], way["kind"], way["state"]) for way in found] == [
        (1, "as_asked", "found"),
        (2, "shorter", "found"),
        (3, "other_hours", "found"),
    ]
    assert found[0]["message"].startswith("As asked for, at ")
    assert (found[0]["price"]["fen"], found[0]["price"]["accepted_at"]) == (0, None)
    assert (held["state"], held["held_until"]) == ("held", "2026-05-01T05:00:00Z")
    told: Any = taken.json()
    assert (taken.status_code, told["registration_state"], told["spaces"]) == (200, "accepted", found[0]["spaces"])
    rights = client.get(f"{API}/rights").json()["items"]
    assert [(right["id"], [one["code"] for one in right["spaces"]]) for right in rights] == [
        (told["right_id"], found[0]["spaces"])
    ]
    assert client.get(place(published, SECOND)).json()["items"] == []


def test_who_is_late_is_told_what_is_left(published: Town) -> None:
    give_up(published, 0)
    first, second = client_of(published, f"person{FIRST}"), client_of(published, f"person{SECOND}")
    mine, theirs = (one.post(place(published, at)).json()["items"] for one, at in ((first, FIRST), (second, SECOND)))
    assert second.post(f"{API}/alternatives/{theirs[0]['id']}/take").status_code == 200

    late = first.post(f"{API}/alternatives/{mine[0]['id']}/take")

    assert (late.status_code, late.json()["code"], late.json().get("next")) == (409, "alternative_gone", None)
    assert late.headers["content-type"] == "application/problem+json"
    declined = first.post(f"{API}/alternatives/{mine[1]['id']}/decline")
    assert (declined.status_code, declined.json()["code"]) == (409, "alternative_not_open")


def test_the_office_has_a_round_searched_and_a_neighbour_sees_nothing(published: Town) -> None:
    office, neighbour = client_of(published, "coordinator"), client_of(published, f"person{FIRST}")
    give_up(published, 0)
    ordered = office.post(f"{API}/rounds/{published.round_id}/alternatives")
    find_all(published)

    assert (ordered.status_code, ordered.json()["done_at"]) == (202, None)
    found = office.get(place(published, SECOND)).json()["items"]
    assert len(found) == 3
    assert neighbour.get(place(published, SECOND)).status_code == 404
    for step in ("hold", "take", "decline"):
        assert neighbour.post(f"{API}/alternatives/{found[0]['id']}/{step}").status_code == 404


@pytest.mark.parametrize("step", ["hold", "take", "decline"])
def test_a_way_that_never_existed_is_not_found(published: Town, step: str) -> None:
    client = client_of(published, "coordinator")
    assert client.post(f"{API}/alternatives/{published.round_id}/{step}").status_code == 404
