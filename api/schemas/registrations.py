"""Registrations, their path, and the notice slip."""

from __future__ import annotations

from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import ConfigDict, Field, JsonValue, field_validator

from api.schemas.base import Instant, Sent, Shown, SortedPageAsked
from api.schemas.billing import PriceShown
from api.schemas.types import Clock, Code, Count, Day, Id, Reason, Text

Channel = Literal["web", "mobile", "hotline", "window", "door", "letter", "import"]
RegistrationState = Literal[
    "draft",
    "submitted",
    "needs_information",
    "endorsed",
    "approved",
    "competing",
    "allocated",
    "refused",
    "waitlisted",
    "accepted",
    "declined",
    "lapsed",
    "active",
    "ended",
    "withdrawn",
]
RegistrationAction = Literal[
    "submit", "request_information", "endorse", "return", "approve", "reject", "accept", "decline", "withdraw"
]
Name = Annotated[str, Field(min_length=1, max_length=40, pattern=r"^[a-z][a-z0-9_]*$")]
USE: dict[str, JsonValue] = {"days": "workday", "start": "19:00", "end": "07:30"}
WISH: dict[str, JsonValue] = {"vehicle_id": "01a21354-0000-7000-8000-000000000001", "uses": [USE], "longest_walk": 500}


class UseSent(Sent):
    """A rule of times: from start to end on the matching dates; an earlier end is on the next day."""

    days: Name = "every"
    season: Literal["any", "summer", "winter"] | None = None
    weekdays: list[Annotated[int, Field(ge=1, le=7)]] | None = Field(None, max_length=7)
    first: Day | None = None
    last: Day | None = None
    start: Clock
    end: Clock


class WishSent(Sent):
    """What is asked for."""

    model_config = ConfigDict(json_schema_extra={"examples": [WISH]})

    vehicle_id: Id
    uses: list[UseSent] = Field(min_length=1, max_length=20)
    longest_walk: Count = Field(500, description="Metres on foot that are accepted.")
    home_site_id: Id | None = Field(None, description="Where one walks from; left out where the household has one.")
    walk: dict[Code, Count] | None = Field(None, max_length=500, description="Metres by site, measured by staff.")
    split_at_season: bool = Field(False, description="For staff: summer and winter may be served apart.")
    note: Text = ""


class RegistrationSent(WishSent):
    """A new registration."""

    model_config = ConfigDict(json_schema_extra={"examples": [{**WISH, "channel": "web"}]})

    channel: Channel = "web"
    submit: bool = Field(True, description="Send it at once; else it stays a draft.")


class RegistrationMove(Sent):
    """A step on the path of a registration."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"action": "endorse"}]})

    action: RegistrationAction
    reason: Reason = ""


class RegistrationsMove(Sent):
    """A step for all registrations of a round that wait for it, or for those named."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"action": "approve"}]})

    action: Literal["endorse", "approve"]
    registration_ids: list[Id] | None = Field(
        None, min_length=1, max_length=500, description="Left out: all that wait for it."
    )


class LeftShown(Shown):
    """A registration that could not take the step, and why."""

    registration_id: UUID
    receipt: str | None
    code: str
    message: str


class Moved(Shown):
    """How many registrations took a step, and which could not."""

    count: int
    left: list[LeftShown] = Field([], description="Each with its reason.")


class RegistrationsAsked(SortedPageAsked):
    """Which registrations are asked for."""

    state: RegistrationState | None = None
    round_id: Id | None = Field(None, description="A round's, for staff; left out: one's own.")


class RegistrationShown(Shown):
    """A registration."""

    id: UUID
    version: int = Field(validation_alias="row_version")
    round_id: UUID
    receipt: str
    member_id: UUID
    vehicle_id: UUID | None
    household_id: UUID | None
    channel: Channel
    operator_id: UUID | None
    state: RegistrationState
    uses: list[dict[str, Any]]
    walk: dict[str, int]
    points: dict[str, int]
    longest_walk: int
    home_site_id: UUID | None
    split_at_season: bool
    created_at: Instant
    submitted_at: Instant | None
    answer_by: Instant | None
    waitlist_rank: int | None
    organisation_id: UUID | None = None
    application_id: UUID | None = None
    section: dict[str, Any] | None = Field(None, description="In rooms: what the group asks for, without its people.")
    title: str | None = Field(None, description="In rooms, where one section is read.")

    @field_validator("section", mode="after")
    @classmethod
    def without_people(cls, section: dict[str, Any] | None) -> dict[str, Any] | None:
        """Marks of leaders and members tell nobody anything, and are told to nobody."""
        return section and {name: value for name, value in section.items() if name not in ("leader", "members")}


class StepShown(Shown):
    """One step that a registration took."""

    action: str
    before: str
    after: str
    actor_id: UUID | None
    reason: str
    at: Instant


class Steps(Shown):
    """All steps of a registration, in order."""

    items: list[StepShown]


class LineShown(Shown):
    """Something that was looked at, with a sentence."""

    code: str
    message: str
    numbers: dict[str, int | str]


class ReachShown(Shown):
    """A site within the walk, and how many of its spaces suit on all dates."""

    site: str
    metres: int
    spaces: int


class SlipShown(Shown):
    """The notice slip 告知单: what is met, what is missing, what to bring."""

    eligible: bool
    met: list[LineShown]
    missing: list[LineShown]
    bring: list[LineShown]
    reach: list[ReachShown]
    points: int


class ReasonShown(Shown):
    """Why a registration was not served; rivals are counted, never named."""

    rule: str
    message: str
    place: str
    numbers: dict[str, Any]


class ResultShown(Shown):
    """What the notice in force says of one's registration."""

    publication_id: UUID
    number: int = Field(description="Version of the notice.")
    receipt: str
    outcome: Literal["allocated", "waitlisted", "refused"]
    points: int
    site_code: str | None
    rank: int | None
    reasons: list[ReasonShown]
    sessions: list[dict[str, Any]] = Field([], description="Weekly slots in rooms.")
    price: PriceShown | None = Field(None, description="What a parking right costs; none where one has none.")


class SpaceNamed(Shown):
    """A space by its name."""

    id: UUID
    code: str


class RightShown(Shown):
    """Spaces that one may use."""

    id: UUID
    registration_id: UUID
    round_id: UUID
    site_id: UUID
    site_code: str
    site_name_zh: str
    site_name_en: str
    spaces: list[SpaceNamed]
    agreement_id: UUID | None = Field(None, description="The agreement that stands for it, once it was accepted.")


class Rights(Shown):
    """One's own rights."""

    items: list[RightShown]
