"""Text goes out packed, except where its length would tell another site's page what it says."""

from __future__ import annotations

import httpx2
import pytest
from fastapi.testclient import TestClient

from api.encodings import WORTH_PACKING
from api.pages.assets import ASSETS, address_of
from tests.api.conftest import OWN_PAGE, PASSWORD, Signer
from tests.api.edge.test_crossing import database_url
from tests.apps import create_app
from tests.town import Town

PACKED, AS_IT_IS = {"Accept-Encoding": "gzip"}, {"Accept-Encoding": "identity"}
ENCODING = "content-encoding"

__all__ = ["database_url"]


def visitor(town: Town, login: str | None = None) -> TestClient:
    """Somebody who reads the town's pages, signed in where a login is named."""
    client = TestClient(create_app(town.office), headers={**OWN_PAGE, **PACKED})
    if login is not None:
        assert client.post("/api/v1/session", json={"login": login, "password": PASSWORD}).status_code == 204
    return client


def told(answer: httpx2.Response) -> tuple[str | None, str | None]:
    """How an answer is packed, and on what that depends."""
    return answer.headers.get(ENCODING), answer.headers.get("vary")


def test_a_page_is_sent_packed_and_reads_the_same(client: TestClient) -> None:
    packed, plain = client.get("/", headers=PACKED), client.get("/", headers=AS_IT_IS)

    assert (told(packed), told(plain)) == (("gzip", "Accept-Encoding"), (None, "Accept-Encoding"))
    assert packed.text == plain.text
    assert 2 * packed.num_bytes_downloaded < plain.num_bytes_downloaded
    assert packed.headers["content-length"] == str(packed.num_bytes_downloaded)


@pytest.mark.parametrize(
    ("accepted", "packed"),
    [("br, gzip", True), ("gzip;q=0.5", True), ("gzip; q=0", False), ("br, gzip;q=0.000", False), ("x-gzip", False)],
)
def test_gzip_is_sent_to_those_only_who_take_it(client: TestClient, accepted: str, packed: bool) -> None:
    said = {"Accept-Encoding": accepted}
    answers = [client.get(address, headers=said) for address in ("/", address_of("pages.css"))]

    assert [answer.headers.get(ENCODING) for answer in answers] == ["gzip" if packed else None] * 2


def test_head_tells_of_the_packed_page(client: TestClient) -> None:
    head, get = client.head("/", headers=PACKED), client.get("/", headers=PACKED)

    assert [(told(answer), answer.headers["content-length"]) for answer in (head, get)] == [
        (("gzip", "Accept-Encoding"), str(get.num_bytes_downloaded))
    ] * 2


def test_json_is_sent_packed_and_little_of_it_as_it_is(client: TestClient) -> None:
    large = client.get("/api/v1/openapi.json", headers=PACKED)
    little = client.get("/api/v1/public/rounds", headers=PACKED)

    assert [told(large), told(little)] == [("gzip", "Accept-Encoding"), (None, None)]
    assert little.num_bytes_downloaded < WORTH_PACKING < large.num_bytes_downloaded


@pytest.mark.parametrize(
    ("says", "packed"),
    [
        ({"Sec-Fetch-Site": "same-origin"}, True),
        ({"Sec-Fetch-Site": "none"}, True),
        ({"Sec-Fetch-Site": "cross-site"}, False),
        ({"Sec-Fetch-Site": "same-site"}, False),
        ({"Origin": "https://evil.example"}, False),
        ({}, False),
    ],
    ids=str,
)
def test_what_another_sites_page_asks_for_is_not_packed(signed_in: Signer, says: dict[str, str], packed: bool) -> None:
    """Such a page could choose words of the address and compare lengths; an old browser says nothing."""
    resident = signed_in("resident")
    del resident.headers["Sec-Fetch-Site"]

    page = resident.get("/account", headers={**PACKED, **says})

    assert (page.status_code, page.headers.get(ENCODING) == "gzip") == (200, packed)
    assert len(page.content) > WORTH_PACKING


def test_a_program_with_a_token_is_sent_packed_answers(client: TestClient, signed_in: Signer) -> None:
    secret = signed_in("admin").post("/api/v1/tokens", json={"name": "t", "scopes": ["read"]}).json()["secret"]
    del client.headers["Sec-Fetch-Site"]

    answer = client.get("/api/v1/accounts", headers={**PACKED, "Authorization": f"Bearer {secret}"})

    assert (answer.status_code, told(answer)) == (200, ("gzip", "Accept-Encoding"))


def test_the_tag_of_packed_content_is_weak_and_finds_it_again(published: Town) -> None:
    client, place = visitor(published), f"/api/v1/public/rounds/{published.round_id}/notice"
    packed, plain = client.get(place), client.get(place, headers=AS_IT_IS)
    strong, weak = plain.headers["etag"], packed.headers["etag"]

    again = {tag: client.get(place, headers={"If-None-Match": tag}) for tag in (strong, weak)}

    assert (told(packed), weak) == (("gzip", "Accept-Encoding"), f"W/{strong}")
    assert {tag: (answer.status_code, answer.headers["etag"], told(answer)) for tag, answer in again.items()} == {
        tag: (304, tag, (None, "Accept-Encoding")) for tag in (strong, weak)
    }


def test_a_version_is_named_alike_however_it_was_sent(town: Town) -> None:
    client, place = visitor(town, "coordinator"), f"/api/v1/rounds/{town.round_id}"
    titles = {"title_zh": "春" * 200, "title_en": "spring " * 28}
    client.patch(place, json=titles, headers={"If-Match": client.get(place, headers=AS_IT_IS).headers["etag"]})

    packed, plain = client.get(place), client.get(place, headers=AS_IT_IS)
    changed = client.patch(place, json={"title_zh": "夏"}, headers={"If-Match": packed.headers["etag"]})

    assert told(packed) == ("gzip", "Accept-Encoding")
    assert packed.headers["etag"] == plain.headers["etag"]
    assert changed.status_code == 200


def test_events_are_never_packed(planned: Town) -> None:
    client = visitor(planned, "coordinator")
    run = client.get(f"/api/v1/rounds/{planned.round_id}/runs").json()["items"][0]

    events = client.get(f"/api/v1/runs/{run['id']}/events")

    assert (events.text.startswith("event: run"), told(events)) == (True, (None, None))


def test_what_is_packed_already_is_not_packed_again(client: TestClient) -> None:
    """Styles hold nothing of anybody, and are packed whoever asks for them."""
    styles = client.get(address_of("pages.css"), headers={**PACKED, "Sec-Fetch-Site": "cross-site"})

    assert (told(styles), styles.content) == (("gzip", "Accept-Encoding"), ASSETS["pages.css"].content)
