"""Where registrations stand on their path, and what is late."""

from __future__ import annotations

from typing import Literal
from uuid import UUID

from pydantic import Field

from api.schemas.base import Instant, PageAsked, Shown
from api.schemas.registrations import RegistrationState
from api.schemas.types import Id

Actor = Literal["owner", "property_staff", "coordinator", "system"]
LateState = Literal["submitted", "needs_information", "endorsed", "approved", "competing"]


class CriterionShown(Shown):
    """Points of a criterion, its weight in the covenant, and what both come to."""

    name: str
    points: int
    weight: int
    counts: int


class PlaceShown(Shown):
    """Rank in the queue, or on the waitlist; those with as many points are drawn by lot."""

    rank: int
    queue: int = Field(description="How many there are in all.")
    alike: int = Field(description="How many others have as many points.")


class DeadlineShown(Shown):
    """Who is to act, and by when."""

    who: Actor
    by: Instant


class StandShown(Shown):
    """Where a registration stands."""

    registration_id: UUID
    state: RegistrationState
    criteria: list[CriterionShown]
    total: int
    place: PlaceShown | None = Field(description="None before it is sent, and once it is decided on.")
    deadline: DeadlineShown | None = Field(description="None at the end of its path.")


class OverdueAsked(PageAsked):
    """Which late steps are asked for."""

    state: LateState | None = None
    round_id: Id | None = None


class OverdueShown(Shown):
    """A registration that waits for somebody longer than the covenant allows."""

    registration_id: UUID
    receipt: str
    round_id: UUID
    state: LateState
    since: Instant
    who: Actor
    by: Instant
    days_late: int
