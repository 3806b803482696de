"""Around every call: a number for it, headers that browsers obey, a line in the log, a count, and no bare failure."""

from __future__ import annotations

import secrets
import time
import traceback
from typing import Any

import structlog
from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.metrics import Metrics
from api.problems import HttpRefused, answer

log = structlog.get_logger("commontide.api")

POLICY = "; ".join(
    (
        "default-src 'self'",
        "object-src 'none'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "form-action 'self'",
    )
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
FRAMES = 12
"""Places of a traceback that are logged."""
UNKNOWN_ROUTE = "(none)"


class Answering:
    """The outermost part of ours: whatever happens inside, one complete answer goes out and one line is logged."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self.app, self.metrics = app, metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        call = _Call(scope, send)
        with structlog.contextvars.bound_contextvars(request=call.number), self.metrics.in_progress.track_inprogress():
            try:
                await self.app(scope, receive, call.send)
            except Exception as error:  # the answer to anything unforeseen
                log.error("fault", error=type(error).__name__, at=places_of(error))
                await call.fail(receive)
            self._tell(call)

    def _tell(self, call: _Call) -> None:
        method, seconds = call.scope["method"], time.perf_counter() - call.started
        told = method if method in METHODS else "OTHER"
        self.metrics.told(told, route_of(call.scope), call.status, seconds)
        log.info("call", method=told, route=route_of(call.scope), status=call.status, ms=round(seconds * 1000, 1))


METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")


class _Call:
    """One call as it goes by."""

    def __init__(self, scope: Scope, send: Send) -> None:
        self.scope, self._send = scope, send
        self.number = secrets.token_hex(8)
        self.started = time.perf_counter()
        self.status = 0
        scope.setdefault("state", {})["request_number"] = self.number

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            headers = MutableHeaders(scope=message)
            for name, content in HEADERS.items():
                headers.setdefault(name, content)
            headers.setdefault("Cache-Control", "no-store")
            headers["X-Request-ID"] = self.number
        await self._send(message)

    async def fail(self, receive: Receive) -> None:
        """Answer with a problem, unless an answer has begun already."""
        if self.status == 0:
            refused = HttpRefused(500, "fault", request=self.number)
            await answer(Request(self.scope), refused)(self.scope, receive, self.send)


def route_of(scope: Scope) -> str:
    """The pattern of the address; never what stands in its place."""
    return str(getattr(scope.get("route"), "path", UNKNOWN_ROUTE))


def places_of(error: BaseException) -> list[str]:
    """Where in the code it happened; the words of an error may hold rows, hence persons, and are left out."""
    frames: list[Any] = list(traceback.extract_tb(error.__traceback__))[-FRAMES:]
    return [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames]
