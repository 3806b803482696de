"""What the board of a plan is drawn from: who has which space, room or seat; and the decisions about them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from scheduler.models import (
    Account,
    Assignment,
    DisputeEffect,
    Plan,
    PlanGap,
    PlanSeat,
    Registration,
    RoomSession,
    RosterLock,
    Seat,
    Shift,
    Space,
    StaffLock,
    Volunteer,
)
from scheduler.states import SEAT_COVER

AT_ONCE = 900
"""Most ids in one question; SQLite takes no more than some thousands."""


class Parked(NamedTuple):
    """A part of a right with its space, as far as a board tells of it."""

    id: UUID
    receipt: str
    community_id: UUID
    member_id: UUID
    home_site_id: UUID | None
    uses: Sequence[Any]
    split_at_season: bool
    part: int
    space_id: UUID


class Met(NamedTuple):
    """A weekly slot with whose it is, as far as a board tells of it."""

    id: UUID
    receipt: str
    community_id: UUID
    member_id: UUID
    home_site_id: UUID | None
    room_id: UUID
    start_clock: str
    end_clock: str
    dates: Sequence[str]
    substitutes: Sequence[Mapping[str, str]]


_WHOSE = (
    Registration.id,
    Registration.receipt,
    Registration.community_id,
    Registration.member_id,
    Registration.home_site_id,
)


class Held(NamedTuple):
    """A shift, as far as a board tells of it."""

    id: UUID
    code: str
    title_zh: str
    title_en: str
    point_id: UUID | None
    starts_at: datetime
    ends_at: datetime


class Seated(NamedTuple):
    """A seat of a plan with who has it."""

    shift_id: UUID
    role: str
    volunteer_id: UUID
    receipt: str


class Tally(NamedTuple):
    """Seats of a plan and seats in force, counted: `both` are the same person in the same role of the same shift."""

    planned: int
    held: int
    both: int

    @property
    def alike(self) -> bool:
        """Whether the plan is just what is in force."""
        return self.planned == self.held == self.both


def before(session: Session, plan: Plan) -> Plan | None:
    """The plan of the same round that was made before a plan."""
    wanted = select(Plan).where(Plan.round_id == plan.round_id, Plan.scenario_id.is_(None), Plan.id < plan.id)
    return session.execute(wanted.order_by(Plan.id.desc()).limit(1)).scalar_one_or_none()


def sites_used(session: Session, plan_id: UUID) -> set[UUID]:
    """Sites at which a plan gives anything."""
    return set(session.execute(select(Assignment.site_id).where(Assignment.plan_id == plan_id).distinct()).scalars())


def parked(session: Session, plan_id: UUID, site_id: UUID) -> list[Parked]:
    """Who has which space of a site in a plan, in the order of the registrations."""
    wanted = (
        select(*_WHOSE, Registration.uses, Registration.split_at_season, Assignment.part, Assignment.space_id)
        .join(Assignment, Assignment.registration_id == Registration.id)
        .where(Assignment.plan_id == plan_id, Assignment.site_id == site_id)
        .order_by(Registration.id, Assignment.part)
    )
    return [Parked._make(row) for row in session.execute(wanted)]


def spaces(session: Session, ids: Collection[UUID]) -> list[Space]:
    """Spaces by id, in the order of their codes."""
    wanted = select(Space).order_by(Space.code)
    return [row for part in _parts(ids) for row in session.execute(wanted.where(Space.id.in_(part))).scalars()]


def met(session: Session, plan_id: UUID) -> list[Met]:
    """Weekly slots of a plan, in the order of the registrations."""
    slot = (RoomSession.room_id, RoomSession.start_clock, RoomSession.end_clock)
    wanted = (
        select(*_WHOSE, *slot, RoomSession.dates, RoomSession.substitutes)
        .join(Registration, RoomSession.registration_id == Registration.id)
        .where(RoomSession.plan_id == plan_id)
        .order_by(Registration.id, RoomSession.part)
    )
    return [Met._make(row) for row in session.execute(wanted)]


def shifts_on(session: Session, round_id: UUID, first: date, last: date) -> list[Held]:
    """Shifts of a round that take place on some dates, in the order of time."""
    told = (Shift.id, Shift.code, Shift.title_zh, Shift.title_en, Shift.point_id, Shift.starts_at, Shift.ends_at)
    wanted = select(*told).where(
        Shift.round_id == round_id, Shift.state != "cancelled", Shift.date >= first, Shift.date <= last
    )
    return [Held._make(row) for row in session.execute(wanted.order_by(Shift.starts_at, Shift.code))]


def seated(session: Session, plan_id: UUID, shift_ids: Collection[UUID]) -> list[Seated]:
    """Seats that a plan gives on some shifts."""
    wanted = (
        select(PlanSeat.shift_id, PlanSeat.role, Volunteer.id, Volunteer.receipt)
        .join(Volunteer, PlanSeat.volunteer_id == Volunteer.id)
        .where(PlanSeat.plan_id == plan_id)
        .order_by(PlanSeat.role, Volunteer.receipt)
    )
    return [
        Seated._make(row)
        for part in _parts(shift_ids)
        for row in session.execute(wanted.where(PlanSeat.shift_id.in_(part)))
    ]


def tally(session: Session, plan_id: UUID, round_id: UUID) -> Tally:
    """How many seats a plan has, how many are in force on the shifts of its round, and how many are both."""
    held = (
        select(Seat.volunteer_id, Seat.shift_id, Seat.role)
        .join(Shift, Shift.id == Seat.shift_id)
        .where(Shift.round_id == round_id, Shift.state != "cancelled", Seat.state.in_(SEAT_COVER))
        .distinct()
        .subquery()
    )
    same = and_(
        PlanSeat.plan_id == plan_id,
        PlanSeat.shift_id == held.c.shift_id,
        PlanSeat.volunteer_id == held.c.volunteer_id,
        PlanSeat.role == held.c.role,
    )
    counted = select(func.count(), func.count(PlanSeat.plan_id)).select_from(held).outerjoin(PlanSeat, same)
    in_force, both = session.execute(counted).one()
    planned = select(func.count()).select_from(PlanSeat).where(PlanSeat.plan_id == plan_id)
    return Tally(session.execute(planned).scalar_one(), in_force, both)


def empty(session: Session, plan_id: UUID, shift_ids: Collection[UUID]) -> list[PlanGap]:
    """What a plan leaves empty on some shifts."""
    wanted = select(PlanGap).where(PlanGap.plan_id == plan_id).order_by(PlanGap.role)
    return [row for part in _parts(shift_ids) for row in session.scalars(wanted.where(PlanGap.shift_id.in_(part)))]


def locks_of_shifts(session: Session, round_id: UUID) -> list[tuple[RosterLock, Shift, str]]:
    """Decisions about seats of a round that stand, in the order of time, with the shifts and the receipts."""
    wanted = (
        select(RosterLock, Shift, Volunteer.receipt)
        .join(Shift, RosterLock.shift_id == Shift.id)
        .join(Volunteer, RosterLock.volunteer_id == Volunteer.id)
        .where(Shift.round_id == round_id, RosterLock.removed_at.is_(None))
        .order_by(Shift.starts_at, Shift.code, RosterLock.id)
    )
    return [(lock, shift, receipt) for lock, shift, receipt in session.execute(wanted)]


def by_decision(session: Session, round_id: UUID) -> set[UUID]:
    """Decisions of a round about registrations that stand because a dispute was decided so."""
    wanted = (
        select(StaffLock.id)
        .join(DisputeEffect, DisputeEffect.applied_id == StaffLock.id)
        .where(StaffLock.round_id == round_id, StaffLock.removed_at.is_(None))
    )
    return set(session.execute(wanted).scalars())


def logins(session: Session, ids: Collection[UUID]) -> dict[UUID, str]:
    """Names of accounts."""
    wanted = select(Account.id, Account.login)
    return {row: login for part in _parts(ids) for row, login in session.execute(wanted.where(Account.id.in_(part)))}


def _parts(ids: Collection[UUID]) -> list[list[UUID]]:
    known = sorted(ids)
    return [known[at : at + AT_ONCE] for at in range(0, len(known), AT_ONCE)]
