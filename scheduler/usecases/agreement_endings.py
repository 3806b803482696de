"""Agreements that end or go on again: with their right, with their last day, because nobody signed, after a rest."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from scheduler import calendar, queries
from scheduler.actors import Actor, clockwork
from scheduler.covenant import settings_of
from scheduler.models import Agreement
from scheduler.usecases.agreement_money import Unused, charge, pay_back
from scheduler.usecases.agreement_steps import step, tell
from scheduler.usecases.refunds import GIVEN_UP

RIGHT_RELEASED, RIGHT_CHANGED, TERM_OVER, UNSIGNED = "right_released", "right_changed", "term_over", "unsigned"
REASONS = (RIGHT_RELEASED, RIGHT_CHANGED, TERM_OVER, UNSIGNED)
"""Why an agreement ends by itself, as its steps tell it."""
ONE_DAY = timedelta(days=1)


def end(
    session: Session, row: Agreement, why: str, now: datetime, actor: Actor | None = None, reason: str = ""
) -> None:
    """End a locked agreement today; one that nobody signed lapses. What was paid for later days is due back.

    All of it is where the community is the cause, as when a later version of the plan gives another right.
    """
    system = clockwork(row.community_id)
    today = _today(session, row, now)
    used = _is_used(session, row) and today >= row.starts_on
    if row.state == "suspended":
        _pay_for_rest(session, row, today, now)
    lapses = row.state == "drawn_up"
    by = system if lapses else actor or system
    row.ended_on = min(today, row.ends_on)
    event = step(session, row, "lapse" if lapses else "end", by, now, reason or why)
    tell(session, row, "agreement_lapsed" if lapses else "agreement_ended", event.id, now, date=row.ended_on)
    if used:
        charge(session, system, row, row.ended_on, now)
    unused = Unused(
        today + ONE_DAY if used else row.starts_on, row.ends_on, "community" if why == RIGHT_CHANGED else GIVEN_UP
    )
    pay_back(session, actor or system, row, unused, event, now)


def end_with_rights(session: Session, registrations: Sequence[UUID], now: datetime) -> None:
    """End the agreements of registrations whose right was given back."""
    for known in queries.agreements.living_of(session, registrations):
        end(session, queries.agreements.locked(session, known.id), RIGHT_RELEASED, now)


def resume(session: Session, row: Agreement, actor: Actor, now: datetime) -> None:
    """Let a locked, suspended agreement be in force again from today on; the days that it rested are due back.

    Raises
    ------
    NotAllowed, Conflict
        Not for this person; not suspended.
    """
    event = step(session, row, "resume", actor, now)
    tell(session, row, "agreement_resumed", event.id, now, date=_today(session, row, now))
    _pay_for_rest(session, row, _today(session, row, now) - ONE_DAY, now)


def _pay_for_rest(session: Session, row: Agreement, until: date, now: datetime) -> None:
    """Pay back what was paid for the days of a suspension that are over, and forget it."""
    first, last = row.suspended_from, min(until, row.suspended_until or until, row.ends_on)
    if first is None:
        return
    event = queries.agreements.last_step(session, row.id, "suspend")
    if first <= last and event is not None:
        charge(session, clockwork(row.community_id), row, last, now)
        pay_back(session, clockwork(row.community_id), row, Unused(first, last, "suspended"), event, now)
    row.suspended_from = row.suspended_until = None


def _is_used(session: Session, row: Agreement) -> bool:
    """Whether the right may be used as the agreement stands: not before a signature that the covenant wants."""
    covenant = queries.community.covenant(session, row.community_id, row.covenant_version)
    return row.state != "drawn_up" or not settings_of(covenant.settings).path.signature_needed


def _today(session: Session, row: Agreement, now: datetime) -> date:
    return calendar.date_of(now, queries.community.one(session, row.community_id).zone)
