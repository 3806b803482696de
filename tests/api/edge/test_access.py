"""Signing in and out, and how long a session lasts."""

from __future__ import annotations

from fastapi.testclient import TestClient

from tests.api.conftest import HOME, PASSWORD, Signer

LOGIN = {"login": f"resident@{HOME}", "password": PASSWORD}


def test_signing_in_gives_a_session_that_scripts_and_other_sites_cannot_use(client: TestClient) -> None:
    answer = client.post("/api/v1/session", json=LOGIN)

    assert answer.status_code == 204
    cookie = next(line for line in answer.headers.get_list("set-cookie") if line.startswith("commontide_session="))
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert client.get("/api/v1/me").json()["roles"] == ["resident"]


def test_admin(signed_in: Signer) -> None:
    admin = signed_in("admin")
    made = admin.post(
        "/api/v1/accounts", json={"login": "li.wei", "password": "a-long-password"}, headers={"Idempotency-Key": "k1"}
    )
    assert made.status_code == 201, made.text
    again = admin.post(
        "/api/v1/accounts", json={"login": "li.wei", "password": "a-long-password"}, headers={"Idempotency-Key": "k1"}
    )
    assert again.content == made.content
    print(made.headers, made.text)
    assert admin.get("/api/v1/openapi.json").status_code == 200
    print(admin.get("/readyz").text, admin.get("/nothing").text)
