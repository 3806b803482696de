"""Of seats what comes due by itself, and what people are asked: substitutes, swaps, wishes, reminders."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from scheduler.models import OutboxMessage, Seat, SeatEvent, SeatWish, Shift, SubstituteAsk, Swap, Volunteer
from scheduler.queries.paging import part_of
from scheduler.queries.seats import SeatAt
from scheduler.states import SEAT_COVER, SEAT_LIVING

OPEN_SWAPS = ("proposed", "agreed")
REMINDED = ("accepted", "confirmed")
"""States of seats whose people are reminded."""
NOBODY_LEFT = "nobody_left"
"""A step of a seat, from looking to looking: all were asked who could take it."""


class AskAt(NamedTuple):
    """Somebody asked to stand in, with the shift and who they are."""

    ask: SubstituteAsk
    shift: Shift
    volunteer: Volunteer


class Sought(NamedTuple):
    """A post for which people are asked: for a seat that somebody gave up, or for one that nobody had."""

    community_id: UUID
    shift_id: UUID
    role: str
    seat_id: UUID | None


_SOUGHT = (SubstituteAsk.community_id, SubstituteAsk.shift_id, SubstituteAsk.role, SubstituteAsk.seat_id)


# ---- substitutes


def ask(session: Session, community: UUID, ask_id: UUID) -> SubstituteAsk | None:
    """An ask of the community."""
    found = session.get(SubstituteAsk, ask_id)
    return found if found is not None and found.community_id == community else None


def asks_of(session: Session, shift_id: UUID, role: str, seat_id: UUID | None) -> list[SubstituteAsk]:
    """All who were asked for a seat, or for a post that nobody sits on; kept from other writers."""
    wanted = select(SubstituteAsk).where(
        SubstituteAsk.shift_id == shift_id, SubstituteAsk.role == role, SubstituteAsk.seat_id == seat_id
    )
    rows = session.execute(
        wanted.order_by(SubstituteAsk.rank).with_for_update().execution_options(populate_existing=True)
    ).scalars()
    return list(rows)


def asks_seen(session: Session, sought: Sought) -> list[SubstituteAsk]:
    """All who were asked for a seat, or for a post, by whoever only reads."""
    wanted = select(SubstituteAsk).where(
        SubstituteAsk.shift_id == sought.shift_id,
        SubstituteAsk.role == sought.role,
        SubstituteAsk.seat_id == sought.seat_id,
    )
    return list(session.execute(wanted.order_by(SubstituteAsk.rank)).scalars())


def awaited_on(session: Session, shift_id: UUID, now: datetime) -> set[UUID]:
    """Volunteers whose answer about a shift is awaited, for whatever seat."""
    wanted = select(SubstituteAsk.volunteer_id).where(
        SubstituteAsk.shift_id == shift_id, SubstituteAsk.state == "asked", SubstituteAsk.answer_by > now
    )
    return set(session.execute(wanted).scalars())


def asked_on(session: Session, shift_id: UUID) -> list[SubstituteAsk]:
    """All whose answer about a shift is awaited; kept from other writers."""
    wanted = select(SubstituteAsk).where(SubstituteAsk.shift_id == shift_id, SubstituteAsk.state == "asked")
    return list(session.execute(wanted.with_for_update().execution_options(populate_existing=True)).scalars())


def listed_asks(
    session: Session,
    community: UUID,
    volunteer_id: UUID | None,
    shift_id: UUID | None,
    last: UUID | None = None,
    limit: int = 50,
    newest: bool = True,
) -> list[AskAt]:
    """Who was asked, with the shift."""
    wanted = (
        select(SubstituteAsk, Shift, Volunteer)
        .join(Shift, Shift.id == SubstituteAsk.shift_id)
        .join(Volunteer, Volunteer.id == SubstituteAsk.volunteer_id)
        .where(SubstituteAsk.community_id == community)
    )
    if volunteer_id is not None:
        wanted = wanted.where(SubstituteAsk.volunteer_id == volunteer_id)
    if shift_id is not None:
        wanted = wanted.where(SubstituteAsk.shift_id == shift_id)
    return [AskAt._make(row) for row in session.execute(part_of(wanted, SubstituteAsk.id, last, limit, newest))]


def waves_due(session: Session, now: datetime, limit: int) -> list[Sought]:
    """Posts where an answer is overdue, and seats in search of a substitute for which the next are to be asked."""
    overdue = (
        select(*_SOUGHT)
        .where(SubstituteAsk.state == "asked", SubstituteAsk.answer_by <= now)
        .order_by(SubstituteAsk.answer_by, SubstituteAsk.id)
    )
    asked = select(SubstituteAsk.id).where(SubstituteAsk.seat_id == Seat.id, SubstituteAsk.state == "asked")
    last = select(SeatEvent.action).where(SeatEvent.seat_id == Seat.id).order_by(SeatEvent.id.desc()).limit(1)
    idle = (
        select(Seat.community_id, Seat.shift_id, Seat.role, Seat.id)
        .join(Shift, Shift.id == Seat.shift_id)
        .where(Seat.state == "looking_for_substitute", Shift.starts_at > now, Shift.state == "open", ~asked.exists())
        .where(func.coalesce(last.scalar_subquery(), "") != NOBODY_LEFT)
        .order_by(Shift.starts_at, Seat.id)
    )
    found = [Sought._make(row) for wanted in (overdue, idle) for row in session.execute(wanted.limit(limit))]
    return list(dict.fromkeys(found))


def refused_lately(session: Session, since: datetime, limit: int) -> list[Sought]:
    """Posts that nobody has, for which somebody said no since an instant."""
    wanted = select(*_SOUGHT).where(
        SubstituteAsk.seat_id.is_(None), SubstituteAsk.state == "declined", SubstituteAsk.answer_by >= since
    )
    rows = session.execute(wanted.order_by(SubstituteAsk.answer_by, SubstituteAsk.id).limit(limit))
    return list(dict.fromkeys(Sought._make(row) for row in rows))


def left_lately(session: Session, community: UUID, since: datetime, now: datetime, until: datetime) -> set[Sought]:
    """Posts of shifts that begin soon where a seat came free since an instant: declined, lapsed, given up …"""
    wanted = (
        select(Seat.community_id, Seat.shift_id, Seat.role)
        .join(Shift, Shift.id == Seat.shift_id)
        .join(SeatEvent, SeatEvent.seat_id == Seat.id)
        .where(Shift.community_id == community, Shift.state == "open", Shift.starts_at > now, Shift.starts_at <= until)
        .where(SeatEvent.at >= since, SeatEvent.before.in_(SEAT_COVER), SeatEvent.after.not_in(SEAT_LIVING))
    )
    return {Sought(*row, None) for row in session.execute(wanted.distinct())}


def soon(session: Session, community: UUID, now: datetime, until: datetime) -> list[Shift]:
    """Published shifts that begin in a span, in the order of time."""
    wanted = select(Shift).where(
        Shift.community_id == community, Shift.state == "open", Shift.starts_at > now, Shift.starts_at <= until
    )
    return list(session.execute(wanted.order_by(Shift.starts_at, Shift.id)).scalars())


# ---- wishes


def wish(session: Session, shift_id: UUID, volunteer_id: UUID) -> SeatWish | None:
    """Somebody's wish for a shift; kept from other writers."""
    wanted = select(SeatWish).where(SeatWish.shift_id == shift_id, SeatWish.volunteer_id == volunteer_id)
    return session.execute(wanted.with_for_update().execution_options(populate_existing=True)).scalar_one_or_none()


def wishes_of(session: Session, shift_id: UUID) -> list[tuple[SeatWish, Volunteer]]:
    """All wishes for a shift but those withdrawn, the first one first."""
    wanted = select(SeatWish, Volunteer).join(Volunteer, Volunteer.id == SeatWish.volunteer_id)
    wanted = wanted.where(SeatWish.shift_id == shift_id, SeatWish.state != "withdrawn")
    wanted = wanted.order_by(SeatWish.created_at, SeatWish.id).execution_options(populate_existing=True)
    return [(row[0], row[1]) for row in session.execute(wanted)]


def wished(session: Session, volunteer_id: UUID, shift_ids: Collection[UUID]) -> dict[UUID, SeatWish]:
    """Somebody's wishes for some shifts."""
    wanted = select(SeatWish).where(SeatWish.volunteer_id == volunteer_id, SeatWish.shift_id.in_(shift_ids))
    return {row.shift_id: row for row in session.execute(wanted).scalars()}


def undrawn(session: Session, now: datetime, limit: int) -> list[Shift]:
    """Published shifts whose draw is due, whether or not anybody wished for them: until it is held nobody may join."""
    wanted = select(Shift).where(Shift.state == "open", Shift.drawn_at.is_(None), Shift.draw_at <= now)
    return list(session.execute(wanted.order_by(Shift.draw_at, Shift.id).limit(limit)).scalars())


# ---- swaps


def swap(session: Session, community: UUID, swap_id: UUID) -> Swap | None:
    """A swap of the community."""
    found = session.get(Swap, swap_id)
    return found if found is not None and found.community_id == community else None


def swap_locked(session: Session, swap_id: UUID) -> Swap:
    """A swap, kept from other writers; its volunteers and shifts are locked before."""
    wanted = select(Swap).where(Swap.id == swap_id).with_for_update()
    return session.execute(wanted.execution_options(populate_existing=True)).scalar_one()


def open_swaps(session: Session, seat_ids: Collection[UUID]) -> list[Swap]:
    """Swaps that are not decided, of some seats."""
    wanted = select(Swap).where(
        or_(Swap.seat_id.in_(seat_ids), Swap.to_seat_id.in_(seat_ids)), Swap.state.in_(OPEN_SWAPS)
    )
    return list(session.execute(wanted).scalars())


def listed_swaps(
    session: Session,
    community: UUID,
    volunteer_id: UUID | None,
    states: Collection[str] = (),
    last: UUID | None = None,
    limit: int = 50,
    newest: bool = True,
) -> list[Swap]:
    """Swaps of the community, or those that somebody has a part in."""
    wanted = select(Swap).where(Swap.community_id == community)
    if volunteer_id is not None:
        own = select(Seat.id).where(Seat.volunteer_id == volunteer_id)
        wanted = wanted.where(or_(Swap.to_volunteer_id == volunteer_id, Swap.seat_id.in_(own)))
    if states:
        wanted = wanted.where(Swap.state.in_(states))
    return list(session.execute(part_of(wanted, Swap.id, last, limit, newest)).scalars())


def swaps_overdue(session: Session, now: datetime, limit: int) -> list[Swap]:
    """Swaps that nobody decided in time."""
    wanted = select(Swap).where(Swap.state.in_(OPEN_SWAPS), Swap.answer_by <= now)
    return list(session.execute(wanted.order_by(Swap.answer_by, Swap.id).limit(limit)).scalars())


# ---- answers, reminders, the end


def unanswered(session: Session, now: datetime, limit: int) -> list[Seat]:
    """Seats that nobody accepted or declined in time."""
    wanted = select(Seat).where(Seat.state == "offered", Seat.answer_by <= now)
    return list(session.execute(wanted.order_by(Seat.answer_by, Seat.id).limit(limit)).scalars())


def to_remind(session: Session, now: datetime) -> list[SeatAt]:
    """Seats of shifts that begin within their person's lead time, but those taken within it."""
    leads = session.execute(select(Volunteer.lead_minutes).distinct()).scalars().all()
    near = [and_(Volunteer.lead_minutes == lead, Shift.starts_at <= now + timedelta(minutes=lead)) for lead in leads]
    wanted = (
        select(Seat, Shift, Volunteer)
        .join(Shift, Shift.id == Seat.shift_id)
        .join(Volunteer, Volunteer.id == Seat.volunteer_id)
        .where(Seat.state.in_(REMINDED), Shift.state == "open", Shift.starts_at > now, or_(False, *near))
    )
    rows = [SeatAt._make(row) for row in session.execute(wanted.order_by(Shift.starts_at, Seat.id))]
    return [row for row in rows if row.seat.created_at <= reminder_at(row)]


def reminder_at(row: SeatAt) -> datetime:
    """When somebody is to be reminded of a seat."""
    return row.shift.starts_at - timedelta(minutes=row.volunteer.lead_minutes)


def told(session: Session, keys: Collection[str]) -> set[str]:
    """Those of some messages that were written."""
    known = sorted(keys)
    found: set[str] = set()
    for at in range(0, len(known), 500):
        wanted = select(OutboxMessage.dedupe_key).where(OutboxMessage.dedupe_key.in_(known[at : at + 500]))
        found |= set(session.execute(wanted).scalars())
    return found


def ended(session: Session, now: datetime, limit: int) -> list[Shift]:
    """Published shifts that are over."""
    wanted = select(Shift).where(Shift.state == "open", Shift.ends_at <= now)
    return list(session.execute(wanted.order_by(Shift.ends_at, Shift.id).limit(limit)).scalars())
