"""Hours given to somebody else, where the covenant allows it, or given back for a service received."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from scheduler import audit, calendar, queries
from scheduler.actors import Actor
from scheduler.covenant import HoursRules
from scheduler.errors import Conflict, NotFound, Rejected
from scheduler.ids import read_receipt
from scheduler.models import HoursTransaction, Volunteer
from scheduler.usecases import hours_ledger as ledger
from scheduler.usecases.hours_ledger import Entry, Side


def transfer(
    session: Session,
    *,
    actor: Actor,
    to_receipt: str,
    minutes: int,
    now: datetime,
    volunteer_id: UUID | None = None,
    reason: str = "",
) -> HoursTransaction:
    """Give minutes of one's own account (the office: of anybody's) to another volunteer.

    Raises
    ------
    NotFound, Rejected
        No such volunteer for this person; ``out_of_range``, ``hours_to_self``.
    Conflict
        ``hours_not_shared``, ``hours_not_active``, ``hours_month_cap``; ``hours_overdrawn``, ``hours_above_cap``.
    """
    giver = ledger.account_of(session, actor, volunteer_id)
    ledger.check_minutes(minutes)
    rules = ledger.rules_in_force(session, actor.community_id, now)
    if not rules.transfers:
        raise Conflict("hours_not_shared")
    taker = _taker(session, actor, to_receipt)
    if taker.id == giver.id:
        raise Rejected("hours_to_self", "to", None, "another volunteer")
    locked = ledger.lock(session, actor, [giver.id, taker.id])
    for person, field in ((giver, "volunteer_id"), (taker, "to")):
        if locked[person.id].state != "active":
            raise Conflict("hours_not_active", field)
    check_month(session, rules, giver, minutes, now)
    sides = [Side("volunteer", -minutes, giver.id), Side("volunteer", minutes, taker.id)]
    ledger.check_accounts(session, rules, sides)
    made = ledger.post(session, actor, Entry("transfer", minutes, sides, reason), now)
    ledger.tell(session, giver, "hours_given", made, now, minutes=minutes)
    ledger.tell(session, taker, "hours_received", made, now, minutes=minutes)
    details = {"from": str(giver.id), "to": str(taker.id), "minutes": minutes}
    audit.record(session, made.community_id, actor.name, "hours.transfer", "hours", made.id, now, details)
    return made


def redeem(
    session: Session, *, actor: Actor, volunteer_id: UUID, minutes: int, reason: str, now: datetime
) -> HoursTransaction:
    """Take minutes back for a service that a volunteer received, which the `reason` names; by the office.

    Raises
    ------
    NotAllowed, NotFound, Rejected, Conflict
        Not for this person; no such volunteer; ``out_of_range``, ``reason_missing``; ``hours_overdrawn``.
    """
    ledger.check_office(actor)
    found = ledger.account_of(session, actor, volunteer_id)
    ledger.check_minutes(minutes)
    ledger.check_reason(reason)
    person = ledger.lock(session, actor, [found.id])[found.id]
    rules = ledger.rules_in_force(session, actor.community_id, now)
    sides = [Side("volunteer", -minutes, person.id), Side("redeemed", minutes)]
    ledger.check_accounts(session, rules, sides)
    made = ledger.post(session, actor, Entry("redeem", minutes, sides, reason), now)
    ledger.tell(session, person, "hours_redeemed", made, now, minutes=minutes, reason=made.reason)
    details = {"from": str(person.id), "minutes": minutes}
    audit.record(session, made.community_id, actor.name, "hours.redeem", "hours", made.id, now, details)
    return made


def month_of(day: date, zone: str) -> tuple[datetime, datetime]:
    """The instants between which the month of a date lies, by the community's clock."""
    first = day.replace(day=1)
    following = (first + timedelta(days=31)).replace(day=1)
    return calendar.instant_of(first, 0, zone), calendar.instant_of(following, 0, zone)


def given_this_month(session: Session, giver: Volunteer, now: datetime) -> int:
    """Minutes that somebody has given to others in the month of `now`."""
    zone = queries.community.one(session, giver.community_id).zone
    return queries.hours.given(session, giver.id, *month_of(calendar.date_of(now, zone), zone))


def check_month(session: Session, rules: HoursRules, giver: Volunteer, minutes: int, now: datetime) -> None:
    """Refuse more than may be given in a month; the giver is locked.

    Raises
    ------
    Conflict
        ``hours_month_cap`` with what is left.
    """
    left = max(0, rules.transfer_month_cap - given_this_month(session, giver, now))
    if minutes > left:
        raise Conflict("hours_month_cap", "minutes", minutes, str(left))


def _taker(session: Session, actor: Actor, typed: str) -> Volunteer:
    """The volunteer of a receipt as it was typed or heard."""
    receipt = read_receipt(typed) or typed.strip()
    found = queries.hours.by_receipt(session, actor.community_id, receipt)
    if found is None:
        raise NotFound()
    return found
