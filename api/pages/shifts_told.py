"""What pages tell a volunteer of seats, asks, swaps and teams."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from api.pages.desk import Context
from scheduler import queries
from scheduler.actors import Actor
from scheduler.errors import NotFound
from scheduler.queries.seat_turns import OPEN_SWAPS
from scheduler.usecases import arrivals, attendance, seat_views
from scheduler.usecases.seat_views import SeatsAsked

OVER = ("done", "absent", "excused", "declined", "lapsed", "cancelled_by_us")
PAST = 10
"""Most seats that are over, the newest."""
UNDER_WAY = timedelta(days=2)
"""Shifts that began before are over for certain."""
HELD = ("accepted", "confirmed")
ON_SITE = ("checked_in", "checked_out")


def own_seat(session: Any, actor: Actor, seat_id: UUID) -> Any:
    """A seat of the reader's own.

    Raises
    ------
    NotFound
        If it is not theirs.
    """
    found = seat_views.one(session, actor=actor, seat_id=seat_id)
    if actor.member_id is None or found.volunteer.member_id != actor.member_id:
        raise NotFound()
    return found


def volunteer_of(session: Any, actor: Actor) -> Any | None:
    """The volunteer that somebody is, unless they have left."""
    member = actor.member_id
    found = None if member is None else queries.volunteers.of_member(session, actor.community_id, member)
    return None if found is None or found.state == "left" else found


def moves_of(found: Any, rules: Any, now: datetime) -> Sequence[str]:
    """What somebody can do about a seat now, the most wanted first."""
    seat, shift = found.seat, found.shift
    if shift.state != "open" or shift.starts_at <= now:
        return ()
    if seat.state == "offered":
        return ("accept", "decline")
    if seat.state == "looking_for_substitute":
        return ("come-after-all",)
    if seat.state not in HELD:
        return ()
    late = shift.starts_at - now < timedelta(hours=rules.phone_hours) and seat.role != "standby"
    return ("telephone",) if late else ("cannot-come",)


def gives_up(found: Any, rules: Any, now: datetime) -> str:
    """What happens when somebody says that they cannot come, as a key of the words."""
    early = found.shift.starts_at - now >= timedelta(hours=rules.free_hours)
    return "gives_back" if early or found.seat.role == "standby" else "gives_search"


def home_of(session: Any, actor: Actor, now: datetime) -> Context:
    """All that a volunteer has of shifts."""
    own = volunteer_of(session, actor)
    if own is None:
        return {"own": None, "teams": teams_of(session, actor, now)}
    seats = [
        (seat, shift)
        for seat, shift in queries.volunteers.seats_to_come(session, own.id, now - UNDER_WAY)
        if shift.ends_at > now or seat.state in ON_SITE
    ]
    points = {row.id: row for row in queries.rosters.points(session, actor.community_id)}
    asked = SeatsAsked(volunteer_id=own.id, states=OVER)
    return {
        "own": own,
        "locked_until": attendance.locked_until(session, own, now),
        "offered": [one for one in seats if one[0].state == "offered"],
        "coming": [one for one in seats if one[0].state != "offered"],
        "points": points,
        "due": {one.seat.id for one in arrivals.due(session, actor=actor, now=now)} if seats else set(),
        "asks": _asks(session, actor, own, now),
        "swaps": _swaps(session, actor, own, now),
        "teams": teams_of(session, actor, now),
        "past": seat_views.listed(session, actor=actor, asked=asked, limit=PAST),
    }


def teams_of(session: Any, actor: Actor, now: datetime) -> list[Context]:
    """Teams for which the organisation of somebody is asked, each with how many of its seats are taken by name."""
    member = None if actor.member_id is None else queries.community.member(session, actor.community_id, actor.member_id)
    if member is None or member.organisation_id is None:
        return []
    rows = queries.teams.of_organisation(session, member.organisation_id, now)
    named = queries.teams.named_of(session, [row.id for row, _ in rows])
    return [{"row": row, "shift": shift, "named": named.get(row.id, 0)} for row, shift in rows]


def _asks(session: Any, actor: Actor, own: Any, now: datetime) -> list[Any]:
    """What somebody is asked and has not answered, the first to answer first."""
    found = queries.seat_turns.listed_asks(session, actor.community_id, own.id, None)
    open_ones = [one for one in found if one.ask.state == "asked" and one.ask.answer_by > now]
    return sorted(open_ones, key=lambda one: one.ask.answer_by)


def _swaps(session: Any, actor: Actor, own: Any, now: datetime) -> list[Context]:
    """Swaps under way, with both seats; `mine` where somebody proposed it themselves."""
    rows = queries.seat_turns.listed_swaps(session, actor.community_id, own.id, OPEN_SWAPS)
    told: list[Context] = []
    for row in rows:
        given = queries.seats.one(session, actor.community_id, row.seat_id)
        got = None if row.to_seat_id is None else queries.seats.one(session, actor.community_id, row.to_seat_id)
        if given is not None and row.answer_by > now:
            told.append({"row": row, "given": given, "got": got, "mine": given.volunteer.id == own.id})
    return told
