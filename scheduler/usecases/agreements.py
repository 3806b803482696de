"""Agreements 协议 as people and staff move them: signed, suspended, resumed, ended."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from scheduler import calendar, numbers, queries
from scheduler.actors import AUDITOR, Actor, clockwork
from scheduler.errors import Conflict, NotAllowed, Rejected, Stale
from scheduler.models import Agreement, AgreementEvent, Registration
from scheduler.states import AGREEMENT_MOVES, REGISTRATION_MOVES, STAFF_CHANNELS
from scheduler.usecases import agreement_endings, agreement_rests, registration, release
from scheduler.usecases.agreement_money import charge_from
from scheduler.usecases.agreement_rests import Rest
from scheduler.usecases.agreement_steps import locked_for, may_be_signed, note, parts, step, tell

ENDED_BY_PERSON = "given_up"
"""Why an agreement ends that somebody ended, where they say no more."""


def sign(
    session: Session,
    *,
    actor: Actor,
    agreement_id: UUID,
    version: int,
    signed_on: date,
    channel: str,
    now: datetime,
) -> Agreement:
    """Record that somebody signed: on which day, and at which end 端. It is in force from its first day on.

    Raises
    ------
    NotFound, NotAllowed, Stale, Conflict, Rejected
        No such agreement for this person; not theirs to record; changed meanwhile; not waiting for a signature; a day
        before it was drawn up or to come, or an end that there is not.
    """
    numbers.lock(session, actor.community_id)
    row, _ = _versioned(session, actor, agreement_id, version)
    zone = queries.community.one(session, row.community_id).zone
    first, today = calendar.date_of(row.drawn_up_at, zone), calendar.date_of(now, zone)
    if not first <= signed_on <= today:
        raise Rejected("out_of_range", "signed_on", signed_on.isoformat(), f"{first} to {today}")
    if channel not in STAFF_CHANNELS:
        raise Rejected("out_of_range", "channel", channel, ", ".join(STAFF_CHANNELS))
    waited = agreement_endings.waits(session, row)
    event = _signed(session, row, actor, now, signed_on, channel)
    tell(session, row, "agreement_signed", event.id, now, date=signed_on)
    if waited:
        charge_from(session, actor, row, signed_on, now)
    rest = None if row.state == "suspended" else agreement_rests.of(session, row)
    if rest is not None:
        agreement_rests.put(session, row, rest, clockwork(row.community_id), now)
    elif row.state == "signed" and row.starts_on <= today:
        step(session, row, "activate", clockwork(row.community_id), now)
    return row


def _signed(
    session: Session, row: Agreement, actor: Actor, now: datetime, signed_on: date, channel: str
) -> AgreementEvent:
    """Note the signature; of one that is in force without it the state stays."""
    told = {"signed_on": signed_on.isoformat(), "channel": channel}
    late = row.state != "drawn_up" and may_be_signed(row)
    if late and not parts(actor, row) & AGREEMENT_MOVES["sign"].actors:
        raise NotAllowed("not_for_this_role")
    row.signed_on, row.signed_channel = signed_on, channel
    if late:
        return note(session, row, "sign", row.state, actor, now, numbers=told)
    return step(session, row, "sign", actor, now, **told)


def suspend(
    session: Session,
    *,
    actor: Actor,
    agreement_id: UUID,
    version: int,
    first: date,
    last: date | None,
    reason: str,
    now: datetime,
) -> Agreement:
    """Let a right rest from `first` to `last`, both included, or until it is resumed, as for an event on the site.

    Its person is told; the days that were paid are paid back once the suspension is over.

    Raises
    ------
    NotFound, NotAllowed, Stale, Conflict, Rejected
        No such agreement for this person; not theirs to do; changed meanwhile; not in force; days that cannot be, or no
        reason.
    """
    row, _ = _versioned(session, actor, agreement_id, version)
    today = calendar.date_of(now, queries.community.one(session, row.community_id).zone)
    earliest = max(today, row.starts_on)
    if not earliest <= first <= row.ends_on:
        raise Rejected("out_of_range", "first", first.isoformat(), f"{earliest} to {row.ends_on}")
    if last is not None and not first <= last <= row.ends_on:
        raise Rejected("out_of_range", "last", last.isoformat(), f"{first} to {row.ends_on}")
    if agreement_endings.waits(session, row):
        raise Conflict("agreement_not_ready", "state", row.state, "signed, active", action="suspend")
    agreement_rests.put(session, row, Rest(first, last, reason), actor, now)
    return row


def resume(session: Session, *, actor: Actor, agreement_id: UUID, version: int, now: datetime) -> Agreement:
    """End a suspension today, whenever it was to end.

    Raises
    ------
    NotFound, NotAllowed, Stale, Conflict
        No such agreement for this person; not theirs to do; changed meanwhile; not suspended.
    """
    numbers.lock(session, actor.community_id)
    row, _ = _versioned(session, actor, agreement_id, version)
    agreement_endings.resume(session, row, actor, now)
    return row


def end(session: Session, *, actor: Actor, agreement_id: UUID, version: int, reason: str, now: datetime) -> Agreement:
    """End an agreement today: its right is free for the next in line, what was paid for later days is due back.

    Raises
    ------
    NotFound, NotAllowed, Stale, Conflict, Rejected
        No such agreement for this person; not theirs to end; changed meanwhile; over already; no reason.
    """
    numbers.lock(session, actor.community_id)
    row, asked = _versioned(session, actor, agreement_id, version)
    may = AGREEMENT_MOVES["end"].actors
    if not parts(actor, row) & may:
        raise NotAllowed("not_for_this_role")
    if not reason.strip():
        raise Rejected("reason_missing", "reason", "", "a sentence")
    agreement_endings.end(session, row, ENDED_BY_PERSON, now, actor, reason)
    give_back_right(session, asked, actor, now, reason)
    return row


def give_back_right(session: Session, asked: Registration, actor: Actor, now: datetime, reason: str) -> None:
    """Release the right of an agreement that ended, so that the next in line has it."""
    if asked.state not in REGISTRATION_MOVES["end"].before:
        return
    registration.move_on(session, asked, "end", clockwork(asked.community_id), now, reason)
    release.release(session, [asked.id], now)


def _versioned(session: Session, actor: Actor, agreement_id: UUID, version: int) -> tuple[Agreement, Registration]:
    row, asked = locked_for(session, actor, agreement_id)
    if actor.roles <= {AUDITOR}:
        raise NotAllowed("not_for_this_role")
    if row.row_version != version:
        raise Stale("changed_meanwhile", "If-Match", str(version), str(row.row_version))
    return row, asked
