"""Lists come in pages: complete, in the order asked for, and with marks that mean nothing elsewhere."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from fastapi.testclient import TestClient

from api.schemas.base import cursor_of, number_cursor_of, read_cursor, read_number_cursor
from scheduler.errors import Rejected
from scheduler.usecases import rounds
from scheduler.usecases.rounds import RoundTerms
from tests.api.conftest import OWN_PAGE, PASSWORD
from tests.apps import create_app
from tests.town import START, Town

ROW = UUID("01a21354-0000-7000-8000-000000000000")


def reader(town: Town, login: str) -> TestClient:
    client = TestClient(create_app(town.office), headers=OWN_PAGE)
    assert client.post("/api/v1/session", json={"login": login, "password": PASSWORD}).status_code == 204
    return client


def pages(client: TestClient, address: str) -> list[list[Any]]:
    """All pages of a list."""
    found, cursor = [], ""
    while True:
        page = client.get(address + cursor).json()
        found.append(page["items"])
        if page["next"] is None:
            return found
        cursor = f"&cursor={page['next']}"


def names(found: list[list[Any]], field: str) -> list[list[Any]]:
    return [[item[field] for item in page] for page in found]


def set_up_more(town: Town, count: int) -> None:
    for at in range(count):
        terms = RoundTerms(
            f"later{at}",
            "x",
            "x",
            START + timedelta(days=40),
            START + timedelta(days=50),
            (START + timedelta(days=60)).date(),
            (START + timedelta(days=90)).date(),
        )
        town.do(rounds.set_up, actor=town.coordinator, terms=terms)


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        ("newest", [["later3", "later2"], ["later1", "later0"]]),
        ("oldest", [["later0", "later1"], ["later2", "later3"]]),
    ],
)
def test_a_list_comes_whole_in_the_order_asked_for(town: Town, sort: str, expected: list[list[str]]) -> None:
    set_up_more(town, 4)

    found = pages(reader(town, "coordinator"), f"/api/v1/rounds?limit=2&state=draft&sort={sort}")

    assert names(found, "code") == expected


def test_the_newest_come_first_where_nothing_is_said(town: Town) -> None:
    set_up_more(town, 2)

    found = pages(reader(town, "coordinator"), "/api/v1/rounds?state=draft")

    assert names(found, "code") == [["later1", "later0"]]


@pytest.mark.parametrize("sort", ["newest", "oldest"])
@pytest.mark.parametrize("login", ["coordinator", "auditor"])
def test_registrations_of_a_round_come_in_pages(town: Town, login: str, sort: str) -> None:
    found = pages(reader(town, login), f"/api/v1/registrations?round_id={town.round_id}&limit=3&sort={sort}")

    ids = [str(row) for row in town.registrations]
    assert [item for page in names(found, "id") for item in page] == (ids if sort == "oldest" else ids[::-1])
    assert [len(page) for page in found] == [3, 3, 1]


def test_people_are_shown_their_own_registrations_and_property_staff_those_of_their_sites(town: Town) -> None:
    address = f"/api/v1/registrations?round_id={town.round_id}&sort=oldest"
    own = pages(reader(town, "person3"), address)
    of_site = pages(reader(town, "staff"), address)

    assert names(own, "id") == [[str(town.registrations[3])]]
    assert names(of_site, "id") == [[str(row) for row in town.registrations[:5]]]


def test_lists_are_filtered_by_state(published: Town) -> None:
    address = f"/api/v1/registrations?round_id={published.round_id}&state="
    client = reader(published, "coordinator")

    assert [len(pages(client, address + state)[0]) for state in ("allocated", "waitlisted", "draft")] == [5, 2, 0]


def test_lists_without_ids_come_in_pages_too(published: Town) -> None:
    plan = published.newest_plan()
    auditor, visitor = reader(published, "auditor"), TestClient(create_app(published.office))

    entries = pages(auditor, "/api/v1/audit?limit=7")
    refused = pages(auditor, f"/api/v1/plans/{plan}/refusals?limit=1")
    served = pages(auditor, f"/api/v1/plans/{plan}/assignments?limit=2")
    notice = pages(visitor, f"/api/v1/public/rounds/{published.round_id}/notice?limit=3")

    seqs = [item["seq"] for page in entries for item in page]
    assert seqs == list(range(1, len(seqs) + 1))
    assert names(refused, "rank") == [[1], [2]]
    causes = [item["cause"] for page in refused for item in page]
    assert all(cause["message"] and (cause["removals"] or not cause["place"]) for cause in causes)
    assert [len(page) for page in served] == [2, 2, 1]
    assert [len(page) for page in notice] == [3, 3, 1]


def test_a_mark_is_read_as_it_was_written() -> None:
    assert read_cursor(cursor_of(ROW)) == ROW
    assert [read_number_cursor(number_cursor_of(number)) for number in (0, 7, 2**31 - 1)] == [0, 7, 2**31 - 1]


@pytest.mark.parametrize("mark", ["", "x", "AAAA", "!" * 22, "A" * 23, cursor_of(ROW) + "=", number_cursor_of(3)])
def test_a_mark_of_another_list_is_refused(mark: str) -> None:
    with pytest.raises(Rejected, match="bad_cursor"):
        read_cursor(mark)


@pytest.mark.parametrize("mark", ["", "AAAA", cursor_of(ROW), number_cursor_of(2**31), number_cursor_of(2**63)])
def test_a_mark_that_no_numbered_list_has_is_refused(mark: str) -> None:
    with pytest.raises(Rejected, match="bad_cursor"):
        read_number_cursor(mark)
