"""Ways forward for who was not served: looked for after a publication and when asked, kept as rows, listed.

They are worked out in a process of its own on the round as it stands, and written in short transactions. Nothing is
looked for while a run or a version is under way, which would not know of it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from itertools import islice
from threading import Event
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from scheduler import audit, queries
from scheduler.actors import OFFICE, Actor
from scheduler.errors import Conflict, NotAllowed
from scheduler.ids import new_id
from scheduler.models import Alternative, Publication, Registration, Round, WaySearch
from scheduler.office import Office
from scheduler.planning import wayfinding
from scheduler.planning.wayfinding import Ground
from scheduler.usecases import registration, rounds
from scheduler.usecases.standing_round import Line, is_moving, line_of
from scheduler.usecases.ways_ground import IN_USE, UNSERVED, ground_of, keep, rules_of, stands
from scheduler.usecases.ways_shared import Access, check_may_act, let_go

BATCH = 200
"""Registrations whose ways are written in one transaction."""
DOMAINS = ("parking", "rooms")


@dataclass(frozen=True, slots=True)
class Listed:
    """What a registration may take; where a search found nothing, what was searched, as code and numbers."""

    registration: Registration
    ways: Sequence[Alternative]
    searched: Mapping[str, Any] | None = None


def ask_for(session: Session, publication: Publication, round_: Round, now: datetime) -> None:
    """Note, in the transaction that publishes, that the ways of a round shall be looked for; older ones are gone."""
    if round_.domain not in DOMAINS:
        return
    queries.ways.drop_found(session, round_.id, now)
    _note_search(session, round_, now)


def give_way(session: Session, publication: Publication, now: datetime) -> None:
    """Let go what is held for those whom a version gives a place: that one comes instead."""
    for way in queries.ways.held_where_given(session, publication):
        let_go(session, way, "gone", now)


def order(session: Session, *, actor: Actor, round_id: UUID, now: datetime) -> WaySearch:
    """Have the ways of a whole round looked for again, by the job that does so after a publication.

    Raises
    ------
    NotFound, NotAllowed, Conflict
        No such round; not for this person; not published, or of another domain.
    """
    if not actor.has(*OFFICE):
        raise NotAllowed("not_for_this_role")
    seen = rounds.seen(session, actor=actor, round_id=round_id)
    if seen.domain not in DOMAINS:
        raise Conflict("round_of_other_domain", "round_id", seen.domain, ", ".join(DOMAINS))
    if seen.state not in IN_USE:
        raise Conflict("round_not_ready", "state", seen.state, ", ".join(IN_USE), action="ways")
    made = _note_search(session, seen, now)
    audit.record(session, seen.community_id, actor.name, "ways.order", "round", seen.id, now)
    return made


def listed(session: Session, *, actor: Actor, registration_id: UUID) -> Listed:
    """What a registration may take, the gentlest first.

    Raises
    ------
    NotFound
        No such registration for this person.
    """
    row = registration.seen(session, actor=actor, registration_id=registration_id)
    return Listed(row, queries.ways.open_of(session, row.id))


def search(access: Access, registration_id: UUID) -> Listed:
    """Look for the ways of one registration now.

    Raises
    ------
    NotFound, NotAllowed, Conflict
        No such registration for this person; only to be looked at; ``registration_not_ready``, ``run_under_way``.
    """
    row, line, ground, most = access.read(partial(_asked, registration_id))
    (answer,) = wayfinding.ways(ground, [row.receipt], most)

    def write(session: Session, actor: Actor, now: datetime) -> Listed:
        _checked(session, actor, registration_id)
        keep(session, line, {row.receipt: row.id}, [answer], now)
        return Listed(row, queries.ways.open_of(session, row.id), answer.searched)

    return access.write(write)


def _asked(
    registration_id: UUID, session: Session, actor: Actor, now: datetime
) -> tuple[Registration, Line, Ground, int]:
    row = _checked(session, actor, registration_id)
    line = line_of(session, row.round_id, now, row.id)
    if line is None:
        raise Conflict("run_under_way" if is_moving(session, row.round_id) else "round_not_ready", "registration_id")
    ground = ground_of(session, line, but=row.receipt)
    return row, line, ground, rules_of(session, line.round).most_alternatives


def _checked(session: Session, actor: Actor, registration_id: UUID) -> Registration:
    row = registration.seen(session, actor=actor, registration_id=registration_id)
    check_may_act(actor, row)
    if row.state not in UNSERVED:
        raise Conflict("registration_not_ready", "state", row.state, ", ".join(UNSERVED), action="ways")
    return row


# ---- for a whole round, by a job


def find_all(office: Office, round_id: UUID, stopping: Event) -> None:
    """Look for the ways of everybody who was not served, if somebody asked for it; begun again, it starts afresh.

    A round that moves, or moved meanwhile, is left: the search waits until it stands still.

    Raises
    ------
    Stopped
        If `stopping` is set first.
    """
    database = office.database
    with database.reading() as session:
        asked = queries.ways.is_waiting(session, round_id)
        line = line_of(session, round_id, database.now(session)) if asked else None
        rows = queries.ways.unserved(session, round_id)
        ground = None if line is None else ground_of(session, line)
        most = rules_of(session, session.get_one(Round, round_id)).most_alternatives
    if line is None or ground is None:
        return
    if line.round.state not in IN_USE:
        rows = []
    ids = {row.receipt: row.id for row in rows if row.receipt not in ground.out}
    found = iter(wayfinding.ways(ground, list(ids), most, stopping) if ids else ())
    count = 0
    while batch := list(islice(found, BATCH)):
        count += database.transact(
            lambda session, batch=batch: keep(session, line, ids, batch, database.now(session))  # type: ignore[misc]
        )
    database.transact(lambda session: _done(session, line, count, database.now(session)))


def _done(session: Session, line: Line, count: int, now: datetime) -> None:
    asked = queries.ways.search_of(session, line.round.id)
    if asked is None or asked.done_at is not None or asked.asked_at > line.at or not stands(session, line):
        return
    asked.done_at, asked.found = now, count
    audit.record(session, asked.community_id, "system", "ways.find", "round", asked.round_id, now, {"found": count})


def _note_search(session: Session, round_: Round, now: datetime) -> WaySearch:
    found = queries.ways.search_of(session, round_.id)
    if found is None:
        found = WaySearch(id=new_id(), community_id=round_.community_id, round_id=round_.id, asked_at=now)
        session.add(found)
    found.asked_at, found.done_at = now, None
    session.flush()
    return found
