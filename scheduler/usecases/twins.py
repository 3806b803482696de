"""Groups of the same people: sections of a season that seem to be one group that asked twice."""

from __future__ import annotations

from typing import NamedTuple
from uuid import UUID

from sqlalchemy.orm import Session

from scheduler import queries
from scheduler.actors import OFFICE, Actor
from scheduler.errors import NotAllowed, NotFound
from scheduler.models import Registration
from scheduler.usecases.applications import rules_of


class Twins(NamedTuple):
    """Two sections that share members: how many, and how many the smaller one has."""

    one: Registration
    other: Registration
    shared: int
    smaller: int


def found(session: Session, *, actor: Actor, round_id: UUID) -> list[Twins]:
    """Sections of a round that seem to be one group that asked twice, for staff who merge them or let them be.

    Raises
    ------
    NotFound, NotAllowed
        No such round; not for this person.
    """
    round_ = queries.rounds.one(session, actor.community_id, round_id)
    if round_ is None:
        raise NotFound()
    if not actor.has(*OFFICE):
        raise NotAllowed("not_for_this_role")
    percent = rules_of(session, round_).shared_percent
    rows = [row for row in queries.registrations.sections_in(session, round_id) if (row.section or {}).get("members")]
    by_mark: dict[str, list[int]] = {}
    for at, row in enumerate(rows):
        for mark in (row.section or {})["members"]:
            by_mark.setdefault(mark, []).append(at)
    pairs = sorted({(a, b) for found in by_mark.values() for a in found for b in found if a < b})
    return [pair for a, b in pairs if (pair := _twins(rows[a], rows[b])).shared * 100 >= pair.smaller * percent]


def _twins(one: Registration, other: Registration) -> Twins:
    mine, theirs = set((one.section or {})["members"]), set((other.section or {})["members"])
    return Twins(one, other, len(mine & theirs), min(len(mine), len(theirs)))
