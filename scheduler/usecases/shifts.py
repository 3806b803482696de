"""Shifts 班次: added one by one, changed while people are asked anew, called off."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from scheduler import audit, calendar, queries
from scheduler.actors import Actor
from scheduler.db import conflict_of
from scheduler.errors import Conflict, NotFound, Rejected, Stale
from scheduler.ids import new_id
from scheduler.models import Round, Seat, Shift
from scheduler.terms import ShiftTerms, shift_terms, stored
from scheduler.translation.volunteer_checks import check_length, check_shift
from scheduler.usecases import roster_notices, seat_endings, seat_notes, seats, shift_endings
from scheduler.usecases.facilities import check_office
from scheduler.usecases.roster_notices import Notice
from scheduler.usecases.seat_endings import HERE
from scheduler.usecases.shift_places import check_place, opening
from scheduler.usecases.volunteers import rules_of

GROWING = ("draft", "open", "closed", "planned", "published")
"""States of a round in which shifts are added."""
STANDING = ("planned", "open")
"""States of a shift that is to take place."""
ASKED = ("offered", "accepted", "confirmed")
"""Seats whose people are asked again when a shift moves."""
MOVING = frozenset({"starts_at", "ends_at", "point_id", "elder_id"})


@dataclass(frozen=True, slots=True)
class ShiftSpec:
    """A dated need for people, at a meeting point or at an elder's home."""

    code: str
    title_zh: str
    title_en: str
    starts_at: datetime
    ends_at: datetime
    terms: ShiftTerms
    point_id: UUID | None = None
    elder_id: UUID | None = None


def add(
    session: Session, *, actor: Actor, round_id: UUID, spec: ShiftSpec, now: datetime
) -> tuple[Shift, list[Notice]]:
    """A single shift of a round.

    Raises
    ------
    NotFound, NotAllowed, Rejected
        No such round; not for this person; a value that cannot be.
    Conflict
        The round is over, or plans no rosters; code in use; the elder is not visited any more.
    """
    round_ = growing(session, actor, round_id)
    if queries.shifts.code_is_used(session, actor.community_id, spec.code):
        raise Conflict("code_in_use", "code", spec.code)
    fields = {name: getattr(spec, name) for name in spec.__slots__} | {"terms": stored(spec.terms)}
    row = Shift(
        id=new_id(),
        community_id=actor.community_id,
        round_id=round_.id,
        coordinator_id=actor.account_id,
        state="planned",
        changed=False,
        created_at=now,
        row_version=1,
        **fields,
    )
    _settle(session, actor, row, round_, now)
    _check_to_come(row, now)
    session.add(row)
    _note(session, actor, "add", row, now, code=row.code)
    return row, roster_notices.of_posts(session, row.community_id, [row], now)


def amend(
    session: Session, *, actor: Actor, shift_id: UUID, version: int, changes: Mapping[str, Any], now: datetime
) -> tuple[Shift, list[Notice]]:
    """Change a shift that is not over, but its code; where its time or place is new, its people are asked again.

    Raises
    ------
    NotFound, NotAllowed, Stale, Rejected
        No such shift; not for this person; changed meanwhile; a value that cannot be.
    Conflict
        ``shift_not_ready``, ``shift_has_begun``, ``shift_under_way``, ``role_in_use``, ``volunteer_busy``; the elder is
        not visited any more.
    """
    row = standing(session, actor, shift_id, now)
    _check_version(row, version)
    moved = any(name in MOVING and getattr(row, name) != value for name, value in changes.items())
    if moved and row.starts_at <= now:
        raise Conflict("shift_has_begun", "shift_id")
    with session.no_autoflush:
        for name, value in changes.items():
            setattr(row, name, stored(value) if name == "terms" else value)
        _settle(session, actor, row, session.get_one(Round, row.round_id), now)
    held = queries.shifts.living_seats(session, row.id)
    if "terms" in changes:
        _check_roles(session, row, held)
    row.row_version += 1
    if moved:
        _check_to_come(row, now)
        row.changed, row.moved_at = True, now
        _ask_again(session, actor, row, held, now)
    _note(session, actor, "amend", row, now, fields=sorted(changes), moved=moved)
    asks_anew = moved or "terms" in changes
    return row, roster_notices.of_posts(session, row.community_id, [row], now) if asks_anew else []


def cancel(session: Session, *, actor: Actor, shift_id: UUID, version: int, reason: str, now: datetime) -> Shift:
    """Call a shift off; whoever has a seat, was asked for one or wished for one is told why.

    Raises
    ------
    NotFound, NotAllowed, Stale, Rejected
        No such shift; not for this person; changed meanwhile; no reason.
    Conflict
        ``shift_not_ready``, ``shift_under_way``.
    """
    row = standing(session, actor, shift_id, now)
    _check_version(row, version)
    if not reason.strip():
        raise Rejected("reason_missing", "reason", "", "a sentence")
    _check_nobody_here(queries.shifts.living_seats(session, row.id))
    shift_endings.call_off(session, actor, row, now, reason)
    return row


# ---- what the modules of shifts share


def growing(session: Session, actor: Actor, round_id: UUID) -> Round:
    """A round of rosters to which shifts may be added, kept from other writers.

    Raises
    ------
    NotAllowed, NotFound, Conflict
        Not for this person; no such round; ``round_not_ready``, ``not_a_roster_round``.
    """
    check_office(actor)
    round_ = queries.rounds.locked(session, actor.community_id, round_id)
    if round_ is None:
        raise NotFound()
    if round_.domain != "rosters":
        raise Conflict("not_a_roster_round", "round_id", round_.domain, "rosters")
    if round_.state not in GROWING:
        raise Conflict("round_not_ready", "state", round_.state, ", ".join(GROWING), action="add_shifts")
    return round_


def standing(session: Session, actor: Actor, shift_id: UUID, now: datetime) -> Shift:
    """A shift that is to take place or takes place, kept from other writers with the people who have seats.

    Raises
    ------
    NotAllowed, NotFound, Conflict
        Not for this person; no such shift; ``shift_not_ready``.
    """
    check_office(actor)
    if queries.shifts.one(session, actor.community_id, shift_id) is None:
        raise NotFound()
    queries.volunteers.locked(session, actor.community_id, queries.shifts.volunteers_of(session, shift_id))
    row = queries.shifts.locked(session, actor.community_id, shift_id)
    if row is None:
        raise NotFound()
    if row.state not in STANDING or row.ends_at <= now:
        state = "over" if row.state in STANDING else row.state
        raise Conflict("shift_not_ready", "state", state, ", ".join(STANDING))
    return row


def _check_version(row: Shift, version: int) -> None:
    if row.row_version != version:
        raise Stale("changed_meanwhile", "If-Match", str(version), str(row.row_version))


def _settle(session: Session, actor: Actor, row: Shift, round_: Round, now: datetime) -> None:
    """Check what a shift is stated to be, and work out its date and when people sign up."""
    if row.ends_at <= row.starts_at:
        raise Rejected("empty_span", "ends_at", row.ends_at.isoformat(), "a later instant than starts_at")
    check_length(int((row.ends_at - row.starts_at).total_seconds() // 60), "ends_at")
    check_shift(shift_terms(row.terms))
    check_place(session, actor, row.point_id, row.elder_id, row.terms)
    zone = queries.community.one(session, row.community_id).zone
    row.date = calendar.date_of(row.starts_at, zone)
    if not round_.use_first <= row.date <= round_.use_last:
        allowed = f"{round_.use_first} to {round_.use_last}"
        raise Rejected("outside_horizon", "starts_at", row.date.isoformat(), allowed)
    if row.drawn_at is None:
        service = rules_of(session, row.community_id, now).service
        row.opens_at, row.draw_at = opening(service, zone, row.date, row.starts_at, row.terms)


def _check_to_come(row: Shift, now: datetime) -> None:
    if row.starts_at < now:
        raise Rejected("in_the_past", "starts_at", row.starts_at.isoformat(), "now or later")


def _check_roles(session: Session, row: Shift, held: Sequence[Seat]) -> None:
    """No seat is lost by a change of what is needed, whether taken, kept for a team or decided by a coordinator."""
    most = {role.id: role.most for role in shift_terms(row.terms).roles}
    needed = Counter(seat.role for seat in held)
    for (_, role), kept in queries.rosters.kept_for_teams(session, [row.id]).items():
        needed[role] += kept
    seated = {seat.volunteer_id for seat in held}
    for lock in queries.rosters.locks(session, [row.id]):
        if lock.role is not None:
            needed[lock.role] += lock.kind == "pin" and lock.volunteer_id not in seated
    for role, count in needed.items():
        if role != seats.STANDBY and (role not in most or count > most[role]):
            raise Conflict("role_in_use", "terms.roles", role, f"{count} or more", people=count)


def _check_nobody_here(held: Sequence[Seat]) -> None:
    if any(seat.state in HERE for seat in held):
        raise Conflict("shift_under_way", "shift_id", allowed="a shift for which nobody has checked in")


def _ask_again(session: Session, actor: Actor, row: Shift, held: Sequence[Seat], now: datetime) -> None:
    """Seats move with their shift; whoever is elsewhere by then loses theirs, the others are asked anew."""
    _check_nobody_here(held)
    session.flush()
    away = queries.shifts.elsewhere(session, row.id, row.starts_at, row.ends_at)
    answer = timedelta(hours=rules_of(session, row.community_id, now).service.answer_hours)
    seat_endings.end_swaps(session, held, now)
    shift_endings.let_go(session, row, "shift_moved_anew", "withdrawn", now)
    for seat in (seat for seat in held if seat.id in away):
        seats.step(session, seat, "cancel", actor, now)
        seat_notes.tell_holder(session, seat, row, "shift_moved_away", now)
    staying = [seat for seat in held if seat.id not in away]
    _move_time(session, row, [seat.id for seat in staying])
    for seat in (seat for seat in staying if seat.state in ASKED):
        seats.step(session, seat, "ask_again", actor, now)
        seat.answer_by = min(now + answer, row.starts_at)
        seat_notes.tell_holder(session, seat, row, "shift_moved", now)


def _move_time(session: Session, row: Shift, seat_ids: Sequence[UUID]) -> None:
    """Let seats take the new span; who has meanwhile taken something else on is not found busy before."""
    try:
        queries.shifts.move_time(session, seat_ids, row.starts_at, row.ends_at)
    except DBAPIError as error:
        if conflict_of(error) == "occupation_no_overlap":
            raise Conflict("volunteer_busy", "starts_at") from error
        raise


def _note(session: Session, actor: Actor, action: str, row: Shift, now: datetime, **details: Any) -> None:
    session.flush()
    audit.record(session, row.community_id, actor.name, f"shift.{action}", "shift", row.id, now, details)
