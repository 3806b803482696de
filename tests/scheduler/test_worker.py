"""A worker as it is: queued to done, cancelled, killed, frozen; real processes on both databases."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from threading import Event
from uuid import UUID

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.engine import URL

from scheduler import jobs, queries
from scheduler.actors import COORDINATOR, Actor
from scheduler.models import AuditEntry, Plan, Run
from scheduler.office import Office
from scheduler.usecases import runs
from scheduler.worker import Worker, sweeping
from scheduler.worker.handing_on import SOONER
from scheduler.worker.solver import Solver
from solvers.parking.generate import Scale
from tests import warm
from tests.databases import fresh_url
from tests.scheduler.planning.ground import NOON, children_of, invented, opened, queued, run_of, until

ENDED = ("done", "failed", "cancelled")
MINI, LONG = invented("mini"), invented(Scale(8, 350, 850))
"""A town that is planned at once, and one whose solve nobody sees the end of: what is done to it comes in between."""
MOST_WORK = 1_000.0
FREEZES = 20
"""How often a process is stopped, to find it outside its transactions."""


@pytest.fixture
def office(database_url: URL, tmp_path: Path) -> Iterator[Office]:
    with opened(database_url, tmp_path) as made:
        jobs.migrate(made.settings)
        yield made


@pytest.fixture
def door(office: Office) -> Iterator[jobs.Jobs]:
    made = jobs.Jobs(office.settings)
    yield made
    made.close()


@contextmanager
def working(office: Office) -> Iterator[Worker]:
    """A worker in this process."""
    worker = Worker(office)
    worker.start()
    try:
        yield worker
    finally:
        worker.stop()


@contextmanager
def process(office: Office) -> Iterator[warm.Process]:
    """A worker in a process of its own, which has begun to take jobs."""
    settings = office.settings
    words = (settings.database_url, str(settings.key_file))
    with warm.start("tests.scheduler.planning.worker_alone", *words) as made:
        try:
            assert made.stdout is not None
            assert made.stdout.readline()
            yield made
        finally:
            made.kill()


def ended(office: Office, run_id: UUID) -> bool:
    return until(lambda: run_of(office.database, run_id).state in ENDED)


def solving(office: Office, run_id: UUID) -> bool:
    """Whether the child has begun to solve."""
    return until(lambda: run_of(office.database, run_id).incumbent is not None)


def begun(office: Office, run_id: UUID, attempt: int) -> bool:
    """Whether a worker has taken a run for so many times."""
    return until(lambda: run_of(office.database, run_id).attempts == attempt)


def child_of(parent: int) -> int:
    """The process that solves for a worker which has taken a run."""
    assert until(lambda: bool(children_of(parent, "scheduler.planning.child")))
    (found,) = children_of(parent, "scheduler.planning.child")
    return found


def shorten(office: Office, run_id: UUID) -> None:
    """Let whoever takes a run from now on be at its end soon; who has it now is not told."""
    with office.database.writing() as session:
        session.get_one(Run, run_id).engine = "greedy"


def freeze(office: Office, worker: warm.Process) -> None:
    """Stop a process in its tracks, but not while it keeps the run locked: nobody could take it."""
    for _ in range(FREEZES):
        worker.send_signal(signal.SIGSTOP)
        if until(lambda: is_quiet(office), 1.0):
            return
        worker.send_signal(signal.SIGCONT)
        assert until(lambda: is_quiet(office))  # it goes on, and comes to the end of what it was within
    raise AssertionError("whenever it is stopped it has a run locked")


def is_quiet(office: Office) -> bool:
    """Whether nobody else has locked a run to write it; other copies of the same template know it by the same OID."""
    busy = text(
        "SELECT count(*) FROM pg_locks WHERE relation = 'run'::regclass AND pid <> pg_backend_pid() "
        "AND database = (SELECT oid FROM pg_database WHERE datname = current_database()) "
        "AND mode IN ('RowShareLock', 'RowExclusiveLock')"
    )
    with office.database.reading() as session:
        return bool(session.execute(busy).scalar_one() == 0)


def recorded(office: Office) -> tuple[int, int]:
    """How many plans there are, and how often the audit chain says that a run was done."""
    with office.database.reading() as session:
        plans = session.execute(select(func.count()).select_from(Plan)).scalar_one()
        entries = select(func.count()).select_from(AuditEntry).where(AuditEntry.action == "run.done")
        return plans, session.execute(entries).scalar_one()


def test_a_worker_brings_a_queued_run_to_its_plan(office: Office, door: jobs.Jobs) -> None:
    run_id = queued(office.database, MINI)
    door.enqueue("solve", str(run_id))

    with working(office) as worker:
        assert ended(office, run_id)
        run = run_of(office.database, run_id)
        assert (run.state, run.error, run.worker, run.attempts) == ("done", None, worker.name, 1)
        assert run.incumbent is not None
        assert run.seconds > 0
        assert run.phase not in ("", "starting")
        assert until(lambda: door.status("solve", str(run_id)) == "done")
    assert recorded(office) == (1, 1)


def test_a_run_that_is_over_at_once_has_told_what_it_was_at(office: Office) -> None:
    run_id = queued(office.database, invented("tiny"))
    Solver(office, "here", Event()).solve(run_id)

    run = run_of(office.database, run_id)
    assert (run.state, run.phase not in ("", "starting"), run.seconds > 0) == ("done", True, True)


def test_a_cancelled_run_keeps_the_best_plan_so_far(office: Office, door: jobs.Jobs) -> None:
    run_id = queued(office.database, LONG, MOST_WORK)
    door.enqueue("solve", str(run_id))
    with working(office):
        assert solving(office, run_id)
        actor = Actor(run_of(office.database, run_id).community_id, roles=frozenset({COORDINATOR}))
        office.database.transact(
            lambda session: runs.request_cancel(session, actor=actor, run_id=run_id, now=office.database.now(session))
        )
        assert ended(office, run_id)

    assert run_of(office.database, run_id).state == "cancelled"
    with office.database.reading() as session:
        plan = queries.plans.of_run(session, run_id)
        assert plan is not None
        assert plan.status == "cancelled"
        assert plan.assigned > 0


def test_only_while_a_job_is_done_beside_answers_threads_hand_on_sooner(office: Office, door: jobs.Jobs) -> None:
    """On PostgreSQL no thread of a worker answers anybody."""
    usual, run_id = sys.getswitchinterval(), queued(office.database, LONG, MOST_WORK)
    door.enqueue("solve", str(run_id))
    with working(office):
        assert begun(office, run_id, 1)
        assert sys.getswitchinterval() == (SOONER if office.database.embedded else usual)
    assert sys.getswitchinterval() == usual


def test_a_killed_child_is_tried_again_and_given_up_after_three_times(office: Office, door: jobs.Jobs) -> None:
    run_id = queued(office.database, LONG, MOST_WORK)
    door.enqueue("solve", str(run_id))
    with working(office):
        for attempt in (1, 2, 3):
            assert begun(office, run_id, attempt)
            os.kill(child_of(os.getpid()), signal.SIGKILL)
        assert ended(office, run_id)

    run = run_of(office.database, run_id)
    assert (run.state, run.error, run.attempts) == ("failed", "run_failed", 3)
    assert recorded(office) == (0, 0)


def test_a_worker_told_to_stop_gives_its_run_back(office: Office, door: jobs.Jobs) -> None:
    run_id = queued(office.database, LONG, MOST_WORK)
    door.enqueue("solve", str(run_id))
    with working(office):
        assert until(lambda: run_of(office.database, run_id).state == "running")

    shorten(office, run_id)
    run = run_of(office.database, run_id)
    assert (run.state, run.attempts, run.error, run.lease) == ("queued", 0, None, None)
    with working(office):
        assert ended(office, run_id)
    assert (run_of(office.database, run_id).state, recorded(office)) == ("done", (1, 1))


def test_sigterm_ends_a_worker_at_once_and_its_run_is_not_failed(office: Office, door: jobs.Jobs) -> None:
    run_id = queued(office.database, LONG, MOST_WORK)
    door.enqueue("solve", str(run_id))
    with process(office) as first:
        assert solving(office, run_id)
        child = child_of(first.pid)
        first.send_signal(signal.SIGTERM)
        assert first.wait(60) == 0
        assert not Path(f"/proc/{child}").exists()
    assert (run_of(office.database, run_id).state, recorded(office)) == ("queued", (0, 0))


def test_a_run_goes_on_after_its_process_was_killed(office: Office, door: jobs.Jobs) -> None:
    killed_and_finished(office, door, 1)


@pytest.mark.study
def test_a_run_goes_on_after_its_process_was_killed_many_times(database_url: URL, tmp_path: Path) -> None:
    for turn in range(50):
        folder = tmp_path / str(turn)
        folder.mkdir()
        kind = "sqlite" if database_url.get_backend_name() == "sqlite" else "postgresql"
        with fresh_url(kind, folder) as url, opened(url, folder) as office:
            jobs.migrate(office.settings)
            door = jobs.Jobs(office.settings)
            killed_and_finished(office, door, 1 + turn % 2)
            door.close()


def killed_and_finished(office: Office, door: jobs.Jobs, kills: int) -> None:
    """Kill workers in the middle of a solve; the next one (on PostgreSQL one that stands by) ends it, once."""
    run_id = queued(office.database, LONG, MOST_WORK)
    door.enqueue("solve", str(run_id))
    for kill in range(1, kills + 1):
        with process(office) as worker:
            assert begun(office, run_id, kill)
            child_of(worker.pid)
            worker.send_signal(signal.SIGKILL)
            worker.wait()
    shorten(office, run_id)
    assert run_of(office.database, run_id).state == "running"
    with process(office):
        assert begun(office, run_id, kills + 1)
        assert ended(office, run_id)
    assert (run_of(office.database, run_id).state, recorded(office)) == ("done", (1, 1))


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_a_worker_that_stands_by_takes_over_from_a_dead_one(office: Office, door: jobs.Jobs) -> None:
    run_id = queued(office.database, LONG, MOST_WORK)
    # Both are there before the run is, so that it is the other one that stands by who takes it.
    with process(office) as one, process(office) as other:
        door.enqueue("solve", str(run_id))
        assert solving(office, run_id)
        shorten(office, run_id)
        busy = next(each for each in (one, other) if f":{each.pid}:" in str(run_of(office.database, run_id).worker))
        busy.send_signal(signal.SIGKILL)
        busy.wait()
        assert begun(office, run_id, 2)
        assert ended(office, run_id)
    assert (run_of(office.database, run_id).state, recorded(office)) == ("done", (1, 1))


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_a_frozen_worker_that_wakes_up_records_nothing(
    office: Office, door: jobs.Jobs, monkeypatch: pytest.MonkeyPatch
) -> None:
    run_id = queued(office.database, LONG, MOST_WORK)
    with process(office) as first:
        door.enqueue("solve", str(run_id))
        assert solving(office, run_id)
        shorten(office, run_id)
        freeze(office, first)
        frozen = run_of(office.database, run_id)
        with working(office) as second:
            # its lock is still held, so only its silence tells; the second one may take its time again
            with monkeypatch.context() as impatient:
                impatient.setattr(sweeping, "SILENT", timedelta(seconds=3))
                assert until(lambda: run_of(office.database, run_id).worker == second.name)
            assert ended(office, run_id)
            first.send_signal(signal.SIGCONT)
            assert until(lambda: door.executors() == set())
    done = run_of(office.database, run_id)
    assert (done.state, done.worker, done.attempts, recorded(office)) == ("done", second.name, 2, (1, 1))
    assert done.lease != frozen.lease


def test_runs_without_a_job_are_found_and_enqueued(office: Office, door: jobs.Jobs) -> None:
    run_id = queued(office.database, MINI)
    sweeping.sweep(office, door)
    assert door.status("solve", str(run_id)) == "waiting"
    sweeping.sweep(office, door)
    with office.database.writing() as session:
        runs.take(session, run_id=run_id, worker="gone", now=NOON)
    sweeping.sweep(office, door)
    assert door.status("solve", str(run_id)) == "waiting"


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_the_command_works_until_it_is_told_to_end(office: Office, door: jobs.Jobs) -> None:
    run_id = queued(office.database, MINI)
    settings = {
        "COMMONTIDE_DATABASE_URL": office.settings.database_url,
        "COMMONTIDE_KEY_FILE": str(office.settings.key_file),
    }
    with subprocess.Popen([sys.executable, "-m", "api.cli", "work"], env={**os.environ, **settings}) as command:
        try:
            door.enqueue("solve", str(run_id))
            assert ended(office, run_id)
            command.send_signal(signal.SIGTERM)
            assert command.wait(60) == 0
        finally:
            command.kill()
    assert recorded(office) == (1, 1)


@pytest.mark.parametrize(
    ("url", "code"),
    [("sqlite:///commontide.sqlite", "work_needs_postgresql"), ("postgresql+psycopg://u:p@h/n", "setting_rejected")],
)
def test_the_command_tells_what_it_needs(tmp_path: Path, url: str, code: str) -> None:
    command = [sys.executable, "-m", "api.cli", "work"]
    settings = {"COMMONTIDE_DATABASE_URL": url, "COMMONTIDE_KEY_FILE": str(tmp_path / "no.key")}
    told = subprocess.run(
        command, capture_output=True, text=True, check=False, cwd=tmp_path, env={**os.environ, **settings}
    )
    assert (told.returncode, told.stderr.partition(":")[0]) == (2, code)
    assert list(tmp_path.iterdir()) == []


def test_a_worker_never_loads_the_solver(tmp_path: Path) -> None:
    code = "import sys, scheduler.worker, api.app; print([name for name in sys.modules if 'ortools' in name])"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=tmp_path)
    assert told.stdout.strip() == "[]"


def test_a_run_row_is_the_only_word_on_its_state(office: Office, door: jobs.Jobs) -> None:
    """A job for a run that has ended, or that is no longer there, does nothing."""
    run_id = queued(office.database, MINI)
    with office.database.writing() as session:
        session.get_one(Run, run_id).state = "failed"
    with working(office):
        for key in (str(run_id), str(UUID(int=7))):
            door.enqueue("solve", key)
            assert until(lambda key=key: door.status("solve", key) == "done")  # type: ignore[misc]
    assert (run_of(office.database, run_id).attempts, recorded(office)) == (0, (0, 0))
