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
from scheduler.errors import Busy, Conflict, NotFound
from scheduler.models import Allocation, Alternative, Registration
from scheduler.planning import wayfinding
from scheduler.planning.wayfinding import Ground
from scheduler.planning.ways import Way
from scheduler.states import ALTERNATIVE_MOVES
from scheduler.usecases import messages, registration
from scheduler.usecases.serving import may_see
from scheduler.usecases.standing_round import Line, is_moving, line_of
from scheduler.usecases.way_rights import change, move_ahead, right_to_way
from scheduler.usecases.ways import IN_USE, UNSERVED, ground_of, rules_of, way_of
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


@dataclass(frozen=True, slots=True)
class _Look:
    """A way as it was found before it is checked; `line` is None for one that is held, which needs no check."""

    way: Alternative
    row: Registration
    told: Way | None = None
    line: Line | None = None
    ground: Ground | None = None


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
        ``registration_not_ready``, ``alternative_not_open``.
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
    way, _ = _seen(session, actor, alternative_id)
    way = queries.ways.locked(session, way.id)
    if way.state == "declined":
        return way
    _check_state(way, "decline")
    let_go(session, way, "declined", now)
    audit.record(session, way.community_id, actor.name, "alternative.decline", "alternative", way.id, now)
    return way


# ---- looked at, checked, written


def _settled(access: Access, alternative_id: UUID, action: str) -> tuple[Alternative, Allocation, Registration]:
    for _ in range(TRIES):
        look = access.read(partial(_look, alternative_id, action))
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


def _look(alternative_id: UUID, action: str, session: Session, actor: Actor, now: datetime) -> _Look:
    way, row = _seen(session, actor, alternative_id)
    if way.state == ALTERNATIVE_MOVES[action].after:
        return _Look(way, row)
    if way.state == "gone":
        raise Conflict("alternative_gone", "alternative_id", next=_first_open(session, row))
    _check_state(way, action)
    _check_unserved(row)
    line = _line(session, row, now)
    if way.state == "held":
        return _Look(way, row, line=line)
    told = way_of(way, *queries.ways.codes(session, row.community_id))
    return _Look(way, row, told, line, ground_of(session, line, but=row.receipt))


def _seen(session: Session, actor: Actor, alternative_id: UUID) -> tuple[Alternative, Registration]:
    way = queries.ways.one(session, actor.community_id, alternative_id)
    row = None if way is None else queries.registrations.one(session, actor.community_id, way.registration_id)
    if way is None or row is None or not may_see(actor, row):
        raise NotFound()
    check_may_act(actor, row)
    return way, row


def _check_state(way: Alternative, action: str) -> None:
    before = ALTERNATIVE_MOVES[action].before
    if way.state not in before:
        raise Conflict("alternative_not_open", "state", way.state, ", ".join(before))


def _check_unserved(row: Registration) -> None:
    if row.state not in UNSERVED:
        raise Conflict("registration_not_ready", "state", row.state, ", ".join(UNSERVED), action="take")


def _line(session: Session, row: Registration, now: datetime) -> Line:
    if is_moving(session, row.round_id):
        raise Conflict("run_under_way", "alternative_id")
    line = line_of(session, row.round_id, now, row.id)
    if line is None or line.round.state not in IN_USE:
        state = "" if line is None else line.round.state
        raise Conflict("round_not_ready", "state", state, ", ".join(IN_USE), action="take")
    return line


def _write(
    look: _Look, action: str, session: Session, actor: Actor, now: datetime
) -> tuple[Alternative, Allocation, Registration]:
    queries.rounds.locked(session, look.row.community_id, look.row.round_id)
    row = registration.locked_for(session, actor, look.row.id)
    way = queries.ways.locked(session, look.way.id)
    check_may_act(actor, row)
    if way.state == ALTERNATIVE_MOVES[action].after and way.allocation_id is not None:
        return way, session.get_one(Allocation, way.allocation_id), row
    if look.line is None or way.state != look.way.state:
        raise _Changed  # looked at again, it says what it has become
    if is_moving(session, row.round_id):
        raise Conflict("run_under_way", "alternative_id")
    _check_unserved(row)
    right = _right(session, look, way, row, now)
    if action == "hold":
        minutes = rules_of(session, look.line.round).hold_minutes
        _held(session, look.line, way, row, actor, now, now + timedelta(minutes=minutes))
    else:
        _taken(session, way, row, right, actor, now)
    return way, right, row


def _right(session: Session, look: _Look, way: Alternative, row: Registration, now: datetime) -> Allocation:
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
    details = {"kind": way.kind, "right": str(right.id)}
    audit.record(session, way.community_id, actor.name, "alternative.take", "alternative", way.id, now, details)


# ---- gone, and what is left


def _gone(access: Access, look: _Look, obstacle: str) -> Conflict:
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


def _others(
    look: _Look, session: Session, _actor: Actor, now: datetime
) -> tuple[Ground | None, list[tuple[UUID, Way]]]:
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


def _first_open(session: Session, row: Registration) -> str:
    return next((str(one.id) for one in queries.ways.open_of(session, row.id)), "")
