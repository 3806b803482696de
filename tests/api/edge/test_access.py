"""Signing in and out, how long a session lasts, and what guessing is told."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from argon2 import PasswordHasher
from fastapi.testclient import TestClient
from sqlalchemy import select
from sqlalchemy.engine import URL

from scheduler import passwords
from scheduler.db import Database
from scheduler.models import AuditEntry, LoginFailure, Session, Token
from scheduler.office import Office
from tests.api.conftest import HOME, OWN_PAGE, PASSWORD, Signer, found_community, open_office
from tests.apps import create_app
from tests.town import Clock

LOGIN = {"login": f"resident@{HOME}", "password": PASSWORD}
NEW = "moon-and-tide-43"


def sign_in(client: TestClient, **changed: str) -> Any:
    return client.post("/api/v1/session", json={**LOGIN, **changed})


def failing(office: Office) -> list[LoginFailure]:
    with office.database.reading() as session:
        return list(session.execute(select(LoginFailure)).scalars())


@pytest.fixture
def timed(database_url: URL, tmp_path: Path) -> Iterator[tuple[Office, Clock]]:
    """An office whose time stands until it is moved, and in which three failures are too many."""
    clock = Clock()
    opened = open_office(database_url, tmp_path, login_limit="3/minute", session_idle_minutes=30, session_days=1)
    made = replace(opened, database=Database(database_url, clock=clock))
    found_community(made, HOME)
    yield made, clock
    made.close()
    opened.close()


@pytest.fixture
def visitors(timed: tuple[Office, Clock]) -> Any:
    """Opens browsers at an address each."""
    app = create_app(timed[0])

    def open_one(address: str = "10.0.0.1") -> TestClient:
        return TestClient(app, headers=OWN_PAGE, client=(address, 50_000))

    return open_one


# ---- signing in


def test_signing_in_gives_a_session_that_scripts_and_other_sites_cannot_use(client: TestClient) -> None:
    answer = sign_in(client)

    cookie = next(line for line in answer.headers.get_list("set-cookie") if line.startswith("commontide_session="))
    assert answer.status_code == 204
    assert {"HttpOnly", "SameSite=lax", "Path=/"} <= set(cookie.split("; "))
    assert client.get("/api/v1/me").json()["roles"] == ["resident"]


def test_behind_a_proxy_with_tls_cookies_stay_on_tls(database_url: URL, tmp_path: Path) -> None:
    office = open_office(database_url, tmp_path, secure_cookies=True)
    found_community(office, HOME)

    answer = sign_in(TestClient(create_app(office), headers=OWN_PAGE))

    assert all("; Secure" in line for line in answer.headers.get_list("set-cookie"))
    office.close()


def test_only_a_hash_of_the_secret_is_kept(office: Office, client: TestClient) -> None:
    sign_in(client)

    with office.database.reading() as session:
        (kept,) = session.execute(select(Session.secret_hash)).scalars()
    assert client.cookies["commontide_session"].encode() not in kept
    assert len(kept) == 32


def test_every_sign_in_has_a_secret_of_its_own_and_ends_the_one_before(client: TestClient) -> None:
    sign_in(client)
    first = client.cookies["commontide_session"]
    sign_in(client)
    second = client.cookies["commontide_session"]

    client.cookies.clear()
    assert first != second
    assert client.get("/api/v1/me", headers={"Cookie": f"commontide_session={first}"}).status_code == 401


@pytest.mark.parametrize("login", [f"resident@{HOME}", "nobody", "", "x" * 200])
def test_a_wrong_password_and_an_unknown_account_get_the_same_answer(client: TestClient, login: str) -> None:
    answer = sign_in(client, login=login or " ", password="not-the-password")

    known = sign_in(client, password="not-the-password")
    assert (answer.status_code, answer.content) == (known.status_code, known.content)
    assert answer.json()["code"] == "wrong_login"


def test_an_unknown_account_costs_a_hash_as_well(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    verified: list[str] = []
    real = PasswordHasher.verify

    def counted(self: PasswordHasher, kept: str, given: str) -> bool:
        verified.append(kept)
        return real(self, kept, given)

    monkeypatch.setattr(PasswordHasher, "verify", counted)

    assert not passwords.matches(office.settings, None, "not-the-password")
    assert len(verified) == 1


def test_the_name_of_an_account_is_read_as_people_write_it(client: TestClient) -> None:
    assert sign_in(client, login=f"  Resident@{HOME.upper()} ").status_code == 204


# ---- how long it lasts


def test_a_session_ends_after_some_time_without_a_call(timed: tuple[Office, Clock], visitors: Any) -> None:
    _, clock = timed
    browser = visitors()
    sign_in(browser)

    clock.advance(minutes=29)
    assert browser.get("/api/v1/me").status_code == 200
    clock.advance(minutes=29)
    assert browser.get("/api/v1/me").status_code == 200
    clock.advance(minutes=30)
    assert browser.get("/api/v1/me").status_code == 401


def test_a_session_ends_in_any_case(timed: tuple[Office, Clock], visitors: Any) -> None:
    _, clock = timed
    browser = visitors()
    sign_in(browser)

    for _ in range(71):
        clock.advance(minutes=20)
        assert browser.get("/api/v1/me").status_code == 200
    clock.advance(minutes=20)
    assert browser.get("/api/v1/me").status_code == 401


def test_signing_out_ends_the_session(client: TestClient) -> None:
    sign_in(client)
    kept = client.cookies["commontide_session"]

    assert client.delete("/api/v1/session").status_code == 204
    assert client.get("/api/v1/me", headers={"Cookie": f"commontide_session={kept}"}).status_code == 401


def test_signing_out_everywhere_ends_all_sessions_of_the_account_and_no_other(signed_in: Signer) -> None:
    here, there, other = signed_in("resident"), signed_in("resident"), signed_in("admin")

    assert here.delete("/api/v1/sessions").status_code == 204
    assert [one.get("/api/v1/me").status_code for one in (here, there, other)] == [401, 401, 200]


def test_a_new_password_ends_all_sessions_and_the_old_one_is_good_for_nothing(
    client: TestClient, signed_in: Signer
) -> None:
    here, there = signed_in("resident"), signed_in("resident")

    changed = here.put("/api/v1/me/password", json={"current": PASSWORD, "password": NEW})

    assert changed.status_code == 204
    assert [one.get("/api/v1/me").status_code for one in (here, there)] == [401, 401]
    assert sign_in(client).status_code == 401
    assert sign_in(client, password=NEW).status_code == 204


@pytest.mark.parametrize(
    ("current", "password", "code"),
    [
        ("not-the-password", NEW, "wrong_password"),
        (PASSWORD, "short", "weak_password"),
        (PASSWORD, "aaaaaaaaaaaaaa", "weak_password"),
        (PASSWORD, f"Resident@{HOME}", "weak_password"),
    ],
)
def test_a_password_is_not_changed_without_the_present_one_or_to_a_weak_one(
    signed_in: Signer, current: str, password: str, code: str
) -> None:
    resident = signed_in("resident")

    answer = resident.put("/api/v1/me/password", json={"current": current, "password": password})

    assert answer.json()["code"] == code
    assert signed_in("resident").get("/api/v1/me").status_code == 200


# ---- what an administrator does to an account


def account_of(admin: TestClient, login: str) -> Any:
    return next(one for one in admin.get("/api/v1/accounts").json()["items"] if one["login"] == login)


def test_a_disabled_account_is_out_at_once_and_comes_in_no_more(signed_in: Signer, client: TestClient) -> None:
    admin, coordinator = signed_in("admin"), signed_in("coordinator")
    secret = coordinator.post("/api/v1/tokens", json={"name": "t", "scopes": ["read"]}).json()["secret"]
    account = account_of(admin, f"coordinator@{HOME}")

    admin.patch(f"/api/v1/accounts/{account['id']}", json={"disabled": True}, headers={"If-Match": '"1"'})

    assert coordinator.get("/api/v1/me").status_code == 401
    assert client.get("/api/v1/me", headers={"Authorization": f"Bearer {secret}"}).status_code == 401
    wrong = sign_in(client, login=f"coordinator@{HOME}")
    assert wrong.content == sign_in(client, password="not-the-password").content


def test_a_role_that_is_taken_is_gone_with_the_next_call(signed_in: Signer) -> None:
    admin, coordinator = signed_in("admin"), signed_in("coordinator")
    account = account_of(admin, f"coordinator@{HOME}")

    admin.delete(f"/api/v1/accounts/{account['id']}/roles/{account['roles'][0]['id']}")

    assert coordinator.get("/api/v1/me").status_code == 401
    assert signed_in("coordinator").get("/api/v1/me").json()["roles"] == []


def test_a_role_that_is_given_counts_from_the_next_sign_in(signed_in: Signer) -> None:
    admin = signed_in("admin")
    account = account_of(admin, f"resident@{HOME}")

    given = admin.post(f"/api/v1/accounts/{account['id']}/roles", json={"name": "coordinator"})
    again = admin.post(f"/api/v1/accounts/{account['id']}/roles", json={"name": "coordinator"})

    assert (given.status_code, again.status_code, again.json()["code"]) == (201, 409, "role_held")
    assert signed_in("resident").get("/api/v1/me").json()["roles"] == ["coordinator", "resident"]


def test_administrators_do_not_lock_themselves_out(signed_in: Signer) -> None:
    admin = signed_in("admin")
    account = account_of(admin, f"admin@{HOME}")
    own = f"/api/v1/accounts/{account['id']}"

    answers = [
        admin.patch(own, json={"disabled": True}, headers={"If-Match": '"1"'}),
        admin.delete(f"{own}/roles/{account['roles'][0]['id']}"),
    ]

    assert [answer.json()["code"] for answer in answers] == ["own_account", "own_account"]
    assert admin.get("/api/v1/me").json()["roles"] == ["admin"]


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"login": f"ADMIN@{HOME}", "password": NEW}, "login_taken"),
        ({"login": "new", "password": "short"}, "weak_password"),
        ({"login": "new", "password": NEW, "member_id": "01a21354-0000-7000-8000-000000000000"}, "no_such_member"),
    ],
)
def test_an_account_that_cannot_be_is_not_made(signed_in: Signer, fields: dict[str, str], code: str) -> None:
    assert signed_in("admin").post("/api/v1/accounts", json=fields).json()["code"] == code


def test_what_is_done_about_access_is_on_record(office: Office, signed_in: Signer) -> None:
    admin = signed_in("admin")
    account = account_of(admin, f"resident@{HOME}")
    admin.post(f"/api/v1/accounts/{account['id']}/roles", json={"name": "auditor"})
    admin.put(f"/api/v1/accounts/{account['id']}/password", json={"password": NEW})
    token = admin.post("/api/v1/tokens", json={"name": "t", "scopes": ["read"]}).json()
    admin.delete(f"/api/v1/tokens/{token['id']}")
    admin.delete("/api/v1/session")

    with office.database.reading() as session:
        entries = list(session.execute(select(AuditEntry).order_by(AuditEntry.seq)).scalars())
    assert [entry.action for entry in entries] == [
        "session.begin",
        "account.grant",
        "account.set_password",
        "token.create",
        "token.revoke",
        "session.end",
    ]
    assert PASSWORD not in str([entry.details for entry in entries])


# ---- guessing


def test_too_many_failures_for_one_account_are_refused_from_every_address(visitors: Any) -> None:
    for at in range(3):
        sign_in(visitors(f"10.0.0.{at}"), password="not-the-password")

    refused = sign_in(visitors("10.0.0.9"), password="not-the-password")

    assert (refused.status_code, refused.json()["code"], refused.headers["retry-after"]) == (
        429,
        "too_many_logins",
        "60",
    )


def test_too_many_failures_from_one_address_are_refused_for_every_account(visitors: Any) -> None:
    attacker = visitors()
    for at in range(3):
        sign_in(attacker, login=f"guess{at}", password="not-the-password")

    assert sign_in(attacker, login="another").status_code == 429
    assert sign_in(visitors("10.0.0.2")).status_code == 204


def test_guessing_is_slowed_down_not_locked_out(timed: tuple[Office, Clock], visitors: Any) -> None:
    _, clock = timed
    for _ in range(4):
        sign_in(visitors(), password="not-the-password")

    clock.advance(seconds=61)
    assert sign_in(visitors()).status_code == 204


def test_whoever_signed_in_before_on_a_device_comes_in_while_others_guess(visitors: Any) -> None:
    known = visitors("10.0.0.1")
    sign_in(known)
    for _ in range(4):
        sign_in(visitors("10.0.0.66"), password="not-the-password")

    assert sign_in(visitors("10.0.0.2")).status_code == 429
    assert sign_in(known).status_code == 204


def test_the_mark_of_a_device_is_good_for_its_own_account_only(visitors: Any) -> None:
    known = visitors("10.0.0.1")
    sign_in(known)
    for at in range(3):
        sign_in(visitors(f"10.0.1.{at}"), login=f"admin@{HOME}", password="not-the-password")

    assert sign_in(known, login=f"admin@{HOME}").status_code == 429


def test_guessing_on_a_known_device_ends_too(visitors: Any) -> None:
    known = visitors("10.0.0.1")
    sign_in(known)

    statuses = [sign_in(known, password="not-the-password").status_code for _ in range(4)]

    assert statuses == [401, 401, 401, 429]


def test_a_sign_in_that_succeeds_is_no_failure(timed: tuple[Office, Clock], visitors: Any) -> None:
    for _ in range(5):
        assert sign_in(visitors()).status_code == 204
    assert failing(timed[0]) == []


def test_failures_hold_neither_names_nor_addresses(timed: tuple[Office, Clock], visitors: Any) -> None:
    sign_in(visitors("10.20.30.40"), password="not-the-password")

    (kept,) = failing(timed[0])
    assert (len(kept.login_hash), len(kept.address_hash)) == (32, 32)


# ---- tokens


def test_a_token_is_good_for_its_scopes_only_until_it_is_revoked(client: TestClient, signed_in: Signer) -> None:
    coordinator = signed_in("coordinator")
    made = coordinator.post("/api/v1/tokens", json={"name": "board", "scopes": ["read"]}).json()
    bearer = {"Authorization": f"Bearer {made['secret']}"}

    assert client.get("/api/v1/rounds", headers=bearer).status_code == 200
    refused = client.post("/api/v1/members/search", json={"phone": "0000"}, headers=bearer)
    assert (refused.json()["code"], refused.json()["allowed"]) == ("scope_needed", "register")
    assert client.get("/api/v1/tokens", headers=bearer).json()["code"] == "session_needed"

    coordinator.delete(f"/api/v1/tokens/{made['id']}")
    assert client.get("/api/v1/rounds", headers=bearer).status_code == 401


def test_a_token_never_does_more_than_its_account(client: TestClient, signed_in: Signer) -> None:
    made = signed_in("resident").post("/api/v1/tokens", json={"name": "t", "scopes": ["administer", "read"]}).json()

    refused = client.get("/api/v1/accounts", headers={"Authorization": f"Bearer {made['secret']}"})

    assert refused.json()["code"] == "not_for_this_role"


def test_a_token_is_told_once_and_kept_as_a_hash(office: Office, signed_in: Signer) -> None:
    resident = signed_in("resident")
    made = resident.post("/api/v1/tokens", json={"name": "t", "scopes": ["read"]}, headers={"Idempotency-Key": "k"})

    with office.database.reading() as session:
        (kept,) = session.execute(select(Token.secret_hash)).scalars()
    assert len(kept) == 32
    assert "secret" not in resident.get("/api/v1/tokens").json()["items"][0]
    assert made.json()["secret"].startswith("ctt_")


def test_a_token_ends_at_its_end(timed: tuple[Office, Clock], visitors: Any) -> None:
    _, clock = timed
    browser = visitors()
    sign_in(browser)
    ends = (clock.now + timedelta(hours=1)).isoformat()
    made = browser.post("/api/v1/tokens", json={"name": "t", "scopes": ["read"], "ends_at": ends}).json()
    bearer = {"Authorization": f"Bearer {made['secret']}"}

    assert visitors().get("/api/v1/rounds", headers=bearer).status_code == 200
    clock.advance(hours=1)
    assert visitors().get("/api/v1/rounds", headers=bearer).status_code == 401


@pytest.mark.parametrize("header", ["Bearer", "Bearer x", "Basic eDp5", "ctt_x", "Bearer \x7f"])
def test_what_is_no_token_lets_nobody_in_even_with_a_session(signed_in: Signer, header: str) -> None:
    assert signed_in("admin").get("/api/v1/me", headers={"Authorization": header}).status_code == 401
