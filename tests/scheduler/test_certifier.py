"""Certificates made by a worker as it is, on both databases: a child that is killed, a worker that stops."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread
from uuid import UUID

from scheduler import jobs, queries
from scheduler.models import Certificate
from scheduler.worker import Worker
from scheduler.worker.certifier import Certifier
from tests.scheduler.planning.ground import until
from tests.town import Town


@contextmanager
def working(town: Town) -> Iterator[Worker]:
    """A worker in this process."""
    jobs.migrate(town.office.settings)
    worker = Worker(town.office)
    worker.start()
    try:
        yield worker
    finally:
        worker.stop()


def version_of(town: Town) -> UUID:
    found = town.see(queries.publications.current, round_id=town.round_id)
    assert found is not None
    return found.id


def certificate_of(town: Town) -> Certificate:
    found = town.see(queries.certificates.of_publication, publication_id=version_of(town))
    assert found is not None
    return found


def children() -> list[int]:
    """The processes that make certificates for this one."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdecimal():
            try:
                command = (entry / "cmdline").read_bytes()
                above = int((entry / "stat").read_text().rsplit(")", 1)[1].split()[1])
            except (FileNotFoundError, ProcessLookupError):
                continue
            if above == os.getpid() and b"scheduler.planning.certifying" in command:
                found.append(int(entry.name))
    return found


def test_a_child_that_is_killed_is_followed_by_another(published: Town) -> None:
    with working(published) as worker:
        worker.jobs.enqueue("certify", str(version_of(published)))
        assert until(lambda: bool(children()))
        os.kill(children()[0], signal.SIGKILL)
        assert until(lambda: certificate_of(published).state == "ready")

    made = certificate_of(published)
    assert (made.attempts, made.error) == (2, None)
    assert made.size > 0


def test_a_worker_that_stops_gives_the_certificate_back(published: Town) -> None:
    stopping, raised = Event(), list[BaseException]()

    def work() -> None:
        try:
            Certifier(published.office, stopping).certify(version_of(published))
        except jobs.Interrupted as error:
            raised.append(error)

    thread = Thread(target=work)
    thread.start()
    assert until(lambda: bool(children()))
    stopping.set()
    thread.join()

    assert (len(raised), children()) == (1, [])
    assert (certificate_of(published).state, certificate_of(published).attempts) == ("waiting", 0)
