"""What every movement of hours shares: whose accounts, by which rules, and how it is written down."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from scheduler import queries
from scheduler.actors import AUDITOR, OFFICE, Actor
from scheduler.covenant import HoursRules, settings_of
from scheduler.errors import Conflict, NotAllowed, NotFound, Rejected
from scheduler.ids import new_id
from scheduler.models import HoursPosting, HoursTransaction, Member, OutboxMessage, Volunteer


@dataclass(frozen=True, slots=True)
class Side:
    """Minutes into an account of that kind, or out of it."""

    account: str
    minutes: int
    volunteer_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """A transaction to be written; `worked` times `coefficient` in hundredths are the minutes that move."""

    kind: str
    worked: int
    sides: Sequence[Side]
    reason: str = ""
    evidence: str = "none"
    coefficient: int = 100
    seat_id: UUID | None = None
    credits_seat_id: UUID | None = None
    corrects_id: UUID | None = None


def post(session: Session, actor: Actor, entry: Entry, now: datetime) -> HoursTransaction:
    """Write a transaction, for ever; a side of nothing is left out."""
    assert sum(side.minutes for side in entry.sides) == 0, entry
    row = HoursTransaction(
        id=new_id(),
        community_id=actor.community_id,
        kind=entry.kind,
        evidence=entry.evidence,
        seat_id=entry.seat_id,
        corrects_id=entry.corrects_id,
        credits_seat_id=entry.credits_seat_id,
        worked_minutes=entry.worked,
        coefficient=entry.coefficient,
        reason=entry.reason.strip(),
        actor_id=actor.account_id,
        at=now,
    )
    moving = [side for side in entry.sides if side.minutes]
    sides = [
        HoursPosting(
            transaction_id=row.id,
            line=line,
            account=side.account,
            volunteer_id=side.volunteer_id,
            minutes=side.minutes,
        )
        for line, side in enumerate(moving, start=1)
    ]
    queries.hours.add(session, row, sides)
    return row


def deposit(volunteer_id: UUID, minutes: int, room: int) -> list[Side]:
    """Minutes for a service: into the account as far as there is room, the rest expires at once."""
    kept = min(minutes, max(0, room))
    return [
        Side("issued", -minutes),
        Side("volunteer", kept, volunteer_id),
        Side("expired", minutes - kept),
    ]


def check_accounts(session: Session, rules: HoursRules, sides: Sequence[Side]) -> None:
    """Refuse what would leave an account below nothing, or fill it beyond the cap; the accounts are locked.

    Raises
    ------
    Conflict
        ``hours_overdrawn`` with what is there; ``hours_above_cap`` with the room that is left.
    """
    for volunteer_id in sorted({side.volunteer_id for side in sides if side.volunteer_id is not None}):
        change = sum(side.minutes for side in sides if side.volunteer_id == volunteer_id)
        balance = queries.hours.balance(session, volunteer_id)
        if change < 0 and balance + change < 0:
            raise Conflict("hours_overdrawn", "minutes", -change, str(balance))
        if change > 0 and balance + change > rules.deposit_cap:
            raise Conflict("hours_above_cap", "minutes", change, str(max(0, rules.deposit_cap - balance)))


def rules_in_force(session: Session, community: UUID, now: datetime) -> HoursRules:
    """What the covenant says of the time bank.

    Raises
    ------
    Conflict
        ``no_covenant``.
    """
    covenant = queries.community.covenant_in_force(session, community, now)
    if covenant is None:
        raise Conflict("no_covenant")
    return settings_of(covenant.settings).hours


def lock(session: Session, actor: Actor, ids: Collection[UUID | None]) -> dict[UUID, Volunteer]:
    """Accounts, kept from other writers until the transaction ends."""
    rows = queries.volunteers.locked(session, actor.community_id, [one for one in ids if one is not None])
    return {row.id: row for row in rows}


def account_of(session: Session, actor: Actor, volunteer_id: UUID | None, look: bool = False) -> Volunteer:
    """One's own account, or for the office (and auditors who only `look`) that of a volunteer.

    Raises
    ------
    NotFound
        No such volunteer for this person, or they are none.
    """
    own = None
    if actor.member_id is not None:
        own = queries.volunteers.of_member(session, actor.community_id, actor.member_id)
    if volunteer_id is None or (own is not None and own.id == volunteer_id):
        found = own
    else:
        serves = actor.has(*OFFICE) or (look and actor.has(AUDITOR))
        found = queries.volunteers.one(session, actor.community_id, volunteer_id) if serves else None
    if found is None:
        raise NotFound()
    return found


def check_office(actor: Actor) -> None:
    """What only the office does.

    Raises
    ------
    NotAllowed
        For everybody else.
    """
    if not actor.has(*OFFICE):
        raise NotAllowed("not_for_this_role")


def check_minutes(minutes: int, least: int = 1) -> None:
    """Refuse minutes that cannot move.

    Raises
    ------
    Rejected
        ``out_of_range``.
    """
    if minutes < least:
        raise Rejected("out_of_range", "minutes", minutes, f"{least} or more")


def check_reason(reason: str) -> None:
    """Refuse a decision without a reason.

    Raises
    ------
    Rejected
        ``reason_missing``.
    """
    if not reason.strip():
        raise Rejected("reason_missing", "reason", "", "a sentence")


def tell(
    session: Session, volunteer: Volunteer, code: str, row: HoursTransaction, now: datetime, **numbers: int | str
) -> None:
    """Write to whose account it is."""
    message = OutboxMessage(
        id=new_id(),
        community_id=volunteer.community_id,
        member_id=volunteer.member_id,
        dedupe_key=f"{code}:{row.id}:{volunteer.id}",
        code=code,
        numbers=dict(numbers),
        created_at=now,
    )
    queries.messages.put(session, [message])


def language_of(session: Session, volunteer: Volunteer) -> str:
    """The language in which somebody is written to."""
    return session.get_one(Member, volunteer.member_id).language
