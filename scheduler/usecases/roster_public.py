"""The public notice 公示 of a roster: what is needed and how much of it is filled; never who, never at whose home."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from scheduler import queries
from scheduler.models import Shift
from scheduler.terms import shift_terms


@dataclass(frozen=True, slots=True)
class PostNotice:
    """A role of a shift with the seats wished for and those that are filled."""

    shift: Shift
    role: str
    target: int
    filled: int


@dataclass(frozen=True, slots=True)
class RosterNotice:
    """Counts over all shifts, and the posts of those that meet in public; home visits are counted only."""

    shifts: int
    seats: int
    filled: int
    visits: int
    posts: Sequence[PostNotice]


def roster_notice(session: Session, *, round_id: UUID) -> RosterNotice:
    """What everybody may know of a published roster, as it stands: people sign up and drop out after publication."""
    shifts = queries.rosters.shifts_of(session, round_id)
    lines = queries.rosters.seats_on(session, [row.id for row in shifts])
    taken = Counter((line.shift.id, line.seat.role) for line in lines)
    posts, seats, filled = [], 0, 0
    for shift in shifts:
        for role in shift_terms(shift.terms).roles:
            here = taken[shift.id, role.id]
            seats, filled = seats + max(role.target, here), filled + here
            if shift.elder_id is None:
                posts.append(PostNotice(shift, role.id, role.target, here))
    visits = sum(shift.elder_id is not None for shift in shifts)
    return RosterNotice(len(shifts), seats, filled, visits, posts)
