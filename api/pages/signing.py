"""Sign-in and sign-out."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

from fastapi import APIRouter
from fastapi.responses import Response

from api.cookies import DEVICE_COOKIE, end_session, session_of, set_device, set_session
from api.middleware.limiting import caller_of
from api.pages.desk import AtDesk, Desk
from api.pages.forms import Form, Sent, read_as
from api.pages.languages import own_place
from api.problems import status_of
from api.schemas.access import SignInSent
from scheduler.actors import AUDITOR, OFFICE, STAFF, Actor
from scheduler.errors import NotSignedIn, Rejected, Throttled
from scheduler.usecases import access
from scheduler.usecases.access import Credentials, SignedIn

router = APIRouter(include_in_schema=False)
FIELDS = ("login", "password")


@router.get("/sign-in")
def ask(desk: AtDesk, next: str = "") -> Response:
    """The form."""
    return _form(desk, Form(FIELDS, {"next": own_place(next)}))


@router.post("/sign-in")
def sign_in(desk: AtDesk, sent: Sent) -> Response:
    """Start a session and go to where one's work is."""
    form = Form(FIELDS, {"login": sent.get("login", ""), "next": sent.get("next", "")})
    try:
        begun = _begun(desk, {name: sent[name] for name in FIELDS if sent.get(name)})
    except (NotSignedIn, Throttled, Rejected) as refused:
        return _form(desk, form.because(refused), status_of(refused))
    wanted = own_place(form.value("next"))
    response = desk.go(wanted if wanted != "/" else desk.door.read_public(_start_of(desk, begun)))
    set_session(response, desk.office.settings, begun.secret)
    set_device(response, desk.office.settings, begun.device)
    return response


@router.post("/sign-out")
def sign_out(desk: AtDesk) -> Response:
    """End the session, if there is one."""
    secret = session_of(desk.request) or ""
    with suppress(NotSignedIn):
        desk.write(lambda session, actor, now: access.sign_out(session, secret=secret, actor=actor, now=now))
    response = desk.go("/")
    end_session(response, desk.office.settings)
    return response


def start_of(actor: Actor) -> str:
    """The page where the work of a role begins."""
    if actor.has(*OFFICE, AUDITOR):
        return "/office/rounds"
    return "/counter" if actor.has(*STAFF) else "/mine"


def _begun(desk: Desk, given: dict[str, str]) -> SignedIn:
    body, request = read_as(SignInSent, given), desk.request
    shown = Credentials(body.login, body.password, caller_of(request.scope), request.cookies.get(DEVICE_COOKIE))
    return access.sign_in(desk.office, shown, session_of(request))


def _start_of(desk: Desk, begun: SignedIn) -> Any:
    idle = timedelta(minutes=desk.office.settings.session_idle_minutes)

    def found(session: Any, now: datetime) -> str:
        return start_of(access.by_session(session, secret=begun.secret, idle=idle, now=now).actor)

    return found


def _form(desk: Desk, form: Form, status: int = 200) -> Response:
    return desk.show_public("sign_in", lambda _session, _now: {"form": form}, status)
