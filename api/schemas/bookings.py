"""Single bookings."""

from __future__ import annotations

from typing import Literal
from uuid import UUID

from pydantic import ConfigDict, Field

from api.schemas.base import Asked, Instant, Sent, Shown
from api.schemas.registrations import Channel
from api.schemas.types import Id, Minute


class FreeAsked(Asked):
    """For which vehicle, when and where."""

    vehicle_id: Id
    starts_at: Minute
    ends_at: Minute
    site_id: Id | None = None


class FreeSpace(Shown):
    """A space that could be booked."""

    space_id: UUID
    space_code: str
    site_id: UUID
    site_code: str
    size: str
    ev: bool
    accessible: bool
    fen: int = Field(0, description="What the booking costs, in fen; it is charged when it is over.")


class FreeSpaces(Shown):
    """All spaces that could be booked, by site and code."""

    items: list[FreeSpace]


class BookingSent(Sent):
    """A single booking."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "vehicle_id": "01a21354-0000-7000-8000-000000000001",
                    "space_id": "01a21354-0000-7000-8000-000000000002",
                    "starts_at": "2026-12-01T19:00+08:00",
                    "ends_at": "2026-12-01T22:00+08:00",
                }
            ]
        }
    )

    vehicle_id: Id
    space_id: Id
    starts_at: Minute
    ends_at: Minute
    channel: Channel = "web"


class BookingShown(Shown):
    """A booking."""

    id: UUID
    version: int = Field(validation_alias="row_version")
    receipt: str
    space_id: UUID
    space_code: str
    member_id: UUID
    vehicle_id: UUID | None
    starts_at: Instant
    ends_at: Instant
    state: Literal["confirmed", "cancelled"]
    channel: Channel
    operator_id: UUID | None
    created_at: Instant
    cancelled_at: Instant | None
