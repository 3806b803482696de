"""Accounts and their roles, which administrators give; and one's own password."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session as Rows

from scheduler import audit, passwords, queries
from scheduler.actors import ADMIN, AUDITOR, PROPERTY_STAFF, Actor
from scheduler.errors import Conflict, NotAllowed, NotFound, NotSignedIn, Rejected, Stale
from scheduler.ids import new_id
from scheduler.models import Account, Role
from scheduler.office import Office
from scheduler.settings import Settings
from scheduler.usecases.access import Credentials, login_of, prove


@dataclass(frozen=True, slots=True)
class NewAccount:
    """What an account is made with."""

    login: str
    password: str
    member_id: UUID | None = None
    language: str = "zh"


def create(rows: Rows, *, actor: Actor, wanted: NewAccount, settings: Settings, now: datetime) -> Account:
    """A new account of the community, without a role.

    Raises
    ------
    NotAllowed, Rejected, Conflict
        Not for this person; a weak password, or no such member; a name or member that has an account.
    """
    _admin_only(actor)
    login = login_of(wanted.login)
    passwords.check_strength(wanted.password, login)
    _check_member(rows, actor, wanted.member_id)
    if queries.access.by_login(rows, login) is not None:
        raise Conflict("login_taken", "login")
    account = Account(
        id=new_id(),
        community_id=actor.community_id,
        login=login,
        password_hash=passwords.hashed(settings, wanted.password),
        member_id=wanted.member_id,
        language=wanted.language,
        created_at=now,
    )
    rows.add(account)
    _note(rows, actor, "create", account, now)
    return account


def seen(rows: Rows, *, actor: Actor, account_id: UUID) -> Account:
    """An account as administrators, auditors and its owner see it.

    Raises
    ------
    NotFound
        If there is none that this person may know of.
    """
    found = queries.access.account(rows, actor.community_id, account_id)
    if found is None or not (actor.has(ADMIN, AUDITOR) or actor.account_id == account_id):
        raise NotFound()
    return found


def own(rows: Rows, *, actor: Actor) -> Account:
    """The account of whoever is asking.

    Raises
    ------
    NotFound
        For the clockwork, which has none.
    """
    if actor.account_id is None:
        raise NotFound()
    return seen(rows, actor=actor, account_id=actor.account_id)


def listed(
    rows: Rows,
    *,
    actor: Actor,
    after: UUID | None = None,
    limit: int = 50,
    role: str | None = None,
    login: str = "",
    disabled: bool | None = None,
) -> list[Account]:
    """Accounts of the community: of a role, with a part of a name, disabled or not.

    Raises
    ------
    NotAllowed
        Not for this person.
    """
    if not actor.has(ADMIN, AUDITOR):
        raise NotAllowed("not_for_this_role")
    return queries.access.accounts(rows, actor.community_id, after, limit, role, login.strip().casefold(), disabled)


def amend(
    rows: Rows,
    *,
    actor: Actor,
    account_id: UUID,
    version: int,
    now: datetime,
    language: str | None = None,
    disabled: bool | None = None,
) -> Account:
    """Change an account's language, or disable it, which ends its sessions, or enable it again.

    Raises
    ------
    NotAllowed, NotFound, Stale, Conflict
        As the names say; nobody disables their own account, or the last administrator.
    """
    admins = queries.access.locked_admins(rows, actor.community_id) if disabled else []
    account = _for_admin(rows, actor, account_id)
    if account.row_version != version:
        raise Stale("changed_meanwhile", "If-Match", str(version), str(account.row_version))
    if language is not None:
        account.language = language
    if disabled is not None:
        if disabled and account.id == actor.account_id:
            raise Conflict("own_account")
        if disabled and admins == [account.id]:
            raise Conflict("last_admin")
        account.disabled_at = now if disabled else None
        queries.access.end_sessions(rows, account.id)
    account.row_version += 1
    _note(rows, actor, "amend", account, now, disabled=account.disabled_at is not None)
    return account


def grant(rows: Rows, *, actor: Actor, account_id: UUID, name: str, site_id: UUID | None = None, now: datetime) -> Role:
    """Give an account a role, property staff also for one site only; its sessions end.

    Raises
    ------
    NotAllowed, NotFound, Rejected, Conflict
        As the names say.
    """
    account = _for_admin(rows, actor, account_id)
    if site_id is not None and name != PROPERTY_STAFF:
        raise Rejected("site_not_for_role", "site_id")
    if site_id is not None and queries.supply.site(rows, actor.community_id, site_id) is None:
        raise Rejected("no_such_site", "site_id")
    held = queries.access.roles_of(rows, account_id)
    if any((role.name, role.site_id) == (name, site_id) for role in held):
        raise Conflict("role_held", "name", name)
    role = Role(id=new_id(), account_id=account_id, name=name, site_id=site_id)
    rows.add(role)
    _roles_changed(rows, actor, "grant", account, role, now)
    return role


def revoke(rows: Rows, *, actor: Actor, account_id: UUID, role_id: UUID, now: datetime) -> Account:
    """Take a role from an account; its sessions end.

    Raises
    ------
    NotAllowed, NotFound, Conflict
        As the names say; nobody takes the administrator's role from themselves, or from the last who has it.
    """
    admins = queries.access.locked_admins(rows, actor.community_id)
    account = _for_admin(rows, actor, account_id)
    role = queries.access.role(rows, account_id, role_id)
    if role is None:
        raise NotFound()
    if role.name == ADMIN and account.id == actor.account_id:
        raise Conflict("own_account")
    if role.name == ADMIN and admins == [account.id]:
        raise Conflict("last_admin")
    rows.delete(role)
    _roles_changed(rows, actor, "revoke", account, role, now)
    return account


def set_password(
    rows: Rows, *, actor: Actor, account_id: UUID, password: str, settings: Settings, now: datetime
) -> Account:
    """Give an account a new password, for somebody who has lost theirs; its sessions and tokens end.

    Raises
    ------
    NotAllowed, NotFound, Rejected, Conflict
        As the names say; one's own is changed with the present one only.
    """
    account = _for_admin(rows, actor, account_id)
    if account.id == actor.account_id:
        raise Conflict("own_account", "account_id")
    _replace_password(rows, actor, account, password, settings, now)
    return account


def change_password(office: Office, actor: Actor, shown: Credentials, password: str) -> None:
    """Change one's own password; all sessions and tokens end.

    Raises
    ------
    NotAllowed, Rejected, Throttled
        The present password is not right; the new one is weak; too many tries.
    """
    try:
        proven, failure = prove(office, shown)
    except NotSignedIn:
        raise NotAllowed("wrong_password", "current") from None

    def change(rows: Rows) -> None:
        account = queries.access.locked(rows, actor.community_id, proven.id)
        if account is None or account.id != actor.account_id:
            raise NotAllowed("wrong_password", "current")
        queries.access.forget_failure(rows, failure)
        _replace_password(rows, actor, account, password, office.settings, office.database.now(rows))

    office.database.transact(change)


def _replace_password(
    rows: Rows, actor: Actor, account: Account, password: str, settings: Settings, now: datetime
) -> None:
    passwords.check_strength(password, account.login)
    account.password_hash = passwords.hashed(settings, password)
    account.row_version += 1
    queries.access.end_sessions(rows, account.id)
    queries.access.revoke_tokens(rows, account.id, now)
    _note(rows, actor, "set_password", account, now)


def _check_member(rows: Rows, actor: Actor, member_id: UUID | None) -> None:
    if member_id is None:
        return
    if queries.community.member(rows, actor.community_id, member_id) is None:
        raise Rejected("no_such_member", "member_id")
    if queries.access.of_member(rows, member_id) is not None:
        raise Conflict("member_has_account", "member_id")


def _roles_changed(rows: Rows, actor: Actor, action: str, account: Account, role: Role, now: datetime) -> None:
    account.row_version += 1
    queries.access.end_sessions(rows, account.id)
    site = None if role.site_id is None else str(role.site_id)
    _note(rows, actor, action, account, now, role=role.name, site=site)


def _for_admin(rows: Rows, actor: Actor, account_id: UUID) -> Account:
    _admin_only(actor)
    found = queries.access.locked(rows, actor.community_id, account_id)
    if found is None:
        raise NotFound()
    return found


def _admin_only(actor: Actor) -> None:
    if not actor.has(ADMIN):
        raise NotAllowed("not_for_this_role")


def _note(rows: Rows, actor: Actor, action: str, account: Account, now: datetime, **details: Any) -> None:
    rows.flush()
    audit.record(rows, account.community_id, actor.name, f"account.{action}", "account", account.id, now, details)
