"""Commands sent again: the same rights, the same version, or it is another command."""

from __future__ import annotations

from fastapi.testclient import TestClient

from scheduler.office import Office
from tests.api.conftest import OWN_PAGE, PASSWORD, Signer

ROUND = {
    "code": "first",
    "title_zh": "第一轮",
    "title_en": "First round",
    "apply_from": "2026-05-01T00:00:00+08:00",
    "apply_until": "2026-05-20T00:00:00+08:00",
    "use_first": "2026-06-01",
    "use_last": "2026-06-30",
}
SITE = {"code": "nanpu", "name_zh": "南浦", "name_en": "Nanpu", "kind": "compound"}
CLOSURE = {"first": "2026-06-01", "last": "2026-06-02"}


def keyed(key: str, version: int | None = None) -> dict[str, str]:
    return {"Idempotency-Key": key} | ({} if version is None else {"If-Match": f'"{version}"'})


def test_a_call_with_a_fresh_version_is_another_command(signed_in: Signer) -> None:
    chief = signed_in("coordinator")
    site = chief.post("/api/v1/sites", json=SITE).json()["id"]
    path = f"/api/v1/sites/{site}/closures"

    assert chief.post(path, json=CLOSURE, headers=keyed("close", 7)).status_code == 412
    made = chief.post(path, json=CLOSURE, headers=keyed("close", 1))
    assert made.status_code == 201
    assert chief.post(path, json=CLOSURE, headers=keyed("close", 1)).content == made.content


def test_an_answer_is_not_repeated_to_somebody_whose_right_is_gone(signed_in: Signer, office: Office) -> None:
    admin, chief = signed_in("admin"), signed_in("coordinator")
    covenant(office)
    assert chief.post("/api/v1/rounds", json=ROUND, headers=keyed("round")).status_code == 201
    account = next(
        row for row in admin.get("/api/v1/accounts").json()["items"] if row["login"].startswith("coordinator")
    )
    role = admin.get(f"/api/v1/accounts/{account['id']}").json()["roles"][0]["id"]
    assert admin.delete(f"/api/v1/accounts/{account['id']}/roles/{role}").status_code < 300

    again = signed_in("coordinator", password=PASSWORD)
    assert again.post("/api/v1/rounds", json=ROUND, headers=keyed("round")).status_code == 403


def covenant(office: Office) -> None:
    """Put a covenant in force for every community of the office."""
    from scheduler import queries
    from scheduler.covenant import CovenantSettings
    from scheduler.usecases import founding

    def adopt(session):  # type: ignore[no-untyped-def]
        for community in queries.community.all_of_them(session):
            founding.adopt(session, community.id, CovenantSettings(), office.database.now(session))

    office.database.transact(adopt)


def test_an_origin_that_is_none_is_foreign(client: TestClient) -> None:
    headers = {"Origin": "http://[", "Sec-Fetch-Site": ""}
    answer = client.post("/api/v1/session", json={"login": "x", "password": "y"}, headers=headers)
    assert answer.status_code == 403
    assert OWN_PAGE["Sec-Fetch-Site"] == "same-origin"


def test_signing_in_needs_no_login_by_the_description(client: TestClient) -> None:
    described = client.get("/api/v1/openapi.json").json()
    assert "security" not in described["paths"]["/api/v1/session"]["post"]
    assert "security" in described["paths"]["/api/v1/rounds"]["get"]


def test_tokens_end_with_the_password_and_an_admin_changes_their_own_with_the_present_one(signed_in: Signer) -> None:
    chief, admin = signed_in("coordinator"), signed_in("admin")
    secret = chief.post("/api/v1/tokens", json={"name": "board", "scopes": ["read"]}).json()["secret"]
    bearer = {"Authorization": f"Bearer {secret}"}
    assert chief.get("/api/v1/rounds", headers=bearer).status_code == 200
    accounts = {row["login"].partition("@")[0]: row["id"] for row in admin.get("/api/v1/accounts").json()["items"]}

    fresh = {"password": "another-tide-77"}
    assert admin.put(f"/api/v1/accounts/{accounts['coordinator']}/password", json=fresh).status_code == 204
    assert chief.get("/api/v1/rounds", headers=bearer).status_code == 401
    refused = admin.put(f"/api/v1/accounts/{accounts['admin']}/password", json=fresh)
    assert (refused.status_code, refused.json()["code"]) == (409, "own_account")
