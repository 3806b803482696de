"""I3: what the service has accepted is there after any crash of it.

A real `commontide serve` is killed (`kill -9` of its process group) under load, started again, and asked. The full
count of kills is a study (`make study`); a tenth of it runs with every test run.
"""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from random import Random
from threading import Event, Lock, Thread
from uuid import UUID

import httpx2 as httpx
import pytest
from sqlalchemy import event, func, select
from sqlalchemy.engine import make_url

from scheduler import audit, queries
from scheduler.db import Database
from scheduler.errors import SettingRejected
from scheduler.models import Registration, RegistrationEvent, Round
from tests.communities import KEYS, PASSWORD, copy_of, town_at
from tests.databases import KINDS
from tests.guarantees.crowds import PATIENCE
from tests.guarantees.dying import dies
from tests.processes import Installation, installed
from tests.town import Clock, Town

FULL, TENTH = 50, 5
CLIENTS = 4
ANSWERED = 201


@dataclass
class Counter:
    """A counter at which registrations are sent as fast as they are taken; it keeps what was acknowledged."""

    office: Installation
    round_id: UUID
    vehicles: tuple[UUID, ...]
    cookies: dict[str, str] = field(default_factory=dict)
    acknowledged: set[UUID] = field(default_factory=set)
    wrong: list[str] = field(default_factory=list)
    numbers: Iterator[int] = field(default_factory=count)
    lock: Lock = field(default_factory=Lock)

    def sign_in(self) -> None:
        """Once: sessions outlive the process."""
        if not self.cookies:
            with self._client() as client:
                shown = {"login": "coordinator", "password": PASSWORD}
                assert client.post("/session", json=shown).status_code == 204
                self.cookies = dict(client.cookies)

    def send_until(self, over: Event) -> None:
        """One client."""
        with self._client() as client:
            while not over.is_set():
                with self.lock:
                    number = next(self.numbers)
                try:
                    answer = client.post(f"/rounds/{self.round_id}/registrations", json=self._wish(number))
                except httpx.TransportError:
                    return
                with self.lock:
                    if answer.status_code == ANSWERED:
                        self.acknowledged.add(UUID(answer.json()["id"]))
                    else:
                        self.wrong.append(answer.text)

    def _client(self) -> httpx.Client:
        headers = {"Sec-Fetch-Site": "same-origin"}
        return httpx.Client(base_url=f"{self.office.address}/api/v1", headers=headers, cookies=self.cookies, timeout=60)

    def _wish(self, number: int) -> dict[str, object]:
        which, minute = number % len(self.vehicles), number // len(self.vehicles)
        start = f"{minute // 60 % 24:02}:{minute % 60:02}"
        return {
            "vehicle_id": str(self.vehicles[which]),
            "uses": [{"start": start, "end": "07:30"}],
            "channel": "hotline",
        }


@contextmanager
def counter(kind: str, folder: Path) -> Iterator[Counter]:
    """The town's counter, served by a process, its round open by the true clock."""
    with copy_of(kind, folder) as url:
        with town_at(url, folder, Clock()) as town:
            now = datetime.now(UTC)
            with town.database.writing() as session:
                row = session.get_one(Round, town.round_id)
                row.apply_from, row.apply_until = now - timedelta(hours=1), now + timedelta(days=1)
            known = (town.round_id, town.vehicles)
        keys, limit = str(folder / KEYS), "1000000/minute"
        with installed(url, folder, KEY_FILE=keys, REQUEST_LIMIT=limit, LOGIN_LIMIT="1000/minute") as office:
            office.embedded = True  # the service alone: nobody plans here
            yield Counter(office, *known)


def kill_under_load(desk: Counter, rng: Random) -> None:
    """Send from several clients, and kill the service somewhere in between."""
    desk.office.start()
    desk.sign_in()
    over, before = Event(), len(desk.acknowledged)
    clients = [Thread(target=desk.send_until, args=(over,), daemon=True) for _ in range(CLIENTS)]
    for client in clients:
        client.start()
    while len(desk.acknowledged) == before and not desk.wrong and any(client.is_alive() for client in clients):
        time.sleep(0.01)
    time.sleep(rng.uniform(0, 0.5))
    os.killpg(desk.office.running[0].pid, signal.SIGKILL)
    over.set()
    for client in clients:
        client.join(PATIENCE)
    assert not any(client.is_alive() for client in clients)
    desk.office.stop(signal.SIGKILL)


def stored(desk: Counter) -> set[UUID]:
    """What is there, once it is certain that nothing of it is half."""
    database = Database(make_url(desk.office.environment["COMMONTIDE_DATABASE_URL"]))
    try:
        with database.reading() as session:
            rows = session.execute(select(Registration)).scalars().all()
            steps = select(RegistrationEvent.registration_id, func.count()).group_by(RegistrationEvent.registration_id)
            counted = {row[0]: row[1] for row in session.execute(steps)}
            assert all(counted[row.id] >= 2 and row.state != "draft" for row in rows)
            community = rows[0].community_id
            entries = queries.audit.entries(session, community)
            assert audit.first_fault(entries, queries.audit.head_of(session, community)) is None
            return {row.id for row in rows}
    finally:
        database.close()


def survive(kind: str, folder: Path, kills: int) -> None:
    """Everything acknowledged is there after each of many kills, and after the last start."""
    rng = Random(f"kills of {kind}")
    with counter(kind, folder) as desk:
        for _ in range(kills):
            kill_under_load(desk, rng)
            assert desk.wrong == []
            assert desk.acknowledged <= stored(desk)
        desk.office.start()
        assert desk.acknowledged <= stored(desk)
        assert len(desk.acknowledged) >= kills


@pytest.mark.parametrize("kind", KINDS)
def test_what_was_accepted_survives_some_kills(kind: str, tmp_path: Path) -> None:
    survive(kind, tmp_path, TENTH)


@pytest.mark.study
@pytest.mark.parametrize("kind", KINDS)
def test_what_was_accepted_survives_fifty_kills(kind: str, tmp_path: Path) -> None:
    survive(kind, tmp_path, FULL)


def test_control_an_answer_before_the_commit_is_a_lie(town: Town) -> None:
    """The order of commit and answer is the guard: turned round, the same kill loses what was acknowledged."""
    assert dies(town, "register", "early") == (-signal.SIGKILL, "done")
    with town.database.reading() as session:
        assert session.execute(select(func.count()).select_from(Registration)).scalar_one() == len(town.registrations)


# ---- a power cut is no kill: whether a commit reached the disk is a setting, and start-up looks at it


def lowered(database: Database, statement: str) -> None:
    """Open every connection as an installation that is not durable would."""
    event.listen(database.writer, "connect", lambda connection, _: connection.execute(statement))
    database.writer.dispose()


def test_the_service_starts_where_commits_are_durable(database: Database) -> None:
    database.check_durable()


@pytest.mark.parametrize("level", ["OFF", "NORMAL"])
def test_sqlite_that_does_not_wait_for_the_disk_is_refused(level: str, tmp_path: Path) -> None:
    with copy_of("sqlite", tmp_path) as url:
        database = Database(url)
        lowered(database, f"PRAGMA synchronous={level}")
        with pytest.raises(SettingRejected, match="synchronous"):
            database.check_durable()
        database.close()


def test_postgresql_that_does_not_wait_for_the_disk_is_refused(tmp_path: Path) -> None:
    with copy_of("postgresql", tmp_path) as url:
        database = Database(url)
        lowered(database, "SET synchronous_commit = off")
        with pytest.raises(SettingRejected, match="synchronous_commit"):
            database.check_durable()
        database.close()
