"""Agreements 协议 as people and staff move them: signed, suspended, resumed, ended; looked at, and verified."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from scheduler import audit, calendar, numbers, queries
from scheduler.actors import AUDITOR, OFFICE, PROPERTY_STAFF, Actor, clockwork
from scheduler.errors import NotAllowed, NotFound, Rejected, Stale
from scheduler.ids import read_receipt
from scheduler.models import Agreement, AgreementEvent, Registration, Vehicle
from scheduler.privacy import Vault, masked_plate
from scheduler.states import AGREEMENT_MOVES, REGISTRATION_MOVES, STAFF_CHANNELS
from scheduler.usecases import agreement_endings, agreement_terms, registration, release
from scheduler.usecases.agreement_steps import locked_for, parts, seen, step, tell

ACTIONS = ("sign", "suspend", "resume", "end")
"""What people do to an agreement, beside changing it."""
ENDED_BY_PERSON = "given_up"


# ---- moved


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
    row, _ = _versioned(session, actor, agreement_id, version)
    zone = queries.community.one(session, row.community_id).zone
    first, today = calendar.date_of(row.drawn_up_at, zone), calendar.date_of(now, zone)
    if not first <= signed_on <= today:
        raise Rejected("out_of_range", "signed_on", signed_on.isoformat(), f"{first} to {today}")
    if channel not in STAFF_CHANNELS:
        raise Rejected("out_of_range", "channel", channel, ", ".join(STAFF_CHANNELS))
    row.signed_on, row.signed_channel = signed_on, channel
    event = step(session, row, "sign", actor, now, signed_on=signed_on.isoformat(), channel=channel)
    tell(session, row, "agreement_signed", event.id, now, date=signed_on)
    if row.starts_on <= today:
        step(session, row, "activate", clockwork(row.community_id), now)
    return row


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
    row.suspended_from, row.suspended_until = first, last
    until = (last or row.ends_on).isoformat()
    event = step(session, row, "suspend", actor, now, reason, first=first.isoformat(), last=until)
    tell(session, row, "agreement_suspended", event.id, now, first=first, last=until, reason=reason)
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


# ---- looked at


def listed(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    of_all: bool = False,
    overdue: bool = False,
    states: Sequence[str] = (),
    round_id: UUID | None = None,
    last: UUID | None = None,
    limit: int = 50,
    newest: bool = True,
) -> list[Agreement]:
    """One's own agreements; with `of_all` those of the people and places that one serves, for staff and auditors.

    `overdue` asks for those that should have been signed by now.

    Raises
    ------
    NotAllowed
        Those of others are not for this person.
    """
    if not of_all:
        own = actor.member_id
        return [] if own is None else queries.agreements.of_member(session, own, states, last, limit, newest)
    if not actor.has(*OFFICE, AUDITOR, PROPERTY_STAFF):
        raise NotAllowed("not_for_this_role")
    sites = None if actor.has(*OFFICE, AUDITOR) or not actor.sites else list(actor.sites)
    unsigned_at = now if overdue else None
    return queries.agreements.listed(
        session, actor.community_id, states, round_id, sites, unsigned_at, last, limit, newest
    )


def steps_of(session: Session, *, actor: Actor, agreement_id: UUID) -> list[AgreementEvent]:
    """What happened to an agreement, in order.

    Raises
    ------
    NotFound
        No such agreement for this person.
    """
    return queries.agreements.steps(session, seen(session, actor=actor, agreement_id=agreement_id).id)


def read(
    session: Session, *, actor: Actor, vault: Vault, agreement_id: UUID, now: datetime
) -> tuple[Agreement, dict[str, Any]]:
    """An agreement with its terms in clear; noted in the audit chain where somebody else reads them.

    Raises
    ------
    NotFound, NotAllowed
        No such agreement for this person; auditors look at steps, not at people.
    """
    row = seen(session, actor=actor, agreement_id=agreement_id)
    if row.member_id != actor.member_id:
        if actor.roles <= {AUDITOR}:
            raise NotAllowed("not_for_this_role")
        audit.record(session, row.community_id, actor.name, "agreement.reveal", "agreement", row.id, now)
    return row, agreement_terms.opened(vault, row)


# ---- verified by anybody who holds the paper


@dataclass(frozen=True, slots=True)
class Verified:
    """What everybody may know of an agreement whose code they have; `in_force` tells of today."""

    number: int
    state: str
    in_force: bool
    first: date
    last: date
    masked_plate: str


def verify(session: Session, *, vault: Vault, code: str, now: datetime) -> Verified:
    """Whether a printed agreement is true, and in force today.

    Raises
    ------
    NotFound
        If no agreement has this code.
    """
    receipt = read_receipt(code)
    row = None if receipt is None else queries.agreements.by_code(session, receipt)
    if row is None:
        raise NotFound()
    vehicle = session.get_one(Vehicle, row.vehicle_id)
    plate = vault.open_sealed(vehicle.plate_cipher, "vehicle.plate", vehicle.id)
    today = calendar.date_of(now, queries.community.one(session, row.community_id).zone)
    last = row.ends_on if row.ended_on is None else row.ended_on
    return Verified(row.number, row.state, is_in_force(row, today), row.starts_on, last, masked_plate(plate))


def is_in_force(row: Agreement, day: date) -> bool:
    """Whether a signed agreement gives its right on a date."""
    if row.state not in ("signed", "active", "suspended") or not row.starts_on <= day <= row.ends_on:
        return False
    return row.state != "suspended" or not rests(row, day)


def rests(row: Agreement, day: date) -> bool:
    """Whether an agreement is suspended on a date."""
    first, last = row.suspended_from, row.suspended_until
    return row.state == "suspended" and first is not None and first <= day <= (last or date.max)
