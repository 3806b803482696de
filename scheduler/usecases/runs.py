"""The life of a run once it is queued: taken under a lease, told of, finished by whoever holds the lease.

A worker that takes a run writes a fresh lease into it. Every later write names its lease: one that was replaced
meanwhile, because the worker seemed dead, records nothing.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from scheduler import audit, queries
from scheduler.actors import OFFICE, Actor, clockwork
from scheduler.errors import Conflict, LeaseLost, NotAllowed, NotFound
from scheduler.models import Plan, Round, Run
from scheduler.planning.outcome import Outcome, RunProgress
from scheduler.translation import DOMAINS, gap_of, record_plan, record_scenario_plan, told
from scheduler.usecases import planning, what_ifs

MOST_ATTEMPTS = 3
"""How often a run is begun; one that ended its worker each time is not tried again."""
ENDED = ("done", "failed", "cancelled")


@dataclass(frozen=True, slots=True)
class Taken:
    """A run in the hands of one worker: what to solve, as files hold it, and with what."""

    run_id: UUID
    lease: UUID
    problem: bytes
    base: bytes | None
    engine: str
    seed: int
    work_limit: float
    seconds_limit: float | None
    scenario: bool = False
    before: bytes | None = None
    """For a scenario: the problem of the plan that it is compared with."""
    fees: tuple[Mapping[str, Any], Mapping[str, Any]] | None = None
    """For a scenario: fees of the covenant of its round, and of the one that it tries."""


def take(session: Session, *, run_id: UUID, worker: str, now: datetime) -> Taken | None:
    """Take a run, also from a worker that seems dead; None where there is nothing to do any more.

    A run that was cancelled before it began ends here, and so does one that was begun too often.
    """
    run = queries.runs.locked(session, run_id)
    if run is None or run.state in ENDED:
        return None
    if run.cancel_requested and run.attempts == 0:
        _end(session, run, "cancelled", now)
        return None
    if run.attempts >= MOST_ATTEMPTS:
        run.error = "run_failed"
        _end(session, run, "failed", now)
        return None
    run.state, run.worker, run.lease = "running", worker, uuid4()
    run.attempts += 1
    run.started_at = run.started_at or now
    run.progress_at = now
    base = queries.runs.document_of_base(session, run.id)
    return Taken(
        run.id,
        run.lease,
        zlib.decompress(queries.runs.snapshot(session, run.id)),
        None if base is None else zlib.decompress(base),
        run.engine,
        run.seed,
        run.work_limit,
        run.seconds_limit,
        run.scenario_id is not None,
        _problem_before(session, run, base),
        None if run.scenario_id is None else what_ifs.fees_of(session, run.scenario_id),
    )


def _problem_before(session: Session, run: Run, base: bytes | None) -> bytes | None:
    if run.scenario_id is None or base is None:
        return None
    digest = json.loads(zlib.decompress(base))["problem_digest"]
    found = queries.scenarios.unchanged_problem(session, run.round_id, digest)
    return None if found is None else zlib.decompress(found)


def refuse(session: Session, *, run_id: UUID, code: str, now: datetime) -> None:
    """End a run that cannot begin: what it would start from is refused."""
    run = queries.runs.locked(session, run_id)
    if run is not None and run.state == "queued":
        run.error = code
        _end(session, run, "failed", now)


def report(session: Session, *, run_id: UUID, lease: UUID, progress: RunProgress, now: datetime) -> bool:
    """Note how far a run is; whether somebody wants it to stop with the best plan so far.

    Raises
    ------
    LeaseLost
        If another worker has the run, or it has ended.
    """
    run = _held(session, run_id, lease)
    run.phase, run.seconds = progress.phase, progress.seconds
    run.incumbent, run.bound, run.gap = progress.incumbent, progress.bound, progress.gap
    run.progress_at = now
    return run.cancel_requested


def finish(
    session: Session,
    *,
    run_id: UUID,
    lease: UUID,
    outcome: Outcome,
    now: datetime,
) -> Plan:
    """Record the verified plan of a run, once; a cancelled run keeps the best plan that it had.

    Raises
    ------
    LeaseLost
        If another worker has the run, or it has ended otherwise.
    """
    recorded = queries.plans.of_run(session, run_id)
    if recorded is not None and _lease_of(session, run_id) == lease:
        return recorded  # the first answer was lost on its way
    run = _held(session, run_id, lease)
    if run.scenario_id is not None:
        figures = outcome.figures or {}
        plan = record_scenario_plan(session, run=run, document=outcome.document, figures=figures, now=now)
    else:
        domain = DOMAINS[session.get_one(Round, run.round_id).domain]
        plan = record_plan(session, domain, run=run, document=outcome.document, refusals=outcome.refusals, now=now)
        planning.round_planned(session, run=run, now=now)
    tiers = outcome.document.tiers
    if tiers:
        run.incumbent, run.bound = told(tiers)
        run.gap = gap_of(run.incumbent, run.bound)
    _end(session, run, "cancelled" if run.cancel_requested else "done", now)
    return plan


def fail(session: Session, *, run_id: UUID, lease: UUID, code: str, now: datetime) -> None:
    """End a run without a plan, and say why.

    Raises
    ------
    LeaseLost
        If another worker has the run, or it has ended.
    """
    run = _held(session, run_id, lease)
    run.error = code
    _end(session, run, "failed", now)


def release(session: Session, *, run_id: UUID, lease: UUID, now: datetime) -> None:
    """Give a run back, for the worker is told to stop: it counts as not begun this time.

    Raises
    ------
    LeaseLost
        If another worker has the run, or it has ended.
    """
    run = _held(session, run_id, lease)
    run.state, run.lease, run.worker = "queued", None, None
    run.attempts -= 1
    run.progress_at = now


def request_cancel(session: Session, *, actor: Actor, run_id: UUID, now: datetime) -> Run:
    """Stop a run: one that waits ends at once, one that runs keeps the best plan so far.

    Raises
    ------
    NotFound, NotAllowed, Conflict
        No such run; not for this person; ended already.
    """
    if not actor.has(*OFFICE):
        raise NotAllowed("not_for_this_role")
    run = queries.runs.locked(session, run_id)
    if run is None or run.community_id != actor.community_id:
        raise NotFound()
    if run.state in ENDED:
        raise Conflict("run_ended", "state", run.state, ", ".join(queries.runs.UNFINISHED))
    if not run.cancel_requested:
        run.cancel_requested = True
        audit.record(session, run.community_id, actor.name, "run.cancel", "run", run.id, now)
    if run.state == "queued":
        _end(session, run, "cancelled", now)
    return run


def _held(session: Session, run_id: UUID, lease: UUID) -> Run:
    run = queries.runs.locked(session, run_id)
    if run is None or run.state != "running" or run.lease != lease:
        raise LeaseLost()
    return run


def _lease_of(session: Session, run_id: UUID) -> UUID | None:
    run = queries.runs.locked(session, run_id)
    return None if run is None else run.lease


def _end(session: Session, run: Run, state: str, now: datetime) -> None:
    run.state, run.finished_at, run.progress_at = state, now, now
    action = {"done": "run.done", "failed": "run.fail", "cancelled": "run.cancelled"}[state]
    details = {"error": run.error} if run.error else {}
    audit.record(session, run.community_id, clockwork(run.community_id).name, action, "run", run.id, now, details)
