"""A way forward looked at before it is held or taken: whose it is, and the round as it stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from scheduler import queries
from scheduler.actors import Actor
from scheduler.errors import Conflict, NotFound
from scheduler.models import Alternative, Registration
from scheduler.planning.wayfinding import Ground
from scheduler.planning.ways import Way
from scheduler.states import ALTERNATIVE_MOVES
from scheduler.usecases.serving import may_see
from scheduler.usecases.standing_round import Line, is_moving, line_of
from scheduler.usecases.ways_ground import IN_USE, UNSERVED, ground_of, way_of
from scheduler.usecases.ways_shared import check_may_act


@dataclass(frozen=True, slots=True)
class Look:
    """A way before it is checked; `ground` is None for one that is held, which needs no check.

    `line` is None, too, where nothing is left to do.
    """

    way: Alternative
    row: Registration
    told: Way | None = None
    line: Line | None = None
    ground: Ground | None = None


def look_at(alternative_id: UUID, action: str, session: Session, actor: Actor, now: datetime) -> Look:
    """A way that somebody wants to hold or take, with all that is needed to check it.

    Raises
    ------
    NotFound, NotAllowed, Conflict
        As `way_taking.take`, but for what the check itself finds.
    """
    way, row = seen(session, actor, alternative_id)
    if way.state == ALTERNATIVE_MOVES[action].after:
        return Look(way, row)
    if way.state == "gone":
        # A later search may have dropped it: nobody needs to have the place.
        after = _first_open(session, row)
        raise Conflict("alternative_not_open", "state", way.state, "found, held", next=after)
    check_state(way, action)
    check_unserved(row)
    line = _line(session, row, now)
    if way.state == "held":
        return Look(way, row, line=line)
    told = way_of(way, *queries.ways.codes(session, row.community_id))
    return Look(way, row, told, line, ground_of(session, line, but=row.receipt))


def seen(session: Session, actor: Actor, alternative_id: UUID) -> tuple[Alternative, Registration]:
    """A way that this person may act on, with its registration.

    Raises
    ------
    NotFound, NotAllowed
        If there is none for this person; only to be looked at.
    """
    way = queries.ways.one(session, actor.community_id, alternative_id)
    row = None if way is None else queries.registrations.one(session, actor.community_id, way.registration_id)
    if way is None or row is None or not may_see(actor, row):
        raise NotFound()
    check_may_act(actor, row)
    return way, row


def check_state(way: Alternative, action: str) -> None:
    """Refuse a move from a state that it does not begin in.

    Raises
    ------
    Conflict
        ``alternative_not_open``.
    """
    before = ALTERNATIVE_MOVES[action].before
    if way.state not in before:
        raise Conflict("alternative_not_open", "state", way.state, ", ".join(before))


def check_unserved(row: Registration) -> None:
    """Refuse whoever has a place, or takes part no more.

    Raises
    ------
    Conflict
        ``registration_not_ready``.
    """
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


def _first_open(session: Session, row: Registration) -> str:
    return next((str(one.id) for one in queries.ways.open_of(session, row.id)), "")
