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
from scheduler.usecases import agreement_rests
from scheduler.usecases.agreement_money import Unused, charge, is_charged, pay_back
from scheduler.usecases.agreement_steps import step, tell
from scheduler.usecases.refunds import GIVEN_UP

RIGHT_RELEASED, RIGHT_CHANGED, RIGHT_NOT_KEPT = "right_released", "right_changed", "right_not_kept"
TERM_OVER, UNSIGNED = "term_over", "unsigned"
REASONS = (RIGHT_RELEASED, RIGHT_CHANGED, RIGHT_NOT_KEPT, TERM_OVER, UNSIGNED)
"""Why an agreement ends by itself, as its steps tell it."""
BY_COMMUNITY = (RIGHT_CHANGED, RIGHT_NOT_KEPT)
"""Reasons for which all that was paid for later days is due back."""
ONE_DAY = timedelta(days=1)


def end(
    session: Session, row: Agreement, why: str, now: datetime, actor: Actor | None = None, reason: str = ""
) -> None:
    """End a locked agreement today; one that nobody signed lapses. What was paid for later days is due back.

    All of it is where the community is the cause, as when a later version of the plan gives another right or none. One
    that waited for a signature was not used, and costs nothing.
    """
    system = clockwork(row.community_id)
    today = _today(session, row, now)
    waited = waits(session, row)
    used = not waited and today >= row.starts_on
    if row.state == "suspended":
        agreement_rests.pay_for(session, row, today, now)
    lapses = row.state == "drawn_up"
    by = system if lapses else actor or system
    row.ended_on = min(today, row.ends_on)
    event = step(session, row, "lapse" if lapses else "end", by, now, reason or why)
    tell(session, row, "agreement_lapsed" if lapses else "agreement_ended", event.id, now, date=row.ended_on)
    if used:
        charge(session, system, row, row.ended_on, now)
    first = today + ONE_DAY if used else row.starts_on
    rule = "community" if waited or why in BY_COMMUNITY else GIVEN_UP
    if used or is_charged(session, row):
        pay_back(session, actor or system, row, Unused(first, row.ends_on, rule), event, now)


def end_with_rights(session: Session, registrations: Sequence[UUID], now: datetime) -> None:
    """End the agreements of registrations whose right was given back, or lost by its person's violations."""
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
    agreement_rests.pay_for(session, row, _today(session, row, now) - ONE_DAY, now)


def waits(session: Session, row: Agreement) -> bool:
    """Whether the right may not be used as the agreement stands: before a signature that the covenant wants."""
    covenant = queries.community.covenant(session, row.community_id, row.covenant_version)
    return row.state == "drawn_up" and settings_of(covenant.settings).path.signature_needed


def _today(session: Session, row: Agreement, now: datetime) -> date:
    return calendar.date_of(now, queries.community.one(session, row.community_id).zone)
