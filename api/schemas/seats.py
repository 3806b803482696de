"""The living roster: open posts, seats, wishes, asks to stand in, swaps."""

from __future__ import annotations

from typing import Annotated, Literal
from uuid import UUID

from pydantic import ConfigDict, Field

from api.schemas.base import Instant, PageAsked, Sent, Shown, SortedPageAsked
from api.schemas.registrations import Channel
from api.schemas.types import Id, Moment, Reason, Secret, Short

SeatState = Literal[
    "offered",
    "accepted",
    "confirmed",
    "checked_in",
    "checked_out",
    "done",
    "looking_for_substitute",
    "declined",
    "lapsed",
    "excused",
    "absent",
    "cancelled_by_us",
]
Source = Literal["plan", "self", "staff", "substitute", "swap", "draw", "team"]
WishState = Literal["waiting", "drawn", "passed", "withdrawn"]
AskState = Literal["asked", "taken", "declined", "expired", "passed"]
SwapState = Literal["proposed", "agreed", "done", "refused", "withdrawn", "expired"]
Waivable = Literal["H09", "H10", "H11", "H12", "H13", "H14", "H15", "H26"]
RoleName = Annotated[str, Field(min_length=1, max_length=64)]
AN_ID = "01a21354-0000-7000-8000-000000000001"


# ---- signing up


class OpenAsked(PageAsked):
    """Which part of the open posts; staff may look with a volunteer's eyes."""

    limit: int = Field(20, ge=1, le=50, description="Most shifts of the answer.")
    volunteer_id: Id | None = None


class ObstacleShown(Shown):
    """What speaks against signing up now."""

    code: str
    message: str


class OpenPostShown(Shown):
    """A role of a published shift, and whether one could sign up for it."""

    shift_id: UUID
    shift_code: str
    title_zh: str
    title_en: str
    starts_at: Instant
    ends_at: Instant
    point_id: UUID | None
    role: str
    least: int
    target: int
    free: int = Field(description="How many more may join.")
    opens_at: Instant
    draw_at: Instant | None = Field(description="When the post is drawn by lot, for which one may wish until then.")
    wish: WishState | None = Field(description="What became of one's own wish.")
    against: ObstacleShown | None = Field(description="What speaks against it; none where one can sign up.")


class OpenPostsShown(Shown):
    """A part of the open posts, in the order of time."""

    items: list[OpenPostShown]
    next: str | None = Field(None, description="`cursor` of the next page; none on the last.")
    locked_until: Instant | None = Field(
        description="Until when nobody is assigned automatically, for shifts missed without excuse; it ends by itself."
    )


class SignUpSent(Sent):
    """A role of the shift; `volunteer_id` names whom staff sign up."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"role": "visitor"}]})

    role: RoleName
    volunteer_id: Id | None = None
    channel: Channel = "web"


class WishAsked(SignUpSent):
    """A wish for a post that is drawn by lot."""


class WhoseAsked(PageAsked):
    """Whose wish staff take back; left out: one's own."""

    volunteer_id: Id | None = None


class WishShown(Shown):
    """A wish for a post that is drawn by lot; a shift and a volunteer have one."""

    shift_id: UUID
    volunteer_id: UUID
    role: str
    state: WishState
    rank: int | None
    created_at: Instant


class LotShown(Shown):
    """What came of somebody's wish, by the name that plans have."""

    receipt: str
    role: str
    rank: int | None
    state: WishState


class DrawShown(Shown):
    """How posts are drawn: lots are `sha256("<seed>:<receipt>")`, the smallest first."""

    shift_id: UUID
    seed: str
    draw_at: Instant | None
    drawn_at: Instant | None
    lines: list[LotShown]


# ---- seats


class SeatAssigned(Sent):
    """Somebody whom the office gives a seat; rules are overridden for a reason that is kept."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"volunteer_id": AN_ID, "role": "visitor"}]})

    volunteer_id: Id
    role: RoleName
    agreed: bool = Field(False, description="Whether they said yes already; else they are asked to accept.")
    waives: list[Waivable] = Field([], max_length=8, description="Rules that are overridden.")
    reason: Reason = Field("", description="Needed where a rule is overridden.")
    channel: Channel = "web"


class SeatsAsked(SortedPageAsked):
    """Which seats."""

    volunteer_id: Id | None = None
    shift_id: Id | None = None
    round_id: Id | None = None
    state: SeatState | None = None


class SeatShown(Shown):
    """A volunteer in a role of a shift."""

    id: UUID
    version: int
    shift_id: UUID
    shift_code: str
    title_zh: str
    title_en: str
    starts_at: Instant
    ends_at: Instant
    shift_state: Literal["planned", "open", "cancelled", "over"]
    volunteer_id: UUID
    receipt: str
    role: str
    position: int
    state: SeatState
    source: Source
    channel: Channel
    operator_id: UUID | None
    answer_by: Instant | None
    waived: list[str]
    created_at: Instant
    checked_in_at: Instant | None
    checked_out_at: Instant | None
    place_told: bool
    credited_minutes: int | None


class SeatStepShown(Shown):
    """A step of a seat."""

    action: str
    before: str
    after: str
    reason: str
    at: Instant


class PointShown(Shown):
    """Where a shift meets."""

    id: UUID
    code: str
    name_zh: str
    name_en: str


class VisitShown(Shown):
    """Whom one visits; shown from one's yes until some hours after the visit, and to nobody else."""

    name: str
    phone: str | None
    address: str


class SeatDetail(SeatShown):
    """A seat with its steps and place."""

    steps: list[SeatStepShown]
    point: PointShown | None
    visit: VisitShown | None


class Because(Sent):
    """Why, where somebody wants to tell, or has to."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"reason": "I have a cold."}]})

    reason: Reason = ""


class PresenceSent(Sent):
    """The code of the place for oneself; the time it was where the office notes it afterwards."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"code": "the-secret-on-the-poster"}]})

    code: Secret | None = None
    at: Moment | None = None


class CreditSent(Sent):
    """Minutes as a coordinator states them, with a reason; none to credit what check-in and check-out show."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"minutes": 90, "reason": "Paper list."}]})

    minutes: Annotated[int, Field(ge=0, le=10_000)] | None = None
    reason: Reason = ""


class CodeShown(Shown):
    """The code of a meeting point, told this once: to be printed and hung up there."""

    point_id: UUID
    code: str


# ---- standing in


class SeekSent(Sent):
    """A role for whose empty seats people are asked now."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"role": "visitor"}]})

    role: RoleName


class SoughtShown(Shown):
    """How many people are asked."""

    asked: int


class AsksAsked(SortedPageAsked):
    """Which asks."""

    shift_id: Id | None = None


class AskShown(Shown):
    """Somebody asked to stand in."""

    id: UUID
    shift_id: UUID
    shift_code: str
    title_zh: str
    title_en: str
    starts_at: Instant
    ends_at: Instant
    role: str
    volunteer_id: UUID
    receipt: str
    wave: int
    rank: int
    state: AskState
    asked_at: Instant
    answer_by: Instant


# ---- swaps


class SwapSent(Sent):
    """One's seat, and exactly one of: a volunteer's id or receipt to hand it to, or the seat wanted for it."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"seat_id": AN_ID, "to_seat_id": AN_ID}]})

    seat_id: Id
    to_volunteer_id: Id | None = None
    to_receipt: Short | None = None
    to_seat_id: Id | None = None
    reason: Reason = ""


class SwapsAsked(SortedPageAsked):
    """Which swaps."""

    state: SwapState | None = None


class SwapShown(Shown):
    """A seat handed over, or exchanged."""

    id: UUID
    version: int
    seat_id: UUID
    to_volunteer_id: UUID
    to_seat_id: UUID | None
    state: SwapState
    reason: str
    answer_by: Instant
    created_at: Instant
    decided_at: Instant | None
