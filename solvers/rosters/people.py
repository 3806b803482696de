"""Volunteers, the elders they visit, and what both have asked for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date as Date
from typing import Annotated, Any, ClassVar, Literal

from solvers.errors import InvalidProblem
from solvers.ranges import Count, Identifier, Range, check_ranges
from solvers.timetable import STRICT, Clock, WindowRule
from solvers.window import minute_of

Coordinate = Annotated[int, Range(-200_000, 200_000)]
Gender = Literal["unknown", "woman", "man"]
ShiftLength = Annotated[int, Range(15, 960)]


@dataclass(frozen=True, slots=True)
class Skill:
    """A skill at a level, valid up to and including the day on which its certificate `expires`."""

    __pydantic_config__: ClassVar[Any] = STRICT

    skill: Identifier
    level: Annotated[int, Range(1, 5)] = 1
    expires: Date | None = None

    def __post_init__(self) -> None:
        check_ranges(self)


@dataclass(frozen=True, slots=True)
class Insurance:
    """Days on which a volunteer is insured, both included."""

    __pydantic_config__: ClassVar[Any] = STRICT

    first: Date
    last: Date

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise InvalidProblem("inverted_dates", "last", self.last.isoformat(), f"{self.first} or later")


@dataclass(frozen=True, slots=True)
class Past:
    """A shift that a volunteer worked, or has published, before the horizon."""

    __pydantic_config__: ClassVar[Any] = STRICT

    date: Date
    start: Clock
    minutes: ShiftLength
    type: Identifier
    elder: Identifier | None = None

    def __post_init__(self) -> None:
        check_ranges(self)
        minute_of(self.start)


@dataclass(frozen=True, slots=True)
class Volunteer:
    """Somebody who offers time.

    `available` and `blackouts` are rules of the clock; what is in no window is not available. `desired` are the fewest
    and most minutes a month that the volunteer wishes. `wishes` name shift types, roles or places, most wished first.
    Of the last `called` shifts (up to ten) the volunteer came to `shown`. `completed` counts shifts of each type.
    """

    __pydantic_config__: ClassVar[Any] = STRICT

    id: Identifier
    born: Date
    x: Coordinate
    y: Coordinate
    available: tuple[WindowRule, ...]
    blackouts: tuple[WindowRule, ...] = ()
    gender: Gender = "unknown"
    languages: tuple[Identifier, ...] = ()
    skills: tuple[Skill, ...] = ()
    insured: tuple[Insurance, ...] = ()
    excluded_risks: tuple[Identifier, ...] = ()
    active: bool = True
    guardian_consent: bool = False
    willing: bool = True
    neighbour: bool = False
    lead: bool = False
    mentor_of: tuple[Identifier, ...] = ()
    wants_mentor: bool = False
    trainings: tuple[Identifier, ...] = ()
    completed: Mapping[str, Count] | None = None
    desired: tuple[Count, Count] | None = None
    liked: tuple[WindowRule, ...] = ()
    disliked: tuple[WindowRule, ...] = ()
    wishes: tuple[Identifier, ...] = ()
    days_off: tuple[Date, ...] = ()
    declined: tuple[Identifier, ...] = ()
    absences: Annotated[int, Range(0, 100)] = 0
    shown: Annotated[int, Range(0, 10)] = 0
    called: Annotated[int, Range(0, 10)] = 0
    history: tuple[Past, ...] = ()

    def __post_init__(self) -> None:
        check_ranges(self)
        if self.shown > self.called:
            raise InvalidProblem("out_of_range", "shown", self.shown, f"a whole number from 0 to {self.called}")
        if self.desired is not None and self.desired[1] < self.desired[0]:
            raise InvalidProblem("inverted_seats", "desired.1", self.desired[1], f"{self.desired[0]} or more")

    def age_on(self, day: Date) -> int:
        """Full years on a date."""
        return day.year - self.born.year - ((day.month, day.day) < (self.born.month, self.born.day))

    def rate(self, floor: int) -> int:
        """How likely the volunteer comes, in thousandths."""
        return show_rate(self.shown, self.called, floor)


def show_rate(shown: int, called: int, floor: int) -> int:
    """How likely somebody comes who came to `shown` of the last `called` shifts, in thousandths (S16)."""
    return max(floor, 1_000 * (shown + 9) // (called + 10))


@dataclass(frozen=True, slots=True)
class Elder:
    """Somebody who is visited at home: contacts known to them, volunteers they do not want, what they ask for."""

    __pydantic_config__: ClassVar[Any] = STRICT

    id: Identifier
    primary: Identifier | None = None
    second: Identifier | None = None
    vetoes: tuple[Identifier, ...] = ()
    gender: Gender = "unknown"
    language: Identifier | None = None

    def __post_init__(self) -> None:
        check_ranges(self)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two volunteers who must, must not, wish to, or wish not to share a shift."""

    __pydantic_config__: ClassVar[Any] = STRICT

    a: Identifier
    b: Identifier
    kind: Literal["required", "prohibited", "preferred", "unpreferred"]

    def __post_init__(self) -> None:
        check_ranges(self)
