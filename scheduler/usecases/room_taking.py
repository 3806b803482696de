"""What every way to a booking of a room shares: who may have what, when, and what is written."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from scheduler import calendar, queries
from scheduler.actors import OFFICE, Actor
from scheduler.covenant import CovenantSettings, RoomBookingRules
from scheduler.db import conflict_of
from scheduler.errors import Conflict, Refused, Rejected
from scheduler.ids import new_id, new_receipt
from scheduler.models import Booking
from scheduler.privacy import Vault
from scheduler.translation.room_days import FacilityAt, facility_day
from scheduler.translation.room_judging import Judge
from scheduler.translation.room_openings import SHORTEST, Ask
from scheduler.usecases.bookings import Span
from scheduler.usecases.room_claims import BookingTerms, Claim

TITLE = "booking.title"
TITLE_LENGTH = 120
FIELDS = {
    "room_capacity": "people",
    "room_equipment": "equipment",
    "room_closed": "starts_at",
    "facility_closed": "starts_at",
    "outside_day": "ends_at",
    "room_taken": "room_id",
    "noisy_neighbours": "noisy",
    "equipment_short": "equipment",
}
"""The field that each rule speaks of."""
IN_THE_WAY = ("room_taken", "noisy_neighbours", "equipment_short")
"""What others have, as against what a room is."""


def check_span(rules: RoomBookingRules, span: Span, now: datetime, far: timedelta = timedelta(0)) -> None:
    """Refuse a span that no booking may have; `far` is how much later it may begin than a first one.

    Raises
    ------
    Rejected
        ``not_whole_minutes``, ``empty_span``, ``span_length``, ``in_the_past``, ``too_far_ahead``.
    """
    for name, moment in (("starts_at", span.starts_at), ("ends_at", span.ends_at)):
        if moment.second or moment.microsecond:
            raise Rejected("not_whole_minutes", name, moment.isoformat(), "a whole minute")
    if span.ends_at <= span.starts_at:
        raise Rejected("empty_span", "ends_at", span.ends_at.isoformat(), "a later instant than starts_at")
    shortest = max(SHORTEST, rules.shortest_minutes)
    if not shortest <= (span.ends_at - span.starts_at).total_seconds() / 60 <= rules.longest_minutes:
        allowed = f"{shortest} to {rules.longest_minutes} minutes"
        raise Rejected("span_length", "ends_at", span.ends_at.isoformat(), allowed)
    if span.starts_at < now.replace(second=0, microsecond=0):
        raise Rejected("in_the_past", "starts_at", span.starts_at.isoformat(), "now or later")
    if span.starts_at > now + timedelta(days=rules.most_days_ahead) + far:
        raise Rejected("too_far_ahead", "starts_at", span.starts_at.isoformat(), f"within {rules.most_days_ahead} days")


def judge_of(
    session: Session,
    facility: FacilityAt,
    zone: str,
    rules: CovenantSettings,
    span: Span,
    ask: Ask,
    but: Sequence[UUID] = (),
) -> Judge:
    """A facility on the date of a span, with what is in use about then."""
    day = facility_day(session, facility, calendar.date_of(span.starts_at, zone), rules.rooms)
    widest = timedelta(minutes=max((sum(day.buffers(code)) for code in day.rooms), default=0))
    since, until = span.starts_at - widest, span.ends_at + widest
    uses = queries.room_uses.uses(session, "facility", facility.id, since, until)
    if ask.equipment:
        uses += queries.room_uses.lent_alone(session, "facility", facility.id, since, until)
    return Judge(day, uses, zone, frozenset(but))


def against(session: Session, claimed: Claim, judge: Judge, ask: Ask, span: Span) -> str | None:
    """The first thing that speaks against what is wanted, None if nothing does."""
    if claimed.kind == "room":
        return judge.against(claimed.wanted.asset_code, ask, span.starts_at, span.ends_at)
    back = span.ends_at - timedelta(minutes=1)
    zone, facility = claimed.wanted.zone, claimed.wanted.facility
    for moment in (span.starts_at, back):
        first = calendar.date_of(moment, zone)
        day = facility_day(session, facility, first, claimed.rules.rooms)
        if not day.is_open_at(calendar.minute_of(first, moment, zone)):
            return "facility_closed"
    return judge.against_lending(ask, span.starts_at, span.ends_at)


def refusal_for(code: str) -> Refused:
    """What somebody is told whom a rule, or another's booking, is against."""
    family = Conflict if code in IN_THE_WAY else Rejected
    return family(code, FIELDS.get(code, "room_id"), None, "a room open, suitable and free at that time")


def state_of(
    actor: Actor, claimed: Claim, judge: Judge, span: Span, hold: bool, now: datetime
) -> tuple[str, datetime | None]:
    """In which state a booking begins, and until when somebody's answer is awaited."""
    soon = now + timedelta(minutes=claimed.booking.hold_minutes)
    if hold:
        return "held", soon
    code = claimed.wanted.asset_code
    decided = claimed.kind == "room" and judge.needs_staff(code, span.starts_at, span.ends_at)
    if decided and not actor.has(*OFFICE):
        return "requested", max(soon, min(now + timedelta(hours=claimed.booking.answer_hours), span.starts_at))
    return "confirmed", None


def written(
    session: Session,
    actor: Actor,
    claimed: Claim,
    terms: BookingTerms,
    state: tuple[str, datetime | None],
    channel: str,
    now: datetime,
    vault: Vault | None = None,
    series_id: UUID | None = None,
) -> Booking:
    """A new booking as it is kept, without what it occupies."""
    row_id, ask, wanted = new_id(), claimed.ask(terms), claimed.wanted
    made = Booking(
        id=row_id,
        community_id=wanted.facility.community_id,
        resource_id=wanted.resource_id,
        member_id=wanted.member_id,
        receipt=new_receipt(),
        starts_at=terms.span.starts_at,
        ends_at=terms.span.ends_at,
        state=state[0],
        answer_by=state[1],
        channel=channel,
        operator_id=None if actor.member_id == wanted.member_id else actor.account_id,
        created_at=now,
        row_version=1,
        organisation_id=terms.organisation_id,
        series_id=series_id,
        people=ask.people,
        age_group=ask.age_group,
        category=ask.category,
        noisy=ask.noisy,
        equipment=dict(ask.equipment) or None,
        title_cipher=sealed(vault, terms.title, row_id),
    )
    queries.bookings.add(session, made)
    return made


def sealed(vault: Vault | None, title: str, row_id: UUID) -> bytes | None:
    """A title as it is kept.

    Raises
    ------
    Rejected
        ``title_too_long``.
    """
    if len(title) > TITLE_LENGTH:
        raise Rejected("title_too_long", "title", allowed=f"at most {TITLE_LENGTH} characters")
    return vault.seal(title, TITLE, row_id) if vault is not None and title else None


def occupy(session: Session, made: Booking, claimed: Claim, judge: Judge) -> None:
    """Take the room, or the parts of the hall, with the time to set up and to clear.

    Raises
    ------
    Conflict
        ``room_taken``: the database has the last word.
    """
    if claimed.kind != "room":
        return
    code = claimed.wanted.asset_code
    first, last = judge.occupied(code, made.starts_at, made.ends_at)
    common = {"starts_at": first, "ends_at": last, "active": True, "booking_id": made.id}
    rows = [{**common, "resource_id": atom.resource_id} for atom in judge.day.rooms[code].atoms]
    try:
        queries.occupation.occupy(session, rows)
    except DBAPIError as error:
        if conflict_of(error) == "occupation_no_overlap":
            raise Conflict("room_taken", "room_id") from error
        raise
