"""What becomes of a booking of a room: confirmed, refused, given back, not shown up for, moved."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from scheduler import audit, queries
from scheduler.actors import OFFICE, STAFF, Actor, clockwork
from scheduler.covenant import RoomBookingRules
from scheduler.errors import Conflict, NotAllowed, Rejected, Stale
from scheduler.models import Booking
from scheduler.queries.lent import STANDING
from scheduler.usecases import room_claims, room_freeing, room_taking
from scheduler.usecases.bookings import Span
from scheduler.usecases.room_bookings import own_or_served
from scheduler.usecases.room_freeing import ask_of, end
from scheduler.usecases.room_notes import tell

UNDECIDED = ("held", "requested")


def act(
    session: Session,
    *,
    actor: Actor,
    booking_id: UUID,
    action: str,
    version: int | None,
    now: datetime,
    reason: str = "",
) -> Booking:
    """Take one of `ACTIONS` on a booking; what comes free is offered to those who wait for it.

    Raises
    ------
    NotFound, NotAllowed, Stale, Conflict, Rejected
        No such booking for this person; not for this role; changed meanwhile; not from this state, or too late; no
        such action, or a reason is missing.
    """
    row = kept(session, actor, [own_or_served(session, actor, booking_id)])[0]
    check_version(row, version)
    apply(session, actor, row, action, now, reason)
    return row


def apply(session: Session, actor: Actor, row: Booking, action: str, now: datetime, reason: str = "") -> None:
    """Take an action on a booking that is kept from other writers, with its facility.

    Raises
    ------
    NotAllowed, Conflict, Rejected
        Not for this role; not from this state, or too late; no such action, or a reason is missing.
    """
    if action not in ACTIONS:
        raise Rejected("no_such_action", "action", action, ", ".join(ACTIONS))
    check_may_change(actor, row)
    ACTIONS[action](session, actor, row, now, reason)
    audit.record(session, row.community_id, actor.name, f"booking.{action}", "booking", row.id, now)
    if row.state not in STANDING and row.ends_at > now:
        asset = queries.room_bookings.assets(session, [row.resource_id])[row.resource_id]
        facility = queries.rooms.lock_facility(session, asset.facility_id)
        room_freeing.offer(session, facility, row.starts_at, row.ends_at, now)


def check_may_change(actor: Actor, row: Booking) -> None:
    """Refuse those who may only look.

    Raises
    ------
    NotAllowed
        ``not_for_this_role``.
    """
    if row.member_id != actor.member_id and not actor.has(*STAFF):
        raise NotAllowed("not_for_this_role")


def check_version(row: Booking, version: int | None) -> None:
    """Refuse a change of what somebody has not seen.

    Raises
    ------
    Stale
        ``changed_meanwhile``.
    """
    if version is not None and row.row_version != version:
        raise Stale("changed_meanwhile", "If-Match", str(version), str(row.row_version))


def kept(session: Session, actor: Actor, rows: Sequence[Booking]) -> list[Booking]:
    """Bookings that nobody else writes until the transaction ends; their facilities first, as whoever books does."""
    assets = queries.room_bookings.assets(session, [row.resource_id for row in rows])
    for facility_id in sorted({asset.facility_id for asset in assets.values()}):
        queries.rooms.lock_facility(session, facility_id)
    return queries.room_bookings.locked(session, [row.id for row in rows])


def rules_at(session: Session, community: UUID, now: datetime) -> RoomBookingRules:
    """Rules of single bookings in force.

    Raises
    ------
    Conflict
        ``no_covenant``.
    """
    covenant = queries.community.covenant_in_force(session, community, now)
    return room_claims.rules_of(None if covenant is None else covenant.settings).room_booking


# ---- actions


def _confirm(session: Session, actor: Actor, row: Booking, now: datetime, _reason: str) -> None:
    """A hold by its person; what staff decide on, by the office."""
    _check_from(row, UNDECIDED)
    if row.state == "requested" and not actor.has(*OFFICE):
        raise NotAllowed("not_for_this_role")
    if row.answer_by is not None and row.answer_by <= now:
        raise Conflict("answer_overdue", "answer_by", row.answer_by.isoformat(), "an answer in time")
    requested = row.state == "requested"
    row.state, row.answer_by = ("confirmed", None) if requested else _next_state(session, actor, row, now)
    row.decided_by = actor.account_id if actor.has(*OFFICE) else row.decided_by
    row.row_version += 1
    session.flush()
    for asked in queries.room_waiting.offered(session, [row.id]):
        asked.state = "done"
    if requested:
        tell(session, row, "room_confirmed", now)


def _next_state(session: Session, actor: Actor, row: Booking, now: datetime) -> tuple[str, datetime | None]:
    """Where a confirmed hold leads: to staff where they decide."""
    asset = queries.room_bookings.assets(session, [row.resource_id])[row.resource_id]
    claimed = room_claims.claim_of(session, row.community_id, row.member_id, asset.kind, asset.id, now)
    span, wanted = Span(row.starts_at, row.ends_at), claimed.wanted
    judge = room_taking.judge_of(session, wanted.facility, wanted.zone, claimed.rules, span, ask_of(row), [row.id])
    return room_taking.state_of(actor, claimed, judge, span, False, now)


def _refuse(session: Session, actor: Actor, row: Booking, now: datetime, reason: str) -> None:
    if not actor.has(*OFFICE):
        raise NotAllowed("not_for_this_role")
    _check_from(row, ("requested",))
    if not reason.strip():
        raise Rejected("reason_missing", "reason")
    row.decided_by = actor.account_id
    tell(session, row, "room_refused", now, reason=reason)
    end(session, row, "refused", now)


def _cancel(session: Session, actor: Actor, row: Booking, now: datetime, reason: str) -> None:
    """Free of consequence in time; later it counts as not shown up for, unless staff cancel."""
    if row.state not in STANDING or row.ends_at <= now:
        raise Conflict("booking_is_over", "state", row.state, "a booking that stands and is not over")
    own = row.member_id == actor.member_id
    rules = rules_at(session, row.community_id, now)
    late = row.starts_at - timedelta(minutes=rules.cancel_minutes) < now
    missed = own and late and row.state == "confirmed"
    end(session, row, "no_show" if missed else "cancelled", now)
    row.cancelled_at = now
    if not own:
        tell(session, row, "room_cancelled", now, reason=reason)
    if missed:
        _release_series(session, row, rules, now)


def _no_show(session: Session, actor: Actor, row: Booking, now: datetime, _reason: str) -> None:
    if not actor.has(*STAFF):
        raise NotAllowed("not_for_this_role")
    _check_from(row, ("confirmed",))
    if row.starts_at > now:
        raise Conflict("not_begun_yet", "state", row.state, "a booking that has begun")
    end(session, row, "no_show", now)
    _release_series(session, row, rules_at(session, row.community_id, now), now)


def _reconfirm(session: Session, actor: Actor, row: Booking, now: datetime, _reason: str) -> None:
    """Confirm all that is held of a series until the same moment."""
    _check_from(row, ("held",))
    if row.series_id is None:
        raise Conflict("not_a_series", "action")
    series = queries.room_bookings.of_series(session, row.community_id, row.series_id)
    stretch = [one for one in series if one.state == "held" and one.answer_by == row.answer_by]
    for one in kept(session, actor, stretch):
        _confirm(session, actor, one, now, "")


ACTIONS: Mapping[str, Callable[[Session, Actor, Booking, datetime, str], None]] = {
    "confirm": _confirm,
    "refuse": _refuse,
    "cancel": _cancel,
    "no_show": _no_show,
    "reconfirm": _reconfirm,
}


def _check_from(row: Booking, states: Sequence[str]) -> None:
    if row.state not in states:
        raise Conflict("booking_not_ready", "state", row.state, ", ".join(states))


def _release_series(session: Session, row: Booking, rules: RoomBookingRules, now: datetime) -> None:
    """After too many no-shows a person's series are given to others; single bookings stay."""
    since = now - timedelta(days=rules.no_show_days)
    if queries.room_bookings.no_shows(session, row.community_id, row.member_id, since) < rules.most_no_shows:
        return
    later = queries.room_bookings.later_series(session, row.community_id, row.member_id, now)
    released = queries.room_bookings.locked(session, [one.id for one in later])
    system = clockwork(row.community_id)
    for one in released:
        end(session, one, "cancelled", now)
        audit.record(session, one.community_id, system.name, "booking.release", "booking", one.id, now)
    if released:
        tell(session, released[0], "room_series_released", now)
