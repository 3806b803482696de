"""Accounts of the community: made with a first password, listed, found; for administrators, and auditors who look."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import Response

from api.pages.desk import AtDesk, Context, Desk
from api.pages.forms import Form, Sent, read_as
from api.schemas.access import AccountSent, RoleSent
from api.schemas.base import PageAsked, next_of
from scheduler import passwords, queries
from scheduler.actors import ADMIN, AUDITOR, PROPERTY_STAFF, RESIDENT, ROLES, Actor
from scheduler.errors import NotAllowed
from scheduler.usecases import account_views, accounts
from scheduler.usecases.accounts import NewAccount

router = APIRouter(include_in_schema=False)
HOME = "/office/accounts"
NEW = ("login", "name", "site_id", "phone", "language")
MOST = 50


@router.get(HOME)
def listed(desk: AtDesk, role: str = "", state: str = "", cursor: str = "") -> Response:
    """Accounts with their roles: all, those of a role, those that are closed."""
    return _list(desk, {"role": role if role in ROLES else "", "state": state if state == "closed" else ""}, cursor)


@router.post(HOME + "/find")
def find(desk: AtDesk, sent: Sent) -> Response:
    """Accounts whose name holds what somebody typed; names stand in no address."""
    return _list(desk, {"role": "", "state": ""}, "", sent.get("login", "").strip()[:100])


@router.get(HOME + "/new")
def ask(desk: AtDesk) -> Response:
    """The form for a new account."""
    return _new(desk, Form(NEW, {"language": "zh"}))


@router.post(HOME + "/new")
def create(desk: AtDesk, sent: Sent) -> Response:
    """Make an account with its first role; its first password is shown once."""
    form = Form(NEW, sent)

    def made(session: Any, actor: Actor, now: datetime) -> str:
        office, role = desk.office, read_as(RoleSent, form.filled("name", "site_id"))
        member = None
        if form.value("phone").strip() or role.name == RESIDENT:
            phone = form.value("phone")
            member = account_views.holder(session, actor=actor, vault=office.vault, phone=phone)
        password = passwords.invented()
        body = read_as(AccountSent, {**form.filled("login", "language"), "password": password})
        wanted = NewAccount(body.login, body.password, member, body.language)
        row = accounts.create(session, actor=actor, wanted=wanted, settings=office.settings, now=now)
        accounts.grant(session, actor=actor, account_id=row.id, name=role.name, site_id=role.site_id, now=now)
        return json.dumps({"id": str(row.id), "login": row.login, "password": password})

    def done() -> Response:
        return told_once(desk, json.loads(desk.once(sent, made)), "logins_made")

    return desk.attempt(form, done, lambda again, status: _new(desk, again, status))


def told_once(desk: Desk, told: Mapping[str, str], title: str) -> Response:
    """A password that stands on this page only; it is asked for again by pressing the same button again only."""
    context = {"told": told, "title": title, "back": f"{HOME}/{told['id']}"}
    return desk.show("login_told", lambda _session, _actor, _now: context)


def readers_only(actor: Actor) -> None:
    """Keep everybody else from the accounts.

    Raises
    ------
    NotAllowed
        If this is neither an administrator nor an auditor.
    """
    if not actor.has(ADMIN, AUDITOR):
        raise NotAllowed("not_for_this_role")


def _list(desk: Desk, chosen: Mapping[str, str], cursor: str, login: str = "") -> Response:
    def found(session: Any, actor: Actor, _now: datetime) -> Context:
        after = read_as(PageAsked, {"cursor": cursor}).last if cursor else None
        wanted: dict[str, Any] = {"role": chosen["role"] or None, "login": login}
        wanted["disabled"] = True if chosen["state"] else None
        rows = accounts.listed(session, actor=actor, after=after, limit=MOST + 1, **wanted)
        held: dict[UUID, list[Any]] = {}
        for role in queries.access.roles_of_several(session, [row.id for row in rows]):
            held.setdefault(role.account_id, []).append(role)
        return {
            "lines": [(row, held.get(row.id, [])) for row in rows[:MOST]],
            "sites": sites_of(session, actor),
            "roles": ROLES,
            "chosen": chosen,
            "login": login,
            "address": f"{HOME}?{urlencode(chosen)}",
            "cursor": cursor,
            "next": None if login else next_of(rows, MOST),
            "more": bool(login) and len(rows) > MOST,
            "acts": actor.has(ADMIN),
        }

    return desk.show("logins", found)


def _new(desk: Desk, form: Form, status: int = 200) -> Response:
    def found(session: Any, actor: Actor, _now: datetime) -> Context:
        if not actor.has(ADMIN):
            raise NotAllowed("not_for_this_role")
        return {"form": form, "roles": ROLES, "sites": sites_of(session, actor), "clerk": PROPERTY_STAFF}

    return desk.show("login_new", found, status)


def sites_of(session: Any, actor: Actor) -> dict[UUID, Any]:
    """Sites of the community by id, for the roles that are bound to one."""
    return {site.id: site for site in queries.supply.sites_of(session, actor.community_id)}
