"""The demo's certificates: made by the job that an office uses, written as files, and audited like anybody would."""

from __future__ import annotations

from pathlib import Path
from threading import Event
from uuid import UUID

from api.cli.common import say, words
from scheduler import queries
from scheduler.files import write_json
from scheduler.office import Office
from scheduler.worker.certifier import Certifier
from solvers.audit.report import audit


def write_certificate(office: Office, round_id: UUID, path: Path) -> None:
    """Make the certificate of what is published of a round, unless it is there, write it and tell what it proves."""
    with office.database.reading() as session:
        current = queries.publications.current(session, round_id)
    if current is None:
        return
    Certifier(office, Event(), lambda phase: say(words(phase))).certify(current.id)
    with office.database.reading() as session:
        certificate = queries.certificates.of_publication(session, current.id)
        content = b"" if certificate is None else queries.certificates.bundle(session, certificate.id)
    if not content:
        say(words("certificate_failed"))
        return
    write_json(path, content)
    found = audit(content)
    say(words("audit_accepted" if found.accepted else "audit_refused", {"count": len(found.findings)}))
    say(words("demo_certificate", {"path": str(path), **_bounds(found.checked_bound, found.solver_bound, found.gap)}))


def _bounds(checked: int | None, solver: int | None, gap: float | None) -> dict[str, str]:
    """Bounds as people write numbers."""
    told = {name: "—" if bound is None else f"{bound:,}" for name, bound in (("checked", checked), ("solver", solver))}
    return {**told, "gap": "—" if gap is None else f"{gap:.3%}"}
