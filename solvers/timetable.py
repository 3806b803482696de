"""Rules of the clock ("workdays 18:30-07:30 in summer") and their expansion into minutes of a horizon.

The horizon carries the day type and season of each of its dates, and of the date before and after it, so nights at its
edges are judged by their real day types. Which date is a workday is the caller's knowledge; nothing here knows a
calendar.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date as Date
from datetime import timedelta
from typing import Annotated, Any, ClassVar, Literal

from solvers.errors import InvalidProblem
from solvers.ranges import Identifier, Range, Text, check_ranges
from solvers.window import DAY, Span, Timetable, merged, minute_of, span_of

STRICT: Mapping[str, Any] = {"extra": "forbid", "strict": True}

DayType = Literal["workday", "rest_day"]
Season = Literal["summer", "winter"]
Clock = Annotated[str, Text(5, 5)]
MAX_DAYS = 400
YEARS = (2000, 2200)


@dataclass(frozen=True, slots=True)
class Day:
    """One date: its day type (workday 工作日 or rest day 休息日, after make-up workdays), season and names, if any."""

    __pydantic_config__: ClassVar[Any] = STRICT

    date: Date
    day_type: DayType
    season: Season = "winter"
    names: tuple[Identifier, ...] = ()

    def __post_init__(self) -> None:
        check_ranges(self)


@dataclass(frozen=True, slots=True)
class Horizon:
    """The planned dates `first` to `last`, both included; `days` also holds the date before and the date after."""

    __pydantic_config__: ClassVar[Any] = STRICT

    first: Date
    last: Date
    days: tuple[Day, ...]

    def __post_init__(self) -> None:
        for name, value in (("first", self.first), ("last", self.last)):
            if not YEARS[0] <= value.year <= YEARS[1]:
                raise InvalidProblem("out_of_range", name, value.isoformat(), f"a year from {YEARS[0]} to {YEARS[1]}")
        if self.last < self.first:
            raise InvalidProblem("inverted_dates", "last", self.last.isoformat(), f"{self.first} or later")
        if self.length > MAX_DAYS:
            raise InvalidProblem("horizon_too_long", "last", self.last.isoformat(), f"at most {MAX_DAYS} dates")
        expected = self.first - timedelta(days=1)
        for at, day in enumerate(self.days):
            if day.date != expected:
                raise InvalidProblem("horizon_gap", f"days.{at}.date", day.date.isoformat(), str(expected))
            expected += timedelta(days=1)
        if expected != self.last + timedelta(days=2):
            raise InvalidProblem(
                "horizon_gap",
                "days",
                len(self.days),
                "each date from the day before the first to the day after the last",
            )

    @property
    def length(self) -> int:
        """Number of planned dates."""
        return (self.last - self.first).days + 1

    @property
    def planned(self) -> Iterable[tuple[int, Day]]:
        """Planned dates with their number, 0 for the first."""
        return enumerate(self.days[1:-1])

    @property
    def known(self) -> Iterable[tuple[int, Day]]:
        """All dates with their number: -1 for the date before the first."""
        return enumerate(self.days, start=-1)

    def number_of(self, day: Date) -> int:
        """Number of a date, 0 for the first planned one."""
        return (day - self.first).days


@dataclass(frozen=True, slots=True)
class DayFilter:
    """Which dates a rule of the clock speaks of.

    `days` is "every", "workday", "rest_day" or the name of a named day; `weekdays` counts 1 (Monday) to 7; `first` and
    `last` are both included. Empty or missing means no restriction.
    """

    days: Identifier = "every"
    season: Literal["any", "summer", "winter"] = "any"
    weekdays: tuple[Annotated[int, Range(1, 7)], ...] = ()
    first: Date | None = None
    last: Date | None = None

    def __post_init__(self) -> None:
        check_ranges(self)
        if self.first and self.last and self.last < self.first:
            raise InvalidProblem("inverted_dates", "last", self.last.isoformat(), f"{self.first} or later")

    def matches(self, day: Day) -> bool:
        """Whether the rule speaks of `day`."""
        return (
            (self.days in ("every", day.day_type) or self.days in day.names)
            and self.season in ("any", day.season)
            and (not self.weekdays or day.date.isoweekday() in self.weekdays)
            and (self.first is None or day.date >= self.first)
            and (self.last is None or day.date <= self.last)
        )

    @property
    def is_named(self) -> bool:
        """Whether the rule is for a named day."""
        return self.days not in ("every", "workday", "rest_day")

    def dates_outside(self, horizon: Horizon) -> tuple[str, Date] | None:
        """The first of the rule's dates outside `horizon` (one day of margin), with its field."""
        for name, value in (("first", self.first), ("last", self.last)):
            if value is not None and not horizon.days[0].date <= value <= horizon.days[-1].date:
                return name, value
        return None


@dataclass(frozen=True, slots=True)
class WindowRule(DayFilter):
    """From `start` to `end` ("HH:MM") on the matching dates; an earlier end is on the next day."""

    __pydantic_config__: ClassVar[Any] = STRICT

    start: Clock = "00:00"
    end: Clock = "24:00"

    def __post_init__(self) -> None:
        DayFilter.__post_init__(self)
        span_of(self.start, self.end)

    @property
    def span(self) -> Span:
        """Minutes of the day; the end may lie on the next day."""
        return span_of(self.start, self.end)


@dataclass(frozen=True, slots=True)
class LeaveBy(DayFilter):
    """On the matching dates nobody may stay beyond `time` ("HH:MM"): whoever came before must have left."""

    __pydantic_config__: ClassVar[Any] = STRICT

    time: Clock = "07:30"

    def __post_init__(self) -> None:
        DayFilter.__post_init__(self)
        minute_of(self.time, "time")


def expand_use(rules: Iterable[WindowRule], horizon: Horizon) -> Timetable:
    """Minutes of a use: on every planned date the union of the matching rules.

    A use of the last date may end on the day after the horizon.
    """
    return merged(
        (number * DAY + rule.span[0], number * DAY + rule.span[1])
        for rule in rules
        for number, day in horizon.planned
        if rule.matches(day)
    )


class Dates:
    """The known dates of a horizon, looked through once for all rules that speak of the same of them."""

    def __init__(self, horizon: Horizon) -> None:
        self._horizon = horizon
        self._known: dict[tuple[Any, ...], Sequence[int]] = {}

    def opening(self, rules: Iterable[WindowRule]) -> Timetable:
        """Minutes of an opening, from the date before the horizon to the date after it.

        On a named day with rules of its own only those apply: the most particular statement wins.
        """
        on = [(rule, *rule.span, self._on(rule)) for rule in rules]
        named = {number for rule, _, _, numbers in on if rule.is_named for number in numbers}
        return merged(
            (number * DAY + start, number * DAY + end)
            for rule, start, end, numbers in on
            for number in numbers
            if rule.is_named or number not in named
        )

    def _on(self, rule: WindowRule) -> Sequence[int]:
        """Numbers of the dates of which a rule speaks."""
        key = (rule.days, rule.season, rule.weekdays, rule.first, rule.last)
        if key not in self._known:
            self._known[key] = [number for number, day in self._horizon.known if rule.matches(day)]
        return self._known[key]


def expand_opening(rules: Iterable[WindowRule], horizon: Horizon) -> Timetable:
    """Minutes of one opening; see `Dates.opening`, for many over the same dates."""
    return Dates(horizon).opening(rules)


def expand_moments(rules: Iterable[LeaveBy], horizon: Horizon) -> tuple[int, ...]:
    """Minutes at which everybody must have left, in order."""
    return tuple(
        sorted(
            {
                number * DAY + minute_of(rule.time)
                for rule in rules
                for number, day in horizon.known
                if rule.matches(day)
            }
        )
    )
