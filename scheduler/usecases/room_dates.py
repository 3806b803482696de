"""The dates of a weekly booking: which could be had, and what instead of the others."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from scheduler import calendar
from scheduler.actors import Actor
from scheduler.errors import Rejected
from scheduler.models import Booking
from scheduler.translation.room_alternatives import free_rooms, nearest_time
from scheduler.translation.room_judging import TIME_RULES, Judge
from scheduler.usecases import room_claims, room_taking
from scheduler.usecases.bookings import Span
from scheduler.usecases.room_claims import BookingTerms, Claim

WEEK = timedelta(weeks=1)


@dataclass(frozen=True, slots=True)
class SeriesTerms:
    """A booking and how many weeks it is for, its own included, but some dates."""

    first: BookingTerms
    weeks: int
    without: Sequence[date] = ()


@dataclass(frozen=True, slots=True)
class Substitute:
    """A room and time that could be had instead."""

    room_id: UUID
    room_code: str
    span: Span


@dataclass(frozen=True, slots=True)
class DateFound:
    """A date of a series: what is against it, if anything, what could be had instead, and the booking made."""

    span: Span
    rule: str | None = None
    substitute: Substitute | None = None
    booking: Booking | None = None


def looked_at(session: Session, claimed: Claim, terms: SeriesTerms, now: datetime) -> Iterator[tuple[DateFound, Judge]]:
    """Each date of a series, with what is against it and what could be had instead.

    Raises
    ------
    Rejected
        A span that cannot be, too many weeks, no date left; a rule that no other time would mend.
    """
    most, zone = claimed.booking.most_series_weeks, claimed.wanted.zone
    if claimed.kind != "room":
        raise Rejected("rooms_only", "equipment_id", allowed="a room")
    if not 1 <= terms.weeks <= most:
        raise Rejected("out_of_range", "weeks", terms.weeks, f"1 to {most} weeks")
    room_taking.check_span(claimed.booking, terms.first.span, now)
    spans = [span for span in _weekly(terms, zone) if calendar.date_of(span.starts_at, zone) not in terms.without]
    if not spans:
        raise Rejected("no_dates_left", "without")
    ask, wanted = claimed.ask(terms.first), claimed.wanted
    for span in spans:
        judge = room_taking.judge_of(session, wanted.facility, zone, claimed.rules, span, ask)
        rule = judge.against(wanted.asset_code, ask, span.starts_at, span.ends_at)
        if rule is not None and rule not in TIME_RULES:
            raise room_taking.refusal_for(rule)
        instead = None if rule is None else _substitute(session, claimed, terms, span, now)
        yield DateFound(span, rule, instead), judge


def _weekly(terms: SeriesTerms, zone: str) -> Iterator[Span]:
    """The same time of day by the wall clock, week by week."""
    first = calendar.date_of(terms.first.span.starts_at, zone)
    start = calendar.minute_of(first, terms.first.span.starts_at, zone)
    end = calendar.minute_of(first, terms.first.span.ends_at, zone)
    for week in range(terms.weeks):
        day = first + week * WEEK
        yield Span(calendar.instant_of(day, start, zone), calendar.instant_of(day, end, zone))


def _substitute(session: Session, claimed: Claim, terms: SeriesTerms, span: Span, now: datetime) -> Substitute | None:
    """Another room of the facility at the same time, else the nearest time in the room asked for."""
    ask, wanted = claimed.ask(terms.first), claimed.wanted
    zone = wanted.zone
    day = calendar.date_of(span.starts_at, zone)
    whole = Span(calendar.instant_of(day, 0, zone), calendar.instant_of(day + timedelta(days=1), 0, zone))
    judge = room_taking.judge_of(session, wanted.facility, zone, claimed.rules, whole, ask)
    for place in free_rooms(judge, ask, span.starts_at, span.ends_at):
        return Substitute(place.id, place.code, span)
    near = nearest_time(judge, wanted.asset_code, ask, span.starts_at, span.ends_at, now)
    own = judge.day.rooms[wanted.asset_code]
    return None if near is None else Substitute(own.id, own.code, Span(*near))


def taken(session: Session, claimed: Claim, one: DateFound, now: datetime) -> tuple[Claim, Span]:
    """What is taken on a date: as asked, or its substitute."""
    if one.rule is None or one.substitute is None:
        return claimed, one.span
    wanted = claimed.wanted
    room = one.substitute.room_id
    community = wanted.facility.community_id
    return room_claims.claim_of(session, community, wanted.member_id, "room", room, now), one.substitute.span


def stretches(claimed: Claim, terms: SeriesTerms, found: Sequence[DateFound]) -> dict[datetime, datetime]:
    """For dates of a long series after its first stretch, when their stretch begins."""
    weeks = claimed.booking.reconfirm_weeks
    begins: dict[int, datetime] = {}
    out: dict[datetime, datetime] = {}
    for one in found:
        stretch = (one.span.starts_at - found[0].span.starts_at) // WEEK // weeks
        begin = begins.setdefault(stretch, one.span.starts_at)
        if stretch > 0 and terms.weeks > weeks:
            out[one.span.starts_at] = begin
    return out


def state_of(
    actor: Actor, claimed: Claim, judge: Judge, span: Span, begins: datetime | None, now: datetime
) -> tuple[str, datetime | None]:
    """A later stretch is held until it is confirmed again, where there is time for that."""
    if begins is not None:
        answer_by = begins - timedelta(days=claimed.booking.reconfirm_days)
        if answer_by > now + timedelta(hours=claimed.booking.answer_hours):
            return "held", answer_by
    return room_taking.state_of(actor, claimed, judge, span, False, now)
