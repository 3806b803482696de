"""Weekly bookings of a room: every date is looked at by itself, and the series is changed as a whole or from a date."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from scheduler import audit, calendar, queries
from scheduler.actors import Actor
from scheduler.audit import Note
from scheduler.errors import Conflict, NotFound, Rejected
from scheduler.ids import new_id
from scheduler.models import Booking
from scheduler.privacy import Vault
from scheduler.queries.lent import STANDING
from scheduler.translation.room_judging import TIME_RULES
from scheduler.usecases import room_amending, room_claims, room_moves, room_taking
from scheduler.usecases.bookings import Span
from scheduler.usecases.organisations import check_member_of
from scheduler.usecases.room_amending import Changes
from scheduler.usecases.room_bookings import check_count, own_or_served
from scheduler.usecases.room_dates import DateFound, SeriesTerms, looked_at, state_of, stretches, taken


@dataclass(frozen=True, slots=True)
class Series:
    """Weekly bookings of one person."""

    id: UUID
    dates: Sequence[DateFound]


def preview(session: Session, *, actor: Actor, terms: SeriesTerms, now: datetime) -> list[DateFound]:
    """Which dates of a series could be had, and what instead of the others; nothing is taken.

    Raises
    ------
    NotFound, Rejected, Conflict
        As for a booking; too many weeks, or no date left.
    """
    claimed = room_claims.claim(session, actor, terms.first, now, keep="nothing")
    return [found for found, _ in looked_at(session, claimed, terms, now)]


def book(
    session: Session,
    *,
    actor: Actor,
    vault: Vault,
    terms: SeriesTerms,
    channel: str,
    now: datetime,
    partial: bool = False,
    substitutes: bool = False,
) -> Series:
    """Take all dates of a series, or with `partial` those that can be had, with `substitutes` others for the rest.

    Raises
    ------
    NotFound, NotAllowed, Rejected
        As for a booking; too many weeks, or no date left.
    Conflict
        As for a booking; ``series_blocked`` where a date cannot be had and `partial` is not chosen.
    """
    claimed = room_claims.claim(session, actor, terms.first, now, channel)
    check_member_of(session, actor, terms.first.organisation_id, claimed.wanted.organisation_id)
    check_count(session, claimed, now)
    found = list(looked_at(session, claimed, terms, now))
    blocked = [one for one, _ in found if one.rule is not None and not (substitutes and one.substitute)]
    if blocked and (not partial or len(blocked) == len(found)):
        raise Conflict("series_blocked", "weeks", len(blocked), _dates(blocked, claimed.wanted.zone))
    series, begins = new_id(), stretches(claimed, terms, [one for one, _ in found])
    dates = []
    for one, judge in found:
        made = None
        if one.rule is None or (substitutes and one.substitute):
            own, span = taken(session, claimed, one, now)
            state = state_of(actor, own, judge, span, begins.get(one.span.starts_at), now)
            wanted = replace(terms.first, span=span)
            made = room_taking.written(session, actor, own, wanted, state, channel, now, vault, series)
            room_taking.occupy(session, made, own, judge)
        dates.append(replace(one, booking=made))
    notes = [Note("booking.make", "booking", one.booking.id, {"series": str(series)}) for one in dates if one.booking]
    audit.record_all(session, claimed.wanted.facility.community_id, actor.name, notes, now)
    return Series(series, dates)


def act(
    session: Session,
    *,
    actor: Actor,
    series_id: UUID,
    action: str,
    now: datetime,
    since: date | None = None,
    reason: str = "",
) -> list[Booking]:
    """Take an action of single bookings on all of a series that is to come, or on its dates from one on.

    Raises
    ------
    NotFound, NotAllowed, Conflict, Rejected
        No such series for this person; not for this role; nothing left that it could be taken on; no such action, or a
        reason is missing.
    """
    rows = [
        row for row in _to_come(session, actor, series_id, since, now) if row.state in _BEFORE.get(action, STANDING)
    ]
    if not rows:
        raise Conflict("series_is_over", "since")
    changed = room_moves.kept(session, actor, rows)
    for row in changed:
        room_moves.apply(session, actor, row, action, now, reason)
    return changed


_BEFORE = {"confirm": ("requested",), "refuse": ("requested",)}
"""States that an action on a whole series speaks of; what is held of it is confirmed stretch by stretch."""


def amend(
    session: Session,
    *,
    actor: Actor,
    series_id: UUID,
    changes: Changes,
    now: datetime,
    since: date | None = None,
    partial: bool = False,
) -> list[DateFound]:
    """Move all of a series that is to come, or its dates from one on; the span of `changes` tells the time of day.

    Raises
    ------
    NotFound, NotAllowed, Rejected
        No such series or room for this person; only to be looked at; a value that cannot be.
    Conflict
        ``series_is_over``; ``series_blocked`` where a date cannot be moved and `partial` is not chosen.
    """
    rows = _to_come(session, actor, series_id, since, now)
    if not rows:
        raise Conflict("series_is_over", "since")
    queries.community.lock_member(session, rows[0].member_id)
    room_amending.lock_facilities(session, actor, rows, changes)
    zone = queries.community.one(session, actor.community_id).zone
    found = []
    for row in room_moves.kept(session, actor, rows):
        found.append(_moved(session, actor, row, changes, zone, now))
    blocked = [one for one in found if one.rule is not None]
    if blocked and (not partial or len(blocked) == len(found)):
        raise Conflict("series_blocked", "weeks", len(blocked), _dates(blocked, zone))
    return found


def seen(session: Session, *, actor: Actor, series_id: UUID) -> list[Booking]:
    """All bookings of a series that this person may see, in the order of time.

    Raises
    ------
    NotFound
        If there is none.
    """
    rows = queries.room_bookings.of_series(session, actor.community_id, series_id)
    if not rows:
        raise NotFound()
    own_or_served(session, actor, rows[0].id)
    return rows


# ---- what stands


def _to_come(session: Session, actor: Actor, series_id: UUID, since: date | None, now: datetime) -> list[Booking]:
    rows = seen(session, actor=actor, series_id=series_id)
    room_moves.check_may_change(actor, rows[0])
    zone = queries.community.one(session, actor.community_id).zone
    return [
        row
        for row in rows
        if row.state in STANDING
        and row.starts_at > now
        and (since is None or calendar.date_of(row.starts_at, zone) >= since)
    ]


def _moved(session: Session, actor: Actor, row: Booking, changes: Changes, zone: str, now: datetime) -> DateFound:
    """A booking moved to the time of day of `changes`, or what is against that."""
    span = Span(row.starts_at, row.ends_at)
    if changes.span is not None:
        first, day = calendar.date_of(changes.span.starts_at, zone), calendar.date_of(row.starts_at, zone)
        minutes = [calendar.minute_of(first, at, zone) for at in (changes.span.starts_at, changes.span.ends_at)]
        span = Span(*(calendar.instant_of(day, minute, zone) for minute in minutes))
    try:
        room_amending.move(session, actor, row, replace(changes, span=span), now)
    except (Conflict, Rejected) as refused:
        # What the database itself refused has undone the transaction.
        if refused.code not in TIME_RULES or refused.__cause__ is not None:
            raise
        return DateFound(span, refused.code)
    return DateFound(span, booking=row)


def _dates(blocked: Sequence[DateFound], zone: str) -> str:
    return ", ".join(calendar.date_of(one.span.starts_at, zone).isoformat() for one in blocked)
