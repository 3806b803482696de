"""Rights to rooms after publication: looked at, given back date by date, filled up where a date comes free again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Any
from uuid import UUID

from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from scheduler import calendar, queries
from scheduler.actors import STAFF, Actor, clockwork
from scheduler.db import conflict_of
from scheduler.errors import Conflict, NotAllowed, NotFound
from scheduler.models import Allocation, Registration, Round
from scheduler.office import Office
from scheduler.translation import RoomsProblem
from scheduler.translation.seasons import season_of
from scheduler.translation.sessions import dates_of, room_uses, session_from, sessions_digest_of, span_of_meeting
from scheduler.translation.waitlist import LeftOut, dates_that_fit
from scheduler.usecases import messages, registration
from scheduler.usecases.rights import room_rows
from scheduler.usecases.season_equipment import short_item
from scheduler.usecases.standing_round import is_moving


@dataclass(frozen=True, slots=True)
class RoomRight:
    """A right with the registration that has it."""

    allocation: Allocation
    registration: Registration


def of_person(session: Session, *, actor: Actor) -> list[RoomRight]:
    """The rights to rooms that a person holds, for themselves or their organisation."""
    if actor.member_id is None:
        return []
    member = queries.community.member(session, actor.community_id, actor.member_id)
    organisation = None if member is None else member.organisation_id
    rows = queries.registrations.holding_rooms(session, actor.member_id, organisation)
    held = {one.registration_id: one for one in queries.publications.held(session, [row.id for row in rows])}
    return [RoomRight(held[row.id], row) for row in rows if row.id in held and held[row.id].state == "held"]


def may_give_back(actor: Actor, row: Registration) -> bool:
    """Whether somebody gives back dates of a group: who asked for them, or staff whom they told; no colleague."""
    return row.member_id == actor.member_id or actor.has(*STAFF)


def give_back(session: Session, *, actor: Actor, registration_id: UUID, day: date, now: datetime) -> Allocation:
    """Give one date of a right back: others may have the room.

    Raises
    ------
    NotFound, NotAllowed, Conflict
        No such registration for this person; only to be looked at; not a date of the right, or it is over.
    """
    row = registration.locked_for(session, actor, registration_id)
    if not may_give_back(actor, row):
        raise NotAllowed("not_yours_to_give_back")
    right = next((one for one in queries.publications.held(session, [row.id]) if one.state == "held"), None)
    if right is None or not right.sessions:
        raise NotFound()
    kept = [_without(stored, day) for stored in right.sessions]
    if kept == right.sessions or _is_over(session, row, right, day, now):
        raise Conflict("not_a_date_of_yours", "date", day.isoformat(), "a date to come on which the group meets")
    right.sessions, right.dates_digest = kept, sessions_digest_of(kept)
    section = row.section or {}
    # A later plan shall not give the date again.
    row.section = {**section, "excluded": sorted({*section.get("excluded", ()), day.isoformat()})}
    zone = queries.community.one(session, row.community_id).zone
    since, until = (calendar.instant_of(day, minute, zone) for minute in (0, 24 * 60))
    queries.occupation.free_allocation_between(session, right.id, max(now, since), until)
    # A version that was ordered before would give the date again: this step tells that it is stale.
    registration.note_step(session, row, "give_back", actor, now, day.isoformat())
    return right


def _without(stored: Mapping[str, Any], day: date) -> dict[str, Any]:
    told = day.isoformat()
    kept = {name: [one for one in stored.get(name, ()) if one != told] for name in ("dates",)}
    kept["substitutes"] = [one for one in stored.get("substitutes", ()) if one["date"] != told]
    return {**stored, **kept}


def _is_over(session: Session, row: Registration, right: Allocation, day: date, now: datetime) -> bool:
    """Whether the meeting of a date has begun."""
    zone = queries.community.one(session, row.community_id).zone
    meetings = [(start, end) for on, _, start, end in dates_of(right.sessions) if on == day]
    return any(span_of_meeting(day, start, end, zone)[0] <= now for start, end in meetings)


# ---- dates that had to be left out, and come free again


def refill(office: Office, round_id: UUID) -> int:
    """Give groups the left-out dates on which their room is free after all, and tell them; how many there were.

    What fits is worked out outside any transaction; the database refuses a room that was taken meanwhile.
    """
    database = office.database
    with database.reading() as session:
        round_ = session.get_one(Round, round_id)
        now = database.now(session)
        if is_moving(session, round_id):
            return 0
        held = queries.publications.held_sessions(session, round_id)
        today = calendar.date_of(now, queries.community.one(session, round_.community_id).zone)
        wanted = list(_left_out(held, today))
        problem = season_of(session, round_, now) if wanted else None
    if problem is None:
        return 0
    found = dates_that_fit(problem, held, wanted)
    return sum(_given(office, problem, one) for one in found)


def _given(office: Office, problem: RoomsProblem, one: LeftOut) -> int:
    try:
        return office.database.transact(partial(_refilled, office, problem, one))
    except DBAPIError as error:
        if conflict_of(error) != "occupation_no_overlap":
            raise
        return 0


def _left_out(held: Mapping[str, Sequence[Mapping[str, Any]]], today: date) -> Iterator[LeftOut]:
    for receipt, sessions in held.items():
        for number, stored in enumerate(sessions):
            for told in stored.get("left_out", ()):
                day = date.fromisoformat(told)
                if day > today:
                    yield LeftOut(receipt, number, day)


def _refilled(office: Office, problem: RoomsProblem, one: LeftOut, session: Session) -> int:
    now, told = office.database.now(session), one.day.isoformat()
    found = queries.registrations.by_receipt(session, one.receipt)
    round_ = None if found is None else queries.rounds.locked(session, found.community_id, found.round_id)
    if found is None or round_ is None or is_moving(session, round_.id):
        return 0
    row = queries.registrations.locked(session, found.community_id, found.id)
    rights = [] if row is None else queries.publications.held(session, [row.id])
    right = next((right for right in rights if right.state == "held"), None)
    if row is None or right is None or not _is_left_out(right, one):
        return 0
    stored = [dict(slot) for slot in right.sessions]
    slot = stored[one.number]
    slot["left_out"] = [day for day in slot["left_out"] if day != told]
    slot["dates"] = sorted([*slot.get("dates", ()), told])
    fresh = {**slot, "dates": [told], "substitutes": []}
    if short_item(session, round_, {row.id: [*right.sessions, fresh]}, now) is not None:
        return 0
    _occupy_date(session, problem, right, row, fresh)
    right.sessions, right.dates_digest = stored, sessions_digest_of(stored)
    registration.note_step(session, row, "refill", clockwork(row.community_id), now, told)
    messages.tell(session, row=row, code="date_refilled", key=told, now=now, date=told)
    return 1


def _is_left_out(right: Allocation, one: LeftOut) -> bool:
    sessions = right.sessions
    return one.number < len(sessions) and one.day.isoformat() in sessions[one.number].get("left_out", ())


def _occupy_date(
    session: Session, problem: RoomsProblem, right: Allocation, row: Registration, stored: Mapping[str, Any]
) -> None:
    zone = queries.community.one(session, row.community_id).zone
    house = queries.rooms.house_of(session, row.community_id)
    for use in room_uses(problem, [session_from(row.receipt, stored)], zone):
        atoms = house.atoms[house.rooms_by_code[use.room].id]
        queries.occupation.occupy(session, room_rows(use, atoms, right.id, True, None))
    session.flush()
