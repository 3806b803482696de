"""Pairs: volunteers who must or must not share a shift, or would rather or rather not."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from scheduler import audit, queries
from scheduler.actors import AUDITOR, OFFICE, Actor
from scheduler.errors import Conflict, NotAllowed, NotFound, Rejected
from scheduler.ids import new_id
from scheduler.models import VolunteerPair
from scheduler.usecases import roster_notices
from scheduler.usecases.facilities import check_office
from scheduler.usecases.roster_notices import Notice
from scheduler.usecases.volunteers import check_known

KINDS = ("required", "prohibited", "preferred", "unpreferred")


def add(
    session: Session, *, actor: Actor, a_id: UUID, b_id: UUID, kind: str, now: datetime
) -> tuple[VolunteerPair, list[Notice]]:
    """State what holds for two volunteers.

    Raises
    ------
    NotAllowed, Rejected
        Not for this person; no such volunteer; ``paired_with_self``; ``impossible_pair``.
    Conflict
        ``pair_known``: something else is stated of the two.
    """
    check_office(actor)
    if kind not in KINDS:
        raise Rejected("not_offered", "kind", kind, ", ".join(KINDS))
    if a_id == b_id:
        raise Rejected("paired_with_self", "b_id", str(b_id), "another volunteer")
    first, second = sorted((a_id, b_id))
    check_known(session, actor, a_id, "a_id")
    check_known(session, actor, b_id, "b_id")
    queries.volunteers.locked(session, actor.community_id, [first, second])
    before = queries.volunteers.pair_between(session, first, second)
    if before is not None:
        _refuse_second(before, kind)
    row = VolunteerPair(id=new_id(), community_id=actor.community_id, a_id=first, b_id=second, kind=kind)
    _check_possible(session, row)
    session.add(row)
    session.flush()
    audit.record(session, row.community_id, actor.name, "pair.add", "volunteer_pair", row.id, now, {"kind": kind})
    return row, roster_notices.of_pairs(session, row.community_id, [row]) + roster_notices.of_shared(session, row, now)


def remove(session: Session, *, actor: Actor, pair_id: UUID, now: datetime) -> None:
    """Take back what is stated of two volunteers.

    Raises
    ------
    NotAllowed, NotFound
        Not for this person; no such pair.
    """
    check_office(actor)
    row = queries.volunteers.pair(session, actor.community_id, pair_id)
    if row is None:
        raise NotFound()
    session.delete(row)
    session.flush()
    audit.record(session, row.community_id, actor.name, "pair.remove", "volunteer_pair", row.id, now)


def listed(
    session: Session,
    *,
    actor: Actor,
    volunteer_id: UUID | None = None,
    last: UUID | None = None,
    limit: int = 50,
    newest: bool = True,
) -> list[VolunteerPair]:
    """Pairs of the community, or those of a volunteer; for the office and auditors, for some tell of dislikes.

    Raises
    ------
    NotAllowed
        For everybody else.
    """
    if not actor.has(*OFFICE, AUDITOR):
        raise NotAllowed("not_for_this_role")
    return queries.volunteers.pairs_listed(
        session, actor.community_id, volunteer_id=volunteer_id, last=last, limit=limit, newest=newest
    )


def _refuse_second(before: VolunteerPair, kind: str) -> None:
    if {before.kind, kind} == {"required", "prohibited"}:
        raise Rejected("impossible_pair", "kind", kind, f"what agrees with {before.kind}")
    raise Conflict("pair_known", "kind", before.kind, "a pair of whom nothing is stated yet")


def _check_possible(session: Session, new: VolunteerPair) -> None:
    """Nobody must be with somebody who must be with somebody whom they must not meet."""
    known = queries.volunteers.pairs_of_kinds(session, new.community_id, ("required", "prohibited"))
    rows = [*known, new]
    together = _groups((row.a_id, row.b_id) for row in rows if row.kind == "required")
    for row in rows:
        if row.kind == "prohibited" and together.get(row.a_id, row.a_id) == together.get(row.b_id, row.b_id):
            agrees = "prohibited" if new.kind == "required" else "required"
            raise Rejected("impossible_pair", "kind", new.kind, f"what agrees with {agrees}")


def _groups(pairs: Iterable[tuple[UUID, UUID]]) -> dict[UUID, UUID]:
    """A name of the group of each of those who must all be together."""
    leader: dict[UUID, UUID] = {}
    for a, b in pairs:
        first, second = leader.setdefault(a, a), leader.setdefault(b, b)
        leader = {one: first if of == second else of for one, of in leader.items()}
    return leader
