"""Who wants which room or equipment, and the rules by which that is judged."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from scheduler import queries
from scheduler.actors import Actor
from scheduler.covenant import CovenantSettings, RoomBookingRules, settings_of
from scheduler.errors import Conflict, NotFound, Rejected
from scheduler.queries.room_bookings import Wanted
from scheduler.states import OWN_CHANNELS, STAFF_CHANNELS
from scheduler.translation.room_openings import Ask
from scheduler.usecases.bookings import Span
from scheduler.usecases.serving import may_ask_for


@dataclass(frozen=True, slots=True)
class BookingTerms:
    """A room, or so many of some equipment alone, for a span; `member_id` is the person where staff book for them."""

    span: Span
    ask: Ask = field(default_factory=lambda: Ask(1))
    room_id: UUID | None = None
    equipment_id: UUID | None = None
    count: int = 1
    member_id: UUID | None = None
    organisation_id: UUID | None = None
    title: str = ""

    @property
    def kind(self) -> str:
        """Whether a room is wanted, or equipment alone."""
        return "room" if self.room_id is not None else "equipment"


@dataclass(frozen=True, slots=True)
class Claim:
    """Who wants what, with the rules in force; the facility is locked."""

    wanted: Wanted
    kind: str
    rules: CovenantSettings

    @property
    def booking(self) -> RoomBookingRules:
        """Rules of single bookings."""
        return self.rules.room_booking

    def ask(self, terms: BookingTerms) -> Ask:
        """What is needed; equipment alone by its own code."""
        if self.kind == "room":
            return terms.ask
        return replace(terms.ask, people=1, features=(), noisy=False, equipment={self.wanted.asset_code: terms.count})


def claim(
    session: Session, actor: Actor, terms: BookingTerms, now: datetime, channel: str | None = None, keep: str = "both"
) -> Claim:
    """Somebody and what they want; kept from others until the transaction ends, as far as `keep` says.

    Raises
    ------
    NotFound, Rejected, Conflict
        No such person, room or equipment for this actor; neither or both named, another channel; no covenant.
    """
    asset = terms.room_id or terms.equipment_id
    if asset is None or (terms.room_id is not None and terms.equipment_id is not None):
        raise Rejected("one_of_both", "room_id", allowed="a room, or equipment alone")
    member_id = person_of(session, actor, terms.member_id, channel)
    found = claim_of(session, actor.community_id, member_id, terms.kind, asset, now, keep)
    if not found.wanted.lendable:
        raise not_bookable(terms.kind)
    return found


def not_bookable(kind: str) -> Rejected:
    """What somebody is told who asks for a room that is given by plans only, or equipment that stays with its rooms."""
    return Rejected("not_bookable", f"{kind}_id", allowed="what may be booked one by one")


def person_of(session: Session, actor: Actor, stated: UUID | None, channel: str | None = None) -> UUID:
    """For whom somebody acts: oneself, or a person whom one serves, by the ends 端 meant for that.

    Raises
    ------
    Rejected, NotFound
        Nobody is named, or another channel; no such person for this actor.
    """
    member_id = stated or actor.member_id
    if member_id is None:
        raise Rejected("person_missing", "member_id", allowed="the person who books")
    if not may_ask_for(session, actor, member_id):
        raise NotFound()
    allowed = OWN_CHANNELS if actor.member_id == member_id else STAFF_CHANNELS
    if channel is not None and channel not in allowed:
        raise Rejected("not_offered", "channel", channel, ", ".join(allowed))
    return member_id


def claim_of(
    session: Session, community: UUID, member_id: UUID, kind: str, asset: UUID, now: datetime, keep: str = "facility"
) -> Claim:
    """Somebody and what they want, whoever asks.

    Raises
    ------
    NotFound, Conflict
        No such person, room or equipment; no covenant.
    """
    wanted = queries.room_bookings.wanted(session, community, member_id, kind, asset, now, keep)
    if wanted is None:
        raise NotFound()
    return Claim(wanted, kind, rules_of(wanted.settings))


def rules_of(settings: Mapping[str, Any] | None) -> CovenantSettings:
    """Rules of a community.

    Raises
    ------
    Conflict
        ``no_covenant``.
    """
    if settings is None:
        raise Conflict("no_covenant")
    return settings_of(settings)
