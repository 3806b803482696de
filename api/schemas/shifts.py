"""Meeting points, templates of shifts, shifts, decisions about single seats, teams."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from pydantic import ConfigDict, Field, JsonValue

from api.schemas.base import Instant, Sent, Shown, SortedPageAsked
from api.schemas.registrations import Channel
from api.schemas.types import Clock, Code, Day, Id, Line, Minute, Reason
from api.schemas.volunteers import AN_ID, Grid, NoticeShown
from scheduler.terms import Recurrence, ShiftTerms

ShiftState = Literal["planned", "open", "cancelled", "over"]
TeamState = Literal["asked", "accepted", "declined", "lapsed", "taken_back"]
Minutes = Annotated[int, Field(ge=0, le=100_000, description="From 15 to 960.")]
Capacity = Annotated[int, Field(ge=1, le=10_000)]
Rule = Annotated[str, Field(pattern=r"^[HMS][0-9]{1,2}$")]
RoleName = Annotated[str, Field(pattern=r"^[^\x00-\x1f\x7f]{1,64}$")]
TERMS: dict[str, JsonValue] = {
    "type": "home_visit",
    "kind": "home_visit",
    "roles": [{"id": "visitor", "least": 2, "target": 2, "most": 2, "safety": True, "priority": 2}],
}
TEMPLATE: dict[str, JsonValue] = {
    "code": "visit-E017",
    "title_zh": "探访 E017",
    "title_en": "Visit E017",
    "start_clock": "14:00",
    "minutes": 90,
    "elder_id": AN_ID,
    "recurrence": {"weekdays": [2], "every_weeks": 2, "first": "2026-12-01"},
    "terms": TERMS,
}
SHIFT: dict[str, JsonValue] = {
    "code": "fair-stage",
    "title_zh": "灯会舞台",
    "title_en": "Lantern fair, stage",
    "starts_at": "2026-12-12T18:00+08:00",
    "ends_at": "2026-12-12T21:00+08:00",
    "point_id": AN_ID,
    "terms": {
        "type": "lantern_fair",
        "kind": "event",
        "festival": True,
        "draw": True,
        "roles": [{"id": "steward", "least": 4, "target": 6, "most": 8}],
    },
}


class PointSent(Sent):
    """Where shifts meet."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"code": "gate", "name_zh": "南门", "name_en": "South gate", "x": 300, "y": 400}]
        }
    )

    code: Code
    name_zh: Line
    name_en: Line
    x: Grid
    y: Grid
    capacity: Capacity | None = Field(None, description="Most volunteers there at once.")
    facility_id: Id | None = None


class PointChange(Sent):
    """What changes about a meeting point; what is left out stays."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"capacity": 12}]})

    name_zh: Line | None = None
    name_en: Line | None = None
    x: Grid | None = None
    y: Grid | None = None
    capacity: Capacity | None = None
    facility_id: Id | None = None


class PointShown(Shown):
    """Where shifts meet."""

    id: UUID
    version: int = Field(validation_alias="row_version")
    code: str
    name_zh: str
    name_en: str
    x: int
    y: int
    capacity: int | None
    facility_id: UUID | None


class TemplateSent(Sent):
    """A need that comes back by the work calendar."""

    model_config = ConfigDict(json_schema_extra={"examples": [TEMPLATE]})

    code: Code
    title_zh: Line
    title_en: Line
    start_clock: Clock
    minutes: Minutes
    recurrence: Recurrence
    terms: ShiftTerms
    point_id: Id | None = None
    elder_id: Id | None = None


class TemplateChange(Sent):
    """What changes about a template; what is left out stays, shifts made before too."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"minutes": 120}]})

    title_zh: Line | None = None
    title_en: Line | None = None
    start_clock: Clock | None = None
    minutes: Minutes | None = None
    recurrence: Recurrence | None = None
    terms: ShiftTerms | None = None
    point_id: Id | None = None
    elder_id: Id | None = None


class TemplatesAsked(SortedPageAsked):
    """Which templates."""

    retired: bool | None = None


class TemplateShown(Shown):
    """A need that comes back."""

    id: UUID
    version: int = Field(validation_alias="row_version")
    code: str
    title_zh: str
    title_en: str
    start_clock: str
    minutes: int
    point_id: UUID | None
    elder_id: UUID | None
    recurrence: Recurrence
    terms: ShiftTerms
    coordinator_id: UUID
    retired_at: Instant | None


class ShiftSent(Sent):
    """A dated need for people."""

    model_config = ConfigDict(json_schema_extra={"examples": [SHIFT]})

    code: Code
    title_zh: Line
    title_en: Line
    starts_at: Minute
    ends_at: Minute
    terms: ShiftTerms
    point_id: Id | None = None
    elder_id: Id | None = None


class ShiftChange(Sent):
    """What changes about a shift; what is left out stays. With another time or place its people are asked again."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"starts_at": "2026-12-12T17:00+08:00", "ends_at": "2026-12-12T20:00+08:00"}]}
    )

    title_zh: Line | None = None
    title_en: Line | None = None
    starts_at: Minute | None = None
    ends_at: Minute | None = None
    terms: ShiftTerms | None = None
    point_id: Id | None = None
    elder_id: Id | None = None


class ShiftCancelled(Sent):
    """Why a shift is called off; its people are told."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"reason": "Typhoon warning."}]})

    reason: Reason


class ShiftsMade(Sent):
    """Which templates on which dates; left out: all of them, on all dates of the round."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"first": "2026-12-01", "last": "2026-12-14"}]})

    template_ids: list[Id] | None = Field(None, max_length=1_000)
    first: Day | None = None
    last: Day | None = None


class MakingShown(Shown):
    """How many shifts were made, were there already, or would have begun before now."""

    made: int
    there: int
    past: int
    warnings: list[NoticeShown]


class ShiftsAsked(SortedPageAsked):
    """Which shifts of a round."""

    state: ShiftState | None = None
    first: Day | None = None
    until: Day | None = None
    template_id: Id | None = None
    sort: Literal["newest", "oldest"] = "oldest"


class PostShown(Shown):
    """Seats of a role: needed, filled, and kept for teams."""

    role: str
    least: int
    target: int
    most: int
    filled: int
    kept: int


class ShiftShown(Shown):
    """A shift with its posts; at whose home a visit is, only the office reads here."""

    id: UUID
    version: int
    round_id: UUID
    template_id: UUID | None
    code: str
    title_zh: str
    title_en: str
    date: date
    starts_at: Instant
    ends_at: Instant
    point_id: UUID | None
    elder_id: UUID | None
    terms: ShiftTerms
    changed: bool
    state: ShiftState
    opens_at: Instant
    draw_at: Instant | None
    drawn_at: Instant | None
    coordinator_id: UUID
    reason: str
    posts: list[PostShown]


class ShiftMade(ShiftShown):
    """A shift, and what should be known of it."""

    warnings: list[NoticeShown]


class RosterLockSent(Sent):
    """Somebody pinned to a shift, or kept off it; a pin may waive some rules for the reason given."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"volunteer_id": AN_ID, "kind": "pin", "role": "visitor", "waives": ["H10"], "reason": "Agreed."}
            ]
        }
    )

    volunteer_id: Id
    kind: Literal["pin", "ban"]
    reason: Reason
    role: RoleName | None = None
    waives: list[Rule] = Field([], max_length=20)


class RosterLockShown(Shown):
    """A decision about a seat; why it was taken, only the office reads."""

    id: UUID
    shift_id: UUID
    volunteer_id: UUID
    kind: Literal["pin", "ban"]
    role: str | None
    waives: list[str]
    reason: str
    created_by: UUID
    created_at: Instant
    removed_by: UUID | None
    removed_at: Instant | None


class RosterLocks(Shown):
    """All decisions about a shift, those taken back too."""

    items: list[RosterLockShown]


class TeamSent(Sent):
    """How many people of an organisation are asked for a role."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"organisation_id": AN_ID, "role": "steward", "seats": 4}]}
    )

    organisation_id: Id
    role: RoleName
    seats: Annotated[int, Field(ge=1, le=500)]
    answer_by: Minute | None = None


class TeamAnswer(Sent):
    """Whether a team comes."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"accept": True}]})

    accept: bool


class TeamSeat(Sent):
    """Who of the organisation takes a kept seat."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"volunteer_id": AN_ID}]})

    volunteer_id: Id
    channel: Channel = "web"


class TeamShown(Shown):
    """A team asked for: seats kept, and those of them taken by name."""

    id: UUID
    version: int
    shift_id: UUID
    organisation_id: UUID
    role: str
    seats: int
    named: int
    state: TeamState
    answer_by: Instant
    asked_by: UUID
    created_at: Instant
    answered_at: Instant | None


class Teams(Shown):
    """Teams asked for a shift."""

    items: list[TeamShown]


class NamedSeat(Shown):
    """A seat that was taken by name."""

    id: UUID
    version: int = Field(validation_alias="row_version")
    shift_id: UUID
    volunteer_id: UUID
    team_id: UUID | None
    role: str
    state: str
