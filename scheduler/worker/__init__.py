"""The worker: does the jobs of an installation, in a process of its own or within the one that serves."""

from __future__ import annotations

import os
import platform
from collections.abc import Callable
from contextlib import nullcontext
from threading import Condition, Event
from typing import ParamSpec
from uuid import UUID, uuid4

from scheduler import jobs
from scheduler.office import Office
from scheduler.planning.asking import Stopped
from scheduler.usecases import clockwork, messages, preparation, ways
from scheduler.worker.certifier import Certifier
from scheduler.worker.handing_on import HandingOn
from scheduler.worker.liveness import Liveness
from scheduler.worker.solver import Solver
from scheduler.worker.sweeping import sweep

P = ParamSpec("P")

EMBEDDED = "serve"
"""Name of the one worker on SQLite, the same in every life: it takes up what it left."""
PATIENCE = 15.0
"""Seconds that running jobs have to come to a halt."""


class Worker:
    """Does jobs until it is stopped; `words` make mails of messages, which otherwise go to the inbox only."""

    def __init__(self, office: Office, words: messages.Words | None = None) -> None:
        self._office, self._words = office, words
        fresh = f"{platform.node()}:{os.getpid()}:{uuid4().hex[:8]}"
        self.name = EMBEDDED if office.database.embedded else fresh
        self.jobs = jobs.Jobs(office.settings)
        self._stopping, self._idle, self._running = Event(), Condition(), 0
        # Only on SQLite it is the process that answers calls, too.
        self._beside = HandingOn() if office.database.embedded else nullcontext()
        solver, certifier = Solver(office, self.name, self._stopping), Certifier(office, self._stopping)
        work: dict[str, Callable[[str], None]] = {
            "solve": lambda key: solver.solve(UUID(key)),
            "prepare": lambda key: preparation.prepare(office, UUID(key)),
            "certify": lambda key: certifier.certify(UUID(key)),
            "ways": self._find_ways,
        }
        clock: dict[str, Callable[[], None]] = {"tick": self._tick, "nightly": self._nightly}
        self._engine = jobs.Engine(
            office.settings,
            self.name,
            {name: self._while_open(job) for name, job in work.items()},
            {name: self._while_open(job) for name, job in clock.items()},
        )
        self._liveness = (
            None if office.database.embedded else Liveness(office.settings.url, self.name, self._engine, self.jobs)
        )

    def start(self) -> None:
        """Begin to take jobs; what an earlier life of this worker left goes on."""
        if self._liveness is not None:
            self._liveness.start()
        self._engine.start()

    def stop(self) -> None:
        """Take no more jobs; a running solve is given back, for the next start or another worker."""
        self._stopping.set()
        with self._idle:
            self._idle.wait_for(lambda: self._running == 0, PATIENCE)
        self._engine.stop()
        if self._liveness is not None:
            self._liveness.stop()
        self.jobs.close()

    def _while_open(self, job: Callable[P, None]) -> Callable[P, None]:
        """The job, left for another as soon as this worker stops."""

        def guarded(*arguments: P.args, **options: P.kwargs) -> None:
            with self._idle:
                if self._stopping.is_set():
                    raise jobs.Interrupted
                self._running += 1
            try:
                with self._beside:
                    job(*arguments, **options)
            finally:
                with self._idle:
                    self._running -= 1
                    self._idle.notify_all()

        return guarded

    def _find_ways(self, round_id: str) -> None:
        try:
            ways.find_all(self._office, UUID(round_id), self._stopping)
        except Stopped:
            raise jobs.Interrupted from None

    def _tick(self) -> None:
        clockwork.tick(self._office, self._words)
        sweep(self._office, self.jobs)

    def _nightly(self) -> None:
        clockwork.nightly(self._office)
        with self._office.database.reading() as session:
            self.jobs.forget(self._office.database.now(session))
