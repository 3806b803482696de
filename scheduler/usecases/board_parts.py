"""What the board of a plan is made of: rows of places, bars on them, and how each bar stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any, Protocol
from uuid import UUID

from sqlalchemy.orm import Session

from scheduler import calendar, queries
from scheduler.actors import Actor
from scheduler.models import Plan, Round
from scheduler.translation import DOMAINS

STATES = ("given", "new", "moved", "decided", "vacant")
"""As in the plan before, or with none before; had nothing then; had another place; decided by staff; nobody there."""


class Place(Protocol):
    """A site, a facility, a meeting point."""

    @property
    def name_zh(self) -> str: ...

    @property
    def name_en(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Lane:
    """A row of the board: a space, a room, a place on the shifts of one name; `group` is where it is."""

    key: str
    group: Place
    name_zh: str
    name_en: str


@dataclass(frozen=True, slots=True)
class Bar:
    """Somebody in a lane from an instant to another; `subject` is the registration, or the shift of a seat of `who`.

    `open` tells whether whoever looks may decide on it.
    """

    lane: str
    subject: UUID
    receipt: str
    starts_at: datetime
    ends_at: datetime
    state: str
    open: bool
    role: str = ""
    who: UUID | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """A place that the board may be narrowed to."""

    key: str
    name_zh: str
    name_en: str


Drawn = tuple[Sequence[Lane], Sequence[Bar]]


@dataclass(frozen=True)
class Scene:
    """A plan as somebody looks at some dates of it."""

    session: Session
    actor: Actor
    plan: Plan
    round: Round
    zone: str
    first: date
    last: date

    @cached_property
    def horizon(self) -> Any:
        """The dates of the round with their day types."""
        overrides = queries.community.overrides(self.session, self.plan.community_id)
        return calendar.horizon(self.round.use_first, self.round.use_last, overrides)

    @cached_property
    def had(self) -> Mapping[UUID, tuple[Any, ...]] | None:
        """What everybody had in the plan before; None where there is none."""
        plan = queries.boards.before(self.session, self.plan)
        return None if plan is None else DOMAINS[self.round.domain].places(self.session, plan.id)

    @cached_property
    def has(self) -> Mapping[UUID, tuple[Any, ...]]:
        """What everybody has in the plan."""
        return DOMAINS[self.round.domain].places(self.session, self.plan.id)

    @cached_property
    def decided(self) -> frozenset[UUID]:
        """Registrations on which a decision of the staff stands."""
        return frozenset(lock.registration_id for lock, _ in queries.plans.locks(self.session, self.round.id))

    def state_of(self, registration: UUID) -> str:
        """How a registration stands that the plan serves."""
        if registration in self.decided:
            return "decided"
        if self.had is None or self.had.get(registration) == self.has.get(registration):
            return "given"
        return "moved" if registration in self.had else "new"

    def instant(self, day: date, clock_minutes: int) -> datetime:
        """A time of a date."""
        return calendar.instant_of(day, clock_minutes, self.zone)
