"""How an installation does, as the administrators and auditors of a community see it: what waits, runs and failed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from scheduler import backup, doctor, queries
from scheduler.actors import Actor
from scheduler.doctor import Finding
from scheduler.jobs import Jobs
from scheduler.models import AuditEntry, Round, Run
from scheduler.office import Office
from scheduler.queries.messages import Leaving
from scheduler.usecases import proofs, trail

LOOKED_BACK = timedelta(days=7)
MOST_RUNS = 20
SECRETIVE = ("keys", "file", "database", "communities", "migrations")
"""What the doctor finds of these tells where things lie, or of others: it stays with whoever runs the machine."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What is under way in a community, what has not left, and when it was last proven."""

    runs: Sequence[tuple[Run, Round]]
    leaving: Leaving
    proven: AuditEntry | None


@dataclass(frozen=True, slots=True)
class Engine:
    """What the job engine tells: how many jobs wait and run, and when the clock's turns last came to their end."""

    counts: Mapping[str, int]
    turns: Mapping[str, datetime | None]


def seen(session: Session, *, actor: Actor, now: datetime) -> Seen:
    """How one's own community does.

    Raises
    ------
    NotAllowed
        Not for this person.
    """
    trail.check_reader(actor)
    community = actor.community_id
    return Seen(
        queries.runs.of_community(session, community, now - LOOKED_BACK, MOST_RUNS),
        queries.messages.leaving(session, community),
        proofs.last_by_night(session, actor=actor),
    )


def findings(office: Office) -> list[Finding]:
    """What `commontide doctor` finds, without what tells where things lie."""
    found = doctor.examine(office.settings)
    return [Finding(one.code, one.good, "" if one.code in SECRETIVE else one.found, one.serious) for one in found]


def engine(jobs: Jobs | None) -> Engine | None:
    """What the job engine tells; None where it cannot be asked."""
    if jobs is None:
        return None
    try:
        return Engine(jobs.counts(), {name: jobs.last_turn(name) for name in ("tick", "nightly")})
    except Exception:  # the engine is another's, and says in its own ways that it cannot be reached
        return None


def last_backup(office: Office) -> datetime | None:
    """When the last backup was proven, where that is known."""
    return backup.last_made(office.settings)
