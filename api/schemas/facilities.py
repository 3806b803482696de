"""Facilities, rooms, their hours, closures and equipment; organisations."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from pydantic import ConfigDict, Field

from api.schemas.base import Sent, Shown
from api.schemas.registrations import Name
from api.schemas.types import Clock, Code, Day, Id, Latitude, Line, Longitude, Reason, Text

Tier = Literal["centre", "neighbourhood", "activity_room"]
Purpose = Literal["open", "seniors", "staffed", "approval"]
Season = Literal["any", "summer", "winter"]
Approval = Literal["instant", "staff"]
Weekday = Annotated[int, Field(ge=1, le=7)]
People = Annotated[int, Field(ge=1, le=10_000)]
Buffer = Annotated[int, Field(ge=0, le=240)]
Pool = Annotated[int, Field(ge=0, le=1_000)]


class FacilitySent(Sent):
    """A new facility; one that a unit of the area lends 共驻共建 names that unit and what it asks in return."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"code": "nc1", "name_zh": "睦邻中心", "name_en": "Neighbours' centre", "tier": "neighbourhood"}
            ]
        }
    )

    code: Code
    name_zh: Line
    name_en: Line
    tier: Tier
    organisation_id: Id | None = None
    conditions_zh: Text = ""
    conditions_en: Text = ""
    datum: Literal["WGS-84", "GCJ-02"] | None = None
    latitude: Latitude | None = None
    longitude: Longitude | None = None


class FacilityChange(Sent):
    """What changes about a facility; what is left out stays."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"name_en": "Neighbours' house"}]})

    name_zh: Line | None = None
    name_en: Line | None = None
    tier: Tier | None = None
    organisation_id: Id | None = None
    conditions_zh: Text | None = None
    conditions_en: Text | None = None
    datum: Literal["WGS-84", "GCJ-02"] | None = None
    latitude: Latitude | None = None
    longitude: Longitude | None = None


class FacilityShown(Shown):
    """A facility."""

    id: UUID
    version: int = Field(validation_alias="row_version")
    code: str
    name_zh: str
    name_en: str
    tier: Tier
    organisation_id: UUID | None
    conditions_zh: str
    conditions_en: str
    datum: str | None
    latitude: float | None
    longitude: float | None


class Facilities(Shown):
    """All facilities of a community, by code."""

    items: list[FacilityShown]


class RoomSent(Sent):
    """A new room; a part of a divisible hall names the hall."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"code": "nc1-101", "name_zh": "书画室", "name_en": "Studio", "capacity": 20}]}
    )

    code: Code
    name_zh: Line
    name_en: Line
    capacity: People
    features: list[Code] = Field([], max_length=50)
    part_of_id: Id | None = None
    noisy_next_to: list[Code] = Field([], max_length=50)
    setup: Buffer | None = None
    clear: Buffer | None = None
    staffed_only: bool = False
    bookable: bool = True
    approval: Approval = "instant"


class RoomChange(Sent):
    """What changes about a room; what is left out stays."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"capacity": 24}]})

    name_zh: Line | None = None
    name_en: Line | None = None
    capacity: People | None = None
    features: list[Code] | None = Field(None, max_length=50)
    part_of_id: Id | None = None
    noisy_next_to: list[Code] | None = Field(None, max_length=50)
    setup: Buffer | None = None
    clear: Buffer | None = None
    staffed_only: bool | None = None
    bookable: bool | None = None
    approval: Approval | None = None


class RoomShown(Shown):
    """A room."""

    id: UUID
    version: int = Field(validation_alias="row_version")
    facility_id: UUID
    code: str
    name_zh: str
    name_en: str
    capacity: int
    features: list[str]
    part_of_id: UUID | None
    noisy_next_to: list[str]
    setup: int | None
    clear: int | None
    staffed_only: bool
    bookable: bool
    approval: Approval


class Rooms(Shown):
    """All rooms of a facility, by code."""

    items: list[RoomShown]


class EquipmentSent(Sent):
    """Counted items; `alone` where they are lent without a room too."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"code": "projector", "name_zh": "投影仪", "name_en": "Projector", "count": 3, "alone": True}]
        }
    )

    code: Code
    name_zh: Line
    name_en: Line
    count: Pool
    alone: bool = False


class EquipmentChange(Sent):
    """What changes about counted items; what is left out stays."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"count": 2}]})

    name_zh: Line | None = None
    name_en: Line | None = None
    count: Pool | None = None
    alone: bool | None = None


class EquipmentShown(Shown):
    """Counted items."""

    id: UUID
    version: int = Field(validation_alias="row_version")
    facility_id: UUID
    code: str
    name_zh: str
    name_en: str
    count: int
    alone: bool


class EquipmentList(Shown):
    """All counted items of a facility, by code."""

    items: list[EquipmentShown]


class HoursSent(Sent):
    """A rule of the clock: open, kept for seniors, staffed, or with single bookings decided by staff."""

    purpose: Purpose = "open"
    days: Name = "every"
    season: Season = "any"
    weekdays: list[Weekday] = Field([], max_length=7)
    first: Day | None = None
    last: Day | None = None
    start: Clock
    end: Clock


class FacilityHoursSent(Sent):
    """All windows of a facility, or of one of its rooms."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"windows": [{"days": "workday", "start": "08:30", "end": "20:30"}]}]}
    )

    windows: list[HoursSent] = Field(max_length=50)
    room_id: Id | None = None


class HoursShown(Shown):
    """A rule of the clock."""

    id: UUID
    room_id: UUID | None
    purpose: Purpose
    days: str
    season: str
    weekdays: list[int]
    first: date | None
    last: date | None
    start: str = Field(validation_alias="start_clock")
    end: str = Field(validation_alias="end_clock")


class FacilityHours(Shown):
    """All windows of a facility and its rooms."""

    version: int
    items: list[HoursShown]


class FacilityClosureSent(Sent):
    """Dates on which a facility or a room may not be used."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"first": "2027-02-01", "last": "2027-02-07", "reason": "New floor"}]}
    )

    first: Day
    last: Day
    start: Clock = "00:00"
    end: Clock = "24:00"
    kind: Name = "closure"
    reason: Reason = ""
    room_id: Id | None = None


class FacilityClosureShown(Shown):
    """Dates on which a facility or a room may not be used."""

    id: UUID
    facility_id: UUID
    room_id: UUID | None
    first: date
    last: date
    start: str = Field(validation_alias="start_clock")
    end: str = Field(validation_alias="end_clock")
    kind: str
    reason: str


class FacilityClosures(Shown):
    """All closures of a facility and its rooms."""

    items: list[FacilityClosureShown]
