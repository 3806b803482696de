"""What becomes of money that was divided: shares are paid out, a fund is spent, money is carried to the bank."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Literal
from uuid import UUID

from sqlalchemy.orm import Session

from scheduler import audit, queries
from scheduler.actors import OFFICE, Actor
from scheduler.covenant.money import Recipient
from scheduler.errors import Conflict, NotAllowed, NotFound, Rejected
from scheduler.ids import new_id
from scheduler.models import MoneyTransaction
from scheduler.usecases import ledger
from scheduler.usecases.ledger import Entry, Transfer

Place = Literal["cash", "bank", "provider"]
"""Where money lies."""
CAUSES = ("share", "carry")
"""What is decided here, without a paper."""
_FINDERS: Mapping[Recipient, Callable[[Session, UUID, UUID], object | None]] = {
    "owner": queries.community.member,
    "fund": queries.supply.site,
    "operator": queries.supply.site,
}


def pay_out(
    session: Session,
    *,
    actor: Actor,
    share: Recipient,
    subject_id: UUID | None,
    place: Place,
    fen: int,
    reason: str,
    now: datetime,
) -> MoneyTransaction:
    """Pay out of a share what was decided: a fund's or operator's is a site's or the community's, an owner's is that
    of a member.

    What is to be paid back to people has papers of its own: see `usecases.refunds`.

    Raises
    ------
    NotAllowed, NotFound
        Not for this person; no such site or member.
    Rejected
        ``reason_missing``, ``out_of_range``.
    Conflict
        ``account_short`` with what there is.
    """
    _check(actor, reason)
    site_id = _subject(session, actor, share, subject_id)
    transfers = [Transfer((share, subject_id), (place, None), fen)]
    entry = Entry("payout", "share", new_id(), transfers, site_id, reason=reason)
    return _posted(session, actor, entry, "money.pay_share", now)


def carry(
    session: Session, *, actor: Actor, source: Place, target: Place, fen: int, reason: str, now: datetime
) -> MoneyTransaction:
    """Carry money from one place to another, as from the till to the bank.

    Raises
    ------
    NotAllowed, Rejected, Conflict
        As for a payout; ``same_account``.
    """
    _check(actor, reason)
    entry = Entry("carry", "carry", new_id(), [Transfer((target, None), (source, None), fen)], reason=reason)
    return _posted(session, actor, entry, "money.carry", now)


def take_back(session: Session, *, actor: Actor, transaction_id: UUID, reason: str, now: datetime) -> MoneyTransaction:
    """Take back a payout of a share, or what was carried; what has a paper of its own is taken back with that.

    Raises
    ------
    NotAllowed, NotFound, Rejected, Conflict
        As for any reversal; ``not_reversible`` also for what has a paper.
    """
    _check(actor, reason)
    row = queries.money.one(session, actor.community_id, transaction_id)
    if row is None:
        raise NotFound()
    if row.cause not in CAUSES:
        raise Conflict("not_reversible", "transaction_id", str(row.id))
    return ledger.reverse(session, actor=actor, transaction_id=transaction_id, reason=reason, now=now)


def _check(actor: Actor, reason: str) -> None:
    if not actor.has(*OFFICE):
        raise NotAllowed("not_for_this_role")
    if not reason.strip():
        raise Rejected("reason_missing", "reason", "", "a sentence")


def _subject(session: Session, actor: Actor, share: Recipient, subject_id: UUID | None) -> UUID | None:
    """The site of a share, if it is of one; whoever it is of, they are of this community."""
    if subject_id is None and share != "owner":
        return None
    find = _FINDERS.get(share)
    if subject_id is None or find is None or find(session, actor.community_id, subject_id) is None:
        raise NotFound()
    return None if share == "owner" else subject_id


def _posted(session: Session, actor: Actor, entry: Entry, action: str, now: datetime) -> MoneyTransaction:
    made = ledger.post(session, actor, entry, now)
    details = {"number": made.number, "fen": entry.transfers[0].fen}
    audit.record(session, made.community_id, actor.name, action, "money", made.id, now, details)
    return made
