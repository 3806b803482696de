"""Who may come in: accounts, roles, sessions, tokens."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from scheduler.actors import ROLES
from scheduler.models.base import Base, Named, Versioned
from scheduler.models.demand import one_of


class Account(Named, Versioned, Base):
    """A login of one community; a resident's belongs to a member."""

    __tablename__ = "account"

    community_id: Mapped[UUID] = mapped_column(ForeignKey("community.id"), index=True)
    login: Mapped[str] = mapped_column(unique=True)
    password_hash: Mapped[str]
    member_id: Mapped[UUID | None] = mapped_column(ForeignKey("member.id"), unique=True)
    language: Mapped[str] = mapped_column(default="zh")
    disabled_at: Mapped[datetime | None]
    created_at: Mapped[datetime]


class Role(Named, Base):
    """What an account may do; property_staff of a site, where one is named."""

    __tablename__ = "role"
    __table_args__ = (
        UniqueConstraint("account_id", "name", "site_id"),
        one_of("name", ROLES),
    )

    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    name: Mapped[str]
    site_id: Mapped[UUID | None] = mapped_column(ForeignKey("site.id"))


class Session(Base):
    """A login that lasts: only the hash of its secret is kept."""

    __tablename__ = "session"

    secret_hash: Mapped[bytes] = mapped_column(primary_key=True)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"), index=True)
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    ends_at: Mapped[datetime]


class Token(Named, Base):
    """A secret for programs, with scopes; only its hash is kept."""

    __tablename__ = "token"

    community_id: Mapped[UUID] = mapped_column(ForeignKey("community.id"))
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"), index=True)
    secret_hash: Mapped[bytes] = mapped_column(unique=True)
    name: Mapped[str]
    scopes: Mapped[list[Any]]
    created_at: Mapped[datetime]
    ends_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]


class LoginFailure(Base):
    """A login that failed, by hashed account name and hashed address: counted to slow guessing down."""

    __tablename__ = "login_failure"
    __table_args__ = (Index(None, "login_hash", "at"), Index(None, "address_hash", "at"))

    id: Mapped[UUID] = mapped_column(primary_key=True)
    login_hash: Mapped[bytes]
    address_hash: Mapped[bytes]
    at: Mapped[datetime] = mapped_column(index=True)
