"""One's own account: who one is here, a new password, where one is signed in, and tokens for programs."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any

from fastapi import APIRouter
from fastapi.responses import Response

from api.cookies import DEVICE_COOKIE, end_session, session_of
from api.middleware.limiting import caller_of
from api.pages.desk import AtDesk, Context, Desk
from api.pages.forms import Form, Sent, read_as
from api.problems import status_of
from api.schemas.access import PasswordSent, TokenSent
from api.schemas.types import Id
from scheduler import queries
from scheduler.actors import SCOPES, Actor
from scheduler.errors import Rejected, Throttled
from scheduler.usecases import access, account_views, accounts, tokens
from scheduler.usecases.access import Credentials, hash_of

router = APIRouter(include_in_schema=False)
HOME = "/account"
SECRETS = ("current", "password", "again")
TOKEN = ("name", "scopes", "ends_at")
DAYS = {"30": 30, "90": 90, "365": 365}
"""How long a token may be good for, in days; none chosen: until it is ended."""
MOST_TOKENS = 100
MOST_SESSIONS = 10


@router.get(HOME)
def own(desk: AtDesk) -> Response:
    """One's own account."""
    return _page(desk, Form(SECRETS), Form(TOKEN))


@router.post(HOME + "/password")
def change_password(desk: AtDesk, sent: Sent) -> Response:
    """Change one's own password; everybody with the old one is signed out, this browser too."""
    form = Form(SECRETS, {})

    def changed() -> Response:
        given = {name: sent.get(name, "") for name in SECRETS}
        body = read_as(PasswordSent, {name: given[name] for name in ("current", "password") if given[name]})
        if given["again"] != given["password"]:
            raise Rejected("passwords_differ", "again")
        actor, login = desk.door.read(_own_login)
        caller, device = caller_of(desk.request.scope), desk.request.cookies.get(DEVICE_COOKIE)
        accounts.change_password(desk.office, actor, Credentials(login, body.current, caller, device), body.password)
        return _left(desk, f"/sign-in?next={HOME}")

    try:
        return desk.attempt(form, changed, lambda again, status: _page(desk, again, Form(TOKEN), status))
    except Throttled as refused:
        return _page(desk, form.because(refused), Form(TOKEN), status_of(refused))


@router.post(HOME + "/sessions/end")
def sign_out_everywhere(desk: AtDesk) -> Response:
    """End all sessions of one's account."""
    desk.door.write(lambda session, actor, now: access.sign_out_everywhere(session, actor=actor, now=now))
    return _left(desk, "/")


@router.post(HOME + "/tokens")
def make_token(desk: AtDesk, sent: Sent) -> Response:
    """Make a token; its secret is shown this once."""
    form = Form(TOKEN, sent)

    def made(session: Any, actor: Actor, now: datetime) -> str:
        scopes = [scope for scope in SCOPES if form.value(f"scope_{scope}")]
        if not scopes:
            raise Rejected("missing_field", "scopes")
        body = read_as(TokenSent, {**form.filled("name"), "scopes": scopes})
        days = DAYS.get(form.value("ends_at"))
        ends_at = None if days is None else now + timedelta(days=days)
        wanted: dict[str, Any] = {"name": body.name, "scopes": frozenset(body.scopes), "ends_at": ends_at}
        row, secret = tokens.create(session, actor=actor, now=now, **wanted)
        return json.dumps({"name": row.name, "secret": secret})

    def done() -> Response:
        told = json.loads(desk.once(sent, made, own=True))
        return desk.show("token_told", lambda _session, _actor, _now: {"told": told, "back": HOME})

    return desk.attempt(form, done, lambda again, status: _page(desk, Form(SECRETS), again, status))


@router.post(HOME + "/tokens/{token_id}/revoke")
def revoke_token(token_id: Id, desk: AtDesk) -> Response:
    """End a token for good; once is enough."""
    desk.door.write(lambda session, actor, now: tokens.revoke(session, actor=actor, token_id=token_id, now=now))
    return desk.go(HOME)


def _page(desk: Desk, secrets: Form, token: Form, status: int = 200) -> Response:
    def found(session: Any, actor: Actor, now: datetime) -> Context:
        idle = timedelta(minutes=desk.office.settings.session_idle_minutes)
        this = hash_of(session_of(desk.request) or "")
        rows = account_views.sessions(session, actor=actor, idle=idle, now=now)
        account = accounts.own(session, actor=actor)
        return {
            "row": account,
            "held": queries.access.roles_of(session, account.id),
            "sites": {site.id: site for site in queries.supply.sites_of(session, actor.community_id)},
            "sessions": [(row, row.secret_hash == this) for row in rows[:MOST_SESSIONS]],
            "more": max(0, len(rows) - MOST_SESSIONS),
            "tokens": list(reversed(tokens.listed(session, actor=actor, limit=MOST_TOKENS))),
            "secrets": secrets,
            "token": token,
            "scopes": SCOPES,
            "days": DAYS,
            "now": now,
        }

    return desk.show("account", found, status)


def _own_login(session: Any, actor: Actor, _now: datetime) -> tuple[Actor, str]:
    return actor, accounts.own(session, actor=actor).login


def _left(desk: Desk, place: str) -> Response:
    """To a page, signed out."""
    response = desk.go(place)
    end_session(response, desk.office.settings)
    return response
