"""The certificate of a publication over HTTP: told of, fetched, checked by its root, shown on the notice."""

from __future__ import annotations

from threading import Event
from uuid import UUID

import pytest
from fastapi.testclient import TestClient

from scheduler import queries
from scheduler.worker.certifier import Certifier
from solvers.audit.report import audit
from tests.apps import create_app
from tests.town import Town


@pytest.fixture
def visitor(published: Town) -> TestClient:
    return TestClient(create_app(published.office))


def address(town: Town) -> str:
    version = town.see(queries.publications.current, round_id=town.round_id)
    assert version is not None
    return f"/api/v1/public/publications/{version.id}/certificate"


def notice(town: Town, visitor: TestClient, language: str = "en") -> str:
    return visitor.get(f"/rounds/{town.round_id}/notice", headers={"Accept-Language": language}).text


def test_anybody_fetches_a_certificate_and_finds_its_root_on_the_notice(published: Town, visitor: TestClient) -> None:
    place = address(published)
    waiting = visitor.get(place).json()
    assert (waiting["state"], waiting["root"], waiting["displayed"]) == ("waiting", "", True)
    assert visitor.get(f"{place}/bundle").json()["code"] == "certificate_waiting"
    assert "is being made" in notice(published, visitor)

    Certifier(published.office, Event()).certify(UUID(waiting["publication_id"]))
    told, fetched = visitor.get(place).json(), visitor.get(f"{place}/bundle")
    found = audit(fetched.content, told["root"])

    assert (told["state"], told["number"], told["size"]) == ("ready", 1, len(fetched.content))
    assert found.accepted
    assert (found.root, found.checked_bound, found.solver_bound) == (
        told["root"],
        told["checked_bound"],
        told["solver_bound"],
    )
    assert (fetched.headers["content-type"], fetched.headers["etag"]) == ("application/zip", f'"{told["root"]}"')
    assert fetched.headers["cache-control"] == "public, max-age=3600, immutable"
    assert visitor.get(f"{place}/bundle", headers={"If-None-Match": f'"{told["root"]}"'}).status_code == 304
    for language, words in (("en", "How to check it"), ("zh", "核验方法")):
        page = notice(published, visitor, language)
        assert f"commontide audit certificate.zip --root {told['root']}" in page
        assert words in page
        assert f'href="{place}/bundle"' in page

    published.clock.advance(days=7.5)
    assert visitor.get(place).json()["displayed"] is False
    assert visitor.get(f"{place}/bundle").json()["code"] == "certificate_over"
    assert f'href="{place}/bundle"' not in notice(published, visitor)
    assert told["root"] in notice(published, visitor)
