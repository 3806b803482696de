"""The covenant: its versions as everybody reads them, drafts and votes."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import ConfigDict, Field, JsonValue

from api.schemas.base import Asked, Instant, Page, PageAsked, Sent, Shown, SortedPageAsked
from api.schemas.planning import RunState
from api.schemas.types import Count, Day, Line, Minute, Readable, Reason, Text

DraftState = Literal["draft", "proposed", "adopted", "rejected", "withdrawn"]
DraftAction = Literal["propose", "take_back", "adopt", "reject", "withdraw"]
VersionNumber = Annotated[int, Field(ge=1, le=2**31 - 1)]
LongText = Annotated[Readable, Field(max_length=100_000)]
DRAFT: dict[str, JsonValue] = {
    "title": "夜间车位月费 80 元 / Night spaces at 80 yuan a month",
    "settings": {"fees": {"tariffs": [{"window": "night", "fen": 8000}]}, "parking": {"reserve_percent": 8}},
}
VOTE: dict[str, JsonValue] = {
    "action": "adopt",
    "vote": {
        "votes_for": 21,
        "votes_against": 2,
        "abstained": 1,
        "voted_on": "2026-12-10",
        "minutes": "社委会〔2026〕第 7 号",
    },
    "in_force_from": "2027-01-01T00:00+08:00",
}


class SettingShown(Shown):
    """A setting in words."""

    path: str = Field(description="Where it stands, such as `parking.reserve_percent`.")
    value: Any
    usual: Any = Field(description="The value where a covenant says nothing.")
    what_zh: str
    what_en: str


class SettingsShown(Shown):
    """All settings that a covenant may state."""

    items: list[SettingShown]


class VoteShown(Shown):
    """How the council voted on a version; the first of a community was put to nobody."""

    votes_for: int | None
    votes_against: int | None
    abstained: int | None
    voted_on: date | None
    minutes: str


class VersionShown(VoteShown):
    """A version without its content."""

    version: int
    in_force_from: Instant


class WholeVersion(VersionShown):
    """A version whole: its text, and every setting with what it does."""

    text_zh: str
    text_en: str
    settings: dict[str, Any]
    explained: list[SettingShown]


class DifferenceShown(Shown):
    """A setting that differs."""

    path: str
    before: Any
    after: Any
    what_zh: str
    what_en: str


class DifferencesShown(Shown):
    """What differs between two versions."""

    items: list[DifferenceShown]


class VersionsAsked(PageAsked):
    """Versions, the newest first."""


class SinceAsked(Asked):
    """The version to compare with."""

    since: VersionNumber


class DraftsAsked(SortedPageAsked):
    """Which drafts are asked for."""

    state: DraftState | None = None


class DraftSent(Sent):
    """A draft of the next version, whole: settings left out have their usual values."""

    model_config = ConfigDict(json_schema_extra={"examples": [DRAFT]})

    title: Line
    settings: dict[str, Any] = Field(description="A whole version's settings; `GET /covenant-settings` tells them all.")
    text_zh: LongText = ""
    text_en: LongText = ""
    note: Text = ""


class VoteSent(Sent):
    """How the council voted."""

    votes_for: Count
    votes_against: Count
    abstained: Count
    voted_on: Day
    minutes: Line = Field(description="Where the minutes of the meeting are.")


class DraftMoved(Sent):
    """A move of a draft; an adoption and a rejection come with the vote, an adoption with from when it is in force."""

    model_config = ConfigDict(json_schema_extra={"examples": [VOTE]})

    action: DraftAction
    reason: Reason = ""
    vote: VoteSent | None = None
    in_force_from: Minute | None = None
    annuls: bool = Field(
        default=False,
        description="Versions adopted before whose day would come later than that of this one never come into force.",
    )


class DraftShown(VoteShown):
    """A draft as staff, the committee and the council see it."""

    id: UUID
    title: str
    note: str
    state: DraftState
    based_on: int = Field(description="The version that it changes.")
    settings: dict[str, Any]
    changes: list[DifferenceShown]
    text_zh: str
    text_en: str
    created_at: Instant
    proposed_at: Instant | None
    decided_at: Instant | None
    in_force_from: Instant | None
    adopted_as: int | None = Field(description="The version that it became.")
    reason: str
    version: int = Field(description="Of the draft itself: its ETag.")


class DraftLine(Shown):
    """A draft in a list."""

    id: UUID
    title: str
    state: DraftState
    based_on: int
    created_at: Instant
    version: int = Field(validation_alias="row_version")


class PreviewSent(Sent):
    """On which kind of round the draft is tried, and how long the solve may take."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"domain": "parking", "work_limit": 20}]})

    domain: Literal["parking", "rooms", "rosters"] = "parking"
    work_limit: Annotated[float, Field(ge=1, le=3600, strict=False)] = 20.0
    seed: Annotated[int, Field(ge=0, le=2**31 - 1)] = 0


class PreviewShown(Shown):
    """A draft on the last round of a kind: how far its solve is, and what came of it."""

    domain: Literal["parking", "rooms", "rosters"]
    round_code: str
    scenario_id: UUID = Field(description="`GET /scenarios/{id}/people` tells the office who would gain or lose.")
    run_id: UUID | None
    run_state: RunState | None
    phase: str | None
    seconds: float | None = Field(description="For how long it has been solved.")
    work_limit: float | None
    figures: dict[str, Any] | None = Field(
        description="As a scenario's: `before` and `after` with goals, classes, fairness, `income_fen`; `people`."
    )


class PreviewsShown(Shown):
    """A draft on the last round of each kind on which it was tried."""

    items: list[PreviewShown]


Versions = Page[VersionShown]
Drafts = Page[DraftLine]
