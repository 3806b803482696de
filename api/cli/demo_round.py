"""The demo's round, from wherever it stands to its published notice, by the jobs that an office uses."""

from __future__ import annotations

from collections.abc import Callable
from time import sleep
from typing import Any, TypeVar
from uuid import UUID

from rich.live import Live
from rich.text import Text

from api.cli.common import notes, words
from api.cli.installing import COORDINATOR
from api.cli.watching import interruptible, line_of
from api.mail import mail_of
from scheduler import queries
from scheduler.actors import Actor
from scheduler.errors import Conflict
from scheduler.jobs import Jobs
from scheduler.office import Office
from scheduler.usecases import planning, publication, rounds, runs, seeding
from scheduler.worker import Worker
from solvers.engines.limits import Progress

T = TypeVar("T")
LOOK_SECONDS = 0.5


class DemoRound:
    """A seeded round; `logins` as `seeding.add_accounts` returns them."""

    def __init__(self, office: Office, community: UUID, round_id: UUID, logins: list[str]) -> None:
        self._database, self._office = office.database, office
        self._community, self._round = community, round_id
        with self._database.reading() as session:
            account = queries.access.by_login(session, logins[COORDINATOR])
        self._actor: Actor = seeding.office_actor(community, None if account is None else account.id)

    def to_publication(self, work_limit: float) -> None:
        """Close, plan, prepare and publish; steps that were taken before are left out."""
        with self._database.reading() as session:
            state = rounds.seen(session, actor=self._actor, round_id=self._round).state
        if state == "published":
            return
        if state == "open":
            self._write(rounds.move, round_id=self._round, action="close")
        worker = Worker(self._office, mail_of)
        worker.start()
        try:
            prepared = self._prepared(worker.jobs, self._plan(worker.jobs, work_limit))
        finally:
            worker.stop()
        self._write(publication.publish, publication_id=prepared)

    def files(self) -> tuple[bytes, bytes]:
        """The problem file and the plan file of what is published."""
        with self._database.reading() as session:
            current = queries.publications.current(session, self._round)
            if current is None:
                raise Conflict("publication_not_prepared", "state")
            return planning.files_of(session, plan_id=current.plan_id)

    def _write(self, work: Callable[..., T], **named: Any) -> T:
        database, actor = self._database, self._actor
        return database.transact(lambda session: work(session, actor=actor, now=database.now(session), **named))

    def _plan(self, jobs: Jobs, work_limit: float) -> UUID:
        """A plan of the round: the newest, or one that is made now with its progress; Ctrl-C keeps the best so far."""
        with self._database.reading() as session:
            newest = queries.plans.newest(session, self._round)
        if newest is not None:
            return newest.id
        run_id = self._run(jobs, work_limit)
        with interruptible() as wanted, _live() as live:
            while True:
                with self._database.reading() as session:
                    run = queries.runs.one(session, self._community, run_id)
                    plan = queries.plans.of_run(session, run_id)
                if plan is not None:
                    return plan.id
                if run is None or run.state in ("failed", "cancelled"):
                    raise Conflict("run_failed", "state")
                progress = Progress(run.phase or run.state, run.incumbent, run.bound, run.seconds)
                live.update(Text(line_of(progress)), refresh=True)
                if wanted.is_set() and not run.cancel_requested:
                    self._write(runs.request_cancel, run_id=run_id)
                sleep(LOOK_SECONDS)

    def _run(self, jobs: Jobs, work_limit: float) -> UUID:
        with self._database.reading() as session:
            known = queries.runs.of_round(session, self._round, limit=1)
        if known and known[0].state in ("queued", "running"):
            return known[0].id
        order = planning.Order(work_limit=work_limit)
        run = self._write(planning.queue_run, round_id=self._round, order=order)
        jobs.enqueue("solve", str(run.id))
        return run.id

    def _prepared(self, jobs: Jobs, plan_id: UUID) -> UUID:
        """A version of the plan with all its dated rows, with its progress."""
        with self._database.reading() as session:
            known = queries.publications.of_round(session, self._round)
        waiting = [row.id for row in known if row.state in ("preparing", "prepared")]
        version = waiting[0] if waiting else self._write(publication.request, plan_id=plan_id).id
        jobs.enqueue("prepare", str(version))
        with _live() as live:
            while True:
                with self._database.reading() as session:
                    row = queries.publications.one(session, self._community, version)
                if row is None or row.state == "abandoned":
                    raise Conflict("space_taken", "state")
                if row.state == "prepared":
                    return version
                live.update(Text(f"{words('demo_preparing')}  {row.share:.0%}"), refresh=True)
                sleep(LOOK_SECONDS)


def _live() -> Live:
    return Live(Text(""), console=notes, auto_refresh=False, transient=True)
