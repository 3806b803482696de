"""Runs, plans, the staff's locks, and versions of the notice."""

from __future__ import annotations

from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import ConfigDict, Field, SerializerFunctionWrapHandler, model_serializer

from api.schemas.base import Asked, Instant, PageAsked, Sent, Shown
from api.schemas.registrations import ReasonShown
from api.schemas.types import Clock, Id, Reason

RunState = Literal["queued", "running", "done", "failed", "cancelled"]
PublicationState = Literal["preparing", "prepared", "published", "abandoned"]
Limit = Annotated[float, Field(ge=1, le=3600)]

OF_ROOMS = ("title", "sessions")
"""Fields of a line that only rooms have."""


class RunSent(Sent):
    """How a run shall work."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"seed": 0, "work_limit": 120}]})

    engine: Literal["auto", "columns", "direct", "options", "greedy", "fcfs"] = Field(
        "auto", description="columns and direct are for parking, options is for rooms."
    )
    seed: Annotated[int, Field(ge=0, le=2**31 - 1)] = 0
    work_limit: Limit = Field(120.0, description="Work units of about a second; the same plan each time.")
    seconds: Limit | None = Field(None, description="By the clock; the same plan is not promised.")
    replan: bool = Field(True, description="Depart from the plan in force and move as little as possible.")


class RunShown(Shown):
    """A run: what went in, how far it is, what came out."""

    id: UUID
    round_id: UUID
    state: RunState
    phase: str
    incumbent: int | None = Field(
        description="What the best plan so far is worth, by the goal that people are told of."
    )
    bound: int | None = Field(
        description="No plan is worth more than this: proven. Null for a run that departs from a plan before."
    )
    gap: float | None
    seconds: float
    engine: str
    seed: int
    work_limit: float
    seconds_limit: float | None
    problem_digest: str | None = Field(description="Known once a worker has begun.")
    covenant_version: int
    replan: bool
    versions: dict[str, str]
    created_at: Instant
    started_at: Instant | None
    finished_at: Instant | None
    cancel_requested: bool
    error: str | None
    plan_id: UUID | None = None


class TierShown(Shown):
    """A goal with its value and bound."""

    name: str
    value: int | None = None
    bound: int | None = None


class PlanShown(Shown):
    """A plan."""

    id: UUID
    round_id: UUID
    run_id: UUID
    status: str
    reproducible: bool
    problem_digest: str
    plan_digest: str
    tiers: list[dict[str, Any]]
    unheld: list[Any] = Field(description="Decisions of the staff that cannot hold, with the rule against each.")
    requests: int
    assigned: int
    created_at: Instant


class Plans(Shown):
    """Plans of a round, the newest first."""

    items: list[PlanShown]


class AssignmentShown(Shown):
    """A registration's place; one line for each part of its right."""

    registration_id: UUID
    receipt: str
    part: int
    site_id: UUID
    site_code: str
    space_id: UUID
    space_code: str


class RemovalShown(ReasonShown):
    """One thing that would have to be out of the way; to the office and auditors rivals are named by their receipts."""

    kind: Literal["filter", "limit", "rival", "lock"]
    requests: list[str]


class CauseShown(Shown):
    """A minimal set of things without which there would be a place: none of them can be left out.

    `missing` is how many points more would have done; null where points decide nothing. `outranked` tells that a goal
    before the points speaks for a rival: it is guaranteed a place, or had one in the plan from which this one was made.
    """

    message: str
    place: str
    removals: list[RemovalShown]
    points: int
    rival_points: int
    missing: int | None
    outranked: Literal["", "guaranteed", "kept"]


class RefusalShown(Shown):
    """A registration that got nothing, and why; `cause` is null in plans of before causes were told."""

    registration_id: UUID
    receipt: str
    rank: int
    waitable: bool
    reasons: list[ReasonShown]
    cause: CauseShown | None = None


class DifferencesAsked(Asked):
    """With which plan to compare, and whether names are needed in clear."""

    before: Id
    names: bool = Field(False, description="Names in clear, for the office; it is noted who looked.")


class ChangeShown(Shown):
    """What a plan does to one registration compared with another."""

    registration_id: UUID = Field(description="In rosters the id of a volunteer.")
    receipt: str
    name: str = Field(description="Masked, unless asked for in clear.")
    kind: Literal["added", "removed", "moved"]
    before: list[str] = Field(
        description="Spaces by id; weekly slots as room, weekday, start, end; seats as shift, role."
    )
    after: list[str]


class Differences(Shown):
    """All differences between two plans."""

    before: UUID
    after: UUID
    items: list[ChangeShown]


class LockSent(Sent):
    """A decision of the staff about a registration."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"kind": "keep", "reason": "Agreed at the hearing."}]})

    kind: Literal["keep", "forbid", "fix"]
    reason: Reason
    site_id: Id | None = None
    space_id: Id | None = None
    facility_id: Id | None = None
    room_id: Id | None = None
    weekday: Annotated[int, Field(ge=1, le=7)] | None = None
    start_clock: Clock | None = Field(None, description="In rooms: only sessions that begin then.")


class LockShown(Shown):
    """A decision of the staff."""

    id: UUID
    round_id: UUID
    registration_id: UUID
    kind: Literal["keep", "forbid", "fix"]
    site_id: UUID | None
    space_id: UUID | None
    facility_id: UUID | None
    room_id: UUID | None
    weekday: int | None
    start_clock: str | None
    reason: str
    created_by: UUID
    created_at: Instant
    removed_at: Instant | None
    receipt: str | None = None


class Locks(Shown):
    """Decisions that stand."""

    items: list[LockShown]


class PublicationShown(Shown):
    """A version of the notice."""

    id: UUID
    round_id: UUID
    plan_id: UUID
    number: int = Field(validation_alias="version")
    state: PublicationState
    share: float = Field(description="How much of the preparation is done, 0 to 1.")
    prepared_rows: int
    runs_made: int
    content_digest: str
    created_at: Instant
    published_at: Instant | None
    error: str | None


class Publications(Shown):
    """Versions of the notice, the newest first."""

    items: list[PublicationShown]


class NoticeAsked(PageAsked):
    """Which lines of a notice are asked for."""

    outcome: Literal["allocated", "waitlisted", "refused"] | None = None


class SlotShown(Shown):
    """A weekly slot as the public sees it, with how many dates it has."""

    facility: str
    room: str
    weekday: int
    start: str
    end: str
    dates: int


class NoticeLine(Shown):
    """One line of a notice: all that is public."""

    receipt: str
    masked_plate: str
    outcome: Literal["allocated", "waitlisted", "refused"]
    points: int
    site_code: str | None
    rank: int | None
    title: str = Field("", description="Of a group that wants to be known; left out where there is none.")
    sessions: list[SlotShown] = Field([], description="Weekly slots in rooms; left out where there are none.")

    @model_serializer(mode="wrap")
    def without_empty(self, told: SerializerFunctionWrapHandler) -> dict[str, Any]:
        """As the digest of the notice covers it."""
        line: dict[str, Any] = told(self)
        return {name: value for name, value in line.items() if name not in OF_ROOMS or value}


class PostShown(Shown):
    """A role of a public shift: seats wished for, and filled by the plan."""

    title_zh: str
    title_en: str
    starts_at: Instant
    ends_at: Instant
    role: str
    target: int
    filled: int


class RosterNoticeShown(Shown):
    """What everybody may know of a roster: counts, and the posts of shifts that meet in public; never who serves."""

    shifts: int
    seats: int
    filled: int
    visits: int = Field(description="Home visits, which are counted and not listed.")
    posts: list[PostShown]


class NoticeShown(Shown):
    """A part of the public notice in force."""

    round_id: UUID
    number: int
    published_at: Instant | None
    content_digest: str = Field(description="SHA-256 of all lines in canonical form; also the ETag.")
    plan_digest: str
    runs_made: int
    outcomes: dict[str, int]
    displayed: bool = Field(description="Whether the lines are still shown; after the time of display only counts are.")
    items: list[NoticeLine]
    roster: RosterNoticeShown | None = Field(None, description="In place of lines where the round is a roster.")
    next: str | None = None
