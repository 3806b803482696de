"""The life of a queued run: leases, progress, ends, cancels; on both databases."""

from __future__ import annotations

import zlib
from dataclasses import replace
from datetime import timedelta
from functools import cache
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from scheduler import audit, queries
from scheduler.actors import COORDINATOR, RESIDENT, Actor
from scheduler.db import Database
from scheduler.errors import Conflict, LeaseLost, NotAllowed, NotFound
from scheduler.files import LoadedProblem, dump_plan, problem_digest
from scheduler.ids import new_id
from scheduler.models import Assignment, AuditEntry, Plan, Refusal, Round, Run
from scheduler.planning.outcome import Outcome, RunProgress
from scheduler.planning.protocol import note_of
from scheduler.planning.solving import Order, Watcher, solve_loaded
from scheduler.translation import DOMAINS, RefusalLine, record_plan
from scheduler.usecases import runs
from solvers.parking.refusals import refusals_of
from tests.scheduler.planning.ground import NOON, invented, queued, run_of

PROBLEM = invented("tiny")


@cache
def outcome(engine: str = "greedy") -> Outcome:
    order = Order("fcfs" if engine == "fcfs" else "greedy")
    solved = solve_loaded(LoadedProblem(PROBLEM, problem_digest(PROBLEM), ()), order, Watcher())
    told = refusals_of(solved.recipe, solved.result.plan)
    notes = [note_of(PROBLEM.requests[at].id, note) for at, note in told.items()]
    return Outcome(solved.document, [RefusalLine(**note) for note in notes])


@pytest.fixture
def run_id(database: Database) -> UUID:
    return queued(database, PROBLEM)


def take(database: Database, run_id: UUID, worker: str = "a") -> runs.Taken:
    with database.writing() as session:
        taken = runs.take(session, run_id=run_id, worker=worker, now=NOON)
    assert taken is not None
    return taken


def finish(database: Database, taken: runs.Taken, told: Outcome) -> Plan:
    with database.writing() as session:
        return runs.finish(session, run_id=taken.run_id, lease=taken.lease, outcome=told, now=NOON)


def coordinator(database: Database, run_id: UUID, role: str = COORDINATOR) -> Actor:
    return Actor(run_of(database, run_id).community_id, None, None, frozenset({role}))


def cancel(database: Database, run_id: UUID) -> None:
    actor = coordinator(database, run_id)
    with database.writing() as session:
        runs.request_cancel(session, actor=actor, run_id=run_id, now=NOON)


def audited(session: Session) -> list[str]:
    return list(session.execute(select(AuditEntry.action).order_by(AuditEntry.seq)).scalars())


def test_a_taken_run_holds_what_is_to_be_solved(database: Database, run_id: UUID) -> None:
    taken = take(database, run_id)

    run = run_of(database, run_id)
    assert (run.state, run.worker, run.lease, run.attempts) == ("running", "a", taken.lease, 1)
    assert run.started_at == NOON
    assert (taken.engine, taken.seed, taken.work_limit, taken.seconds_limit, taken.base) == ("auto", 0, 5.0, None, None)
    assert taken.problem.startswith(b"{")


def test_progress_is_stored_and_asks_for_no_cancel(database: Database, run_id: UUID) -> None:
    taken = take(database, run_id)
    progress = RunProgress("columns", 90, 100, 0.1, 2.5)

    with database.writing() as session:
        wanted = runs.report(session, run_id=run_id, lease=taken.lease, progress=progress, now=NOON)

    run = run_of(database, run_id)
    assert wanted is False
    assert (run.phase, run.incumbent, run.bound, run.gap, run.seconds) == ("columns", 90, 100, 0.1, 2.5)


def test_a_finished_run_has_one_plan_with_every_request_in_it(database: Database, run_id: UUID) -> None:
    plan = finish(database, take(database, run_id), outcome())

    with database.reading() as session:
        run = session.get_one(Run, run_id)
        assert (run.state, run.finished_at, run.incumbent) == ("done", NOON, outcome().document.tiers[0].value)
        assert session.get_one(Round, run.round_id).state == "planned"
        served = set(session.execute(select(Assignment.registration_id)).scalars())
        refused = set(session.execute(select(Refusal.registration_id)).scalars())
        assert (len(served), len(served | refused)) == (plan.assigned, len(PROBLEM.requests))
        assert not served & refused
        assert "run.done" in audited(session)
        entries = queries.audit.entries(session, run.community_id)
        assert audit.first_fault(entries, queries.audit.head_of(session, run.community_id)) is None


def test_finishing_twice_under_the_same_lease_records_one_plan(database: Database, run_id: UUID) -> None:
    taken = take(database, run_id)

    assert finish(database, taken, outcome()).id == finish(database, taken, outcome("fcfs")).id
    with database.reading() as session:
        assert len(session.execute(select(Plan.id)).all()) == 1


def test_a_lost_lease_records_nothing(database: Database, run_id: UUID) -> None:
    lost, held = take(database, run_id, "frozen"), take(database, run_id, "fresh")

    for work in (
        lambda session: runs.report(session, run_id=run_id, lease=lost.lease, progress=RunProgress("x"), now=NOON),
        lambda session: runs.finish(session, run_id=run_id, lease=lost.lease, outcome=outcome("fcfs"), now=NOON),
        lambda session: runs.fail(session, run_id=run_id, lease=lost.lease, code="run_failed", now=NOON),
        lambda session: runs.release(session, run_id=run_id, lease=lost.lease, now=NOON),
    ):
        with pytest.raises(LeaseLost), database.writing() as session:
            work(session)
    plan = finish(database, held, outcome())
    with pytest.raises(LeaseLost):
        finish(database, lost, outcome("fcfs"))

    assert plan.plan_digest == outcome().document.plan_digest
    run = run_of(database, run_id)
    assert (run.state, run.worker, run.phase, run.attempts) == ("done", "fresh", "", 2)


def test_without_the_fence_a_frozen_worker_would_record_its_result(
    database: Database, run_id: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    lost, held = take(database, run_id, "frozen"), take(database, run_id, "fresh")
    monkeypatch.setattr(runs, "_held", lambda session, run_id, _: session.get_one(Run, run_id))

    assert finish(database, lost, outcome("fcfs")).plan_digest == outcome("fcfs").document.plan_digest
    # and the result of the rightful worker would be lost
    assert finish(database, held, outcome()).plan_digest == outcome("fcfs").document.plan_digest


def test_the_database_itself_holds_one_plan_for_a_run(database: Database, run_id: UUID) -> None:
    finish(database, take(database, run_id), outcome())
    plan, parking = outcome("fcfs").document, DOMAINS["parking"]

    with database.writing() as session, pytest.raises(IntegrityError):
        record_plan(session, parking, run=session.get_one(Run, run_id), document=plan, refusals=(), now=NOON)


def test_a_run_that_was_begun_three_times_fails(database: Database, run_id: UUID) -> None:
    for _ in range(runs.MOST_ATTEMPTS):
        take(database, run_id)
    with database.writing() as session:
        assert runs.take(session, run_id=run_id, worker="a", now=NOON) is None

    run = run_of(database, run_id)
    assert (run.state, run.error, run.attempts) == ("failed", "run_failed", 3)
    with database.reading() as session:
        assert audited(session) == ["run.fail"]


def test_a_run_given_back_counts_as_not_begun(database: Database, run_id: UUID) -> None:
    for _ in range(runs.MOST_ATTEMPTS + 1):
        taken = take(database, run_id)
        with database.writing() as session:
            runs.release(session, run_id=run_id, lease=taken.lease, now=NOON)

    run = run_of(database, run_id)
    assert (run.state, run.attempts, run.lease, run.worker) == ("queued", 0, None, None)


def test_a_failed_run_tells_why_and_leaves_no_plan(database: Database, run_id: UUID) -> None:
    taken = take(database, run_id)
    with database.writing() as session:
        runs.fail(session, run_id=run_id, lease=taken.lease, code="plan_not_verified", now=NOON)

    with database.reading() as session:
        run = session.get_one(Run, run_id)
        assert (run.state, run.error) == ("failed", "plan_not_verified")
        assert queries.plans.of_run(session, run_id) is None
        assert not queries.runs.under_way(session, run.round_id)


def test_a_run_that_waits_is_cancelled_at_once(database: Database, run_id: UUID) -> None:
    cancel(database, run_id)

    assert run_of(database, run_id).state == "cancelled"
    with database.writing() as session:
        assert runs.take(session, run_id=run_id, worker="a", now=NOON) is None
    with database.reading() as session:
        assert audited(session) == ["run.cancel", "run.cancelled"]


def test_a_cancelled_run_is_told_so_and_keeps_its_best_plan(database: Database, run_id: UUID) -> None:
    taken = take(database, run_id)
    cancel(database, run_id)
    cancel(database, run_id)

    with database.writing() as session:
        assert runs.report(session, run_id=run_id, lease=taken.lease, progress=RunProgress(), now=NOON) is True
    plan = finish(database, taken, outcome())
    assert run_of(database, run_id).state == "cancelled"
    with database.reading() as session:
        recorded = queries.plans.of_run(session, run_id)
        assert recorded is not None
        assert recorded.id == plan.id
        assert audited(session).count("run.cancel") == 1


def test_a_cancel_is_refused_to_strangers_and_after_the_end(database: Database, run_id: UUID) -> None:
    actor = coordinator(database, run_id)
    for who, error in (
        (coordinator(database, run_id, RESIDENT), NotAllowed),
        (replace(actor, community_id=new_id()), NotFound),
    ):
        with pytest.raises(error), database.writing() as session:
            runs.request_cancel(session, actor=who, run_id=run_id, now=NOON)
    finish(database, take(database, run_id), outcome())
    with pytest.raises(Conflict, match="run_ended"):
        cancel(database, run_id)


def test_runs_that_nobody_works_at_are_found(database: Database, run_id: UUID) -> None:
    def found(seconds: int) -> list[UUID]:
        now = NOON + timedelta(seconds=seconds)
        with database.reading() as session:
            silent = queries.runs.silent_since(session, now - timedelta(seconds=5), now - timedelta(seconds=60))
            return [run.id for run in silent]

    assert (found(5), found(6)) == ([], [run_id])
    taken = take(database, run_id)
    assert (found(60), found(61)) == ([], [run_id])
    finish(database, taken, outcome())
    assert found(10_000) == []


def test_a_re_run_departs_from_the_plan_of_its_base(database: Database, run_id: UUID) -> None:
    finish(database, take(database, run_id), outcome())
    with database.writing() as session:
        first = session.get_one(Run, run_id)
        again = Run(
            id=new_id(),
            community_id=first.community_id,
            round_id=first.round_id,
            snapshot=queries.runs.snapshot(session, run_id),
            problem_digest=first.problem_digest,
            covenant_version=1,
            work_limit=5.0,
            versions={},
            base=zlib.compress(dump_plan(outcome().document)),
            created_at=NOON,
        )
        session.add(again)
    base = take(database, again.id).base
    assert base is not None
    assert outcome().document.plan_digest.encode() in base
