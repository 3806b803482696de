"""Empty fields of a page's address say nothing: a form that looks something up sends all of its fields."""

from __future__ import annotations

from urllib.parse import unquote_plus

from starlette.types import ASGIApp, Receive, Scope, Send

PROGRAMS = "/api/"
"""Addresses of programs, which say what they mean."""


class Unsaid:
    """Leaves out of the address of a page what has no value, before a route reads it."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["query_string"] and not scope["path"].startswith(PROGRAMS):
            scope["query_string"] = said(scope["query_string"])
        await self.app(scope, receive, send)


def said(query: bytes) -> bytes:
    """The fields of an address that have a value."""
    return b"&".join(field for field in query.split(b"&") if _value_of(field).strip())


def _value_of(field: bytes) -> str:
    return unquote_plus(field.partition(b"=")[2].decode("latin-1"))
