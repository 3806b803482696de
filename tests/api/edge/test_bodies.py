"""Bodies that cannot be: the same answer on both databases, nothing changed, never a fault of ours."""

from __future__ import annotations

import json
from typing import Any

import pytest

from api.schemas.types import A_MOMENT
from api.strict import DEEPEST
from tests.api.conftest import JSON, Signer

ROUND = {
    "code": "spring",
    "title_zh": "春季",
    "title_en": "Spring",
    "apply_from": "2026-12-01T09:00+08:00",
    "apply_until": "2026-12-15T18:00+08:00",
    "use_first": "2027-01-01",
    "use_last": "2027-06-30",
}


def raw(**changed: str) -> bytes:
    """A round as JSON text, some fields replaced by JSON text."""
    fields = {name: json.dumps(value) for name, value in ROUND.items()} | changed
    return ("{" + ",".join(f'"{name}":{text}' for name, text in fields.items()) + "}").encode()


def deep(levels: int) -> bytes:
    return b"[" * levels + b"]" * levels


BODIES: list[tuple[str, bytes, int, str, str | None]] = [
    ("an integer of 64 bits", raw(display_days="9223372036854775808"), 422, "out_of_range", "display_days"),
    ("an integer of 5,000 digits", raw(display_days="9" * 5000), 422, "out_of_range", "$"),
    ("an integer of 33 bits", raw(display_days="99999999999"), 422, "out_of_range", "display_days"),
    ("a negative integer", raw(accept_days="-1"), 422, "out_of_range", "accept_days"),
    ("NUL in text", raw(title_zh='"a\\u0000b"'), 422, "bad_character", "title_zh"),
    ("half a surrogate pair", raw(title_zh='"\\ud800"'), 422, "bad_character", "title_zh"),
    ("turned writing direction", raw(title_zh='"a\\u202eb"'), 422, "bad_character", "title_zh"),
    ("a line break in a title", raw(title_zh='"a\\nb"'), 422, "bad_character", "title_zh"),
    ("a text too long", raw(title_zh=json.dumps("x" * 201)), 422, "out_of_range", "title_zh"),
    ("true for an integer", raw(display_days="true"), 422, "wrong_type", "display_days"),
    ("text for an integer", raw(display_days='"7"'), 422, "wrong_type", "display_days"),
    ("a decimal for an integer", raw(display_days="7.0"), 422, "wrong_type", "display_days"),
    ("a number for text", raw(title_zh="7"), 422, "wrong_type", "title_zh"),
    ("null for text", raw(title_zh="null"), 422, "wrong_type", "title_zh"),
    ("a field that is the service's own", raw(state='"published"'), 422, "unknown_field", "state"),
    ("another community", raw(community_id='"1"'), 422, "unknown_field", "community_id"),
    ("an empty period", raw(apply_until='"2026-12-01T01:00Z"'), 422, "inverted_dates", "apply_until"),
    ("an inverted period", raw(use_last='"2026-12-31"'), 422, "inverted_dates", "use_last"),
    ("an instant without offset", raw(apply_from='"2026-12-01T09:00"'), 422, "not_a_moment", "apply_from"),
    ("an offset of a whole day", raw(apply_from='"2026-12-01T09:00+24:00"'), 422, "not_a_moment", "apply_from"),
    ("the year 1", raw(apply_from='"0001-01-01T00:00Z"'), 422, "not_a_moment", "apply_from"),
    ("the year 9999", raw(apply_until='"9999-12-31T23:59Z"'), 422, "not_a_moment", "apply_until"),
    ("a leap second", raw(apply_from='"2026-12-01T09:00:60Z"'), 422, "not_a_moment", "apply_from"),
    ("a part of a minute", raw(apply_from='"2026-12-01T09:00:00.002Z"'), 422, "not_whole_minutes", "apply_from"),
    ("a number for an instant", raw(apply_from="1764550800"), 422, "not_a_moment", "apply_from"),
    ("ten years", raw(apply_until='"2036-12-01T09:00Z"'), 422, "period_too_long", "apply_until"),
    ("a date that does not exist", raw(use_first='"2027-02-30"'), 422, "not_a_date", "use_first"),
    ("truncated JSON", raw()[:-1], 400, "body_not_json", None),
    ("an open list", b"[1", 400, "body_not_json", None),
    ("null", b"null", 422, "wrong_type", "body"),
    ("a list", b"[]", 422, "wrong_type", "body"),
    ("nothing", b"", 422, "missing_field", "body"),
    ("no number", raw(display_days="NaN"), 400, "body_not_json", None),
    ("endless", raw(display_days="Infinity"), 400, "body_not_json", None),
    ("brackets 100,000 deep", deep(100_000), 422, "body_too_deep", None),
    ("brackets one too deep", deep(DEEPEST + 1), 422, "body_too_deep", None),
    ("a key twice", raw()[:-1] + b',"code":"other"}', 422, "duplicate_key", "code"),
    ("no UTF-8", raw(title_zh='"\u00e9"').decode().encode("latin-1"), 400, "body_not_utf8", None),
    ("10 MB", raw(criteria_zh=json.dumps("x" * 10_000_000)), 413, "body_too_large", None),
]


@pytest.mark.parametrize(
    ("content", "status", "code", "field"), [case[1:] for case in BODIES], ids=[case[0] for case in BODIES]
)
def test_a_body_that_cannot_be_is_refused_with_its_reason(
    signed_in: Signer, content: bytes, status: int, code: str, field: str | None
) -> None:
    office = signed_in("coordinator")

    answer = office.post("/api/v1/rounds", content=content, headers=JSON)

    assert (answer.status_code, answer.json()["code"], answer.json().get("field")) == (status, code, field)
    assert answer.headers["content-type"] == "application/problem+json"
    assert office.get("/api/v1/rounds").json()["items"] == []


@pytest.mark.parametrize(
    "media_type",
    ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "application/json; charset=gbk", ""],
)
def test_a_body_that_does_not_say_json_is_refused(signed_in: Signer, media_type: str) -> None:
    answer = signed_in("coordinator").post("/api/v1/rounds", content=raw(), headers={"Content-Type": media_type})

    assert (answer.status_code, answer.json()["code"]) == (415, "wrong_media_type")


def test_a_body_without_a_stated_size_is_counted(signed_in: Signer) -> None:
    def endless() -> Any:
        for _ in range(40):
            yield b" " * 65_536

    answer = signed_in("coordinator").post("/api/v1/rounds", content=endless(), headers=JSON)

    assert (answer.status_code, answer.json()["code"]) == (413, "body_too_large")


def test_what_cannot_be_is_told_with_what_can(signed_in: Signer) -> None:
    told = signed_in("coordinator").post("/api/v1/rounds", content=raw(apply_from='"now"'), headers=JSON).json()

    assert told == {
        "type": "/problems/not_a_moment",
        "title": "Not acceptable as sent",
        "status": 422,
        "detail": f"apply_from should be {A_MOMENT}.",
        "code": "not_a_moment",
        "field": "apply_from",
        "value": "now",
        "allowed": A_MOMENT,
    }


@pytest.mark.parametrize("name", ["zażółć", "13812345678901234567890", "a b", "x" * 60])
def test_a_name_that_the_caller_made_up_is_not_repeated(signed_in: Signer, name: str) -> None:
    told = signed_in("coordinator").post("/api/v1/rounds", json={**ROUND, name: 1}).json()

    assert (told["code"], told["field"]) == ("unknown_field", "?")


def test_what_may_be_somebodys_is_never_repeated(signed_in: Signer) -> None:
    answer = signed_in("admin").post("/api/v1/accounts", json={"login": 13812345678, "password": "13812345678"})

    assert answer.status_code == 422
    assert "13812345678" not in answer.text


def test_texts_are_kept_in_one_form(signed_in: Signer) -> None:
    made = signed_in("admin").post("/api/v1/tokens", json={"name": "e\u0301cran", "scopes": ["read"]})

    assert made.json()["name"] == "\u00e9cran"


@pytest.mark.parametrize(
    "query",
    ["limit=0", "limit=201", "limit=x", "limit=99999999999999999999", "cursor=!", "cursor=AAAA", "other=1", "state=x"],
)
def test_a_question_that_cannot_be_is_refused(signed_in: Signer, query: str) -> None:
    answer = signed_in("coordinator").get(f"/api/v1/rounds?{query}")

    assert answer.status_code == 422
    assert answer.json()["field"] == query.partition("=")[0]
