"""When rooms come free: what ends a booking, and who is offered the room next."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from scheduler import audit, queries
from scheduler.actors import Actor, clockwork
from scheduler.models import Booking, Waiting
from scheduler.translation.room_days import FacilityAt
from scheduler.translation.room_judging import Judge
from scheduler.translation.room_openings import Ask
from scheduler.usecases import room_claims, room_taking
from scheduler.usecases.bookings import Span
from scheduler.usecases.room_claims import BookingTerms, Claim
from scheduler.usecases.room_notes import tell


def end(session: Session, row: Booking, state: str, now: datetime) -> None:
    """End a booking that stands, and give back what it occupies."""
    row.state, row.answer_by, row.row_version = state, None, row.row_version + 1
    if state in ("cancelled", "refused"):
        row.cancelled_at = now
    session.flush()
    queries.occupation.free_booking(session, row.id)
    for asked in queries.room_waiting.offered(session, [row.id]):
        asked.state = "given_up"


def cancel_shut_out(
    session: Session,
    actor: Actor,
    facility: FacilityAt,
    since: datetime,
    until: datetime,
    reason: str,
    now: datetime,
) -> list[Booking]:
    """Cancel the bookings of a locked facility that it is no longer open for, and tell their people why."""
    covenant = queries.community.covenant_in_force(session, facility.community_id, now)
    standing = queries.room_bookings.standing_at(session, facility.id, since, until)
    if covenant is None or not standing:
        return []
    out = [row for row in standing if _is_shut_out(session, facility, row, now)]
    for row in queries.room_bookings.locked(session, [row.id for row in out]):
        end(session, row, "cancelled", now)
        audit.record(session, row.community_id, actor.name, "booking.shut_out", "booking", row.id, now)
        tell(session, row, "room_shut_out", now, reason=reason)
    return out


def _is_shut_out(session: Session, facility: FacilityAt, row: Booking, now: datetime) -> bool:
    asset = queries.room_bookings.assets(session, [row.resource_id])[row.resource_id]
    claimed = room_claims.claim_of(session, row.community_id, row.member_id, asset.kind, asset.id, now)
    span, ask = Span(row.starts_at, row.ends_at), ask_of(row)
    judge = room_taking.judge_of(session, facility, claimed.wanted.zone, claimed.rules, span, ask, [row.id])
    if claimed.kind == "room":
        since, until = judge.minute(span.starts_at), judge.minute(span.ends_at)
        return "room_closed" in judge.day.obstacles(asset.code, ask, since, until)
    return room_taking.against(session, claimed, judge, ask, span) == "facility_closed"


def ask_of(row: Booking) -> Ask:
    """What a booking needs of its room."""
    return Ask(
        row.people or 1, row.age_group or "any", row.category or "other", row.noisy, equipment=row.equipment or {}
    )


# ---- who is next


def offer(session: Session, facility: FacilityAt, since: datetime, until: datetime, now: datetime) -> list[Booking]:
    """Hold what came free at a locked facility for those who wait for it, first come first served."""
    made = []
    for row in queries.room_waiting.at(session, facility.id, since, until):
        if row.starts_at <= now:
            continue
        held = _held_for(session, row, now)
        if held is not None:
            made.append(held)
    return made


def could_offer(session: Session, facility_id: UUID, since: datetime, until: datetime) -> bool:
    """Whether something is free for somebody who waits; nothing is locked."""
    rows = queries.room_waiting.at(session, facility_id, since, until)
    return any(row.starts_at > since and _found_for(session, row, since, "nothing") for row in rows)


def _held_for(session: Session, row: Waiting, now: datetime) -> Booking | None:
    found = _found_for(session, row, now, "facility")
    if found is None or queries.room_waiting.locked(session, row.id).state != "waiting":
        return None
    return _hold(session, row, *found, now)


def _found_for(session: Session, row: Waiting, now: datetime, keep: str) -> tuple[Claim, Judge, BookingTerms] | None:
    """A room for somebody who waits, None where none that would do is free."""
    span, ask = Span(row.starts_at, row.ends_at), asked(row)
    for room_id in _rooms(session, row):
        claimed = room_claims.claim_of(session, row.community_id, row.member_id, "room", room_id, now, keep)
        wanted = claimed.wanted
        judge = room_taking.judge_of(session, wanted.facility, wanted.zone, claimed.rules, span, ask)
        if wanted.lendable and judge.against(wanted.asset_code, ask, span.starts_at, span.ends_at) is None:
            return claimed, judge, BookingTerms(span, ask, room_id)
    return None


def _hold(session: Session, row: Waiting, claimed: Claim, judge: Judge, terms: BookingTerms, now: datetime) -> Booking:
    until = min(now + timedelta(hours=claimed.booking.answer_hours), row.starts_at)
    asker = Actor(row.community_id, row.operator_id, None if row.operator_id else row.member_id)
    terms = replace(terms, organisation_id=organisation_of(row))
    made = room_taking.written(session, asker, claimed, terms, ("held", until), row.channel, now)
    room_taking.occupy(session, made, claimed, judge)
    row.state, row.booking_id = "offered", made.id
    system = clockwork(row.community_id)
    audit.record(session, row.community_id, system.name, "booking.offer", "booking", made.id, now)
    tell(session, made, "room_offered", now)
    return made


def _rooms(session: Session, row: Waiting) -> Iterator[UUID]:
    """Rooms that would do, the smallest first."""
    if row.room_id is not None:
        yield row.room_id
        return
    rooms = queries.rooms.rooms_of(session, row.facility_id)
    yield from (room.id for room in sorted(rooms, key=lambda room: (room.capacity, room.code)))


def asked(row: Waiting) -> Ask:
    """What somebody who waits needs."""
    terms = row.terms
    return Ask(
        terms["people"],
        terms["age_group"],
        terms["category"],
        terms["noisy"],
        tuple(terms["features"]),
        terms["equipment"],
    )


def organisation_of(row: Waiting) -> UUID | None:
    """For which organisation somebody waits."""
    found = row.terms.get("organisation_id")
    return None if found is None else UUID(found)
