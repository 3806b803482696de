"""`commontide bench api` from end to end, and the parts whose arithmetic decides what a figure means."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Lock, Thread
from time import sleep
from typing import Any, ClassVar

import psycopg
import pytest
from sqlalchemy.engine import make_url

from api.bench.clients import NO_ANSWER, Answered, Call, Figures, closed_loop, open_loop, percentile
from api.bench.machine import Watch, fdatasync_ms, work_of
from api.bench.office import Office
from api.bench.server import serving
from api.bench.wrk import figures_of
from api.cli.installing import fill, opened
from fixtures import people
from scheduler import queries
from scheduler.bench import bare, town
from scheduler.bench.place import own_place
from scheduler.errors import NotFound, SettingRejected
from tests.databases import plain, server

MEASURED = {"requests", "per_second", "p50_ms", "p99_ms", "failed_5xx", "statuses"}
BESIDE = {"fdatasync_ms", "other_share", "met", "must"}
CROWD = town.Crowd(70, people.name_of, people.phone_of, people.plate_of)


def test_the_command_measures_from_end_to_end(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "api.cli", "bench", "api", "--seconds", "1", "--size", "tiny", "--json"]
    command += ["--database-url", f"sqlite:///{tmp_path}/none.sqlite"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)

    rows = {row["name"]: row for row in told["rows"]}
    assert list(rows) == ["booking", "room_booking", "registration", "while_solving", "publication"]
    assert all(row.keys() >= MEASURED | BESIDE for row in rows.values())
    assert [row["failed_5xx"] for row in rows.values()] == [0] * 5
    assert [list(rows[name]["statuses"]) for name in list(rows)[:3]] == [["201"]] * 3
    assert list(rows["while_solving"]["statuses"]) == ["200", "201"]
    booking, publication = rows["booking"], rows["publication"]
    assert booking["connections"] == 32
    assert booking["ratio"] == pytest.approx(booking["per_second"] / booking["bare_per_second"], rel=0.01)
    assert all(publication[name] > 0 for name in ("rows", "flip_seconds", "prepare_seconds"))
    assert {"fdatasync_ms", "other_share", "cores", "size", "seconds"} <= told.keys()
    assert told["database"].startswith("SQLite 3.")
    assert list(tmp_path.iterdir()) == []


def test_a_run_that_has_ended_by_itself_is_stopped_as_well_as_one_that_goes_on() -> None:
    with own_place(None) as (settings, folder):
        with opened(settings) as office:
            seeded, logins = fill(office, "tiny", "street")
            coordinator = next(login for login in logins if login.startswith("coordinator@"))
            token = town.token_for(office, coordinator)
        with serving(settings, folder) as port:
            desk = Office(port, seeded.round_id, token)
            run = desk.begin_run(1.0)
            plan = desk.end_run(run)
            desk.until(f"/api/v1/runs/{run}", "done", "cancelled")
            assert desk.end_run(run) == plan
            with pytest.raises(SettingRejected, match="was answered 404"):
                desk.end_run(str(seeded.round_id))


def test_a_server_that_is_not_there_is_told(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "api.cli", "bench", "api", "--database-url", "postgresql+psycopg://127.0.0.1:1/x"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.returncode, "--database-url" in done.stderr, "Traceback" in done.stderr) == (2, True, False)


# ---- where it takes place


def test_on_postgresql_a_database_of_its_own_is_made_and_dropped() -> None:
    beside = server().set(database="postgres")
    with own_place(beside.render_as_string(hide_password=False)) as (settings, folder):
        name = make_url(settings.database_url).database
        assert (databases(str(name)), folder.is_dir()) == (1, True)
    assert (databases(str(name)), folder.is_dir()) == (0, False)


def databases(name: str) -> int:
    with psycopg.connect(plain(server(), "postgres")) as connection:
        found = connection.execute("SELECT count(*) FROM pg_database WHERE datname = %s", (name,)).fetchone()
    return 0 if found is None else int(found[0])


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(SettingRejected), own_place(f"sqlite:///{tmp_path}/none/town.sqlite"):
        pass


# ---- the town and the bare database


@pytest.fixture(params=["sqlite", "postgresql"])
def beside(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/none.sqlite"
    return server().set(database="postgres").render_as_string(hide_password=False)


def test_the_bare_database_writes_whole_bookings_that_do_not_overlap(beside: str) -> None:
    with own_place(beside) as (settings, _), opened(settings) as office:
        built = town.build(office, "bench", CROWD)
        taken = bare.seconds_of_each(settings, built, 4, 0.3)
        with office.database.reading() as session:
            made = queries.bookings.of_community(session, built.community_id, limit=100_000)
            entries = list(queries.audit.entries(session, built.community_id))
            head = queries.audit.head_of(session, built.community_id)
            held = queries.bookings.taken_at(session, built.places[0].site_id, made[-1].starts_at, made[0].ends_at)
            overlaps = queries.occupation.overlaps(session, built.community_id)
        with pytest.raises(NotFound):
            town.token_for(office, "nobody@bench")
    booked = [entry for entry in entries if entry.action == "booking.make"]
    assert len(taken) >= 4
    assert (len(made), len(booked), overlaps) == (len(taken), len(taken), 0)
    assert head == (entries[-1].seq, entries[-1].digest)
    assert [entry.previous for entry in entries[1:]] == [entry.digest for entry in entries[:-1]]
    assert len(held) == sum(row.resource_id in {at.resource_id for at in built.places[::8]} for row in made)


def test_no_two_uses_of_the_town_meet(tmp_path: Path) -> None:
    with own_place(None) as (settings, _), opened(settings) as office:
        built = town.build(office, "bench", CROWD)
    uses = [built.use(number) for number in range(1000)]
    assert len({(place.space_id, start) for _, place, start in uses}) == 1000
    assert len({(keeper.vehicle_id, start) for keeper, _, start in uses}) == 1000


# ---- clients


class Counting(BaseHTTPRequestHandler):
    """Answers /slow after a while, /bad with 503, /gone not at all."""

    protocol_version = "HTTP/1.1"
    seen: ClassVar[Counter[str]] = Counter()
    counting: ClassVar[Lock] = Lock()

    def do_GET(self) -> None:
        with self.counting:
            self.seen[self.path] += 1
        if self.path == "/slow":
            sleep(0.1)
        if self.path == "/gone":
            self.close_connection = True
            self.connection.shutdown(socket.SHUT_RDWR)
            return
        self.send_response(503 if self.path == "/bad" else 200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *arguments: Any) -> None:
        pass


@pytest.fixture
def port() -> Iterator[int]:
    """Port of a small server of our own."""
    Counting.seen.clear()
    with ThreadingHTTPServer(("127.0.0.1", 0), Counting) as running:
        Thread(target=running.serve_forever, daemon=True).start()
        yield running.server_port
        running.shutdown()


def test_an_open_loop_makes_every_call_once_whatever_the_answers_are(port: int) -> None:
    paths = ["/good", "/bad", "/good", "/gone"]
    figures = open_loop(port, lambda number: Call("GET", paths[number % 4]), rate=200, seconds=0.2)
    assert figures.statuses == {200: 20, 503: 10, NO_ANSWER: 10}
    assert (figures.requests, figures.failed) == (30, 20)
    assert Counting.seen == {"/good": 20, "/bad": 10, "/gone": 10}


def test_time_counts_from_when_a_call_was_due(port: int) -> None:
    """320 calls that are due at once and take 0.1 s each, on 32 connections: the last waits for nine others."""
    figures = open_loop(port, lambda _: Call("GET", "/slow"), rate=1e9, seconds=320e-9)
    assert (figures.requests, figures.slowest_ms >= 1000) == (320, True)


def test_a_closed_loop_calls_again_as_soon_as_it_is_answered(port: int) -> None:
    figures = closed_loop(port, lambda _: Call("GET", "/slow"), connections=4, seconds=0.15)
    assert figures.statuses == {200: Counting.seen["/slow"]}
    assert 4 <= figures.requests <= 8


def test_percentiles_are_values_that_were_seen() -> None:
    taken = [float(at) for at in range(1, 201)]
    assert (percentile(taken, 50), percentile(taken, 99), percentile(taken, 100)) == (100, 198, 200)
    assert (percentile([7.0], 99), Figures.of([], 1.0).p99_ms) == (7.0, 0.0)
    figures = Figures.of([Answered(201, b"", 0.002), Answered(409, b"", 0.001)], 1.0)
    assert (figures.p50_ms, figures.slowest_ms, figures.statuses) == (1.0, 2.0, {201: 1, 409: 1})


def test_what_wrk_tells_is_read() -> None:
    out = "Running 1s test\n@seconds 2.5\n@lost 3\n@taken 1.5 9 12.25\n@statuses 201 40 409 2\n@statuses 201 60\n"
    assert figures_of(out) == Figures(2.5, {201: 100, 409: 2, NO_ANSWER: 3}, 1.5, 9.0, 12.25)


# ---- the machine


BURN = "import time\nwhile time.process_time() < 0.3: pass\n"


def test_work_below_us_is_ours_even_when_it_has_ended() -> None:
    before = work_of([os.getpid()])
    subprocess.run([sys.executable, "-c", BURN], check=True)
    assert work_of([os.getpid()]) - before >= 29


def test_work_of_others_is_not_ours(tmp_path: Path) -> None:
    ended = tmp_path / "ended"
    orphan = f"{BURN}open({str(ended)!r}, 'w').close()"
    watch, before = Watch(), work_of([os.getpid()])
    subprocess.run(["/bin/sh", "-c", f'{sys.executable} -c "$0" & ', orphan], check=True)
    while not ended.exists():
        sleep(0.02)
    assert work_of([os.getpid()]) - before < 29
    assert watch.other_share() > 0


def test_a_disk_takes_its_time(tmp_path: Path) -> None:
    assert fdatasync_ms(tmp_path) > 0
    assert list(tmp_path.iterdir()) == []
