"""What routes are given: a door to the use cases, for whoever is asking, with one transaction behind it."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Annotated, Any, TypeVar

from fastapi import Depends, Header, Request
from fastapi.responses import Response
from pydantic import BaseModel

from api.cookies import session_of
from api.language import language_of
from api.problems import MEDIA_TYPE, body_of, problem_of, retry_after
from api.tags import tag_of
from scheduler import queries
from scheduler.actors import AUDITOR, Actor
from scheduler.errors import Busy, NotAllowed, NotSignedIn, Refused
from scheduler.office import Office
from scheduler.usecases import access, commands
from scheduler.usecases.commands import Answer, Command

T = TypeVar("T")
LOOKING_ON = frozenset({AUDITOR})
"""Roles that change nothing, whatever a use case might let them."""
Work = Callable[[Any, Actor, datetime], T]
"""A use case as a route calls it: with a session of the database, for an actor, at an instant."""

IdempotencyKey = Annotated[
    str | None,
    Header(
        alias="Idempotency-Key",
        pattern=r"^[!-~]{1,200}$",
        description="Any text of your own; a call sent again with it has no second effect and gets the first answer.",
    ),
]


class Door:
    """One call's way to the use cases; `scope` is what a token must be good for, None where only a session will do."""

    def __init__(self, request: Request, scope: str | None) -> None:
        self.request, self.scope = request, scope
        self.office: Office = request.app.state.office
        self.language = language_of(request)

    # ---- what routes call

    def address(self, path: str) -> str:
        """The whole address of a page, to be printed or passed on: as the office states it, else as it was asked."""
        return f"{self.office.settings.public_url or str(self.request.base_url).rstrip('/')}{path}"

    def read(self, work: Work[T]) -> T:
        """What the use case finds, from one state of the database."""
        self._check_credentials()
        with self.office.database.reading() as session:
            now = self.office.database.now(session)
            known = self._known(session, now)
            found = work(session, known.actor, now)
        if known.seen is not None:
            self._touch(known.seen)
        return found

    def read_public(self, work: Callable[[Any, datetime], T]) -> T:
        """What anybody may see."""
        with self.office.database.reading() as session:
            return work(session, self.office.database.now(session))

    def write(self, work: Work[T]) -> T:
        """What the use case made, once it is committed."""
        self._check_credentials()

        def once(session: Any) -> T:
            now = self.office.database.now(session)
            known = self._known(session, now)
            if known.seen is not None:
                queries.access.touch_session(session, known.seen, now)
            return work(session, known.actor, now)

        return self.office.database.transact(once)

    def create(self, work: Work[BaseModel], key: str | None, at: str | None = None, job: str | None = None) -> Response:
        """The answer to a command that makes something: at most once for one key; `at` is where things made stand.

        A `job` is queued for the thing once it is committed.
        """
        self._check_credentials()
        place = at or self.request.url.path.rstrip("/")
        if key is None:
            answer = _made(self.write(work), place)
        else:
            answer = self.run(
                lambda session, actor, now: _made(work(session, actor, now), place),
                key,
                self._told,
            )
        if job is not None and answer.status < 300:
            self.enqueue(job, json.loads(answer.body)["id"])
        return Response(answer.body, answer.status, {"Content-Type": "application/json", **answer.headers})

    def run(self, work: Work[Answer], key: str, told: Callable[[Refused], Answer]) -> Answer:
        """The answer to a command that may be sent again, with at most one effect for one key."""
        command = Command(self._sender, key, self._content())
        return commands.run(self.office.database, self.office.vault, command, work, told)

    def enqueue(self, job: str, key: str) -> None:
        """Have a job done; where the job engine cannot be reached, the clockwork comes back to it."""
        if self.request.app.state.jobs is not None:
            self.request.app.state.jobs.enqueue(job, key)

    # ---- who is asking

    @property
    def token(self) -> str | None:
        """The secret of the token that a call brings."""
        kind, _, secret = self.request.headers.get("authorization", "").partition(" ")
        return secret.strip() if kind.lower() == "bearer" else None

    def _check_credentials(self) -> None:
        """Refuse a call without any before the database is asked."""
        if "authorization" in self.request.headers:
            if not self.token:
                raise NotSignedIn("not_signed_in")
        elif session_of(self.request) is None:
            raise NotSignedIn("not_signed_in")

    def _known(self, session: Any, now: datetime) -> access.Known:
        known = self._by_session(session, now) if self.token is None else self._by_token(session, self.token, now)
        if self.scope not in (None, "read") and known.actor.roles <= LOOKING_ON:
            raise NotAllowed("not_for_this_role")
        return known

    def _by_session(self, session: Any, now: datetime) -> access.Known:
        idle = timedelta(minutes=self.office.settings.session_idle_minutes)
        return access.by_session(session, secret=session_of(self.request) or "", idle=idle, now=now)

    def _by_token(self, session: Any, secret: str, now: datetime) -> access.Known:
        known = access.by_token(session, secret=secret, now=now)
        if self.scope is None:
            raise NotAllowed("session_needed")
        if self.scope not in (known.actor.scopes or ()):
            raise NotAllowed("scope_needed", allowed=self.scope)
        return known

    def _sender(self, session: Any, now: datetime) -> Actor:
        return self._known(session, now).actor

    def _touch(self, seen: bytes) -> None:
        database = self.office.database
        with suppress(Busy):
            database.transact(lambda session: queries.access.touch_session(session, seen, database.now(session)))

    # ---- what is answered

    def _content(self) -> str:
        body: bytes = getattr(self.request, "_body", b"")
        return f"{self.request.method} {self.request.url.path}\n{body.decode()}"

    def _told(self, refused: Refused) -> Answer:
        problem = problem_of(refused, self.language)
        return Answer(problem.status, body_of(problem), {"Content-Type": MEDIA_TYPE, **retry_after(refused)})


def _made(made: BaseModel, place: str) -> Answer:
    version, row = getattr(made, "version", None), getattr(made, "id", None)
    headers = {} if version is None else {"ETag": tag_of(version)}
    if row is not None:
        headers["Location"] = f"{place}/{row}"
    return Answer(201, made.model_dump_json().encode(), headers)


def _door(scope: str | None) -> Callable[[Request], Awaitable[Door]]:
    # Not a plain function, which would be sent to a thread for nothing.
    async def opened(request: Request) -> Door:
        return Door(request, scope)

    return opened


Public = Annotated[Door, Depends(_door("read"))]
"""For what needs no login."""
Reading = Annotated[Door, Depends(_door("read"))]
Registering = Annotated[Door, Depends(_door("register"))]
Booking = Annotated[Door, Depends(_door("book"))]
Planning = Annotated[Door, Depends(_door("plan"))]
Administering = Annotated[Door, Depends(_door("administer"))]
InPerson = Annotated[Door, Depends(_door(None))]
"""For what no token may do."""
