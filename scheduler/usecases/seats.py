"""Seats made and moved: the one place where a living roster changes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from scheduler import audit, queries
from scheduler.actors import Actor
from scheduler.audit import Note
from scheduler.db import conflict_of
from scheduler.errors import Conflict, NotAllowed, Rejected
from scheduler.ids import new_id
from scheduler.models import Seat, SeatEvent, Shift, Volunteer
from scheduler.states import OWNER, SEAT_LIVING, SEAT_MOVES, SYSTEM

STANDBY = "standby"
"""The role of those who stand by for a shift."""


@dataclass(frozen=True, slots=True)
class NewSeat:
    """A seat as it shall begin."""

    shift: Shift
    volunteer: Volunteer
    role: str
    source: str
    state: str
    answer_by: datetime | None = None
    waived: Sequence[str] = ()
    publication_id: UUID | None = None
    team_id: UUID | None = None
    position: int = 0
    reason: str = ""


def seat_made(
    session: Session,
    *,
    shift: Shift,
    volunteer: Volunteer,
    role: str,
    source: str,
    state: str,
    actor: Actor,
    channel: str,
    now: datetime,
    answer_by: datetime | None = None,
    waived: Sequence[str] = (),
    publication_id: UUID | None = None,
    team_id: UUID | None = None,
    position: int = 0,
    reason: str = "",
) -> Seat:
    """Give somebody a seat and take their time; whether the rules are for it is the caller's to ask.

    Raises
    ------
    Conflict
        ``seat_held_already``; ``volunteer_busy``: the database has the last word.
    """
    new = NewSeat(shift, volunteer, role, source, state, answer_by, waived, publication_id, team_id, position, reason)
    return seats_made(session, [new], actor, channel, now)[0]


def seats_made(session: Session, new: Sequence[NewSeat], actor: Actor, channel: str, now: datetime) -> list[Seat]:
    """Give many people seats at once, in a few statements.

    Raises
    ------
    Conflict
        ``seat_held_already``; ``volunteer_busy``: the database has the last word.
    """
    if queries.seats.held_already(session, [(one.shift.id, one.volunteer.id) for one in new]):
        raise Conflict("seat_held_already", "volunteer_id")
    seats = [_row(one, actor, channel, now) for one in new]
    events = [_event(seat, "make", "", actor, now, one.reason) for one, seat in zip(new, seats, strict=True)]
    queries.seats.add(session, seats, events)
    _take_time(session, new, seats)
    notes = [
        Note("seat.make", "seat", seat.id, {"source": seat.source, "state": seat.state, "waived": seat.waived})
        for seat in seats
    ]
    if notes:
        audit.record_all(session, seats[0].community_id, actor.name, notes, now)
    return seats


def step(session: Session, seat: Seat, action: str, actor: Actor, now: datetime, reason: str = "") -> None:
    """Move a seat by an action of `states.SEAT_MOVES`; who no longer sits there has the time back.

    Raises
    ------
    NotAllowed, Conflict, Rejected
        Not for this person; not from this state; unknown action, or a reason is missing.
    """
    known = SEAT_MOVES.get(action)
    if known is None:
        raise Rejected("no_such_action", "action", action, ", ".join(SEAT_MOVES))
    if not parts(session, actor, seat) & known.actors:
        raise NotAllowed("not_for_this_role")
    if seat.state not in known.before:
        raise Conflict("seat_not_ready", "state", seat.state, ", ".join(known.before), action=action)
    if known.needs_reason and not reason.strip():
        raise Rejected("reason_missing", "reason", "", "a sentence")
    before, seat.state = seat.state, known.after
    seat.row_version += 1
    if before == "offered":
        seat.answer_by = None
    queries.seats.add(session, (), [_event(seat, action, before, actor, now, reason)])
    if seat.state not in SEAT_LIVING:
        queries.seats.free(session, seat.id)
    details = {"before": before, "after": seat.state}
    audit.record(session, seat.community_id, actor.name, f"seat.{action}", "seat", seat.id, now, details)


def note(session: Session, seat: Seat, action: str, actor: Actor, now: datetime) -> None:
    """Write a step of a seat that leads nowhere else."""
    queries.seats.add(session, (), [_event(seat, action, seat.state, actor, now, "")])


def parts(session: Session, actor: Actor, seat: Seat) -> frozenset[str]:
    """What an actor is to a seat: its owner, by their roles, or the clockwork."""
    if actor.account_id is None:
        return frozenset({SYSTEM})
    own = actor.member_id is not None and owner_of(session, seat).member_id == actor.member_id
    return actor.roles | {OWNER} if own else actor.roles


def owner_of(session: Session, seat: Seat) -> Volunteer:
    """Whose seat it is."""
    return session.get_one(Volunteer, seat.volunteer_id)


def _row(new: NewSeat, actor: Actor, channel: str, now: datetime) -> Seat:
    by_another = actor.account_id is not None and actor.member_id != new.volunteer.member_id
    return Seat(
        id=new_id(),
        community_id=new.shift.community_id,
        shift_id=new.shift.id,
        volunteer_id=new.volunteer.id,
        publication_id=new.publication_id,
        team_id=new.team_id,
        role=new.role,
        position=new.position,
        source=new.source,
        state=new.state,
        channel=channel,
        operator_id=actor.account_id if by_another else None,
        answer_by=new.answer_by,
        waived=list(new.waived),
        created_at=now,
        row_version=1,
    )


def _event(seat: Seat, action: str, before: str, actor: Actor, now: datetime, reason: str) -> SeatEvent:
    return SeatEvent(
        id=new_id(),
        seat_id=seat.id,
        action=action,
        before=before,
        after=seat.state,
        actor_id=actor.account_id,
        reason=reason,
        at=now,
    )


def _take_time(session: Session, new: Sequence[NewSeat], seats: Sequence[Seat]) -> None:
    rows: list[dict[str, object]] = [
        {
            "resource_id": one.volunteer.resource_id,
            "starts_at": one.shift.starts_at,
            "ends_at": one.shift.ends_at,
            "active": True,
            "seat_id": seat.id,
        }
        for one, seat in zip(new, seats, strict=True)
    ]
    try:
        queries.occupation.occupy(session, rows)
    except DBAPIError as error:
        if conflict_of(error) == "occupation_no_overlap":
            raise Conflict("volunteer_busy", "volunteer_id") from error
        raise
