"""An explanation of one result."""

from __future__ import annotations

from typing import Any, Literal
from uuid import UUID

from pydantic import Field

from api.schemas.base import Instant, Shown
from api.schemas.registrations import ReasonShown


class CriterionShown(Shown):
    """Points of a criterion, the covenant's weight of it, and what it adds."""

    name: str
    title: str
    points: int
    weight: int
    counted: int


class GroupShown(Shown):
    """Those with more points, as many or fewer: how many asked, how many were served."""

    points: Literal["more", "as_many", "fewer"]
    asked: int
    served: int


class CauseTold(Shown):
    """The minimal cause: rivals are counted, never named; `missing` points would have been needed, None for rules."""

    message: str
    place: str
    rules: list[str] = Field(description="Codes of what stood in the way; `no_overlap` is somebody who has the place.")
    rivals: int
    points: int
    rival_points: int
    missing: int | None
    outranked: Literal["", "guaranteed", "kept"] = Field(description="What keeps a rival's place whatever the points.")


class PartShown(Shown):
    """A section in words."""

    code: str
    title: str
    sentences: list[str]


class ExplanationShown(Shown):
    """How it came to what the notice in force says of one registration: figures, and the same in words."""

    registration_id: UUID
    round_id: UUID
    publication_id: UUID
    number: int = Field(description="Version of the notice.")
    receipt: str
    outcome: Literal["allocated", "waitlisted", "refused"]
    points: int
    criteria: list[CriterionShown]
    rank: int | None = Field(description="Place in the waitlist as published.")
    place_in_line: int | None = Field(description="Place in the waitlist now.")
    outcomes: dict[str, int]
    by_points: list[GroupShown]
    lost_rounds: int | None = Field(description="Rounds lost in a row before this one; None once it is settled.")
    most_lost_rounds: int | None
    lot: int | None
    draw_entries: int
    decisions: list[str] = Field(description="Kinds of decisions of the staff that stood when the plan was made.")
    site_code: str | None
    metres: int | None
    sessions: list[dict[str, Any]]
    reasons: list[ReasonShown]
    cause: CauseTold | None
    object_until: Instant
    certificate_state: str | None
    certificate_root: str | None
    parts: list[PartShown]
