"""What is told of plans side by side: places by name, refusals of some, decisions about them, shares of each class."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session

from scheduler.models import (
    Assignment,
    Plan,
    PlanGap,
    PlanSeat,
    Refusal,
    Registration,
    RoomSession,
    Run,
    Shift,
    Site,
    Space,
    StaffLock,
    Vehicle,
)


class SpaceNamed(NamedTuple):
    """A space with the names of its site."""

    name_zh: str
    name_en: str
    code: str


def spaces_named(session: Session, ids: Collection[UUID]) -> Mapping[UUID, SpaceNamed]:
    """Spaces with the names of their sites."""
    wanted = select(Space.id, Site.name_zh, Site.name_en, Space.code).join(Site, Space.site_id == Site.id)
    return {row[0]: SpaceNamed(*row[1:]) for row in session.execute(wanted.where(Space.id.in_(list(ids))))}


def receipts(session: Session, ids: Collection[UUID]) -> Mapping[UUID, str]:
    """Receipts of registrations."""
    wanted = select(Registration.id, Registration.receipt).where(Registration.id.in_(list(ids)))
    return {row[0]: row[1] for row in session.execute(wanted)}


def refusals_of(session: Session, plan_id: UUID, ids: Collection[UUID]) -> Mapping[UUID, Refusal]:
    """Why some registrations are not in a plan."""
    wanted = select(Refusal).where(Refusal.plan_id == plan_id, Refusal.registration_id.in_(list(ids)))
    return {one.registration_id: one for one in session.execute(wanted).scalars()}


def decided_on(session: Session, plan_id: UUID, ids: Collection[UUID]) -> Mapping[UUID, set[str]]:
    """Kinds of the decisions of the staff about some registrations that stood when the run of a plan began."""
    wanted = (
        select(StaffLock.registration_id, StaffLock.kind)
        .join(Run, Run.round_id == StaffLock.round_id)
        .join(Plan, Plan.run_id == Run.id)
        .where(
            Plan.id == plan_id,
            StaffLock.registration_id.in_(list(ids)),
            StaffLock.created_at <= Run.started_at,
            or_(StaffLock.removed_at.is_(None), StaffLock.removed_at > Run.started_at),
        )
    )
    found: dict[UUID, set[str]] = {}
    for registration, kind in session.execute(wanted):
        found.setdefault(registration, set()).add(kind)
    return found


def runs_of(session: Session, plans: Collection[Plan]) -> Mapping[UUID, Run]:
    """The run of each plan, by plan."""
    runs = session.execute(select(Run).where(Run.id.in_([plan.run_id for plan in plans]))).scalars()
    by_id = {run.id: run for run in runs}
    return {plan.id: by_id[plan.run_id] for plan in plans}


def departing(session: Session, runs: Collection[UUID]) -> set[UUID]:
    """Runs that departed from a plan that was there."""
    wanted = select(Run.id).where(Run.id.in_(list(runs)), Run.base.is_not(None))
    return set(session.execute(wanted).scalars())


def parties_of(session: Session, vehicles: Collection[UUID]) -> Mapping[UUID, str]:
    """What the keepers of vehicles are to the community, by vehicle."""
    wanted = select(Vehicle.id, Vehicle.party).where(Vehicle.id.in_(list(vehicles)))
    return {row[0]: row[1] for row in session.execute(wanted)}


# ---- shares: what each class asked for and got


def parties(session: Session, plan_id: UUID) -> tuple[Counter[str], Counter[str]]:
    """Vehicles that a plan serves, and those that it refuses, by party."""
    served = select(Assignment.registration_id).where(Assignment.plan_id == plan_id)
    refused = select(Refusal.registration_id).where(Refusal.plan_id == plan_id)
    return _parties(session, served), _parties(session, refused)


def _parties(session: Session, chosen: Select[UUID]) -> Counter[str]:
    wanted = (
        select(Vehicle.party, func.count())
        .join(Registration, Registration.vehicle_id == Vehicle.id)
        .where(Registration.id.in_(chosen))
        .group_by(Vehicle.party)
    )
    return Counter({row[0]: row[1] for row in session.execute(wanted)})


def categories(session: Session, plan_id: UUID) -> tuple[Counter[str], Counter[str]]:
    """Groups that a plan serves, and those that it refuses, by category."""
    served = select(RoomSession.registration_id).where(RoomSession.plan_id == plan_id)
    refused = select(Refusal.registration_id).where(Refusal.plan_id == plan_id)
    return _categories(session, served), _categories(session, refused)


def _categories(session: Session, chosen: Select[UUID]) -> Counter[str]:
    sections = session.execute(select(Registration.section).where(Registration.id.in_(chosen))).scalars()
    return Counter((section or {}).get("category", "other") for section in sections)


def kinds(session: Session, plan_id: UUID) -> tuple[Counter[str], Counter[str]]:
    """Seats that a plan fills, and those that it leaves empty, by the kind of their shifts."""
    filled = select(PlanSeat.shift_id, func.count()).where(PlanSeat.plan_id == plan_id).group_by(PlanSeat.shift_id)
    empty = select(PlanGap.shift_id, func.sum(PlanGap.empty)).where(PlanGap.plan_id == plan_id)
    counted = [dict(row for row in session.execute(one)) for one in (filled, empty.group_by(PlanGap.shift_id))]
    of_plan = select(Plan.round_id).where(Plan.id == plan_id).scalar_subquery()
    terms = session.execute(select(Shift.id, Shift.terms).where(Shift.round_id == of_plan))
    kind_of = {row[0]: str(row[1].get("kind", "other")) for row in terms}
    return _by_kind(counted[0], kind_of), _by_kind(counted[1], kind_of)


def _by_kind(counted: Mapping[UUID, int], kind_of: Mapping[UUID, str]) -> Counter[str]:
    found = Counter[str]()
    for shift, count in counted.items():
        found[kind_of[shift]] += int(count)
    return found
