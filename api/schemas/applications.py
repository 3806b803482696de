"""Applications for a season round, their sections, and what they get."""

from __future__ import annotations

from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import ConfigDict, Field, JsonValue

from api.schemas.base import Sent, Shown
from api.schemas.registrations import Channel, LineShown, RegistrationShown
from api.schemas.types import Clock, Code, Day, Id, Line, Short, Text

Category = Literal["elderly", "disabled", "culture", "education", "volunteering", "party", "other"]
AgeGroup = Literal["any", "minor", "adult", "senior"]
Weekday = Annotated[int, Field(ge=1, le=7, description="1 is Monday.")]
Receipt = Annotated[str, Field(min_length=1, max_length=40)]
RANGE: dict[str, JsonValue] = {"weekday": 2, "start": "13:00", "end": "17:00"}
SECTION: dict[str, JsonValue] = {
    "title": "书法班",
    "listed": True,
    "category": "culture",
    "people": 16,
    "ranges": [RANGE],
    "shortest": 90,
    "longest": 120,
}


class RangeSent(Sent):
    """A range of a weekday in which a session may lie as a whole; one that is not primary is second choice."""

    weekday: Weekday
    start: Clock
    end: Clock
    primary: bool = True


class LinkSent(Sent):
    """A wish about another section: of the same application by its number (0 the first), or by receipt."""

    kind: Literal["adjacent", "together", "apart"]
    section: Annotated[int, Field(ge=0, le=99)] | None = None
    receipt: Receipt | None = None


class SectionSent(Sent):
    """What one group asks for: `sessions` a week, every `every_weeks` weeks, each in one fixed slot."""

    model_config = ConfigDict(json_schema_extra={"examples": [SECTION]})

    title: Line
    listed: bool = Field(False, description="Whether the public may see the title in the timetable.")
    category: Category = "other"
    age_group: AgeGroup = "any"
    people: Annotated[int, Field(ge=1, le=10_000)]
    sessions: Annotated[int, Field(ge=1, le=7)] = 1
    every_weeks: Annotated[int, Field(ge=1, le=26)] = 1
    shortest: Annotated[int, Field(ge=15, le=1440, description="Minutes.")] = 60
    longest: Annotated[int, Field(ge=15, le=1440, description="Minutes.")] = 60
    ranges: list[RangeSent] = Field(min_length=1, max_length=1_000)
    first: Day | None = None
    last: Day | None = None
    excluded: list[Day] = Field([], max_length=400)
    rooms: list[Code] = Field([], max_length=100, description="Codes of rooms, the most wished first.")
    facilities: list[Code] = Field([], max_length=100, description="After the rooms; both empty: any that will do.")
    features: list[Code] = Field([], max_length=20)
    equipment: dict[Code, Annotated[int, Field(ge=1, le=1_000)]] | None = Field(None, max_length=20)
    noisy: bool = False
    may_vary: bool = Field(True, description="A blocked date may be held in another room or at another time.")
    leader: Short | None = Field(None, description="The leader's phone: kept as a mark that tells nobody who it is.")
    members: list[Short] = Field([], max_length=500, description="The members' phones, kept as marks.")
    previous: Receipt | None = Field(None, description="Receipt of the group's section of last season.")
    links: list[LinkSent] = Field([], max_length=20)
    note: Text = ""


class ApplicationSent(Sent):
    """An application: for oneself, for one's organisation, or by staff on somebody's behalf."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"sections": [SECTION], "channel": "web"}]})

    sections: list[SectionSent] = Field(min_length=1, max_length=100)
    member_id: Id | None = Field(None, description="Whom staff serve; left out: oneself.")
    organisation_id: Id | None = None
    channel: Channel = "web"
    submit: bool = Field(True, description="Send it at once; else it stays a draft.")


class SlipAsked(Sent):
    """Sections to be looked at before they are sent."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"sections": [SECTION]}]})

    sections: list[SectionSent] = Field(min_length=1, max_length=100)
    member_id: Id | None = None
    organisation_id: Id | None = None


class ApplicationShown(Shown):
    """An application with its sections, each a registration with a receipt and a path of its own."""

    id: UUID
    sections: list[RegistrationShown]


class RoomOffered(Shown):
    """A room that could hold a section, with how many slots a week suit it."""

    facility: str
    room: str
    slots: int


class SectionSlip(Shown):
    """What was looked at for one section: what is met, what is missing, where it could be held."""

    eligible: bool
    met: list[LineShown]
    missing: list[LineShown]
    rooms: list[RoomOffered]


class Slips(Shown):
    """Slips, in the order of the sections."""

    sections: list[SectionSlip]


class TwinShown(Shown):
    """Two sections that seem to be one group: members they share, and how many the smaller one has."""

    one: str = Field(description="Receipt.")
    other: str = Field(description="Receipt.")
    shared: int
    smaller: int


class Twins(Shown):
    """Sections that share members."""

    items: list[TwinShown]


class SubstituteShown(Shown):
    """Another room or time for one blocked date."""

    date: Day
    room: str
    start: str
    end: str


class SessionShown(Shown):
    """A weekly slot: the dates on which it is held, substitutes for blocked ones, and those left out."""

    room: str
    weekday: int
    start: str
    end: str
    dates: list[Day] = Field(default_factory=list)
    substitutes: list[SubstituteShown] = Field(default_factory=list)
    left_out: list[Day] = Field(default_factory=list)


class PlannedSession(SessionShown):
    """A weekly slot of a plan."""

    registration_id: UUID
    receipt: str
    part: int
    facility_id: UUID
    facility: str = Field(validation_alias="facility_code")
    room_id: UUID
    room: str = Field(validation_alias="room_code")


class RoomRightShown(Shown):
    """A right to rooms: the weekly slots of a section."""

    id: UUID
    registration_id: UUID
    round_id: UUID
    receipt: str
    title: str
    sessions: list[SessionShown]


class RoomRights(Shown):
    """One's own rights to rooms."""

    items: list[RoomRightShown]


class DateSent(Sent):
    """A date that a group gives back: others may have the room."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"date": "2027-03-02", "action": "give_back"}]})

    date: Day
    action: Literal["give_back"] = "give_back"


class FeedMade(Shown):
    """A calendar feed; its address is told this once."""

    id: UUID
    path: str


class FeedShown(Shown):
    """A calendar feed that stands or stood."""

    id: UUID
    created_at: Any
    revoked_at: Any


class Feeds(Shown):
    """One's own feeds."""

    items: list[FeedShown]
