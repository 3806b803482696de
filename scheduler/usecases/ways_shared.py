"""What searching for ways forward and taking them share: the way to the database in several steps, and who may."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Protocol, TypeVar

from sqlalchemy.orm import Session

from scheduler.actors import COORDINATOR, PROPERTY_STAFF, Actor
from scheduler.errors import NotAllowed
from scheduler.models import Allocation, Alternative, Registration
from scheduler.usecases import release

T = TypeVar("T")
Work = Callable[[Session, Actor, datetime], T]


class Access(Protocol):
    """Somebody's way to the database, for what looks, thinks outside any transaction, and then writes."""

    def read(self, work: Work[T]) -> T:
        """What is found in one state of the database."""

    def write(self, work: Work[T]) -> T:
        """What was made, once it is committed."""


def check_may_act(actor: Actor, row: Registration) -> None:
    """Keep from acting on a registration who may only look at it.

    Raises
    ------
    NotAllowed
        If it is neither theirs nor that of somebody whom they serve.
    """
    own = actor.member_id is not None and actor.member_id == row.member_id
    if not own and not actor.has(PROPERTY_STAFF, COORDINATOR):
        raise NotAllowed("not_for_this_role")


def let_go(session: Session, way: Alternative, after: str, now: datetime) -> None:
    """Move a way to a state in which nothing is held for it."""
    right = None if way.allocation_id is None else session.get(Allocation, way.allocation_id)
    if right is not None and right.state == "prepared":
        release.free(session, [right], now)
    way.state, way.held_until, way.allocation_id = after, None, None
    way.decided_at = None if after == "found" else now
    session.flush()
