"""How a community's volunteering stands: who carries how much, who is never asked, what is scarce, what is at risk."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from scheduler import calendar, queries
from scheduler.actors import AUDITOR, OFFICE, Actor
from scheduler.covenant import settings_of
from scheduler.errors import NotAllowed
from scheduler.models import Shift, Volunteer
from scheduler.queries.rosters import Record, SeatLine
from scheduler.terms import shift_terms, volunteer_terms
from scheduler.translation.roster_parts import NOBODY_KNOWN, minutes_of, rate_of

LOOKED_BACK = timedelta(days=366)
AHEAD = timedelta(days=28)
MOST_NAMES = 20
HALF_A_PERSON = 500
"""By so many thousandths fewer than needed may be expected before a shift is at risk."""


@dataclass(frozen=True, slots=True)
class Load:
    """Minutes of a volunteer in the days that fairness looks at, and how many shifts."""

    volunteer_id: UUID
    receipt: str
    minutes: int
    shifts: int


@dataclass(frozen=True, slots=True)
class Scarce:
    """A skill that roles of coming shifts need and few hold."""

    skill: str
    holders: int
    seats: int


@dataclass(frozen=True, slots=True)
class AtRisk:
    """A coming shift that may not run: who sits there, whom it needs, and who may be expected, in thousandths."""

    shift: Shift
    role: str
    seats: int
    least: int
    expected: int


@dataclass(frozen=True, slots=True)
class Review:
    """What a coordinator looks at; `top_tenth` is the share of all minutes, in hundredths, that a tenth carries."""

    since: datetime
    volunteers: int
    minutes: int
    most: Sequence[Load]
    mean: int
    top_tenth: int
    never_asked: Sequence[Load]
    never_asked_count: int
    scarce: Sequence[Scarce]
    at_risk: Sequence[AtRisk]


def review(session: Session, *, actor: Actor, now: datetime) -> Review:
    """The state of a community's volunteering, for the office and auditors; people are told by receipt only.

    Raises
    ------
    NotAllowed
        Not for this person.
    """
    if not actor.has(*OFFICE, AUDITOR):
        raise NotAllowed("not_for_this_role")
    covenant = queries.community.covenant_in_force(session, actor.community_id, now)
    settings = settings_of({} if covenant is None else covenant.settings)
    zone = queries.community.one(session, actor.community_id).zone
    since = now - timedelta(days=settings.rosters.history_days)
    first, today = calendar.date_of(since, zone), calendar.date_of(now, zone)
    last = calendar.date_of(now + AHEAD, zone)
    people = queries.rosters.active_volunteers(session, actor.community_id)
    lines = queries.rosters.seats_between(session, actor.community_id, first, last)
    loads = _loads(people, [line for line in lines if line.shift.starts_at <= now])
    coming = [
        row for row in queries.rosters.shifts_between(session, actor.community_id, today, last) if row.starts_at > now
    ]
    asked = queries.rosters.asked_since(session, actor.community_id, since)
    never = [one for one in loads if one.volunteer_id not in asked]
    total = sum(one.minutes for one in loads)
    tenth = sum(one.minutes for one in loads[: -(-len(loads) // 10)])
    counted = now - timedelta(days=settings.service.no_show_days)
    records = queries.rosters.records(session, [row.id for row in people], now - LOOKED_BACK, counted)
    return Review(
        since=since,
        volunteers=len(people),
        minutes=total,
        most=loads[:MOST_NAMES],
        mean=total // max(1, len(loads)),
        top_tenth=100 * tenth // max(1, total),
        never_asked=sorted(never, key=lambda one: one.receipt)[:MOST_NAMES],
        never_asked_count=len(never),
        scarce=_scarce(people, coming, settings.rosters.scarce_below),
        at_risk=_at_risk(coming, lines, records, settings.rosters.rate_floor),
    )


def _loads(people: Sequence[Volunteer], lines: Sequence[SeatLine]) -> list[Load]:
    """Everybody's load, the greatest first."""
    minutes: Counter[UUID] = Counter()
    shifts: Counter[UUID] = Counter()
    for line in lines:
        minutes[line.seat.volunteer_id] += minutes_of(line.shift)
        shifts[line.seat.volunteer_id] += 1
    found = [Load(row.id, row.receipt, minutes[row.id], shifts[row.id]) for row in people]
    return sorted(found, key=lambda one: (-one.minutes, one.receipt))


def _scarce(people: Sequence[Volunteer], coming: Sequence[Shift], below: int) -> list[Scarce]:
    holders = Counter(skill for row in people for skill in {one.skill for one in volunteer_terms(row.terms).skills})
    needed: Counter[str] = Counter()
    for shift in coming:
        for role in shift_terms(shift.terms).roles:
            for skill in {need.skill for any_of in role.skills for need in any_of}:
                needed[skill] += role.target
    found = [Scarce(skill, holders[skill], seats) for skill, seats in needed.items() if holders[skill] < below]
    return sorted(found, key=lambda one: (one.holders, -one.seats, one.skill))


def _at_risk(
    coming: Sequence[Shift], lines: Sequence[SeatLine], records: Mapping[UUID, Record], floor: int
) -> list[AtRisk]:
    """Roles of coming shifts with fewer seats, or fewer people to be expected, than they need at least."""
    seated: dict[tuple[UUID, str], list[UUID]] = defaultdict(list)
    for line in lines:
        seated[line.shift.id, line.seat.role].append(line.seat.volunteer_id)
    found = []
    for shift in coming:
        for role in shift_terms(shift.terms).roles:
            crew = seated[shift.id, role.id]
            expected = sum(rate_of(records.get(one, NOBODY_KNOWN), floor) for one in crew)
            if len(crew) < role.least or expected < 1_000 * role.least - HALF_A_PERSON:
                found.append(AtRisk(shift, role.id, len(crew), role.least, expected))
    return found
