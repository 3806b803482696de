"""Rights of a plan as dated rows: every use of every date as instants, the guard band after it included."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from scheduler import calendar
from solvers.parking.eligibility import parts_of
from solvers.parking.problem import ParkingProblem
from solvers.window import Span, merged


@dataclass(frozen=True, slots=True)
class DatedUse:
    """A space, by code, taken from `starts_at` until (excluding) `ends_at`; `ready_at` is when the next may come."""

    space: str
    starts_at: datetime
    ends_at: datetime
    ready_at: datetime


def dated_uses(problem: ParkingProblem, receipt: str, spaces: Sequence[str], zone: str) -> Iterator[DatedUse]:
    """Uses of a right over the whole horizon, in the order of time within each part.

    Uses of one space less than the guard apart are one: the vehicle is its own next user.
    """
    parts = parts_of(problem, problem.requests[problem.request_index[receipt]])
    guard = problem.policy.guard_minutes
    by_space: dict[str, list[Span]] = {}
    for part, space in zip(parts, spaces, strict=True):
        by_space.setdefault(space, []).extend(part)
    for space, spans in by_space.items():
        for start, end in merged((start, end + guard) for start, end in spans):
            yield DatedUse(
                space,
                calendar.instant_of(problem.horizon.first, start, zone),
                calendar.instant_of(problem.horizon.first, end - guard, zone),
                calendar.instant_of(problem.horizon.first, end, zone),
            )
