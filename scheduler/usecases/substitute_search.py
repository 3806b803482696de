"""The search for who stands in: those on standby first, then the best fitting, some at a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import islice
from uuid import UUID

from sqlalchemy.orm import Session

from scheduler import audit, queries
from scheduler.actors import Actor, clockwork
from scheduler.covenant import ServiceRules
from scheduler.errors import NotFound
from scheduler.ids import new_id
from scheduler.models import Seat, Shift, SubstituteAsk, Volunteer
from scheduler.queries.seat_turns import NOBODY_LEFT, Sought
from scheduler.states import SEAT_LIVING
from scheduler.translation import roster_judging
from scheduler.translation.roster_judging import SeatKey
from scheduler.usecases import seat_claims, seats, substitutes
from scheduler.usecases.seat_notes import tell, tell_coordinator

STANDING_BY = ("offered", "accepted", "confirmed")
"""States of a seat on standby whose person may be asked."""
SPARE = 2
"""How many times as many people are ranked as are asked."""


def ranked(session: Session, *, sought: Sought, now: datetime) -> list[UUID]:
    """Who may be asked next for a post, the best first; some more than are asked, should things change meanwhile.

    Looking through everybody takes long: it is done while nobody else is kept waiting, and each is judged once more.
    """
    shift = queries.shifts.one(session, sought.community_id, sought.shift_id)
    asks = queries.seat_turns.asks_seen(session, sought)
    if shift is None or not _is_wanted(session, shift, sought, asks, now):
        return []
    rules = seat_claims.service_rules(session, sought.community_id, now)
    away = _away(session, shift, sought.role, asks, now)
    ready = [one for one in _standing_by(session, shift, sought.role, now) if one not in away]
    more = SPARE * rules.ask_at_once - len(ready)
    if more < 1 or sought.role == seats.STANDBY:
        return ready
    away |= queries.seats.seated_ever(session, shift.id)
    found = roster_judging.candidates(session, shift, sought.role, now, at_most=more, but=away, asked_too=True)
    return ready + [one.volunteer_id for one in found]


def go_on(session: Session, *, sought: Sought, chosen: Sequence[UUID], now: datetime) -> int:
    """What is done about a post: answers overdue expire, the next of those `ranked` are asked; how many.

    Once nobody was left the coordinator is told, and nobody is asked for that seat any more.
    """
    (shift,) = queries.seats.lock_shifts(session, sought.community_id, [sought.shift_id])
    asks = queries.seat_turns.asks_of(session, shift.id, sought.role, sought.seat_id)
    for one in asks:
        if one.state == "asked" and one.answer_by <= now:
            one.state = "expired"
    session.flush()
    if not _is_wanted(session, shift, sought, asks, now):
        return 0
    seat = None if sought.seat_id is None else queries.seats.locked(session, [sought.seat_id])[0]
    role = substitutes.role_of(shift, sought.role)
    if seat is not None and role is not None and seat_claims.free_places(session, shift, role.most, role.id) < 1:
        # Offers may still be declined; until then nobody is let go, and nobody asked who would find no room.
        if substitutes.missing(session, shift, role.id, role.most) < 1:
            substitutes.relieve(session, shift, seat, now)
        return 0
    if not chosen:
        _nobody_left(session, shift, sought.role, seat, asks, now)
        return 0
    rules = seat_claims.service_rules(session, shift.community_id, now)
    away = _away(session, shift, sought.role, asks, now)
    fit = (one for one in chosen if one not in away and _may(session, shift, sought.role, one, now))
    return _ask(session, shift, sought, asks, list(islice(fit, rules.ask_at_once)), rules, now)


def begin(session: Session, *, actor: Actor, shift_id: UUID, role: str, now: datetime) -> int:
    """Let the office have people asked for the empty seats of a post now; how many are asked.

    Raises
    ------
    NotAllowed, NotFound, Rejected, Conflict
        Not for this person; no such shift; no such role; the shift is not one that people can still join.
    """
    seat_claims.check_office(actor)
    shift = queries.shifts.one(session, actor.community_id, shift_id)
    if shift is None:
        raise NotFound()
    seat_claims.check_runs(shift, now)
    seat_claims.role_of(shift, role)
    sought = Sought(actor.community_id, shift_id, role, None)
    return go_on(session, sought=sought, chosen=ranked(session, sought=sought, now=now), now=now)


def _is_wanted(session: Session, shift: Shift, sought: Sought, asks: Sequence[SubstituteAsk], now: datetime) -> bool:
    """Whether people are to be asked for a post now: nobody's answer is awaited, and somebody is missing."""
    if shift.state != "open" or shift.starts_at <= now:
        return False
    if any(one.state == "asked" and one.answer_by > now for one in asks):
        return False
    if sought.seat_id is not None:
        seat = session.get_one(Seat, sought.seat_id, populate_existing=True)
        left = queries.seats.last_action(session, seat.id)
        return seat.state == "looking_for_substitute" and left != NOBODY_LEFT
    role = substitutes.role_of(shift, sought.role)
    looking = len(queries.seats.on_shift(session, shift.id, ("looking_for_substitute",), sought.role))
    return role is not None and seat_claims.free_places(session, shift, role.target, role.id) - looking >= 1


def _away(session: Session, shift: Shift, role: str, asks: Sequence[SubstituteAsk], now: datetime) -> set[UUID]:
    """Who is not asked: nobody twice for a post, nor for two posts of a shift at a time."""
    awaited = queries.seat_turns.awaited_on(session, shift.id, now)
    return {one.volunteer_id for one in asks} | awaited


def _standing_by(session: Session, shift: Shift, role: str, now: datetime) -> Iterator[UUID]:
    """Those on standby who may take the role, in their order."""
    for one in queries.seats.on_shift(session, shift.id, STANDING_BY, seats.STANDBY):
        if _may(session, shift, role, one.volunteer_id, now):
            yield one.volunteer_id


def _may(session: Session, shift: Shift, role: str, volunteer_id: UUID, now: datetime) -> bool:
    """Whether no rule is against somebody taking a seat; who stands by gives that place up for it."""
    mine = [one for one in queries.seats.on_shift(session, shift.id, SEAT_LIVING) if one.volunteer_id == volunteer_id]
    if any(one.role != seats.STANDBY or one.state not in STANDING_BY for one in mine):
        return False
    new = [SeatKey(volunteer_id, shift.id, role)]
    gone = [SeatKey(volunteer_id, shift.id, one.role) for one in mine]
    return not roster_judging.faults(session, shift.community_id, new=new, gone=gone, now=now, asked_too=True)


def _ask(
    session: Session,
    shift: Shift,
    sought: Sought,
    asks: Sequence[SubstituteAsk],
    chosen: Sequence[UUID],
    rules: ServiceRules,
    now: datetime,
) -> int:
    """Ask some people, and tell how many; who else was chosen is no longer free, and the next turn looks anew."""
    if not chosen:
        return 0
    answer_by = min(now + timedelta(minutes=rules.ask_minutes), shift.starts_at)
    wave, rank = max((one.wave for one in asks), default=0) + 1, max((one.rank for one in asks), default=0)
    for number, volunteer_id in enumerate(chosen, start=rank + 1):
        row = SubstituteAsk(
            id=new_id(),
            community_id=shift.community_id,
            shift_id=shift.id,
            role=sought.role,
            seat_id=sought.seat_id,
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
    details = {"role": sought.role, "wave": wave, "asked": len(chosen)}
    system = clockwork(shift.community_id)
    audit.record(session, shift.community_id, system.name, "substitute.ask", "shift", shift.id, now, details)
    return len(chosen)


def _nobody_left(
    session: Session, shift: Shift, role: str, seat: Seat | None, asks: Sequence[SubstituteAsk], now: datetime
) -> None:
    """Tell the coordinator; for a post once after each wave, for a seat each time that it was given up."""
    if seat is None:
        key = f"{shift.id}:{role}:{max((one.wave for one in asks), default=0)}"
    else:
        key = f"{seat.id}:{seat.row_version}"
        seats.note(session, seat, NOBODY_LEFT, clockwork(shift.community_id), now)
    tell_coordinator(session, shift, "substitute_missing", key, now)
