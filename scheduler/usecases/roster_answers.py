"""What a planned roster answers: who serves where, what stays empty and why, and for one person why this shift."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from scheduler import queries
from scheduler.actors import AUDITOR, OFFICE, Actor
from scheduler.errors import NotFound
from scheduler.models import Plan, PlanGap, Round, Run, Shift
from scheduler.translation.roster_answers import Because, why_of
from scheduler.usecases import planning


@dataclass(frozen=True, slots=True)
class PlannedSeat:
    """A seat of a plan, with the volunteer by receipt."""

    shift: Shift
    role: str
    volunteer_id: UUID
    receipt: str


def seats_of(session: Session, *, actor: Actor, plan_id: UUID) -> list[PlannedSeat]:
    """Who serves where in a plan, in the order of the shifts; for the office and auditors.

    Raises
    ------
    NotFound
        If there is none for this person.
    """
    plan = _plan(session, actor, plan_id)
    shifts = {row.id: row for row in queries.rosters.shifts_of(session, plan.round_id)}
    seats = queries.rosters.plan_seats(session, plan.id)
    names = {row.id: row.receipt for row in queries.rosters.volunteers(session, {one.volunteer_id for one in seats})}
    return [
        PlannedSeat(shifts[one.shift_id], one.role, one.volunteer_id, names[one.volunteer_id])
        for one in seats
        if one.shift_id in shifts
    ]


def gaps_of(session: Session, *, actor: Actor, plan_id: UUID) -> Sequence[tuple[PlanGap, Shift]]:
    """What a plan leaves empty and why, in the order of the shifts; for the office and auditors.

    Raises
    ------
    NotFound
        If there is none for this person.
    """
    return queries.rosters.plan_gaps(session, _plan(session, actor, plan_id).id)


def why(session: Session, *, actor: Actor, plan_id: UUID, volunteer_id: UUID, now: datetime) -> tuple[Because, date]:
    """Why a volunteer serves where a plan has them and what else they could take; and the plan's first date.

    The office asks for anybody, a volunteer for themselves once the plan is published.

    Raises
    ------
    NotFound
        No such plan or volunteer for this person.
    """
    plan = queries.plans.one(session, actor.community_id, plan_id)
    volunteer = queries.volunteers.one(session, actor.community_id, volunteer_id)
    if plan is None or volunteer is None:
        raise NotFound()
    current = queries.publications.current(session, plan.round_id)
    public = current is not None and current.plan_id == plan.id
    own = actor.member_id is not None and volunteer.member_id == actor.member_id
    if not actor.has(*OFFICE) and not (own and public):
        raise NotFound()
    round_ = session.get_one(Round, plan.round_id)
    if round_.domain != "rosters":
        raise NotFound()
    files = planning.problem_file_of(session.get_one(Run, plan.run_id)), planning.document_of(plan)
    return why_of(*files, volunteer.receipt), round_.use_first


def _plan(session: Session, actor: Actor, plan_id: UUID) -> Plan:
    """A plan of a roster, for the office and auditors."""
    if not actor.has(*OFFICE, AUDITOR):
        raise NotFound()
    plan = planning.own_plan_seen(session, actor=actor, plan_id=plan_id)
    if session.get_one(Round, plan.round_id).domain != "rosters":
        raise NotFound()
    return plan
