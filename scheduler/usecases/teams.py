"""Teams: an organisation asked for several people at once; their seats are kept until it answers and names them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from scheduler import audit, queries
from scheduler.actors import AUDITOR, OFFICE, Actor, clockwork
from scheduler.covenant import ServiceRules
from scheduler.errors import Conflict, NotFound, Rejected
from scheduler.ids import new_id
from scheduler.models import Seat, Shift, TeamRequest, Volunteer
from scheduler.translation import roster_judging
from scheduler.translation.roster_judging import SeatKey
from scheduler.usecases import seat_claims, seats
from scheduler.usecases.facilities import check_office
from scheduler.usecases.organisations import check_known
from scheduler.usecases.seat_notes import tell_coordinator, tell_holder
from scheduler.usecases.volunteer_notes import tell_team
from scheduler.usecases.volunteers import rules_of

LIVING = ("asked", "accepted")
"""States in which seats are kept."""


@dataclass(frozen=True, slots=True)
class TeamAsk:
    """How many people of an organisation are asked for a role, to be answered by a moment."""

    organisation_id: UUID
    role: str
    seats: int
    answer_by: datetime | None = None


@dataclass(frozen=True, slots=True)
class TeamSeen:
    """A team asked for, and how many of its seats are taken by name."""

    row: TeamRequest
    named: int


def ask(session: Session, *, actor: Actor, shift_id: UUID, team: TeamAsk, now: datetime) -> TeamSeen:
    """Ask an organisation for people as a block; the seats are kept for it from now on.

    Raises
    ------
    NotFound, NotAllowed, Rejected
        No such shift; not for this person; no such organisation or role, a moment that cannot be.
    Conflict
        ``shift_not_ready``; ``seats_not_free``.
    """
    check_office(actor)
    shift = _to_come(session, actor.community_id, shift_id, now)
    check_known(session, actor, team.organisation_id)
    role = seat_claims.role_of(shift, team.role)
    free = seat_claims.free_places(session, shift, role.most, role.id)
    if not 1 <= team.seats <= free:
        raise Conflict("seats_not_free", "seats", team.seats, f"1 to {free}" if free > 0 else "0")
    usual = timedelta(hours=rules_of(session, shift.community_id, now).service.answer_hours)
    answer_by = min(now + usual, shift.starts_at) if team.answer_by is None else team.answer_by
    if not now < answer_by <= shift.starts_at:
        raise Rejected("answer_by_too_late", "answer_by", answer_by.isoformat(), "after now, before the shift begins")
    row = TeamRequest(
        id=new_id(),
        community_id=shift.community_id,
        shift_id=shift.id,
        organisation_id=team.organisation_id,
        role=role.id,
        seats=team.seats,
        state="asked",
        answer_by=answer_by,
        asked_by=actor.account_id,
        created_at=now,
        row_version=1,
    )
    session.add(row)
    _note(session, actor, "ask", row, now)
    tell_team(session, row, shift, "team_asked", now)
    return TeamSeen(row, 0)


def answer(session: Session, *, actor: Actor, team_id: UUID, accept: bool, now: datetime) -> TeamSeen:
    """Say for an organisation whether its team comes; by its people, or the office for them.

    Raises
    ------
    NotFound, Conflict
        No such team for this person; ``team_not_ready``, ``answer_overdue``, or the shift is over.
    """
    row, shift = _kept(session, actor, team_id, now)
    _check_state(row, ("asked",))
    if row.answer_by <= now:
        raise Conflict("answer_overdue", "answer_by", row.answer_by.isoformat())
    row.state, row.answered_at = ("accepted" if accept else "declined"), now
    row.row_version += 1
    _note(session, actor, "accept" if accept else "decline", row, now)
    tell_coordinator(session, shift, f"team_{row.state}", str(row.id), now)
    return _seen(session, [row])[0]


def take_back(session: Session, *, actor: Actor, team_id: UUID, now: datetime) -> TeamSeen:
    """Keep no more seats for a team; those taken by name stay.

    Raises
    ------
    NotFound, NotAllowed, Conflict
        No such team; not for this person; ``team_not_ready``.
    """
    check_office(actor)
    row, shift = _kept(session, actor, team_id, now)
    _check_state(row, LIVING)
    _end(session, actor, row, "taken_back", now)
    tell_team(session, row, shift, "team_taken_back", now)
    return _seen(session, [row])[0]


def name(session: Session, *, actor: Actor, team_id: UUID, volunteer_id: UUID, channel: str, now: datetime) -> Seat:
    """Give a seat that is kept for a team to one of its people, who are asked whether they come but by themselves.

    Raises
    ------
    NotFound, Rejected
        No such team for this person; no volunteer of the organisation.
    Conflict
        ``team_not_ready``, ``team_complete``, ``shift_not_open``; a rule is against it (its code); the person is busy.
    """
    peeked = _known(session, actor, team_id)
    people = queries.volunteers.locked(session, actor.community_id, [volunteer_id])
    if not people or people[0].organisation_id != peeked.organisation_id:
        raise Rejected("unknown_id", "volunteer_id", str(volunteer_id), "a volunteer of the organisation")
    row, shift = _kept(session, actor, team_id, now)
    _check_state(row, ("accepted",))
    seat_claims.check_runs(shift, now)
    if queries.teams.named_of(session, [row.id]).get(row.id, 0) >= row.seats:
        raise Conflict("team_complete", "team_id", allowed=f"{row.seats} people")
    key = SeatKey(volunteer_id, shift.id, row.role)
    against = roster_judging.faults(session, row.community_id, new=[key], now=now, from_team=True)
    if against:
        raise seat_claims.refusal_for(session, actor, against[0])
    return _named(session, actor, row, shift, people[0], channel, now)


def _named(
    session: Session, actor: Actor, row: TeamRequest, shift: Shift, person: Volunteer, channel: str, now: datetime
) -> Seat:
    """The seat of somebody of a team: theirs at once where they name themselves, else offered to them."""
    own = actor.member_id is not None and person.member_id == actor.member_id
    usual = timedelta(hours=rules_of(session, shift.community_id, now).service.answer_hours)
    made = seats.seat_made(
        session,
        shift=shift,
        volunteer=person,
        role=row.role,
        source="team",
        state="accepted" if own else "offered",
        actor=actor,
        channel=channel,
        now=now,
        answer_by=None if own else min(now + usual, shift.starts_at),
        team_id=row.id,
    )
    if not own:
        tell_holder(session, made, shift, "seat_offered", now)
    return made


def listed(session: Session, *, actor: Actor, shift_id: UUID) -> list[TeamSeen]:
    """Teams asked for a shift: all for the office and auditors, else those of one's own organisation.

    Raises
    ------
    NotFound
        No such shift, or none for which one's organisation is asked.
    """
    if queries.shifts.one(session, actor.community_id, shift_id) is None:
        raise NotFound()
    everybody = actor.has(*OFFICE, AUDITOR)
    own = None if everybody else _organisation(session, actor)
    if own is None and not everybody:
        raise NotFound()
    rows = queries.teams.of_shift(session, shift_id, own)
    if not rows and not everybody:
        raise NotFound()
    return _seen(session, rows)


def release(session: Session, actor: Actor, shift: Shift, now: datetime) -> None:
    """Ask no more for the teams of a shift that was called off."""
    for row in queries.teams.of_shift(session, shift.id):
        if row.state in LIVING:
            _end(session, actor, row, "taken_back", now)
            tell_team(session, row, shift, "team_taken_back", now)


def due(session: Session, now: datetime) -> Sequence[UUID]:
    """Teams whose organisation has not answered in time, and those of whom not all were named in time."""
    late = [row.id for row in queries.teams.due(session, now)]
    for one in queries.community.all_of_them(session):
        rules = rules_of(session, one.id, now).service
        until = now + timedelta(hours=max(rules.free_hours, rules.phone_hours))
        unnamed = queries.teams.unnamed(session, one.id, now, until)
        late += [row.id for row, shift in unnamed if _names_are_due(row, shift, rules, now)]
    return late


def lapse(session: Session, *, team_id: UUID, now: datetime) -> bool:
    """Keep no more seats for a team that was not answered or named in time; whether that was so."""
    row = session.get(TeamRequest, team_id)
    if row is None:
        return False
    shift = queries.shifts.locked(session, row.community_id, row.shift_id)
    found = queries.teams.one(session, row.community_id, team_id, lock=True)
    if shift is None or found is None or not _is_late(session, found, shift, now):
        return False
    named = found.state == "accepted"
    _end(session, clockwork(found.community_id), found, "lapsed", now)
    tell_coordinator(session, shift, "team_lapsed", str(found.id), now)
    if named:
        tell_team(session, found, shift, "team_released", now)
    return True


def _is_late(session: Session, row: TeamRequest, shift: Shift, now: datetime) -> bool:
    if row.state == "asked":
        return row.answer_by <= now
    if row.state != "accepted" or queries.teams.named_of(session, [row.id]).get(row.id, 0) >= row.seats:
        return False
    return _names_are_due(row, shift, rules_of(session, row.community_id, now).service, now)


def _names_are_due(row: TeamRequest, shift: Shift, rules: ServiceRules, now: datetime) -> bool:
    """Whether people were to be named by now: while others can still sign out freely, or, asked later, be found."""
    ends = (shift.starts_at - timedelta(hours=hours) for hours in (rules.free_hours, rules.phone_hours))
    return any(row.answered_at is not None and row.answered_at < end <= now for end in ends)


def _known(session: Session, actor: Actor, team_id: UUID) -> TeamRequest:
    row = queries.teams.one(session, actor.community_id, team_id)
    if row is None or not (actor.has(*OFFICE) or _organisation(session, actor) == row.organisation_id):
        raise NotFound()
    return row


def _kept(session: Session, actor: Actor, team_id: UUID, now: datetime) -> tuple[TeamRequest, Shift]:
    peeked = _known(session, actor, team_id)
    shift = _to_come(session, actor.community_id, peeked.shift_id, now)
    row = queries.teams.one(session, actor.community_id, team_id, lock=True)
    if row is None:
        raise NotFound()
    return row, shift


def _to_come(session: Session, community: UUID, shift_id: UUID, now: datetime) -> Shift:
    shift = queries.shifts.locked(session, community, shift_id)
    if shift is None:
        raise NotFound()
    if shift.state not in ("planned", "open") or shift.starts_at <= now:
        state = shift.state if shift.state in ("cancelled", "over") else "over"
        raise Conflict("shift_not_ready", "state", state, "planned, open")
    return shift


def _organisation(session: Session, actor: Actor) -> UUID | None:
    """The organisation for which somebody acts."""
    if actor.member_id is None:
        return None
    member = queries.community.member(session, actor.community_id, actor.member_id)
    return None if member is None else member.organisation_id


def _check_state(row: TeamRequest, needed: tuple[str, ...]) -> None:
    if row.state not in needed:
        raise Conflict("team_not_ready", "state", row.state, ", ".join(needed))


def _seen(session: Session, rows: Sequence[TeamRequest]) -> list[TeamSeen]:
    named: Mapping[UUID, int] = queries.teams.named_of(session, [row.id for row in rows])
    return [TeamSeen(row, named.get(row.id, 0)) for row in rows]


def _end(session: Session, actor: Actor, row: TeamRequest, state: str, now: datetime) -> None:
    row.state, row.row_version = state, row.row_version + 1
    _note(session, actor, "take_back" if state == "taken_back" else "lapse", row, now)


def _note(session: Session, actor: Actor, action: str, row: TeamRequest, now: datetime) -> None:
    session.flush()
    told = {"shift": str(row.shift_id), "seats": row.seats, "state": row.state}
    audit.record(session, row.community_id, actor.name, f"team.{action}", "team_request", row.id, now, told)
