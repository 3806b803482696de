"""Ways forward for sections: rooms and times that are free beside what stands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from scheduler.planning.stored import session_from, stored_session
from solvers.explain import Reason
from solvers.rooms.case import RoomsCase
from solvers.rooms.placements import Placement
from solvers.rooms.plan import Session, clock, date_of
from solvers.rooms.problem import RoomsProblem
from solvers.rooms.standing import Standing
from solvers.rooms.ways import KINDS, Ways
from solvers.window import minute_of

Way = Mapping[str, Any]
Answer = tuple[list[Way], Reason | None]
TAKEN = "taken"
"""Reason of a closure that stands for somebody else's use."""
WEEK = timedelta(days=7)


def ways_for(
    problem: RoomsProblem, held: Mapping[str, Sequence[Any]], out: Mapping[str, Way], asked: Sequence[str]
) -> Iterator[Answer]:
    """Ways of each of some sections."""
    standing = _standing(problem, held, out)
    for receipt in asked:
        at = problem.request_index.get(receipt)
        if at is None or receipt in held or receipt in out:
            yield [], None
            continue
        ways = Ways(standing, at)
        yield list(_told(ways)), ways.searched()


def barred(
    problem: RoomsProblem, held: Mapping[str, Sequence[Any]], out: Mapping[str, Way], receipt: str, way: Way
) -> str | None:
    """What speaks against a way."""
    others = {name: one for name, one in out.items() if name != receipt}
    session = session_from(receipt, way["sessions"][0])
    ways = Ways(_standing(problem, held, others), problem.request_index[receipt])
    room = problem.room_index.get(session.room)
    if room is None or ways.case.fits(ways.section, room):
        return "other_room" if room is None else ways.case.fits(ways.section, room)
    one = _placement(problem, ways.at, room, session)
    if not _is_open(ways.case, one):
        return "room_closed" if not _is_open(RoomsCase(_nobody_there(problem)), one) else TAKEN
    uses = one.uses()
    if ways.standing.takers(uses):
        return TAKEN
    if any(ways.case.matches(lock, room, one.weekday, one.start) for lock in ways.case.bans.get(ways.at, ())):
        return "ban"
    limits = {**ways.standing.over_quotas(uses), **ways.standing.limits(uses)}
    if limits:
        return min(limits)
    return None if ways.told(way["kind"], one).checked else "other_rules"


def section_taken(section: Mapping[str, Any], way: Way) -> dict[str, Any]:
    """The terms of a section that asks for what a way gives; dates on which it does not meet are excluded."""
    one = way["sessions"][0]
    length = minute_of(one["end"]) - minute_of(one["start"])
    wish = {"weekday": one["weekday"], "start": one["start"], "end": one["end"]}
    taken = {
        **section,
        "ranges": [wish],
        "sessions": 1,
        "shortest": length,
        "longest": length,
        "rooms": [one["room"]],
        "facilities": [],
    }
    if "on" in way["numbers"]:
        first, last = date.fromisoformat(one["dates"][0]), date.fromisoformat(one["dates"][-1])
        weekly = [(first + number * WEEK).isoformat() for number in range((last - first) // WEEK + 1)]
        left_out = {day for day in weekly if day not in one["dates"]}
        kept = {day for day in section.get("excluded", ()) if first.isoformat() <= day <= last.isoformat()}
        taken |= {"first": first.isoformat(), "last": last.isoformat(), "excluded": sorted(kept | left_out)}
    return taken


def _told(ways: Ways) -> Iterator[Way]:
    """The gentlest of each kind that the verifier has nothing against."""
    for kind, placements in KINDS.items():
        found = next(placements(ways), None)
        one = None if found is None else ways.told(kind, found)
        if found is not None and one is not None and one.checked:
            session = _session(ways.case.rooms, found)
            yield {
                "kind": kind,
                "site": "",
                "spaces": [],
                "uses": [],
                "walk": 0,
                "sessions": [stored_session(session)],
                "numbers": dict(one.numbers),
            }


def _session(rooms: RoomsProblem, one: Placement) -> Session:
    dates = tuple(date_of(rooms, day) for day in one.held)
    start, end = clock(one.start), clock(one.start + one.length)
    return Session(rooms.requests[one.section].id, rooms.rooms[one.room].id, one.weekday, start, end, dates)


def _placement(rooms: RoomsProblem, at: int, room: int, session: Session) -> Placement:
    start = minute_of(session.start)
    days = tuple(rooms.horizon.number_of(day) for day in session.dates)
    return Placement(at, room, session.weekday, start, minute_of(session.end) - start, days)


def _standing(problem: RoomsProblem, held: Mapping[str, Sequence[Any]], out: Mapping[str, Way]) -> Standing:
    known = problem.request_index
    sessions = {**held, **{receipt: way["sessions"] for receipt, way in out.items()}}
    return Standing(
        RoomsCase(problem), [session_from(name, one) for name, own in sessions.items() if name in known for one in own]
    )


def _is_open(case: RoomsCase, one: Placement) -> bool:
    """Whether a room is open, and nobody else's, on every date."""
    section = case.rooms.requests[one.section]
    held, _ = case.split(section, one.room, one.held, one.start, one.start + one.length)
    return held == one.held


def _nobody_there(problem: RoomsProblem) -> RoomsProblem:
    """The round without the closures that stand for somebody else's use."""
    rooms = tuple(
        replace(room, closures=tuple(shut for shut in room.closures if shut.reason != TAKEN)) for room in problem.rooms
    )
    return replace(problem, rooms=rooms)
