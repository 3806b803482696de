"""Sign-in, sessions, accounts, roles and tokens."""

from __future__ import annotations

from typing import Literal
from uuid import UUID

from pydantic import ConfigDict, Field

from api.schemas.base import Instant, Sent, Shown
from api.schemas.types import Id, Line, Moment, Secret, Short

RoleName = Literal["resident", "property_staff", "coordinator", "admin", "auditor", "committee", "council"]
Scope = Literal["read", "register", "book", "plan", "administer"]
Language = Literal["zh", "en"]


class SignInSent(Sent):
    """Account and password."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"login": "li.wei", "password": "tide-and-moon-42"}]})

    login: Line
    password: Secret


class PasswordSent(Sent):
    """One's own new password, and the present one."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"current": "tide-and-moon-42", "password": "moon-and-tide-43"}]}
    )

    current: Secret
    password: Secret


class NewPasswordSent(Sent):
    """A new password for somebody who has lost theirs."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"password": "moon-and-tide-43"}]})

    password: Secret


class Me(Shown):
    """Who is asking."""

    account_id: UUID
    community_id: UUID
    member_id: UUID | None
    roles: list[RoleName]
    sites: list[UUID] = Field(description="Sites that property staff are bound to; none: all.")
    language: Language
    scopes: list[Scope] | None = Field(description="What the token is good for; none for a session.")


class AccountSent(Sent):
    """A new account."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"login": "li.wei", "password": "tide-and-moon-42", "language": "zh"}]}
    )

    login: Line
    password: Secret
    member_id: Id | None = None
    language: Language = "zh"


class AccountChange(Sent):
    """What changes about an account; what is left out stays."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"disabled": True}]})

    language: Language | None = None
    disabled: bool | None = None


class RoleSent(Sent):
    """A role to be given."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"name": "coordinator"}]})

    name: RoleName
    site_id: Id | None = Field(None, description="For property staff of one site only.")


class RoleShown(Shown):
    """A role that an account has."""

    id: UUID
    name: RoleName
    site_id: UUID | None


class AccountShown(Shown):
    """An account."""

    id: UUID
    version: int = Field(validation_alias="row_version")
    login: str
    member_id: UUID | None
    language: Language
    disabled_at: Instant | None
    created_at: Instant
    roles: list[RoleShown] = Field(default_factory=list)


class TokenSent(Sent):
    """A new token."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"name": "notice board", "scopes": ["read"]}]})

    name: Short
    scopes: list[Scope] = Field(min_length=1, max_length=5)
    ends_at: Moment | None = None


class TokenShown(Shown):
    """A token, without its secret."""

    id: UUID
    name: str
    scopes: list[Scope]
    created_at: Instant
    ends_at: Instant | None
    revoked_at: Instant | None


class TokenMade(TokenShown):
    """A new token with its secret, which is told this once."""

    secret: str = ""
