"""What is paid back: for days that were not used, for what was waived, as a compensation; numbered without gaps."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from scheduler import audit, numbers, queries
from scheduler.actors import OFFICE, Actor
from scheduler.errors import Conflict, NotAllowed, NotFound, Rejected
from scheduler.models import Refund
from scheduler.usecases import billing, ledger, messages
from scheduler.usecases.fee_parts import MONEY, rules_of, today_of, told
from scheduler.usecases.ledger import Entry, Transfer
from scheduler.usecases.refund_rows import Back, Why, cost_of, made, row_of, take, told_of, unused_days
from scheduler.usecases.refund_rows import due_fen as due_fen

GIVEN_UP = "given_up"
"""The rule of what somebody gives up by themselves: the covenant's `refund_percent` of it is paid back, else all."""
RULES = (GIVEN_UP, "suspended", "changed", "community", "waived", "overpaid", "compensation")


def refund_unused(
    session: Session,
    *,
    actor: Actor,
    quote_id: UUID | None,
    from_date: date,
    rule: str,
    cause: str,
    cause_id: UUID,
    now: datetime,
    until: date | None = None,
    reason: str = "",
) -> Refund | None:
    """Give back what was charged by a quote for its dates from `from_date` on, to `until` or its end; once for a cause
    and rule.

    Days count once, whatever they were given back for. What was not paid yet is owed no longer, the rest is to be
    paid out. None where nothing was charged for those days, or the price is none that was kept.
    """
    why = Why(rule, cause, cause_id, reason)
    numbers.lock(session, actor.community_id)
    known = queries.invoices.refund_of(session, actor.community_id, cause_id, rule)
    quote = None if quote_id is None else queries.quotes.one(session, actor.community_id, quote_id)
    if known is not None or quote is None:
        return known
    # What began and was not charged yet is charged first, so that what is left of it is what was used.
    billing.bill(session, actor, quote, min(today_of(session, actor.community_id, now), until or date.max), now)
    charged = queries.invoices.of_cause(session, quote.id)
    back = Back()
    for row in charged:
        if row.state == "cancelled":
            continue
        days = unused_days(session, row, from_date, until)
        percent = 100
        if rule == GIVEN_UP:
            percent = rules_of(session, row.community_id, row.covenant_version).refund_percent
        if days:
            take(session, back, row, cost_of(session, row, days) * percent // 100, days)
    return made(session, actor, charged[0], back, why, now) if charged else None


def compensate(
    session: Session,
    *,
    actor: Actor,
    member_id: UUID,
    site_id: UUID | None,
    fen: int,
    cause: str,
    cause_id: UUID,
    reason: str,
    now: datetime,
) -> Refund:
    """Compensate somebody out of the community fund of a site, once for a cause; it is to be paid out.

    Raises
    ------
    Rejected
        ``out_of_range`` for less than a fen.
    Conflict
        ``account_short`` where the fund has less.
    """
    numbers.lock(session, actor.community_id)
    known = queries.invoices.refund_of(session, actor.community_id, cause_id, "compensation")
    if known is not None:
        return known
    row = row_of(session, actor, member_id, Why("compensation", cause, cause_id, reason), fen, now)
    moved = [Transfer(("fund", site_id), ("payable", member_id), fen)]
    ledger.post(session, actor, Entry("compensation", "refund", row.id, moved, site_id, reason=reason), now)
    told_of(session, actor, row, fen, now)
    return row


def overpaid(session: Session, actor: Actor, member_id: UUID, payment_id: UUID, fen: int, now: datetime) -> Refund:
    """Note that more was paid than was owed; the payment itself moved the money."""
    row = row_of(session, actor, member_id, Why("overpaid", "payment", payment_id), fen, now)
    told_of(session, actor, row, fen, now)
    return row


def pay_out(session: Session, *, actor: Actor, refund_id: UUID, method: str, now: datetime) -> Refund:
    """Note that a refund was paid out, by the office.

    Raises
    ------
    NotAllowed, NotFound, Rejected
        Not for this person; no such refund; another method.
    Conflict
        ``refund_paid_already``; ``account_short`` where less lies there.
    """
    if not actor.has(*OFFICE):
        raise NotAllowed("not_for_this_role")
    if method not in MONEY:
        raise Rejected("out_of_range", "method", method, ", ".join(MONEY))
    if queries.invoices.refund(session, actor.community_id, refund_id) is None:
        raise NotFound()
    numbers.lock(session, actor.community_id)
    row = queries.invoices.refund(session, actor.community_id, refund_id)
    assert row is not None
    if row.state != "due":
        raise Conflict("refund_paid_already", "state", row.state, "due")
    fen = due_fen(row)
    moved = [Transfer(("payable", row.member_id), (MONEY[method], None), fen)]
    ledger.post(session, actor, Entry("payout", "refund", row.id, moved), now)
    row.state, row.method, row.paid_at, row.row_version = "paid", method, now, row.row_version + 1
    session.flush()
    numbers_told = told(row.number, fen)
    messages.tell_member(session, row.community_id, row.member_id, "refund_paid", str(row.id), now, **numbers_told)
    details = {"number": row.number, "fen": fen, "method": method}
    audit.record(session, row.community_id, actor.name, "refund.pay", "refund", row.id, now, details)
    return row


def withdraw_overpaid(session: Session, payment_id: UUID) -> None:
    """Forget what was to be paid back of a payment that is taken back itself.

    Raises
    ------
    Conflict
        ``payment_refunded`` where it was paid out.
    """
    row = queries.invoices.overpaid_of(session, payment_id)
    if row.state != "due":
        raise Conflict("payment_refunded", "payment_id")
    row.state, row.row_version = "withdrawn", row.row_version + 1
