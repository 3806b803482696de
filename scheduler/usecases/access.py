"""Coming in: sign-in with account and password, sessions, and who a secret belongs to.

A try to sign in counts as failed until it succeeded, by account and by address; too many of either are refused. A
device that has signed in before is counted by itself, so that nobody can lock the owner of an account out.
"""

from __future__ import annotations

import hmac
import secrets
import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from uuid import UUID

from limits import parse
from sqlalchemy.orm import Session as Rows

from scheduler import audit, passwords, queries
from scheduler.actors import Actor
from scheduler.errors import NotSignedIn, Throttled
from scheduler.ids import new_id
from scheduler.models import Account, LoginFailure, Session
from scheduler.office import Office
from scheduler.privacy import Vault

SECRET_BYTES = 32
TOUCHED_EVERY = timedelta(minutes=1)
"""How exactly it is known when a session was last used."""


@dataclass(frozen=True, slots=True)
class Credentials:
    """What somebody shows to sign in; `device` is the mark of a device that has signed in before."""

    login: str
    password: str
    address: str
    device: str | None = None


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A new session: its secret, told once, and a mark for the device."""

    account_id: UUID
    secret: str
    device: str


@dataclass(frozen=True, slots=True)
class Known:
    """Who is asking; `seen` is the session whose last use should be noted, if it is some time ago."""

    actor: Actor
    seen: bytes | None = None


def sign_in(office: Office, shown: Credentials, former: str | None = None) -> SignedIn:
    """Start a session for whoever knows the password; a `former` session of the same browser ends.

    Raises
    ------
    NotSignedIn, Throttled
        ``wrong_login``, whatever is wrong with it; too many tries.
    """
    proven, failure = prove(office, shown)
    login, secret = login_of(shown.login), secrets.token_urlsafe(SECRET_BYTES)

    def begin(rows: Rows) -> None:
        now = office.database.now(rows)
        queries.access.forget_failure(rows, failure)
        account = rows.get_one(Account, proven.id, with_for_update=True)
        if account.disabled_at is not None or account.password_hash != proven.password_hash:
            # Changed while the password was being checked.
            raise NotSignedIn("wrong_login")
        if former is not None:
            queries.access.end_session(rows, hash_of(former))
        ends = now + timedelta(days=office.settings.session_days)
        rows.add(Session(secret_hash=hash_of(secret), account_id=account.id, created_at=now, seen_at=now, ends_at=ends))
        audit.record(rows, account.community_id, f"account:{account.id}", "session.begin", "account", account.id, now)

    office.database.transact(begin)
    return SignedIn(proven.id, secret, _mark(office.vault, login, secrets.token_hex(16)))


def prove(office: Office, shown: Credentials) -> tuple[Account, UUID]:
    """The account whose password was shown, as it stood, and the try, which counts as failed until it is forgotten.

    The password is checked with no transaction open, for it takes long.

    Raises
    ------
    NotSignedIn, Throttled
        ``wrong_login``, whatever is wrong with it; too many tries.
    """
    failure, account = office.database.transact(lambda rows: _begin_try(rows, office, shown))
    right = passwords.matches(office.settings, account.password_hash if account else None, shown.password)
    if account is None or account.disabled_at is not None or not right:
        raise NotSignedIn("wrong_login")
    return account, failure


def sign_out(rows: Rows, *, secret: str, actor: Actor, now: datetime) -> None:
    """End the session that the secret belongs to."""
    queries.access.end_session(rows, hash_of(secret))
    audit.record(rows, actor.community_id, actor.name, "session.end", "account", actor.account_id, now)


def sign_out_everywhere(rows: Rows, *, actor: Actor, now: datetime) -> None:
    """End all sessions of the account."""
    if actor.account_id is not None:
        queries.access.end_sessions(rows, actor.account_id)
    audit.record(rows, actor.community_id, actor.name, "session.end_all", "account", actor.account_id, now)


def by_session(rows: Rows, *, secret: str, idle: timedelta, now: datetime) -> Known:
    """Whose session it is.

    Raises
    ------
    NotSignedIn
        If there is none, or it has ended, or the account is disabled.
    """
    found = queries.access.session_with_account(rows, hash_of(secret))
    if found is None:
        raise NotSignedIn("not_signed_in")
    session, account = found
    if session.ends_at <= now or session.seen_at + idle <= now or account.disabled_at is not None:
        raise NotSignedIn("not_signed_in")
    stale = now - session.seen_at >= TOUCHED_EVERY
    return Known(_actor(rows, account), session.secret_hash if stale else None)


def by_token(rows: Rows, *, secret: str, now: datetime) -> Known:
    """Whose token it is, within what it is good for.

    Raises
    ------
    NotSignedIn
        If there is none, or it has ended or was revoked, or the account is disabled.
    """
    held = queries.access.holder_of_token(rows, hash_of(secret))
    if not held:
        raise NotSignedIn("not_signed_in")
    holder = held[0]
    ended = holder.revoked_at is not None or (holder.ends_at is not None and holder.ends_at <= now)
    if ended or holder.disabled_at is not None:
        raise NotSignedIn("not_signed_in")
    return Known(
        Actor(
            holder.community_id,
            holder.account_id,
            holder.member_id,
            frozenset(one.role for one in held if one.role is not None),
            frozenset(one.site_id for one in held if one.site_id is not None),
            holder.language,
            frozenset(holder.scopes),
        )
    )


def hash_of(secret: str) -> bytes:
    """What is kept of a secret that is random, hence needs no slow hash."""
    return sha256(secret.encode(errors="surrogateescape")).digest()


def login_of(text: str) -> str:
    """The name of an account in its one form."""
    return unicodedata.normalize("NFKC", text).strip().casefold()


def _actor(rows: Rows, account: Account) -> Actor:
    held = queries.access.roles_of(rows, account.id)
    return Actor(
        account.community_id,
        account.id,
        account.member_id,
        frozenset(role.name for role in held),
        frozenset(role.site_id for role in held if role.site_id is not None),
        account.language,
    )


# ---- tries


def _begin_try(rows: Rows, office: Office, shown: Credentials) -> tuple[UUID, Account | None]:
    now, login = office.database.now(rows), login_of(shown.login)
    limit = parse(office.settings.login_limit)
    by_login, by_address = _axes(office.vault, login, shown)
    since = now - timedelta(seconds=limit.get_expiry())
    queries.access.one_try_at_a_time(rows, {by_login, by_address or by_login})
    if max(queries.access.failures(rows, since, by_login, by_address)) >= limit.amount:
        raise Throttled("too_many_logins", limit.get_expiry())
    tried = LoginFailure(id=new_id(), login_hash=by_login, address_hash=by_address or by_login, at=now)
    rows.add(tried)
    return tried.id, queries.access.by_login(rows, login)


def _axes(vault: Vault, login: str, shown: Credentials) -> tuple[bytes, bytes | None]:
    """Under what a try is counted: account and address, or a known device alone."""
    nonce = (shown.device or "").partition(".")[0]
    if shown.device is not None and hmac.compare_digest(shown.device.encode(), _mark(vault, login, nonce).encode()):
        return vault.index(f"{login}\0{nonce}", "login_failure.device"), None
    return vault.index(login, "login_failure.login"), vault.index(shown.address, "login_failure.address")


def _mark(vault: Vault, login: str, nonce: str) -> str:
    digest = vault.index(f"{login}\0{nonce}", "device")
    return f"{nonce}.{digest.hex()}"
