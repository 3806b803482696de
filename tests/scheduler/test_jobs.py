"""The door to the job engine, on both databases: at least once, not twice at a time, nothing lost."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.engine import URL

from scheduler import jobs
from scheduler.settings import Settings
from tests.scheduler.planning.ground import until


class Ledger:
    """Jobs that note what they did."""

    def __init__(self) -> None:
        self.done: list[str] = []
        self.ticks: list[str] = []
        self.interrupted: set[str] = set()

    def note(self, key: str) -> None:
        if key.startswith("wrong"):
            raise ValueError("the text of Mrs Chen's row")
        if key.startswith("cut") and key not in self.interrupted:
            self.interrupted.add(key)
            raise jobs.Interrupted
        self.done.append(key)

    def tick(self) -> None:
        self.ticks.append("tick")


@pytest.fixture
def settings(database_url: URL, tmp_path: Path) -> Settings:
    made = Settings(database_url=database_url.render_as_string(hide_password=False), key_file=tmp_path / "key")
    jobs.migrate(made)
    return made


@pytest.fixture
def door(settings: Settings) -> Iterator[jobs.Jobs]:
    opened = jobs.Jobs(settings)
    yield opened
    opened.close()


@pytest.fixture
def ledger() -> Ledger:
    return Ledger()


@pytest.fixture
def engine(settings: Settings, ledger: Ledger) -> Iterator[jobs.Engine]:
    made = jobs.Engine(settings, "here", dict.fromkeys(jobs.QUEUES, ledger.note), {"tick": ledger.tick})
    yield made
    made.stop()


def test_a_job_waits_until_an_engine_comes_and_is_done_once(
    door: jobs.Jobs, engine: jobs.Engine, ledger: Ledger
) -> None:
    assert door.status("solve", "k") is None
    assert (door.enqueue("solve", "k"), door.enqueue("solve", "k"), door.enqueue("solve", "k2")) == (True, True, True)
    assert (door.status("solve", "k"), door.counts(), door.last_turn("tick")) == ("waiting", {"waiting": 2}, None)

    engine.start()
    assert until(lambda: door.status("solve", "k2") == "done")
    assert (door.status("solve", "k"), ledger.done, door.counts()) == ("done", ["k", "k2"], {})


def test_a_job_can_be_wanted_anew_when_its_first_turns_are_forgotten(
    door: jobs.Jobs, engine: jobs.Engine, ledger: Ledger
) -> None:
    engine.start()
    for times in (1, 2):
        door.enqueue("prepare", "round")
        assert until(lambda times=times: ledger.done == ["round"] * times)  # type: ignore[misc]
        assert until(lambda: door.status("prepare", "round") == "done")
    door._client.delete_workflows(["prepare:round"])
    door.enqueue("prepare", "round")
    assert until(lambda: ledger.done == ["round"] * 3)


def test_a_job_that_ended_can_be_wanted_anew(door: jobs.Jobs, engine: jobs.Engine, ledger: Ledger) -> None:
    engine.start()
    for times in (1, 2, 3):
        door.enqueue("prepare", "round")
        assert until(lambda times=times: ledger.done == ["round"] * times)  # type: ignore[misc]
        assert until(lambda: door.status("prepare", "round") == "done")


def test_of_a_failed_job_only_the_kind_of_error_is_kept(
    door: jobs.Jobs, engine: jobs.Engine, settings: Settings
) -> None:
    door.enqueue("prepare", "wrong")
    engine.start()
    assert until(lambda: door.status("prepare", "wrong") == "failed")

    schema = "" if settings.embedded else f"{jobs.SCHEMA}."
    rows = create_engine(settings.job_engine_url)
    with rows.connect() as connection:
        tables = ("workflow_status", "workflow_output", "operation_outputs")
        kept = "".join(str(connection.execute(text(f"SELECT * FROM {schema}{table}")).all()) for table in tables)
    rows.dispose()
    assert "ValueError" in kept
    assert "Chen" not in kept


def test_an_interrupted_job_is_kept_and_begun_again(door: jobs.Jobs, engine: jobs.Engine, ledger: Ledger) -> None:
    door.enqueue("solve", "cut")
    engine.start()
    assert until(lambda: ledger.interrupted == {"cut"})
    time.sleep(0.2)
    assert (door.status("solve", "cut"), door.executors(), ledger.done) == ("running", {"here"}, [])

    engine.recover("here")
    assert until(lambda: door.status("solve", "cut") == "done")
    assert (ledger.done, door.executors()) == (["cut"], set())


def test_the_next_life_of_a_process_takes_up_what_it_left(door: jobs.Jobs, engine: jobs.Engine, ledger: Ledger) -> None:
    door.enqueue("prepare", "cut")
    engine.start()
    assert until(lambda: ledger.interrupted == {"cut"})
    engine.stop()
    assert (door.status("prepare", "cut"), ledger.done) == ("running", [])

    engine.start()
    assert until(lambda: door.status("prepare", "cut") == "done")


def test_a_running_job_gets_a_second_turn_only_if_it_is_wanted_again(
    door: jobs.Jobs, engine: jobs.Engine, ledger: Ledger
) -> None:
    door.enqueue("prepare", "cut")
    engine.start()
    assert until(lambda: ledger.interrupted == {"cut"})
    door.enqueue("prepare", "cut")
    time.sleep(1.5)
    assert ledger.done == []
    # the place of the frozen one in its queue is free only on another machine
    door.enqueue("prepare", "cut", again=True)
    door.enqueue("prepare", "cut", again=True)
    assert door.status("prepare", "cut") == "waiting"


def test_a_job_that_waits_can_be_taken_back(door: jobs.Jobs, engine: jobs.Engine, ledger: Ledger) -> None:
    for key in ("gone", "kept"):
        door.enqueue("prepare", key)
    door.cancel("prepare", "gone")
    engine.start()
    assert until(lambda: door.status("prepare", "kept") == "done")
    assert (door.status("prepare", "gone"), ledger.done) == ("cancelled", ["kept"])


def test_jobs_that_ended_a_week_ago_are_forgotten(door: jobs.Jobs, engine: jobs.Engine) -> None:
    door.enqueue("prepare", "old")
    engine.start()
    assert until(lambda: door.status("prepare", "old") == "done")
    door.forget(datetime.now(UTC) + timedelta(days=6))
    assert door.status("prepare", "old") == "done"
    door.forget(datetime.now(UTC) + timedelta(days=8))
    assert door.status("prepare", "old") is None


@pytest.mark.parametrize(("patience", "taken"), [(timedelta(hours=1), True), (timedelta(), False)])
def test_a_turn_of_the_clock_is_taken_unless_it_comes_too_late(
    door: jobs.Jobs,
    engine: jobs.Engine,
    ledger: Ledger,
    monkeypatch: pytest.MonkeyPatch,
    patience: timedelta,
    taken: bool,
) -> None:
    monkeypatch.setitem(jobs.SCHEDULES, "tick", ("* * * * * *", patience))
    engine.start()

    def turned() -> bool:
        return bool(door._client.list_workflows(name="tick", status="SUCCESS"))

    assert until(turned)
    assert bool(ledger.ticks) == taken


def test_an_engine_out_of_reach_is_told_not_raised(tmp_path: Path) -> None:
    door = jobs.Jobs(Settings(database_url=f"sqlite:///{tmp_path / 'nowhere' / 'commontide.sqlite'}"))
    assert door.enqueue("solve", "k") is False
    door.close()
