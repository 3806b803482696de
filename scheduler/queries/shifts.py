"""Where shifts meet, what makes them, the shifts themselves, and decisions about them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, Table, func, insert, or_, select, update
from sqlalchemy.orm import Session, aliased

from scheduler.models import (
    MeetingPoint,
    Occupation,
    RosterLock,
    Round,
    Seat,
    SeatWish,
    Shift,
    ShiftTemplate,
    SubstituteAsk,
    TeamRequest,
    Volunteer,
)
from scheduler.queries.paging import part_of
from scheduler.states import SEAT_LIVING

SHIFT: Table = Shift.__table__  # type: ignore[assignment]
AT_ONCE = 900
"""Most ids in one question; SQLite takes no more than some thousands."""
STANDING = ("planned", "open")
"""States of a shift that is to take place."""

# ---- meeting points


def point(session: Session, community: UUID, point_id: UUID, lock: bool = False) -> MeetingPoint | None:
    """A meeting point of the community, kept from other writers until the transaction ends where `lock` says so."""
    wanted = select(MeetingPoint).where(MeetingPoint.id == point_id, MeetingPoint.community_id == community)
    if lock:
        wanted = wanted.with_for_update().execution_options(populate_existing=True)
    return session.execute(wanted).scalar_one_or_none()


def point_by_code(session: Session, community: UUID, code: str) -> MeetingPoint | None:
    """A meeting point by its name in plans."""
    wanted = select(MeetingPoint).where(MeetingPoint.community_id == community, MeetingPoint.code == code)
    return session.execute(wanted).scalar_one_or_none()


def points_listed(
    session: Session, community: UUID, last: UUID | None = None, limit: int = 50, newest: bool = True
) -> list[MeetingPoint]:
    """Meeting points in the order in which they were stated."""
    wanted = select(MeetingPoint).where(MeetingPoint.community_id == community)
    return list(session.execute(part_of(wanted, MeetingPoint.id, last, limit, newest)).scalars())


# ---- templates


def template(session: Session, community: UUID, template_id: UUID, lock: bool = False) -> ShiftTemplate | None:
    """A template of the community, kept from other writers until the transaction ends where `lock` says so."""
    wanted = select(ShiftTemplate).where(ShiftTemplate.id == template_id, ShiftTemplate.community_id == community)
    if lock:
        wanted = wanted.with_for_update().execution_options(populate_existing=True)
    return session.execute(wanted).scalar_one_or_none()


def template_by_code(session: Session, community: UUID, code: str) -> ShiftTemplate | None:
    """A template by its short name."""
    wanted = select(ShiftTemplate).where(ShiftTemplate.community_id == community, ShiftTemplate.code == code)
    return session.execute(wanted).scalar_one_or_none()


def templates_listed(
    session: Session,
    community: UUID,
    *,
    retired: bool | None = None,
    last: UUID | None = None,
    limit: int = 50,
    newest: bool = True,
) -> list[ShiftTemplate]:
    """Templates in the order in which they were stated."""
    wanted = select(ShiftTemplate).where(ShiftTemplate.community_id == community)
    if retired is not None:
        wanted = wanted.where(ShiftTemplate.retired_at.is_not(None) if retired else ShiftTemplate.retired_at.is_(None))
    return list(session.execute(part_of(wanted, ShiftTemplate.id, last, limit, newest)).scalars())


def templates_in_use(session: Session, community: UUID, only: Collection[UUID] | None = None) -> list[ShiftTemplate]:
    """Templates that are not retired, by code; some of them only."""
    wanted = select(ShiftTemplate).where(ShiftTemplate.community_id == community, ShiftTemplate.retired_at.is_(None))
    if only is not None:
        wanted = wanted.where(ShiftTemplate.id.in_(only))
    return list(session.execute(wanted.order_by(ShiftTemplate.code)).scalars())


# ---- shifts


def one(session: Session, community: UUID, shift_id: UUID) -> Shift | None:
    """A shift of the community."""
    found = session.get(Shift, shift_id)
    return found if found is not None and found.community_id == community else None


def locked(session: Session, community: UUID, shift_id: UUID) -> Shift | None:
    """A shift, kept from other writers until the transaction ends."""
    wanted = select(Shift).where(Shift.id == shift_id, Shift.community_id == community).with_for_update()
    return session.execute(wanted.execution_options(populate_existing=True)).scalar_one_or_none()


def code_is_used(session: Session, community: UUID, code: str) -> bool:
    """Whether a shift has that name in plans."""
    wanted = select(Shift.id).where(Shift.community_id == community, Shift.code == code)
    return session.execute(wanted).scalar_one_or_none() is not None


def made_between(session: Session, community: UUID, first: date, last: date) -> set[tuple[UUID, date]]:
    """Templates that have a shift on a date already, however it stands, in a round that was not cancelled."""
    wanted = _made(community, first, last).where(Round.state != "cancelled")
    return {(template_id, day) for template_id, day in session.execute(wanted) if template_id is not None}


def given_up_between(session: Session, community: UUID, first: date, last: date) -> Counter[tuple[UUID, date]]:
    """How often templates had a shift on a date in rounds that were cancelled."""
    wanted = _made(community, first, last).where(Round.state == "cancelled")
    return Counter((template_id, day) for template_id, day in session.execute(wanted) if template_id is not None)


def _made(community: UUID, first: date, last: date) -> Select[UUID | None, date]:
    return (
        select(Shift.template_id, Shift.date)
        .join(Round, Round.id == Shift.round_id)
        .where(Shift.community_id == community, Shift.template_id.is_not(None), Shift.date >= first, Shift.date <= last)
    )


def codes_used(session: Session, community: UUID, codes: Collection[str]) -> set[str]:
    """Which of some names in plans are taken."""
    found: set[str] = set()
    known = sorted(codes)
    for at in range(0, len(known), AT_ONCE):
        wanted = select(Shift.code).where(Shift.community_id == community, Shift.code.in_(known[at : at + AT_ONCE]))
        found |= set(session.execute(wanted).scalars())
    return found


def add_all(session: Session, rows: Sequence[dict[str, Any]]) -> None:
    """Write many new shifts at once."""
    if rows:
        session.connection().execute(insert(SHIFT), list(rows))


def listed(
    session: Session,
    community: UUID,
    *,
    round_id: UUID | None = None,
    states: Sequence[str] = (),
    first: date | None = None,
    until: date | None = None,
    template_id: UUID | None = None,
    last: UUID | None = None,
    limit: int = 50,
    newest: bool = False,
) -> list[Shift]:
    """Shifts in the order in which they were made: of a round, a template, some states or dates."""
    wanted = select(Shift).where(Shift.community_id == community)
    if round_id is not None:
        wanted = wanted.where(Shift.round_id == round_id)
    if states:
        wanted = wanted.where(Shift.state.in_(states))
    if first is not None:
        wanted = wanted.where(Shift.date >= first)
    if until is not None:
        wanted = wanted.where(Shift.date <= until)
    if template_id is not None:
        wanted = wanted.where(Shift.template_id == template_id)
    return list(session.execute(part_of(wanted, Shift.id, last, limit, newest)).scalars())


def with_people(session: Session, round_id: UUID) -> list[UUID]:
    """Shifts of a round, to take place, that somebody sits on, is asked for, wishes for or is kept seats on."""
    of_shift = (
        select(Seat.id).where(Seat.shift_id == Shift.id, Seat.state.in_(SEAT_LIVING)),
        select(SubstituteAsk.id).where(SubstituteAsk.shift_id == Shift.id, SubstituteAsk.state == "asked"),
        select(SeatWish.id).where(SeatWish.shift_id == Shift.id, SeatWish.state == "waiting"),
        select(TeamRequest.id).where(TeamRequest.shift_id == Shift.id, TeamRequest.state.in_(("asked", "accepted"))),
    )
    wanted = select(Shift.id).where(
        Shift.round_id == round_id, Shift.state.in_(STANDING), or_(*(one.exists() for one in of_shift))
    )
    return sorted(session.execute(wanted).scalars())


def cancel_all(session: Session, round_id: UUID, reason: str) -> int:
    """Call off all shifts of a round that are to take place and concern nobody yet; how many."""
    ended = (
        update(Shift)
        .where(Shift.round_id == round_id, Shift.state.in_(STANDING))
        .values(state="cancelled", reason=reason, row_version=Shift.row_version + 1)
        .returning(Shift.id)
    )
    return len(session.execute(ended).all())


def to_come_at_elder(session: Session, elder_id: UUID, since: datetime) -> int:
    """How many shifts at an elder's home are still to come."""
    wanted = select(func.count()).where(Shift.elder_id == elder_id, Shift.state.in_(STANDING), Shift.ends_at > since)
    return session.execute(wanted).scalar_one()


def living_seats(session: Session, shift_id: UUID) -> list[Seat]:
    """Living seats of a shift, in the order of their volunteers."""
    wanted = select(Seat).where(Seat.shift_id == shift_id, Seat.state.in_(SEAT_LIVING)).order_by(Seat.volunteer_id)
    return list(session.execute(wanted.with_for_update().execution_options(populate_existing=True)).scalars())


def volunteers_of(session: Session, shift_id: UUID) -> list[UUID]:
    """Volunteers with a living seat on a shift."""
    wanted = select(Seat.volunteer_id).where(Seat.shift_id == shift_id, Seat.state.in_(SEAT_LIVING))
    return sorted(session.execute(wanted).scalars())


def sat_on(session: Session, volunteer_id: UUID, shift_ids: Collection[UUID]) -> set[UUID]:
    """Those of some shifts on which a volunteer has or had a seat."""
    wanted = select(Seat.shift_id).where(Seat.volunteer_id == volunteer_id, Seat.shift_id.in_(shift_ids))
    return set(session.execute(wanted).scalars())


def shifts_of(session: Session, seat_ids: Collection[UUID]) -> list[UUID]:
    """Shifts to which some seats belong."""
    return sorted(session.execute(select(Seat.shift_id).where(Seat.id.in_(seat_ids)).distinct()).scalars())


def elsewhere(session: Session, shift_id: UUID, starts_at: datetime, ends_at: datetime) -> set[UUID]:
    """Seats of a shift whose volunteers have something else during a span."""
    other = aliased(Occupation)
    wanted = (
        select(Seat.id)
        .join(Volunteer, Seat.volunteer_id == Volunteer.id)
        .join(other, other.resource_id == Volunteer.resource_id)
        .where(
            Seat.shift_id == shift_id,
            Seat.state.in_(SEAT_LIVING),
            other.active,
            other.seat_id != Seat.id,
            other.starts_at < ends_at,
            other.ends_at > starts_at,
        )
    )
    return set(session.execute(wanted).scalars())


def move_time(session: Session, seat_ids: Collection[UUID], starts_at: datetime, ends_at: datetime) -> None:
    """Let seats take another span of their volunteers' time; the database refuses what overlaps."""
    known = sorted(seat_ids)
    for at in range(0, len(known), AT_ONCE):
        session.execute(
            update(Occupation)
            .where(Occupation.seat_id.in_(known[at : at + AT_ONCE]), Occupation.active)
            .values(starts_at=starts_at, ends_at=ends_at)
            .execution_options(synchronize_session=False)
        )


# ---- decisions of coordinators


def lock_seen(session: Session, community: UUID, lock_id: UUID) -> RosterLock | None:
    """A coordinator's decision, kept from other writers until the transaction ends."""
    wanted = select(RosterLock).where(RosterLock.id == lock_id, RosterLock.community_id == community)
    return session.execute(wanted.with_for_update().execution_options(populate_existing=True)).scalar_one_or_none()


def locks_of(session: Session, shift_id: UUID) -> list[RosterLock]:
    """All decisions about a shift, those taken back too, in the order in which they were made."""
    wanted = select(RosterLock).where(RosterLock.shift_id == shift_id)
    return list(session.execute(wanted.order_by(RosterLock.id)).scalars())


def lock_between(session: Session, shift_id: UUID, volunteer_id: UUID) -> RosterLock | None:
    """The decision in force about a volunteer and a shift."""
    wanted = select(RosterLock).where(
        RosterLock.shift_id == shift_id, RosterLock.volunteer_id == volunteer_id, RosterLock.removed_at.is_(None)
    )
    return session.execute(wanted.limit(1)).scalar_one_or_none()
