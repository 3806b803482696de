"""What everybody may see of rooms without a login: when they are open, when taken and for what kind of thing."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy.orm import Session

from scheduler import calendar, queries
from scheduler.covenant import CovenantSettings
from scheduler.errors import NotFound, Rejected
from scheduler.models import Community, Facility
from scheduler.queries.room_uses import Use
from scheduler.remembered import Remembered
from scheduler.translation.room_days import facility_days
from scheduler.translation.room_judging import Judge
from scheduler.translation.room_openings import Ask, Place
from scheduler.usecases import room_claims

MOST_DAYS = 31
AHEAD = timedelta(days=400)
LONGEST = timedelta(days=1)
KEPT = 200
"""Most answers that are remembered."""
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a room's day: open, taken or closed; what is taken tells its category, and a title meant for all."""

    kind: str
    starts_at: datetime
    ends_at: datetime
    category: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class RoomDay:
    """A room on one date, in parts that follow one another from midnight to midnight."""

    facility_id: UUID
    room: Place
    day: date
    parts: Sequence[Part]


@dataclass(frozen=True, slots=True)
class RoomFree:
    """How free a room is for a span: free, partly, taken or closed."""

    facility_id: UUID
    facility_code: str
    facility_zh: str
    facility_en: str
    room: Place
    level: str


def timetable(
    session: Session,
    *,
    slug: str,
    first: date,
    last: date,
    now: datetime,
    facility_id: UUID | None = None,
    room_id: UUID | None = None,
) -> Sequence[RoomDay]:
    """Rooms of a facility, or one of them, day by day.

    Raises
    ------
    NotFound, Rejected
        No such community, facility or room; dates that cannot be.
    """
    community = _community(session, slug)
    if last < first:
        raise Rejected("inverted_dates", "last", last.isoformat(), f"{first} or later")
    if (last - first).days >= MOST_DAYS:
        raise Rejected("period_too_long", "last", last.isoformat(), f"at most {MOST_DAYS} days")
    facility, room = _place(session, community, facility_id, room_id)
    key = ("timetable", facility.id, room, first, last)
    return _remembered(session, community, now, key, lambda rules: _days(session, facility, room, rules, first, last))


def availability(
    session: Session, *, slug: str, now: datetime, since: datetime | None = None, minutes: int = 60
) -> Sequence[RoomFree]:
    """How free every room that may be booked is for so long, from an instant or from now on.

    Raises
    ------
    NotFound, Rejected
        No such community; a time that is over, too far away, or too long.
    """
    community = _community(session, slug)
    start = (since or now).replace(second=0, microsecond=0)
    length = timedelta(minutes=minutes)
    if start < now - LONGEST:
        raise Rejected("in_the_past", "at", start.isoformat(), "now or later")
    if start > now + AHEAD:
        raise Rejected("too_far_ahead", "at", start.isoformat(), f"within {AHEAD.days} days")
    if not timedelta(0) < length <= LONGEST:
        raise Rejected("span_length", "minutes", minutes, f"1 to {LONGEST // timedelta(minutes=1)} minutes")
    key = ("availability", start, minutes)
    end = start + length
    return _remembered(session, community, now, key, lambda rules: _free(session, community, rules, start, end))


# ---- a timetable


def _days(
    session: Session, facility: Facility, room: UUID | None, rules: CovenantSettings, first: date, last: date
) -> list[RoomDay]:
    zone = queries.community.one(session, facility.community_id).zone
    since = calendar.instant_of(first, 0, zone)
    until = calendar.instant_of(last + timedelta(days=1), 0, zone)
    uses = queries.room_uses.uses(session, "facility", facility.id, since, until)
    out = []
    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    known = facility_days(session, [facility], days, rules.rooms)
    for day in days:
        judge = Judge(known[facility.id, day], uses, zone)
        for code, place in sorted(judge.day.rooms.items()):
            if room in (None, place.id):
                out.append(RoomDay(facility.id, place, judge.day.day, list(_parts(judge, code))))
    return out


def _parts(judge: Judge, code: str) -> Iterator[Part]:
    """What a room is for from midnight to midnight, without gaps."""
    start, end = judge.instant(0), judge.instant(1440)
    at = start
    for use in _taken(judge, code, start, end):
        since, until = _used(judge, use)
        first, last = max(since, at), min(until, end)
        if first < last:
            yield from _untaken(judge, code, at, first)
            yield Part("taken", first, last, use.category, use.title)
            at = last
    yield from _untaken(judge, code, at, end)


def _taken(judge: Judge, code: str, start: datetime, end: datetime) -> list[Use]:
    """Uses of a room on the date, one for all parts of a hall."""
    rooms = {atom.room_id for atom in judge.day.rooms[code].atoms} | {judge.day.rooms[code].id}
    found: dict[object, Use] = {}
    for use in judge.uses:
        if use.room_id in rooms and use.since < end and use.until > start:
            found.setdefault((use.booking_id, use.allocation_id, use.since), use)
    return sorted(found.values(), key=lambda use: (use.since, use.until))


def _used(judge: Judge, use: Use) -> tuple[datetime, datetime]:
    """When people are there; the rights of a season are kept with their buffers."""
    if use.allocation_id is None or use.room_id is None:
        return use.since, use.until
    setup, clear = judge.day.buffers(judge.day.by_id[use.room_id].code)
    return use.since + timedelta(minutes=setup), use.until - timedelta(minutes=clear)


def _untaken(judge: Judge, code: str, start: datetime, end: datetime) -> Iterator[Part]:
    """Open and closed parts between two uses."""
    at = start
    for first_minute, last_minute in judge.day.hours(code):
        first, last = max(judge.instant(first_minute), at), min(judge.instant(last_minute), end)
        if first < last:
            if at < first:
                yield Part("closed", at, first)
            yield Part("open", first, last)
            at = last
    if at < end:
        yield Part("closed", at, end)


# ---- how free


def _free(
    session: Session, community: Community, rules: CovenantSettings, start: datetime, end: datetime
) -> list[RoomFree]:
    day = calendar.date_of(start, community.zone)
    widest = timedelta(hours=8)
    by_facility: dict[UUID, list[Use]] = {}
    for use in queries.room_uses.uses(session, "community", community.id, start - widest, end + widest):
        by_facility.setdefault(use.facility_id, []).append(use)
    out = []
    facilities = queries.rooms.facilities_of(session, community.id)
    days = facility_days(session, facilities, [day], rules.rooms)
    for facility in facilities:
        known = days[facility.id, day]
        judge = Judge(known, by_facility.get(facility.id, []), community.zone)
        for code, place in sorted(known.rooms.items()):
            if place.bookable:
                level = _level(judge, code, start, end)
                out.append(RoomFree(known.id, known.code, known.name_zh, known.name_en, place, level))
    return out


def _level(judge: Judge, code: str, start: datetime, end: datetime) -> str:
    rule = judge.against(code, Ask(1), start, end)
    if rule is None:
        return "free"
    first, last = judge.minute(start), judge.minute(end)
    if any(begin < last and until > first for begin, until in judge.free(code, Ask(1))):
        return "partly"
    return "taken" if rule == "room_taken" else "closed"


# ---- whose, and remembered for how long


def _community(session: Session, slug: str) -> Community:
    found = queries.community.by_slug(session, slug)
    if found is None:
        raise NotFound()
    return found


def _place(
    session: Session, community: Community, facility_id: UUID | None, room_id: UUID | None
) -> tuple[Facility, UUID | None]:
    if (facility_id is None) == (room_id is None):
        raise Rejected("one_of_both", "facility_id", allowed="a room, or a facility")
    room = None if room_id is None else queries.rooms.room(session, community.id, room_id)
    wanted = facility_id if room is None else room.facility_id
    facility = None if wanted is None else queries.rooms.facility(session, community.id, wanted)
    if facility is None:
        raise NotFound()
    return facility, room_id


_kept = Remembered[tuple[Any, ...], Any](KEPT)
"""Answers of a minute by the end of the audit chain, in which every booking and every change of a room is told."""


def _remembered(
    session: Session, community: Community, now: datetime, asked: tuple[Any, ...], find: Callable[[CovenantSettings], T]
) -> T:
    covenant = queries.community.covenant_in_force(session, community.id, now)
    rules = room_claims.rules_of(None if covenant is None else covenant.settings)
    head = queries.audit.head_of(session, community.id)
    minute = now.replace(second=0, microsecond=0)
    key = (community.id, None if covenant is None else covenant.version, head, minute, *asked)
    known: T = _kept.found(key, lambda: find(rules))
    return known
