"""Days whose type a community states itself."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import ConfigDict, Field

from api.schemas.base import Asked, Sent, Shown
from api.schemas.types import Code, Day, Reason

DayKind = Literal["workday", "rest_day"]


class DaysAsked(Asked):
    """Which span is asked for, both days included."""

    first: Day
    last: Day


class DaySent(Sent):
    """What a date is, with the names by which windows may speak of it, and why."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"day_type": "rest_day", "names": ["festival"], "reason": "街道文化节 / The street's festival"}
            ]
        }
    )

    day_type: DayKind
    names: Annotated[list[Code], Field(default_factory=list, max_length=10)]
    reason: Annotated[Reason, Field(min_length=1)]


class TouchedShown(Shown):
    """A round whose published rights hold a date: what people were told of it does not change by itself."""

    round_code: str
    rights: int


class DayShown(Shown):
    """What a date is, by the community's word or by the official calendar."""

    date: date
    day_type: DayKind
    official: DayKind = Field(description="By the official calendar with its make-up workdays.")
    stated: bool
    version: int = Field(description="Of what is stated of it: its ETag; the same wherever nothing is.")
    names: list[str]


class DayStated(DayShown):
    """A date after a change, with what that touches."""

    touched: list[TouchedShown]


class Days(Shown):
    """Dates whose type the community states itself."""

    items: list[DayShown]
