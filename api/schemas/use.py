"""How spaces are used: passages of gates, stays, violations, blocks, checks of a plate."""

from __future__ import annotations

from typing import Annotated, Literal
from uuid import UUID

from pydantic import ConfigDict, Field

from api.schemas.base import Instant, Sent, Shown, SortedPageAsked
from api.schemas.types import Id, Line, Minute, Moment, Reason, Short
from scheduler.gates import REFERENCE_LENGTH
from scheduler.usecases.passages import MOST

Direction = Literal["in", "out"]
Kind = Literal["overstay", "no_right", "wrong_place", "blocked_entry", "no_show"]


class PassageSent(Sent):
    """A vehicle that passed a gate; `reference` is the gate's own number of it."""

    plate: Short
    direction: Direction
    at: Moment
    reference: Annotated[str, Field(min_length=1, max_length=REFERENCE_LENGTH, pattern=r"^[!-~]+$")]


class SeenPassing(Sent):
    """A vehicle that a clerk saw pass just now."""

    plate: Short
    site_id: Id
    direction: Direction


class PassagesSent(Sent):
    """What a gate tells of a site."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "source": "gate",
                    "passages": [
                        {
                            "plate": "沪A12345",
                            "direction": "in",
                            "at": "2026-05-04T18:31:07+08:00",
                            "reference": "east-000482",
                        }
                    ],
                }
            ]
        }
    )

    source: Literal["gate", "file", "clerk"] = "gate"
    passages: Annotated[list[PassageSent], Field(min_length=1, max_length=MOST)]


class PassageFault(Shown):
    """A passage that was not taken, and why."""

    at: int = Field(description="Its place in the list, from 0.")
    code: str
    detail: str
    field: str


class PassagesShown(Shown):
    """What came of passages: how many are new, how many were told before, and which could not be."""

    recorded: int
    known: int
    refused: list[PassageFault]


class StaysAsked(SortedPageAsked):
    """Which stays: at a site; of vehicles that are there ("open"), or that stayed too long ("over")."""

    site_id: Id | None = None
    only: Literal["open", "over"] | None = None


class StayShown(Shown):
    """A vehicle at a site; its plate is masked."""

    id: UUID
    site_id: UUID
    plate: str
    vehicle_id: UUID | None
    entered_at: Instant
    left_at: Instant | None
    exit_missing: bool
    allowed_until: Instant | None
    overstay_minutes: int
    allocation_id: UUID | None
    booking_id: UUID | None


class PlateAsked(Sent):
    """A plate, and the site at which it stands; all sites that the asker runs where it is left out."""

    plate: Short
    site_id: Id | None = None


class PlateShown(Shown):
    """Whether a vehicle may stand, why, from when and until when."""

    may_stand: bool
    reason: str
    detail: str
    site_id: UUID | None
    site_code: str | None
    space_code: str | None
    since: Instant | None
    until: Instant | None
    agreement_number: int | None
    lives_here: bool


class ViolationSent(Sent):
    """What a warden saw of a registered vehicle; now, where no time is stated. `blocked_entry`: of a blocked one only,
    one that stands in the way is in a `wrong_place`.
    """

    site_id: Id
    plate: Short
    kind: Literal["no_right", "wrong_place", "blocked_entry", "no_show"]
    note: Reason = ""
    at: Minute | None = None


class ViolationShown(Shown):
    """A violation, and what became of it."""

    id: UUID
    version: int = Field(validation_alias="row_version")
    site_id: UUID
    vehicle_id: UUID
    member_id: UUID
    stay_id: UUID | None
    kind: Kind
    state: Literal["open", "warned", "charged", "waived", "expired"]
    minutes: int
    fen: int
    note: str
    at: Instant
    counts_until: Instant
    waived_at: Instant | None
    reason: str


class WhySent(Sent):
    """Why something is taken back."""

    reason: Annotated[Line, Field(max_length=500)]


class BlockShown(Shown):
    """A vehicle that may neither be registered nor stand at shared spaces for a time."""

    id: UUID
    vehicle_id: UUID
    since: Instant
    until: Instant
    violations: int
    lifted_at: Instant | None
    reason: str
