"""HEAD answers as GET does, without what GET would show: link checkers, monitors and messengers ask that way."""

from __future__ import annotations

import asyncio
from typing import Any
from uuid import UUID

import pytest
from fastapi import FastAPI
from fastapi.routing import APIRoute
from fastapi.testclient import TestClient
from starlette.types import Message

from api import pages, routes
from api.pages import assets
from api.pages.assets import ASSETS, address_of
from api.routes import health
from tests.api.conftest import OWN_PAGE, Signer
from tests.api.edge.test_crossing import NEVER, database_url
from tests.api.edge.test_events import coordinator, queued
from tests.api.edge.test_logs import lines
from tests.town import Town

AS_IT_IS = {"Accept-Encoding": "identity"}
OF_ONE_CALL = ("x-request-id", "date")
NEVER_THE_SAME = ("/events", "/metrics")
"""What is told anew each time."""
PATIENCE_SECONDS = 60.0

__all__ = ["database_url", "lines"]


def reading() -> list[str]:
    """Every address that is read, with ids that never existed."""
    addresses = {
        route.path
        for subject in (assets, health, *pages.SUBJECTS, *routes.SUBJECTS)
        for route in subject.router.routes
        if isinstance(route, APIRoute) and "GET" in (route.methods or ()) and not route.path.endswith(NEVER_THE_SAME)
    }
    return sorted("/".join(NEVER if "{" in part else part for part in address.split("/")) for address in addresses)


def asked(client: TestClient, method: str, address: str, **headers: str) -> tuple[int, dict[str, str]]:
    """Status and headers of an answer, but for what belongs to one call alone."""
    answer = client.request(method, address, headers={**AS_IT_IS, **headers}, follow_redirects=False)
    told = dict(answer.headers)
    return answer.status_code, {name: told[name] for name in told if name not in OF_ONE_CALL}


def sent(app: FastAPI, method: str, address: str, **headers: str) -> list[Message]:
    """What the application itself sends, before a server or a client leaves a body out."""
    messages: list[Message] = []
    scope: dict[str, Any] = {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.3"},
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": address,
        "raw_path": address.encode(),
        "query_string": b"",
        "root_path": "",
        "headers": [(name.lower().encode(), value.encode()) for name, value in headers.items()],
        "client": ("127.0.0.1", 50_000),
        "server": ("testserver", 80),
    }

    async def receive() -> Message:
        await asyncio.sleep(2 * PATIENCE_SECONDS)
        return {"type": "http.disconnect"}

    async def send(message: Message) -> None:
        messages.append(message)

    asyncio.run(asyncio.wait_for(app(scope, receive, send), PATIENCE_SECONDS))
    return messages


def test_every_page_and_route_that_is_read_answers_head_as_get(signed_in: Signer) -> None:
    admin = signed_in("admin")
    addresses = reading()

    answers = {address: (asked(admin, "HEAD", address), asked(admin, "GET", address)) for address in addresses}

    assert len(addresses) > 300
    assert {address: pair for address, pair in answers.items() if pair[0] != pair[1]} == {}


@pytest.mark.parametrize("address", ["/", "/api/v1/public/rounds", "/livez", "/mine", "/nothing", "/api/v1/nothing"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_who_is_not_signed_in_is_answered_as_by_get(client: TestClient, address: str, language: str) -> None:
    told = {"Accept": "text/html", "Accept-Language": language}

    assert asked(client, "HEAD", address, **told) == asked(client, "GET", address, **told)


def test_nothing_but_the_head_is_sent(app: FastAPI) -> None:
    place = address_of(next(iter(ASSETS)))
    addresses = ("/", place, "/livez", "/nothing", "/api/v1/nothing", "/api/v1/me")

    answers = {address: sent(app, "HEAD", address) for address in addresses}

    assert {address: [len(message.get("body", b"")) for message in told] for address, told in answers.items()} == {
        address: [0, 0] for address in addresses
    }
    assert all(told[0]["type"] == "http.response.start" for told in answers.values())


def test_a_role_is_refused_as_by_get(signed_in: Signer) -> None:
    places = ("/api/v1/accounts", "/api/v1/audit", "/office/accounts", "/office/calendar", "/trail")
    answers = {
        role: [[asked(client, method, place)[0] for method in ("HEAD", "GET")] for place in places]
        for role in ("resident", "auditor", "admin")
        for client in [signed_in(role)]
    }

    assert {role: [head for head, get in told if head != get] for role, told in answers.items()} == {
        role: [] for role in answers
    }
    assert answers["resident"][0] == [403, 403]


def test_what_only_takes_other_methods_says_so(client: TestClient) -> None:
    refused = client.request("HEAD", "/sign-out", headers=OWN_PAGE)

    assert (refused.status_code, refused.headers["allow"]) == (405, "POST")


@pytest.mark.parametrize("address", ["/", "/api/v1/openapi.json", "/api/v1/public/rounds"])
def test_what_is_only_read_says_so_once(client: TestClient, address: str) -> None:
    refused = client.request("DELETE", address, headers=OWN_PAGE)

    assert (refused.status_code, refused.headers["allow"]) == (405, "GET, HEAD")


def test_who_asks_for_the_head_of_events_does_not_wait_for_one(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    run_id, client = queued(town), coordinator(town)
    cookies = "; ".join(f"{name}={value}" for name, value in client.cookies.items())

    def never(_self: Any, run: UUID) -> Any:
        raise AssertionError(f"somebody listens to {run}")

    monkeypatch.setattr("api.watching.Watcher.follow", never)
    app: Any = client.app
    start, end = sent(app, "HEAD", f"/api/v1/runs/{run_id}/events", Cookie=cookies, **OWN_PAGE)

    headers = {name.decode(): value.decode() for name, value in start["headers"]}
    assert (start["status"], headers["content-type"]) == (200, "text/event-stream; charset=utf-8")
    assert (headers["cache-control"], headers["x-accel-buffering"]) == ("no-store", "no")
    assert end == {"type": "http.response.body", "body": b"", "more_body": False}


def test_the_log_says_what_was_asked_of_which_route(lines: Any, client: TestClient) -> None:
    lines()
    client.head("/api/v1/public/rounds")

    (call,) = lines()
    assert (call["method"], call["route"], call["status"]) == ("HEAD", "/api/v1/public/rounds", 200)
