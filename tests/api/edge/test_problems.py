"""Refusals as they are answered: form, language, headers; and what nobody foresaw."""

from __future__ import annotations

import logging

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from api.language import preferred
from api.problems import Problem, repeatable
from api.sentences.speak import SENTENCES
from scheduler.errors import Busy, Throttled
from tests.api.conftest import Signer


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/api/v1/nothing", 404, "no_such_thing"),
        ("GET", "/nothing", 404, "no_such_thing"),
        ("GET", "/api/v1/rounds/", 404, "no_such_thing"),
        ("DELETE", "/api/v1/me", 405, "no_such_method"),
        ("GET", "/api/v1/rounds", 401, "not_signed_in"),
        ("GET", "/api/v1/rounds/1", 404, "no_such_thing"),
    ],
)
def test_every_refusal_is_a_problem(client: TestClient, method: str, path: str, status: int, code: str) -> None:
    answer = client.request(method, path)

    told = Problem.model_validate(answer.json())
    assert (answer.status_code, told.status, told.code, told.type) == (status, status, code, f"/problems/{code}")
    assert answer.headers["content-type"] == "application/problem+json"


def test_a_method_that_is_not_known_is_told_with_those_that_are(client: TestClient) -> None:
    assert client.delete("/api/v1/me").headers["allow"] == "GET, HEAD"


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("zh-CN,zh;q=0.9,en;q=0.8", "zh"),
        ("en", "en"),
        ("fr, en;q=0.1, zh;q=0.2", "zh"),
        ("zh;q=0, en", "en"),
        ("en;q=x, zh", "zh"),
        ("fr", None),
        ("", None),
        ("*", None),
    ],
)
def test_the_language_is_the_one_that_the_reader_likes_best(header: str, language: str | None) -> None:
    assert preferred(header) == language


def test_a_refusal_speaks_the_readers_language(client: TestClient) -> None:
    chinese = client.get("/api/v1/me", headers={"Accept-Language": "zh-CN"}).json()
    english = client.get("/api/v1/me", headers={"Accept-Language": "en"}).json()

    assert (chinese["detail"], chinese["title"]) == ("请先登录。", "尚未登录")
    assert (english["detail"], english["title"]) == ("Please sign in first.", "Not signed in")


def test_every_kind_of_answer_has_a_title() -> None:
    statuses = (400, 401, 403, 404, 405, 409, 412, 413, 415, 422, 428, 429, 500, 503)

    assert [status for status in statuses if f"status_{status}" not in SENTENCES] == []


@pytest.mark.parametrize("path", ["/api/v1/openapi.json", "/api/v1/nothing", "/livez", "/api/v1/me"])
def test_every_answer_tells_browsers_to_be_strict(client: TestClient, path: str) -> None:
    headers = client.get(path).headers

    assert headers["content-security-policy"] == (
        "default-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'"
    )
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert headers["cache-control"] == "no-store"


def test_what_nobody_foresaw_is_told_without_its_words(
    app: FastAPI, client: TestClient, caplog: pytest.LogCaptureFixture
) -> None:
    @app.get("/broken")
    def broken() -> None:
        raise ValueError("Failing row contains (沪A12345)")

    with caplog.at_level(logging.INFO):
        answer = client.get("/broken")

    told = answer.json()
    assert (answer.status_code, told["code"]) == (500, "fault")
    assert answer.headers["x-request-id"] in told["detail"]
    assert "沪A12345" not in answer.text + caplog.text


@pytest.mark.parametrize(("refused", "after"), [(Busy(), "2"), (Throttled("too_many_requests", 7), "7")])
def test_a_refusal_that_passes_says_when_to_try_again(
    app: FastAPI, client: TestClient, refused: Exception, after: str
) -> None:
    @app.get("/passing")
    def passing() -> None:
        raise refused

    assert client.get("/passing").headers["retry-after"] == after


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("limit", 500, 500),
        ("state", "open", "open"),
        ("state", "some words", None),
        ("phone", 1380, None),
        ("members.0.plate", "A12345", None),
        ("new_password", "x", None),
        ("count", 13812345678, None),
        ("count", None, None),
        ("flag", True, True),
    ],
)
def test_only_values_that_are_nobodys_are_repeated(field: str, value: object, told: object) -> None:
    assert repeatable(field, value) == told


def test_a_malformed_name_of_a_thing_is_simply_not_found(signed_in: Signer) -> None:
    coordinator = signed_in("coordinator")
    never = "01a21354-0000-7000-8000-000000000000"

    answers = [
        coordinator.get(f"/api/v1/rounds/{name}")
        for name in (never, never.upper(), f"{{{never}}}", "1", "..%2f", "%00", "a" * 5000)
    ]

    assert {(answer.status_code, answer.content) for answer in answers} == {(404, answers[0].content)}
