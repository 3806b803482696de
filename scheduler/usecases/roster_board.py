"""A week of a roster as the office looks at it: what runs when, and who goes where."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from scheduler import calendar, queries
from scheduler.actors import AUDITOR, OFFICE, Actor
from scheduler.errors import NotAllowed
from scheduler.models import Elder, MeetingPoint, PlanGap, Round, Shift
from scheduler.privacy import Vault
from scheduler.queries.seats import SeatAt
from scheduler.usecases import looking, rounds, shift_views, volunteer_views
from scheduler.usecases.shift_views import ShiftSeen
from scheduler.usecases.volunteer_views import VolunteerSeen

MOST = 5_000
"""More shifts than a week of a community has, and more rounds than it ever had."""
RUNNING = ("published", "settled", "planned", "closed", "open", "draft")


@dataclass(frozen=True, slots=True)
class Line:
    """Shifts of one kind at one place, by date."""

    first: Shift
    days: Mapping[date, Sequence[ShiftSeen]]


@dataclass(frozen=True, slots=True)
class PersonLine:
    """Somebody with their seats, by date."""

    volunteer: VolunteerSeen
    days: Mapping[date, Sequence[SeatAt]]


def round_seen(session: Session, *, actor: Actor, round_id: UUID) -> Round:
    """A round of rosters, for the office and auditors.

    Raises
    ------
    NotAllowed, NotFound
        For everybody else; no such round.
    """
    if not actor.has(*OFFICE, AUDITOR):
        raise NotAllowed("not_for_this_role")
    return rounds.seen(session, actor=actor, round_id=round_id)


def current(session: Session, *, actor: Actor, now: datetime) -> Round | None:
    """The round whose roster is in use today, else the newest one.

    Raises
    ------
    NotAllowed
        For all but the office and auditors.
    """
    if not actor.has(*OFFICE, AUDITOR):
        raise NotAllowed("not_for_this_role")
    today = calendar.date_of(now, queries.community.one(session, actor.community_id).zone)
    rows = looking.rounds_of(session, actor=actor, states=RUNNING, limit=MOST, domain="rosters")
    return next((row for row in rows if row.use_first <= today <= row.use_last), rows[0] if rows else None)


def shifts(
    session: Session, *, actor: Actor, round_id: UUID, first: date, last: date, wanting: bool = False
) -> list[ShiftSeen]:
    """Shifts of some dates in the order of time; `wanting`: only those that take place and lack people.

    Raises
    ------
    NotAllowed, NotFound
        As for the round.
    """
    round_seen(session, actor=actor, round_id=round_id)
    rows = queries.shifts.listed(
        session, actor.community_id, round_id=round_id, first=first, until=last, limit=MOST, newest=False
    )
    found = shift_views.shown(session, actor, sorted(rows, key=lambda row: (row.starts_at, row.code)))
    return [one for one in found if not wanting or wants(one)]


def wants(one: ShiftSeen) -> bool:
    """Whether a shift that is to take place, or does, has fewer people than wished."""
    return one.row.state in ("planned", "open") and any(post.filled + post.kept < post.target for post in one.posts)


def lines(found: Sequence[ShiftSeen]) -> list[Line]:
    """Shifts as lines, those that are alike in one."""
    alike: dict[Any, list[ShiftSeen]] = defaultdict(list)
    for one in found:
        row = one.row
        alike[row.template_id or (row.title_zh, row.point_id, row.elder_id)].append(one)
    told = [Line(group[0].row, _by_date(group)) for group in alike.values()]
    return sorted(told, key=lambda line: (line.first.title_zh, line.first.starts_at.time(), line.first.code))


def people(
    session: Session, *, actor: Actor, vault: Vault, round_id: UUID, first: date, last: date, skip: int, limit: int
) -> list[PersonLine]:
    """Who has seats on some dates, some people at a time, in the order of their numbers.

    Raises
    ------
    NotAllowed, NotFound
        As for the round.
    """
    round_seen(session, actor=actor, round_id=round_id)
    rows = queries.seats.seated_between(session, round_id, first, last, skip, limit)
    seats: dict[UUID, dict[date, list[SeatAt]]] = defaultdict(lambda: defaultdict(list))
    for at in queries.seats.seats_between(session, round_id, first, last, [row.id for row in rows]):
        seats[at.volunteer.id][at.shift.date].append(at)
    return [PersonLine(one, seats[one.id]) for one in volunteer_views.shown(session, actor, vault, rows)]


def places(session: Session, community: UUID, rows: Sequence[Shift]) -> Mapping[UUID, MeetingPoint | Elder]:
    """Where shifts are, by id: meeting points, and elders whom they visit."""
    homes = {row.elder_id for row in rows if row.elder_id is not None}
    elders = queries.rosters.elders(session, community, homes) if homes else []
    found: dict[UUID, MeetingPoint | Elder] = {row.id: row for row in queries.rosters.points(session, community)}
    return found | {row.id: row for row in elders}


def gaps(session: Session, *, actor: Actor, shift: Shift) -> list[PlanGap]:
    """What the newest plan left empty on a shift, and why."""
    if not actor.has(*OFFICE, AUDITOR):
        return []
    plan = queries.plans.newest(session, shift.round_id)
    return [] if plan is None else queries.rosters.gaps_on(session, plan.id, shift.id)


def _by_date(group: Sequence[ShiftSeen]) -> Mapping[date, Sequence[ShiftSeen]]:
    found: dict[date, list[ShiftSeen]] = defaultdict(list)
    for one in group:
        found[one.row.date].append(one)
    return found
