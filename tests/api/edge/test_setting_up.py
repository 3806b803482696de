"""A community set up by a program: names and counter, sites and spaces as they change, sites that swap spaces."""

from __future__ import annotations

from typing import Any

import pytest
from fastapi.testclient import TestClient

from tests.api.conftest import Signer


@pytest.fixture
def office(signed_in: Signer) -> TestClient:
    return signed_in("coordinator")


def site(office: TestClient, code: str) -> str:
    """The address of a new site."""
    terms = {"code": code, "name_zh": code, "name_en": code, "kind": "compound"}
    return f"/api/v1/sites/{office.post('/api/v1/sites', json=terms).json()['id']}"


def seen(answer: Any) -> dict[str, str]:
    return {"If-Match": answer.headers["etag"]}


def test_a_community_says_what_it_is_called_and_when_its_counter_is_open(office: TestClient) -> None:
    place = "/api/v1/community"
    names = {"name_zh": "延吉街道", "name_en": "Yanji"}
    first = seen(office.get(place))

    told = office.put(place, json={**names, "counter_zh": "工作日上午"}, headers=first)
    late = office.put(place, json=names, headers=first)

    assert (told.status_code, late.status_code) == (200, 412)
    assert {name: office.get(place).json()[name] for name in (*names, "counter_zh")} == {
        **names,
        "counter_zh": "工作日上午",
    }


def test_many_spaces_are_added_or_none(office: TestClient) -> None:
    place = site(office, "c01")
    first = office.post(f"{place}/spaces/many", json={"codes": ["c01-1", "c01-2"], "size": "large"})
    again = office.post(f"{place}/spaces/many", json={"codes": ["c01-3", "c01-2"]})
    twice = office.post(f"{place}/spaces/many", json={"codes": ["c01-4", "c01-4"]})
    row = first.json()["items"][0]
    changed = office.patch(
        f"/api/v1/spaces/{row['id']}", json={"ev": True}, headers={"If-Match": f'"{row["version"]}"'}
    )

    assert (first.status_code, again.status_code, again.json()["code"]) == (201, 409, "code_in_use")
    assert (twice.status_code, twice.json()["code"]) == (409, "code_in_use")
    assert (changed.json()["ev"], changed.json()["size"]) == (True, "large")
    assert [one["code"] for one in office.get(f"{place}/spaces").json()["items"]] == ["c01-1", "c01-2"]


def test_limits_of_a_site_are_set_and_taken_away(office: TestClient) -> None:
    place = site(office, "c02")
    set_ = office.patch(place, json={"gate_limit": 12, "name_en": "Village 2"}, headers=seen(office.get(place)))
    taken = office.patch(place, json={"gate_limit": None, "name_en": None}, headers=seen(set_))

    assert (set_.json()["gate_limit"], taken.json()["gate_limit"], taken.json()["name_en"]) == (12, None, "Village 2")


def test_two_sites_are_paired_and_parted_and_both_have_changed(office: TestClient) -> None:
    one, other = site(office, "c03"), site(office, "c04")
    partner = f"{one}/partners/{other.rpartition('/')[2]}"
    before = seen(office.get(other))
    paired = office.put(partner, json={"tolerance": 3}, headers=seen(office.get(one)))
    late = office.patch(other, json={"name_en": "x"}, headers=before)
    parted = office.delete(partner, headers=seen(paired))

    assert paired.json()["items"] == [{"site_id": other.rpartition("/")[2], "tolerance": 3}]
    assert late.status_code == 412
    assert (parted.json()["items"], office.delete(partner, headers=seen(parted)).status_code) == ([], 404)
