"""A small season of rooms in the town of `tests.communities`: two facilities, three rooms, eight groups, four weeks."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeVar
from uuid import UUID

from fixtures import houses, people
from scheduler import calendar, queries
from scheduler.actors import RESIDENT, Actor
from scheduler.models import Registration, Round
from scheduler.planning import child
from scheduler.planning.outcome import Outcome
from scheduler.planning.protocol import PLAN_FILE, REFUSALS_FILE, ChildOrder
from scheduler.planning.solving import Watcher
from scheduler.translation import RefusalLine, RoomsProblem
from scheduler.usecases import planning, publication, rounds, runs
from scheduler.usecases.seeding_rooms import RoomsCast, seed_rooms
from scheduler.worker.solver import document_in
from solvers.rooms.generate import ROOMS_SCALES, generate_rooms
from tests.communities import FIRST, LAST
from tests.town import Town

T = TypeVar("T")
CAST = RoomsCast(
    people.name_of,
    people.phone_of,
    houses.facility_name,
    houses.room_name,
    houses.equipment_name,
    houses.organisation_name,
)


def tiny_season(seed: int = 1) -> RoomsProblem:
    """The season that the groups ask in."""
    return generate_rooms(ROOMS_SCALES["tiny"], seed, calendar.horizon(FIRST, LAST))


@dataclass(frozen=True)
class Season:
    """A season round in a town."""

    town: Town
    round_id: UUID
    problem: RoomsProblem

    def do(self, use_case: Callable[..., T], **given: Any) -> T:
        """Run a use case in a transaction, at this instant."""
        return self.town.do(use_case, **given)

    @property
    def rows(self) -> list[Registration]:
        """The sections that live in the round, as they came."""
        with self.town.database.reading() as session:
            return queries.registrations.sections_in(session, self.round_id)

    def states(self) -> list[str]:
        """States of the sections that live, as they came."""
        return [row.state for row in self.rows]

    def actor_of(self, row: Registration) -> Actor:
        """The person who applied."""
        return Actor(self.town.community_id, None, row.member_id, frozenset({RESIDENT}))

    def close(self) -> None:
        """Close the round."""
        self.do(rounds.move, actor=self.town.coordinator, round_id=self.round_id, action="close")

    def plan(self, engine: str = "greedy", replan: bool = True) -> UUID:
        """Queue a run and solve it as a worker would; the plan."""
        order = planning.Order(engine=engine, work_limit=5.0, replan=replan)
        run = self.do(planning.queue_run, actor=self.town.coordinator, round_id=self.round_id, order=order)
        planning.freeze(self.town.database, run.id)
        taken = self.do(runs.take, run_id=run.id, worker="test")
        assert taken is not None
        return self.do(runs.finish, run_id=run.id, lease=taken.lease, outcome=worked_out(taken)).id

    def publish(self, plan_id: UUID) -> UUID:
        """Prepare and publish a plan; the version."""
        made = self.do(publication.request, actor=self.town.coordinator, plan_id=plan_id)
        publication.prepare(self.town.office, made.id)
        self.do(publication.publish, actor=self.town.coordinator, publication_id=made.id)
        return made.id

    def round(self) -> Round:
        """The round as it stands."""
        with self.town.database.reading() as session:
            return session.get_one(Round, self.round_id)


def worked_out(taken: runs.Taken) -> Outcome:
    """What the process that solves would hand back for a run."""
    with TemporaryDirectory(prefix="commontide-solve-") as name:
        folder = Path(name)
        (folder / "problem.json").write_bytes(taken.problem)
        base = None
        if taken.base is not None:
            base = str(folder / "base.json")
            Path(base).write_bytes(taken.base)
        order = ChildOrder(
            str(folder / "problem.json"), name, base, taken.engine, taken.seed, taken.work_limit, None, 1
        )
        told = child.answer(order, Watcher())
        assert told.get("done") is True, told
        notes = json.loads((folder / REFUSALS_FILE).read_text(encoding="utf-8"))
        lines = [RefusalLine(**note) for note in notes]
        return Outcome(document_in(folder / PLAN_FILE), lines)


def season_in(town: Town, problem: RoomsProblem | None = None) -> Season:
    """A season round, open, with everybody's application approved."""
    wanted = problem or tiny_season()
    seeded = seed_rooms(town.office, town.community_id, wanted, CAST)
    return Season(town, seeded.round_id, wanted)
