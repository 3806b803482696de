"""An office with two communities and their people, and clients of its API, on both databases."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import UUID

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy.engine import URL
from sqlalchemy.orm import Session

from scheduler import passwords, queries
from scheduler.actors import ROLES
from scheduler.ids import new_id
from scheduler.models import Account, Community, Role
from scheduler.office import Office
from scheduler.privacy import Vault
from scheduler.settings import Settings
from tests.apps import create_app

PASSWORD = "tide-and-moon-42"
OWN_PAGE = {"Sec-Fetch-Site": "same-origin"}
"""What a browser tells about a call of our own pages."""
HOME, AWAY = "tangqiao", "yangjing"
"""The two communities."""

Signer = Callable[..., TestClient]


def settings_for(url: URL, folder: Path, **changed: object) -> Settings:
    """Settings of a test: real, but passwords cost little."""
    wanted = {
        "database_url": url.render_as_string(hide_password=False),
        "key_file": folder / "commontide.key",
        "language": "en",
        "password_passes": 1,
        "password_memory": 8,
        "request_limit": "100000/minute",
        "login_limit": "1000/minute",
    }
    return Settings.model_validate({**wanted, **changed})


def open_office(url: URL, folder: Path, **changed: object) -> Office:
    settings = settings_for(url, folder, **changed)
    Vault.open(settings.key_file, create=True)
    return Office.open(settings)


def found_community(office: Office, slug: str) -> UUID:
    """A community with an account of each role, named like `admin@tangqiao`."""
    kept = passwords.hashed(office.settings, PASSWORD)

    def found(session: Session) -> UUID:
        now = office.database.now(session)
        community = Community(id=new_id(), slug=slug, name_zh=slug, name_en=slug)
        session.add(community)
        session.flush()
        queries.audit.start_chain(session, community.id)
        for role in ROLES:
            account = Account(
                id=new_id(),
                community_id=community.id,
                login=f"{role}@{slug}",
                password_hash=kept,
                created_at=now,
            )
            session.add(account)
            session.flush()
            session.add(Role(account_id=account.id, name=role))
        return community.id

    return office.database.transact(found)


@pytest.fixture
def office(database_url: URL, tmp_path: Path) -> Iterator[Office]:
    """An office with two communities."""
    opened = open_office(database_url, tmp_path)
    opened.database.own()
    found_community(opened, HOME)
    found_community(opened, AWAY)
    yield opened
    opened.close()


@pytest.fixture
def app(office: Office) -> FastAPI:
    """The application of the office."""
    return create_app(office)


@pytest.fixture
def client(app: FastAPI) -> Iterator[TestClient]:
    """A visitor without a login, on our own pages."""
    with TestClient(app, headers=OWN_PAGE) as opened:
        yield opened


@pytest.fixture
def signed_in(app: FastAPI) -> Iterator[Signer]:
    """Opens clients that are signed in: `signed_in("admin")`, `signed_in("resident", AWAY)`."""
    opened: list[TestClient] = []

    def sign_in(role: str, slug: str = HOME, password: str = PASSWORD) -> TestClient:
        visitor = TestClient(app, headers=OWN_PAGE)
        opened.append(visitor)
        answer = visitor.post("/api/v1/session", json={"login": f"{role}@{slug}", "password": password})
        assert answer.status_code == 204, answer.text
        return visitor

    yield sign_in
    for visitor in opened:
        visitor.close()


def body(**fields: object) -> bytes:
    """A JSON body of exactly these fields."""
    return json.dumps(fields).encode()


JSON = {"Content-Type": "application/json"}
