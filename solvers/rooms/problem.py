"""What a season round of activity rooms is made of: supply, demand, policy and locks, checked when built."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date as Date
from functools import cached_property
from typing import Annotated, Any, ClassVar, Literal

from solvers.errors import InvalidProblem
from solvers.parking.problem import Closure
from solvers.ranges import Count, Identifier, Lot, Percent, Range, Text, check_ranges
from solvers.timetable import STRICT, Clock, Horizon, WindowRule
from solvers.window import minute_of

Category = Literal["elderly", "disabled", "culture", "education", "volunteering", "party", "other"]
AgeGroup = Literal["any", "minor", "adult", "senior"]
Minutes = Annotated[int, Range(0, 1440)]
Weekday = Annotated[int, Range(1, 7)]
MOST_RANGES = 1_000


@dataclass(frozen=True, slots=True)
class Facility:
    """A house with rooms 设施: the centre, a neighbourhood centre or an elderly activity room.

    `windows` are its opening hours, `equipment` counts what can be carried between its rooms, and in `seniors` hours
    only groups of seniors are let in.
    """

    __pydantic_config__: ClassVar[Any] = STRICT

    id: Identifier
    tier: Literal["centre", "neighbourhood", "activity_room"]
    windows: tuple[WindowRule, ...]
    closures: tuple[Closure, ...] = ()
    seniors: tuple[WindowRule, ...] = ()
    equipment: Mapping[str, Count] | None = None

    def __post_init__(self) -> None:
        check_ranges(self)


@dataclass(frozen=True, slots=True)
class Room:
    """A bookable room 活动室; a part of a divisible hall names the hall as `part_of`.

    `features` hold what it has for good (step-free, piano, projector). `staffed` restricts it to the hours in which
    somebody is on duty; `setup` and `clear` minutes replace the policy's; two `noisy_next_to` rooms are never noisy at
    once.
    """

    __pydantic_config__: ClassVar[Any] = STRICT

    id: Identifier
    facility: Identifier
    capacity: Annotated[int, Range(1, 10_000)]
    features: tuple[Identifier, ...] = ()
    part_of: Identifier | None = None
    noisy_next_to: tuple[Identifier, ...] = ()
    windows: tuple[WindowRule, ...] | None = None
    staffed: tuple[WindowRule, ...] | None = None
    closures: tuple[Closure, ...] = ()
    setup: Minutes | None = None
    clear: Minutes | None = None

    def __post_init__(self) -> None:
        check_ranges(self)


@dataclass(frozen=True, slots=True)
class Party:
    """Who applies: an organisation or a person of a household; `lost` counts what past rounds refused."""

    __pydantic_config__: ClassVar[Any] = STRICT

    id: Identifier
    kind: Literal["organisation", "person"] = "organisation"
    household: Identifier | None = None
    lost: Annotated[int, Range(0, 1_000)] = 0

    def __post_init__(self) -> None:
        check_ranges(self)


@dataclass(frozen=True, slots=True)
class Suitable:
    """A range of a weekday (1 Monday to 7) in which a session may lie as a whole."""

    __pydantic_config__: ClassVar[Any] = STRICT

    weekday: Weekday
    start: Clock
    end: Clock
    primary: bool = True

    def __post_init__(self) -> None:
        check_ranges(self)
        if minute_of(self.end, "end") <= minute_of(self.start, "start"):
            raise InvalidProblem("range_ends_first", "end", self.end, f"a time after {self.start}, at most 24:00")

    @property
    def span(self) -> tuple[int, int]:
        """Minutes of the day."""
        return minute_of(self.start), minute_of(self.end)


@dataclass(frozen=True, slots=True)
class Slot:
    """Where a group met: a room, a weekday and a start."""

    __pydantic_config__: ClassVar[Any] = STRICT

    room: Identifier
    weekday: Weekday
    start: Clock

    def __post_init__(self) -> None:
        check_ranges(self)
        minute_of(self.start)


@dataclass(frozen=True, slots=True)
class Section:
    """What one group asks for: `sessions` a week, every `every_weeks` weeks, at one fixed slot each.

    Without `rooms` and `facilities` any suitable room will do; with both, the rooms rank before the facilities. A
    single booking has `first` equal to `last`. Where `may_vary` is false, a blocked date is not moved to another room.
    `lot` is its number from the public draw, the smaller comes first; `guaranteed` that it lost so often in a row
    that it is served before all others.
    """

    __pydantic_config__: ClassVar[Any] = STRICT

    id: Identifier
    party: Identifier
    people: Annotated[int, Range(1, 10_000)]
    ranges: tuple[Suitable, ...]
    title: Annotated[str, Text(0, 120)] = ""
    category: Category = "other"
    age_group: AgeGroup = "any"
    sessions: Annotated[int, Range(1, 7)] = 1
    every_weeks: Annotated[int, Range(1, 26)] = 1
    shortest: Annotated[int, Range(15, 1440)] = 60
    longest: Annotated[int, Range(15, 1440)] = 60
    first: Date | None = None
    last: Date | None = None
    excluded: tuple[Date, ...] = ()
    rooms: tuple[Identifier, ...] = ()
    facilities: tuple[Identifier, ...] = ()
    features: tuple[Identifier, ...] = ()
    equipment: Mapping[str, Annotated[int, Range(1, 1_000)]] | None = None
    noisy: bool = False
    may_vary: bool = True
    leader: Identifier | None = None
    members: tuple[Identifier, ...] = ()
    previous: Slot | None = None
    lot: Lot | None = None
    guaranteed: bool = False

    def __post_init__(self) -> None:
        check_ranges(self)
        if self.longest < self.shortest:
            raise InvalidProblem("inverted_lengths", "longest", self.longest, f"{self.shortest} or more")
        if self.first and self.last and self.last < self.first:
            raise InvalidProblem("inverted_dates", "last", self.last.isoformat(), f"{self.first} or later")
        if len(self.ranges) > MOST_RANGES:
            raise InvalidProblem("too_many_ranges", "ranges", len(self.ranges), f"at most {MOST_RANGES} ranges")


@dataclass(frozen=True, slots=True)
class Link:
    """A wish about two sections: one right after the other, in one facility on one day, or never that."""

    __pydantic_config__: ClassVar[Any] = STRICT

    a: Identifier
    b: Identifier
    kind: Literal["adjacent", "together", "apart"]

    def __post_init__(self) -> None:
        check_ranges(self)


@dataclass(frozen=True, slots=True)
class RoomLock:
    """A decision of the staff about a section.

    A `pin` asks for a session at the named room, weekday and start (what is not named is free); a `ban` excludes a
    room, a facility, or everything.
    """

    __pydantic_config__: ClassVar[Any] = STRICT

    request: Identifier
    kind: Literal["pin", "ban"]
    room: Identifier | None = None
    facility: Identifier | None = None
    weekday: Weekday | None = None
    start: Clock | None = None

    def __post_init__(self) -> None:
        check_ranges(self)
        if self.start is not None:
            minute_of(self.start)
        if self.kind == "pin" and self.room is None and self.facility is None:
            raise InvalidProblem("pin_without_room", "room", None, "a room or a facility")


@dataclass(frozen=True, slots=True)
class Quota:
    """Most minutes and most dated sessions over the horizon: of a party, a household, a category, or of each party at
    a facility.
    """

    __pydantic_config__: ClassVar[Any] = STRICT

    scope: Literal["party", "household", "category", "facility"]
    of: Identifier
    minutes: Annotated[int, Range(0, 10_000_000)] | None = None
    sessions: Count | None = None

    def __post_init__(self) -> None:
        check_ranges(self)


@dataclass(frozen=True, slots=True)
class RoomsPolicy:
    """Settings of the covenant 公约 that a season round needs.

    A dated session counts its category's `weights` (1 where none is stated); of a section with several sessions a
    week, `partial_percent` counts for each one served and the rest only where all are. Starts lie on `grid` minutes and
    lengths grow by it. At most `blocked_percent` of a series' dates may be blocked. Sections that share
    `shared_percent` of the smaller one's members do not meet at the same time; `travel` minutes lie between two
    sections of the same people in different facilities.
    """

    __pydantic_config__: ClassVar[Any] = STRICT

    weights: Mapping[str, Annotated[int, Range(1, 1_000)]]
    partial_percent: Percent = 80
    setup: Minutes = 0
    clear: Minutes = 15
    grid: Annotated[int, Range(5, 240)] = 30
    blocked_percent: Percent = 25
    shared_percent: Annotated[int, Range(1, 100)] = 50
    travel: Minutes = 30

    def __post_init__(self) -> None:
        check_ranges(self)


@dataclass(frozen=True)
class RoomsProblem:
    """A whole round. Requests stand in the order in which they were received.

    Raises
    ------
    InvalidProblem
        For the first id that is unknown or used twice, or the first date outside the horizon.
    """

    __pydantic_config__: ClassVar[Any] = STRICT

    horizon: Horizon
    policy: RoomsPolicy
    facilities: tuple[Facility, ...]
    rooms: tuple[Room, ...]
    parties: tuple[Party, ...]
    requests: tuple[Section, ...]
    quotas: tuple[Quota, ...] = ()
    links: tuple[Link, ...] = ()
    locks: tuple[RoomLock, ...] = ()
    domain: Literal["rooms"] = "rooms"
    format: Literal["commontide/rooms-problem/1"] = "commontide/rooms-problem/1"

    def __post_init__(self) -> None:
        from solvers.rooms.checks import check_problem

        check_problem(self)

    @cached_property
    def facility_index(self) -> Mapping[str, int]:
        """Position of each facility."""
        return {facility.id: at for at, facility in enumerate(self.facilities)}

    @cached_property
    def room_index(self) -> Mapping[str, int]:
        """Position of each room."""
        return {room.id: at for at, room in enumerate(self.rooms)}

    @cached_property
    def party_index(self) -> Mapping[str, int]:
        """Position of each party."""
        return {party.id: at for at, party in enumerate(self.parties)}

    @cached_property
    def request_index(self) -> Mapping[str, int]:
        """Position of each section."""
        return {request.id: at for at, request in enumerate(self.requests)}

    @cached_property
    def facility_of(self) -> tuple[int, ...]:
        """Position of each room's facility."""
        return tuple(self.facility_index[room.facility] for room in self.rooms)

    @cached_property
    def atoms(self) -> tuple[tuple[int, ...], ...]:
        """What each room occupies: the parts of a hall, else the room itself."""
        parts: dict[str, list[int]] = {}
        for at, room in enumerate(self.rooms):
            if room.part_of is not None:
                parts.setdefault(room.part_of, []).append(at)
        return tuple(tuple(parts.get(room.id, (at,))) for at, room in enumerate(self.rooms))

    def buffers(self, room: int) -> tuple[int, int]:
        """Minutes to set up before and to clear after a session."""
        own = self.rooms[room]
        setup, clear = self.policy.setup, self.policy.clear
        return (setup if own.setup is None else own.setup), (clear if own.clear is None else own.clear)

    def weight_of(self, request: Section) -> int:
        """What a dated session of the section counts."""
        return self.policy.weights.get(request.category, 1)
