"""Signing up for shifts: from the day on which they open, one after another; wishes where posts are drawn by lot."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from scheduler import calendar, queries
from scheduler.actors import Actor
from scheduler.covenant import ServiceRules
from scheduler.errors import Conflict, Refused
from scheduler.models import Seat, SeatWish, Shift, Volunteer
from scheduler.terms import RoleTerms, shift_terms
from scheduler.translation import roster_judging
from scheduler.translation.roster_judging import SeatKey
from scheduler.usecases import seat_claims, seats, substitutes


@dataclass(frozen=True, slots=True)
class OpenPost:
    """A role of a shift that has, or may have, room; `against` is what speaks against signing up for it now."""

    shift: Shift
    role: RoleTerms
    free: int
    opens_at: datetime
    draw_at: datetime | None
    wish: SeatWish | None
    against: Refused | None


def draw_at(shift: Shift) -> datetime | None:
    """When posts are drawn by lot, None where they are not, or have been."""
    return shift.draw_at if shift.drawn_at is None and shift_terms(shift.terms).draw else None


def sign_up(
    session: Session,
    *,
    actor: Actor,
    shift_id: UUID,
    role: str,
    now: datetime,
    volunteer_id: UUID | None = None,
    channel: str = "web",
) -> Seat:
    """Take a seat of a published shift; it is confirmed at once.

    Raises
    ------
    NotFound, NotAllowed, Rejected
        No such shift or volunteer for this person; the person is no volunteer; no such role.
    Conflict
        ``sign_up_not_open``, ``drawn_by_lot``, ``seat_held_already``, ``no_seat_left``; the code of a rule.
    """
    volunteer = seat_claims.volunteer_for(session, actor, volunteer_id, channel)
    queries.seats.lock_volunteers(session, [volunteer.id])
    shift = seat_claims.shift_kept(session, actor, shift_id)
    rules = seat_claims.service_rules(session, actor.community_id, now)
    terms = seat_claims.role_of(shift, role)
    check_open(session, shift, rules, now)
    if draw_at(shift) is not None:
        raise Conflict("drawn_by_lot", "shift_id")
    check_takes(session, actor, volunteer, shift, terms, now)
    made = seats.seat_made(
        session,
        shift=shift,
        volunteer=volunteer,
        role=role,
        source="self",
        state="confirmed",
        actor=actor,
        channel=channel,
        now=now,
    )
    substitutes.taken_up(session, shift, role, now)
    return made


def check_open(session: Session, shift: Shift, rules: ServiceRules, now: datetime) -> None:
    """Refuse a shift that nobody can join at present.

    Raises
    ------
    Conflict
        ``shift_cancelled``, ``shift_has_begun``, ``shift_not_open``, ``sign_up_not_open``.
    """
    seat_claims.check_runs(shift, now)
    first = shift.opens_at
    if now < first:
        zone = queries.community.one(session, shift.community_id).zone
        raise Conflict("sign_up_not_open", "shift_id", opens=calendar.local_text(first, zone))


def check_takes(
    session: Session, actor: Actor, volunteer: Volunteer, shift: Shift, role: RoleTerms, now: datetime
) -> None:
    """Refuse somebody who sits there already, one too many, or a seat that a rule is against.

    Raises
    ------
    Conflict
        ``seat_held_already``, ``no_seat_left``, the code of the rule, ``volunteer_busy``.
    """
    if queries.seats.held_already(session, [(shift.id, volunteer.id)]):
        raise Conflict("seat_held_already", "shift_id")
    seat_claims.check_place(session, shift, role)
    seat_claims.check_rules(session, actor, [SeatKey(volunteer.id, shift.id, role.id)], now)
    if _meets(shift, queries.seats.busy(session, volunteer.resource_id, now)):
        raise Conflict("volunteer_busy", "volunteer_id")


def _meets(shift: Shift, spans: Sequence[tuple[datetime, datetime]]) -> bool:
    """Whether a shift meets one of some spans: no rule minds a seat that somebody gave up, but it takes time."""
    return any(first < shift.ends_at and shift.starts_at < last for first, last in spans)


# ---- what there is


def listed(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    volunteer_id: UUID | None = None,
    after: UUID | None = None,
    limit: int = 20,
) -> tuple[list[OpenPost], list[Shift]]:
    """Posts of published shifts in the order of time, with what speaks against signing up; and the shifts themselves.

    Raises
    ------
    NotFound, NotAllowed, Conflict
        No such volunteer for this person; the person is none; ``no_covenant``.
    """
    volunteer = seat_claims.volunteer_for(session, actor, volunteer_id)
    rules = seat_claims.service_rules(session, actor.community_id, now)
    shifts = queries.seats.open_shifts(session, actor.community_id, now, after, limit)
    return _posts(session, actor, volunteer, shifts[: limit - 1], rules, now), shifts


def _posts(
    session: Session, actor: Actor, volunteer: Volunteer, shifts: Sequence[Shift], rules: ServiceRules, now: datetime
) -> list[OpenPost]:
    ids = [shift.id for shift in shifts]
    taken, kept = queries.seats.covered(session, ids), queries.rosters.kept_for_teams(session, ids)
    wishes = queries.seat_turns.wished(session, volunteer.id, ids)
    held = {shift for shift, _ in queries.seats.held_already(session, [(one, volunteer.id) for one in ids])}
    posts = [(shift, role) for shift in shifts for role in shift_terms(shift.terms).roles]
    free = {
        (shift.id, role.id): role.most - taken.get((shift.id, role.id), 0) - kept.get((shift.id, role.id), 0)
        for shift, role in posts
    }
    plain = {
        (shift.id, role.id): _plainly(session, shift, free[shift.id, role.id], shift.id in held, rules, now)
        for shift, role in posts
    }
    asked = [SeatKey(volunteer.id, shift, role) for (shift, role), refused in plain.items() if refused is None]
    faults = roster_judging.obstacles(session, volunteer.community_id, asked, now)
    ruled = {(key.shift_id, key.role): seat_claims.refusal_for(session, actor, fault) for key, fault in faults.items()}
    away, spans = _away(volunteer), queries.seats.busy(session, volunteer.resource_id, now)
    busy = {shift.id: Conflict("volunteer_busy", "volunteer_id") for shift in shifts if _meets(shift, spans)}
    return [
        OpenPost(
            shift,
            role,
            max(0, free[shift.id, role.id]),
            shift.opens_at,
            draw_at(shift),
            _wish_of(wishes.get(shift.id), role),
            plain[shift.id, role.id] or away or ruled.get((shift.id, role.id)) or busy.get(shift.id),
        )
        for shift, role in posts
    ]


def _wish_of(wish: SeatWish | None, role: RoleTerms) -> SeatWish | None:
    return wish if wish is not None and wish.role == role.id else None


def _plainly(
    session: Session, shift: Shift, free: int, held: bool, rules: ServiceRules, now: datetime
) -> Refused | None:
    """What speaks against joining before any rule is asked."""
    try:
        check_open(session, shift, rules, now)
    except Conflict as refused:
        return refused
    if held:
        return Conflict("seat_held_already", "shift_id")
    return Conflict("no_seat_left", "role") if free < 1 else None


def _away(volunteer: Volunteer) -> Refused | None:
    try:
        seat_claims.check_serves(volunteer)
    except Conflict as refused:
        return refused
    return None
