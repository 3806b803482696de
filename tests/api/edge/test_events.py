"""Runs are followed: events tell the same as asking again, and end with the run."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID, uuid4

import pytest
from fastapi.testclient import TestClient

from api import watching
from api.routes.runs import _events
from api.watching import Watcher
from scheduler.planning.outcome import RunProgress
from scheduler.usecases import planning, runs
from tests.api.conftest import OWN_PAGE, PASSWORD
from tests.apps import create_app
from tests.town import Town

ORDER = planning.Order(engine="greedy", work_limit=5.0)


@pytest.fixture(autouse=True)
def often(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watching, "EVERY", 0.01)


def queued(town: Town) -> UUID:
    """A run of the town's round that waits for a worker."""
    town.close()
    run = town.do(planning.queue_run, actor=town.coordinator, round_id=town.round_id, order=ORDER)
    planning.freeze(town.database, run.id)
    return run.id


def coordinator(town: Town) -> TestClient:
    client = TestClient(create_app(town.office), headers=OWN_PAGE)
    assert client.post("/api/v1/session", json={"login": "coordinator", "password": PASSWORD}).status_code == 204
    return client


def data_of(text: str) -> list[dict[str, Any]]:
    """Content of the events of a stream."""
    return [json.loads(line.removeprefix("data: ")) for line in text.splitlines() if line.startswith("data: ")]


def test_a_run_that_has_ended_is_told_once(planned: Town) -> None:
    client = coordinator(planned)
    run = client.get(f"/api/v1/rounds/{planned.round_id}/runs").json()["items"][0]

    events = client.get(f"/api/v1/runs/{run['id']}/events")

    assert events.headers["content-type"].startswith("text/event-stream")
    assert events.headers["cache-control"] == "no-store"
    assert events.text.startswith("event: run\ndata: ")
    assert data_of(events.text) == [client.get(f"/api/v1/runs/{run['id']}").json()]


async def collected(events: AsyncIterator[str], town: Town, run_id: UUID) -> list[str]:
    """States that a listener hears while the run is taken, reports and is cancelled."""
    heard: list[str] = []
    lease = uuid4()
    async for text in events:
        (told,) = data_of(text)
        heard.append(f"{told['state']} {told['phase']} {told['incumbent']}")
        if len(heard) == 1:
            taken = town.do(runs.take, run_id=run_id, worker="test")
            assert taken is not None
            lease = taken.lease
        elif len(heard) == 2:
            town.do(runs.report, run_id=run_id, lease=lease, progress=RunProgress("pricing", 40, 70, 0.4, 1.0))
        elif len(heard) == 3:
            town.do(runs.fail, run_id=run_id, lease=lease, code="run_failed")
    return heard


def test_a_listener_hears_each_change_until_the_run_has_ended(town: Town) -> None:
    run_id = queued(town)
    app = create_app(town.office)

    async def listen() -> list[str]:
        watcher = Watcher(app, town.office)
        run = (await first(watcher, run_id))[0]
        return await asyncio.wait_for(collected(_events(watcher, run), town, run_id), 30)

    assert asyncio.run(listen()) == ["queued  None", "running  None", "running pricing 40", "failed pricing 40"]


async def first(watcher: Watcher, run_id: UUID) -> list[Any]:
    """What a listener hears first."""
    async for told in watcher.follow(run_id):
        return [told]
    return []


def test_many_listeners_share_one_watcher_that_rests_when_they_leave(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    run_id = queued(town)
    looks: list[int] = []
    real = Watcher._look

    def counted(self: Watcher, ids: Any) -> Any:
        looks.append(len(ids))
        return real(self, ids)

    monkeypatch.setattr(Watcher, "_look", counted)

    async def listen() -> int:
        watcher = Watcher(create_app(town.office), town.office)
        told = await asyncio.gather(*(first(watcher, run_id) for _ in range(20)))
        assert watcher._task is not None
        await watcher._task  # comes to its end only when nobody listens
        return len(told)

    assert asyncio.run(asyncio.wait_for(listen(), 30)) == 20
    assert (set(looks), len(looks) < 20) == ({1}, True)


def test_listeners_are_sent_home_when_the_service_stops(town: Town) -> None:
    run_id = queued(town)
    app = create_app(town.office)

    async def listen() -> list[str]:
        heard: list[str] = []
        watcher = Watcher(app, town.office)
        async for told in watcher.follow(run_id):
            assert told is not None
            heard.append(told.state)
            app.state.stopping = True
        return heard

    assert asyncio.run(asyncio.wait_for(listen(), 30)) == ["queued"]


def test_a_listener_who_hears_nothing_is_told_that_all_is_well(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watching, "PING_SECONDS", 1.0)
    run_id = queued(town)

    async def listen() -> list[bool]:
        heard = []
        async for told in Watcher(create_app(town.office), town.office).follow(run_id):
            heard.append(told is None)
            if len(heard) == 3:
                break
        return heard

    assert asyncio.run(asyncio.wait_for(listen(), 30)) == [False, True, True]


def test_a_listener_must_show_now_and_then_that_it_may_listen(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watching, "LONGEST_SECONDS", 0.1)
    monkeypatch.setattr(watching, "PING_SECONDS", 0.05)
    run_id = queued(town)

    async def listen() -> int:
        return len([told async for told in Watcher(create_app(town.office), town.office).follow(run_id)])

    assert asyncio.run(asyncio.wait_for(listen(), 30)) < 10
