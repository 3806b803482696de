"""Weekly sessions as rights keep them, and as dated rows: every date as instants, set-up and clearing included."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import Any

from scheduler import calendar
from scheduler.planning.stored import session_from as session_from
from scheduler.planning.stored import stored_session as stored_session
from scheduler.queries.lent import Lent
from scheduler.queries.rooms import House
from solvers.rooms.plan import Session as WeeklySession
from solvers.rooms.plan import uses_of
from solvers.rooms.problem import RoomsProblem
from solvers.window import DAY, minute_of

FORM = "commontide/sessions/1"


@dataclass(frozen=True, slots=True)
class RoomUse:
    """A room, by code, used from `starts_at` until `ends_at` and taken from `taken_from` until `taken_until`."""

    room: str
    taken_from: datetime
    starts_at: datetime
    ends_at: datetime
    taken_until: datetime


def room_uses(problem: RoomsProblem, sessions: Sequence[WeeklySession], zone: str) -> Iterator[RoomUse]:
    """Uses of rooms on every date of some sessions, in the order of the dates."""
    uses, unknown = uses_of(problem, sessions)
    assert not unknown, "a session in a room that the problem does not know"

    def instant(minute: int) -> datetime:
        return calendar.instant_of(problem.horizon.first, minute, zone)

    for use in sorted(uses, key=lambda one: (one.day, one.start, one.room)):
        setup, clear = problem.buffers(use.room)
        start, end = use.day * DAY + use.start, use.day * DAY + use.end
        yield RoomUse(
            problem.rooms[use.room].id, instant(start - setup), instant(start), instant(end), instant(end + clear)
        )


def equipment_lent(
    house: House, sessions: Sequence[Mapping[str, Any]], wanted: Mapping[str, int], zone: str
) -> Iterator[Lent]:
    """What a section has carried to its rooms on every date; what a room has for good is not carried."""
    for day, code, start, end in dates_of(sessions):
        room = house.rooms_by_code[code]
        carried = {name: count for name, count in wanted.items() if name not in room.features}
        if carried:
            yield Lent(room.facility_id, *span_of_meeting(day, start, end, zone), carried)


def sessions_digest_of(stored: Iterable[Mapping[str, Any]], after: date | None = None) -> str:
    """What tells whether two rights are the same rooms on the same dates, those after a day only where it is named."""
    meetings = sorted((day.isoformat(), *rest) for day, *rest in dates_of(stored) if after is None or day > after)
    return sha256(json.dumps({"form": FORM, "meetings": meetings}).encode()).hexdigest()


def without_past(stored: Iterable[Mapping[str, Any]], today: date) -> list[dict[str, Any]]:
    """Weekly sessions without the dates before a day."""
    since = today.isoformat()
    return [
        {
            **one,
            "dates": [day for day in one.get("dates", ()) if day >= since],
            "substitutes": [other for other in one.get("substitutes", ()) if other["date"] >= since],
            "left_out": [day for day in one.get("left_out", ()) if day >= since],
        }
        for one in stored
    ]


def span_of_meeting(day: date, start: str, end: str, zone: str) -> tuple[datetime, datetime]:
    """From when until when a group meets on a date, by clocks as rights keep them."""
    return calendar.instant_of(day, minute_of(start), zone), calendar.instant_of(day, minute_of(end), zone)


def dates_of(stored: Iterable[Mapping[str, Any]]) -> Iterator[tuple[date, str, str, str]]:
    """Date, room, start and end of every meeting of some sessions, as a right keeps them."""
    for one in stored:
        for day in one.get("dates", ()):
            yield date.fromisoformat(day), one["room"], one["start"], one["end"]
        for other in one.get("substitutes", ()):
            yield date.fromisoformat(other["date"]), other["room"], other["start"], other["end"]
