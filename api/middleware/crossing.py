"""Calls that another site's page makes a browser send are not made (cross-site request forgery)."""

from __future__ import annotations

from urllib.parse import urlsplit

import structlog
from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from api.cookies import SESSION_COOKIE
from api.problems import answer
from scheduler.errors import NotAllowed

log = structlog.get_logger("commontide.api")
SAFE = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
OWN_SITE = frozenset({"same-origin", "none"})


class Crossing:
    """Lets an unsafe call with a session pass only if the browser says that it comes from our own pages."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["method"] not in SAFE and is_foreign(Request(scope)):
            log.warning("cross_site", method=scope["method"])
            await answer(Request(scope), NotAllowed("cross_site"))(scope, receive, send)
            return
        await self.app(scope, receive, send)


def is_foreign(request: Request) -> bool:
    """Whether the call may come from another site's page; a call that says nothing is, if it brings a session."""
    told = request.headers.get("sec-fetch-site")
    if told is not None:
        return told not in OWN_SITE
    origin = request.headers.get("origin")
    if origin is not None:
        return _site_of(origin) != (request.url.scheme, request.headers.get("host", ""))
    return SESSION_COOKIE in request.cookies


def _site_of(origin: str) -> tuple[str, str] | None:
    """Scheme and host of an Origin; None where it is none."""
    try:
        parts = urlsplit(origin)
    except ValueError:
        return None
    return parts.scheme, parts.netloc
