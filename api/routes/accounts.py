"""Accounts and roles; for administrators."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import Query
from fastapi.responses import Response

from api.deps import Administering, IdempotencyKey, Reading
from api.openapi import refusals
from api.routes.common import EMPTY, router_of, tagged
from api.schemas.access import AccountChange, AccountSent, AccountShown, NewPasswordSent, RoleSent, RoleShown
from api.schemas.base import Page, PageAsked, next_of
from api.schemas.types import Id
from api.tags import Version
from scheduler import queries
from scheduler.usecases import accounts
from scheduler.usecases.accounts import NewAccount

router = router_of("accounts")
Wanted = dict[str, Any]


@router.get("/accounts", response_model=Page[AccountShown], responses=refusals(401, 403))
def list_accounts(asked: Annotated[PageAsked, Query()], door: Reading) -> Page[AccountShown]:
    """Accounts of the community, in the order in which they were made."""
    return door.read(lambda session, actor, _now: _page(session, actor, asked))


@router.post("/accounts", status_code=201, response_model=AccountShown, responses=refusals(401, 403, 409))
def create_account(body: AccountSent, door: Administering, key: IdempotencyKey = None) -> Response:
    """Make an account, which has no role yet."""
    wanted = NewAccount(body.login, body.password, body.member_id, body.language)
    return door.create(
        lambda session, actor, now: _shown(
            session, accounts.create(session, actor=actor, wanted=wanted, settings=door.office.settings, now=now)
        ),
        key,
    )


@router.get("/accounts/{account_id}", response_model=AccountShown, responses=refusals(401, 403, 404))
def read_account(account_id: Id, door: Reading) -> Response:
    """One account."""
    shown = door.read(
        lambda session, actor, _now: _shown(session, accounts.seen(session, actor=actor, account_id=account_id))
    )
    return tagged(shown, shown.version)


@router.patch("/accounts/{account_id}", response_model=AccountShown, responses=refusals(401, 404, 409, 412, 428))
def amend_account(account_id: Id, body: AccountChange, version: Version, door: Administering) -> Response:
    """Change an account; disabling it ends its sessions."""
    changes: Wanted = {**body.model_dump(exclude_none=True), "account_id": account_id, "version": version}
    shown = door.write(
        lambda session, actor, now: _shown(session, accounts.amend(session, actor=actor, now=now, **changes))
    )
    return tagged(shown, shown.version)


@router.put("/accounts/{account_id}/password", status_code=EMPTY, responses=refusals(401, 404, 409))
def set_password(account_id: Id, body: NewPasswordSent, door: Administering) -> Response:
    """Give somebody else a new password; their sessions and tokens end."""
    wanted: Wanted = {"account_id": account_id, "password": body.password, "settings": door.office.settings}
    door.write(lambda session, actor, now: accounts.set_password(session, actor=actor, now=now, **wanted))
    return Response(status_code=EMPTY)


@router.post(
    "/accounts/{account_id}/roles", status_code=201, response_model=RoleShown, responses=refusals(401, 404, 409)
)
def grant_role(account_id: Id, body: RoleSent, door: Administering, key: IdempotencyKey = None) -> Response:
    """Give an account a role; its sessions end."""
    wanted: Wanted = {"account_id": account_id, "name": body.name, "site_id": body.site_id}
    return door.create(
        lambda session, actor, now: RoleShown.model_validate(accounts.grant(session, actor=actor, now=now, **wanted)),
        key,
    )


@router.delete("/accounts/{account_id}/roles/{role_id}", status_code=EMPTY, responses=refusals(401, 404, 409))
def revoke_role(account_id: Id, role_id: Id, door: Administering) -> Response:
    """Take a role from an account; its sessions end."""
    taken: Wanted = {"account_id": account_id, "role_id": role_id}
    door.write(lambda session, actor, now: accounts.revoke(session, actor=actor, now=now, **taken))
    return Response(status_code=EMPTY)


def _shown(session: Any, account: Any) -> AccountShown:
    roles = [RoleShown.model_validate(role) for role in queries.access.roles_of(session, account.id)]
    return AccountShown.model_validate(account).model_copy(update={"roles": roles})


def _page(session: Any, actor: Any, asked: PageAsked) -> Page[AccountShown]:
    rows = accounts.listed(session, actor=actor, after=asked.last, limit=asked.limit + 1)
    return Page(items=[_shown(session, row) for row in rows[: asked.limit]], next=next_of(rows, asked.limit))
