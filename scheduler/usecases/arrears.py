"""What is owed beyond its date: a list for staff, and one reminder for each invoice."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import partial
from uuid import UUID

from sqlalchemy.orm import Session

from scheduler import audit, calendar, queries
from scheduler.actors import AUDITOR, STAFF, Actor, clockwork
from scheduler.covenant import settings_of
from scheduler.db import Database
from scheduler.errors import NotAllowed
from scheduler.office import Office
from scheduler.queries.invoices import Arrear
from scheduler.usecases import messages
from scheduler.usecases.fee_parts import today_of, told
from scheduler.usecases.serving import homes_of
from scheduler.usecases.turns import BATCH


def arrears(
    session: Session, *, actor: Actor, now: datetime, last: UUID | None = None, limit: int = 50
) -> list[Arrear]:
    """Who owes what since before today, for staff (property staff: who lives at their sites) and auditors.

    Raises
    ------
    NotAllowed
        Not for this person.
    """
    if not actor.has(*STAFF, AUDITOR):
        raise NotAllowed("not_for_this_role")
    today = today_of(session, actor.community_id, now)
    return queries.invoices.arrears(session, actor.community_id, today, last, limit, homes_of(actor))


def remind_all(office: Office) -> None:
    """Remind of what is late by more than the days that the covenant gives, each invoice once."""
    database = office.database
    with database.reading() as session:
        now = database.now(session)
        due = [
            (community.id, before)
            for community in queries.community.all_of_them(session)
            if (before := _due_before(session, community.id, calendar.date_of(now, community.zone), now)) is not None
        ]
    for community_id, before in due:
        remind = partial(_remind_some, database, community_id, before)
        while database.transact(remind) == BATCH:
            pass


def _due_before(session: Session, community_id: UUID, today: date, now: datetime) -> date | None:
    covenant = queries.community.covenant_in_force(session, community_id, now)
    if covenant is None:
        return None
    return today - timedelta(days=settings_of(covenant.settings).fees.remind_days)


def _remind_some(database: Database, community_id: UUID, before: date, session: Session) -> int:
    now = database.now(session)
    rows = queries.invoices.to_remind(session, community_id, before, BATCH)
    for row in rows:
        row.reminded_at = now
        numbers = told(row.number, row.fen - row.settled_fen, due_on=row.due_on.isoformat())
        messages.tell_member(session, community_id, row.member_id, "invoice_late", str(row.id), now, **numbers)
    if rows:
        actor = clockwork(community_id)
        details = {"count": len(rows)}
        audit.record(session, community_id, actor.name, "invoices.remind", "community", community_id, now, details)
    return len(rows)
