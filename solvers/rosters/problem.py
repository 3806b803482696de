"""What a month of volunteering is made of: shifts, people, policy, locks and what is published; checked when built."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date as Date
from functools import cached_property
from typing import Annotated, Any, ClassVar, Literal

from solvers.errors import InvalidProblem
from solvers.ranges import Identifier, Range, check_ranges
from solvers.rosters.people import Coordinate, Elder, Pair, ShiftLength, Volunteer
from solvers.rosters.policy import RosterPolicy
from solvers.timetable import STRICT, Clock, Horizon
from solvers.window import minute_of

Seats = Annotated[int, Range(0, 500)]
Kind = Literal["home_visit", "patrol", "class", "event", "room"]
STANDBY = "standby"
OVERRIDABLE = ("H09", "H10", "H11", "H12", "H13", "H14", "H15", "H26")
"""Rules that a coordinator may override for a single seat, with a reason that is logged."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a shift meets, in whole metres on the community's grid; `capacity` bounds the volunteers there."""

    __pydantic_config__: ClassVar[Any] = STRICT

    id: Identifier
    x: Coordinate
    y: Coordinate
    capacity: Annotated[int, Range(1, 10_000)] | None = None

    def __post_init__(self) -> None:
        check_ranges(self)


@dataclass(frozen=True, slots=True)
class Need:
    """A skill that a seat needs, at least at a level."""

    __pydantic_config__: ClassVar[Any] = STRICT

    skill: Identifier
    level: Annotated[int, Range(1, 5)] = 1

    def __post_init__(self) -> None:
        check_ranges(self)


@dataclass(frozen=True, slots=True)
class Role:
    """What somebody does on a shift: how many are needed at least, wished, and let in at most.

    `skills` lists alternatives; one of them must be met in full. A `safety` role keeps its shift from running below
    `least`. `risks` need insurance on the day.
    """

    __pydantic_config__: ClassVar[Any] = STRICT

    id: Identifier
    least: Seats
    target: Seats
    most: Seats
    skills: tuple[tuple[Need, ...], ...] = ()
    priority: Annotated[int, Range(1, 5)] = 3
    age: Annotated[int, Range(0, 120)] = 0
    safety: bool = False
    demanding: bool = False
    training: Identifier | None = None

    def __post_init__(self) -> None:
        check_ranges(self)
        if self.id == STANDBY:
            raise InvalidProblem("reserved_name", "id", self.id, "another name")
        for name, value, least in (("target", self.target, self.least), ("most", self.most, max(1, self.target))):
            if value < least:
                raise InvalidProblem("inverted_seats", name, value, f"{least} or more")


@dataclass(frozen=True, slots=True)
class Shift:
    """A dated need for people: `minutes` from `start` on a date.

    `type` names what is done (for experience and wishes), `kind` which rules of age hold. A shift with `gives` is a
    training. With `changed` its time or place is new, so that earlier refusals are forgotten. The crew of a `given`
    shift was decided elsewhere: only who is published there serves there, and only rules about single people see it.
    """

    __pydantic_config__: ClassVar[Any] = STRICT

    id: Identifier
    type: Identifier
    kind: Kind
    date: Date
    start: Clock
    minutes: ShiftLength
    place: Identifier
    roles: tuple[Role, ...]
    risks: tuple[Identifier, ...] = ()
    elder: Identifier | None = None
    festival: bool = False
    heavy: bool = False
    changed: bool = False
    given: bool = False
    gives: Identifier | None = None

    def __post_init__(self) -> None:
        check_ranges(self)
        if minute_of(self.start) == 1440:
            raise InvalidProblem("start_at_24_00", "start", self.start, "00:00 to 23:59; a day starts at 00:00")
        if not self.roles:
            raise InvalidProblem("no_roles", "roles", 0, "a role or more")


@dataclass(frozen=True, slots=True)
class Duty:
    """A volunteer in a role of a shift; `standby` is the role of whoever stands in."""

    __pydantic_config__: ClassVar[Any] = STRICT

    volunteer: Identifier
    shift: Identifier
    role: Identifier

    def __post_init__(self) -> None:
        check_ranges(self)


@dataclass(frozen=True, slots=True)
class RosterLock:
    """A decision of the staff, or a seat confirmed by the volunteer: a `pin` keeps, a `ban` keeps away.

    `waives` names rules that a coordinator overrides for the pinned seat.
    """

    __pydantic_config__: ClassVar[Any] = STRICT

    volunteer: Identifier
    shift: Identifier
    kind: Literal["pin", "ban"]
    role: Identifier | None = None
    waives: tuple[Identifier, ...] = ()

    def __post_init__(self) -> None:
        check_ranges(self)
        for at, rule in enumerate(self.waives):
            if rule not in OVERRIDABLE:
                raise InvalidProblem("unknown_id", f"waives.{at}", rule, ", ".join(OVERRIDABLE))
        if self.waives and self.kind != "pin":
            raise InvalidProblem("out_of_range", "waives", len(self.waives), "none where the lock is no pin")


@dataclass(frozen=True, slots=True)
class Now:
    """The moment of planning: published seats that start soon after it are frozen."""

    __pydantic_config__: ClassVar[Any] = STRICT

    date: Date
    clock: Clock

    def __post_init__(self) -> None:
        check_ranges(self)
        minute_of(self.clock, "clock")


@dataclass(frozen=True)
class RosterProblem:
    """A whole month. Volunteers stand in the order in which they sign up.

    Raises
    ------
    InvalidProblem
        For the first id that is unknown or used twice, or the first date outside the horizon.
    """

    __pydantic_config__: ClassVar[Any] = STRICT

    horizon: Horizon
    policy: RosterPolicy
    places: tuple[Place, ...]
    volunteers: tuple[Volunteer, ...]
    shifts: tuple[Shift, ...]
    elders: tuple[Elder, ...] = ()
    pairs: tuple[Pair, ...] = ()
    locks: tuple[RosterLock, ...] = ()
    published: tuple[Duty, ...] = ()
    now: Now | None = None
    domain: Literal["rosters"] = "rosters"
    format: Literal["commontide/roster-problem/1"] = "commontide/roster-problem/1"

    def __post_init__(self) -> None:
        from solvers.rosters.checks import check_problem

        check_problem(self)

    @cached_property
    def volunteer_index(self) -> Mapping[str, int]:
        """Position of each volunteer."""
        return {one.id: at for at, one in enumerate(self.volunteers)}

    @cached_property
    def shift_index(self) -> Mapping[str, int]:
        """Position of each shift."""
        return {one.id: at for at, one in enumerate(self.shifts)}

    @cached_property
    def place_index(self) -> Mapping[str, int]:
        """Position of each place."""
        return {one.id: at for at, one in enumerate(self.places)}

    @cached_property
    def elder_index(self) -> Mapping[str, int]:
        """Position of each elder."""
        return {one.id: at for at, one in enumerate(self.elders)}
