"""Every answer that is no success: an RFC 9457 problem with a stable code and a sentence in the reader's language."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from typing import Any

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, ConfigDict, Field
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from api.language import language_of
from api.sentences import sentence
from api.validation import refusal_of
from scheduler.errors import (
    Busy,
    Conflict,
    NotAllowed,
    NotFound,
    NotSignedIn,
    Refused,
    Rejected,
    Stale,
    Throttled,
)

MEDIA_TYPE = "application/problem+json"
BUSY_SECONDS = 2
"""After how many seconds a reader may try again where the database was busy."""
STATUSES: dict[type[Refused], int] = {
    NotSignedIn: 401,
    NotAllowed: 403,
    NotFound: 404,
    Conflict: 409,
    Stale: 412,
    Rejected: 422,
    Throttled: 429,
    Busy: 503,
}
PRIVATE = re.compile(
    r"plate|phone|name|password|secret|identity|address|note|mail|login|reason|text|title|token|cursor", re.IGNORECASE
)
"""Fields whose content is never repeated in an answer."""
PLAIN = re.compile(r"[A-Za-z0-9_.:+\-]{1,40}")
LONG_NUMBER = re.compile(r"\d{7}")
"""May be somebody's telephone or identity number, whatever the field is called."""


class Problem(BaseModel):
    """Why a call was refused, or what failed."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "type": "/problems/out_of_range",
                    "title": "Not acceptable as sent",
                    "status": 422,
                    "detail": "limit is 500; allowed is: 1 to 200.",
                    "code": "out_of_range",
                    "field": "limit",
                    "value": 500,
                    "allowed": "1 to 200",
                }
            ]
        }
    )

    type: str = Field(description="`/problems/` and the code.")
    title: str = Field(description="The kind of refusal, in the reader's language.")
    status: int = Field(description="The HTTP status, again.")
    detail: str = Field(description="A sentence for people, in the reader's language.")
    code: str = Field(description="Stable; what a program should look at.")
    field: str | None = Field(None, description="The input that it speaks of, with dots.")
    value: str | int | float | bool | None = Field(None, description="What was given, where it may be repeated.")
    allowed: str | None = Field(None, description="What would have been accepted.")
    next: str | None = Field(None, description="What is left in the place of something that is gone, by its id.")


class HttpRefused(Refused):
    """A call that is wrong as HTTP, before any use case sees it."""

    def __init__(self, status: int, code: str, field: str = "", allowed: str = "", **numbers: int | str) -> None:
        super().__init__(code, field, None, allowed, **numbers)
        self.status = status


ErrorPage = Callable[[Request, Problem], Response]


def problem_of(refused: Refused, language: str) -> Problem:
    """A refusal in words."""
    status = status_of(refused)
    value = repeatable(refused.field, refused.value)
    numbers: dict[str, Any] = {"field": refused.field, "value": value, "allowed": refused.allowed, **refused.numbers}
    return Problem(
        type=f"/problems/{refused.code}",
        title=sentence(f"status_{status}", language),
        status=status,
        detail=sentence(refused.code, language, **numbers),
        code=refused.code,
        field=refused.field or None,
        value=value,
        allowed=refused.allowed or None,
        next=str(refused.numbers.get("next") or "") or None,
    )


def status_of(refused: Refused) -> int:
    """The HTTP status of a refusal."""
    if isinstance(refused, HttpRefused):
        return refused.status
    return next(status for family, status in STATUSES.items() if isinstance(refused, family))


def repeatable(field: str, value: object) -> str | int | float | bool | None:
    """A value as far as it may be told again: never what could be somebody's."""
    if value is None or PRIVATE.search(field):
        return None
    if isinstance(value, bool) or (isinstance(value, int | float) and abs(value) < 10**6):
        return value
    text = str(value)
    return text if PLAIN.fullmatch(text) and not LONG_NUMBER.search(text) else None


def body_of(problem: Problem) -> bytes:
    """A problem as it is sent."""
    return problem.model_dump_json(exclude_none=True).encode()


def answer(request: Request, refused: Refused) -> Response:
    """The answer to a refused call: a problem, or a page where a page was asked for."""
    problem = problem_of(refused, language_of(request))
    headers = retry_after(refused) | ({"Allow": refused.allowed} if problem.status == 405 else {})
    page: ErrorPage | None = getattr(request.app.state, "error_page", None)
    if page is not None and wants_page(request):
        response = page(request, problem)
        response.headers.update(headers)
        return response
    return Response(body_of(problem), problem.status, headers, MEDIA_TYPE)


def retry_after(refused: Refused) -> dict[str, str]:
    """When the same call may be sent again, for refusals that pass."""
    if isinstance(refused, Throttled):
        return {"Retry-After": str(max(1, refused.seconds))}
    return {"Retry-After": str(BUSY_SECONDS)} if isinstance(refused, Busy) else {}


def wants_page(request: Request) -> bool:
    """Whether a browser asks for something to read."""
    return not request.url.path.startswith("/api/") and "text/html" in request.headers.get("accept", "")


def register(app: FastAPI) -> None:
    """Answer every exception of a route as a problem."""
    app.add_exception_handler(Refused, _refused)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http)


Handler = Callable[[Request, Exception], Awaitable[Response]]


async def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, Refused)
    return answer(request, error)


async def _invalid(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    return answer(request, refusal_of(error.errors()))


async def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    if isinstance(error.__cause__, Refused):
        return answer(request, error.__cause__)
    if error.status_code == 405:
        methods = (error.headers or {}).get("Allow", "").split(", ")
        # What is read by GET answers HEAD too, as `api.middleware.heads` sees to.
        allowed = sorted({*methods, "HEAD"} if "GET" in methods else methods)
        return answer(request, HttpRefused(405, "no_such_method", allowed=", ".join(allowed)))
    return answer(request, NotFound() if error.status_code == 404 else HttpRefused(400, "unreadable"))
