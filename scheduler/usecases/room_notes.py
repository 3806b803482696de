"""Messages about bookings of rooms and equipment."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from scheduler import calendar, queries
from scheduler.ids import new_id
from scheduler.models import Booking, Member, OutboxMessage

CODES = (
    "room_booked",
    "room_requested",
    "room_confirmed",
    "room_refused",
    "room_moved",
    "room_cancelled",
    "room_shut_out",
    "room_lapsed",
    "room_offered",
    "room_reconfirm",
    "room_series_lapsed",
    "room_series_released",
)
"""What people are told."""


def tell(session: Session, row: Booking, code: str, now: datetime, reason: str = "") -> None:
    """Write to the person of a booking."""
    _put(session, row, code, f"{row.id}:{now.isoformat()}", reason, now)


def tell_of_stretch(session: Session, row: Booking, code: str, now: datetime) -> None:
    """Write to the person of a series, once for all that is to be answered by the same moment."""
    _put(session, row, code, f"{row.series_id}:{row.answer_by}", "", now)


def _put(session: Session, row: Booking, code: str, key: str, reason: str, now: datetime) -> None:
    member = session.get_one(Member, row.member_id)
    asset = queries.room_bookings.assets(session, [row.resource_id])[row.resource_id]
    zone = queries.community.one(session, row.community_id).zone
    numbers = {
        "receipt": row.receipt,
        "room": asset.name_zh if member.language == "zh" else asset.name_en,
        "starts": calendar.local_text(row.starts_at, zone),
    }
    if row.answer_by is not None:
        numbers["answer_by"] = calendar.local_text(row.answer_by, zone)
    if reason:
        numbers["reason"] = reason
    message = OutboxMessage(
        id=new_id(),
        community_id=row.community_id,
        member_id=row.member_id,
        dedupe_key=f"{code}:{key}",
        code=code,
        numbers=numbers,
        created_at=now,
    )
    queries.messages.put(session, [message])
