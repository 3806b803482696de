"""Lists at the property window and the housing office: many registrations endorsed or approved at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy.orm import Session

from scheduler import queries
from scheduler.actors import OFFICE, Actor
from scheduler.errors import Conflict, NotAllowed, NotFound, Refused, Rejected
from scheduler.models import Round
from scheduler.states import REGISTRATION_MOVES
from scheduler.usecases import path_checks, registration
from scheduler.usecases.path_checks import Left
from scheduler.usecases.serving import is_own, may_see

ACTIONS = ("endorse", "approve")
BACK = ("return", "request_information")
"""Steps back, for which a reason is told to each person."""
MOST_CHOSEN = 500
"""Most registrations that somebody names in one call."""


class Taken(NamedTuple):
    """How many registrations took a step, and which could not."""

    taken: int
    left: tuple[Left, ...]


def act_on_all(
    session: Session,
    *,
    actor: Actor,
    round_id: UUID,
    action: str,
    now: datetime,
    chosen: Sequence[UUID] | None = None,
) -> Taken:
    """Endorse or approve every registration of a round that waits for it, or of those `chosen`; one that cannot be is
    left, with the reason.

    Raises
    ------
    NotFound, NotAllowed, Rejected
        No such round; not for this person; not an action for many, or too many at once.
    """
    round_ = _round(session, actor, round_id, action, chosen)
    mine = None if actor.has(*OFFICE) or not actor.sites else list(actor.sites)
    waiting = queries.steps.lock_all(session, round_.id, REGISTRATION_MOVES[action].before, mine, chosen)
    against = {
        **path_checks.against(session, round_, action, set(waiting), now),
        **_own_matters(session, actor, waiting),
    }
    free = [row for row in waiting if row not in against]
    registration.step_these(session, round_, action, free, actor, now)
    left = _left(session, actor, round_, action, against, set(chosen or ()) - set(waiting))
    return Taken(len(free), left)


def _own_matters(session: Session, actor: Actor, waiting: Sequence[UUID]) -> dict[UUID, Refused]:
    """Registrations on which somebody must not decide, for they are their own or of their household."""
    if actor.member_id is None:
        return {}
    rows = queries.registrations.several(session, actor.community_id, waiting)
    own = {member for member in {row.member_id for row in rows} if is_own(session, actor, member)}
    return {row.id: NotAllowed("own_matter") for row in rows if row.member_id in own}


def send_back(
    session: Session,
    *,
    actor: Actor,
    round_id: UUID,
    action: str,
    chosen: Sequence[UUID],
    reason: str,
    now: datetime,
) -> Taken:
    """Return chosen registrations, or ask their people for something, with one reason; one that cannot be is left.

    Raises
    ------
    NotFound, NotAllowed, Rejected
        No such round; not for this person; not a step back, too many at once, or ``reason_missing``.
    """
    round_ = _round(session, actor, round_id, action, chosen, BACK)
    if not reason.strip():
        raise Rejected("reason_missing", "reason", "", "a sentence")
    rows = {row.id: row for row in queries.registrations.several(session, round_.community_id, sorted(chosen))}
    left = []
    for row_id in sorted(set(chosen)):
        row = rows.get(row_id)
        try:
            if row is None or row.round_id != round_.id:
                raise NotFound()
            registration.act(session, actor=actor, registration_id=row_id, action=action, reason=reason, now=now)
        except (Conflict, NotFound) as refused:
            seen = row is not None and row.round_id == round_.id and may_see(actor, row)
            left.append(Left(row_id, row.receipt if row is not None and seen else None, refused))
    return Taken(len(set(chosen)) - len(left), tuple(left))


def _round(
    session: Session,
    actor: Actor,
    round_id: UUID,
    action: str,
    chosen: Sequence[UUID] | None,
    actions: Sequence[str] = ACTIONS,
) -> Round:
    if action not in actions:
        raise Rejected("no_such_action", "action", action, ", ".join(actions))
    if chosen is not None and not 1 <= len(chosen) <= MOST_CHOSEN:
        raise Rejected("out_of_range", "registration_ids", len(chosen), f"1 to {MOST_CHOSEN}")
    round_ = queries.rounds.one(session, actor.community_id, round_id)
    if round_ is None:
        raise NotFound()
    if not actor.roles & REGISTRATION_MOVES[action].actors:
        raise NotAllowed("not_for_this_role")
    return round_


def _left(
    session: Session, actor: Actor, round_: Round, action: str, against: Mapping[UUID, Refused], others: set[UUID]
) -> tuple[Left, ...]:
    """Those that something stands against, and chosen ones that did not wait for the action."""
    rows = queries.registrations.several(session, round_.community_id, sorted({*against, *others}))
    left = [Left(row.id, row.receipt, against[row.id]) for row in rows if row.id in against]
    seen = [row for row in rows if row.round_id == round_.id and row.id in others and may_see(actor, row)]
    return (*left, *path_checks.not_taken(others, seen, action))
