"""Who may do what with which seat, what is kept from other writers meanwhile, and what the rules say of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from scheduler import calendar, queries
from scheduler.actors import AUDITOR, OFFICE, Actor
from scheduler.covenant import ServiceRules, settings_of
from scheduler.errors import Conflict, NotAllowed, NotFound, Rejected
from scheduler.models import Seat, Shift, Volunteer
from scheduler.states import OWN_CHANNELS
from scheduler.terms import RoleTerms, shift_terms
from scheduler.translation import roster_judging
from scheduler.translation.roster_judging import Fault, SeatKey

RESERVED = ("code", "field", "value", "allowed")
"""Names that a refusal has for itself."""
CONFIDENTIAL = ("h21_prohibited_pair", "h22_prohibited_beneficiary")
"""Rules by which people would learn what others asked of the office in confidence."""

SECRET = {"h02_travel_gap": ("allowed",)}
"""Numbers by which, from some shifts, people would work out where an elder lives."""


@dataclass(frozen=True, slots=True)
class Held:
    """A seat that nobody else writes, with its shift, whose it is, and the rules of service in force."""

    seat: Seat
    shift: Shift
    volunteer: Volunteer
    rules: ServiceRules

    @property
    def key(self) -> SeatKey:
        """The seat as rules are asked about it."""
        return SeatKey(self.volunteer.id, self.shift.id, self.seat.role)

    @property
    def waived(self) -> Mapping[SeatKey, Sequence[str]]:
        """Rules that a coordinator overrode for the seat."""
        return {self.key: list(self.seat.waived)} if self.seat.waived else {}

    def left(self, now: datetime) -> timedelta:
        """How long it is until the shift begins."""
        return self.shift.starts_at - now


def service_rules(session: Session, community: UUID, now: datetime) -> ServiceRules:
    """Rules of service in force.

    Raises
    ------
    Conflict
        ``no_covenant``.
    """
    covenant = queries.community.covenant_in_force(session, community, now)
    if covenant is None:
        raise Conflict("no_covenant")
    return settings_of(covenant.settings).service


# ---- people


def volunteer_for(session: Session, actor: Actor, volunteer_id: UUID | None, channel: str = "web") -> Volunteer:
    """The volunteer that acts, or for whom the office does.

    Raises
    ------
    NotFound, NotAllowed, Rejected
        No such volunteer for this person; the person is none; a channel that is the office's only.
    """
    own = (
        None if actor.member_id is None else queries.volunteers.of_member(session, actor.community_id, actor.member_id)
    )
    if volunteer_id is None or (own is not None and own.id == volunteer_id):
        if own is None:
            raise NotAllowed("not_a_volunteer")
        if channel not in OWN_CHANNELS and not actor.has(*OFFICE):
            raise Rejected("unknown_id", "channel", channel, ", ".join(OWN_CHANNELS))
        return own
    found = queries.volunteers.one(session, actor.community_id, volunteer_id) if actor.has(*OFFICE) else None
    if found is None:
        raise NotFound()
    return found


def check_serves(volunteer: Volunteer) -> None:
    """Refuse whoever was not verified yet, pauses or has left.

    Raises
    ------
    Conflict
        ``volunteer_not_serving``.
    """
    if volunteer.state != "active":
        raise Conflict("volunteer_not_serving", "volunteer_id", volunteer.state, "active")


def check_office(actor: Actor) -> None:
    """Refuse all but coordinators and administrators.

    Raises
    ------
    NotAllowed
        ``not_for_this_role``.
    """
    if not actor.has(*OFFICE):
        raise NotAllowed("not_for_this_role")


# ---- seats


def seen(session: Session, actor: Actor, seat_id: UUID) -> queries.seats.SeatAt:
    """A seat that this person may see: their own; all for the office and auditors.

    Raises
    ------
    NotFound
        If there is none.
    """
    found = queries.seats.one(session, actor.community_id, seat_id)
    if found is None:
        raise NotFound()
    own = actor.member_id is not None and found.volunteer.member_id == actor.member_id
    if not (own or actor.has(*OFFICE, AUDITOR)):
        raise NotFound()
    return found


def held(session: Session, actor: Actor, seat_id: UUID, now: datetime) -> Held:
    """A seat of one's own, or any for the office, kept from other writers: volunteer, then shift, then seat.

    Raises
    ------
    NotFound, Conflict
        No such seat for this person; ``no_covenant``.
    """
    return kept(session, seen(session, actor, seat_id), now)


def kept(session: Session, found: queries.seats.SeatAt, now: datetime) -> Held:
    """A seat kept from other writers, whoever asks for it.

    Raises
    ------
    Conflict
        ``no_covenant``.
    """
    queries.seats.lock_volunteers(session, [found.volunteer.id])
    (shift,) = queries.seats.lock_shifts(session, found.seat.community_id, [found.shift.id])
    (seat,) = queries.seats.locked(session, [found.seat.id])
    return Held(seat, shift, found.volunteer, service_rules(session, seat.community_id, now))


def shift_kept(session: Session, actor: Actor, shift_id: UUID) -> Shift:
    """A shift of the community, kept from other writers.

    Raises
    ------
    NotFound
        If there is none.
    """
    found = queries.seats.lock_shifts(session, actor.community_id, [shift_id])
    if not found:
        raise NotFound()
    return found[0]


def check_runs(shift: Shift, now: datetime, *, to_the_end: bool = False) -> None:
    """Refuse what is about a shift that was not published, was cancelled, or has begun (`to_the_end`: is over).

    Raises
    ------
    Conflict
        ``shift_cancelled``, ``shift_not_open``, ``shift_has_begun``.
    """
    if shift.state == "cancelled":
        raise Conflict("shift_cancelled", "shift_id")
    if (shift.ends_at if to_the_end else shift.starts_at) <= now:
        raise Conflict("shift_has_begun", "shift_id")
    if shift.state != "open":
        raise Conflict("shift_not_open", "shift_id")


# ---- places and rules


def role_of(shift: Shift, name: str) -> RoleTerms:
    """A role of a shift.

    Raises
    ------
    Rejected
        ``unknown_id``.
    """
    found = next((one for one in shift_terms(shift.terms).roles if one.id == name), None)
    if found is None:
        raise Rejected("unknown_id", "role", name, "a role of the shift")
    return found


def free_places(session: Session, shift: Shift, most: int, role: str) -> int:
    """How many more may sit in a role of a shift; what is kept for a team is not free."""
    taken = queries.seats.covered(session, [shift.id]).get((shift.id, role), 0)
    return most - taken - queries.rosters.kept_for_teams(session, [shift.id]).get((shift.id, role), 0)


def check_place(session: Session, shift: Shift, role: RoleTerms) -> None:
    """Refuse one more than there is room for.

    Raises
    ------
    Conflict
        ``no_seat_left``.
    """
    if free_places(session, shift, role.most, role.id) < 1:
        raise Conflict("no_seat_left", "role", role.id)


def check_rules(
    session: Session,
    actor: Actor,
    new: Sequence[SeatKey],
    now: datetime,
    *,
    gone: Sequence[SeatKey] = (),
    waived: Mapping[SeatKey, Sequence[str]] | None = None,
    asked_too: bool = False,
) -> None:
    """Refuse seats that a rule of the catalogue is against; whoever was asked may say yes in windows for being asked.

    Raises
    ------
    Conflict
        ``volunteer_not_serving``; the code of the rule; ``ask_the_office`` where the reason is another's secret.
    """
    community = actor.community_id
    for volunteer in queries.rosters.volunteers(session, {key.volunteer_id for key in new}):
        check_serves(volunteer)
    found = roster_judging.faults(
        session, community, new=new, gone=gone, now=now, waived=waived or {}, asked_too=asked_too
    )
    if found:
        raise refusal_for(session, actor, found[0])


def refusal_for(session: Session, actor: Actor, fault: Fault) -> Conflict:
    """What somebody is told whom a rule is against: names as plans have them, and the time by the wall clock."""
    if fault.rule in CONFIDENTIAL and not actor.has(*OFFICE):
        return Conflict("ask_the_office", "volunteer_id")
    numbers = told_of(session, actor, fault)
    allowed = str(numbers.get("allowed", ""))
    plain = {name: value for name, value in numbers.items() if name not in RESERVED}
    return Conflict(fault.rule, "volunteer_id", None, allowed, **plain)


def told_of(session: Session, actor: Actor, fault: Fault) -> dict[str, int | str]:
    """Numbers of a fault as its sentence tells them; volunteers hear nothing of others or of where elders live."""
    office = actor.has(*OFFICE)
    numbers = {name: value for name, value in fault.numbers.items() if office or name not in SECRET.get(fault.rule, ())}
    concerned = None if fault.volunteer_id is None else session.get_one(Volunteer, fault.volunteer_id)
    if concerned is not None and (office or concerned.member_id == actor.member_id):
        numbers["requests"] = concerned.receipt
    if fault.shift_id is not None:
        shift = session.get_one(Shift, fault.shift_id)
        zone = queries.community.one(session, actor.community_id).zone
        numbers |= {"place": shift.code, "minute": calendar.local_text(shift.starts_at, zone)}
    return numbers
