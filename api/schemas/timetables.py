"""Rooms as everybody sees them."""

from __future__ import annotations

from datetime import date
from typing import Literal
from uuid import UUID

from api.schemas.base import Shown
from api.schemas.room_bookings import SpanShown


class TimetablePart(SpanShown):
    """A part of a room's day."""

    kind: Literal["open", "taken", "closed"]
    category: str
    title: str


class TimetableDay(Shown):
    """A room on one date, from midnight to midnight."""

    room_id: UUID
    room_code: str
    room_zh: str
    room_en: str
    day: date
    parts: list[TimetablePart]


class TimetableShown(Shown):
    """Rooms, day by day."""

    items: list[TimetableDay]


class RoomAvailability(Shown):
    """How free a room is for the time asked for."""

    facility_id: UUID
    facility_code: str
    facility_zh: str
    facility_en: str
    room_id: UUID
    room_code: str
    room_zh: str
    room_en: str
    capacity: int
    level: Literal["free", "partly", "taken", "closed"]


class RoomsAvailability(Shown):
    """How free all rooms of a community are."""

    items: list[RoomAvailability]
