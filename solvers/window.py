"""Half-open whole minutes.

A span is ``(start, end)`` in minutes from midnight of the horizon's first date, start included, end excluded. A
timetable is a tuple of spans in order, none touching the next. The end of a day is minute 1440, never 0.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from functools import cache

from solvers.errors import InvalidProblem

Span = tuple[int, int]
Timetable = tuple[Span, ...]

DAY = 1440


def minute_of(clock: str, field: str = "start") -> int:
    """Minute of the day that `clock` ("HH:MM", 00:00 to 24:00) names.

    Raises
    ------
    InvalidProblem
        If `clock` is not such a time.
    """
    hours, colon, minutes = clock.partition(":")
    if colon and len(hours) == len(minutes) == 2 and (hours + minutes).isascii() and (hours + minutes).isdigit():
        minute = int(hours) * 60 + int(minutes)
        if int(minutes) < 60 and minute <= DAY:
            return minute
    raise InvalidProblem("not_a_time", field, clock, "HH:MM from 00:00 to 24:00")


@cache
def span_of(start: str, end: str) -> Span:
    """Span of two clock times; an earlier end means the next day.

    Raises
    ------
    InvalidProblem
        If both are equal, if the start is 24:00, or if the end is 00:00 (the end of a day is written 24:00).
    """
    first, last = minute_of(start, "start"), minute_of(end, "end")
    if first == DAY:
        raise InvalidProblem("start_at_24_00", "start", start, "00:00 to 23:59; a day starts at 00:00")
    if last == 0:
        raise InvalidProblem("end_at_00_00", "end", end, "24:00 for midnight at the end of the day")
    if first == last:
        raise InvalidProblem("empty_window", "end", end, f"a time other than the start {start}")
    return (first, last) if last > first else (first, last + DAY)


def merged(spans: Iterable[Span]) -> Timetable:
    """Union of spans; those that touch or overlap become one."""
    out: list[Span] = []
    for start, end in sorted(spans):
        if out and start <= out[-1][1]:
            out[-1] = (out[-1][0], max(out[-1][1], end))
        else:
            out.append((start, end))
    return tuple(out)


def covers(opening: Timetable, span: Span) -> bool:
    """Whether one span of `opening` contains `span`."""
    at = bisect_right(opening, (span[0], 1 << 62)) - 1
    return at >= 0 and opening[at][1] >= span[1]


def overlaps(a: Timetable, b: Timetable, guard: int = 0) -> bool:
    """Whether some span of `a` and some of `b` are less than `guard` minutes apart (or intersect)."""
    return first_overlap(a, b, guard) is not None


def first_overlap(a: Timetable, b: Timetable, guard: int = 0) -> tuple[Span, Span] | None:
    """First pair of spans of `a` and `b` that intersect or leave less than `guard` minutes between them."""
    i = j = 0
    while i < len(a) and j < len(b):
        if a[i][0] < b[j][1] + guard and b[j][0] < a[i][1] + guard:
            return a[i], b[j]
        if a[i][1] <= b[j][1]:
            i += 1
        else:
            j += 1
    return None


def minutes(timetable: Timetable) -> int:
    """Total length in minutes."""
    return sum(end - start for start, end in timetable)
