"""Sites, spaces, windows, closures."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from pydantic import ConfigDict, Field

from api.schemas.base import Sent, Shown
from api.schemas.members import Party, Size
from api.schemas.registrations import Name
from api.schemas.types import Clock, Code, Day, Id, Latitude, Line, Longitude, Reason
from scheduler.translation.site_limits import MOST

Season = Literal["any", "summer", "winter"]
Purpose = Literal["open", "curfew", "leave_by"]
Weekday = Annotated[int, Field(ge=1, le=7)]
Limit = Annotated[int, Field(ge=0, le=MOST)]
"""A number of spaces that a plan can carry."""


class SiteSent(Sent):
    """A new site."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"code": "c01", "name_zh": "塘桥一村", "name_en": "Tangqiao 1", "kind": "compound"}]
        }
    )

    code: Code
    name_zh: Line
    name_en: Line
    kind: Literal["compound", "tower"]
    gate_limit: Limit | None = None
    outside_cap: Limit | None = None
    datum: Literal["WGS-84", "GCJ-02"] | None = None
    latitude: Latitude | None = None
    longitude: Longitude | None = None


class SiteShown(Shown):
    """A site."""

    id: UUID
    version: int = Field(validation_alias="row_version")
    code: str
    name_zh: str
    name_en: str
    kind: str
    gate_limit: int | None
    outside_cap: int | None
    datum: str | None
    latitude: float | None
    longitude: float | None


class Sites(Shown):
    """All sites of a community, by code."""

    items: list[SiteShown]


class SiteChange(Sent):
    """What changes about a site; what is left out stays."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"name_en": "Tangqiao village 1", "gate_limit": 20}]})

    name_zh: Line | None = None
    name_en: Line | None = None
    kind: Literal["compound", "tower"] | None = None
    gate_limit: Limit | None = None
    outside_cap: Limit | None = None
    datum: Literal["WGS-84", "GCJ-02"] | None = None
    latitude: Latitude | None = None
    longitude: Longitude | None = None


class PartnerSent(Sent):
    """How far two sites that swap spaces may be out of balance: rights received less rights given."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"tolerance": 2}]})

    tolerance: Limit


class PartnerShown(Shown):
    """A site with which a site swaps spaces."""

    site_id: UUID
    tolerance: int


class Partners(Shown):
    """Sites with which a site swaps spaces, at the version of the site."""

    version: int
    items: list[PartnerShown]


class SpaceAlike(Sent):
    """What new spaces are, but for their codes."""

    size: Size = "standard"
    ev: bool = False
    accessible: bool = False
    reserved_for: list[Party] = Field([], max_length=4)
    bookable: bool = True


class SpaceSent(SpaceAlike):
    """A new space."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"code": "c01-001"}]})

    code: Code


class SpacesSent(SpaceAlike):
    """Many new spaces that are alike but for their codes."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"codes": ["c01-001", "c01-002"]}]})

    codes: list[Code] = Field(min_length=1, max_length=500)


class SpaceChange(Sent):
    """What changes about a space; what is left out stays."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"ev": True}]})

    size: Size | None = None
    ev: bool | None = None
    accessible: bool | None = None
    reserved_for: list[Party] | None = Field(None, max_length=4)
    bookable: bool | None = None


class SpaceShown(Shown):
    """A space."""

    id: UUID
    version: int = Field(validation_alias="row_version")
    site_id: UUID
    code: str
    size: Size
    ev: bool
    accessible: bool
    reserved_for: list[Party]
    bookable: bool


class Spaces(Shown):
    """All spaces of a site, by code."""

    items: list[SpaceShown]


class WindowSent(Sent):
    """A rule of the clock: open, curfew, or leave-by, which has no end."""

    purpose: Purpose = "open"
    days: Name = "every"
    season: Season = "any"
    weekdays: list[Weekday] = Field([], max_length=7)
    first: Day | None = None
    last: Day | None = None
    start: Clock
    end: Clock | Literal[""] = ""


class WindowsSent(Sent):
    """All windows of a site, or of one of its spaces."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"windows": [{"days": "workday", "start": "19:00", "end": "07:30"}]}]}
    )

    windows: list[WindowSent] = Field(max_length=50)
    space_id: Id | None = None


class WindowShown(Shown):
    """A rule of the clock."""

    id: UUID
    space_id: UUID | None
    purpose: Purpose
    days: str
    season: str
    weekdays: list[int]
    first: date | None
    last: date | None
    start: str = Field(validation_alias="start_clock")
    end: str = Field(validation_alias="end_clock")


class Windows(Shown):
    """All windows of a site and its spaces."""

    version: int
    items: list[WindowShown]


class ClosureSent(Sent):
    """Dates on which a site or a space may not be used."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"first": "2027-02-01", "last": "2027-02-07", "reason": "Resurfacing"}]}
    )

    first: Day
    last: Day
    start: Clock = "00:00"
    end: Clock = "24:00"
    kind: Name = "closure"
    reason: Reason = ""
    space_id: Id | None = None


class ClosureShown(Shown):
    """Dates on which a site or a space may not be used."""

    id: UUID
    site_id: UUID
    space_id: UUID | None
    first: date
    last: date
    start: str = Field(validation_alias="start_clock")
    end: str = Field(validation_alias="end_clock")
    kind: str
    reason: str


class Closures(Shown):
    """All closures of a site and its spaces."""

    items: list[ClosureShown]
