"""Seats of the living roster: who sits where, and the time that it takes."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import and_, func, or_, select, update
from sqlalchemy.orm import Session

from scheduler.models import Occupation, Seat, SeatEvent, Shift, Volunteer
from scheduler.queries.paging import Chosen, part_of
from scheduler.states import SEAT_COVER, SEAT_LIVING

CHUNK = 900
"""Most rows that one statement names."""


class SeatAt(NamedTuple):
    """A seat with its shift and whose it is."""

    seat: Seat
    shift: Shift
    volunteer: Volunteer


# ---- one


def one(session: Session, community: UUID, seat_id: UUID) -> SeatAt | None:
    """A seat of the community."""
    wanted = _WITH_SHIFT.where(Seat.id == seat_id, Seat.community_id == community)
    row = session.execute(wanted).one_or_none()
    return None if row is None else SeatAt._make(row)


def by_ids(session: Session, ids: Collection[UUID]) -> dict[UUID, SeatAt]:
    """Some seats with their shifts and people."""
    found: dict[UUID, SeatAt] = {}
    for part in _parts(ids):
        found |= {row[0].id: SeatAt._make(row) for row in session.execute(_WITH_SHIFT.where(Seat.id.in_(part)))}
    return found


def events_of(session: Session, seat_id: UUID) -> list[SeatEvent]:
    """Steps of a seat, the first one first."""
    wanted = select(SeatEvent).where(SeatEvent.seat_id == seat_id).order_by(SeatEvent.id)
    return list(session.execute(wanted).scalars())


def last_action(session: Session, seat_id: UUID) -> str | None:
    """Name of the newest step of a seat."""
    wanted = select(SeatEvent.action).where(SeatEvent.seat_id == seat_id).order_by(SeatEvent.id.desc())
    return session.execute(wanted.limit(1)).scalar_one_or_none()


# ---- kept from other writers


def lock_volunteers(session: Session, ids: Collection[UUID]) -> None:
    """Let whoever changes what volunteers do so one after another, until the transaction ends; always in one order.

    Who was read before is read again: they may have changed while one waited.
    """
    wanted = select(Volunteer).where(Volunteer.id.in_(set(ids))).order_by(Volunteer.id).with_for_update(key_share=True)
    session.execute(wanted.execution_options(populate_existing=True)).scalars().all()


def lock_shifts(session: Session, community: UUID, ids: Collection[UUID]) -> list[Shift]:
    """Shifts, kept from other writers until the transaction ends; always in one order."""
    wanted = select(Shift).where(Shift.community_id == community, Shift.id.in_(set(ids))).order_by(Shift.id)
    return list(session.execute(wanted.with_for_update().execution_options(populate_existing=True)).scalars())


def locked(session: Session, ids: Collection[UUID]) -> list[Seat]:
    """Seats, kept from other writers until the transaction ends; their shifts are locked before."""
    wanted = select(Seat).where(Seat.id.in_(set(ids))).order_by(Seat.id).with_for_update()
    return list(session.execute(wanted.execution_options(populate_existing=True)).scalars())


# ---- many


_WITH_SHIFT = (
    select(Seat, Shift, Volunteer)
    .join(Shift, Shift.id == Seat.shift_id)
    .join(Volunteer, Volunteer.id == Seat.volunteer_id)
)


class SeatsAsked(NamedTuple):
    """Which seats a list has; None and nothing leave it open."""

    volunteer_id: UUID | None = None
    shift_id: UUID | None = None
    round_id: UUID | None = None
    states: Sequence[str] = ()


def listed(
    session: Session,
    community: UUID,
    asked: SeatsAsked,
    last: UUID | None = None,
    limit: int = 50,
    newest: bool = True,
) -> list[SeatAt]:
    """Seats with their shifts."""
    wanted = _WITH_SHIFT.where(Seat.community_id == community)
    if asked.volunteer_id is not None:
        wanted = wanted.where(Seat.volunteer_id == asked.volunteer_id)
    if asked.shift_id is not None:
        wanted = wanted.where(Seat.shift_id == asked.shift_id)
    if asked.round_id is not None:
        wanted = wanted.where(Shift.round_id == asked.round_id)
    if asked.states:
        wanted = wanted.where(Seat.state.in_(asked.states))
    return [SeatAt._make(row) for row in session.execute(part_of(wanted, Seat.id, last, limit, newest))]


def on_shift(session: Session, shift_id: UUID, states: Collection[str], role: str | None = None) -> list[Seat]:
    """Seats of a shift in some states, those on standby in their order, else the first made first."""
    wanted = select(Seat).where(Seat.shift_id == shift_id, Seat.state.in_(states))
    if role is not None:
        wanted = wanted.where(Seat.role == role)
    return list(session.execute(wanted.order_by(Seat.position, Seat.id)).scalars())


def seated_ever(session: Session, shift_id: UUID) -> set[UUID]:
    """Volunteers who have or had a seat on a shift."""
    return set(session.execute(select(Seat.volunteer_id).where(Seat.shift_id == shift_id)).scalars())


def seated_between(session: Session, round_id: UUID, first: date, last: date, skip: int, limit: int) -> list[Volunteer]:
    """Volunteers with a seat on a shift of a round on some dates, in the order of their numbers."""
    there = _on_roster(select(Seat.volunteer_id).join(Shift, Shift.id == Seat.shift_id), round_id, first, last)
    wanted = select(Volunteer).where(Volunteer.id.in_(there)).order_by(Volunteer.receipt)
    return list(session.execute(wanted.offset(skip).limit(limit)).scalars())


def seats_between(
    session: Session, round_id: UUID, first: date, last: date, volunteers: Collection[UUID]
) -> list[SeatAt]:
    """Seats of some volunteers on shifts of a round on some dates, in the order of time."""
    wanted = _on_roster(_WITH_SHIFT, round_id, first, last).where(Seat.volunteer_id.in_(volunteers))
    return [SeatAt._make(row) for row in session.execute(wanted.order_by(Shift.starts_at, Seat.id))]


def _on_roster(wanted: Chosen, round_id: UUID, first: date, last: date) -> Chosen:
    """Seats of a round's dates that are, or were, somebody's."""
    return wanted.where(
        Shift.round_id == round_id,
        Shift.date >= first,
        Shift.date <= last,
        Seat.state.in_((*SEAT_LIVING, "done", "absent")),
    )


def covered(session: Session, shift_ids: Collection[UUID]) -> dict[tuple[UUID, str], int]:
    """How many seats of each post are filled."""
    found: dict[tuple[UUID, str], int] = {}
    for part in _parts(shift_ids):
        counted = select(Seat.shift_id, Seat.role, func.count()).where(
            Seat.shift_id.in_(part), Seat.state.in_(SEAT_COVER)
        )
        for shift_id, role, count in session.execute(counted.group_by(Seat.shift_id, Seat.role)):
            found[shift_id, role] = count
    return found


def held_already(session: Session, wanted: Sequence[tuple[UUID, UUID]]) -> list[tuple[UUID, UUID]]:
    """Those of some pairs of a shift and a volunteer that are living seats."""
    found: set[tuple[UUID, UUID]] = set()
    for part in _parts({shift_id for shift_id, _ in wanted}):
        there = select(Seat.shift_id, Seat.volunteer_id).where(Seat.shift_id.in_(part), Seat.state.in_(SEAT_LIVING))
        found |= {(row.shift_id, row.volunteer_id) for row in session.execute(there)}
    return [pair for pair in wanted if pair in found]


def busy(session: Session, resource_id: int, since: datetime) -> list[tuple[datetime, datetime]]:
    """When somebody's time is taken from an instant on, also by seats for which a substitute is sought."""
    wanted = select(Occupation.starts_at, Occupation.ends_at).where(
        Occupation.resource_id == resource_id, Occupation.active, Occupation.ends_at > since
    )
    return [(row.starts_at, row.ends_at) for row in session.execute(wanted)]


def absences(session: Session, volunteer_id: UUID, since: datetime) -> list[datetime]:
    """When the shifts began that somebody missed without excuse, the latest first."""
    wanted = (
        select(Shift.starts_at)
        .join(Seat, Seat.shift_id == Shift.id)
        .where(Seat.volunteer_id == volunteer_id, Seat.state == "absent", Shift.starts_at >= since)
    )
    return list(session.execute(wanted.order_by(Shift.starts_at.desc())).scalars())


def open_shifts(session: Session, community: UUID, now: datetime, after: UUID | None, limit: int) -> list[Shift]:
    """Published shifts that have not begun, in the order of time, those that come after one of them."""
    wanted = select(Shift).where(Shift.community_id == community, Shift.state == "open", Shift.starts_at > now)
    last = None if after is None else session.get(Shift, after)
    if last is not None:
        later = and_(Shift.starts_at == last.starts_at, Shift.id > last.id)
        wanted = wanted.where(or_(Shift.starts_at > last.starts_at, later))
    return list(session.execute(wanted.order_by(Shift.starts_at, Shift.id).limit(limit)).scalars())


# ---- written


def add(session: Session, seats: Sequence[Seat], events: Sequence[SeatEvent]) -> None:
    """Write new seats with their first steps."""
    session.add_all(seats)
    session.flush()
    session.add_all(events)
    session.flush()


def free(session: Session, seat_id: UUID) -> None:
    """Give back the time that a seat takes."""
    session.execute(
        update(Occupation)
        .where(Occupation.seat_id == seat_id, Occupation.active)
        .values(active=False)
        .execution_options(synchronize_session=False)
    )


def _parts(ids: Collection[UUID]) -> Iterable[Sequence[UUID]]:
    known = sorted(set(ids))
    return (known[at : at + CHUNK] for at in range(0, len(known), CHUNK))
