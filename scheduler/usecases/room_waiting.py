"""Waiting for a room: whoever asks first is held what comes free, and says yes in time or leaves it to the next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from scheduler import audit, queries
from scheduler.actors import AUDITOR, STAFF, Actor
from scheduler.covenant import CovenantSettings
from scheduler.errors import Conflict, NotAllowed, NotFound, Rejected
from scheduler.ids import new_id
from scheduler.models import Facility, Waiting
from scheduler.translation.room_openings import Ask
from scheduler.usecases import room_claims, room_freeing, room_taking
from scheduler.usecases.bookings import Span
from scheduler.usecases.organisations import check_member_of
from scheduler.usecases.serving import may_ask_for, runs


@dataclass(frozen=True, slots=True)
class WaitingTerms:
    """A room, or any that will do of a facility, for a span."""

    span: Span
    ask: Ask
    facility_id: UUID | None = None
    room_id: UUID | None = None
    member_id: UUID | None = None
    organisation_id: UUID | None = None


def join(session: Session, *, actor: Actor, terms: WaitingTerms, channel: str, now: datetime) -> Waiting:
    """Stand in line; what is free already is held at once.

    Raises
    ------
    NotFound, NotAllowed, Rejected
        No such person, room or facility for this actor; another's organisation; a value or span that cannot be, or no
        room there could ever hold the group at that time.
    Conflict
        ``too_many_bookings``; ``no_covenant``.
    """
    member_id = room_claims.person_of(session, actor, terms.member_id, channel)
    facility_id = _facility(session, actor, terms).id
    rules = _rules(session, actor.community_id, now)
    room_taking.check_span(rules.room_booking, terms.span, now)
    member = queries.community.member(session, actor.community_id, member_id)
    if member is None:
        raise NotFound()
    check_member_of(session, actor, terms.organisation_id, member.organisation_id)
    queries.community.lock_member(session, member_id)
    most = rules.room_booking.most_open_bookings
    if queries.room_waiting.count_of(session, actor.community_id, member_id) >= most:
        raise Conflict("too_many_bookings", "member_id", allowed=str(most))
    facility = queries.rooms.lock_facility(session, facility_id)
    _check_possible(session, facility, terms, rules)
    row = Waiting(
        id=new_id(),
        community_id=actor.community_id,
        member_id=member_id,
        facility_id=facility.id,
        room_id=terms.room_id,
        starts_at=terms.span.starts_at,
        ends_at=terms.span.ends_at,
        terms=_stored(terms),
        channel=channel,
        operator_id=None if actor.member_id == member_id else actor.account_id,
        created_at=now,
    )
    session.add(row)
    session.flush()
    audit.record(session, row.community_id, actor.name, "waiting.join", "waiting", row.id, now)
    room_freeing.offer(session, facility, row.starts_at, row.ends_at, now)
    return row


def leave(session: Session, *, actor: Actor, waiting_id: UUID, now: datetime) -> Waiting:
    """Leave the line; what is held already is given up as a booking.

    Raises
    ------
    NotFound, NotAllowed, Conflict
        No such place in a line for this person; only to be looked at; it has ended.
    """
    row = seen(session, actor=actor, waiting_id=waiting_id)
    if row.member_id != actor.member_id and not actor.has(*STAFF):
        raise NotAllowed("not_for_this_role")
    queries.rooms.lock_facility(session, row.facility_id)  # first, as whoever offers does
    row = queries.room_waiting.locked(session, row.id)
    if row.state != "waiting":
        raise Conflict("waiting_is_over", "state", row.state, "waiting")
    row.state = "given_up"
    audit.record(session, row.community_id, actor.name, "waiting.leave", "waiting", row.id, now)
    return row


def seen(session: Session, *, actor: Actor, waiting_id: UUID) -> Waiting:
    """A place in a line that this person may see.

    Raises
    ------
    NotFound
        If there is none.
    """
    row = queries.room_waiting.one(session, actor.community_id, waiting_id)
    if row is None or not (actor.has(AUDITOR) or may_ask_for(session, actor, row.member_id)):
        raise NotFound()
    return row


def listed(
    session: Session, *, actor: Actor, last: UUID | None = None, limit: int = 50, newest: bool = True
) -> list[Waiting]:
    """Places in lines: a person's own; all for the office and auditors."""
    if actor.has(AUDITOR) or runs(actor, None):
        return queries.room_waiting.listed(session, actor.community_id, None, last, limit, newest)
    if actor.member_id is None:
        return []
    return queries.room_waiting.listed(session, actor.community_id, actor.member_id, last, limit, newest)


def _rules(session: Session, community: UUID, now: datetime) -> CovenantSettings:
    covenant = queries.community.covenant_in_force(session, community, now)
    return room_claims.rules_of(None if covenant is None else covenant.settings)


def _facility(session: Session, actor: Actor, terms: WaitingTerms) -> Facility:
    """The facility that is named, or that of the room."""
    if (terms.facility_id is None) == (terms.room_id is None):
        raise Rejected("one_of_both", "room_id", allowed="a room, or a facility")
    wanted = terms.facility_id
    if terms.room_id is not None:
        room = queries.rooms.room(session, actor.community_id, terms.room_id)
        wanted = None if room is None or not room.bookable else room.facility_id
    found = None if wanted is None else queries.rooms.facility(session, actor.community_id, wanted)
    if found is None:
        raise NotFound()
    return found


def _check_possible(session: Session, facility: Facility, terms: WaitingTerms, rules: CovenantSettings) -> None:
    """Nobody waits for what cannot come free: a room that is closed then, or too small."""
    zone = queries.community.one(session, facility.community_id).zone
    judge = room_taking.judge_of(session, facility, zone, rules, terms.span, terms.ask)
    since, until = judge.minute(terms.span.starts_at), judge.minute(terms.span.ends_at)
    against = [
        judge.day.obstacle(place.code, terms.ask, since, until)
        for place in judge.day.rooms.values()
        if place.bookable and terms.room_id in (None, place.id)
    ]
    if all(against):
        raise room_taking.refusal_for(against[0] or "room_closed") if against else NotFound()


def _stored(terms: WaitingTerms) -> dict[str, object]:
    ask = terms.ask
    return {
        "people": ask.people,
        "age_group": ask.age_group,
        "category": ask.category,
        "noisy": ask.noisy,
        "features": list(ask.features),
        "equipment": dict(ask.equipment),
        "organisation_id": None if terms.organisation_id is None else str(terms.organisation_id),
    }
