"""The public notice 公示 of a roster: what is needed and how much of it is filled; never who, never at whose home."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from uuid import UUID

from sqlalchemy.orm import Session

from scheduler import queries
from scheduler.queries.roster_public import ShownShift
from scheduler.terms import RoleTerms, shift_terms


@dataclass(frozen=True, slots=True)
class PostNotice:
    """A role of a shift with the seats wished for and those that are filled."""

    shift: ShownShift
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
    shifts = queries.roster_public.shown_shifts(session, round_id)
    taken = queries.roster_public.filled(session, round_id)
    posts, seats, filled = [], 0, 0
    for shift in shifts:
        for role in _roles(shift.terms):
            here = taken.get((shift.id, role.id), 0)
            seats, filled = seats + max(role.target, here), filled + here
            if shift.elder_id is None:
                posts.append(PostNotice(shift, role.id, role.target, here))
    visits = sum(shift.elder_id is not None for shift in shifts)
    return RosterNotice(len(shifts), seats, filled, visits, posts)


@lru_cache(maxsize=1_000)
def _roles(terms: str) -> Sequence[RoleTerms]:
    """Roles of a shift by its terms as they are kept: few differ among the shifts of a month."""
    return tuple(shift_terms(json.loads(terms)).roles)
