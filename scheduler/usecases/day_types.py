"""Dates whose day type 日型 the community states itself: a local festival, a day on which offices work after all."""

from __future__ import annotations

import json
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy.orm import Session

from scheduler import audit, queries
from scheduler.actors import OFFICE, Actor
from scheduler.calendar import MAX_DAYS, day_type
from scheduler.errors import NotAllowed, NotFound, Rejected, Stale
from scheduler.models import DayOverride

KINDS = ("workday", "rest_day")
NOTHING_STATED = 1
"""Mark of a date of which the community states nothing."""
MARKS = 999_999_998
"""So many others there are: none has more than nine digits."""


@dataclass(frozen=True, slots=True)
class DayTold:
    """A date: its day type, that of the official calendar, and whether the community states it.

    `version` tells what is stated of it from anything else that could be. `touched` are rounds whose published rights
    hold the date, with their number: what people were told of it stays until the round is planned again.
    """

    date: date
    day_type: str
    official: str
    stated: bool
    version: int
    names: tuple[str, ...] = ()
    touched: tuple[tuple[str, int], ...] = ()


def stated(session: Session, *, actor: Actor, first: date, last: date) -> Sequence[DayTold]:
    """Dates of a span, both included, that the community states itself.

    Raises
    ------
    Rejected
        ``out_of_range``: a span that ends first, or is too long.
    """
    if not 0 <= (last - first).days <= MAX_DAYS:
        raise Rejected("out_of_range", "last", last.isoformat(), f"{first} to {MAX_DAYS} days later")
    return [_told(row) for row in queries.covenants.day_overrides(session, actor.community_id, first, last)]


def seen(session: Session, *, actor: Actor, day: date) -> DayTold:
    """What a date is."""
    row = queries.covenants.day_override(session, actor.community_id, day)
    return _official(day) if row is None else _told(row)


def mark_of(session: Session, *, actor: Actor, day: date) -> int:
    """A number that tells what is stated of a date from anything else that could be."""
    return _mark(queries.covenants.day_override(session, actor.community_id, day))


def state(
    session: Session,
    *,
    actor: Actor,
    day: date,
    kind: str,
    names: Sequence[str],
    reason: str,
    now: datetime,
    mark: int | None = None,
) -> DayTold:
    """State what a date is, whatever the official calendar says; the answer tells which published rights it touches.

    `mark` is that of what somebody had seen, where they did.

    Raises
    ------
    NotAllowed, Stale, Rejected
        Not for this person; changed meanwhile; no such day type; ``reason_missing``.
    """
    _office_only(actor)
    _check_seen(session, actor, day, mark)
    if not reason.strip():
        raise Rejected("reason_missing", "reason", "", "a sentence")
    if kind not in KINDS:
        raise Rejected("not_offered", "day_type", kind, ", ".join(KINDS))
    row = queries.covenants.day_override(session, actor.community_id, day)
    if row is None:
        row = DayOverride(community_id=actor.community_id, date=day)
        session.add(row)
    row.day_type, row.names, row.reason = kind, list(dict.fromkeys(names)), reason
    session.flush()
    return _noted(session, actor, "state", _told(row), now)


def forget(session: Session, *, actor: Actor, day: date, now: datetime, mark: int | None = None) -> DayTold:
    """Let a date be what the official calendar says again.

    Raises
    ------
    NotAllowed, Stale, NotFound
        Not for this person; changed meanwhile; nothing is stated of the date.
    """
    _office_only(actor)
    _check_seen(session, actor, day, mark)
    if queries.covenants.day_override(session, actor.community_id, day) is None:
        raise NotFound()
    queries.covenants.forget_day(session, actor.community_id, day)
    return _noted(session, actor, "forget", _official(day), now)


def touching(session: Session, *, actor: Actor, day: date) -> tuple[tuple[str, int], ...]:
    """Rounds whose published rights hold a date, with their number."""
    found = queries.covenants.rights_on(session, actor.community_id, day)
    return tuple((round_.code, rights) for round_, rights in found)


def _office_only(actor: Actor) -> None:
    if not actor.has(*OFFICE):
        raise NotAllowed("not_for_this_role")


def _check_seen(session: Session, actor: Actor, day: date, mark: int | None) -> None:
    """Refuse to overwrite what somebody has not seen; whoever else states the date waits."""
    queries.community.locked(session, actor.community_id)
    stands = _mark(queries.covenants.day_override(session, actor.community_id, day))
    if mark is not None and mark != stands:
        raise Stale("changed_meanwhile", "If-Match", str(mark), str(stands))


def _mark(row: DayOverride | None) -> int:
    if row is None:
        return NOTHING_STATED
    stated = json.dumps([row.day_type, list(row.names), row.reason]).encode()
    return NOTHING_STATED + 1 + zlib.crc32(stated) % MARKS


def _noted(session: Session, actor: Actor, action: str, told: DayTold, now: datetime) -> DayTold:
    touched = touching(session, actor=actor, day=told.date)
    details = {"day_type": told.day_type, "rounds": [code for code, _ in touched]}
    audit.record(session, actor.community_id, actor.name, f"day.{action}", "day", told.date.isoformat(), now, details)
    return replace(told, touched=touched)


def _told(row: DayOverride) -> DayTold:
    return DayTold(row.date, row.day_type, day_type(row.date), True, _mark(row), tuple(row.names))


def _official(day: date) -> DayTold:
    return DayTold(day, day_type(day), day_type(day), False, NOTHING_STATED)
