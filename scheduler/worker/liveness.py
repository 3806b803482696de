"""Who is alive, on PostgreSQL: every worker holds an advisory lock, which the server frees when its process dies.

A worker that finds the lock of another free has that one's unfinished jobs begun again.
"""

from __future__ import annotations

import hashlib
from threading import Event, Thread

import psycopg
import structlog
from sqlalchemy.engine import URL

from scheduler.jobs import Engine, Jobs
from scheduler.queries.runs import WORKER

LOOK_SECONDS = 2.0
KEEPALIVE = "-c tcp_keepalives_idle=3 -c tcp_keepalives_interval=2 -c tcp_keepalives_count=2"
"""So that the server notices within 7 seconds when a whole machine is gone."""

log = structlog.get_logger(__name__)


class Liveness:
    """The lock of one worker, and its look after the others."""

    def __init__(self, url: URL, executor: str, engine: Engine, jobs: Jobs) -> None:
        self._address = url.set(drivername="postgresql").render_as_string(hide_password=False)
        self._executor, self._engine, self._jobs = executor, engine, jobs
        self._connection: psycopg.Connection | None = None
        self._stopping = Event()
        self._thread = Thread(target=self._run, name="liveness", daemon=True)

    def start(self) -> None:
        """Take the lock, then keep it and look after the others."""
        self._hold()
        self._thread.start()

    def stop(self) -> None:
        """Give the lock back: from now on others may take what is left."""
        self._stopping.set()
        self._thread.join()
        if self._connection is not None:
            self._connection.close()

    def _run(self) -> None:
        while not self._stopping.wait(LOOK_SECONDS):
            try:
                self._hold()
                self._take_over()
            except Exception as error:
                # The database may be away for a while; the next look tells.
                log.warning("liveness_unknown", worker=self._executor, error=type(error).__name__)

    def _hold(self) -> None:
        """Hold the lock, anew where the connection was lost."""
        if self._connection is not None:
            try:
                self._connection.execute("SELECT 1")
                return
            except psycopg.Error:
                self._connection.close()
                self._connection = None
        fresh = psycopg.connect(
            self._address, autocommit=True, connect_timeout=3, options=KEEPALIVE, application_name=WORKER
        )
        # Another may be trying it just now: that takes a moment, so wait for it.
        fresh.execute("SELECT pg_advisory_lock(%s)", (lock_of(self._executor),))
        self._connection = fresh

    def _take_over(self) -> None:
        for executor in sorted(self._jobs.executors() - {self._executor}):
            if self._is_free(executor):
                log.warning("worker_dead", worker=executor, by=self._executor)
                self._engine.recover(executor)

    def _is_free(self, executor: str) -> bool:
        assert self._connection is not None
        lock = (lock_of(executor),)
        found = self._connection.execute("SELECT pg_try_advisory_lock(%s)", lock).fetchone()
        if found is None or not found[0]:
            return False
        self._connection.execute("SELECT pg_advisory_unlock(%s)", lock)
        return True


def lock_of(executor: str) -> int:
    """Number of the lock of a worker."""
    return int.from_bytes(hashlib.sha256(f"commontide/worker/{executor}".encode()).digest()[:8], "big", signed=True)
