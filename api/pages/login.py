"""One account as administrators keep it: its roles, its language, a new password, and whether it is closed."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import Response

from api.pages.desk import AtDesk, Context, Desk
from api.pages.forms import Form, Sent, read_as
from api.pages.logins import HOME, readers_only, sites_of, told_once
from api.schemas.access import RoleSent
from api.schemas.types import Id
from scheduler import passwords, queries
from scheduler.actors import ADMIN, ROLES, Actor
from scheduler.privacy import masked_name
from scheduler.usecases import accounts

router = APIRouter(include_in_schema=False)
FIELDS = ("name", "site_id", "version")


@router.get(HOME + "/{account_id}")
def one(account_id: Id, desk: AtDesk) -> Response:
    """An account, with the forms that change it."""
    return _page(desk, account_id, Form(FIELDS))


@router.post(HOME + "/{account_id}/roles")
def grant(account_id: Id, desk: AtDesk, sent: Sent) -> Response:
    """Give an account a role; its sessions end."""
    form = Form(FIELDS, sent)

    def given(session: Any, actor: Actor, now: datetime) -> None:
        role = read_as(RoleSent, form.filled("name", "site_id"))
        wanted: dict[str, Any] = {"account_id": account_id, "name": role.name, "site_id": role.site_id}
        accounts.grant(session, actor=actor, now=now, **wanted)

    return _changed(desk, account_id, form, given)


@router.post(HOME + "/{account_id}/roles/{role_id}/revoke")
def revoke(account_id: Id, role_id: Id, desk: AtDesk, sent: Sent) -> Response:
    """Take a role from an account; its sessions end."""
    wanted: dict[str, Any] = {"account_id": account_id, "role_id": role_id}

    def taken(session: Any, actor: Actor, now: datetime) -> None:
        accounts.revoke(session, actor=actor, now=now, **wanted)

    return _changed(desk, account_id, Form(FIELDS, sent), taken)


@router.post(HOME + "/{account_id}/state")
def switch(account_id: Id, desk: AtDesk, sent: Sent) -> Response:
    """Close an account, which ends its sessions, or open it again."""
    form = Form(FIELDS, sent)

    def switched(session: Any, actor: Actor, now: datetime) -> None:
        wanted: dict[str, Any] = {"account_id": account_id, "version": form.number("version")}
        accounts.amend(session, actor=actor, disabled=form.value("to") == "closed", now=now, **wanted)

    return _changed(desk, account_id, form, switched)


@router.post(HOME + "/{account_id}/password")
def reset(account_id: Id, desk: AtDesk, sent: Sent) -> Response:
    """Give somebody who lost theirs a new password, which is shown once; their sessions and tokens end."""
    form = Form(FIELDS, sent)

    def renewed(session: Any, actor: Actor, now: datetime) -> str:
        password = passwords.invented()
        given: dict[str, Any] = {"account_id": account_id, "password": password, "settings": desk.office.settings}
        row = accounts.set_password(session, actor=actor, now=now, **given)
        return json.dumps({"id": str(row.id), "login": row.login, "password": password})

    def done() -> Response:
        return told_once(desk, json.loads(desk.once(sent, renewed)), "login_renewed")

    return desk.attempt(form, done, lambda again, status: _page(desk, account_id, again, status))


def _changed(desk: Desk, account_id: UUID, form: Form, change: Callable[[Any, Actor, datetime], None]) -> Response:
    """Change an account and show it again; sent twice, it is changed once."""

    def made(session: Any, actor: Actor, now: datetime) -> str:
        change(session, actor, now)
        return f"{HOME}/{account_id}"

    sent: Mapping[str, str] = form.values
    return desk.attempt(
        form, lambda: desk.make(sent, made), lambda again, status: _page(desk, account_id, again, status)
    )


def _page(desk: Desk, account_id: UUID, form: Form, status: int = 200) -> Response:
    def found(session: Any, actor: Actor, _now: datetime) -> Context:
        readers_only(actor)
        row = accounts.seen(session, actor=actor, account_id=account_id)
        return {
            "row": row,
            "form": form,
            "held": queries.access.roles_of(session, row.id),
            "roles": ROLES,
            "sites": sites_of(session, actor),
            "person": _person(desk, session, actor, row.member_id),
            "own": row.id == actor.account_id,
            "acts": actor.has(ADMIN),
        }

    return desk.show("login", found, status)


def _person(desk: Desk, session: Any, actor: Actor, member_id: UUID | None) -> str | None:
    """The masked name of whose account it is."""
    row = None if member_id is None else queries.community.member(session, actor.community_id, member_id)
    return None if row is None else masked_name(desk.office.vault.open_sealed(row.name_cipher, "member.name", row.id))
