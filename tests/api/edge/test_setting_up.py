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


def fault(answer: Any) -> tuple[int, str, str]:
    """The status, the code, and the field that a refusal speaks of."""
    return answer.status_code, answer.json()["code"], answer.json()["field"]


def told_so_far(office: TestClient) -> Any:
    """The end of the audit chain."""
    return office.get("/api/v1/audit/head").json()


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


def test_the_office_amends_a_site_and_pairs_and_parts_it(office: TestClient) -> None:
    one, other = site(office, "c05"), site(office, "c06")
    partner = f"{one}/partners/{other.rpartition('/')[2]}"
    amended = office.patch(one, json={"name_en": "Village 5"}, headers=seen(office.get(one)))
    paired = office.put(partner, json={"tolerance": 1}, headers=seen(amended))
    parted = office.delete(partner, headers=seen(paired))

    assert [answer.status_code for answer in (amended, paired, parted)] == [200, 200, 200]
    assert (office.get(one).json()["name_en"], amended.json()["version"]) == ("Village 5", 2)
    assert [answer.json()["version"] for answer in (paired, parted)] == [3, 4]


@pytest.mark.parametrize(
    ("sent", "code", "field"),
    [
        ({"gate_limit": 100_001}, "out_of_range", "gate_limit"),
        ({"outside_cap": 3_000_000_000}, "out_of_range", "outside_cap"),
        ({"latitude": 31.2}, "missing_field", "longitude"),
        ({"longitude": 121.5}, "missing_field", "latitude"),
    ],
)
def test_a_site_is_refused_what_no_plan_and_no_map_can_hold(
    office: TestClient, sent: dict[str, Any], code: str, field: str
) -> None:
    place = site(office, "c07")
    told = {"code": "c08", "name_zh": "x", "name_en": "x", "kind": "compound"}
    amended = office.patch(place, json=sent, headers=seen(office.get(place)))
    added = office.post("/api/v1/sites", json={**told, **sent})

    assert [fault(answer) for answer in (amended, added)] == [(422, code, field)] * 2
    assert office.get(place).json()["version"] == 1


def test_limits_go_as_far_as_plans_do(office: TestClient) -> None:
    one, other = site(office, "c09"), site(office, "c10")
    partner = f"{one}/partners/{other.rpartition('/')[2]}"
    most = office.patch(one, json={"gate_limit": 100_000, "outside_cap": 100_000}, headers=seen(office.get(one)))
    wide = office.put(partner, json={"tolerance": 100_001}, headers=seen(most))
    wide_enough = office.put(partner, json={"tolerance": 100_000}, headers=seen(most))

    assert fault(wide) == (422, "out_of_range", "tolerance")
    assert (most.status_code, wide_enough.status_code) == (200, 200)


def test_half_of_a_place_is_not_taken_away(office: TestClient) -> None:
    place = site(office, "c11")
    where = {"datum": "GCJ-02", "latitude": 31.2, "longitude": 121.5}
    known = office.patch(place, json=where, headers=seen(office.get(place)))
    half = office.patch(place, json={"longitude": None}, headers=seen(known))
    gone = office.patch(place, json=dict.fromkeys(where), headers=seen(known))

    assert fault(half) == (422, "missing_field", "longitude")
    assert (gone.json()["latitude"], gone.json()["longitude"]) == (None, None)
    assert office.get(f"/office/sites/{place.rpartition('/')[2]}").status_code == 200


def test_a_change_that_changes_nothing_is_none(office: TestClient) -> None:
    place, community = site(office, "c12"), "/api/v1/community"
    row = office.post(f"{place}/spaces", json={"code": "c12-1", "reserved_for": ["owner"]}).json()
    space = {"If-Match": f'"{row["version"]}"'}
    names = {name: office.get(community).json()[name] for name in ("name_zh", "name_en", "counter_zh", "counter_en")}
    entries = told_so_far(office)

    same = [
        office.patch(place, json={"name_en": "c12", "gate_limit": None}, headers=seen(office.get(place))),
        office.patch(f"/api/v1/spaces/{row['id']}", json={"ev": False, "reserved_for": ["owner"]}, headers=space),
        office.put(community, json=names, headers=seen(office.get(community))),
    ]

    assert [(answer.status_code, answer.json()["version"]) for answer in same] == [(200, 2), (200, 1), (200, 1)]
    assert told_so_far(office) == entries


def test_a_party_is_named_once_however_often_it_is_sent(office: TestClient) -> None:
    place, twice = site(office, "c13"), {"reserved_for": ["owner", "tenant", "owner"]}
    one = office.post(f"{place}/spaces", json={"code": "c13-1", **twice}).json()
    many = office.post(f"{place}/spaces/many", json={"codes": ["c13-2"], **twice}).json()["items"]
    plain = office.post(f"{place}/spaces", json={"code": "c13-3"}).json()
    changed = office.patch(f"/api/v1/spaces/{plain['id']}", json=twice, headers={"If-Match": '"1"'}).json()

    assert [row["reserved_for"] for row in (one, *many, changed)] == [["owner", "tenant"]] * 3
