"""Owners who come back: who must have left their space until when, and where those went who gave way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from scheduler import queries
from scheduler.actors import AUDITOR, STAFF, Actor
from scheduler.errors import NotAllowed, NotFound
from scheduler.models import Space
from scheduler.queries.site_days import Gave, Held, Return
from scheduler.usecases.call_backs import may_be_stated
from scheduler.usecases.serving import runs

BEFORE = timedelta(hours=24)
"""How long before an owner comes somebody is told of who has the space then."""


@dataclass(frozen=True, slots=True)
class Alarm:
    """What an owner called back: `space` is the one that they have, none where they were given money.

    `before` has it until they come, and is known to stand there where `stands` says so. `gave_way` are those who were
    moved away or lost their use, each with the dated row that was moved as it stands now.
    """

    called: Return
    space: Space | None
    before: Held | None
    stands: bool
    gave_way: Sequence[tuple[Gave, Held | None]]
    may_report: bool

    def must_leave(self, now: datetime) -> bool:
        """Whether somebody stands there whose time is over."""
        return self.before is not None and self.stands and self.before.ends_at <= now


def listed(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    site_id: UUID | None = None,
    skipped: int = 0,
    limit: int = 50,
) -> list[Alarm]:
    """What owners called back and is not over, the next first: at the sites that staff run, or at one of them.

    Raises
    ------
    NotAllowed, NotFound
        Not for this person; no such site for them.
    """
    if not actor.has(*STAFF, AUDITOR):
        raise NotAllowed("not_for_this_role")
    if site_id is not None and not _may_look(session, actor, site_id):
        raise NotFound()
    everywhere = actor.has(AUDITOR) or runs(actor, None)
    sites = [site_id] if site_id is not None else None if everywhere else sorted(actor.sites)
    found = queries.site_days.returns(session, actor.community_id, sites, now, skipped, limit)
    return _alarms(session, actor, found, now) if found else []


def _may_look(session: Session, actor: Actor, site_id: UUID) -> bool:
    site = queries.supply.site(session, actor.community_id, site_id)
    return site is not None and (actor.has(AUDITOR) or runs(actor, site.id))


def _alarms(session: Session, actor: Actor, found: Sequence[Return], now: datetime) -> list[Alarm]:
    spaces = [space for one in found if (space := _space(one)) is not None]
    first, last = min(one.row.starts_at for one in found), max(one.row.starts_at for one in found)
    held = queries.site_days.held_of(session, [space.id for space in spaces], first - BEFORE, last)
    before = [_before(one, held) for one in found]
    vehicles = {row.vehicle_id for row in before if row is not None and row.vehicle_id is not None}
    standing = queries.site_days.standing(session, {one.site.id for one in found}, vehicles)
    gave = queries.site_days.gave_way(session, [one.row.id for one in found])
    rows = queries.site_days.held_by(session, [one.occupation_id for gone in gave.values() for one in gone])
    return [
        Alarm(
            called,
            _space(called),
            last_before,
            last_before is not None and last_before.vehicle_id in standing,
            [(one, rows.get(one.occupation_id)) for one in gave.get(called.row.id, ())],
            runs(actor, called.site.id) and may_be_stated(called.row, now),
        )
        for called, last_before in zip(found, before, strict=True)
    ]


def _space(called: Return) -> Space | None:
    if called.row.state == "compensated":
        return None
    return called.space if called.row.state == "given_back" else called.instead


def _before(called: Return, held: Sequence[Held]) -> Held | None:
    """The last who has the space of an owner before they come."""
    space, at = _space(called), called.row.starts_at
    if space is None:
        return None
    mine = [row for row in held if row.space_id == space.id and not row.by_owner and at - BEFORE < row.ends_at <= at]
    return max(mine, key=lambda row: row.ends_at, default=None)
