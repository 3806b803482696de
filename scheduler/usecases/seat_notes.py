"""Messages about seats: what people are asked, and what became of it."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from scheduler import calendar, queries
from scheduler.ids import new_id
from scheduler.models import Account, Member, OutboxMessage, Seat, Shift, Volunteer

CODES = (
    "seat_offered",
    "seat_given",
    "seat_lapsed",
    "seat_cancelled",
    "seat_excused",
    "seat_missed",
    "seat_taken_over",
    "seat_given_up",
    "substitute_asked",
    "substitute_late",
    "substitute_missing",
    "swap_proposed",
    "swap_agreed",
    "swap_waits",
    "swap_done",
    "swap_refused",
    "swap_withdrawn",
    "swap_expired",
    "wish_drawn",
    "wish_passed",
    "shift_reminder",
)
"""What people are told."""


def tell(
    session: Session,
    volunteer: Volunteer,
    shift: Shift,
    code: str,
    key: object,
    now: datetime,
    *,
    answer_by: datetime | None = None,
    reason: str = "",
) -> None:
    """Write to a volunteer about a shift; `key` makes a second writing of the same message harmless."""
    _put(session, volunteer.member_id, shift, code, f"{code}:{key}", now, answer_by, reason)


def tell_holder(session: Session, seat: Seat, shift: Shift, code: str, now: datetime, reason: str = "") -> None:
    """Write to whoever has, or had, a seat, once for each of its states."""
    holder = session.get_one(Volunteer, seat.volunteer_id)
    key = f"{seat.id}:{seat.row_version}"
    tell(session, holder, shift, code, key, now, answer_by=seat.answer_by, reason=reason)


def tell_coordinator(session: Session, shift: Shift, code: str, key: UUID | str, now: datetime) -> None:
    """Write to whoever runs a shift, where they have an inbox; all coordinators see the open seat in their list."""
    account = session.get_one(Account, shift.coordinator_id)
    if account.member_id is not None:
        _put(session, account.member_id, shift, code, f"{code}:{key}", now)


def remind(session: Session, volunteer: Volunteer, shift: Shift, seat: Seat, now: datetime) -> None:
    """Remind somebody of a seat, once for each time at which its shift is to begin."""
    _put(session, volunteer.member_id, shift, "shift_reminder", reminder_key(seat, shift), now)


def reminder_key(seat: Seat, shift: Shift) -> str:
    """The key of a seat's only reminder, while its shift stays when it is."""
    return f"shift_reminder:{seat.id}:{int(shift.starts_at.timestamp())}"


def _put(
    session: Session,
    member_id: UUID,
    shift: Shift,
    code: str,
    key: str,
    now: datetime,
    answer_by: datetime | None = None,
    reason: str = "",
) -> None:
    language = session.get_one(Member, member_id).language
    zone = queries.community.one(session, shift.community_id).zone
    numbers = {
        "shift": shift.title_zh if language == "zh" else shift.title_en,
        "starts": calendar.local_text(shift.starts_at, zone),
    }
    if answer_by is not None:
        numbers["answer_by"] = calendar.local_text(answer_by, zone)
    if reason:
        numbers["reason"] = reason
    message = OutboxMessage(
        id=new_id(),
        community_id=shift.community_id,
        member_id=member_id,
        dedupe_key=key,
        code=code,
        numbers=numbers,
        created_at=now,
    )
    queries.messages.put(session, [message])
