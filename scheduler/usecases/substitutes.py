"""Who was asked to stand in: the first yes has the seat, the others are told, and whoever need not come any more."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from scheduler import audit, queries
from scheduler.actors import AUDITOR, OFFICE, Actor, clockwork
from scheduler.errors import Conflict, NotFound
from scheduler.models import Seat, Shift, SubstituteAsk, Volunteer
from scheduler.states import SEAT_LIVING
from scheduler.terms import RoleTerms, shift_terms
from scheduler.translation.roster_judging import SeatKey
from scheduler.usecases import seat_claims, seats
from scheduler.usecases.seat_notes import tell, tell_holder

# ---- answering


def answer(session: Session, *, actor: Actor, ask_id: UUID, yes: bool, now: datetime) -> SubstituteAsk:
    """Say yes or no to being asked; the first yes has the seat, the others are told; after a no the clockwork goes on.

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
    # Nothing is awaited from now on; the clockwork asks the next ones, who looks for posts answered of late.
    row.state, row.answer_by = "declined", now
    session.flush()
    audit.record(session, row.community_id, actor.name, "substitute.no", "substitute_ask", row.id, now)
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
    seat_claims.check_rules(session, actor, [SeatKey(volunteer.id, shift.id, row.role)], now, gone=gone, asked_too=True)
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


def role_of(shift: Shift, name: str) -> RoleTerms | None:
    """A role of a shift, if it still has it; standing by is none."""
    return next((one for one in shift_terms(shift.terms).roles if one.id == name), None)


def missing(session: Session, shift: Shift, role: str, wanted: int) -> int:
    """How many more have to say yes to a role until it has so many as are wanted."""
    offered = len(queries.seats.on_shift(session, shift.id, ("offered",), role))
    return seat_claims.free_places(session, shift, wanted, role) + offered


def accepted(session: Session, shift: Shift, role: str, now: datetime) -> None:
    """Once an offer was accepted and nobody is missing any more, let whoever looked longest for a substitute go."""
    known = role_of(shift, role)
    if known is not None and missing(session, shift, role, known.target) < 1:
        taken_up(session, shift, role, now)


def close(session: Session, shift: Shift, role: str, seat_id: UUID | None, now: datetime) -> None:
    """End the asking for a seat, or a post, and tell those who have not answered yet."""
    for one in queries.seat_turns.asks_of(session, shift.id, role, seat_id):
        if one.state == "asked":
            one.state = "passed"
            tell(session, session.get_one(Volunteer, one.volunteer_id), shift, "substitute_late", one.id, now)
    session.flush()


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
        own = queries.volunteers.of_member(session, actor.community_id, actor.member_id)
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
