"""What would be free instead: another time in a room, another room at a time; each looked at by the same judge."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from scheduler.translation.room_judging import Judge
from scheduler.translation.room_openings import Ask, Place
from solvers.window import Timetable

STEP = 15
"""Minutes between the starts that are tried."""


def rooms_by_size(judge: Judge) -> list[Place]:
    """Rooms that may be booked, the smallest first."""
    rooms = [place for place in judge.day.rooms.values() if place.bookable]
    return sorted(rooms, key=lambda place: (place.capacity, place.code))


def free_rooms(judge: Judge, ask: Ask, since: datetime, until: datetime) -> list[Place]:
    """Rooms that could be booked for a span, the smallest first."""
    return [place for place in rooms_by_size(judge) if judge.against(place.code, ask, since, until) is None]


def nearest_time(
    judge: Judge, code: str, ask: Ask, since: datetime, until: datetime, earliest: datetime
) -> tuple[datetime, datetime] | None:
    """When a room could be had on its date for as long, as near as may be to a span, not before `earliest`."""
    length, asked = int((until - since).total_seconds()) // 60, judge.minute(since)
    starts = sorted(set(_starts(judge.free(code, ask), length, asked)), key=lambda start: (abs(start - asked), start))
    if not starts or judge.day.obstacle(code, ask, starts[0], starts[0] + length) is not None:
        return None
    for start in starts:
        first = judge.instant(start)
        last = first + timedelta(minutes=length)
        # The room is open at all of them, so what is left to ask is who is in the way.
        if first >= earliest and judge.in_the_way(code, ask, first, last) is None:
            return first, last
    return None


def free_spans(judge: Judge, place: Place, ask: Ask, length: int) -> Timetable:
    """Minutes between which a use of so many could begin and end; none where a rule is against it all day."""
    found = fitting(judge.free(place.code, ask), length)
    if not found or judge.day.obstacle(place.code, ask, found[0][0], found[0][0] + length) is not None:
        return ()
    if not ask.noisy and not ask.equipment:
        return found
    good = [
        start for start in sorted(set(_starts(found, length, 0))) if _nobody_minds(judge, place, ask, start, length)
    ]
    return tuple((run[0], run[-1] + length) for run in _runs(good))


def _nobody_minds(judge: Judge, place: Place, ask: Ask, start: int, length: int) -> bool:
    since = judge.instant(start)
    return judge.in_the_way(place.code, ask, since, since + timedelta(minutes=length)) is None


def _runs(starts: list[int]) -> Iterator[list[int]]:
    """Starts that follow one another without a gap."""
    run: list[int] = []
    for start in starts:
        if run and start - run[-1] > STEP:
            yield run
            run = []
        run.append(start)
    if run:
        yield run


def fitting(free: Timetable, length: int) -> Timetable:
    """Spans of a timetable in which a use of so many minutes has room."""
    return tuple((start, end) for start, end in free if end - start >= length)


def _starts(free: Timetable, length: int, asked: int) -> Iterator[int]:
    for start, end in fitting(free, length):
        yield min(max(asked, start), end - length)
        yield from range(-(-start // STEP) * STEP, end - length + 1, STEP)
