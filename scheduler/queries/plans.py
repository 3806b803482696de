"""Plans, their assignments and refusals, and the staff's locks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from scheduler.models import (
    Assignment,
    Draw,
    Facility,
    Plan,
    Refusal,
    Registration,
    Room,
    RoomSession,
    Run,
    Site,
    Space,
    StaffLock,
)


class Line(NamedTuple):
    """One part of a right with the names of its place."""

    registration_id: UUID
    receipt: str
    part: int
    site_id: UUID
    site_code: str
    space_id: UUID
    space_code: str


def one(session: Session, community: UUID, plan_id: UUID) -> Plan | None:
    """A plan of the community."""
    found = session.get(Plan, plan_id)
    return found if found is not None and found.community_id == community else None


def of_run(session: Session, run_id: UUID) -> Plan | None:
    """The plan that a run left."""
    return session.execute(select(Plan).where(Plan.run_id == run_id)).scalar_one_or_none()


def newest(session: Session, round_id: UUID) -> Plan | None:
    """The latest plan of a round, not of a scenario of it."""
    own = select(Plan).where(Plan.round_id == round_id, Plan.scenario_id.is_(None))
    wanted = own.order_by(Plan.id.desc()).limit(1)
    return session.execute(wanted).scalar_one_or_none()


def to_depart_from(session: Session, round_id: UUID) -> Plan | None:
    """The latest plan of a round of which nothing is published; none that was ordered before the round's draw.

    Such a plan knows no lots: who is served in it would stay, and whoever planned early would decide instead of them.
    """
    plan = newest(session, round_id)
    if plan is None:
        return None
    of_draw = select(Draw.revealed_at).where(Draw.round_id == round_id, Draw.state == "revealed")
    revealed = session.execute(of_draw).scalar_one_or_none()
    ordered = session.get_one(Run, plan.run_id).created_at
    return plan if revealed is None or revealed <= ordered else None


def of_round(session: Session, round_id: UUID, limit: int = 50) -> list[Plan]:
    """Plans of a round, not of its scenarios, newest first."""
    own = select(Plan).where(Plan.round_id == round_id, Plan.scenario_id.is_(None))
    wanted = own.order_by(Plan.id.desc()).limit(limit)
    return list(session.execute(wanted).scalars())


def lines(
    session: Session,
    plan_id: UUID,
    after: UUID | None = None,
    limit: int | None = None,
    sites: Sequence[UUID] | None = None,
) -> list[Line]:
    """Assignments with the names of their places, in the order of the registrations.

    Where `sites` are named: of the people who live there, and of those whose place is there.
    """
    wanted = (
        select(
            Assignment.registration_id,
            Registration.receipt,
            Assignment.part,
            Site.id,
            Site.code,
            Space.id,
            Space.code,
        )
        .join(Registration, Assignment.registration_id == Registration.id)
        .join(Site, Assignment.site_id == Site.id)
        .join(Space, Assignment.space_id == Space.id)
        .where(Assignment.plan_id == plan_id)
        .order_by(Assignment.registration_id, Assignment.part)
        .limit(limit)
    )
    if after is not None:
        wanted = wanted.where(Assignment.registration_id > after)
    if sites is not None:
        wanted = wanted.where(or_(Registration.home_site_id.in_(sites), Site.id.in_(sites)))
    return [Line(*row) for row in session.execute(wanted)]


def places(session: Session, plan_id: UUID) -> Mapping[UUID, tuple[UUID, ...]]:
    """Spaces of every served registration, one for each part."""
    found: dict[UUID, tuple[UUID, ...]] = {}
    wanted = (
        select(Assignment.registration_id, Assignment.space_id)
        .where(Assignment.plan_id == plan_id)
        .order_by(Assignment.registration_id, Assignment.part)
    )
    for registration, space in session.execute(wanted):
        found[registration] = (*found.get(registration, ()), space)
    return found


def served(session: Session, plan_id: UUID) -> set[UUID]:
    """Ids of the registrations that a plan gives something."""
    of_spaces = select(Assignment.registration_id).where(Assignment.plan_id == plan_id)
    of_rooms = select(RoomSession.registration_id).where(RoomSession.plan_id == plan_id)
    return set(session.execute(of_spaces.union(of_rooms)).scalars())


class SessionLine(NamedTuple):
    """One weekly slot of a plan with the names of its place."""

    registration_id: UUID
    receipt: str
    part: int
    facility_id: UUID
    facility_code: str
    room_id: UUID
    room_code: str
    weekday: int
    start: str
    end: str
    dates: list[Any]
    substitutes: list[Any]
    left_out: list[Any]


def session_lines(
    session: Session,
    plan_id: UUID,
    after: UUID | None = None,
    limit: int | None = None,
    of: UUID | None = None,
    homes: Sequence[UUID] | None = None,
) -> list[SessionLine]:
    """Weekly slots of a plan, `of` one registration of it or of some `homes`, in the order of the registrations."""
    wanted = (
        select(
            RoomSession.registration_id,
            Registration.receipt,
            RoomSession.part,
            Facility.id,
            Facility.code,
            Room.id,
            Room.code,
            RoomSession.weekday,
            RoomSession.start_clock,
            RoomSession.end_clock,
            RoomSession.dates,
            RoomSession.substitutes,
            RoomSession.left_out,
        )
        .join(Registration, RoomSession.registration_id == Registration.id)
        .join(Room, RoomSession.room_id == Room.id)
        .join(Facility, Room.facility_id == Facility.id)
        .where(RoomSession.plan_id == plan_id)
        .order_by(RoomSession.registration_id, RoomSession.part)
        .limit(limit)
    )
    if after is not None:
        wanted = wanted.where(RoomSession.registration_id > after)
    if of is not None:
        wanted = wanted.where(RoomSession.registration_id == of)
    if homes is not None:
        wanted = wanted.where(Registration.home_site_id.in_(homes))
    return [SessionLine._make(row) for row in session.execute(wanted)]


def refusals(
    session: Session,
    plan_id: UUID,
    after_rank: int = 0,
    limit: int | None = None,
    homes: Sequence[UUID] | None = None,
) -> list[tuple[Refusal, str]]:
    """Refusals in the order of their rank, with the receipts, of some home sites only where `homes` says so."""
    wanted = (
        select(Refusal, Registration.receipt)
        .join(Registration, Refusal.registration_id == Registration.id)
        .where(Refusal.plan_id == plan_id, Refusal.rank > after_rank)
        .order_by(Refusal.rank)
        .limit(limit)
    )
    if homes is not None:
        wanted = wanted.where(Registration.home_site_id.in_(homes))
    return [(refusal, receipt) for refusal, receipt in session.execute(wanted)]


def refusal(session: Session, plan_id: UUID, registration_id: UUID) -> Refusal | None:
    """Why a registration is not in a plan."""
    return session.get(Refusal, (plan_id, registration_id))


def decided(session: Session, plan_id: UUID, registration_id: UUID) -> Sequence[str]:
    """Kinds of the decisions of the staff about a registration that stood when the run of a plan began."""
    wanted = (
        select(StaffLock.kind)
        .join(Run, Run.round_id == StaffLock.round_id)
        .join(Plan, Plan.run_id == Run.id)
        .where(
            Plan.id == plan_id,
            StaffLock.registration_id == registration_id,
            StaffLock.created_at <= Run.started_at,
            or_(StaffLock.removed_at.is_(None), StaffLock.removed_at > Run.started_at),
        )
    )
    return sorted(set(session.execute(wanted).scalars()))


def locks(session: Session, round_id: UUID, homes: Sequence[UUID] | None = None) -> Sequence[tuple[StaffLock, str]]:
    """Decisions of the staff that stand, in the order in which they were taken, with the receipts; of some `homes`."""
    wanted = (
        select(StaffLock, Registration.receipt)
        .join(Registration, StaffLock.registration_id == Registration.id)
        .where(StaffLock.round_id == round_id, StaffLock.removed_at.is_(None))
        .order_by(StaffLock.id)
    )
    if homes is not None:
        wanted = wanted.where(Registration.home_site_id.in_(homes))
    return [(lock, receipt) for lock, receipt in session.execute(wanted)]


def lock(session: Session, community: UUID, lock_id: UUID) -> StaffLock | None:
    """A decision of the staff, kept from other writers until the transaction ends."""
    wanted = select(StaffLock).where(StaffLock.id == lock_id, StaffLock.community_id == community).with_for_update()
    return session.execute(wanted.execution_options(populate_existing=True)).scalar_one_or_none()


def runs_made(session: Session, round_id: UUID) -> int:
    """How often a round was solved, its scenarios not counted."""
    own = select(Run.id).where(Run.round_id == round_id, Run.scenario_id.is_(None))
    return len(session.execute(own).all())
