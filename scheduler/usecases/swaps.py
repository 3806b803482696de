"""Seats handed over to somebody, or exchanged for theirs: both agree, and every rule is asked twice."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from scheduler import audit, queries
from scheduler.actors import AUDITOR, OFFICE, Actor, clockwork
from scheduler.covenant import ServiceRules
from scheduler.errors import Conflict, NotFound, Rejected
from scheduler.ids import new_id
from scheduler.models import Seat, Swap
from scheduler.queries.seat_turns import OPEN_SWAPS
from scheduler.terms import shift_terms
from scheduler.usecases import seat_claims, seats, substitutes, swap_deals
from scheduler.usecases.seat_notes import tell, tell_coordinator
from scheduler.usecases.swap_deals import Deal
from scheduler.usecases.swap_deals import SwapTerms as SwapTerms

ANSWERS = ("agree", "refuse", "withdraw", "approve")


def propose(session: Session, *, actor: Actor, terms: SwapTerms, now: datetime) -> Swap:
    """Offer one's seat to somebody, for one of theirs or for nothing.

    Raises
    ------
    NotFound, Rejected
        No such seat for this person, no such other; none or several named as the other.
    Conflict
        A seat or shift is not in a state for it, ``swap_pending``; a rule is against it (its code, or
        ``swap_not_possible`` where it speaks of the other only).
    """
    given = seat_claims.seen(session, actor, terms.seat_id)
    swap_deals.check_may(actor, given.volunteer)
    to, got = swap_deals.other_of(session, actor, given, terms)
    deal = swap_deals.kept(session, given, to, got)
    swap_deals.check_deal(deal, now)
    ids = [one.seat.id for one in deal.old]
    if queries.seat_turns.open_swaps(session, ids):
        raise Conflict("swap_pending", "seat_id")
    swap_deals.check_rules(session, actor, deal, now)
    rules = seat_claims.service_rules(session, actor.community_id, now)
    until = _until(deal, rules, now)
    row = Swap(
        id=new_id(),
        community_id=actor.community_id,
        seat_id=given.seat.id,
        to_volunteer_id=to.id,
        to_seat_id=None if got is None else got.seat.id,
        state="proposed",
        reason=terms.reason,
        answer_by=until,
        created_at=now,
        row_version=1,
    )
    session.add(row)
    session.flush()
    audit.record(session, row.community_id, actor.name, "swap.propose", "swap", row.id, now)
    tell(session, to, given.shift, "swap_proposed", row.id, now, answer_by=until)
    return row


def act(session: Session, *, actor: Actor, swap_id: UUID, action: str, now: datetime, reason: str = "") -> Swap:
    """Agree or refuse as the other, withdraw as who proposed, approve or refuse as a coordinator.

    Raises
    ------
    NotFound, NotAllowed, Rejected
        No such swap for this person; not this person's to do; no such action.
    Conflict
        ``swap_is_over``; a seat or shift is not in a state for it; a rule is against it by now (its code).
    """
    row = seen(session, actor=actor, swap_id=swap_id)
    deal = swap_deals.deal_of(session, row)
    row = queries.seat_turns.swap_locked(session, row.id)
    if row.state not in OPEN_SWAPS or row.answer_by <= now:
        raise Conflict("swap_is_over", "state", row.state)
    _check_part(actor, row, deal, action)
    if action in ("agree", "approve"):
        _go_on(session, actor, row, deal, action, now)
    else:
        _end(session, actor, row, deal, action, now, reason)
    audit.record(session, row.community_id, actor.name, f"swap.{action}", "swap", row.id, now)
    return row


def expire(session: Session, *, swap: Swap, now: datetime) -> None:
    """End a swap that nobody decided in time, and tell both."""
    deal = swap_deals.deal_of(session, swap)
    row = queries.seat_turns.swap_locked(session, swap.id)
    if row.state not in OPEN_SWAPS or row.answer_by > now:
        return
    row.state, row.row_version = "expired", row.row_version + 1
    session.flush()
    for volunteer in (deal.given.volunteer, deal.to):
        tell(session, volunteer, deal.given.shift, "swap_expired", f"{row.id}:{volunteer.id}", now)
    system = clockwork(row.community_id)
    audit.record(session, row.community_id, system.name, "swap.expire", "swap", row.id, now)


# ---- seeing


def seen(session: Session, *, actor: Actor, swap_id: UUID) -> Swap:
    """A swap that this person has a part in; all for the office and auditors.

    Raises
    ------
    NotFound
        If there is none.
    """
    row = queries.seat_turns.swap(session, actor.community_id, swap_id)
    if row is None:
        raise NotFound()
    if not actor.has(*OFFICE, AUDITOR):
        own = queries.volunteers.of_member(session, actor.community_id, actor.member_id)
        given = session.get_one(Seat, row.seat_id)
        if own is None or own.id not in (row.to_volunteer_id, given.volunteer_id):
            raise NotFound()
    return row


def listed(
    session: Session,
    *,
    actor: Actor,
    states: Sequence[str] = (),
    last: UUID | None = None,
    limit: int = 50,
    newest: bool = True,
) -> list[Swap]:
    """Swaps that somebody has a part in; all of the community for the office and auditors."""
    volunteer_id = None
    if not actor.has(*OFFICE, AUDITOR):
        own = queries.volunteers.of_member(session, actor.community_id, actor.member_id)
        if own is None:
            return []
        volunteer_id = own.id
    return queries.seat_turns.listed_swaps(session, actor.community_id, volunteer_id, states, last, limit, newest)


def _until(deal: Deal, rules: ServiceRules, now: datetime) -> datetime:
    """Until when the next who has a say decides."""
    return min(now + timedelta(hours=rules.swap_hours), *(shift.starts_at for shift in deal.shifts))


def _check_part(actor: Actor, row: Swap, deal: Deal, action: str) -> None:
    """Refuse whoever has not the say in an action."""
    if action not in ANSWERS:
        raise Rejected("no_such_action", "action", action, ", ".join(ANSWERS))
    if action == "agree" and row.state != "proposed":
        raise Conflict("swap_is_over", "state", row.state)
    if action == "approve" or (action == "refuse" and row.state == "agreed"):
        seat_claims.check_office(actor)
    if action == "approve" and row.state != "agreed":
        raise Conflict("swap_not_agreed", "state", row.state)
    if action in ("agree", "refuse"):
        swap_deals.check_may(actor, deal.to)
    if action == "withdraw":
        swap_deals.check_may(actor, deal.given.volunteer)


def _go_on(session: Session, actor: Actor, row: Swap, deal: Deal, action: str, now: datetime) -> None:
    """Do the swap, or wait for a coordinator where one has to approve."""
    swap_deals.check_deal(deal, now)
    swap_deals.check_rules(session, actor, deal, now)
    rules = seat_claims.service_rules(session, row.community_id, now)
    waits = rules.swap_approval or any(shift_terms(shift.terms).approval for shift in deal.shifts)
    row.row_version += 1
    if action == "agree" and waits and not actor.has(*OFFICE):
        row.state, row.answer_by = "agreed", _until(deal, rules, now)
        session.flush()
        tell(session, deal.given.volunteer, deal.given.shift, "swap_agreed", row.id, now)
        for shift in deal.shifts:
            tell_coordinator(session, shift, "swap_waits", f"{row.id}:{shift.id}", now)
        return
    row.state, row.decided_by, row.decided_at = "done", actor.account_id, now
    system = clockwork(row.community_id)
    for one in deal.old:
        seats.step(session, one.seat, "replace", system, now)
        substitutes.close(session, one.shift, one.seat.role, one.seat.id, now)
    seats.seats_made(session, deal.new, actor, "web", now)
    for new in deal.new:
        tell(session, new.volunteer, new.shift, "swap_done", f"{row.id}:{new.volunteer.id}", now)
    if deal.got is None:
        tell(session, deal.given.volunteer, deal.given.shift, "swap_done", f"{row.id}:{deal.given.volunteer.id}", now)


def _end(session: Session, actor: Actor, row: Swap, deal: Deal, action: str, now: datetime, reason: str) -> None:
    row.state = "withdrawn" if action == "withdraw" else "refused"
    row.row_version += 1
    row.decided_by, row.decided_at = actor.account_id, now
    session.flush()
    told = deal.to if action == "withdraw" else deal.given.volunteer
    tell(session, told, deal.given.shift, f"swap_{row.state}", row.id, now, reason=reason)
