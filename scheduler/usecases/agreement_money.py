"""What an agreement costs anew when it changes, and what is paid back of it."""

from __future__ import annotations

from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy.orm import Session

from scheduler import queries
from scheduler.actors import Actor
from scheduler.models import Agreement, AgreementEvent, Quote, Registration
from scheduler.tariffs import lines_from
from scheduler.usecases import billing, quotes, refunds


class Unused(NamedTuple):
    """Dates on which a right is not used, both included, and by which of `refunds.RULES` they are paid back."""

    first: date
    last: date
    rule: str


def reprice(session: Session, actor: Actor, row: Registration, first: date, now: datetime) -> Quote:
    """The price of a changed right from a date on, in place of the one that stood."""
    return quotes.keep(session, actor, quotes.price_of(session, row, first), now)


def charge(session: Session, actor: Actor, row: Agreement, until: date, now: datetime) -> None:
    """Charge the months of an agreement that have begun by a date, before something of them is paid back.

    The clockwork charges none while an agreement rests, and none of a price that holds no longer.
    """
    quote = None if row.quote_id is None else queries.quotes.one(session, row.community_id, row.quote_id)
    if quote is not None:
        billing.bill(session, actor, quote, until, now)


def is_charged(session: Session, row: Agreement) -> bool:
    """Whether anything was charged by the price of an agreement."""
    return row.quote_id is not None and bool(queries.invoices.of_cause(session, row.quote_id))


def charge_from(session: Session, actor: Actor, row: Agreement, first: date, now: datetime) -> None:
    """Have an agreement cost nothing for its dates before one, on which the signature was given that it waited for."""
    quote = None if row.quote_id is None else queries.quotes.one(session, row.community_id, row.quote_id)
    if quote is None or quote.replaced_at is not None or is_charged(session, row):
        return
    lines = lines_from(quote.lines, first)
    if lines != quote.lines:
        row.quote_id = quotes.keep_lines(session, actor, quote, lines, now).id


def pay_back(
    session: Session, actor: Actor, row: Agreement, unused: Unused, event: AgreementEvent, now: datetime
) -> None:
    """Give back what was charged for dates on which the right is not used; the step that caused it is named."""
    if unused.first > unused.last:
        return
    refunds.refund_unused(
        session,
        actor=actor,
        quote_id=row.quote_id,
        from_date=unused.first,
        until=unused.last,
        rule=unused.rule,
        cause="agreement",
        cause_id=event.id,
        now=now,
        reason=event.reason,
    )
