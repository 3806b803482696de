"""Finding a room: what is free for a group, and where nothing is, what would be free instead."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from scheduler import calendar, queries
from scheduler.actors import Actor
from scheduler.covenant import CovenantSettings
from scheduler.errors import NotFound, Rejected
from scheduler.models import Facility
from scheduler.queries.room_bookings import Use
from scheduler.translation.room_alternatives import free_spans, nearest_time, rooms_by_size
from scheduler.translation.room_judging import TIME_RULES, Judge
from scheduler.translation.room_openings import SHORTEST, Ask, Place, facility_day
from scheduler.translation.walks import metres
from scheduler.usecases import room_claims, room_taking
from scheduler.usecases.bookings import Span
from scheduler.usecases.room_taking import IN_THE_WAY

DAYS_ON = 14
"""How many dates on are looked at where nothing is free."""
FEW = 3
"""Most alternatives of one kind."""
MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Wish:
    """What is looked for: at a `span`, or for some `minutes` at any time of a `day`; `near` is a point on the map."""

    ask: Ask
    span: Span | None = None
    day: date | None = None
    minutes: int = 60
    facility_id: UUID | None = None
    near: tuple[float, float] | None = None
    near_facility_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class FreeRoom:
    """A room with the spans in which it could be had; `kind` of an alternative tells how it differs from the wish."""

    facility_id: UUID
    facility_code: str
    facility_zh: str
    facility_en: str
    room: Place
    metres: int | None
    needs_staff: bool
    spans: Sequence[Span]
    kind: str = "as_asked"


@dataclass(frozen=True, slots=True)
class Found:
    """Rooms that are free, the nearest first; else alternatives, and how many rooms each rule was against."""

    rooms: Sequence[FreeRoom]
    alternatives: Sequence[FreeRoom] = ()
    reasons: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class _Looking:
    """One search: the community's facilities, by what they are judged, and where from they are looked at."""

    session: Session
    facilities: Sequence[Facility]
    rules: CovenantSettings
    zone: str
    wish: Wish
    origin: tuple[float, float] | None
    now: datetime

    def judges(self, day: date) -> list[Judge]:
        """Every facility on a date, with what is in use."""
        since = calendar.instant_of(day, 0, self.zone)
        until = calendar.instant_of(day + timedelta(days=1), 0, self.zone)
        community = self.facilities[0].community_id if self.facilities else UUID(int=0)
        uses: dict[UUID, list[Use]] = {}
        found = queries.room_bookings.uses(self.session, "community", community, since, until)
        if self.wish.ask.equipment:
            found += queries.room_bookings.lent_alone(self.session, "community", community, since, until)
        for use in found:
            uses.setdefault(use.facility_id, []).append(use)
        return [
            Judge(facility_day(self.session, one, day, self.rules.rooms), uses.get(one.id, []), self.zone)
            for one in self.facilities
        ]

    def shown(self, judge: Judge, place: Place, spans: Sequence[Span], kind: str = "as_asked") -> FreeRoom:
        """A room as it is told."""
        day = judge.day
        far = None if self.origin is None or day.point is None else metres(self.origin, day.point)
        staff = judge.needs_staff(place.code, spans[0].starts_at, spans[0].ends_at)
        return FreeRoom(day.id, day.code, day.name_zh, day.name_en, place, far, staff, spans, kind)

    def is_asked(self, judge: Judge) -> bool:
        """Whether a facility is the one that was asked for, if one was."""
        return self.wish.facility_id in (None, judge.day.id)


def search(session: Session, *, actor: Actor, wish: Wish, now: datetime) -> Found:
    """Rooms for a group, or what would be free instead.

    Raises
    ------
    NotFound, Rejected, Conflict
        No such facility; a span, length or value that cannot be; no covenant.
    """
    looking = _looking(session, actor, wish, now)
    if wish.span is not None:
        room_taking.check_span(looking.rules.room_booking, wish.span, now)
        return _at_span(looking, wish.span)
    return _on_day(looking, _checked_day(looking))


def _looking(session: Session, actor: Actor, wish: Wish, now: datetime) -> _Looking:
    covenant = queries.community.covenant_in_force(session, actor.community_id, now)
    rules = room_claims.rules_of(None if covenant is None else covenant.settings)
    facilities = queries.rooms.facilities_of(session, actor.community_id)
    by_id = {one.id: one for one in facilities}
    if not {wish.facility_id, wish.near_facility_id} <= {None, *by_id}:
        raise NotFound()
    near = by_id.get(wish.near_facility_id) if wish.near_facility_id is not None else None
    origin = wish.near
    if near is not None and near.latitude is not None and near.longitude is not None:
        origin = (near.latitude, near.longitude)
    zone = queries.community.one(session, actor.community_id).zone
    return _Looking(session, facilities, rules, zone, wish, origin, now)


def _checked_day(looking: _Looking) -> date:
    rules, wish = looking.rules.room_booking, looking.wish
    today = calendar.date_of(looking.now, looking.zone)
    day = wish.day or today
    if not today <= day <= today + timedelta(days=rules.most_days_ahead):
        raise Rejected("too_far_ahead", "day", day.isoformat(), f"within {rules.most_days_ahead} days")
    shortest = max(SHORTEST, rules.shortest_minutes)
    if not shortest <= wish.minutes <= rules.longest_minutes:
        raise Rejected("span_length", "minutes", wish.minutes, f"{shortest} to {rules.longest_minutes} minutes")
    return day


def _sorted(rooms: Sequence[FreeRoom]) -> list[FreeRoom]:
    """The nearest first, then the smallest that will do, then the soonest."""
    return sorted(
        rooms,
        key=lambda one: (
            one.metres if one.metres is not None else 0,
            one.room.capacity,
            one.spans[0].starts_at,
            one.room.code,
        ),
    )


# ---- at a span


def _at_span(looking: _Looking, span: Span) -> Found:
    judges = looking.judges(calendar.date_of(span.starts_at, looking.zone))
    asked = [judge for judge in judges if looking.is_asked(judge)]
    seen = _free(looking, asked, span)
    if seen.free:
        return Found(_sorted(seen.free))
    others = [judge for judge in judges if not looking.is_asked(judge)]
    alternatives = [
        *_other_times(looking, asked, span, seen.mendable),
        *_sorted(_free(looking, others, span, "other_facility").free)[:FEW],
        *_other_date(looking, span, seen.mendable),
        *_sorted(seen.taken)[:FEW],
    ]
    return Found((), alternatives, seen.reasons)


@dataclass(frozen=True, slots=True)
class _Seen:
    """Rooms that are free, that somebody may wait for, that other times would mend; how many each rule is against."""

    free: list[FreeRoom]
    taken: list[FreeRoom]
    reasons: Mapping[str, int]
    mendable: frozenset[UUID]


def _free(looking: _Looking, judges: Sequence[Judge], span: Span, kind: str = "as_asked") -> _Seen:
    free, taken, reasons, mendable = [], [], Counter[str](), set()
    for judge in judges:
        for place in rooms_by_size(judge):
            rule = judge.against(place.code, looking.wish.ask, span.starts_at, span.ends_at)
            if rule is None:
                free.append(looking.shown(judge, place, [span], kind))
                continue
            reasons[rule] += 1
            if rule in TIME_RULES:
                mendable.add(place.id)
            if rule in IN_THE_WAY:
                taken.append(looking.shown(judge, place, [span], "waitlist"))
    return _Seen(free, taken, reasons, frozenset(mendable))


def _other_times(looking: _Looking, judges: Sequence[Judge], span: Span, mendable: frozenset[UUID]) -> list[FreeRoom]:
    """The same day, as near to the time asked for as may be."""
    found = []
    for judge in judges:
        for place in (one for one in rooms_by_size(judge) if one.id in mendable):
            ask = looking.wish.ask
            near = nearest_time(judge, place.code, ask, span.starts_at, span.ends_at, looking.now)
            if near is not None:
                found.append(looking.shown(judge, place, [Span(*near)], "other_time"))
    return sorted(found, key=lambda one: (abs(one.spans[0].starts_at - span.starts_at), one.room.code))[:FEW]


def _other_date(looking: _Looking, span: Span, mendable: frozenset[UUID]) -> list[FreeRoom]:
    """The first date on which a room that was asked for is free at the same time of day."""
    for day, moved in _days_on(looking, span) if mendable else ():
        asked = [judge for judge in looking.judges(day) if looking.is_asked(judge)]
        found = _free(looking, asked, moved, "other_date").free
        if found:
            return _sorted(found)[:FEW]
    return []


def _days_on(looking: _Looking, span: Span) -> Iterator[tuple[date, Span]]:
    first = calendar.date_of(span.starts_at, looking.zone)
    minutes = [calendar.minute_of(first, moment, looking.zone) for moment in (span.starts_at, span.ends_at)]
    latest = looking.now + timedelta(days=looking.rules.room_booking.most_days_ahead)
    for on in range(1, DAYS_ON + 1):
        day = first + timedelta(days=on)
        moved = Span(*(calendar.instant_of(day, minute, looking.zone) for minute in minutes))
        if moved.starts_at <= latest:
            yield day, moved


# ---- on a day


def _on_day(looking: _Looking, day: date) -> Found:
    judges = looking.judges(day)
    asked = [judge for judge in judges if looking.is_asked(judge)]
    found = _free_times(looking, asked)
    if found:
        return Found(_sorted(found))
    others = [judge for judge in judges if not looking.is_asked(judge)]
    alternatives = _sorted(_free_times(looking, others, "other_facility"))[:FEW]
    reasons = _against_all_day(looking, asked)
    if TIME_RULES.isdisjoint(reasons):
        return Found((), alternatives, reasons)
    today = calendar.date_of(looking.now, looking.zone)
    last = today + timedelta(days=looking.rules.room_booking.most_days_ahead)
    for on in range(1, DAYS_ON + 1):
        later = day + timedelta(days=on)
        if later > last:
            break
        next_ones = [judge for judge in looking.judges(later) if looking.is_asked(judge)]
        times = _free_times(looking, next_ones, "other_date")
        if times:
            alternatives += _sorted(times)[:FEW]
            break
    return Found((), alternatives, reasons)


def _free_times(looking: _Looking, judges: Sequence[Judge], kind: str = "as_asked") -> list[FreeRoom]:
    found = []
    for judge in judges:
        for place in rooms_by_size(judge):
            spans = list(_spans(looking, judge, place))
            if spans:
                found.append(looking.shown(judge, place, spans, kind))
    return found


def _spans(looking: _Looking, judge: Judge, place: Place) -> Iterator[Span]:
    """Spans in which a use of the length asked for has room, those gone by left out."""
    length = timedelta(minutes=looking.wish.minutes)
    for start, end in free_spans(judge, place, looking.wish.ask, looking.wish.minutes):
        first, last = max(judge.instant(start), _next_minute(looking.now)), judge.instant(end)
        if last - first >= length:
            yield Span(first, last)


def _next_minute(now: datetime) -> datetime:
    whole = now.replace(second=0, microsecond=0)
    return whole if whole == now else whole + MINUTE


def _against_all_day(looking: _Looking, judges: Sequence[Judge]) -> Mapping[str, int]:
    """What is against each room as such; the others are taken or closed all day."""
    reasons = Counter[str]()
    for judge in judges:
        for place in rooms_by_size(judge):
            open_ = judge.day.open_for(place.code, looking.wish.ask.age_group == "senior")
            fits = next((start for start, end in open_ if end - start >= looking.wish.minutes), None)
            if fits is None:
                reasons["room_closed"] += 1
                continue
            rule = judge.day.obstacle(place.code, looking.wish.ask, fits, fits + looking.wish.minutes)
            reasons[rule or "room_taken"] += 1
    return reasons
