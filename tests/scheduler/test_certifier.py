"""Certificates made by a worker as it is, on both databases: a child that is killed, a worker that stops."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event
from uuid import UUID

import pytest

from scheduler import jobs, queries
from scheduler.models import Certificate
from scheduler.worker import Worker, certifier
from tests.scheduler.planning.ground import children_of, until
from tests.town import Town

LATE = "tests.scheduler.planning.certifies_late"


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


def test_a_child_that_is_killed_is_followed_by_another(
    published: Town, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The first child waits until it is killed, however late that is.
    monkeypatch.setattr(certifier, "MODULE", LATE)
    monkeypatch.setenv("MAY_CERTIFY", str(tmp_path / "may"))
    with working(published) as worker:
        worker.jobs.enqueue("certify", str(version_of(published)))
        assert until(lambda: bool(children_of(os.getpid(), LATE)))
        os.kill(children_of(os.getpid(), LATE)[0], signal.SIGKILL)
        (tmp_path / "may").touch()
        assert until(lambda: certificate_of(published).state == "ready")

    made = certificate_of(published)
    assert (made.attempts, made.error) == (2, None)
    assert made.size > 0


def test_a_worker_that_stops_gives_the_certificate_back(published: Town) -> None:
    stopping, children = Event(), list[int]()

    def stop(_phase: str) -> None:
        children.extend(children_of(os.getpid(), certifier.MODULE))
        stopping.set()

    with pytest.raises(jobs.Interrupted):
        certifier.Certifier(published.office, stopping, stop).certify(version_of(published))

    assert (len(children), children_of(os.getpid(), certifier.MODULE)) == (1, [])
    assert (certificate_of(published).state, certificate_of(published).attempts) == ("waiting", 0)
