"""Suspensions 暂停 of agreements: a right rests for some days, which are paid back once they are over."""

from __future__ import annotations

from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy.orm import Session

from scheduler import queries
from scheduler.actors import Actor, clockwork
from scheduler.models import Agreement
from scheduler.usecases.agreement_money import Unused, charge, pay_back
from scheduler.usecases.agreement_steps import step, tell


class Rest(NamedTuple):
    """From when to when a right rests, both included (without `last` until it is resumed), and why."""

    first: date
    last: date | None
    reason: str


def of(session: Session, row: Agreement) -> Rest | None:
    """The suspension of an agreement, or what is left for it of that of one that it replaces."""
    if row.suspended_from is None:
        return None
    return Rest(row.suspended_from, row.suspended_until, _reason(session, row))


def _reason(session: Session, row: Agreement) -> str:
    event = queries.agreements.last_step(session, row.id, "suspend")
    if event is not None or row.replaces_id is None:
        return "" if event is None else event.reason
    return _reason(session, session.get_one(Agreement, row.replaces_id))


def put(session: Session, row: Agreement, rest: Rest, actor: Actor, now: datetime) -> None:
    """Suspend a locked agreement; its person is told.

    Raises
    ------
    NotAllowed, Conflict, Rejected
        Not for this person; not in force; no reason.
    """
    row.suspended_from, row.suspended_until = rest.first, rest.last
    until = (rest.last or row.ends_on).isoformat()
    event = step(session, row, "suspend", actor, now, rest.reason, first=rest.first.isoformat(), last=until)
    tell(session, row, "agreement_suspended", event.id, now, first=rest.first, last=until, reason=rest.reason)


def pay_for(session: Session, row: Agreement, until: date, now: datetime) -> None:
    """Pay back what was paid for the days of a suspension that are over by a date, and forget it."""
    first, last = row.suspended_from, min(until, row.suspended_until or until, row.ends_on)
    if first is None:
        return
    event = queries.agreements.last_step(session, row.id, "suspend")
    if first <= last and event is not None:
        charge(session, clockwork(row.community_id), row, last, now)
        pay_back(session, clockwork(row.community_id), row, Unused(first, last, "suspended"), event, now)
    row.suspended_from = row.suspended_until = None


def carry_over(session: Session, made: Agreement, rest: Rest, waits: bool, now: datetime) -> None:
    """Have an agreement that replaces a suspended one rest for what is left of it; one that waits for a signature does
    so once that is given.
    """
    first = max(rest.first, made.starts_on)
    if rest.last is not None and rest.last < first:
        return
    if waits:
        made.suspended_from, made.suspended_until = first, rest.last
    else:
        put(session, made, rest._replace(first=first), clockwork(made.community_id), now)
