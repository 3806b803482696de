"""An office with three streets: one open for applications, one to be planned, one with a public notice."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from playwright.sync_api import Browser, expect, sync_playwright
from sqlalchemy.orm import Session

from scheduler import queries
from scheduler.office import Office
from solvers.parking.generate import Scale
from tests.api.conftest import OWN_PAGE, PASSWORD
from tests.apps import create_app
from tests.pages.rooms_street import RoomsStreet, add_rooms, publish_season
from tests.pages.street import Street, add_street, opened_office, publish, served
from tests.pages.visiting import Visitor

OTHER_ZONE = "Asia/Kathmandu"
CHROMIUM = Path("/usr/bin/chromium")
REQUIRED = "COMMONTIDE_BROWSER_REQUIRED"
QUIET = (
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
expect.set_options(timeout=60_000)
PAGE = {"Accept": "text/html", "Accept-Language": "en"}

Reader = Callable[..., TestClient]


@pytest.fixture(scope="package")
def streets_office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    with opened_office(tmp_path_factory.mktemp("pages")) as office:
        yield office


@pytest.fixture(scope="package")
def open_street(streets_office: Office) -> Street:
    """A street whose round takes registrations."""
    return add_street(streets_office, "willow")


@pytest.fixture(scope="package")
def planned_street(streets_office: Office) -> Street:
    """A larger street, whose round a coordinator takes to its publication."""
    return add_street(streets_office, "poplar", Scale(5, 120, 300))


@pytest.fixture(scope="package")
def published_street(streets_office: Office) -> Street:
    """A street with a public notice."""
    street = add_street(streets_office, "cedar", Scale(2, 20, 60))
    publish(street)
    return street


@pytest.fixture(scope="package")
def answering_street(streets_office: Office) -> Street:
    """A street with a public notice, whose people answer; its clocks are not those of the office's server."""
    street = add_street(streets_office, "larch", Scale(2, 20, 60))
    publish(street)
    streets_office.database.transact(lambda session: _set_clocks(session, street))
    return street


@pytest.fixture(scope="package")
def rooms_street(streets_office: Office) -> RoomsStreet:
    """A street with rooms, whose season round takes applications."""
    return add_rooms(streets_office, "aspen")


@pytest.fixture(scope="package")
def season_street(streets_office: Office) -> RoomsStreet:
    """A street with rooms, whose season is public."""
    street = add_rooms(streets_office, "rowan")
    publish_season(street)
    return street


def _set_clocks(session: Session, street: Street) -> None:
    queries.community.one(session, street.community_id).zone = OTHER_ZONE


@pytest.fixture
def reader(streets_office: Office) -> Iterator[Reader]:
    """Opens clients that read pages: anonymous, or signed in with an account."""
    app = create_app(streets_office)
    with ExitStack() as opened:

        def open_client(login: str | None = None) -> TestClient:
            client = TestClient(app, headers={**OWN_PAGE, **PAGE}, follow_redirects=False)
            opened.callback(client.close)
            if login is not None:
                answer = client.post("/sign-in", data={"login": login, "password": PASSWORD})
                assert answer.status_code == 303, answer.text
            return client

        yield open_client


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Debian's chromium."""
    if not CHROMIUM.exists():
        missing = "browser: chromium is not installed"
        if os.environ.get(REQUIRED) == "1":
            pytest.fail(missing)
        pytest.skip(missing)
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
        yield opened
        opened.close()


@pytest.fixture(scope="package")
def service(streets_office: Office) -> Iterator[str]:
    """The address of the running service."""
    with served(streets_office) as address:
        yield address


@pytest.fixture
def visit(browser: Browser, service: str) -> Iterator[Callable[..., Visitor]]:
    """Opens browsers of visitors: `visit("phone", "en")`; at the end, none of them may have met a fault."""
    visitors: list[Visitor] = []

    def open_visitor(device: str = "desktop", language: str = "zh", script: bool = True) -> Visitor:
        visitors.append(Visitor(browser, service, device, language, script))
        return visitors[-1]

    yield open_visitor
    for visitor in visitors:
        visitor.close()
    assert [fault for visitor in visitors for fault in visitor.faults] == []
