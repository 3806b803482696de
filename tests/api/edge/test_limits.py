"""No address may call without end, and only known proxies are believed about addresses."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from sqlalchemy.engine import URL

from api.middleware.limiting import caller_of
from tests.api.conftest import open_office
from tests.apps import create_app

Browser = Callable[[str], TestClient]


@pytest.fixture
def browser(database_url: URL, tmp_path: Path) -> Iterator[Browser]:
    """Opens clients at an address each, of a service that takes three calls an hour and believes one proxy."""
    office = open_office(database_url, tmp_path, request_limit="3/hour", forwarded_from="10.9.9.9")
    app = create_app(office)
    yield lambda address: TestClient(app, client=(address, 50_000))
    office.close()


def statuses(client: TestClient, count: int, **headers: str) -> list[int]:
    return [client.get("/api/v1/public/rounds", headers=headers).status_code for _ in range(count)]


def test_too_many_calls_from_one_address_are_refused_and_others_are_not(browser: Browser) -> None:
    assert statuses(browser("10.0.0.1"), 5) == [200, 200, 200, 429, 429]
    assert statuses(browser("10.0.0.2"), 1) == [200]


def test_the_refusal_says_when_to_try_again(browser: Browser) -> None:
    client = browser("10.0.0.1")
    statuses(client, 3)

    refused = client.get("/api/v1/public/rounds")

    assert refused.json()["code"] == "too_many_requests"
    assert 1 <= int(refused.headers["retry-after"]) <= 3600


def test_callers_behind_a_known_proxy_are_told_apart(browser: Browser) -> None:
    proxy = browser("10.9.9.9")

    assert statuses(proxy, 3, **{"X-Forwarded-For": "198.51.100.1"}) == [200] * 3
    assert statuses(proxy, 1, **{"X-Forwarded-For": "198.51.100.2"}) == [200]
    assert statuses(proxy, 1, **{"X-Forwarded-For": "198.51.100.1"}) == [429]


def test_what_a_caller_claims_before_the_proxy_is_not_believed(browser: Browser) -> None:
    proxy = browser("10.9.9.9")

    found = [statuses(proxy, 1, **{"X-Forwarded-For": f"203.0.113.{at}, 198.51.100.1"})[0] for at in range(4)]

    assert found == [200, 200, 200, 429]


def test_nobody_else_is_believed_about_addresses(browser: Browser) -> None:
    client = browser("10.0.0.1")

    found = [statuses(client, 1, **{"X-Forwarded-For": f"198.51.100.{at}"})[0] for at in range(4)]

    assert found == [200, 200, 200, 429]


def test_whoever_watches_the_service_may_always_ask(browser: Browser) -> None:
    client = browser("10.0.0.1")
    statuses(client, 4)

    assert client.get("/livez").status_code == 200


@pytest.mark.parametrize(
    ("address", "caller"),
    [
        ("10.0.0.1", "10.0.0.1"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("testclient", "testclient"),
        ("", ""),
    ],
)
def test_a_customer_with_a_whole_network_counts_once(address: str, caller: str) -> None:
    assert caller_of({"client": (address, 1)}) == caller


def test_a_call_without_an_address_counts_as_nobodys() -> None:
    assert caller_of({"client": None}) == ""
