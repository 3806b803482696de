"""Rights charged month by month, each month once, by the price that is kept to."""

from __future__ import annotations

from datetime import date, datetime
from functools import partial
from uuid import UUID

from sqlalchemy.orm import Session

from scheduler import calendar, queries
from scheduler.actors import Actor, clockwork
from scheduler.covenant import settings_of
from scheduler.db import Database
from scheduler.models import Agreement, Community, Quote
from scheduler.office import Office
from scheduler.queries.quotes import BILLED
from scheduler.tariffs import Line
from scheduler.usecases import invoices
from scheduler.usecases.agreement_steps import rests
from scheduler.usecases.invoices import Bill
from scheduler.usecases.turns import apart

RIGHT = "right"
"""The cause of an invoice for a month of a right; `cause_id` is the price that is kept to."""


def bill_all(office: Office) -> None:
    """Charge what is due in every community, each right in a transaction of its own."""
    database = office.database
    with database.reading() as session:
        now = database.now(session)
        due = [
            (community.id, quote_id)
            for community in queries.community.all_of_them(session)
            for quote_id in _due_in(session, community, calendar.date_of(now, community.zone))
        ]
    for community_id, quote_id in due:
        charge = partial(_bill_one, database, community_id, quote_id)
        apart("invoice", partial(database.transact, charge), str(quote_id))


def bill(session: Session, actor: Actor, quote: Quote, until: date, now: datetime) -> int:
    """Charge the months of a kept price that begin up to a date and are not charged yet; how many there were."""
    charged = {month for _, month in queries.invoices.months_of(session, [quote.id])}
    due = [line for line in quote.lines if line["month"] not in charged and _first(line) <= until]
    for line in due:
        invoices.issue(session, actor, _bill_of(quote, line), now)
    return len(due)


def _bill_one(database: Database, community_id: UUID, quote_id: UUID, session: Session) -> None:
    quote, now = queries.quotes.one(session, community_id, quote_id), database.now(session)
    row = None if quote is None else queries.registrations.one(session, community_id, quote.subject_id)
    if quote is not None and quote.replaced_at is None and row is not None and row.state in BILLED:
        today = calendar.date_of(now, queries.community.one(session, community_id).zone)
        bill(session, clockwork(community_id), quote, today, now)


def _due_in(session: Session, community: Community, today: date) -> list[UUID]:
    """Prices of which a month has begun and is not charged."""
    rows = queries.quotes.to_bill(session, community)
    charged = queries.invoices.months_of(session, [quote.id for quote, _ in rows])
    return [
        quote.id
        for quote, agreement in rows
        if any(_first(line) <= today and (quote.id, line["month"]) not in charged for line in quote.lines)
        and not _waits(session, quote, agreement, today)
    ]


def _waits(session: Session, quote: Quote, agreement: Agreement | None, today: date) -> bool:
    """Whether nothing is charged for now: while an agreement rests, or has to be signed first."""
    if agreement is None or agreement.state != "drawn_up":
        return agreement is not None and rests(agreement, today)
    covenant = queries.community.covenant(session, quote.community_id, quote.covenant_version)
    return settings_of(covenant.settings).path.signature_needed


def _first(line: Line) -> date:
    return date.fromisoformat(line["first"])


def _bill_of(quote: Quote, line: Line) -> Bill:
    owner = line.get("owner")
    return Bill(
        member_id=quote.member_id,
        site_id=quote.site_id,
        cause=RIGHT,
        cause_id=quote.id,
        covenant_version=quote.covenant_version,
        income=line["income"],
        lines=[line],
        month=line["month"],
        owner_id=None if owner is None else UUID(owner),
    )
