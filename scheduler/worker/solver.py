"""A run solved: taken, given to a child process, watched, recorded. No transaction is open while the child works."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event
from time import monotonic
from typing import TypeVar
from uuid import UUID

import structlog
from sqlalchemy.orm import Session

from scheduler.errors import Busy, LeaseLost, Rejected
from scheduler.files import is_rooms, is_rosters, read_plan, read_rooms_plan, read_roster_plan
from scheduler.jobs import Interrupted
from scheduler.office import Office
from scheduler.planning.outcome import Outcome, RunProgress
from scheduler.planning.protocol import FIGURES_FILE, PLAN_FILE, REFUSALS_FILE, ChildOrder, Line
from scheduler.translation import Document, RefusalLine
from scheduler.usecases import planning, runs
from scheduler.worker.children import Child, ChildDied
from scheduler.worker.keeping import keep

T = TypeVar("T")

REPORT_SECONDS = 0.5

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Solver:
    """Solves runs for an office under the name of a worker, until `stopping` is set."""

    office: Office
    worker: str
    stopping: Event

    def solve(self, run_id: UUID) -> None:
        """Bring a run to its end; begun again wherever it was left.

        Raises
        ------
        Interrupted
            If the worker stops first: the run is given back.
        """
        try:
            planning.freeze(self.office.database, run_id)
        except Rejected as error:
            code = error.code
            log.error("run_refused", run=str(run_id), code=code, field=error.field)
            self._write(lambda session, now: runs.refuse(session, run_id=run_id, code=code, now=now))
            return
        while not self.stopping.is_set():
            taken = self._write(lambda session, now: runs.take(session, run_id=run_id, worker=self.worker, now=now))
            if taken is None or self._attempt(taken):
                return
        raise Interrupted

    def _attempt(self, taken: runs.Taken) -> bool:
        """Solve once; whether the run has come to its end, or to another worker."""
        with TemporaryDirectory(prefix="commontide-") as folder:
            child = Child(self._order(taken, Path(folder)))
            try:
                self._watch(taken, child, Path(folder))
            except LeaseLost:
                log.warning("lease_lost", run=str(taken.run_id), worker=self.worker)
            except ChildDied:
                log.warning("solve_died", run=str(taken.run_id), worker=self.worker)
                return False
            finally:
                child.end()
        return True

    def _order(self, taken: runs.Taken, folder: Path) -> ChildOrder:
        (folder / "problem.json").write_bytes(taken.problem)
        if taken.base is not None:
            (folder / "base.json").write_bytes(taken.base)
        if taken.before is not None:
            (folder / "before.json").write_bytes(taken.before)
        return ChildOrder(
            str(folder / "problem.json"),
            str(folder),
            None if taken.base is None else str(folder / "base.json"),
            taken.engine,
            taken.seed,
            taken.work_limit,
            taken.seconds_limit,
            self.office.settings.solve_workers,
            taken.scenario,
            None if taken.before is None else str(folder / "before.json"),
            taken.fees,
        )

    def _watch(self, taken: runs.Taken, child: Child, folder: Path) -> None:
        progress, told, cancelled = RunProgress("starting"), 0.0, False
        while True:
            if self.stopping.is_set():
                self._write(lambda session, now: runs.release(session, run_id=taken.run_id, lease=taken.lease, now=now))
                raise Interrupted
            line = child.line(REPORT_SECONDS) or {}
            if "done" in line or "error" in line:
                self._report(taken, progress)  # its last words before may have come too soon after those that were told
                return self._end(taken, line, folder)
            progress = RunProgress(**line) if line else progress
            if monotonic() - told >= REPORT_SECONDS:
                told = monotonic()
                if self._report(taken, progress) and not cancelled:
                    cancelled = True
                    child.cancel()

    def _report(self, taken: runs.Taken, progress: RunProgress) -> bool:
        """Note the progress; whether the run is to stop with the best plan so far."""
        database = self.office.database
        try:
            return database.transact(
                lambda session: runs.report(
                    session, run_id=taken.run_id, lease=taken.lease, progress=progress, now=database.now(session)
                )
            )
        except Busy:
            return False  # the next report comes soon

    def _end(self, taken: runs.Taken, line: Line, folder: Path) -> None:
        if "error" in line:
            code = str(line["error"]["code"])
            self._write(
                lambda session, now: runs.fail(session, run_id=taken.run_id, lease=taken.lease, code=code, now=now)
            )
            return
        outcome = _outcome_in(folder, taken.scenario)
        self._write(
            lambda session, now: runs.finish(session, run_id=taken.run_id, lease=taken.lease, outcome=outcome, now=now)
        )

    def _write(self, work: Callable[[Session, datetime], T]) -> T:
        return keep(self.office.database, self.stopping, work)


def _outcome_in(folder: Path, scenario: bool) -> Outcome:
    """What the child left: a plan with its refusals, or that of a scenario with its figures."""
    document = document_in(folder / PLAN_FILE)
    if scenario:
        return Outcome(document, (), json.loads((folder / FIGURES_FILE).read_text(encoding="utf-8")))
    notes = json.loads((folder / REFUSALS_FILE).read_text(encoding="utf-8"))
    return Outcome(document, [RefusalLine(**note) for note in notes])


def document_in(path: Path) -> Document:
    """The plan file of whatever domain."""
    if is_rosters(path):
        return read_roster_plan(path)
    return read_rooms_plan(path) if is_rooms(path) else read_plan(path)
