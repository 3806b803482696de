"""Sharing one's own space, having it back, and what people think of what they used."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import ConfigDict, Field

from api.schemas.base import Asked, Instant, PageAsked, Sent, Shown
from api.schemas.registrations import Channel, Name
from api.schemas.supply import Season, Weekday
from api.schemas.types import Clock, Code, Day, Id, Minute, Reason

Subject = Literal["site", "room", "organisation", "shift"]
Stars = Annotated[int, Field(ge=1, le=5)]


class OwnerSent(Sent):
    """Whose own a space is; nobody's where it is left out."""

    member_id: Id | None = None


class ShareWindow(Sent):
    """When a space is offered."""

    days: Name = "every"
    season: Season = "any"
    weekdays: list[Weekday] = Field([], max_length=7)
    start: Clock
    end: Clock


class ShareSent(Sent):
    """An owner's offer of their space."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "windows": [{"days": "workday", "start": "08:00", "end": "18:00"}],
                    "first": "2027-03-01",
                    "channel": "web",
                }
            ]
        }
    )

    windows: list[ShareWindow] = Field(max_length=50)
    first: Day
    last: Day | None = None
    channel: Channel = "web"


class ShareEnd(Sent):
    """The last date of an offer."""

    last: Day


class ShareShown(Shown):
    """An owner's offer of their space."""

    id: UUID
    version: int = Field(validation_alias="row_version")
    space_id: UUID
    member_id: UUID
    windows: list[dict[str, Any]]
    first: date
    last: date | None
    state: Literal["active", "ended"]
    channel: Channel
    operator_id: UUID | None
    offered_at: Instant


class CalendarAsked(Asked):
    """From which date to which, both included; at most two months."""

    first: Day
    last: Day


class CalendarSpan(Shown):
    """When a space is offered, used by somebody, or back with its owner; nobody is named."""

    kind: Literal["offered", "used", "back"]
    starts_at: Instant
    ends_at: Instant


class ShareCalendar(Shown):
    """An owner's calendar."""

    items: list[CalendarSpan]


class CallBackSent(Sent):
    """From when until when an owner wants their space; `fallback`: or another one, or money, where it is in use."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"starts_at": "2027-03-05T12:00+08:00", "ends_at": "2027-03-05T18:00+08:00", "fallback": True}]
        }
    )

    starts_at: Minute
    ends_at: Minute
    channel: Channel = "web"
    fallback: bool = False
    reason: Reason = ""


class CallBackShown(Shown):
    """What came of an owner's wish to have their space back."""

    id: UUID
    share_id: UUID
    space_id: UUID
    starts_at: Instant
    ends_at: Instant
    state: Literal["given_back", "fallback", "compensated", "withdrawn"]
    fallback_id: UUID | None = Field(description="The space that they have instead.")
    missed: bool
    fen: int = Field(description="Compensation, in fen.")
    asked_at: Instant


class CallBacks(Shown):
    """What was called back of an offer, in its order."""

    items: list[CallBackShown]


class FeedbackSent(Sent):
    """Stars from one to five and perhaps a comment, on what was used by a right, a booking or a seat (`use_id`)."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "subject": "site",
                    "subject_id": "01890000-0000-7000-8000-000000000000",
                    "use_id": "01890000-0000-7000-8000-000000000001",
                    "stars": 4,
                }
            ]
        }
    )

    subject: Subject
    subject_id: Id
    use_id: Id
    stars: Stars
    comment: Reason = ""
    channel: Channel = "web"
    member_id: Id | None = Field(None, description="Whose opinion it is, where staff write it down.")


class FeedbackShown(Shown):
    """What somebody said; staff do not see who."""

    id: UUID
    subject: Subject
    subject_id: UUID
    stars: int
    comment: str
    given_at: Instant
    hidden: bool


class HideSent(Sent):
    """Why an answer is left out."""

    reason: Reason


class FeedbackAsked(PageAsked):
    """A part of the list."""


class RatingsAsked(Asked):
    """Of which community."""

    community: Code


class RatingShown(Shown):
    """What something is thought of: answers, their average in tenths of a star, and how many of one to five stars."""

    subject: Subject
    subject_id: UUID
    count: int
    average_tenths: int
    stars: list[int]


class Ratings(Shown):
    """Everything with enough answers to be told."""

    items: list[RatingShown]
