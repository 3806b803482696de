"""Sign-in and sign-out; a form that came after the session had ended is kept and sent again."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote

from fastapi import APIRouter
from fastapi.responses import Response

from api.cookies import DEVICE_COOKIE, end_session, session_of, set_device, set_session
from api.middleware.limiting import caller_of
from api.pages.desk import AtDesk, Desk
from api.pages.forms import Form, Sent, read_as
from api.pages.places import FORMS, own_place, page_of
from api.problems import status_of
from api.schemas.access import SignInSent
from scheduler.actors import AUDITOR, COMMITTEE, COUNCIL, OFFICE, STAFF, Actor
from scheduler.errors import NotSignedIn, Rejected, Throttled
from scheduler.usecases import access
from scheduler.usecases.access import Credentials, SignedIn

router = APIRouter(include_in_schema=False)
FIELDS = ("login", "password")
KEPT = "kept."
"""Before the name of a field that is carried through the sign-in."""


@router.get("/sign-in")
def ask(desk: AtDesk, next: str = "", login: str = "") -> Response:
    """The form; a link may name the account."""
    return _form(desk, Form(FIELDS, {"next": own_place(next), "login": login}))


@router.post("/sign-in")
def sign_in(desk: AtDesk, sent: Sent) -> Response:
    """Start a session and go to where one's work is."""
    form = Form(FIELDS, {name: text for name, text in sent.items() if name != "password"})
    try:
        begun = _begun(desk, {name: sent[name] for name in FIELDS if sent.get(name)})
    except (NotSignedIn, Throttled, Rejected) as refused:
        return _form(desk, form.because(refused), status_of(refused))
    response = _send_again(desk, form) if _waits(form) else desk.go(_wanted(desk, form, begun))
    set_session(response, desk.office.settings, begun.secret)
    set_device(response, desk.office.settings, begun.device)
    return response


@router.post("/sign-out")
def sign_out(desk: AtDesk) -> Response:
    """End the session, if there is one."""
    secret = session_of(desk.request) or ""
    with suppress(NotSignedIn):
        desk.door.write(lambda session, actor, now: access.sign_out(session, secret=secret, actor=actor, now=now))
    response = desk.go("/")
    end_session(response, desk.office.settings)
    return response


def start_of(actor: Actor) -> str:
    """The page where the work of a role begins."""
    if actor.has(*OFFICE):
        return "/office/rounds"
    if actor.has(AUDITOR):
        return "/office/oversight"
    if actor.has(COMMITTEE, COUNCIL):
        return "/office/disputes"
    return "/counter" if actor.has(*STAFF) else "/mine"


def interrupted(desk: Desk, fields: Mapping[str, str], status: int) -> Response:
    """The form of the sign-in for somebody whose session ended while they filled another in, which it carries."""
    path = desk.request.url.path
    carried = {"next": page_of(path), "send_to": path, **{f"{KEPT}{name}": text for name, text in fields.items()}}
    return desk.page("sign_in", None, _shown(Form(FIELDS, carried)), status)


def _waits(form: Form) -> bool:
    """Whether a form is carried that somebody had filled in."""
    return FORMS.fullmatch(form.value("send_to")) is not None


def _send_again(desk: Desk, form: Form) -> Response:
    """The carried form with one button: only who pressed it has sent it."""
    fields = {name.removeprefix(KEPT): text for name, text in form.values.items() if name.startswith(KEPT)}
    place = own_place(form.value("next"))
    shown = {"fields": fields, "send_to": form.value("send_to"), "back": place, "neutral": True}
    return desk.page("send_again", None, shown)


def _wanted(desk: Desk, form: Form, begun: SignedIn) -> str:
    place = own_place(form.value("next"))
    return place if place != "/" else desk.door.read_public(_start_of(desk, begun))


def _shown(form: Form) -> Mapping[str, Any]:
    carried = {name: text for name, text in form.values.items() if name.startswith(KEPT) or name == "send_to"}
    place = own_place(form.value("next"))
    back = "/sign-in" if place == "/" else f"/sign-in?next={quote(place)}"
    return {"form": form, "carried": carried if _waits(form) else {}, "back": back}


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
    return desk.show_public("sign_in", lambda _session, _now: _shown(form), status)
