"""Volunteers, pairs of them, and the elders whom they visit."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from pydantic import ConfigDict, Field, JsonValue

from api.schemas.base import Instant, Sent, Shown, SortedPageAsked
from api.schemas.registrations import Channel
from api.schemas.types import Born, Code, Id, Line, Readable
from scheduler.terms import VolunteerTerms

VolunteerState = Literal["registered", "active", "paused", "left"]
PairKind = Literal["required", "prohibited", "preferred", "unpreferred"]
Gender = Literal["unknown", "woman", "man"]
Grid = Annotated[int, Field(ge=-10_000_000, le=10_000_000, description="Metres on the community's grid.")]
LeadMinutes = Annotated[int, Field(ge=0, le=20_160, description="How long before a shift a reminder comes.")]
Receipt = Annotated[str, Field(min_length=1, max_length=40)]
Number = int | str
AN_ID = "01a21354-0000-7000-8000-000000000001"
OFFER: dict[str, JsonValue] = {
    "born": "1968-05-04",
    "home_x": 300,
    "home_y": -200,
    "terms": {
        "available": [{"days": "workday", "start": "14:00", "end": "18:00"}],
        "skills": [{"skill": "first_aid", "level": 2, "expires": "2027-03-31"}],
        "languages": ["zh", "wuu"],
        "desired": [240, 960],
    },
}
ELDER: dict[str, JsonValue] = {
    "code": "E017",
    "name": "王奶奶",
    "phone": "13800138000",
    "address": "南浦路 12 弄 3 号 401",
    "home_x": 400,
    "home_y": 100,
    "primary_id": AN_ID,
}


class NoticeShown(Shown):
    """Something that is not refused, but that should be known."""

    code: str
    numbers: dict[str, Number]
    message: str


class VolunteerSent(Sent):
    """Somebody who offers time; what the office alone states is left to it."""

    model_config = ConfigDict(json_schema_extra={"examples": [OFFER]})

    born: Born
    terms: VolunteerTerms = VolunteerTerms()
    member_id: Id | None = Field(None, description="Whom staff take in; left out: oneself.")
    organisation_id: Id | None = None
    home_x: Grid | None = None
    home_y: Grid | None = None
    neighbour: bool = Field(False, description="Whether another community lends them.")
    lead_minutes: LeadMinutes = 1_440
    channel: Channel = "web"


class VolunteerChange(Sent):
    """What changes about an offer; what is left out stays, terms are sent as a whole."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"lead_minutes": 2880}]})

    born: Born | None = None
    terms: VolunteerTerms | None = None
    organisation_id: Id | None = None
    home_x: Grid | None = None
    home_y: Grid | None = None
    neighbour: bool | None = None
    lead_minutes: LeadMinutes | None = None


class VolunteersAsked(SortedPageAsked):
    """Which volunteers."""

    state: VolunteerState | None = None
    organisation_id: Id | None = None
    member_id: Id | None = None


class VolunteerShown(Shown):
    """A volunteer; the name is masked but for oneself, and auditors are not told what is offered."""

    id: UUID
    version: int
    receipt: str
    member_id: UUID
    name: str
    organisation_id: UUID | None
    state: VolunteerState
    neighbour: bool
    lead_minutes: int
    channel: Channel
    created_at: Instant
    born: date | None
    home_x: int | None
    home_y: int | None
    terms: VolunteerTerms | None


class PairSent(Sent):
    """What holds for two volunteers."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"a_id": AN_ID, "b_id": "01a21354-0000-7000-8000-000000000002", "kind": "required"}]
        }
    )

    a_id: Id
    b_id: Id
    kind: PairKind


class PairsAsked(SortedPageAsked):
    """Which pairs."""

    volunteer_id: Id | None = None


class PairShown(Shown):
    """What holds for two volunteers."""

    id: UUID
    a_id: UUID
    b_id: UUID
    kind: PairKind


class PairMade(PairShown):
    """A pair, and what should be known of it."""

    warnings: list[NoticeShown]


class ElderSent(Sent):
    """Somebody who is visited at home; contacts and vetoes are volunteers."""

    model_config = ConfigDict(json_schema_extra={"examples": [ELDER]})

    code: Code
    name: Readable = Field(min_length=1, max_length=100)
    address: Line
    home_x: Grid
    home_y: Grid
    phone: Line | None = None
    primary_id: Id | None = None
    second_id: Id | None = None
    vetoes: list[Id] = Field([], max_length=200)
    gender: Gender = Field("unknown", description="Which volunteers are asked for.")
    language: Code | None = Field(None, description="Which language volunteers shall speak.")


class ElderChange(Sent):
    """What changes about an elder; what is left out stays."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"active": False}]})

    name: Readable | None = Field(None, min_length=1, max_length=100)
    address: Line | None = None
    home_x: Grid | None = None
    home_y: Grid | None = None
    phone: Line | None = None
    primary_id: Id | None = None
    second_id: Id | None = None
    vetoes: list[Id] | None = Field(None, max_length=200)
    gender: Gender | None = None
    language: Code | None = None
    active: bool | None = None


class EldersAsked(SortedPageAsked):
    """Which elders."""

    active: bool | None = None


class ElderShown(Shown):
    """An elder; but for whom it is revealed, the name is masked and the home not told."""

    id: UUID
    version: int
    code: str
    name: str
    phone: str | None
    address: str | None
    home_x: int | None
    home_y: int | None
    primary_id: UUID | None
    second_id: UUID | None
    vetoes: list[UUID]
    gender: Gender
    language: str | None
    active: bool


class ElderMade(ElderShown):
    """An elder, and what should be known."""

    warnings: list[NoticeShown]
