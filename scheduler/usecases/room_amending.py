"""Moving a booking to another room or time: the new one is taken and the old one given back, or nothing happens."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from scheduler import audit, queries
from scheduler.actors import STAFF, Actor
from scheduler.errors import Conflict
from scheduler.models import Booking
from scheduler.privacy import Vault
from scheduler.queries.lent import STANDING
from scheduler.queries.room_bookings import Asset
from scheduler.translation.room_openings import Ask
from scheduler.usecases import room_claims, room_freeing, room_taking
from scheduler.usecases.bookings import Span
from scheduler.usecases.room_bookings import own_or_served
from scheduler.usecases.room_claims import BookingTerms
from scheduler.usecases.room_freeing import ask_of
from scheduler.usecases.room_moves import check_may_change, check_version, kept
from scheduler.usecases.room_notes import tell


@dataclass(frozen=True, slots=True)
class Changes:
    """What shall be different; what is None stays as it is."""

    span: Span | None = None
    room_id: UUID | None = None
    ask: Ask | None = None
    title: str | None = None


def amend(
    session: Session,
    *,
    actor: Actor,
    vault: Vault,
    booking_id: UUID,
    version: int,
    changes: Changes,
    now: datetime,
) -> Booking:
    """Move a booking that has not begun, or change what it is for.

    Raises
    ------
    NotFound, NotAllowed, Stale
        No such booking or room for this person; only to be looked at; changed meanwhile.
    Rejected, Conflict
        As for a new booking; ``booking_is_over``, ``too_late_to_move``.
    """
    row = own_or_served(session, actor, booking_id)
    queries.community.lock_member(session, row.member_id)
    lock_facilities(session, actor, [row], changes)
    (row,) = kept(session, actor, [row])
    check_version(row, version)
    move(session, actor, row, changes, now)
    if changes.title is not None:
        row.title_cipher = room_taking.sealed(vault, changes.title, row.id)
    return row


def lock_facilities(session: Session, actor: Actor, rows: Sequence[Booking], changes: Changes) -> None:
    """The facilities that are left and the one that is taken, in one order for all."""
    assets = queries.room_bookings.assets(session, [row.resource_id for row in rows])
    facilities = {asset.facility_id for asset in assets.values()}
    room = None if changes.room_id is None else queries.rooms.room(session, actor.community_id, changes.room_id)
    if room is not None:
        facilities.add(room.facility_id)
    for facility_id in sorted(facilities):
        queries.rooms.lock_facility(session, facility_id)


def move(session: Session, actor: Actor, row: Booking, changes: Changes, now: datetime) -> None:
    """Move a booking that is kept from other writers, with the facilities concerned.

    Raises
    ------
    NotFound, NotAllowed, Rejected, Conflict
        As `amend`.
    """
    check_may_change(actor, row)
    if row.state not in STANDING or row.starts_at <= now:
        raise Conflict("booking_is_over", "state", row.state, "a booking that stands and has not begun")
    old = Span(row.starts_at, row.ends_at)
    asset = queries.room_bookings.assets(session, [row.resource_id])[row.resource_id]
    claimed, terms = _claimed(session, row, asset, changes, now)
    late = row.starts_at - timedelta(minutes=claimed.booking.cancel_minutes) < now
    if late and row.state == "confirmed" and not actor.has(*STAFF):
        raise Conflict("too_late_to_move", "starts_at")
    far = timedelta(0) if row.series_id is None else timedelta(weeks=claimed.booking.most_series_weeks)
    room_taking.check_span(claimed.booking, terms.span, now, far)
    _retake(session, actor, row, claimed, terms, now)
    audit.record(session, row.community_id, actor.name, "booking.amend", "booking", row.id, now)
    if row.member_id != actor.member_id:
        tell(session, row, "room_moved", now)
    left = queries.rooms.lock_facility(session, asset.facility_id)
    room_freeing.offer(session, left, old.starts_at, old.ends_at, now)


def _claimed(
    session: Session, row: Booking, asset: Asset, changes: Changes, now: datetime
) -> tuple[room_claims.Claim, BookingTerms]:
    kind, asset_id = ("room", changes.room_id) if changes.room_id is not None else (asset.kind, asset.id)
    claimed = room_claims.claim_of(session, row.community_id, row.member_id, kind, asset_id, now)
    if not claimed.wanted.lendable and asset_id != asset.id:
        raise room_claims.not_bookable(kind)
    count = (row.equipment or {}).get(asset.code, 1)
    span = changes.span or Span(row.starts_at, row.ends_at)
    return claimed, BookingTerms(span, changes.ask or ask_of(row), count=count)


def _retake(
    session: Session, actor: Actor, row: Booking, claimed: room_claims.Claim, terms: BookingTerms, now: datetime
) -> None:
    ask, wanted = claimed.ask(terms), claimed.wanted
    judge = room_taking.judge_of(session, wanted.facility, wanted.zone, claimed.rules, terms.span, ask, [row.id])
    rule = room_taking.against(session, claimed, judge, ask, terms.span)
    if rule is not None:
        raise room_taking.refusal_for(rule)
    queries.occupation.free_booking(session, row.id)
    if row.state != "held":
        row.state, row.answer_by = room_taking.state_of(actor, claimed, judge, terms.span, False, now)
    row.resource_id, row.starts_at, row.ends_at = wanted.resource_id, terms.span.starts_at, terms.span.ends_at
    row.people, row.age_group, row.category, row.noisy = ask.people, ask.age_group, ask.category, ask.noisy
    row.equipment, row.row_version = dict(ask.equipment) or None, row.row_version + 1
    session.flush()
    room_taking.occupy(session, row, claimed, judge)
