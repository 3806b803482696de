"""What a planned roster shows: seats, empty seats, what publishing would change, and how volunteering stands."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from pydantic import Field

from api.schemas.base import Instant, Shown
from api.schemas.planning import CauseShown
from api.schemas.registrations import LineShown, ReasonShown


class ShiftNamed(Shown):
    """Which shift is spoken of."""

    shift_id: UUID
    code: str
    title_zh: str
    title_en: str
    starts_at: Instant
    ends_at: Instant


class PlannedSeatShown(ShiftNamed):
    """A volunteer, by receipt, in a role of a shift; `standby` is whoever stands by."""

    role: str
    volunteer_id: UUID
    receipt: str


class PlannedSeats(Shown):
    """Seats of a plan, in the order of the shifts."""

    items: list[PlannedSeatShown]


class GapShown(ShiftNamed):
    """Seats of a role that a plan leaves empty, and why: the funnel of candidates, what eases it, what stands between.

    The `cause` names the volunteer who is nearest by receipt; it is null in plans of before causes were told.
    """

    role: str
    empty: int
    reasons: list[ReasonShown]
    cause: CauseShown | None = None


class Gaps(Shown):
    """Empty seats of a plan, in the order of the shifts."""

    items: list[GapShown]


class LeftOutShown(Shown):
    """A seat of a plan that cannot be given any more, and why."""

    code: str | None
    receipt: str | None
    role: str
    because: LineShown


class RosterChanges(Shown):
    """What publishing a plan now would do to people; nothing has been sent."""

    coming: list[PlannedSeatShown]
    going: list[PlannedSeatShown]
    left_out: list[LeftOutShown]
    kept: int = Field(description="Seats in force that stay.")


class WhyShown(Shown):
    """Why a volunteer serves where a plan has them, and the next best seats, each checked against every rule."""

    reasons: list[ReasonShown]
    alternatives: list[ReasonShown]


class LoadShown(Shown):
    """What a volunteer, by receipt, has done and holds, in minutes."""

    volunteer_id: UUID
    receipt: str
    minutes: int
    shifts: int


class ScarceShown(Shown):
    """A skill that coming shifts need and few hold."""

    skill: str
    holders: int
    seats: int


class AtRiskShown(ShiftNamed):
    """A role of a coming shift with too few seats, or too few people to be expected."""

    role: str
    seats: int
    least: int
    expected: int = Field(description="People to be expected, in thousandths.")


class RosterReview(Shown):
    """Who carries how much, who is never asked, which skills are scarce, which shifts are at risk."""

    since: Instant
    volunteers: int
    minutes: int
    mean: int
    top_tenth: int = Field(description="Share of all minutes, in hundredths, carried by a tenth of the people.")
    most: list[LoadShown]
    never_asked: list[LoadShown]
    never_asked_count: int
    scarce: list[ScarceShown]
    at_risk: list[AtRiskShown]


def named(shift: Any) -> dict[str, Any]:
    """Fields by which a shift is named."""
    names = ("code", "title_zh", "title_en", "starts_at", "ends_at")
    return {"shift_id": shift.id, **{name: getattr(shift, name) for name in names}}
