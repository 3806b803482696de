"""Single bookings of rooms and equipment: searching, booking, series, waiting."""

from __future__ import annotations

from typing import Annotated, Literal
from uuid import UUID

from pydantic import ConfigDict, Field, JsonValue

from api.schemas.base import Instant, Sent, Shown, SortedPageAsked
from api.schemas.facilities import Pool
from api.schemas.registrations import Channel
from api.schemas.types import Code, Day, Id, Latitude, Longitude, Minute, Readable, Reason

Category = Literal["elderly", "disabled", "culture", "education", "volunteering", "party", "other"]
AgeGroup = Literal["any", "minor", "adult", "senior"]
BookingState = Literal["held", "requested", "confirmed", "cancelled", "refused", "lapsed", "no_show"]
WaitingState = Literal["waiting", "offered", "done", "given_up"]
Action = Literal["confirm", "refuse", "cancel", "no_show", "reconfirm"]
Kind = Literal["as_asked", "other_time", "other_facility", "other_date", "waitlist"]
People = Annotated[int, Field(ge=1, le=10_000)]
Lent = Annotated[dict[Code, Annotated[int, Field(ge=1, le=1_000)]], Field(max_length=20)]
Title = Annotated[Readable, Field(max_length=120)]
AN_ID = "01a21354-0000-7000-8000-000000000001"
SPAN: dict[str, JsonValue] = {"starts_at": "2026-12-01T14:00+08:00", "ends_at": "2026-12-01T15:30+08:00"}


class AskSent(Sent):
    """What a group needs of a room."""

    people: People = 1
    age_group: AgeGroup = "any"
    category: Category = "other"
    noisy: bool = False
    features: list[Code] = Field([], max_length=20)
    equipment: Lent = Field({}, description="How many of which items are carried to the room, by code.")


class SearchSent(AskSent):
    """At a time, or for so many minutes at any time of a day; near a place, or in one facility."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"people": 12, "day": "2026-12-01", "minutes": 90}]})

    starts_at: Minute | None = None
    ends_at: Minute | None = None
    day: Day | None = Field(None, description="Where no time is stated; left out: today.")
    minutes: int = Field(60, ge=1, le=1440)
    facility_id: Id | None = None
    near_facility_id: Id | None = None
    latitude: Latitude | None = None
    longitude: Longitude | None = None


class SpanShown(Shown):
    """From an instant until another."""

    starts_at: Instant
    ends_at: Instant


class FreeRoomShown(Shown):
    """A room and when it could be had."""

    kind: Kind
    facility_id: UUID
    facility_code: str
    facility_zh: str
    facility_en: str
    room_id: UUID
    room_code: str
    room_zh: str
    room_en: str
    capacity: int
    features: list[str]
    metres: int | None
    needs_staff: bool
    spans: list[SpanShown]


class ReasonCount(Shown):
    """How many rooms a rule is against."""

    rule: str
    message: str
    rooms: int


class RoomsFound(Shown):
    """Rooms that could be had, the nearest and smallest first; where there are none, what could be had instead."""

    items: list[FreeRoomShown]
    alternatives: list[FreeRoomShown]
    reasons: list[ReasonCount]


class BookedSent(AskSent):
    """What a booking and a series have in common."""

    room_id: Id | None = None
    starts_at: Minute
    ends_at: Minute
    title: Title = ""
    member_id: Id | None = Field(None, description="Whom staff book for; left out: oneself.")
    organisation_id: Id | None = None
    channel: Channel = "web"


class RoomBookingSent(BookedSent):
    """A room for a group, or so many of some equipment alone."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"room_id": AN_ID, "people": 8, **SPAN}]})

    equipment_id: Id | None = None
    count: Annotated[int, Field(ge=1, le=1_000)] = 1
    hold: bool = Field(False, description="Only hold it for some minutes.")


class RoomBookingChange(Sent):
    """What changes about a booking; what is left out stays."""

    model_config = ConfigDict(json_schema_extra={"examples": [SPAN]})

    room_id: Id | None = None
    starts_at: Minute | None = None
    ends_at: Minute | None = None
    needs: AskSent | None = None
    title: Title | None = None


class RoomBookingMove(Sent):
    """An action on a booking."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"action": "confirm"}]})

    action: Action
    reason: Reason = Field("", description="Needed to refuse.")


class RoomBookingsAsked(SortedPageAsked):
    """Which bookings."""

    state: BookingState | None = None
    member_id: Id | None = None
    series_id: Id | None = None


class RoomBookingShown(Shown):
    """A booking of a room, or of equipment alone."""

    id: UUID
    version: int
    receipt: str
    kind: Literal["room", "equipment"]
    asset_id: UUID
    asset_code: str
    asset_zh: str
    asset_en: str
    facility_id: UUID
    member_id: UUID
    organisation_id: UUID | None
    series_id: UUID | None
    starts_at: Instant
    ends_at: Instant
    state: BookingState
    answer_by: Instant | None
    people: int | None
    age_group: str | None
    category: str | None
    noisy: bool
    equipment: dict[str, Pool]
    title: str
    channel: Channel
    operator_id: UUID | None
    created_at: Instant
    cancelled_at: Instant | None


class SeriesSent(BookedSent):
    """A weekly booking of a room: the first date, and how many weeks."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"room_id": AN_ID, "people": 8, "weeks": 8, **SPAN}]})

    weeks: Annotated[int, Field(ge=1, le=52)]
    without: list[Day] = Field([], max_length=52)
    partial: bool = Field(False, description="Take the dates that can be had where others cannot.")
    substitutes: bool = Field(False, description="Take another room or time where a date cannot be had as asked.")


class SeriesChange(Sent):
    """Another room or time of day for all dates to come, or those from one on."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"since": "2026-12-08", **SPAN}]})

    since: Day | None = None
    room_id: Id | None = None
    starts_at: Minute | None = None
    ends_at: Minute | None = None
    needs: AskSent | None = None
    partial: bool = False


class SeriesMove(Sent):
    """An action on all dates to come, or those from one on."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"action": "cancel", "since": "2026-12-08"}]})

    action: Literal["confirm", "refuse", "cancel"]
    since: Day | None = None
    reason: Reason = ""


class SubstituteShown(SpanShown):
    """What could be had instead."""

    room_id: UUID
    room_code: str


class SeriesDate(SpanShown):
    """A date of a series: booked or not, what is against it, and what could be had instead."""

    booking_id: UUID | None
    rule: str | None
    message: str | None
    substitute: SubstituteShown | None


class SeriesShown(Shown):
    """A weekly booking, date by date."""

    id: UUID | None
    dates: list[SeriesDate]


class SeriesBookings(Shown):
    """All bookings of a series, in the order of time."""

    items: list[RoomBookingShown]


class WaitingSent(AskSent):
    """A room, or any that will do of a facility, that somebody waits for."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"room_id": AN_ID, "people": 8, **SPAN}]})

    room_id: Id | None = None
    facility_id: Id | None = None
    starts_at: Minute
    ends_at: Minute
    member_id: Id | None = None
    organisation_id: Id | None = None
    channel: Channel = "web"


class WaitingShown(SpanShown):
    """A place in a line."""

    id: UUID
    member_id: UUID
    facility_id: UUID
    room_id: UUID | None
    state: WaitingState
    booking_id: UUID | None
    channel: Channel
    created_at: Instant
