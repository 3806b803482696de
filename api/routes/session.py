"""Sign-in and sign-out, and who is asking."""

from __future__ import annotations

from typing import Any

from fastapi import Request
from fastapi.responses import Response

from api.cookies import DEVICE_COOKIE, end_session, session_of, set_device, set_session
from api.deps import InPerson, Reading
from api.middleware.limiting import caller_of
from api.openapi import refusals
from api.routes.common import EMPTY, router_of
from api.schemas.access import Me, PasswordSent, SignInSent
from scheduler.actors import Actor
from scheduler.office import Office
from scheduler.usecases import access, accounts
from scheduler.usecases.access import Credentials

router = router_of("access")


@router.post("/session", status_code=EMPTY, responses=refusals(401))
def sign_in(body: SignInSent, request: Request) -> Response:
    """Start a session: the answer sets its cookie."""
    office: Office = request.app.state.office
    shown = Credentials(body.login, body.password, caller_of(request.scope), request.cookies.get(DEVICE_COOKIE))
    begun = access.sign_in(office, shown, session_of(request))
    response = Response(status_code=EMPTY)
    set_session(response, office.settings, begun.secret)
    set_device(response, office.settings, begun.device)
    return response


@router.delete("/session", status_code=EMPTY, responses=refusals(401, 403))
def sign_out(request: Request, door: InPerson) -> Response:
    """End this session."""
    secret = session_of(request) or ""
    door.write(lambda session, actor, now: access.sign_out(session, secret=secret, actor=actor, now=now))
    return _signed_out(door)


@router.delete("/sessions", status_code=EMPTY, responses=refusals(401, 403))
def sign_out_everywhere(door: InPerson) -> Response:
    """End all sessions of one's account."""
    door.write(lambda session, actor, now: access.sign_out_everywhere(session, actor=actor, now=now))
    return _signed_out(door)


@router.get("/me", response_model=Me, responses=refusals(401, 403))
def me(door: Reading) -> Me:
    """Who is asking, and what they may do."""
    return door.read(lambda _session, actor, _now: _me(actor))


@router.put("/me/password", status_code=EMPTY, responses=refusals(401, 403))
def change_password(body: PasswordSent, request: Request, door: InPerson) -> Response:
    """Change one's own password; all sessions end, this one too."""
    actor, login = door.read(_own_login)
    shown = Credentials(login, body.current, caller_of(request.scope), request.cookies.get(DEVICE_COOKIE))
    accounts.change_password(door.office, actor, shown, body.password)
    return _signed_out(door)


def _own_login(session: Any, actor: Actor, _now: object) -> tuple[Actor, str]:
    return actor, accounts.own(session, actor=actor).login


def _me(actor: Actor) -> Me:
    return Me.model_validate(
        {
            "account_id": actor.account_id,
            "community_id": actor.community_id,
            "member_id": actor.member_id,
            "roles": sorted(actor.roles),
            "sites": sorted(actor.sites),
            "language": actor.language,
            "scopes": None if actor.scopes is None else sorted(actor.scopes),
        }
    )


def _signed_out(door: InPerson) -> Response:
    response = Response(status_code=EMPTY)
    end_session(response, door.office.settings)
    return response
