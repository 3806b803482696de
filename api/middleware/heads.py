"""HEAD is answered as GET is, without its body: for link checkers, monitors and messengers that show a preview."""

from __future__ import annotations

from starlette.types import ASGIApp, Message, Receive, Scope, Send


class Heads:
    """Asks what is inside as GET does and passes the head on.

    The answer is ended with its head, before the body of one that never ends, such as events, is waited for.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "HEAD":
            await self.app(scope, receive, send)
            return

        async def told(message: Message) -> None:
            await send(message)
            await send({"type": "http.response.body", "body": b"", "more_body": False})
            raise _Told

        # A copy: servers look at the method to know that the length which the head states is not sent.
        asked = {**scope, "method": "GET"}
        try:
            await self.app(asked, receive, told)
        except _Told:
            pass
        finally:
            scope["route"] = asked.get("route")


class _Told(Exception):
    """The head is out, and nothing else was asked for."""
