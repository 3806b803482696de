"""A way forward held for a time, taken with one call, or declined.

What is taken is checked by all rules on the round as it stands, outside any transaction; then the database itself
decides who was first. What somebody is held was checked when they were: it is theirs until the time is over.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from scheduler import audit, calendar, queries
from scheduler.actors import Actor
from scheduler.db import conflict_of
from scheduler.errors import Busy, Conflict
from scheduler.models import Allocation, Alternative, Registration
from scheduler.planning import wayfinding
from scheduler.planning.wayfinding import Ground
from scheduler.planning.ways import Way
from scheduler.states import ALTERNATIVE_MOVES
from scheduler.usecases import blocks, messages, registration, way_prices
from scheduler.usecases.standing_round import Line, is_moving, line_of
from scheduler.usecases.way_looking import Look, check_state, check_unserved, look_at, seen
from scheduler.usecases.way_rights import change, move_ahead, right_to_way
from scheduler.usecases.ways_ground import ground_of, rules_of, way_of
from scheduler.usecases.ways_shared import Access, check_may_act, let_go

TRIES = 4
"""How often a way is checked anew where somebody else was given a place meanwhile."""
TAKEN = "taken"


@dataclass(frozen=True, slots=True)
class Taken:
    """A way that was taken, and the right that stands for it."""

    way: Alternative
    right: Allocation
    registration: Registration


class _Changed(Exception):
    """Somebody was given a place since the round was looked at."""


def hold(access: Access, alternative_id: UUID) -> Alternative:
    """Hold a way for a time, so that nobody else gets its place; what the registration was held before is let go.

    Raises
    ------
    NotFound, NotAllowed, Conflict, Busy
        As `take`.
    """
    return _settled(access, alternative_id, "hold")[0]


def take(access: Access, alternative_id: UUID) -> Taken:
    """Take a way: its registration has the right, and leaves the waitlist; a second call changes nothing.

    Raises
    ------
    NotFound, NotAllowed
        No such way for this person; only to be looked at.
    Conflict
        ``alternative_gone`` where somebody else has the place, with the next that can still be taken;
        ``alternative_barred`` where a rule speaks against it; ``run_under_way``, ``round_not_ready``,
        ``registration_not_ready``, ``alternative_not_open``, ``vehicle_blocked``.
    Busy
        Where others are given places all the time.
    """
    way, right, row = _settled(access, alternative_id, "take")
    return Taken(way, right, row)


def decline(session: Session, *, actor: Actor, alternative_id: UUID, now: datetime) -> Alternative:
    """Give a way up: one that was held is free again.

    Raises
    ------
    NotFound, NotAllowed, Conflict
        No such way for this person; only to be looked at; ``alternative_not_open``.
    """
    way, _ = seen(session, actor, alternative_id)
    way = queries.ways.locked(session, way.id)
    if way.state == "declined":
        return way
    check_state(way, "decline")
    let_go(session, way, "declined", now)
    audit.record(session, way.community_id, actor.name, "alternative.decline", "alternative", way.id, now)
    return way


# ---- looked at, checked, written


def _settled(access: Access, alternative_id: UUID, action: str) -> tuple[Alternative, Allocation, Registration]:
    for _ in range(TRIES):
        look = access.read(partial(look_at, alternative_id, action))
        if look.ground is not None and look.told is not None:
            (obstacle,) = wayfinding.obstacles(look.ground, look.row.receipt, [look.told])
            if obstacle is not None:
                raise _gone(access, look, obstacle)
        try:
            return access.write(partial(_write, look, action))
        except _Changed:
            continue
        except DBAPIError as error:
            if conflict_of(error) != "occupation_no_overlap":
                raise
            raise _gone(access, look, TAKEN) from error
    raise Busy


def _write(
    look: Look, action: str, session: Session, actor: Actor, now: datetime
) -> tuple[Alternative, Allocation, Registration]:
    queries.rounds.locked(session, look.row.community_id, look.row.round_id)
    row = registration.locked_for(session, actor, look.row.id)
    way = queries.ways.locked(session, look.way.id)
    check_may_act(actor, row)
    if row.vehicle_id is not None:
        blocks.check(session, row.community_id, blocks.blocked_until(session, row.vehicle_id, now))
    if way.state == ALTERNATIVE_MOVES[action].after and way.allocation_id is not None:
        return way, session.get_one(Allocation, way.allocation_id), row
    if look.line is None or way.state != look.way.state:
        raise _Changed  # looked at again, it says what it has become
    if is_moving(session, row.round_id):
        raise Conflict("run_under_way", "alternative_id")
    check_unserved(row)
    right = _right(session, look, way, row, now)
    if action == "hold":
        minutes = rules_of(session, look.line.round).hold_minutes
        _held(session, look.line, way, row, actor, now, now + timedelta(minutes=minutes))
    else:
        _taken(session, way, row, right, actor, now)
    return way, right, row


def _right(session: Session, look: Look, way: Alternative, row: Registration, now: datetime) -> Allocation:
    """The right of a way: the one that is held for it, else one that is made now."""
    if way.allocation_id is not None:
        return session.get_one(Allocation, way.allocation_id)
    line = look.line
    assert line is not None
    assert look.told is not None
    if queries.ways.given_since(session, row.round_id, line.at):
        raise _Changed
    for other in queries.ways.open_of(session, row.id):
        if other.state == "held":
            let_go(session, other, "found", now)
    made = right_to_way(session, line, row, look.told, now)
    if made is None:
        raise Conflict("alternative_over", "alternative_id")
    right, dated = made
    session.add(right)
    session.flush()
    queries.occupation.occupy(session, dated)
    way.allocation_id = right.id
    return right


def _held(
    session: Session, line: Line, way: Alternative, row: Registration, actor: Actor, now: datetime, until: datetime
) -> None:
    way.state, way.held_until = "held", until
    session.flush()
    told = calendar.local_text(until, line.zone)
    messages.tell(session, row=row, code="way_held", key=f"{way.id}:{until.isoformat()}", now=now, until=told)
    details = {"until": until.isoformat()}
    audit.record(session, way.community_id, actor.name, "alternative.hold", "alternative", way.id, now, details)


def _taken(
    session: Session, way: Alternative, row: Registration, right: Allocation, actor: Actor, now: datetime
) -> None:
    way.state, way.held_until, way.decided_at = "taken", None, now
    right.state, right.created_at = "held", now  # a plan made before it does not know of it
    session.flush()
    for other in queries.ways.open_of(session, row.id):
        let_go(session, other, "gone", now)
    change(row, way_of(way, *queries.ways.codes(session, row.community_id)))
    move_ahead(session, row, way, actor, now)
    way_prices.keep(session, row, actor, now)
    details = {"kind": way.kind, "right": str(right.id)}
    audit.record(session, way.community_id, actor.name, "alternative.take", "alternative", way.id, now, details)


# ---- gone, and what is left


def _gone(access: Access, look: Look, obstacle: str) -> Conflict:
    """What is told where a way cannot be taken any more, with the next that still can be."""
    ground, others = access.read(partial(_others, look))
    speaks = [] if ground is None else wayfinding.obstacles(ground, look.row.receipt, [told for _, told in others])
    against = dict(zip([way for way, _ in others], speaks, strict=False))
    after = next((str(way) for way, code in against.items() if code is None), "")
    lost = [look.way.id, *(way for way, code in against.items() if code is not None)]
    access.write(partial(_lost, lost))
    if obstacle == TAKEN:
        return Conflict("alternative_gone", "alternative_id", next=after)
    return Conflict("alternative_barred", "alternative_id", obstacle, next=after)


def _others(look: Look, session: Session, _actor: Actor, now: datetime) -> tuple[Ground | None, list[tuple[UUID, Way]]]:
    """The round as it stands now, and the other ways of the registration."""
    line = line_of(session, look.row.round_id, now, look.row.id)
    names = queries.ways.codes(session, look.row.community_id)
    ways = [one for one in queries.ways.open_of(session, look.row.id) if one.id != look.way.id and one.state == "found"]
    ground = None if line is None else ground_of(session, line, but=look.row.receipt)
    return ground, [(one.id, way_of(one, *names)) for one in ways]


def _lost(ways: Sequence[UUID], session: Session, _actor: Actor, now: datetime) -> None:
    for one in ways:
        way = queries.ways.locked(session, one)
        if way.state == "found":
            let_go(session, way, "gone", now)
