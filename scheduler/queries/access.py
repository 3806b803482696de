"""Accounts, their roles, sessions and tokens, and logins that failed."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import bindparam, delete, func, select, update
from sqlalchemy.orm import Session as Rows

from scheduler.actors import ADMIN
from scheduler.models import Account, LoginFailure, Role, Session, Token


def by_login(rows: Rows, login: str) -> Account | None:
    """The account of that name, in whichever community."""
    return rows.execute(select(Account).where(Account.login == login)).scalar_one_or_none()


def account(rows: Rows, community: UUID, account_id: UUID) -> Account | None:
    """An account of the community."""
    found = rows.get(Account, account_id)
    return found if found is not None and found.community_id == community else None


def locked(rows: Rows, community: UUID, account_id: UUID) -> Account | None:
    """An account, kept from other writers until the transaction ends."""
    wanted = select(Account).where(Account.id == account_id, Account.community_id == community).with_for_update()
    return rows.execute(wanted.execution_options(populate_existing=True)).scalar_one_or_none()


def of_member(rows: Rows, member_id: UUID) -> Account | None:
    """The account of a person."""
    return rows.execute(select(Account).where(Account.member_id == member_id)).scalar_one_or_none()


def accounts(
    rows: Rows,
    community: UUID,
    after: UUID | None = None,
    limit: int = 50,
    role: str | None = None,
    login: str = "",
    disabled: bool | None = None,
) -> list[Account]:
    """Accounts of a community in the order in which they were made: of a role, with a part of a name."""
    wanted = select(Account).where(Account.community_id == community).order_by(Account.id).limit(limit)
    if after is not None:
        wanted = wanted.where(Account.id > after)
    if role is not None:
        wanted = wanted.where(Account.id.in_(select(Role.account_id).where(Role.name == role)))
    if login:
        wanted = wanted.where(Account.login.contains(login, autoescape=True))
    if disabled is not None:
        wanted = wanted.where(Account.disabled_at.is_not(None) if disabled else Account.disabled_at.is_(None))
    return list(rows.execute(wanted).scalars())


def several(rows: Rows, community: UUID, ids: Collection[UUID]) -> list[Account]:
    """Some accounts of a community."""
    wanted = select(Account).where(Account.community_id == community, Account.id.in_(ids))
    return list(rows.execute(wanted).scalars()) if ids else []


def roles_of_several(rows: Rows, ids: Collection[UUID]) -> list[Role]:
    """What some accounts may do."""
    wanted = select(Role).where(Role.account_id.in_(ids)).order_by(Role.id)
    return list(rows.execute(wanted).scalars()) if ids else []


def roles_of(rows: Rows, account_id: UUID) -> list[Role]:
    """What an account may do."""
    return list(rows.execute(select(Role).where(Role.account_id == account_id).order_by(Role.id)).scalars())


def locked_admins(rows: Rows, community: UUID) -> list[UUID]:
    """Enabled accounts that administer a community, kept from other writers until the transaction ends."""
    administering = select(Role.account_id).where(Role.name == ADMIN)
    wanted = select(Account).where(Account.community_id == community, Account.id.in_(administering))
    wanted = wanted.order_by(Account.id).with_for_update().execution_options(populate_existing=True)
    locked = list(rows.execute(wanted).scalars())
    # Asked once more now that nobody else may change them: who waited for the locks saw the roles of before.
    still = set(rows.execute(administering.where(Role.account_id.in_([row.id for row in locked]))).scalars())
    return [row.id for row in locked if row.disabled_at is None and row.id in still]


def role(rows: Rows, account_id: UUID, role_id: UUID) -> Role | None:
    """One role of an account."""
    return rows.execute(select(Role).where(Role.id == role_id, Role.account_id == account_id)).scalar_one_or_none()


# ---- sessions


def session_with_account(rows: Rows, secret_hash: bytes) -> tuple[Session, Account] | None:
    """The session of a secret, and whose it is."""
    wanted = (
        select(Session, Account)
        .join(Account, Session.account_id == Account.id)
        .where(Session.secret_hash == secret_hash)
    )
    found = rows.execute(wanted).one_or_none()
    return None if found is None else (found[0], found[1])


def sessions_of(rows: Rows, account_id: UUID, idle_since: datetime, now: datetime) -> list[Session]:
    """Sessions of an account that have not ended, the last used first."""
    living = (Session.account_id == account_id, Session.ends_at > now, Session.seen_at > idle_since)
    return list(rows.execute(select(Session).where(*living).order_by(Session.seen_at.desc())).scalars())


def touch_session(rows: Rows, secret_hash: bytes, now: datetime) -> None:
    """Note that a session was used."""
    rows.execute(update(Session).where(Session.secret_hash == secret_hash).values(seen_at=now))


def end_session(rows: Rows, secret_hash: bytes) -> UUID | None:
    """Take a session away; whose it was."""
    ended = delete(Session).where(Session.secret_hash == secret_hash).returning(Session.account_id)
    return rows.execute(ended).scalar_one_or_none()


def end_sessions(rows: Rows, account_id: UUID) -> None:
    """Take all sessions of an account away."""
    rows.execute(delete(Session).where(Session.account_id == account_id))


def revoke_tokens(rows: Rows, account_id: UUID, at: datetime) -> None:
    """Take all tokens of an account back."""
    rows.execute(update(Token).where(Token.account_id == account_id, Token.revoked_at.is_(None)).values(revoked_at=at))


# ---- tokens


class Holder(NamedTuple):
    """A token and the account behind it, with one of its roles: as many rows as it has roles, one if none."""

    scopes: list[str]
    ends_at: datetime | None
    revoked_at: datetime | None
    disabled_at: datetime | None
    community_id: UUID
    account_id: UUID
    member_id: UUID | None
    language: str
    role: str | None
    site_id: UUID | None


_HOLDER = (
    select(
        Token.scopes,
        Token.ends_at,
        Token.revoked_at,
        Account.disabled_at,
        Account.community_id,
        Account.id,
        Account.member_id,
        Account.language,
        Role.name,
        Role.site_id,
    )
    .join(Account, Token.account_id == Account.id)
    .outerjoin(Role, Role.account_id == Account.id)
    .where(Token.secret_hash == bindparam("secret_hash"))
)


def holder_of_token(rows: Rows, secret_hash: bytes) -> list[Holder]:
    """Whose token a secret is, once for each role; nothing if there is none."""
    return [Holder(*row) for row in rows.connection().execute(_HOLDER, {"secret_hash": secret_hash})]


def tokens_of(rows: Rows, account_id: UUID, after: UUID | None = None, limit: int = 50) -> list[Token]:
    """Tokens of an account in the order in which they were made."""
    wanted = select(Token).where(Token.account_id == account_id).order_by(Token.id).limit(limit)
    if after is not None:
        wanted = wanted.where(Token.id > after)
    return list(rows.execute(wanted).scalars())


def token_of(rows: Rows, account_id: UUID, token_id: UUID) -> Token | None:
    """One token of an account, kept from other writers until the transaction ends."""
    wanted = select(Token).where(Token.id == token_id, Token.account_id == account_id).with_for_update()
    return rows.execute(wanted).scalar_one_or_none()


# ---- logins that failed


def failures(rows: Rows, since: datetime, login_hash: bytes, address_hash: bytes | None) -> tuple[int, int]:
    """How many since then, for an account and from an address (none asked: 0)."""
    by_account = select(func.count()).where(LoginFailure.login_hash == login_hash, LoginFailure.at > since)
    of_account = rows.execute(by_account).scalar_one()
    if address_hash is None:
        return of_account, 0
    by_address = select(func.count()).where(LoginFailure.address_hash == address_hash, LoginFailure.at > since)
    return of_account, rows.execute(by_address).scalar_one()


def one_try_at_a_time(rows: Rows, hashes: Iterable[bytes]) -> None:
    """Let tries under the same hashes be counted one after another; SQLite writes one at a time anyway."""
    if rows.get_bind().dialect.name == "postgresql":
        for number in sorted(int.from_bytes(digest[:8], "big", signed=True) for digest in hashes):
            rows.execute(select(func.pg_advisory_xact_lock(number)))


def forget_failure(rows: Rows, failure_id: UUID) -> None:
    """Take back a failure that was none."""
    rows.execute(delete(LoginFailure).where(LoginFailure.id == failure_id))


def sweep_failures(rows: Rows, before: datetime) -> None:
    """Forget failures that no longer count, and sessions that have ended."""
    rows.execute(delete(LoginFailure).where(LoginFailure.at < before))
    rows.execute(delete(Session).where(Session.ends_at < before))
