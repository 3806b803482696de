"""No address may call without end."""

from __future__ import annotations

import ipaddress
import time

from limits import parse
from limits.storage import MemoryStorage
from limits.strategies import SlidingWindowCounterRateLimiter
from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from api.problems import answer
from scheduler.errors import Throttled

FREE = frozenset({"/livez", "/readyz"})
"""Asked by whatever watches the service."""
NETWORK = 64
"""Leading bits of an IPv6 address that belong to one customer."""


class Limiting:
    """Counts calls by address, in the memory of this process."""

    def __init__(self, app: ASGIApp, limit: str) -> None:
        self.app, self.limit = app, parse(limit)
        self.counter = SlidingWindowCounterRateLimiter(MemoryStorage())

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"] in FREE or self.counter.hit(self.limit, caller_of(scope)):
            await self.app(scope, receive, send)
            return
        again = self.counter.get_window_stats(self.limit, caller_of(scope)).reset_time - time.time()
        refused = Throttled("too_many_requests", max(1, round(again)))
        await answer(Request(scope), refused)(scope, receive, send)


def address_of(scope: Scope) -> str:
    """The caller's address, as far as proxies are believed."""
    client = scope.get("client")
    return str(client[0]) if client else ""


def caller_of(scope: Scope) -> str:
    """The caller's address, or its network where one customer has many."""
    address = address_of(scope)
    try:
        read = ipaddress.ip_address(address)
    except ValueError:
        return address
    return address if read.version == 4 else str(ipaddress.ip_network((read, NETWORK), strict=False))
