"""The description of the API: every answer that an operation may give, refusals included."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from api.problems import MEDIA_TYPE, Problem
from api.sentences import sentence

ANYWHERE = (400, 429, 500, 503)
"""Refusals that every operation may give."""
WITH_INPUT = (422,)
WITH_BODY = (413, 415)
SIGNED_IN = (401, 403)
SIGN_IN = ("post", "/api/v1/session")
UNSAFE = ("post", "put", "patch", "delete")
DESCRIPTION = """Registrations, rounds, plans, publication and bookings of a community.

Every refusal is a problem (RFC 9457) with a stable `code`, the `field` that it speaks of and a sentence in Chinese or
English, by `Accept-Language`. A POST that creates takes an `Idempotency-Key`; a change needs `If-Match` with the `ETag`
of the version that it was made from. Sign in at `POST /api/v1/session`, or send a token as `Authorization: Bearer …`.
"""


def refusals(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """What a route documents beside its success, for `responses=`; `describe` adds what all have in common."""
    return {status: {"description": sentence(f"status_{status}", "en")} for status in statuses}


def register(app: FastAPI) -> None:
    """Describe the application, once it is asked for the first time."""

    def described() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = describe(app)
        return app.openapi_schema

    app.openapi = described  # type: ignore[method-assign]


def describe(app: FastAPI) -> dict[str, Any]:
    """The description, with every refusal as a problem."""
    found = get_openapi(title=app.title, version=app.version, description=DESCRIPTION, routes=app.routes)
    parts = found.setdefault("components", {}).setdefault("schemas", {})
    parts["Problem"] = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
    for unused in ("HTTPValidationError", "ValidationError"):
        parts.pop(unused, None)
    found["components"]["securitySchemes"] = {
        "session": {"type": "apiKey", "in": "cookie", "name": "commontide_session"},
        "token": {"type": "http", "scheme": "bearer"},
    }
    for path, operations in found["paths"].items():
        for method, operation in operations.items():
            _complete(method, operation)
            if (method, path) == SIGN_IN:
                # It answers 401, yet needs no login: it makes one.
                operation.pop("security")
    return found


def _complete(method: str, operation: dict[str, Any]) -> None:
    """Add the refusals that follow from what the operation takes, and give all their form."""
    answers = operation["responses"]
    statuses = [*ANYWHERE]
    if "requestBody" in operation or operation.get("parameters"):
        statuses += WITH_INPUT
    if method in UNSAFE:
        statuses += [403, *WITH_BODY]
    for status in statuses:
        answers.setdefault(str(status), refusals(status)[status])
    if 401 in map(int, answers):
        operation["security"] = [{"session": []}, {"token": []}]
    for status, answer in answers.items():
        if int(status) >= 400:
            answer["content"] = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
            answer.setdefault("headers", {}).update(_headers(int(status)))


def _headers(status: int) -> Mapping[str, Any]:
    retried = {"Retry-After": {"description": "Seconds to wait.", "schema": {"type": "integer"}}}
    return retried if status in (429, 503) else {}
