"""What a parking round is made of: supply, demand, policy and locks, checked when built."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Annotated, Any, ClassVar, Literal

from solvers.errors import InvalidProblem
from solvers.ranges import Count, Identifier, Lot, Metres, Percent, Points, Range, Text, check_ranges
from solvers.timetable import STRICT, Clock, Horizon, LeaveBy, WindowRule, expand_opening
from solvers.window import Timetable, span_of

Size = Literal["compact", "standard", "large"]
Party = Literal["owner", "tenant", "partner", "outside"]
SIZES: tuple[Size, ...] = ("compact", "standard", "large")


@dataclass(frozen=True, slots=True)
class Closure:
    """Dates `first` to `last` on which nothing may be used, daily from `start` to `end`.

    A closure 关闭 is the site's own, a suspension 暂停 is announced for an event; both bind alike.
    """

    __pydantic_config__: ClassVar[Any] = STRICT

    first: date
    last: date
    start: Clock = "00:00"
    end: Clock = "24:00"
    kind: Literal["closure", "suspension"] = "closure"
    reason: Annotated[str, Text(0, 200)] = ""

    def __post_init__(self) -> None:
        check_ranges(self)
        if self.last < self.first:
            raise InvalidProblem("inverted_dates", "last", self.last.isoformat(), f"{self.first} or later")
        span_of(self.start, self.end)


@dataclass(frozen=True, slots=True)
class Location:
    """A point on a map with its datum (Chinese maps use GCJ-02); for pictures, never for planning."""

    __pydantic_config__: ClassVar[Any] = STRICT

    datum: Literal["WGS-84", "GCJ-02", "BD-09"]
    latitude: float
    longitude: float

    def __post_init__(self) -> None:
        for name, value, limit in (("latitude", self.latitude, 90), ("longitude", self.longitude, 180)):
            if not -limit <= value <= limit:
                raise InvalidProblem("out_of_range", name, value, f"a number from -{limit} to {limit}")


@dataclass(frozen=True, slots=True)
class Site:
    """A compound or tower 停车点 that offers spaces.

    `windows` are the tidal windows 潮汐时段 of its spaces, unless a space states its own. `curfews` forbid entry and
    exit, not staying. `gate_limit` is the most entries and exits together in a quarter of an hour; `outside_cap` the
    most outside vehicles 外来车辆 at any moment (missing: the policy's share of the site's spaces).
    """

    __pydantic_config__: ClassVar[Any] = STRICT

    id: Identifier
    kind: Literal["compound", "tower"]
    windows: tuple[WindowRule, ...]
    curfews: tuple[WindowRule, ...] = ()
    leave_by: tuple[LeaveBy, ...] = ()
    closures: tuple[Closure, ...] = ()
    gate_limit: Count | None = None
    outside_cap: Count | None = None
    location: Location | None = None

    def __post_init__(self) -> None:
        check_ranges(self)


@dataclass(frozen=True, slots=True)
class Space:
    """A parking space 车位, or an unnumbered pool of `count` equal ones (its units are named ``id#1``, ``id#2`` …)."""

    __pydantic_config__: ClassVar[Any] = STRICT

    id: Identifier
    site: Identifier
    size: Size = "standard"
    ev: bool = False
    accessible: bool = False
    reserved_for: tuple[Party, ...] = ()
    windows: tuple[WindowRule, ...] | None = None
    closures: tuple[Closure, ...] = ()
    count: Annotated[int, Range(1, 10_000)] = 1

    def __post_init__(self) -> None:
        check_ranges(self)

    @property
    def units(self) -> tuple[str, ...]:
        """Names of the single spaces."""
        return (self.id,) if self.count == 1 else tuple(f"{self.id}#{unit}" for unit in range(1, self.count + 1))


@dataclass(frozen=True, slots=True)
class Pattern:
    """When a vehicle would stand: the union of its rules over the planned dates."""

    __pydantic_config__: ClassVar[Any] = STRICT

    id: Identifier
    rules: tuple[WindowRule, ...]

    def __post_init__(self) -> None:
        check_ranges(self)
        if not self.rules:
            raise InvalidProblem("empty_pattern", "rules", [], "at least one rule")


@dataclass(frozen=True, slots=True)
class Registration:
    """What one vehicle asks for 登记.

    `points` by criterion are weighted by the policy; their weighted sum must be at least 1. `walk` holds the walking
    metres to each site that may serve; only those within `longest_walk` are used. `split_at_season` is the staff's
    leave to change the space (not the site) at a season's boundary. `lot` is its number from the public draw, the
    smaller comes first; `guaranteed` that it lost so often in a row that it is served before all others.
    """

    __pydantic_config__: ClassVar[Any] = STRICT

    id: Identifier
    vehicle: Identifier
    pattern: Identifier
    points: Mapping[str, Points]
    walk: Mapping[str, Metres]
    longest_walk: Metres = 500
    size: Size = "standard"
    party: Party = "tenant"
    needs_ev: bool = False
    needs_accessible: bool = False
    household: Identifier | None = None
    home_site: Identifier | None = None
    previous_space: Annotated[str, Text(1, 80)] | None = None
    split_at_season: bool = False
    lot: Lot | None = None
    guaranteed: bool = False

    def __post_init__(self) -> None:
        check_ranges(self)


@dataclass(frozen=True, slots=True)
class Partnership:
    """Two sites that swap spaces: rights received minus rights given stay within `tolerance`."""

    __pydantic_config__: ClassVar[Any] = STRICT

    a: Identifier
    b: Identifier
    tolerance: Count

    def __post_init__(self) -> None:
        check_ranges(self)


@dataclass(frozen=True, slots=True)
class Lock:
    """A decision of the staff: `pin` a registration to a site or space, or `ban` it from one (or from all)."""

    __pydantic_config__: ClassVar[Any] = STRICT

    request: Identifier
    kind: Literal["pin", "ban"]
    site: Identifier | None = None
    space: Annotated[str, Text(1, 80)] | None = None

    def __post_init__(self) -> None:
        check_ranges(self)
        if self.kind == "pin" and self.site is None and self.space is None:
            raise InvalidProblem("pin_without_place", "site", None, "a site or a space")


@dataclass(frozen=True, slots=True)
class Policy:
    """Settings of the covenant 公约 that a parking round needs.

    `guard_minutes` lie between the leaving and the arriving user of a space; `reserve_percent` of the open spaces of a
    site, rounded up, stay empty for owners; `outside_percent` of a site's spaces, rounded down, may hold outside
    vehicles at one moment; `household_cap` is the most rights of a household; `criteria` weigh the points.
    """

    __pydantic_config__: ClassVar[Any] = STRICT

    criteria: Mapping[str, Annotated[int, Range(-1000, 1000)]]
    guard_minutes: Annotated[int, Range(0, 240)] = 15
    reserve_percent: Percent = 5
    outside_percent: Percent = 30
    household_cap: Annotated[int, Range(0, 100)] | None = 2
    accessible_spaces_exclusive: bool = True

    def __post_init__(self) -> None:
        check_ranges(self)


@dataclass(frozen=True)
class ParkingProblem:
    """A whole round. Requests stand in the order in which they were received.

    Raises
    ------
    InvalidProblem
        For the first id that is unknown or used twice, the first date outside the horizon, the first request whose
        points do not count.
    """

    __pydantic_config__: ClassVar[Any] = STRICT

    horizon: Horizon
    policy: Policy
    sites: tuple[Site, ...]
    spaces: tuple[Space, ...]
    patterns: tuple[Pattern, ...]
    requests: tuple[Registration, ...]
    partners: tuple[Partnership, ...] = ()
    locks: tuple[Lock, ...] = ()
    domain: Literal["parking"] = "parking"
    format: Literal["commontide/parking-problem/1"] = "commontide/parking-problem/1"

    def __post_init__(self) -> None:
        from solvers.parking.checks import check_problem

        check_problem(self)

    @cached_property
    def site_index(self) -> Mapping[str, int]:
        """Position of each site."""
        return {site.id: at for at, site in enumerate(self.sites)}

    @cached_property
    def pattern_index(self) -> Mapping[str, int]:
        """Position of each pattern."""
        return {pattern.id: at for at, pattern in enumerate(self.patterns)}

    @cached_property
    def request_index(self) -> Mapping[str, int]:
        """Position of each request."""
        return {request.id: at for at, request in enumerate(self.requests)}

    @cached_property
    def units(self) -> tuple[tuple[str, int], ...]:
        """Every single space with the position of the `Space` it belongs to."""
        return tuple((unit, at) for at, space in enumerate(self.spaces) for unit in space.units)

    @cached_property
    def unit_index(self) -> Mapping[str, int]:
        """Position of each single space in `units`."""
        return {unit: at for at, (unit, _) in enumerate(self.units)}

    @cached_property
    def _openings(self) -> dict[tuple[WindowRule, ...], Timetable]:
        return {}

    def opening(self, rules: tuple[WindowRule, ...]) -> Timetable:
        """Minutes of an opening over the horizon, expanded once for each set of rules."""
        if rules not in self._openings:
            self._openings[rules] = expand_opening(rules, self.horizon)
        return self._openings[rules]

    def points_of(self, request: Registration) -> int:
        """Weighted priority points."""
        return sum(self.policy.criteria[name] * value for name, value in request.points.items())


def distinct(ids: Iterable[str], where: str) -> set[str]:
    """The ids as a set.

    Raises
    ------
    InvalidProblem
        For the first id that stands twice.
    """
    seen: set[str] = set()
    for at, name in enumerate(ids):
        if name in seen:
            raise InvalidProblem("duplicate_id", f"{where}.{at}.id", name, "an id of its own")
        seen.add(name)
    return seen
