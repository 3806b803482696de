"""Every page that anybody reaches by links: it answers, leads nowhere that is closed, and can be read by everybody."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from fastapi.testclient import TestClient

from api.bench.crawl import Seen, Visited, crawl, links_of, shape_of
from scheduler.office import Office
from tests.pages.street import Street
from tests.pages.visiting import Visitor
from tests.pages.whole_street import PARTS, add_whole_street

Reader = Callable[..., TestClient]
Visit = Callable[..., Visitor]
PagesOf = Callable[[str], list[Visited]]


@pytest.fixture(scope="module")
def street(streets_office: Office) -> Street:
    return add_whole_street(streets_office, "tupelo")


def looking(client: TestClient) -> Callable[[str], Seen]:
    def look(place: str) -> Seen:
        answer = client.get(place, follow_redirects=True)
        return Seen(answer.status_code, place, answer.headers.get("content-type", ""), answer.text)

    return look


@pytest.fixture(scope="module")
def crawled() -> dict[str, list[Visited]]:
    """Pages that have been looked at, by part: the crawl is the same for all tests."""
    return {}


@pytest.fixture
def pages_of(reader: Reader, street: Street, crawled: dict[str, list[Visited]]) -> Callable[[str], list[Visited]]:
    """Two pages of each shape that somebody comes to."""

    def pages(part: str) -> list[Visited]:
        if part not in crawled:
            crawled[part] = crawl(looking(reader(street.login(part) if part else None)), ["/"], 2)
        return crawled[part]

    return pages


@pytest.mark.parametrize("part", PARTS)
def test_every_link_that_somebody_is_shown_leads_to_a_page_of_theirs(pages_of: PagesOf, part: str) -> None:
    visited = pages_of(part)

    assert [(page.seen.status, page.place, page.via) for page in visited if page.seen.status != 200] == []
    assert len(visited) > 8


def reachable(pages_of: PagesOf) -> dict[str, list[str]]:
    """A page of each shape, by whoever comes to it first."""
    out: dict[str, list[str]] = {part: [] for part in PARTS}
    known: set[str] = set()
    for part in PARTS:
        for page in pages_of(part):
            if page.shape not in known and page.seen.kind.startswith("text/html"):
                known.add(page.shape)
                out[part].append(page.place)
    return out


def faults_of(visit: Visit, pages_of: PagesOf, street: Street, device: str, language: str) -> list[str]:
    """What keeps somebody from reading a page: all that axe finds, and what is wider than the screen."""
    faults = []
    for part, places in reachable(pages_of).items():
        visitor = visit(device, language)
        if part:
            visitor.sign_in(street.login(part))
        for place in places:
            visitor.page.goto(place)
            faults += [f"{part}: {fault}" for fault in visitor.violations()]
            faults += [f"{part}: {place} is too wide"] * visitor.overflows()
    return faults


def test_every_page_can_be_read_on_the_smallest_phone(visit: Visit, pages_of: PagesOf, street: Street) -> None:
    assert faults_of(visit, pages_of, street, "narrow", "zh") == []


@pytest.mark.study
@pytest.mark.parametrize(("device", "language"), [("phone", "en"), ("desktop", "zh"), ("desktop", "en")])
def test_every_page_can_be_read_on_every_screen_in_both_languages(
    visit: Visit, pages_of: PagesOf, street: Street, device: str, language: str
) -> None:
    assert faults_of(visit, pages_of, street, device, language) == []


def test_a_crawl_takes_each_shape_and_each_place_once() -> None:
    asks = '<form action="/find"><input type="hidden" name="of" value="all"></form>'
    pages = {
        "/": '<a href="/things?page=1">.</a><a href="tel:1">.</a><a href="https://elsewhere.example/">.</a>',
        "/things?page=1": '<a href="/things?page=2">.</a><a href="../">.</a>' + asks,
        "/find?of=all": '<form method="post" action="/never"></form><a href="/language/en">.</a>',
    }
    look = lambda place: Seen(200 if place in pages else 404, place, "text/html", pages.get(place, ""))  # noqa: E731

    assert [page.place for page in crawl(look, ["/"], of_a_shape=1)] == ["/", "/things?page=1", "/find?of=all"]
    assert [page.via for page in crawl(look, ["/"], of_a_shape=2)] == ["", "/", "/things?page=1", "/things?page=1"]
    assert links_of(Seen(200, "/a", "application/pdf", '<a href="/b">')) == []
    assert shape_of("/a/0190f3a0-0000-7000-8000-000000000001/b/2026-11?x=1&page=") == "/a/{}/b/{}?page,x"
