"""Where a shift meets, and from when on people sign up for it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from scheduler import calendar, queries
from scheduler.actors import Actor
from scheduler.covenant import ServiceRules
from scheduler.errors import Conflict, Rejected
from scheduler.terms import shift_terms


def check_place(
    session: Session, actor: Actor, point_id: UUID | None, elder_id: UUID | None, terms: Mapping[str, Any]
) -> None:
    """A shift meets at a point, or at the home of an elder who is visited; only home visits go to homes.

    Raises
    ------
    Rejected, Conflict
        ``one_of_both``, ``unknown_id``, ``home_visit_needs_elder``; ``elder_retired``.
    """
    if (point_id is None) == (elder_id is None):
        raise Rejected("one_of_both", "point_id", allowed="a meeting point, or an elder")
    if elder_id is None and shift_terms(terms).kind == "home_visit":
        raise Rejected("home_visit_needs_elder", "elder_id", None, "the elder who is visited")
    if point_id is not None and queries.shifts.point(session, actor.community_id, point_id) is None:
        raise Rejected("unknown_id", "point_id", str(point_id), "a meeting point of the community")
    if elder_id is not None:
        elder = queries.volunteers.elder(session, actor.community_id, elder_id)
        if elder is None:
            raise Rejected("unknown_id", "elder_id", str(elder_id), "an elder of the community")
        if not elder.active:
            raise Conflict("elder_retired", "elder_id", elder.code, "an elder who is visited")


def opening(
    rules: ServiceRules, zone: str, day: date, starts_at: datetime, terms: Mapping[str, Any]
) -> tuple[datetime, datetime | None]:
    """When sign-up opens, at the beginning of a date, and until when wishes are gathered where posts are drawn."""
    stated = shift_terms(terms)
    kind = "event" if stated.festival else stated.kind
    days = rules.sign_up_days[kind] if stated.opens_days is None else stated.opens_days
    opens_at = calendar.instant_of(day - timedelta(days=days), 0, zone)
    draw_at = max(opens_at, starts_at - timedelta(days=rules.draw_days)) if stated.draw else None
    return min(opens_at, starts_at), draw_at
