"""The round after a published one of an invented community, so that there is something to ask for."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from scheduler import calendar, queries
from scheduler.actors import Actor
from scheduler.errors import NotFound
from scheduler.models import Round
from scheduler.usecases import rounds
from scheduler.usecases.round_titles import titles

A_DAY = timedelta(days=1)
OPEN = timedelta(days=60)
"""How long it takes applications, but for those that are too late for its use."""
EVENING = 18 * 60
"""Minute of the day at which an office stops taking them, where there is a day left for that before its use."""


def open_next(session: Session, *, actor: Actor, round_id: UUID, now: datetime) -> Round:
    """An open round of the same kind and length, from the day after the last use; one that stands is left as it is.

    Raises
    ------
    NotFound
        If there is no such round.
    """
    last = queries.rounds.one(session, actor.community_id, round_id)
    if last is None:
        raise NotFound()
    first = last.use_last + A_DAY
    code = f"{last.domain}-{first.isoformat()}"
    known = queries.rounds.by_code(session, actor.community_id, code)
    if known is not None:
        return known
    until = first + (last.use_last - last.use_first)
    zone = queries.community.one(session, actor.community_id).zone
    ends = min(calendar.date_of(now + OPEN, zone), first - A_DAY)
    terms = rounds.RoundTerms(
        code=code,
        **titles(last.domain, first, until),
        apply_from=now - timedelta(minutes=1),
        apply_until=max(now + A_DAY, calendar.instant_of(ends, EVENING, zone)),
        use_first=first,
        use_last=until,
        criteria_zh=last.criteria_zh,
        criteria_en=last.criteria_en,
        domain=last.domain,
    )
    made = rounds.set_up(session, actor=actor, terms=terms, now=now)
    return rounds.move(session, actor=actor, round_id=made.id, action="open", now=now)
