"""Finding a room: what is free for a group, and where nothing is, what would be free instead."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from scheduler import calendar
from scheduler.actors import Actor
from scheduler.errors import Rejected
from scheduler.translation.room_alternatives import free_spans, nearest_time, rooms_by_size
from scheduler.translation.room_judging import TIME_RULES, Judge
from scheduler.translation.room_openings import SHORTEST, Place
from scheduler.usecases import room_taking
from scheduler.usecases.bookings import Span
from scheduler.usecases.room_looking import Found as Found
from scheduler.usecases.room_looking import FreeRoom, Looking, looking_for, nearest_first
from scheduler.usecases.room_looking import Wish as Wish
from scheduler.usecases.room_taking import IN_THE_WAY

DAYS_ON = 14
"""How many dates on are looked at where nothing is free."""
FEW = 3
"""Most alternatives of one kind."""
MINUTE = timedelta(minutes=1)


def search(session: Session, *, actor: Actor, wish: Wish, now: datetime) -> Found:
    """Rooms for a group, or what would be free instead.

    Raises
    ------
    NotFound, Rejected, Conflict
        No such facility; a span, length or value that cannot be; no covenant.
    """
    looking = looking_for(session, actor, wish, now)
    if wish.span is not None:
        room_taking.check_span(looking.rules.room_booking, wish.span, now)
        return _at_span(looking, wish.span)
    return _on_day(looking, _checked_day(looking))


def _checked_day(looking: Looking) -> date:
    rules, wish = looking.rules.room_booking, looking.wish
    today = calendar.date_of(looking.now, looking.zone)
    day = wish.day or today
    if day < today:
        raise Rejected("in_the_past", "day", day.isoformat(), "now or later")
    if day > today + timedelta(days=rules.most_days_ahead):
        raise Rejected("too_far_ahead", "day", day.isoformat(), f"within {rules.most_days_ahead} days")
    shortest = max(SHORTEST, rules.shortest_minutes)
    if not shortest <= wish.minutes <= rules.longest_minutes:
        raise Rejected("span_length", "minutes", wish.minutes, f"{shortest} to {rules.longest_minutes} minutes")
    return day


# ---- at a span


def _at_span(looking: Looking, span: Span) -> Found:
    judges = looking.judges(calendar.date_of(span.starts_at, looking.zone))
    asked = [judge for judge in judges if looking.is_asked(judge)]
    seen = _free(looking, asked, span)
    if seen.free:
        return Found(nearest_first(seen.free))
    others = [judge for judge in judges if not looking.is_asked(judge)]
    alternatives = [
        *_other_times(looking, asked, span, seen.mendable),
        *nearest_first(_free(looking, others, span, "other_facility").free)[:FEW],
        *_other_date(looking, span, seen.mendable),
        *nearest_first(seen.taken)[:FEW],
    ]
    return Found((), alternatives, seen.reasons)


@dataclass(frozen=True, slots=True)
class _Seen:
    """Rooms that are free, that somebody may wait for, that other times would mend; how many each rule is against."""

    free: list[FreeRoom]
    taken: list[FreeRoom]
    reasons: Mapping[str, int]
    mendable: frozenset[UUID]


def _free(looking: Looking, judges: Sequence[Judge], span: Span, kind: str = "as_asked") -> _Seen:
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


def _other_times(looking: Looking, judges: Sequence[Judge], span: Span, mendable: frozenset[UUID]) -> list[FreeRoom]:
    """The same day, as near to the time asked for as may be."""
    found = []
    for judge in judges:
        for place in (one for one in rooms_by_size(judge) if one.id in mendable):
            ask = looking.wish.ask
            near = nearest_time(judge, place.code, ask, span.starts_at, span.ends_at, looking.now)
            if near is not None:
                found.append(looking.shown(judge, place, [Span(*near)], "other_time"))
    return sorted(found, key=lambda one: (abs(one.spans[0].starts_at - span.starts_at), one.room.code))[:FEW]


def _other_date(looking: Looking, span: Span, mendable: frozenset[UUID]) -> list[FreeRoom]:
    """The first date on which a room that was asked for is free at the same time of day."""
    for day, moved in _days_on(looking, span) if mendable else ():
        asked = [judge for judge in looking.judges(day) if looking.is_asked(judge)]
        found = _free(looking, asked, moved, "other_date").free
        if found:
            return nearest_first(found)[:FEW]
    return []


def _days_on(looking: Looking, span: Span) -> Iterator[tuple[date, Span]]:
    first = calendar.date_of(span.starts_at, looking.zone)
    minutes = [calendar.minute_of(first, moment, looking.zone) for moment in (span.starts_at, span.ends_at)]
    latest = looking.now + timedelta(days=looking.rules.room_booking.most_days_ahead)
    for on in range(1, DAYS_ON + 1):
        day = first + timedelta(days=on)
        moved = Span(*(calendar.instant_of(day, minute, looking.zone) for minute in minutes))
        if moved.starts_at <= latest:
            yield day, moved


# ---- on a day


def _on_day(looking: Looking, day: date) -> Found:
    judges = looking.judges(day)
    asked = [judge for judge in judges if looking.is_asked(judge)]
    found = _free_times(looking, asked)
    if found:
        return Found(nearest_first(found))
    others = [judge for judge in judges if not looking.is_asked(judge)]
    alternatives = nearest_first(_free_times(looking, others, "other_facility"))[:FEW]
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
            alternatives += nearest_first(times)[:FEW]
            break
    return Found((), alternatives, reasons)


def _free_times(looking: Looking, judges: Sequence[Judge], kind: str = "as_asked") -> list[FreeRoom]:
    found = []
    for judge in judges:
        for place in rooms_by_size(judge):
            spans = list(_spans(looking, judge, place))
            if spans:
                found.append(looking.shown(judge, place, spans, kind))
    return found


def _spans(looking: Looking, judge: Judge, place: Place) -> Iterator[Span]:
    """Spans in which a use of the length asked for has room, those gone by left out."""
    length = timedelta(minutes=looking.wish.minutes)
    for start, end in free_spans(judge, place, looking.wish.ask, looking.wish.minutes):
        first, last = max(judge.instant(start), _next_minute(looking.now)), judge.instant(end)
        if last - first >= length:
            yield Span(first, last)


def _next_minute(now: datetime) -> datetime:
    whole = now.replace(second=0, microsecond=0)
    return whole if whole == now else whole + MINUTE


def _against_all_day(looking: Looking, judges: Sequence[Judge]) -> Mapping[str, int]:
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
