"""The service tells honestly whether it lives and can work, and an unreachable database is told in time."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text
from sqlalchemy.engine import URL, make_url

from scheduler import health, migrate
from scheduler.db import Database
from scheduler.errors import Busy
from scheduler.office import Office
from tests.api.conftest import HOME, PASSWORD, Signer, open_office
from tests.apps import create_app

LOGIN = {"login": f"resident@{HOME}", "password": PASSWORD}


@pytest.fixture(params=["a folder that is missing", "a port where nobody listens"])
def cut_off(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[TestClient]:
    """A service whose database cannot be reached."""
    urls = {
        "a folder that is missing": make_url(f"sqlite:///{tmp_path / 'gone' / 'x.sqlite'}"),
        "a port where nobody listens": make_url("postgresql+psycopg://nobody@127.0.0.1:9/none"),
    }
    office = open_office(urls[request.param], tmp_path)
    yield TestClient(create_app(office))
    office.close()


def test_a_service_that_can_work_says_so(client: TestClient, office: Office) -> None:
    answer = client.get("/readyz")

    checks = {"writable", "migrated"} | ({"owned", "room"} if office.database.embedded else set())
    assert (answer.status_code, answer.json()["status"]) == (200, "ready")
    assert answer.json()["checks"] == dict.fromkeys(checks, True)


def test_a_process_lives_without_its_database(cut_off: TestClient) -> None:
    assert cut_off.get("/livez").json() == {"status": "live"}


def test_an_unreachable_database_is_not_ready(cut_off: TestClient) -> None:
    answer = cut_off.get("/readyz")

    assert (answer.status_code, answer.json()) == (503, {"status": "not_ready", "checks": {"writable": False}})


@pytest.mark.parametrize(
    ("method", "address"), [("GET", "/api/v1/public/rounds"), ("POST", "/api/v1/session"), ("GET", "/api/v1/me")]
)
def test_an_unreachable_database_is_told_as_busy(cut_off: TestClient, method: str, address: str) -> None:
    headers = {"Authorization": "Bearer x"}

    answer = cut_off.request(method, address, json=LOGIN if method == "POST" else None, headers=headers)

    assert (answer.status_code, answer.json()["code"], answer.headers["retry-after"]) == (503, "busy", "2")


def test_the_service_works_again_when_its_database_does(tmp_path: Path) -> None:
    folder = tmp_path / "later"
    url = make_url(f"sqlite:///{folder / 'x.sqlite'}")
    office = open_office(url, tmp_path)
    client = TestClient(create_app(office))
    before = client.get("/api/v1/public/rounds").status_code

    folder.mkdir()
    migrate.upgrade(office.database)

    assert (before, client.get("/api/v1/public/rounds").status_code) == (503, 200)
    office.close()


def test_a_database_of_another_version_is_not_ready(office: Office, client: TestClient) -> None:
    migrate.downgrade(office.database)

    answer = client.get("/readyz")

    assert (answer.status_code, answer.json()["checks"]["migrated"]) == (503, False)


def test_a_file_that_this_process_does_not_own_is_not_ready(tmp_path: Path) -> None:
    office = open_office(make_url(f"sqlite:///{tmp_path / 'x.sqlite'}"), tmp_path)
    migrate.upgrade(office.database)

    assert TestClient(create_app(office)).get("/readyz").json()["checks"]["owned"] is False
    office.close()


def test_a_full_disk_is_not_ready(office: Office, client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "LEAST_FREE", 1 << 62)

    assert client.get("/readyz").status_code == (503 if office.database.embedded else 200)


class Hanging(Database):
    """A database that does not answer until it is let go."""

    def __init__(self, url: URL) -> None:
        super().__init__(url)
        self.asked, self.reached, self.released = 0, threading.Event(), threading.Event()

    def is_writable(self) -> bool:
        self.asked += 1
        self.reached.set()
        return self.released.wait(60)


def test_a_database_that_hangs_holds_up_one_question_only(
    office: Office, database_url: URL, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(health, "WAIT_SECONDS", 0.05)
    hanging = Hanging(database_url)
    client = TestClient(create_app(replace(office, database=hanging)))

    statuses = [client.get("/readyz").status_code for _ in range(5)]
    reached, asked = hanging.reached.wait(30), hanging.asked
    hanging.released.set()
    monkeypatch.setattr(health, "WAIT_SECONDS", 30.0)
    afterwards = client.get("/readyz")

    assert (statuses, reached, asked, afterwards.json()["checks"]["writable"]) == ([503] * 5, True, 1, True)
    hanging.close()


def test_a_statement_that_is_wrong_is_not_told_as_busy(database: Database) -> None:
    with pytest.raises(Exception, match="no_such_table") as reading, database.reading() as session:
        session.execute(text("SELECT * FROM no_such_table"))
    with pytest.raises(Exception, match="no_such_table") as writing:
        database.transact(lambda session: session.execute(text("SELECT * FROM no_such_table")))

    assert not isinstance(reading.value, Busy)
    assert not isinstance(writing.value, Busy)


def test_figures_are_for_this_machine_and_administrators(office: Office, signed_in: Signer) -> None:
    app = create_app(office)
    local, far = (TestClient(app, client=(address, 1)) for address in ("127.0.0.1", "10.0.0.1"))
    admin, coordinator = signed_in("admin"), signed_in("coordinator")
    tokens = [
        one.post("/api/v1/tokens", json={"name": "t", "scopes": ["administer"]}).json()["secret"]
        for one in (admin, coordinator)
    ]

    assert local.get("/metrics").status_code == 200
    assert far.get("/metrics").status_code == 401
    statuses = [far.get("/metrics", headers={"Authorization": f"Bearer {secret}"}).status_code for secret in tokens]
    assert statuses == [200, 403]


def test_figures_count_by_pattern_never_by_what_stands_in_an_address(office: Office, signed_in: Signer) -> None:
    coordinator = signed_in("coordinator")
    never = "01a21354-0000-7000-8000-000000000000"
    coordinator.get(f"/api/v1/rounds/{never}?secret=x")
    coordinator.request("WEIRD", "/nowhere/at/all")

    figures = coordinator.app.state.metrics.text().decode()  # type: ignore[attr-defined]

    assert 'commontide_calls_total{method="GET",route="/api/v1/rounds/{round_id}",status="404"} 1.0' in figures
    assert 'commontide_calls_total{method="OTHER",route="(none)",status="404"} 1.0' in figures
    assert never not in figures
    assert "nowhere" not in figures
