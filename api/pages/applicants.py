"""Who may ask for something themselves, and when a round takes it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from api.deps import LOOKING_ON
from scheduler.actors import Actor
from scheduler.errors import Conflict, NotAllowed


def applicants_only(actor: Actor) -> None:
    """Keep those from registering for themselves who only look on, or are nobody of the community.

    Raises
    ------
    NotAllowed
        If this is no resident.
    """
    if not may_apply(actor):
        raise NotAllowed("not_for_this_role")


def may_apply(actor: Actor) -> bool:
    """Whether somebody may register for themselves."""
    return actor.member_id is not None and not actor.roles <= LOOKING_ON


def parking_only(round_: Any) -> None:
    """Refuse a round of another domain.

    Raises
    ------
    Conflict
        If it is none for parking.
    """
    if round_.domain != "parking":
        raise Conflict("round_of_other_domain", "round_id", round_.domain, "parking")


def is_open(round_: Any, now: datetime) -> bool:
    """Whether a round takes registrations now."""
    return bool(round_.state == "open" and round_.apply_from <= now < round_.apply_until)
