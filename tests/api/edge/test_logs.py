"""Logs: one JSON object a line, and nobody's data in it."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from io import StringIO
from typing import Any

import pytest
import structlog
from fastapi import FastAPI
from fastapi.testclient import TestClient

from scheduler import logs
from tests.api.conftest import HOME, PASSWORD, Signer


@pytest.fixture
def lines() -> Iterator[Any]:
    """Reads what was logged since it was read before, after setting logs up as the service does."""
    root, configured, stream = logging.getLogger(), structlog.get_config(), StringIO()
    kept, level = root.handlers[:], root.level
    logs.set_up("INFO", stream)
    (ours,) = root.handlers
    root.handlers += kept

    def read() -> list[Any]:
        text = stream.getvalue()
        stream.seek(0)
        stream.truncate()
        # The test client logs its own calls.
        return [line for line in map(json.loads, text.splitlines()) if line["logger"] != "httpx2"]

    yield read
    root.removeHandler(ours)
    root.setLevel(level)
    structlog.configure(**configured)


def test_a_call_is_one_line_with_its_number_and_pattern(lines: Any, signed_in: Signer) -> None:
    coordinator = signed_in("coordinator")
    lines()
    answer = coordinator.get("/api/v1/rounds/01a21354-0000-7000-8000-000000000000?phone=13800138000")

    (line,) = lines()
    assert line.pop("ms") >= 0
    assert line.pop("timestamp").endswith("Z")
    assert line == {
        "event": "call",
        "method": "GET",
        "route": "/api/v1/rounds/{round_id}",
        "status": 404,
        "request": answer.headers["x-request-id"],
        "logger": "commontide.api",
        "level": "info",
    }


def test_nothing_that_was_sent_is_logged(lines: Any, client: TestClient, signed_in: Signer) -> None:
    client.post("/api/v1/session", json={"login": f"resident@{HOME}", "password": "not-the-password"})
    secret = signed_in("admin").post("/api/v1/tokens", json={"name": "t", "scopes": ["read"]}).json()["secret"]
    client.get("/api/v1/me?name=13800138000", headers={"Authorization": f"Bearer {secret}"})

    logged = json.dumps(lines())
    assert not any(text in logged for text in (HOME, PASSWORD, "not-the-password", secret, "13800138000"))


def test_a_fault_is_logged_by_its_kind_and_place(lines: Any, app: FastAPI, client: TestClient) -> None:
    @app.get("/broken")
    def broken() -> None:
        raise ValueError("Failing row contains (沪A12345)")

    answer = client.get("/broken")

    fault, call = lines()
    assert (fault["event"], fault["error"], fault["request"]) == ("fault", "ValueError", answer.headers["x-request-id"])
    assert fault["at"][-1].endswith(" broken")
    assert call["status"] == 500
    assert "沪A12345" not in json.dumps([fault, call], ensure_ascii=False)


def test_errors_that_libraries_log_lose_their_words(lines: Any) -> None:
    try:
        raise ValueError("Failing row contains (沪A12345)")
    except ValueError:
        logging.getLogger("some.library").exception("it failed")

    (line,) = lines()
    assert (line["event"], line["error"]) == ("it failed", "ValueError")
    assert "沪A12345" not in json.dumps(line, ensure_ascii=False)


def test_a_call_from_another_site_is_told_in_the_log(lines: Any, client: TestClient) -> None:
    client.post("/api/v1/session", headers={"Sec-Fetch-Site": "cross-site"})

    assert [line["event"] for line in lines()] == ["cross_site", "call"]
