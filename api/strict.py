"""Bodies read strictly: UTF-8, one meaning for each key, numbers that exist, and not endlessly nested."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import Request, Response
from fastapi.routing import APIRoute

from api.problems import HttpRefused
from api.validation import shown_name
from scheduler.errors import Refused, Rejected

DEEPEST = 50
STRING = re.compile(r'"(?:[^"\\]|\\.)*"', re.DOTALL)
BRACKET = re.compile(r"[\[\]{}]")


def read_json(content: bytes) -> Any:
    """The value that a body holds.

    Raises
    ------
    Refused
        Not UTF-8, not JSON, nested too deeply, a key written twice, or no number.
    """
    try:
        text = content.decode()
    except UnicodeDecodeError:
        raise HttpRefused(400, "body_not_utf8") from None
    if _depth(text) > DEEPEST:
        raise Rejected("body_too_deep", allowed=f"at most {DEEPEST} levels")
    try:
        return json.loads(text, object_pairs_hook=_once, parse_constant=_no_number, parse_int=_whole_number)
    except Refused:
        raise
    except ValueError:
        raise HttpRefused(400, "body_not_json") from None


class StrictRequest(Request):
    """A request whose JSON is read strictly."""

    async def json(self) -> Any:
        return read_json(await self.body())


class StrictRoute(APIRoute):
    """A route whose body is read strictly."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handle = super().get_route_handler()

        async def strictly(request: Request) -> Response:
            return await handle(StrictRequest(request.scope, request.receive))

        return strictly


def _depth(text: str) -> int:
    """How deeply brackets nest outside of strings; looked at before a parser recurses."""
    depth = deepest = 0
    for bracket in BRACKET.findall(STRING.sub("", text)):
        depth += 1 if bracket in "[{" else -1
        deepest = max(deepest, depth)
    return deepest


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            raise Rejected("duplicate_key", shown_name(name))
        found[name] = value
    return found


def _no_number(_name: str) -> Any:
    raise HttpRefused(400, "body_not_json")


def _whole_number(digits: str) -> int:
    if len(digits) > 20:
        raise Rejected("out_of_range", "$", allowed="a shorter number")
    return int(digits)
