"""Who stands in: those on standby first, then the best fitting, some at a time; the first yes has the seat."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from scheduler import audit, queries
from scheduler.actors import AUDITOR, OFFICE, Actor, clockwork
from scheduler.errors import Conflict, NotFound
from scheduler.ids import new_id
from scheduler.models import Seat, Shift, SubstituteAsk, Volunteer
from scheduler.queries.seat_turns import Sought
from scheduler.states import SEAT_LIVING
from scheduler.translation import roster_judging
from scheduler.translation.roster_judging import SeatKey
from scheduler.usecases import seat_claims, seats
from scheduler.usecases.seat_notes import tell, tell_coordinator, tell_holder

NOBODY_LEFT = "nobody_left"
"""A step of a seat, from looking to looking: all were asked who could take it."""


# ---- asking


def seek(session: Session, shift: Shift, role: str, seat: Seat | None, now: datetime) -> int:
    """Ask the next people to take a seat, or a post that nobody has; how many. The shift is locked.

    Once nobody is left the coordinator is told, and nobody is asked for that seat any more.
    """
    asked = queries.seat_turns.asks_of(session, shift.id, role, None if seat is None else seat.id)
    rules = seat_claims.service_rules(session, shift.community_id, now)
    chosen = _next(session, shift, role, asked, rules.ask_at_once, now)
    if not chosen:
        _nobody_left(session, shift, role, seat, asked, now)
        return 0
    answer_by = min(now + timedelta(minutes=rules.ask_minutes), shift.starts_at)
    wave, rank = max((one.wave for one in asked), default=0) + 1, max((one.rank for one in asked), default=0)
    for number, volunteer_id in enumerate(chosen, start=rank + 1):
        row = SubstituteAsk(
            id=new_id(),
            community_id=shift.community_id,
            shift_id=shift.id,
            role=role,
            seat_id=None if seat is None else seat.id,
            volunteer_id=volunteer_id,
            wave=wave,
            rank=number,
            state="asked",
            asked_at=now,
            answer_by=answer_by,
        )
        session.add(row)
        volunteer = session.get_one(Volunteer, volunteer_id)
        tell(session, volunteer, shift, "substitute_asked", row.id, now, answer_by=answer_by)
    session.flush()
    details = {"role": role, "wave": wave, "asked": len(chosen)}
    system = clockwork(shift.community_id)
    audit.record(session, shift.community_id, system.name, "substitute.ask", "shift", shift.id, now, details)
    return len(chosen)


def _next(
    session: Session, shift: Shift, role: str, asked: Sequence[SubstituteAsk], count: int, now: datetime
) -> list[UUID]:
    """Whom to ask next: nobody twice, and nobody who has or had a seat on the shift but on standby."""
    before = {one.volunteer_id for one in asked} | {
        one.volunteer_id for one in queries.seat_turns.asked_on(session, shift.id)
    }
    ready = [one for one in _standing_by(session, shift, role, now) if one not in before][:count]
    if len(ready) == count or role == seats.STANDBY:
        return ready
    away = before | queries.seats.seated_ever(session, shift.id)
    found = roster_judging.candidates(session, shift, role, now, at_most=count - len(ready), but=away, asked_too=True)
    return ready + [one.volunteer_id for one in found]


def _standing_by(session: Session, shift: Shift, role: str, now: datetime) -> Iterator[UUID]:
    """Those on standby who may take the role, in their order."""
    for one in queries.seats.on_shift(session, shift.id, ("offered", "accepted", "confirmed"), seats.STANDBY):
        new, gone = (SeatKey(one.volunteer_id, shift.id, name) for name in (role, seats.STANDBY))
        if not roster_judging.faults(session, shift.community_id, new=[new], gone=[gone], now=now):
            yield one.volunteer_id


def _nobody_left(
    session: Session, shift: Shift, role: str, seat: Seat | None, asked: Sequence[SubstituteAsk], now: datetime
) -> None:
    if any(one.state == "asked" for one in asked):
        return
    if seat is not None:
        seats.note(session, seat, NOBODY_LEFT, clockwork(shift.community_id), now)
    key = f"{shift.id}:{role}" if seat is None else str(seat.id)
    tell_coordinator(session, shift, "substitute_missing", key, now)


# ---- answering


def answer(session: Session, *, actor: Actor, ask_id: UUID, yes: bool, now: datetime) -> SubstituteAsk:
    """Say yes or no to being asked; the first yes has the seat, the others are told.

    Raises
    ------
    NotFound, Conflict
        Nobody asked this person so; ``ask_is_over``, ``no_seat_left``, or a rule is against it by now (its code).
    """
    found = _own(session, actor, ask_id)
    ids = [found.volunteer_id]
    if found.seat_id is not None:
        ids.append(session.get_one(Seat, found.seat_id).volunteer_id)
    queries.seats.lock_volunteers(session, ids)
    shift = seat_claims.shift_kept(session, actor, found.shift_id)
    asks = queries.seat_turns.asks_of(session, shift.id, found.role, found.seat_id)
    row = next(one for one in asks if one.id == found.id)
    if row.state != "asked" or row.answer_by <= now:
        raise Conflict("ask_is_over", "ask_id")
    if yes:
        _take(session, actor, row, shift, now)
        return row
    row.state = "declined"
    audit.record(session, row.community_id, actor.name, "substitute.no", "substitute_ask", row.id, now)
    if not any(one.state == "asked" for one in asks):
        seek(session, shift, row.role, _seat_of(session, row), now)
    return row


def _take(session: Session, actor: Actor, row: SubstituteAsk, shift: Shift, now: datetime) -> None:
    seat_claims.check_runs(shift, now)
    old, system = _seat_of(session, row), clockwork(row.community_id)
    if old is not None and old.state != "looking_for_substitute":
        raise Conflict("ask_is_over", "ask_id")
    seat_claims.check_place(session, shift, seat_claims.role_of(shift, row.role))
    volunteer = session.get_one(Volunteer, row.volunteer_id)
    mine = [one for one in queries.seats.on_shift(session, shift.id, SEAT_LIVING) if one.volunteer_id == volunteer.id]
    gone = [SeatKey(one.volunteer_id, shift.id, one.role) for one in (*mine, *([] if old is None else [old]))]
    seat_claims.check_rules(session, actor, [SeatKey(volunteer.id, shift.id, row.role)], now, gone=gone)
    for one in mine:
        seats.step(session, one, "replace", system, now)
    row.state = "taken"
    own = volunteer.member_id == actor.member_id
    seats.seat_made(
        session,
        shift=shift,
        volunteer=volunteer,
        role=row.role,
        source="substitute",
        state="confirmed",
        actor=actor,
        channel="web" if own else "hotline",
        now=now,
        team_id=None if old is None else old.team_id,
    )
    audit.record(session, row.community_id, actor.name, "substitute.yes", "substitute_ask", row.id, now)
    if old is not None:
        relieve(session, shift, old, now)
    else:
        taken_up(session, shift, row.role, now)


def relieve(session: Session, shift: Shift, seat: Seat, now: datetime) -> None:
    """Let somebody go in whose place another came, and tell those who were asked."""
    seats.step(session, seat, "replace", clockwork(seat.community_id), now)
    tell_holder(session, seat, shift, "seat_taken_over", now)
    close(session, shift, seat.role, seat.id, now)


def taken_up(session: Session, shift: Shift, role: str, now: datetime) -> None:
    """Once somebody took a seat, let whoever looked longest for a substitute go; a full post asks no more."""
    waiting = queries.seats.on_shift(session, shift.id, ("looking_for_substitute",), role)
    if waiting:
        (seat, *_) = queries.seats.locked(session, [waiting[0].id])
        relieve(session, shift, seat, now)
    if (
        role != seats.STANDBY
        and seat_claims.free_places(session, shift, seat_claims.role_of(shift, role).target, role) < 1
    ):
        close(session, shift, role, None, now)


def close(session: Session, shift: Shift, role: str, seat_id: UUID | None, now: datetime) -> None:
    """End the asking for a seat, or a post, and tell those who have not answered yet."""
    for one in queries.seat_turns.asks_of(session, shift.id, role, seat_id):
        if one.state == "asked":
            one.state = "passed"
            tell(session, session.get_one(Volunteer, one.volunteer_id), shift, "substitute_late", one.id, now)
    session.flush()


def go_on(session: Session, *, sought: Sought, now: datetime) -> int:
    """What the clockwork does about a post: answers overdue expire, the next are asked; how many."""
    (shift,) = queries.seats.lock_shifts(session, sought.community_id, [sought.shift_id])
    asks = queries.seat_turns.asks_of(session, shift.id, sought.role, sought.seat_id)
    for one in asks:
        if one.state == "asked" and one.answer_by <= now:
            one.state = "expired"
    session.flush()
    if shift.state != "open" or shift.starts_at <= now or any(one.state == "asked" for one in asks):
        return 0
    if sought.seat_id is None:
        return seek_open(session, shift, sought.role, now)
    (seat,) = queries.seats.locked(session, [sought.seat_id])
    if seat.state != "looking_for_substitute" or queries.seats.last_action(session, seat.id) == NOBODY_LEFT:
        return 0
    return seek(session, shift, sought.role, seat, now)


def seek_open(session: Session, shift: Shift, role: str, now: datetime) -> int:
    """Ask people for the empty seats of a post, where nobody is being asked for it; how many. The shift is locked."""
    target = seat_claims.role_of(shift, role).target
    looking = len(queries.seats.on_shift(session, shift.id, ("looking_for_substitute",), role))
    if seat_claims.free_places(session, shift, target, role) - looking < 1:
        return 0
    if any(one.state == "asked" for one in queries.seat_turns.asks_of(session, shift.id, role, None)):
        return 0
    return seek(session, shift, role, None, now)


def begin(session: Session, *, actor: Actor, shift_id: UUID, role: str, now: datetime) -> int:
    """Let the office have people asked for the empty seats of a post now; how many are asked.

    Raises
    ------
    NotAllowed, NotFound, Rejected, Conflict
        Not for this person; no such shift; no such role; the shift is not one that people can still join.
    """
    seat_claims.check_office(actor)
    shift = seat_claims.shift_kept(session, actor, shift_id)
    seat_claims.check_runs(shift, now)
    return seek_open(session, shift, role, now)


# ---- seeing


def one(session: Session, *, actor: Actor, ask_id: UUID) -> queries.seat_turns.AskAt:
    """Somebody asked, if it is oneself or one is of the office.

    Raises
    ------
    NotFound
        If there is none.
    """
    found = _own(session, actor, ask_id)
    shift, volunteer = session.get_one(Shift, found.shift_id), session.get_one(Volunteer, found.volunteer_id)
    return queries.seat_turns.AskAt(found, shift, volunteer)


def listed(
    session: Session,
    *,
    actor: Actor,
    shift_id: UUID | None = None,
    last: UUID | None = None,
    limit: int = 50,
    newest: bool = True,
) -> list[queries.seat_turns.AskAt]:
    """What somebody is, or was, asked; all of the community for the office and auditors."""
    volunteer_id = None
    if not actor.has(*OFFICE, AUDITOR):
        own = queries.seats.volunteer_of(session, actor.community_id, actor.member_id)
        if own is None:
            return []
        volunteer_id = own.id
    return queries.seat_turns.listed_asks(session, actor.community_id, volunteer_id, shift_id, last, limit, newest)


def _own(session: Session, actor: Actor, ask_id: UUID) -> SubstituteAsk:
    found = queries.seat_turns.ask(session, actor.community_id, ask_id)
    if found is None:
        raise NotFound()
    asked = session.get_one(Volunteer, found.volunteer_id)
    if not (actor.has(*OFFICE) or (actor.member_id is not None and asked.member_id == actor.member_id)):
        raise NotFound()
    return found


def _seat_of(session: Session, row: SubstituteAsk) -> Seat | None:
    return None if row.seat_id is None else queries.seats.locked(session, [row.seat_id])[0]
