"""A month of the small roster of `tests.rosters_town`, planned and published as the office and a worker would."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select

from scheduler import queries
from scheduler.models import OutboxMessage, Plan, Publication, Seat, Shift, Volunteer
from scheduler.states import SEAT_COVER
from scheduler.usecases import planning, publication, roster_publication, rounds, runs
from scheduler.usecases.roster_publication import Difference
from tests.rosters_town import RosterTown
from tests.seasons import worked_out


@dataclass(frozen=True)
class Month:
    """A round of rosters with its people."""

    roster: RosterTown

    def do(self, use_case: Any, **given: Any) -> Any:
        """Run a use case in a transaction, at this instant."""
        return self.roster.town.do(use_case, **given)

    @property
    def coordinator(self) -> Any:
        """Who plans."""
        return self.roster.town.coordinator

    def close(self) -> None:
        """Close the round."""
        self.do(rounds.move, actor=self.coordinator, round_id=self.roster.round_id, action="close")

    def plan(self, engine: str = "auto", replan: bool = True) -> UUID:
        """Queue a run and solve it as a worker would; the plan."""
        order = planning.Order(engine=engine, work_limit=5.0, replan=replan)
        run = self.do(planning.queue_run, actor=self.coordinator, round_id=self.roster.round_id, order=order)
        planning.freeze(self.roster.town.database, run.id)
        taken = self.do(runs.take, run_id=run.id, worker="test")
        assert taken is not None
        plan_id: UUID = self.do(runs.finish, run_id=run.id, lease=taken.lease, outcome=worked_out(taken)).id
        return plan_id

    def publish(self, plan_id: UUID) -> UUID:
        """Prepare and publish a plan; the version."""
        made = self.do(publication.request, actor=self.coordinator, plan_id=plan_id)
        publication.prepare(self.roster.town.office, made.id)
        self.do(publication.publish, actor=self.coordinator, publication_id=made.id)
        self.roster.town.clock.advance(minutes=1)
        version: UUID = made.id
        return version

    def difference(self, plan_id: UUID) -> Difference:
        """What publishing a plan would change."""
        found: Difference = self.do(roster_publication.difference_seen, actor=self.coordinator, plan_id=plan_id)
        return found

    def seats(self, *states: str) -> list[tuple[str, str, str]]:
        """Seats in some states (those that cover where none is named): shift, role and volunteer, in order."""
        query = (
            select(Shift.code, Seat.role, Volunteer.receipt)
            .join(Shift, Shift.id == Seat.shift_id)
            .join(Volunteer, Volunteer.id == Seat.volunteer_id)
            .where(Seat.state.in_(states or SEAT_COVER))
        )
        with self.roster.town.database.reading() as session:
            return sorted((code, role, name) for code, role, name in session.execute(query))

    def planned(self, plan_id: UUID) -> list[tuple[str, str, str]]:
        """Seats of a plan, in the same form."""
        with self.roster.town.database.reading() as session:
            shifts = {row.id: row.code for row in queries.rosters.shifts_of(session, self.roster.round_id)}
            names = {row.id: row.receipt for row in queries.rosters.volunteers(session, self.roster.volunteers)}
            return sorted(
                (shifts[one.shift_id], one.role, names[one.volunteer_id])
                for one in queries.rosters.plan_seats(session, plan_id)
            )

    def row(self, plan_id: UUID) -> Plan:
        """A plan as it stands."""
        found: Plan = self.roster.one(Plan, plan_id)
        return found

    def version(self, version_id: UUID) -> Publication:
        """A publication as it stands."""
        found: Publication = self.roster.one(Publication, version_id)
        return found

    def told(self, code: str) -> int:
        """How many people were written a message of a code."""
        with self.roster.town.database.reading() as session:
            return len(session.scalars(select(OutboxMessage.id).where(OutboxMessage.code == code)).all())
