"""A roster as it is kept and published: who serves where by name, its cost with its bound, digests for anyone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, ClassVar, Literal

from solvers.document import Digest, TierLine
from solvers.plan import Status, Violation
from solvers.ranges import Identifier
from solvers.rosters.case import RosterCase
from solvers.rosters.problem import Duty
from solvers.rosters.roster import Roster, Seat
from solvers.timetable import STRICT

COST = "cost"
"""Name of the tier that holds the weighted sum; the others are its parts by rule."""


@dataclass(frozen=True, slots=True)
class UnheldPin:
    """A pin, or a seat in the freeze window, that cannot hold, and the rule that tells so."""

    __pydantic_config__: ClassVar[Any] = STRICT

    volunteer: Identifier
    shift: Identifier
    rule: Identifier


@dataclass(frozen=True)
class RosterPlan:
    """A whole roster; digests as in `solvers.document.PlanDocument`."""

    __pydantic_config__: ClassVar[Any] = STRICT

    problem_digest: Digest
    plan_digest: Digest
    engine: Identifier
    status: Status
    seed: int
    reproducible: bool
    tiers: tuple[TierLine, ...]
    assignments: tuple[Duty, ...]
    unheld: tuple[UnheldPin, ...] = ()
    domain: Literal["rosters"] = "rosters"
    format: Literal["commontide/roster-plan/1"] = "commontide/roster-plan/1"


def duties_of(case: RosterCase, seats: Iterable[Seat]) -> tuple[Duty, ...]:
    """Seats by name, shift by shift."""
    problem, posts = case.rosters, case.posts
    return tuple(
        Duty(problem.volunteers[seat.volunteer].id, problem.shifts[posts[seat.post].shift].id, posts[seat.post].name)
        for seat in sorted(seats, key=lambda seat: (seat.post, seat.volunteer))
    )


def roster_of(case: RosterCase, duties: Iterable[Duty]) -> tuple[Roster, list[Violation]]:
    """The roster of a plan file, and a violation for every name that the problem does not know."""
    roster, unknown = Roster(case), list[Violation]()
    for duty in duties:
        seat = seat_of(case, duty)
        if seat is None:
            unknown.append(Violation("unknown_id", f"{duty.shift} {duty.role}", (duty.volunteer,)))
        else:
            roster.add(seat)
    return roster, unknown


def seat_of(case: RosterCase, duty: Duty) -> Seat | None:
    """The seat that a duty names, if the problem knows it."""
    if duty.volunteer not in case.rosters.volunteer_index or duty.shift not in case.rosters.shift_index:
        return None
    post = case.post_named(duty.shift, duty.role)
    return None if post is None else Seat(case.rosters.volunteer_index[duty.volunteer], post)
