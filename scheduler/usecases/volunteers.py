"""Volunteers: who offers time, verified by the office before anybody plans them; paused, taken up again, gone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from scheduler import audit, calendar, queries
from scheduler.actors import OFFICE, Actor, clockwork
from scheduler.covenant import CovenantSettings, settings_of
from scheduler.errors import Conflict, NotAllowed, NotFound, Rejected, Stale
from scheduler.ids import new_id, new_receipt
from scheduler.models import Member, Volunteer
from scheduler.states import OWN_CHANNELS, STAFF_CHANNELS, VOLUNTEER_MOVES
from scheduler.terms import VolunteerTerms, stored, volunteer_terms
from scheduler.translation.volunteer_checks import check_place, check_volunteer
from scheduler.usecases import seat_endings
from scheduler.usecases.facilities import new_resource
from scheduler.usecases.organisations import check_member_of
from scheduler.usecases.serving import may_ask_for
from scheduler.usecases.volunteer_notes import tell_person

ADULT, OLDEST = 18, 120
ROUNDED_TO = 100
"""Metres to which a home is known."""
BY_OFFICE = frozenset({"guardian_consent", "lead", "mentor_of", "experience"})
"""Terms that only the office states."""
ATTESTED = BY_OFFICE | {"skills", "insured", "trainings"}
"""Terms that are the office's once it has verified somebody."""
OFFICE_FIELDS = frozenset({"born", "neighbour"})
"""Fields that only the office changes; the date of birth is told at first by whoever registers."""


@dataclass(frozen=True, slots=True)
class Offer:
    """Somebody who offers time; `home_x` and `home_y` are metres on the community's grid."""

    born: date
    terms: VolunteerTerms
    member_id: UUID | None = None
    organisation_id: UUID | None = None
    home_x: int | None = None
    home_y: int | None = None
    neighbour: bool = False
    lead_minutes: int = 1_440


def register(session: Session, *, actor: Actor, offer: Offer, channel: str, now: datetime) -> Volunteer:
    """Take somebody in who offers time, by themselves or by staff; whoever had left comes back under the old name.

    Raises
    ------
    NotFound, NotAllowed, Rejected
        No such person for this actor; what only the office states; a value that cannot be, or too young.
    Conflict
        ``volunteer_known``; ``volunteers_elsewhere`` but for whom another community lends.
    """
    member = _person(session, actor, offer, channel)
    queries.community.lock_member(session, member.id)
    row = queries.volunteers.of_member(session, actor.community_id, member.id)
    if row is not None and row.state != "left":
        raise Conflict("volunteer_known", "member_id", allowed="somebody who is no volunteer yet")
    if offer.neighbour and not actor.has(*OFFICE):
        raise NotAllowed("not_for_this_role", "neighbour")
    _check_terms(actor, offer.terms, VolunteerTerms(), BY_OFFICE)
    written = {one.name: getattr(offer, one.name) for one in fields(offer) if one.name not in ("terms", "member_id")}
    written |= {"terms": stored(offer.terms), "state": "registered", "channel": channel}
    written["operator_id"] = None if actor.member_id == member.id else actor.account_id
    known, row = row is not None, row or _new(session, actor, member, now)
    with session.no_autoflush:
        _write(row, written)
        _check(session, actor, row, member, now)
    if known:
        row.row_version += 1
    session.add(row)
    _note(session, actor, "register", row, now)
    return row


def amend(
    session: Session, *, actor: Actor, volunteer_id: UUID, version: int, changes: Mapping[str, Any], now: datetime
) -> Volunteer:
    """Change what somebody offers; `changes` are fields of `Offer`, terms as a whole.

    Raises
    ------
    NotFound, NotAllowed, Stale, Conflict, Rejected
        No such volunteer for this actor; what only the office states; changed meanwhile; gone; a value that cannot be.
    """
    row = kept(session, actor, volunteer_id)
    if row.row_version != version:
        raise Stale("changed_meanwhile", "If-Match", str(version), str(row.row_version))
    if row.state == "left":
        raise Conflict("volunteer_not_ready", "state", row.state, "registered, active, paused", action="amend")
    own = sorted(OFFICE_FIELDS & changes.keys())
    if own and not actor.has(*OFFICE):
        raise NotAllowed("not_for_this_role", own[0])
    if "terms" in changes:
        kept_terms = BY_OFFICE if row.state == "registered" else ATTESTED
        _check_terms(actor, changes["terms"], volunteer_terms(row.terms), kept_terms)
        changes = {**changes, "terms": stored(changes["terms"])}
    with session.no_autoflush:
        _write(row, changes)
        _check(session, actor, row, session.get_one(Member, row.member_id), now)
    row.row_version += 1
    _note(session, actor, "amend", row, now, fields=sorted(changes))
    return row


def move(session: Session, *, actor: Actor, volunteer_id: UUID, action: str, now: datetime) -> Volunteer:
    """Verify, pause, take up again or leave; whoever leaves gives up the seats to come.

    Raises
    ------
    NotFound, NotAllowed, Rejected
        No such volunteer for this actor; not for this person; no such move.
    Conflict
        Not from this state; ``guardian_consent_missing``; ``volunteers_elsewhere``.
    """
    known = VOLUNTEER_MOVES.get(action)
    if known is None:
        raise Rejected("no_such_action", "action", action, ", ".join(VOLUNTEER_MOVES))
    row = kept(session, actor, volunteer_id)
    if action == "verify" and not actor.has(*OFFICE):
        raise NotAllowed("not_for_this_role")
    if row.state not in known.before:
        raise Conflict("volunteer_not_ready", "state", row.state, ", ".join(known.before), action=action)
    if known.after == "active":
        _check_may_serve(session, row, now)
    row.state = known.after
    row.row_version += 1
    _note(session, actor, action, row, now)
    if action == "leave":
        _give_up_seats(session, row, now)
    if action == "verify":
        tell_person(session, row, "volunteer_verified", now)
    return row


# ---- what the modules of volunteers share


def kept(session: Session, actor: Actor, volunteer_id: UUID) -> Volunteer:
    """A volunteer whom this actor may act for, kept from other writers.

    Raises
    ------
    NotFound
        If there is none.
    """
    row = queries.volunteers.one(session, actor.community_id, volunteer_id)
    if row is None or not may_ask_for(session, actor, row.member_id):
        raise NotFound()
    return queries.volunteers.locked(session, actor.community_id, [row.id])[0]


def check_known(session: Session, actor: Actor, volunteer_id: UUID, field: str) -> Volunteer:
    """A volunteer of the community who has not left.

    Raises
    ------
    Rejected
        ``unknown_id``.
    """
    row = queries.volunteers.one(session, actor.community_id, volunteer_id)
    if row is None or row.state == "left":
        raise Rejected("unknown_id", field, str(volunteer_id), "a volunteer of the community")
    return row


def rules_of(session: Session, community: UUID, now: datetime) -> CovenantSettings:
    """Rules of a community, the usual ones where it has no covenant yet."""
    covenant = queries.community.covenant_in_force(session, community, now)
    return settings_of({} if covenant is None else covenant.settings)


def age_on(born: date, day: date) -> int:
    """Full years on a date."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def today(session: Session, community: UUID, now: datetime) -> date:
    """The civil date of a community."""
    return calendar.date_of(now, queries.community.one(session, community).zone)


def _person(session: Session, actor: Actor, offer: Offer, channel: str) -> Member:
    member_id = offer.member_id or actor.member_id
    if member_id is None:
        raise Rejected("person_missing", "member_id", allowed="the person who volunteers")
    member = queries.community.member(session, actor.community_id, member_id)
    if member is None or not may_ask_for(session, actor, member.id):
        raise NotFound()
    allowed = OWN_CHANNELS if actor.member_id == member_id else STAFF_CHANNELS
    if channel not in allowed:
        raise Rejected("not_offered", "channel", channel, ", ".join(allowed))
    return member


def _new(session: Session, actor: Actor, member: Member, now: datetime) -> Volunteer:
    row_id = new_id()
    return Volunteer(
        id=row_id,
        community_id=actor.community_id,
        member_id=member.id,
        resource_id=new_resource(session, actor, "volunteer", row_id),
        receipt=new_receipt(),
        created_at=now,
        row_version=1,
    )


def _write(row: Volunteer, changes: Mapping[str, Any]) -> None:
    for name, value in changes.items():
        at_home = name in ("home_x", "home_y") and value is not None
        setattr(row, name, (value + ROUNDED_TO // 2) // ROUNDED_TO * ROUNDED_TO if at_home else value)


def _check(session: Session, actor: Actor, row: Volunteer, member: Member, now: datetime) -> None:
    """What is stated of a volunteer can be: age, home, organisation, windows; and they serve nowhere else."""
    rules, age = (
        rules_of(session, row.community_id, now).rosters,
        age_on(row.born, today(session, row.community_id, now)),
    )
    youngest = min(rules.age_event, rules.age_class, rules.age_home_visit)
    if not youngest <= age <= OLDEST:
        raise Rejected("age_not_allowed", "born", row.born.isoformat(), f"{youngest} to {OLDEST} years")
    if (row.home_x is None) != (row.home_y is None):
        raise Rejected("home_half", "home_x" if row.home_x is None else "home_y", None, "both coordinates, or neither")
    if row.home_x is not None and row.home_y is not None:
        check_place(row.home_x, row.home_y, ("home_x", "home_y"))
    check_member_of(session, actor, row.organisation_id, member.organisation_id)
    check_volunteer(volunteer_terms(row.terms))
    _check_only_here(session, row, member)


def _check_only_here(session: Session, row: Volunteer, member: Member) -> None:
    """Nobody is planned by two communities, but as a neighbour whom one of them lends."""
    if not row.neighbour and queries.volunteers.is_elsewhere(session, row.community_id, member.phone_index):
        raise Conflict("volunteers_elsewhere", "neighbour", "false", "true")


def _check_may_serve(session: Session, row: Volunteer, now: datetime) -> None:
    minor = age_on(row.born, today(session, row.community_id, now)) < ADULT
    if minor and not volunteer_terms(row.terms).guardian_consent:
        raise Conflict("guardian_consent_missing", "terms.guardian_consent", "false", "true")
    _check_only_here(session, row, session.get_one(Member, row.member_id))


def _check_terms(actor: Actor, new: VolunteerTerms, old: VolunteerTerms, by_office: frozenset[str]) -> None:
    """Refuse what somebody states of themselves that is the office's to state."""
    if not actor.has(*OFFICE):
        for name in sorted(by_office):
            if getattr(new, name) != getattr(old, name):
                raise NotAllowed("office_states_this", f"terms.{name}")


def _give_up_seats(session: Session, row: Volunteer, now: datetime) -> None:
    """Free the seats to come of a locked volunteer; whoever is at a shift already stays to its end."""
    coming = [seat.id for seat, _ in queries.volunteers.seats_to_come(session, row.id, now)]
    seat_endings.end_seats(session, row.community_id, coming, "replace", clockwork(row.community_id), now)


def _note(session: Session, actor: Actor, action: str, row: Volunteer, now: datetime, **details: Any) -> None:
    session.flush()
    told = {"state": row.state, **details}
    audit.record(session, row.community_id, actor.name, f"volunteer.{action}", "volunteer", row.id, now, told)
