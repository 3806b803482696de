"""The two sides of a swap: who they are, what is kept from other writers, and what the rules say of both."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from scheduler import queries
from scheduler.actors import OFFICE, Actor
from scheduler.errors import Conflict, NotAllowed, NotFound, Rejected
from scheduler.models import Shift, Swap, Volunteer
from scheduler.queries.seats import SeatAt
from scheduler.translation import roster_judging
from scheduler.translation.roster_judging import SeatKey
from scheduler.usecases import seat_claims
from scheduler.usecases.seats import NewSeat

GIVEN = ("accepted", "confirmed", "looking_for_substitute")
"""States of a seat that may be handed over."""
EXCHANGED = ("accepted", "confirmed")
"""States of a seat that may be got for one's own."""


@dataclass(frozen=True, slots=True)
class SwapTerms:
    """A seat, and to whom it goes: somebody by id or receipt, or whoever has the seat that is wanted for it."""

    seat_id: UUID
    to_volunteer_id: UUID | None = None
    to_receipt: str | None = None
    to_seat_id: UUID | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Deal:
    """Both sides of a swap, kept from other writers."""

    given: SeatAt
    to: Volunteer
    got: SeatAt | None

    @property
    def shifts(self) -> list[Shift]:
        """The shifts concerned."""
        return [self.given.shift, *([] if self.got is None else [self.got.shift])]

    @property
    def old(self) -> list[SeatAt]:
        """The seats as they are."""
        return [self.given, *([] if self.got is None else [self.got])]

    @property
    def new(self) -> list[NewSeat]:
        """The seats as they shall be; those of a team stay the team's, on standby each has the other's place."""
        sides = [(self.given, self.to), *([] if self.got is None else [(self.got, self.given.volunteer)])]
        return [
            NewSeat(
                one.shift,
                to,
                one.seat.role,
                "swap",
                "confirmed",
                team_id=one.seat.team_id,
                position=one.seat.position,
            )
            for one, to in sides
        ]


def other_of(session: Session, actor: Actor, given: SeatAt, terms: SwapTerms) -> tuple[Volunteer, SeatAt | None]:
    """Who is to have the seat, and their seat where one is wanted for it.

    Raises
    ------
    Rejected, NotFound
        None or several are named, or oneself; no such volunteer or seat.
    """
    community = actor.community_id
    named = [one for one in (terms.to_volunteer_id, terms.to_receipt, terms.to_seat_id) if one is not None]
    if len(named) != 1:
        raise Rejected("one_of_both", "to_volunteer_id", allowed="a volunteer or a seat")
    got = None if terms.to_seat_id is None else queries.seats.one(session, community, terms.to_seat_id)
    if got is not None:
        to: Volunteer | None = got.volunteer
    elif terms.to_volunteer_id is not None:
        to = queries.volunteers.one(session, community, terms.to_volunteer_id)
    else:
        to = queries.volunteers.by_receipt(session, community, terms.to_receipt or "")
    if to is None:
        raise NotFound()
    if to.id == given.volunteer.id:
        raise Rejected("unknown_id", "to_volunteer_id", None, "another volunteer")
    return to, got


def deal_of(session: Session, row: Swap) -> Deal:
    """Both sides of a swap that was proposed, kept from other writers.

    Raises
    ------
    NotFound
        If the seat is not there.
    """
    given = queries.seats.one(session, row.community_id, row.seat_id)
    got = None if row.to_seat_id is None else queries.seats.one(session, row.community_id, row.to_seat_id)
    if given is None:
        raise NotFound()
    return kept(session, given, session.get_one(Volunteer, row.to_volunteer_id), got)


def kept(session: Session, given: SeatAt, to: Volunteer, got: SeatAt | None) -> Deal:
    """Both sides, kept from other writers: volunteers, then shifts, then seats."""
    queries.seats.lock_volunteers(session, [given.volunteer.id, to.id])
    queries.seats.lock_shifts(
        session, given.seat.community_id, [one.shift.id for one in (given, got) if one is not None]
    )
    queries.seats.locked(session, [one.seat.id for one in (given, got) if one is not None])
    return Deal(given, to, got)


def check_may(actor: Actor, volunteer: Volunteer) -> None:
    """Refuse whoever is neither the volunteer nor of the office.

    Raises
    ------
    NotAllowed
        ``not_for_this_role``.
    """
    if not (actor.has(*OFFICE) or (actor.member_id is not None and volunteer.member_id == actor.member_id)):
        raise NotAllowed("not_for_this_role")


def check_deal(deal: Deal, now: datetime) -> None:
    """Refuse seats and shifts of which nothing can change hands any more.

    Raises
    ------
    Conflict
        ``shift_cancelled``, ``shift_has_begun``, ``shift_not_open``, ``seat_not_ready``.
    """
    for shift in deal.shifts:
        seat_claims.check_runs(shift, now)
    for one, states in ((deal.given, GIVEN), (deal.got, EXCHANGED)):
        if one is not None and one.seat.state not in states:
            raise Conflict("seat_not_ready", "state", one.seat.state, ", ".join(states))


def check_rules(session: Session, actor: Actor, deal: Deal, now: datetime) -> None:
    """Refuse what a rule is against; whoever proposes does not learn what it says of the other.

    Raises
    ------
    Conflict
        ``seat_held_already``, ``swap_not_possible``, or the code of the rule.
    """
    new = [SeatKey(one.volunteer.id, one.shift.id, one.role) for one in deal.new]
    gone = [SeatKey(one.volunteer.id, one.shift.id, one.seat.role) for one in deal.old]
    community = deal.given.seat.community_id
    there = [(key.shift_id, key.volunteer_id) for key in new]
    leaving = {(one.shift.id, one.volunteer.id) for one in deal.old}
    if any(pair not in leaving for pair in queries.seats.held_already(session, there)):
        raise Conflict("seat_held_already", "to_volunteer_id")
    found = roster_judging.faults(session, community, new=new, gone=gone, now=now)
    if not found:
        return
    own = None if actor.member_id is None else queries.volunteers.of_member(session, community, actor.member_id)
    mine = [one for one in found if own is not None and one.volunteer_id == own.id]
    if not (mine or actor.has(*OFFICE)):
        raise Conflict("swap_not_possible", "to_volunteer_id")
    raise seat_claims.refusal_for(session, actor, (mine or found)[0])
