"""What another site's page makes a browser send is not done, on any route that changes something."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy.engine import URL

from tests.api.conftest import JSON, Signer
from tests.databases import fresh_url

UNSAFE = ("post", "put", "patch", "delete")
NEVER = "01a21354-0000-7000-8000-000000000000"
FOREIGN: list[dict[str, str]] = [
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Origin": "https://evil.example"},
    {"Origin": "null"},
    {"Origin": "http://testserver.evil.example"},
    {"Origin": "https://testserver"},
    {},
]
"""What a browser tells about a page of another site; nothing, for very old ones."""
FORMS = ("application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "text/plain")


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.study)])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[URL]:
    """A call of another site's page is refused before a database is asked, so the second kind is for the long run."""
    with fresh_url(request.param, tmp_path) as url:
        yield url


def changing(app: FastAPI) -> list[tuple[str, str]]:
    """Every route that changes something, with ids that never existed."""
    return [
        (method.upper(), "/".join(NEVER if part.startswith("{") else part for part in address.split("/")))
        for address, methods in app.openapi()["paths"].items()
        for method in methods
        if method in UNSAFE
    ]


@pytest.mark.parametrize("told", FOREIGN, ids=str)
def test_no_route_that_changes_something_is_called_from_another_site(
    app: FastAPI, signed_in: Signer, told: dict[str, str]
) -> None:
    admin = signed_in("admin")
    del admin.headers["Sec-Fetch-Site"]

    answers = [admin.request(method, address, headers={**told, **JSON}) for method, address in changing(app)]

    assert len(answers) > 30
    assert {(answer.status_code, answer.json()["code"]) for answer in answers} == {(403, "cross_site")}
    assert admin.get("/api/v1/me").status_code == 200


@pytest.mark.parametrize("told", [{"Sec-Fetch-Site": "same-origin"}, {"Origin": "http://testserver"}], ids=str)
def test_our_own_pages_may_call(signed_in: Signer, told: dict[str, str]) -> None:
    resident = signed_in("resident")
    del resident.headers["Sec-Fetch-Site"]

    made = resident.post("/api/v1/tokens", json={"name": "t", "scopes": ["read"]}, headers=told)

    assert made.status_code == 201


@pytest.mark.parametrize("media_type", FORMS)
def test_no_route_takes_a_form(app: FastAPI, signed_in: Signer, media_type: str) -> None:
    admin = signed_in("admin")

    answers = [
        admin.request(method, address, headers={"Content-Type": media_type}, content=b'{"a": 1}')
        for method, address in changing(app)
    ]

    assert {(answer.status_code, answer.json()["code"]) for answer in answers} == {(415, "wrong_media_type")}


def test_a_program_with_a_token_needs_no_browsers_word(client: TestClient, signed_in: Signer) -> None:
    made = signed_in("admin").post("/api/v1/tokens", json={"name": "t", "scopes": ["administer"]}).json()
    del client.headers["Sec-Fetch-Site"]

    account: Any = {"login": "newcomer", "password": "a-long-password"}
    answer = client.post("/api/v1/accounts", json=account, headers={"Authorization": f"Bearer {made['secret']}"})

    assert answer.status_code == 201


def test_signing_in_from_another_site_is_refused_too(client: TestClient) -> None:
    told = {"Sec-Fetch-Site": "cross-site"}

    assert client.post("/api/v1/session", json={"login": "a", "password": "b"}, headers=told).status_code == 403


def test_nothing_is_changed_by_asking(app: FastAPI) -> None:
    """GET is for reading: every route that is named like an action has another method."""
    reading = [address for address, methods in app.openapi()["paths"].items() if "get" in methods]
    actions = ("/cancel", "/publish", "/abandon", "/moves", "/read", "/password")

    assert [address for address in reading if address.endswith(actions)] == []
