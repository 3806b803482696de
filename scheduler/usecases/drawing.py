"""Posts drawn by lot: wishes are gathered, then drawn in an order that anybody can work out again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from sqlalchemy.orm import Session

from scheduler import audit, lots, queries
from scheduler.actors import OFFICE, Actor, clockwork
from scheduler.covenant import ServiceRules
from scheduler.errors import Conflict, NotFound
from scheduler.ids import new_id
from scheduler.models import SeatWish, Shift, Volunteer
from scheduler.terms import RoleTerms, shift_terms
from scheduler.usecases import seat_claims, seats, sign_up, substitutes
from scheduler.usecases.seat_notes import tell

FORM = "commontide/draw/1"
Wished = tuple[SeatWish, Volunteer]


@dataclass(frozen=True, slots=True)
class Draw:
    """How posts of a shift were, or will be, drawn; lines are receipts with role, rank and what came of it."""

    seed: str
    draw_at: datetime | None
    drawn_at: datetime | None
    lines: Sequence[tuple[str, str, int | None, str]]


def wish(
    session: Session,
    *,
    actor: Actor,
    shift_id: UUID,
    role: str,
    now: datetime,
    volunteer_id: UUID | None = None,
    channel: str = "web",
) -> SeatWish:
    """Wish for a seat of a post that is drawn by lot; a second wish for the shift takes the place of the first.

    Raises
    ------
    NotFound, NotAllowed, Rejected
        No such shift or volunteer for this person; the person is no volunteer; no such role.
    Conflict
        ``not_drawn``, ``sign_up_not_open``, ``seat_held_already``, ``no_seat_left``; a rule is against it (its code).
    """
    volunteer = seat_claims.volunteer_for(session, actor, volunteer_id, channel)
    queries.seats.lock_volunteers(session, [volunteer.id])
    shift = seat_claims.shift_kept(session, actor, shift_id)
    rules = seat_claims.service_rules(session, actor.community_id, now)
    terms = seat_claims.role_of(shift, role)
    sign_up.check_open(session, shift, rules, now)
    check_gathering(shift, rules, now)
    sign_up.check_takes(session, actor, volunteer, shift, terms, now)
    row = queries.seat_turns.wish(session, shift.id, volunteer.id)
    if row is None:
        row = SeatWish(id=new_id(), community_id=shift.community_id, shift_id=shift.id, volunteer_id=volunteer.id)
        session.add(row)
    row.role, row.state, row.rank, row.created_at = role, "waiting", None, now
    session.flush()
    audit.record(session, row.community_id, actor.name, "wish.make", "seat_wish", row.id, now)
    return row


def withdraw(
    session: Session, *, actor: Actor, shift_id: UUID, now: datetime, volunteer_id: UUID | None = None
) -> SeatWish:
    """Take a wish back while wishes are gathered.

    Raises
    ------
    NotFound, NotAllowed, Conflict
        No such wish for this person; the person is no volunteer; ``not_drawn``: it is too late.
    """
    volunteer = seat_claims.volunteer_for(session, actor, volunteer_id)
    shift = seat_claims.shift_kept(session, actor, shift_id)
    row = queries.seat_turns.wish(session, shift.id, volunteer.id)
    if row is None or row.state == "withdrawn":
        raise NotFound()
    check_gathering(shift, seat_claims.service_rules(session, actor.community_id, now), now)
    row.state = "withdrawn"
    session.flush()
    audit.record(session, row.community_id, actor.name, "wish.withdraw", "seat_wish", row.id, now)
    return row


def check_gathering(shift: Shift, rules: ServiceRules, now: datetime) -> None:
    """Refuse a shift for which no wishes are gathered at present.

    Raises
    ------
    Conflict
        ``not_drawn``.
    """
    until = sign_up.draw_at(shift)
    if until is None or until <= now:
        raise Conflict("not_drawn", "shift_id")


def seen(session: Session, *, actor: Actor, shift_id: UUID, now: datetime) -> Draw:
    """The draw of a published shift: who works it out again comes to the same order; before it one sees one's own wish.

    Raises
    ------
    NotFound, Conflict
        No such shift; ``no_covenant``.
    """
    shift = queries.shifts.one(session, actor.community_id, shift_id)
    if shift is None or (shift.state == "planned" and not actor.has(*OFFICE)):
        raise NotFound()
    everybody = shift.drawn_at is not None or actor.has(*OFFICE)
    lines = [
        (volunteer.receipt, row.role, row.rank, row.state)
        for row, volunteer in queries.seat_turns.wishes_of(session, shift.id)
        if everybody or volunteer.member_id == actor.member_id
    ]
    ordered = sorted(lines, key=lambda line: (line[1], line[2] or 0, line[0]))
    return Draw(seed_of(session, shift), sign_up.draw_at(shift), shift.drawn_at, ordered)


# ---- by the clockwork


def seed_of(session: Session, shift: Shift) -> str:
    """The seed of a shift's draw.

    Where the shift's round has a public draw that is revealed, that decides; else the shift's random id, which stood
    before anybody wished for it. The id is the server's: a code that people choose could be chosen to suit a lot, while
    a shift made anew for another id leaves its traces in the audit chain.
    """
    public = queries.draws.seed_of_shift(session, shift.id)
    told = f"{FORM}:{public}:{shift.id}" if public else f"{FORM}:{shift.id}"
    return sha256(told.encode()).hexdigest()


def draw(session: Session, *, shift: Shift, now: datetime) -> None:
    """Draw the posts of a shift whose time has come: by lot where too many wish for them, else as they came.

    Who wished while the others were waited for is locked too late to be sure of them; the draw is then the next turn's.
    Once the shift has begun nobody is seated any more.
    """
    locked = {one.id for _, one in _waiting(session, shift)}
    queries.seats.lock_volunteers(session, locked)
    (row,) = queries.seats.lock_shifts(session, shift.community_id, [shift.id])
    rules = seat_claims.service_rules(session, shift.community_id, now)
    until = sign_up.draw_at(row)
    if row.state != "open" or until is None or until > now:
        return
    fresh = _waiting(session, row)
    if not {one.id for _, one in fresh} <= locked:
        return
    row.drawn_at, row.row_version = now, row.row_version + 1
    for role in shift_terms(row.terms).roles:
        _draw_role(session, row, role, [pair for pair in fresh if pair[0].role == role.id], rules, now)
    details = {"seed": seed_of(session, row), "wishes": len(fresh)}
    system = clockwork(row.community_id)
    audit.record(session, row.community_id, system.name, "shift.draw", "shift", row.id, now, details)


def _waiting(session: Session, shift: Shift) -> list[Wished]:
    return [(row, one) for row, one in queries.seat_turns.wishes_of(session, shift.id) if row.state == "waiting"]


def _draw_role(
    session: Session, shift: Shift, role: RoleTerms, wished: Sequence[Wished], rules: ServiceRules, now: datetime
) -> None:
    places = seat_claims.free_places(session, shift, role.most, role.id)
    ordered = list(wished)
    if len(wished) * 100 > rules.draw_percent * places:
        seed = seed_of(session, shift)
        ordered.sort(key=lambda pair: (lots.lot_number(seed, pair[1].receipt), pair[1].receipt))
    for rank, (row, volunteer) in enumerate(ordered, start=1):
        row.rank = rank
        begun = shift.starts_at <= now
        row.state = "drawn" if not begun and _seated(session, shift, role, volunteer, now) else "passed"
        tell(session, volunteer, shift, f"wish_{row.state}", row.id, now)
    session.flush()


def _seated(session: Session, shift: Shift, role: RoleTerms, volunteer: Volunteer, now: datetime) -> bool:
    """Give a seat to who is next, where there is one and no rule has come to be against it."""
    try:
        sign_up.check_takes(session, clockwork(shift.community_id), volunteer, shift, role, now)
    except Conflict:
        return False
    seats.seat_made(
        session,
        shift=shift,
        volunteer=volunteer,
        role=role.id,
        source="draw",
        state="confirmed",
        actor=clockwork(shift.community_id),
        channel="web",
        now=now,
    )
    substitutes.taken_up(session, shift, role.id, now)
    return True
