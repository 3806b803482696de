"""Changes are made from a version: nobody overwrites what they have not seen."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.problems import HttpRefused
from api.tags import tag_of, version_in
from scheduler.errors import Stale
from tests.api.conftest import Signer


def made(admin: TestClient) -> tuple[str, str]:
    """Address and ETag of a new account."""
    answer = admin.post("/api/v1/accounts", json={"login": "newcomer", "password": "a-long-password"})
    return answer.headers["location"], answer.headers["etag"]


def amend(admin: TestClient, address: str, **headers: str) -> Any:
    return admin.patch(address, json={"language": "en"}, headers=headers)


def test_a_change_gives_a_new_tag_which_reading_gives_too(signed_in: Signer) -> None:
    admin = signed_in("admin")
    address, tag = made(admin)

    changed = amend(admin, address, **{"If-Match": tag})

    assert (tag, changed.status_code, changed.headers["etag"]) == ('"1"', 200, '"2"')
    assert admin.get(address).headers["etag"] == '"2"'


def test_of_two_changes_from_one_version_one_is_made(signed_in: Signer) -> None:
    admin, other = signed_in("admin"), signed_in("admin")
    address, tag = made(admin)

    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(lambda client: amend(client, address, **{"If-Match": tag}), (admin, other)))

    assert sorted(answer.status_code for answer in answers) == [200, 412]
    assert admin.get(address).json()["version"] == 2


def test_a_change_from_an_old_version_is_refused_and_changes_nothing(signed_in: Signer) -> None:
    admin = signed_in("admin")
    address, tag = made(admin)
    amend(admin, address, **{"If-Match": tag})

    stale = admin.patch(address, json={"disabled": True}, headers={"If-Match": tag})

    assert (stale.status_code, stale.json()["code"]) == (412, "changed_meanwhile")
    assert admin.get(address).json()["disabled_at"] is None


@pytest.mark.parametrize(
    ("header", "status", "code"),
    [
        (None, 428, "version_needed"),
        ("*", 428, "version_needed"),
        ("", 428, "version_needed"),
        ('W/"1"', 412, "changed_meanwhile"),
        ("1", 412, "changed_meanwhile"),
        ('"1", "2"', 412, "changed_meanwhile"),
        ('"0"', 412, "changed_meanwhile"),
        ('"01"', 412, "changed_meanwhile"),
        ('"99999999999999999999"', 412, "changed_meanwhile"),
        ('"9999999999"', 412, "changed_meanwhile"),
        ('"x"', 412, "changed_meanwhile"),
    ],
)
def test_a_change_names_exactly_one_version(signed_in: Signer, header: str | None, status: int, code: str) -> None:
    admin = signed_in("admin")
    address, _ = made(admin)

    answer = amend(admin, address, **({} if header is None else {"If-Match": header}))

    assert (answer.status_code, answer.json()["code"]) == (status, code)


def test_tags_are_read_as_they_are_written() -> None:
    assert [version_in(tag_of(version)) for version in (1, 42, 2**31 - 1)] == [1, 42, 2**31 - 1]
    with pytest.raises(Stale):
        version_in(tag_of(2**31))
    with pytest.raises(HttpRefused):
        version_in(" * ")


def test_every_route_that_amends_needs_a_version(client: TestClient) -> None:
    """But for one's password, which is stated anew whatever stood before."""
    paths: dict[str, Any] = client.get("/api/v1/openapi.json").json()["paths"]
    amending = {
        f"{method} {address}"
        for address, operations in paths.items()
        for method in operations.keys() & {"patch", "put"}
        if not address.endswith("/password")
    }
    versioned = {
        f"{method} {address}"
        for address, operations in paths.items()
        for method, operation in operations.items()
        if "428" in operation["responses"]
    }

    assert amending <= versioned
    assert all("412" in paths[route.split()[1]][route.split()[0]]["responses"] for route in versioned)
