"""A certificate made: taken, given to a child process, recorded. No transaction is open while the child works."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event
from typing import TypeVar
from uuid import UUID

import structlog
from sqlalchemy.orm import Session

from scheduler.errors import LeaseLost
from scheduler.jobs import Interrupted
from scheduler.office import Office
from scheduler.planning.protocol import BUNDLE_FILE, CertifyOrder, Line
from scheduler.usecases import certificates
from scheduler.worker.children import Child, ChildDied
from scheduler.worker.keeping import keep

T = TypeVar("T")

MODULE = "scheduler.planning.certifying"
LOOK_SECONDS = 0.5

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Certifier:
    """Makes certificates for an office until `stopping` is set; `on_phase` is told each phase as it begins."""

    office: Office
    stopping: Event
    on_phase: Callable[[str], None] = lambda phase: None

    def certify(self, publication_id: UUID) -> None:
        """Bring the certificate of a version to its end; begun again wherever it was left.

        Raises
        ------
        Interrupted
            If the worker stops first: it is given back.
        """
        while not self.stopping.is_set():
            taken = self._write(lambda session, now: certificates.take(session, publication_id=publication_id, now=now))
            if taken is None or self._attempt(taken):
                return
        raise Interrupted

    def _attempt(self, taken: certificates.Taken) -> bool:
        """Make it once; whether it has come to its end, or to another worker."""
        with TemporaryDirectory(prefix="commontide-") as folder:
            child = Child(_order(taken, Path(folder)), MODULE)
            try:
                self._end(taken, self._last_line(taken, child), Path(folder))
            except LeaseLost:
                log.warning("lease_lost", certificate=str(taken.publication_id))
            except ChildDied:
                log.warning("certify_died", publication=str(taken.publication_id))
                return False
            finally:
                child.end()
        return True

    def _last_line(self, taken: certificates.Taken, child: Child) -> Line:
        while True:
            if self.stopping.is_set():
                self._write(
                    lambda session, _now: certificates.release(
                        session, publication_id=taken.publication_id, lease=taken.lease
                    )
                )
                raise Interrupted
            line = child.line(LOOK_SECONDS) or {}
            if "done" in line or "error" in line:
                return line
            if line:
                self.on_phase(str(line["phase"]))

    def _end(self, taken: certificates.Taken, line: Line, folder: Path) -> None:
        held = {"publication_id": taken.publication_id, "lease": taken.lease}
        if "error" in line:
            code = str(line["error"]["code"])
            details = {name: line["error"][name] for name in ("field", "finding") if line["error"].get(name)}
            log.error("certificate_not_made", publication=str(taken.publication_id), code=code, **details)
            self._write(lambda session, now: certificates.fail(session, **held, code=code, details=details, now=now))
            return
        bundle = (folder / BUNDLE_FILE).read_bytes()
        sealed = certificates.Sealed(bundle, line["root"], line["solver_bound"], line["checked_bound"])
        self._write(lambda session, now: certificates.finish(session, **held, sealed=sealed, now=now))

    def _write(self, work: Callable[[Session, datetime], T]) -> T:
        return keep(self.office.database, self.stopping, work)


def _order(taken: certificates.Taken, folder: Path) -> CertifyOrder:
    problem, plan = folder / "problem.json", folder / "plan.json"
    problem.write_bytes(taken.problem)
    plan.write_bytes(taken.plan)
    return CertifyOrder(str(problem), str(plan), str(folder), asdict(taken.context))
