"""Bodies of calls: not too large, and JSON where the API is called."""

from __future__ import annotations

from email.message import Message as Headers
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.problems import HttpRefused, answer

LARGEST = 1 << 20
"""Bytes of a body."""
JSON = "application/json"


class Bodies:
    """Refuses bodies by their size, stated or real, and those of the API by their stated kind."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        request = Request(scope)
        refused = _wrong_size(request) or _wrong_kind(request)
        if refused is not None:
            await answer(request, refused)(scope, receive, send)
            return
        await self.app(scope, _counted(receive), send)


def too_large() -> HttpRefused:
    return HttpRefused(413, "body_too_large", allowed=f"{LARGEST} bytes")


def _wrong_size(request: Request) -> HttpRefused | None:
    stated = request.headers.get("content-length", "0")
    if not stated.isascii() or not stated.isdigit():
        return HttpRefused(400, "unreadable")
    return too_large() if len(stated) > len(str(LARGEST)) or int(stated) > LARGEST else None


def _wrong_kind(request: Request) -> HttpRefused | None:
    has_body = request.headers.get("content-length", "0") != "0" or "transfer-encoding" in request.headers
    if not has_body or not request.url.path.startswith("/api/"):
        return None
    stated = Headers()
    stated["content-type"] = request.headers.get("content-type", "")
    charset: Any = stated.get_param("charset", "utf-8")
    if stated.get_content_type() == JSON and str(charset).lower() in ("utf-8", "utf8"):
        return None
    return HttpRefused(415, "wrong_media_type", "Content-Type", JSON)


def _counted(receive: Receive) -> Receive:
    """The same messages, until they become too many bytes."""
    seen = 0

    async def counting() -> Message:
        nonlocal seen
        message = await receive()
        seen += len(message.get("body", b""))
        if seen > LARGEST:
            raise HTTPException(413) from too_large()
        return message

    return counting
