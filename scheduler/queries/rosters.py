"""What a roster is made from, and the seats of plans and of the roster in force."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Row, and_, func, or_, select, union
from sqlalchemy.orm import Session

from scheduler.models import (
    Elder,
    MeetingPoint,
    PlanGap,
    PlanSeat,
    RosterLock,
    Round,
    Seat,
    SeatEvent,
    Shift,
    SubstituteAsk,
    TeamRequest,
    Volunteer,
    VolunteerPair,
)
from scheduler.states import SEAT_COVER, SEAT_LIVING

REMEMBERED = 10
"""Of how many shifts it is remembered whether somebody came."""
OWN_NO = ("decline", "sign_out", "seek_substitute")
"""Steps by which somebody says that they will not come."""
AT_ONCE = 900
"""Most ids in one question; SQLite takes no more than some thousands."""


class SeatLine(NamedTuple):
    """A seat with its shift."""

    seat: Seat
    shift: Shift


class Record(NamedTuple):
    """What somebody did before: shifts of each type, of the last ten those come to and all, absences that count.

    `trained` are what shifts taught that were served.
    """

    completed: Mapping[str, int]
    shown: int
    called: int
    absences: int
    trained: frozenset[str] = frozenset()


def active_volunteers(session: Session, community_id: UUID) -> Sequence[Volunteer]:
    """Volunteers who may be planned, in the order in which they came."""
    query = select(Volunteer).where(Volunteer.community_id == community_id, Volunteer.state == "active")
    return session.scalars(query.order_by(Volunteer.created_at, Volunteer.id)).all()


def volunteers(session: Session, ids: Collection[UUID]) -> Sequence[Volunteer]:
    """Volunteers by id, in the order in which they came."""
    found = [
        row for part in _parts(ids) for row in session.scalars(select(Volunteer).where(Volunteer.id.in_(part))).all()
    ]
    return sorted(found, key=lambda row: (row.created_at, row.id))


def by_receipt(session: Session, community_id: UUID, receipts: Collection[str]) -> list[Volunteer]:
    """Volunteers of a community by their names in plans."""
    known = sorted(receipts)
    query = select(Volunteer).where(Volunteer.community_id == community_id)
    return [
        row
        for at in range(0, len(known), AT_ONCE)
        for row in session.scalars(query.where(Volunteer.receipt.in_(known[at : at + AT_ONCE])))
    ]


def pairs(session: Session, community_id: UUID) -> Sequence[VolunteerPair]:
    """All pairs of a community."""
    query = select(VolunteerPair).where(VolunteerPair.community_id == community_id)
    return session.scalars(query.order_by(VolunteerPair.id)).all()


def pairs_of(session: Session, ids: Collection[UUID]) -> Sequence[VolunteerPair]:
    """Pairs in which one of some volunteers is the first or the second."""
    found: dict[UUID, VolunteerPair] = {}
    for part in _parts(ids):
        for side in (VolunteerPair.a_id, VolunteerPair.b_id):
            found |= {row.id: row for row in session.scalars(select(VolunteerPair).where(side.in_(part)))}
    return [found[row_id] for row_id in sorted(found)]


def elders(session: Session, community_id: UUID, only: Collection[UUID] | None = None) -> Sequence[Elder]:
    """All elders who are visited, or were; or `only` some of them."""
    query = select(Elder).where(Elder.community_id == community_id).order_by(Elder.code)
    if only is None:
        return session.scalars(query).all()
    return [row for part in _parts(only) for row in session.scalars(query.where(Elder.id.in_(part)))]


def points(session: Session, community_id: UUID) -> Sequence[MeetingPoint]:
    """All meeting points."""
    query = select(MeetingPoint).where(MeetingPoint.community_id == community_id)
    return session.scalars(query.order_by(MeetingPoint.code)).all()


def shifts_of(session: Session, round_id: UUID) -> Sequence[Shift]:
    """Shifts of a round that take place, in the order of time."""
    query = select(Shift).where(Shift.round_id == round_id, Shift.state != "cancelled")
    return session.scalars(query.order_by(Shift.starts_at, Shift.code)).all()


def shifts_between(session: Session, community_id: UUID, first: date, last: date) -> Sequence[Shift]:
    """Shifts of some dates that take place, whatever their round, in the order of time."""
    query = (
        select(Shift)
        .join(Round, Round.id == Shift.round_id)
        .where(Shift.community_id == community_id, Shift.date >= first, Shift.date <= last)
        .where(Shift.state != "cancelled", Round.state.not_in(("draft", "cancelled")))
    )
    return session.scalars(query.order_by(Shift.starts_at, Shift.code)).all()


def asked_since(session: Session, community_id: UUID, since: datetime) -> set[UUID]:
    """Volunteers who were offered, gave themselves, or were asked to take any seat since an instant."""
    seated = select(Seat.volunteer_id).where(Seat.community_id == community_id, Seat.created_at >= since)
    asked = select(SubstituteAsk.volunteer_id).where(
        SubstituteAsk.community_id == community_id, SubstituteAsk.asked_at >= since
    )
    return set(session.scalars(union(seated, asked)))


def shifts(session: Session, ids: Collection[UUID]) -> Sequence[Shift]:
    """Shifts by id, in the order of time."""
    found = [row for part in _parts(ids) for row in session.scalars(select(Shift).where(Shift.id.in_(part))).all()]
    return sorted(found, key=lambda row: (row.starts_at, row.code))


def seats_between(
    session: Session,
    community_id: UUID,
    first: date,
    last: date,
    *,
    states: Collection[str] = SEAT_COVER,
    of: Collection[UUID] | None = None,
) -> list[SeatLine]:
    """Seats on shifts of some dates, both included, in some states; `of` some volunteers only."""
    query = (
        select(Seat, Shift)
        .join(Shift, Shift.id == Seat.shift_id)
        .where(Seat.community_id == community_id, Shift.date >= first, Shift.date <= last)
        .where(Seat.state.in_(states), Shift.state != "cancelled")
        .order_by(Shift.starts_at, Shift.code, Seat.role, Seat.position, Seat.id)
    )
    if of is None:
        return [SeatLine(*row) for row in session.execute(query)]
    return [SeatLine(*row) for part in _parts(of) for row in session.execute(query.where(Seat.volunteer_id.in_(part)))]


def seats_on(session: Session, shift_ids: Collection[UUID], states: Collection[str] = SEAT_COVER) -> list[SeatLine]:
    """Seats of some shifts."""
    query = (
        select(Seat, Shift)
        .join(Shift, Shift.id == Seat.shift_id)
        .where(Seat.state.in_(states))
        .order_by(Shift.starts_at, Shift.code, Seat.role, Seat.position, Seat.id)
    )
    return [
        SeatLine(*row) for part in _parts(shift_ids) for row in session.execute(query.where(Seat.shift_id.in_(part)))
    ]


def records(session: Session, ids: Collection[UUID], since: datetime, counted: datetime) -> Mapping[UUID, Record]:
    """What volunteers did: attendance is looked at from `since` on, absences from `counted` on."""
    completed: dict[UUID, Counter[str]] = defaultdict(Counter)
    came: dict[UUID, list[bool]] = defaultdict(list)
    absences: Counter[UUID] = Counter()
    trained: dict[UUID, set[str]] = defaultdict(set)
    kind, gives = Shift.terms["type"].as_string(), Shift.terms["gives"].as_string()
    for part in _parts(ids):
        done = (
            select(Seat.volunteer_id, kind, func.count())
            .join(Shift, Shift.id == Seat.shift_id)
            .where(Seat.volunteer_id.in_(part), Seat.state == "done")
            .group_by(Seat.volunteer_id, kind)
        )
        for one, type_, count in session.execute(done):
            completed[one][type_] = count
        taught = (
            select(Seat.volunteer_id, gives)
            .join(Shift, Shift.id == Seat.shift_id)
            .where(Seat.volunteer_id.in_(part), Seat.state == "done", gives.is_not(None))
        )
        for one, what in session.execute(taught):
            trained[one].add(what)
        looked = (
            select(Seat.volunteer_id, Seat.state, Shift.starts_at)
            .join(Shift, Shift.id == Seat.shift_id)
            .where(Seat.volunteer_id.in_(part), Seat.state.in_(("done", "absent")), Shift.starts_at >= since)
            .order_by(Shift.starts_at.desc(), Seat.id)
        )
        for one, state, start in session.execute(looked):
            came[one].append(state == "done")
            absences[one] += state == "absent" and start >= counted
    return {
        one: Record(
            completed.get(one, {}),
            sum(came[one][:REMEMBERED]),
            len(came[one][:REMEMBERED]),
            min(100, absences[one]),
            frozenset(trained.get(one, ())),
        )
        for one in ids
    }


def declined(session: Session, shift_ids: Collection[UUID]) -> Mapping[UUID, Sequence[Shift]]:
    """Shifts that each volunteer declined or signed out of, of some shifts; what was before a move is forgotten."""
    found: dict[UUID, list[Shift]] = defaultdict(list)
    query = (
        select(Seat.volunteer_id, Shift)
        .join(Shift, Shift.id == Seat.shift_id)
        .outerjoin(SeatEvent, and_(SeatEvent.seat_id == Seat.id, SeatEvent.action.in_(OWN_NO)))
        # Whoever was replaced or excused by others did not refuse.
        .where(or_(Seat.state == "declined", and_(Seat.state == "excused", SeatEvent.id.is_not(None))))
        .where(or_(Shift.moved_at.is_(None), func.coalesce(SeatEvent.at, Seat.created_at) >= Shift.moved_at))
        .order_by(Shift.starts_at, Shift.code, Seat.volunteer_id)
    )
    for part in _parts(shift_ids):
        for one, shift in session.execute(query.where(Seat.shift_id.in_(part))):
            if shift not in found[one]:
                found[one].append(shift)
    return found


def locks(session: Session, shift_ids: Collection[UUID]) -> list[RosterLock]:
    """Decisions of coordinators about some shifts that were not taken back."""
    query = select(RosterLock).where(RosterLock.removed_at.is_(None)).order_by(RosterLock.created_at, RosterLock.id)
    return [
        row for part in _parts(shift_ids) for row in session.scalars(query.where(RosterLock.shift_id.in_(part))).all()
    ]


def kept_for_teams(session: Session, shift_ids: Collection[UUID]) -> Mapping[tuple[UUID, str], int]:
    """Seats of posts that are kept for teams and not yet taken by name."""
    kept: Counter[tuple[UUID, str]] = Counter()
    named = (
        select(func.count())
        .select_from(Seat)
        .where(Seat.team_id == TeamRequest.id, Seat.state.in_((*SEAT_LIVING, "done")))
        .correlate(TeamRequest)
        .scalar_subquery()
    )
    query = select(TeamRequest.shift_id, TeamRequest.role, TeamRequest.seats, named).where(
        TeamRequest.state.in_(("asked", "accepted"))
    )
    for part in _parts(shift_ids):
        for shift, role, seats, taken in session.execute(query.where(TeamRequest.shift_id.in_(part))):
            kept[shift, role] += max(0, seats - taken)
    return kept


# ---- plans


def plan_seats(session: Session, plan_id: UUID) -> Sequence[Row[UUID, UUID, str]]:
    """Seats of a plan, in the order of their shifts."""
    query = (
        select(PlanSeat.shift_id, PlanSeat.volunteer_id, PlanSeat.role)
        .join(Shift, Shift.id == PlanSeat.shift_id)
        .where(PlanSeat.plan_id == plan_id)
        .order_by(Shift.starts_at, Shift.code, PlanSeat.role, PlanSeat.volunteer_id)
    )
    return session.execute(query).all()


def plan_gaps(session: Session, plan_id: UUID) -> Sequence[tuple[PlanGap, Shift]]:
    """Empty seats of a plan with their shifts."""
    query = (
        select(PlanGap, Shift)
        .join(Shift, Shift.id == PlanGap.shift_id)
        .where(PlanGap.plan_id == plan_id)
        .order_by(Shift.starts_at, Shift.code, PlanGap.role)
    )
    return [(gap, shift) for gap, shift in session.execute(query)]


def gaps_on(session: Session, plan_id: UUID, shift_id: UUID) -> list[PlanGap]:
    """Empty seats of a plan on one shift."""
    wanted = select(PlanGap).where(PlanGap.plan_id == plan_id, PlanGap.shift_id == shift_id)
    return list(session.scalars(wanted.order_by(PlanGap.role)))


def _parts(ids: Collection[UUID]) -> Iterable[Sequence[Any]]:
    known = sorted(ids)
    return (known[at : at + AT_ONCE] for at in range(0, len(known), AT_ONCE))
