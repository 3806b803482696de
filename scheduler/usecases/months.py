"""Months of the ledger: what moves is told by the month, and a month that is closed never changes."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from scheduler import audit, calendar, numbers, queries, statements
from scheduler.actors import AUDITOR, OFFICE, Actor
from scheduler.errors import Conflict, NotAllowed, NotFound
from scheduler.models import Community, MoneyMonth
from scheduler.statements import Statement
from scheduler.usecases import money_proofs
from scheduler.usecases.ledger import following
from scheduler.usecases.month_statement import public_statement_of, statement_of


def close(session: Session, *, actor: Actor, month: date, now: datetime) -> MoneyMonth:
    """Close a month: its statement is written for ever and told to everybody; what comes later is of the next.

    Raises
    ------
    NotAllowed
        Not for this person.
    Conflict
        ``month_closed_already``; ``month_not_over`` for the running one; ``month_out_of_order`` with the one that is to
        be closed first; ``nothing_to_close`` where no money ever moved; ``ledger_faulty`` with the number of faults
        where the ledger does not hold.
    """
    if not actor.has(*OFFICE):
        raise NotAllowed("not_for_this_role")
    numbers.lock(session, actor.community_id)
    community, wanted = queries.community.one(session, actor.community_id), f"{month:%Y-%m}"
    _check_order(session, community, wanted, now)
    faults = money_proofs.faults(session, community.id)
    if faults:
        raise Conflict("ledger_faulty", "month", wanted, faults=len(faults))
    statement = public_statement_of(session, community, wanted)
    row = MoneyMonth(
        community_id=community.id,
        month=wanted,
        statement=statement,
        last_number=statement["last_number"],
        digest=statements.digest_of(statement),
        closed_by=actor.account_id,
        closed_at=now,
    )
    session.add(row)
    details = {"month": wanted, "digest": row.digest, "last_number": row.last_number}
    audit.record(session, community.id, actor.name, "money.close", "community", community.id, now, details)
    return row


def draft(session: Session, *, actor: Actor, month: date) -> Statement:
    """What a month came to or would come to if it were closed now, with every site on its own.

    Raises
    ------
    NotAllowed
        Not for this person.
    """
    if not actor.has(*OFFICE, AUDITOR):
        raise NotAllowed("not_for_this_role")
    return statement_of(session, queries.community.one(session, actor.community_id), f"{month:%Y-%m}")


def next_to_close(session: Session, *, actor: Actor, now: datetime) -> str | None:
    """The month that is to be closed next, where one is over.

    Raises
    ------
    NotAllowed
        Not for this person.
    """
    if not actor.has(*OFFICE, AUDITOR):
        raise NotAllowed("not_for_this_role")
    month, running = _next(session, actor.community_id), _running(session, actor.community_id, now)
    return month if month is not None and month < running else None


def closed(session: Session, *, actor: Actor) -> list[MoneyMonth]:
    """The months that are closed, newest first.

    Raises
    ------
    NotAllowed
        Not for this person.
    """
    if not actor.has(*OFFICE, AUDITOR):
        raise NotAllowed("not_for_this_role")
    return queries.money_months.all_closed(session, actor.community_id)


def published(session: Session, *, slug: str) -> tuple[Community, list[MoneyMonth]]:
    """The months that a community has closed, newest first, for everybody.

    Raises
    ------
    NotFound
        If there is no such community.
    """
    community = queries.community.by_slug(session, slug)
    if community is None:
        raise NotFound()
    return community, queries.money_months.all_closed(session, community.id)


def published_month(session: Session, *, slug: str, month: date) -> tuple[Community, MoneyMonth]:
    """The statement of a month that is closed, for everybody.

    Raises
    ------
    NotFound
        If there is no such community, or the month is not closed.
    """
    community = queries.community.by_slug(session, slug)
    row = None if community is None else queries.money_months.closed(session, community.id, f"{month:%Y-%m}")
    if community is None or row is None:
        raise NotFound()
    return community, row


def _check_order(session: Session, community: Community, month: str, now: datetime) -> None:
    last, expected = queries.money.last_closed(session, community.id), _next(session, community.id)
    if last is not None and month <= last:
        raise Conflict("month_closed_already", "month", month, following(last))
    if month >= _running(session, community.id, now):
        raise Conflict("month_not_over", "month", month)
    if expected is None:
        raise Conflict("nothing_to_close", "month", month)
    if month != expected:
        raise Conflict("month_out_of_order", "month", month, expected)


def _next(session: Session, community: UUID) -> str | None:
    """The month after the last that is closed, or that of the first transaction."""
    last = queries.money.last_closed(session, community)
    return queries.money_months.first_month(session, community) if last is None else following(last)


def _running(session: Session, community: UUID, now: datetime) -> str:
    return f"{calendar.date_of(now, queries.community.one(session, community).zone):%Y-%m}"
