"""Groups of the same people: sections of a season that seem to be one group that asked twice."""

from __future__ import annotations

from collections.abc import Mapping
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
    members = {row: set(marks) for row, marks in queries.registrations.members_in(session, round_id)}
    by_mark: dict[str, list[UUID]] = {}
    for row, marks in members.items():
        for mark in marks:
            by_mark.setdefault(mark, []).append(row)
    pairs = sorted({(a, b) for found in by_mark.values() for a in found for b in found if a < b})
    alike = [(a, b) for a, b in pairs if _shared(members, a, b) * 100 >= _smaller(members, a, b) * percent]
    ids = {row for pair in alike for row in pair}
    rows = {row.id: row for row in queries.registrations.several(session, actor.community_id, sorted(ids))}
    return [Twins(rows[a], rows[b], _shared(members, a, b), _smaller(members, a, b)) for a, b in alike]


Members = Mapping[UUID, set[str]]


def _shared(members: Members, one: UUID, other: UUID) -> int:
    return len(members[one] & members[other])


def _smaller(members: Members, one: UUID, other: UUID) -> int:
    return min(len(members[one]), len(members[other]))
