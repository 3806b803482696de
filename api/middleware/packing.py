"""Text goes out packed to those who unpack it, but never where its length would tell a stranger what it says.

What repeats itself is packed shorter. Whoever can make a signed-in reader's browser ask for a page with words of their
choice in its address, and sees how long the answers are, can so guess what else stands there (BREACH). Such a call
comes from another site's page and is answered unpacked; see ADR 19.
"""

from __future__ import annotations

from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware.gzip import GZipMiddleware, IdentityResponder
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.encodings import WORTH_PACKING, takes_gzip
from api.middleware.crossing import is_foreign
from api.tags import TAG

EFFORT = 6
"""Level of zlib: a board of 390 kB takes 3 ms and is 45 kB; 9 takes 6 to 11 ms for two to four per cent less."""


class Packing:
    """Packs answers of a known end; a stream of events passes as it comes."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.packing = GZipMiddleware(app, WORTH_PACKING, EFFORT)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        known = headers.get("if-none-match", "")

        async def told(message: Message) -> None:
            if message["type"] == "http.response.start":
                _tag(message, known)
            await send(message)

        as_it_is = is_foreign(Request(scope)) or not takes_gzip(headers.get("accept-encoding", ""))
        answering = IdentityResponder(self.app, WORTH_PACKING) if as_it_is else self.packing
        await answering(scope, receive, told)


def _tag(start: Message, known: str) -> None:
    """A strong ETag means these very bytes, so that of packed content is weak; one that names a version stays."""
    headers = MutableHeaders(scope=start)
    tag = headers.get("etag", "")
    if start["status"] == 304:
        headers.add_vary_header("Accept-Encoding")
    if not tag or TAG.fullmatch(tag):
        return
    if headers.get("content-encoding") == "gzip" or (start["status"] == 304 and f"W/{tag}" in known):
        headers["ETag"] = f"W/{tag}"
