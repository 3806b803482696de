"""Rights of a plan as dated rows: every use of every date as instants, the guard band after it included."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from scheduler import calendar
from solvers.parking.eligibility import parts_of
from solvers.parking.problem import ParkingProblem
from solvers.window import DAY, Span, merged


@dataclass(frozen=True, slots=True)
class DatedUse:
    """A space, by code, taken from `starts_at` until (excluding) `ends_at`; `ready_at` is when the next may come."""

    space: str
    starts_at: datetime
    ends_at: datetime
    ready_at: datetime


def dated_uses(problem: ParkingProblem, receipt: str, spaces: Sequence[str], zone: str) -> list[DatedUse]:
    """Uses of a right over the whole horizon, in the order of time for each space.

    Uses of one space less than the guard apart are one: the vehicle is its own next user. One of more than a day is cut
    at every midnight, so that a right can be given back from a date on.
    """
    parts = parts_of(problem, problem.requests[problem.request_index[receipt]])
    guard = problem.policy.guard_minutes
    by_space: dict[str, list[Span]] = {}
    for part, space in zip(parts, spaces, strict=True):
        by_space.setdefault(space, []).extend(part)

    def instant(minute: int) -> datetime:
        return calendar.instant_of(problem.horizon.first, minute, zone)

    return [
        DatedUse(space, instant(start), instant(min(end, last - guard)), instant(end))
        for space, spans in by_space.items()
        for first, last in merged((start, end + guard) for start, end in spans)
        for start, end in _days(first, last)
        if min(end, last - guard) > start
    ]


def _days(first: int, last: int) -> Iterator[Span]:
    if last - first <= DAY:
        yield first, last
        return
    start = first
    while start < last:
        end = min(last, (start // DAY + 1) * DAY)
        yield start, end
        start = end


def digest_of(uses: Iterable[DatedUse]) -> str:
    """What tells whether two rights are the same places on the same dates."""
    told = [(use.space, use.starts_at.isoformat(), use.ready_at.isoformat()) for use in uses]
    return sha256(json.dumps(sorted(told)).encode()).hexdigest()
