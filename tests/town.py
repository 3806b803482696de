"""The town that `tests.communities` builds, as tests speak of it: its people, its places, the way of its round."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any, Literal, TypeVar, cast
from uuid import UUID

from scheduler import queries
from scheduler.actors import Actor
from scheduler.db import Database
from scheduler.files import LoadedProblem, problem_digest, problem_from
from scheduler.ids import new_id
from scheduler.models import Registration
from scheduler.office import Office
from scheduler.planning.outcome import Outcome
from scheduler.planning.protocol import note_of
from scheduler.planning.solving import Order, Watcher, base_of, solve_loaded
from scheduler.privacy import Vault
from scheduler.translation import RefusalLine
from scheduler.usecases import planning, publication, rounds, runs
from solvers.engines import Engine
from solvers.parking.causes import causes_of
from solvers.parking.recipe import Base
from solvers.parking.refusals import refusals_of

T = TypeVar("T")
Stage = Literal["open", "closed", "planned", "published"]
STAGES: tuple[Stage, ...] = ("open", "closed", "planned", "published")
START = datetime(2026, 5, 1, 4, tzinfo=UTC)
"""Noon in Shanghai on the Friday before the first week of use."""


class Clock:
    """The town's own time; it stands until somebody moves it."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> datetime:
        return self.now

    def advance(self, **by: float) -> datetime:
        """Move on by days, hours, minutes …; the new time."""
        self.now += timedelta(**by)
        return self.now


@dataclass(frozen=True)
class Town:
    """What tests ask for by name; `people` are the residents in the order of their points, newcomers last."""

    office: Office
    clock: Clock
    community_id: UUID
    round_id: UUID
    people: tuple[Actor, ...]
    vehicles: tuple[UUID, ...]
    registrations: tuple[UUID, ...]
    sites: Mapping[str, UUID]
    spaces: Mapping[str, UUID]
    coordinator: Actor
    admin: Actor
    auditor: Actor
    staff: Actor
    """Property staff of the compound H."""

    @property
    def database(self) -> Database:
        """The town's memory."""
        return self.office.database

    @property
    def vault(self) -> Vault:
        """The keys to its personal fields."""
        return self.office.vault

    @property
    def stranger(self) -> Actor:
        """A coordinator of another community."""
        return replace(self.coordinator, community_id=new_id())

    def do(self, use_case: Callable[..., T], **given: Any) -> T:
        """Run a use case in a transaction, at this instant."""
        return self.database.transact(lambda session: use_case(session, now=self.database.now(session), **given))

    def see(self, use_case: Callable[..., T], **given: Any) -> T:
        """Run a use case that only reads."""
        with self.database.reading() as session:
            return use_case(session, **given)

    def state_of(self, registration_id: UUID) -> str:
        """State of a registration."""
        with self.database.reading() as session:
            return session.get_one(Registration, registration_id).state

    def states(self) -> list[str]:
        """States of the seven registrations, most points first."""
        return [self.state_of(row) for row in self.registrations]

    # ---- the way of a round

    def close(self) -> None:
        """Close the round."""
        self.do(rounds.move, actor=self.coordinator, round_id=self.round_id, action="close")

    def plan(self, engine: str = "greedy") -> UUID:
        """Queue a run and solve it as a worker would; the plan."""
        order = planning.Order(engine=engine, work_limit=5.0)
        run = self.do(planning.queue_run, actor=self.coordinator, round_id=self.round_id, order=order)
        return self.solve(run.id)

    def solve(self, run_id: UUID) -> UUID:
        """Solve a queued run in this process; the plan."""
        taken, outcome = self.worked_out(run_id)
        return self.do(runs.finish, run_id=run_id, lease=taken.lease, outcome=outcome).id

    def worked_out(self, run_id: UUID) -> tuple[runs.Taken, Outcome]:
        """Take a queued run and solve it, without recording what came out."""
        planning.freeze(self.database, run_id)
        taken = self.do(runs.take, run_id=run_id, worker="test")
        assert taken is not None
        problem = problem_from(taken.problem)
        loaded = LoadedProblem(problem, problem_digest(problem), ())
        order = Order(cast(Engine, taken.engine), None, taken.work_limit, 1, taken.seed)
        solved = solve_loaded(loaded, order, Watcher(), base=self._base_of(loaded, taken.base))
        causes = causes_of(solved.recipe, solved.result.plan)
        notes = [
            note_of(problem.requests[at].id, note, causes.get(at))
            for at, note in refusals_of(solved.recipe, solved.result.plan).items()
        ]
        lines = [RefusalLine(**note) for note in notes]
        return taken, Outcome(solved.document, lines)

    def _base_of(self, loaded: LoadedProblem, document: bytes | None) -> Base | None:
        if document is None:
            return None
        path = self.office.settings.key_file.with_name("base.json")
        path.write_bytes(document)
        return base_of(loaded, path)

    def prepare(self, plan_id: UUID) -> UUID:
        """Prepare a plan for publication as a worker would; the version."""
        made = self.do(publication.request, actor=self.coordinator, plan_id=plan_id)
        publication.prepare(self.office, made.id)
        return made.id

    def publish(self, plan_id: UUID) -> UUID:
        """Prepare and publish a plan; the version."""
        version = self.prepare(plan_id)
        self.do(publication.publish, actor=self.coordinator, publication_id=version)
        return version

    def newest_plan(self) -> UUID:
        """The latest plan."""
        with self.database.reading() as session:
            plan = queries.plans.newest(session, self.round_id)
            assert plan is not None
            return plan.id
