"""What the routes of pages are given: the way to the use cases, and to a page for whoever is looking."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Annotated, Any, TypeVar

from fastapi import Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from api.cookies import reads_large, session_of
from api.deps import LOOKING_ON, Door, Work
from api.pages.forms import Form, can_be_mended
from api.pages.places import page_of
from api.pages.rendering import render
from api.problems import status_of
from scheduler import calendar, queries
from scheduler.actors import AUDITOR, OFFICE, STAFF, Actor
from scheduler.errors import Conflict, NotAllowed, NotSignedIn, Refused, Rejected
from scheduler.usecases import access, accounts
from scheduler.usecases.commands import Answer

T = TypeVar("T")
Context = Mapping[str, Any]
SEE_OTHER = 303
ONCE = "once"
"""The field of a form that names it, so that it has one effect however often it is sent."""
KEY = re.compile(r"[A-Za-z0-9_-]{16,64}")


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who is looking: their account's name, their community, and which pages are theirs."""

    actor: Actor
    login: str
    community: Any
    volunteers: bool = False

    @property
    def serves(self) -> bool:
        """Whether they register people at the counter."""
        return self.actor.has(*STAFF)

    @property
    def runs_rounds(self) -> bool:
        """Whether the office's pages are theirs."""
        return self.actor.has(*OFFICE, AUDITOR)

    @property
    def asks(self) -> bool:
        """Whether they may have registrations of their own."""
        return self.actor.member_id is not None


class Desk:
    """One call of a page."""

    def __init__(self, request: Request) -> None:
        self.request = request
        self.door = Door(request, None)
        self.office, self.language = self.door.office, self.door.language

    def show(self, template: str, work: Work[Context], status: int = 200, noted: bool = False) -> Response:
        """A page for somebody who is signed in; `noted` where looking itself is put on record."""

        def looked(session: Any, actor: Actor, now: datetime) -> tuple[Context, Viewer]:
            return work(session, actor, now), viewer_of(session, actor)

        context, viewer = self.door.write(looked) if noted else self.door.read(looked)
        return self.page(template, viewer, context, status)

    def show_public(self, template: str, work: Callable[[Any, datetime], Context], status: int = 200) -> Response:
        """A page for everybody, which greets whoever is signed in."""

        def looked(session: Any, now: datetime) -> tuple[Context, Viewer | None]:
            return work(session, now), self.visitor(session, now)

        context, viewer = self.door.read_public(looked)
        return self.page(template, viewer, context, status)

    def page(self, template: str, viewer: Viewer | None, context: Context, status: int = 200) -> Response:
        """A page as it is sent; `back` is where it stands when it is asked for again."""
        zone = calendar.ZONE if viewer is None else viewer.community.zone
        shell = {
            "viewer": viewer,
            "hotline": self.office.settings.hotline,
            "path": self.request.url.path,
            "back": place_of(self.request),
            "zone": zone,
            "large": reads_large(self.request),
            "neutral": False,
        }
        return HTMLResponse(render(template, self.language, shell | dict(context)), status)

    def address(self, path: str) -> str:
        """The whole address of a page, to be printed or passed on."""
        return self.door.address(path)

    def visitor(self, session: Any, now: datetime) -> Viewer | None:
        """Whoever is signed in, if anybody."""
        idle = timedelta(minutes=self.office.settings.session_idle_minutes)
        try:
            known = access.by_session(session, secret=session_of(self.request) or "", idle=idle, now=now)
        except NotSignedIn:
            return None
        return viewer_of(session, known.actor)

    def read(self, work: Work[T]) -> T:
        """What a use case finds."""
        return self.door.read(work)

    def write(self, work: Work[T]) -> T:
        """What a use case made, once it is committed; who only looks on makes nothing, whatever else they are."""

        return self.door.write(_by_who_may(work))

    def make(self, sent: Mapping[str, str], work: Work[str]) -> Response:
        """To the page that `work` names, once it made what a form asks for; a second press only leads there as well.

        Raises
        ------
        Conflict
            ``sent_already`` where the form was sent before and said something else.
        """
        return self.go(self.once(sent, work))

    def once(self, sent: Mapping[str, str], work: Work[str], own: bool = False) -> str:
        """What `work` tells that made what a form asks for; a second press brings the same, and makes nothing.

        The form tells by its key that it is the same one: see `once` in the templates' parts. `own` is for what
        concerns somebody's own account, which those who only look on have as well.

        Raises
        ------
        Conflict
            ``sent_already`` where the form was sent before and said something else.
        """
        key = sent.get(ONCE, "")
        doing = work if own else _by_who_may(work)
        if not KEY.fullmatch(key):
            return self.door.write(doing)
        try:
            answer = self.door.run(
                lambda session, actor, now: Answer(SEE_OTHER, doing(session, actor, now).encode()), key, _raised
            )
        except Rejected as refused:
            if refused.code != "key_reused":
                raise
            raise Conflict("sent_already") from refused
        return answer.body.decode()

    def write_once(self, work: Work[Any], stands: Work[bool]) -> None:
        """Do what a button asks for; a second press, for which all stands as it is wanted, is no fault."""
        try:
            self.write(work)
        except Conflict:
            if not self.read(stands):
                raise

    def attempt(self, form: Form, work: Callable[[], Response], again: Callable[[Form, int], Response]) -> Response:
        """Do what a form asks for; where that is refused for something that can be mended, show the form again."""
        try:
            return work()
        except Refused as refused:
            if not can_be_mended(refused):
                raise
            return again(form.because(refused), status_of(refused))

    def go(self, place: str) -> Response:
        """To another page, to be fetched with GET."""
        return RedirectResponse(place, SEE_OTHER)


def _by_who_may(work: Work[T]) -> Work[T]:
    """The same work, but for whoever only looks on."""

    def made(session: Any, actor: Actor, now: datetime) -> T:
        if actor.roles <= LOOKING_ON:
            raise NotAllowed("not_for_this_role")
        return work(session, actor, now)

    return made


def _raised(refused: Refused) -> Answer:
    """Keep no answer to a form that was refused: it may be sent again once it is mended."""
    raise refused


def viewer_of(session: Any, actor: Actor) -> Viewer:
    """Somebody who is signed in, as pages greet them."""
    community = queries.community.one(session, actor.community_id)
    member = actor.member_id
    volunteers = member is not None and queries.volunteers.of_member(session, community.id, member) is not None
    return Viewer(actor, accounts.own(session, actor=actor).login, community, volunteers)


def clerks_only(actor: Actor) -> None:
    """Keep everybody else from the counter.

    Raises
    ------
    NotAllowed
        If this is no clerk.
    """
    if not actor.has(*STAFF):
        raise NotAllowed("not_for_this_role")


def place_of(request: Request) -> str:
    """The address of a page within this installation; of a form, that of the page on which it stands."""
    if request.method != "GET":
        return page_of(request.url.path)
    return f"{request.url.path}?{request.url.query}" if request.url.query else request.url.path


def _desk(request: Request) -> Desk:
    return Desk(request)


AtDesk = Annotated[Desk, Depends(_desk)]
