"""Work that nobody does: its job was never enqueued, for a process died in between, or its worker is silent."""

from __future__ import annotations

from datetime import timedelta

from scheduler import queries
from scheduler.jobs import Jobs
from scheduler.office import Office

UNATTENDED = timedelta(seconds=5)
SILENT = timedelta(seconds=60)
"""A worker speaks twice a second. One that is frozen keeps its lock, so only its silence tells."""


def sweep(office: Office, jobs: Jobs) -> None:
    """Enqueue what nobody works at; a run whose worker is silent is given to another."""
    with office.database.reading() as session:
        now = office.database.now(session)
        runs = queries.runs.silent_since(session, now - UNATTENDED, now - SILENT)
        versions = [row for row in queries.publications.pending(session) if row.created_at < now - UNATTENDED]
        certificates = queries.certificates.waiting(session, now - UNATTENDED)
        searches = queries.ways.searches_waiting(session, now - UNATTENDED)
    for version in versions:
        jobs.enqueue("prepare", str(version.id))
    for publication_id in certificates:
        jobs.enqueue("certify", str(publication_id))
    for round_id in searches:
        jobs.enqueue("ways", str(round_id))
    for run in runs:
        jobs.enqueue("solve", str(run.id), again=run.state == "running")
