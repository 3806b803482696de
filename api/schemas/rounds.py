"""Rounds."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from pydantic import ConfigDict, Field, JsonValue

from api.schemas.base import Instant, Sent, Shown, SortedPageAsked
from api.schemas.types import Code, Day, Line, Minute, Reason, Text

RoundState = Literal["draft", "open", "closed", "planned", "published", "settled", "cancelled"]
RoundAction = Literal["open", "close", "reopen", "settle", "cancel"]
DisplayDays = Annotated[int, Field(ge=0, le=60)]
AcceptDays = Annotated[int, Field(ge=1, le=60)]
EXAMPLE: dict[str, JsonValue] = {
    "code": "2027-spring",
    "title_zh": "2027 年春季潮汐车位",
    "title_en": "Tidal parking, spring 2027",
    "apply_from": "2026-12-01T09:00+08:00",
    "apply_until": "2026-12-15T18:00+08:00",
    "use_first": "2027-01-01",
    "use_last": "2027-06-30",
    "criteria_zh": "按公约积分。",
    "criteria_en": "By the points of the covenant.",
    "display_days": 7,
    "accept_days": 7,
}


class RoundsAsked(SortedPageAsked):
    """Which rounds are asked for."""

    state: RoundState | None = None


class RoundSent(Sent):
    """A new round."""

    model_config = ConfigDict(json_schema_extra={"examples": [EXAMPLE]})

    code: Code
    title_zh: Line
    title_en: Line
    apply_from: Minute
    apply_until: Minute
    use_first: Day
    use_last: Day
    criteria_zh: Text = ""
    criteria_en: Text = ""
    display_days: DisplayDays = 7
    accept_days: AcceptDays = 7
    domain: Literal["parking", "rooms", "rosters"] = "parking"


class RoundChange(Sent):
    """What changes about a round; what is left out stays."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"apply_until": "2026-12-20T18:00+08:00"}]})

    title_zh: Line | None = None
    title_en: Line | None = None
    apply_from: Minute | None = None
    apply_until: Minute | None = None
    use_first: Day | None = None
    use_last: Day | None = None
    criteria_zh: Text | None = None
    criteria_en: Text | None = None
    display_days: DisplayDays | None = None
    accept_days: AcceptDays | None = None


class RoundMove(Sent):
    """An action that takes a round to its next state."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"action": "close"}]})

    action: RoundAction
    reason: Reason = Field("", description="Needed to reopen and to cancel.")


class RoundShown(Shown):
    """A round."""

    id: UUID
    version: int = Field(validation_alias="row_version")
    domain: str
    code: str
    title_zh: str
    title_en: str
    criteria_zh: str
    criteria_en: str
    covenant_version: int
    state: RoundState
    apply_from: Instant
    apply_until: Instant
    use_first: date
    use_last: date
    display_days: int
    accept_days: int
    published_at: Instant | None


class Tally(Shown):
    """How many registrations are in which state, and how many decisions of disputes the plan in force does not know of.

    A published round with such decisions is to be planned again; it is not settled before, while it is in use.
    """

    states: dict[str, int]
    decisions_waiting: int
