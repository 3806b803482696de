"""Single bookings of rooms, and of equipment alone: answered at once, guarded by the database itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from scheduler import audit, queries
from scheduler.actors import AUDITOR, STAFF, Actor
from scheduler.errors import Conflict, NotFound
from scheduler.ids import read_receipt
from scheduler.models import Booking
from scheduler.privacy import Vault
from scheduler.queries.room_bookings import Asset
from scheduler.usecases import room_claims, room_taking
from scheduler.usecases.organisations import check_member_of
from scheduler.usecases.room_claims import BookingTerms, Claim
from scheduler.usecases.room_notes import tell
from scheduler.usecases.room_taking import TITLE
from scheduler.usecases.serving import may_ask_for, runs

TOLD = {"confirmed": "room_booked", "requested": "room_requested"}
"""What people hear of a booking that staff made for them."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A booking as somebody may see it; the title is for its person and for staff."""

    row: Booking
    asset: Asset
    title: str


def book(
    session: Session,
    *,
    actor: Actor,
    vault: Vault,
    terms: BookingTerms,
    channel: str,
    now: datetime,
    hold: bool = False,
) -> Booking:
    """Take a room, or equipment alone; the answer is final, but for a hold and where staff decide.

    Raises
    ------
    NotFound
        No such person, room or equipment for this actor.
    Rejected, NotAllowed
        A value or span that cannot be; a rule of the room is against it (its code); another's organisation.
    Conflict
        ``room_taken``, ``noisy_neighbours``, ``equipment_short``, ``too_many_bookings``, ``no_covenant``.
    """
    claimed = room_claims.claim(session, actor, terms, now, channel)
    room_taking.check_span(claimed.booking, terms.span, now)
    check_member_of(session, actor, terms.organisation_id, claimed.wanted.organisation_id)
    check_count(session, claimed, now)
    ask, facility = claimed.ask(terms), claimed.wanted.facility
    judge = room_taking.judge_of(session, facility, claimed.wanted.zone, claimed.rules, terms.span, ask)
    rule = room_taking.against(session, claimed, judge, ask, terms.span)
    if rule is not None:
        raise room_taking.refusal_for(rule)
    state = room_taking.state_of(actor, claimed, judge, terms.span, hold, now)
    made = room_taking.written(session, actor, claimed, terms, state, channel, now, vault)
    room_taking.occupy(session, made, claimed, judge)
    audit.record(session, made.community_id, actor.name, "booking.make", "booking", made.id, now)
    if made.operator_id is not None and made.state in TOLD:
        tell(session, made, TOLD[made.state], now)
    return made


def check_count(session: Session, claimed: Claim, now: datetime) -> None:
    """Refuse one booking more than a person may have open.

    Raises
    ------
    Conflict
        ``too_many_bookings``.
    """
    most, wanted = claimed.booking.most_open_bookings, claimed.wanted
    if queries.room_bookings.open_count(session, wanted.facility.community_id, wanted.member_id, now) >= most:
        raise Conflict("too_many_bookings", "member_id", allowed=str(most))


def seen(session: Session, *, actor: Actor, vault: Vault, booking_id: UUID) -> Seen:
    """A booking that this person may see.

    Raises
    ------
    NotFound
        If there is none.
    """
    return shown(session, actor, vault, [own_or_served(session, actor, booking_id)])[0]


def by_receipt(session: Session, *, actor: Actor, vault: Vault, text: str) -> Seen:
    """The booking of a receipt as it was typed or heard, if this person may see it.

    Raises
    ------
    NotFound
        If there is none.
    """
    receipt = read_receipt(text)
    row = None if receipt is None else queries.room_bookings.by_receipt(session, actor.community_id, receipt)
    if row is None:
        raise NotFound()
    return seen(session, actor=actor, vault=vault, booking_id=row.id)


def listed(
    session: Session,
    *,
    actor: Actor,
    vault: Vault,
    states: Sequence[str] = (),
    series_id: UUID | None = None,
    member_id: UUID | None = None,
    last: UUID | None = None,
    limit: int = 50,
    newest: bool = True,
) -> list[Seen]:
    """Bookings: a person's own; all of the community for the office and auditors, or those of `member_id`.

    Raises
    ------
    NotFound
        No such person for this actor.
    """
    everybody = actor.has(AUDITOR) or runs(actor, None)
    if member_id is not None and not (everybody or may_ask_for(session, actor, member_id)):
        raise NotFound()
    member = member_id or (None if everybody else actor.member_id)
    if member is None and not everybody:
        return []
    rows = queries.room_bookings.listed(
        session, actor.community_id, member, states, series_id, last=last, limit=limit, newest=newest
    )
    return shown(session, actor, vault, rows)


def own_or_served(session: Session, actor: Actor, booking_id: UUID) -> Booking:
    """A booking of one's own, or of somebody whom one serves.

    Raises
    ------
    NotFound
        If there is none.
    """
    row = queries.room_bookings.one(session, actor.community_id, booking_id)
    if row is None or not (actor.has(AUDITOR) or may_ask_for(session, actor, row.member_id)):
        raise NotFound()
    return row


def shown(session: Session, actor: Actor, vault: Vault, rows: Sequence[Booking]) -> list[Seen]:
    """Bookings with the rooms that they are of, and titles for those whom they are meant for."""
    assets = queries.room_bookings.assets(session, [row.resource_id for row in rows])
    return [Seen(row, assets[row.resource_id], _title(actor, vault, row)) for row in rows]


def _title(actor: Actor, vault: Vault, row: Booking) -> str:
    if row.title_cipher is None or not (row.member_id == actor.member_id or actor.has(*STAFF)):
        return ""
    return vault.open_sealed(row.title_cipher, TITLE, row.id)
