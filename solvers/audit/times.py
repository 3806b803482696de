"""Days and clocks of a problem file as sets of minutes: the auditor's own expansion.

A set of minutes is one whole number: bit ``minute + 1440`` is 1 where the minute belongs to it, minutes counted from
midnight of the first planned date (the date before it counts too). Union is ``|``, intersection ``&``; windows that
touch are one without further ado. Rules of the clock ("workdays 18:30 to 07:30 in summer") are the JSON of a file,
where a missing key has its default.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from solvers.audit.protocol import Malformed
from solvers.audit.shapes import NAME, WEEKDAY, Shape, each, letters, maybe, record, refuse, word
from solvers.audit.shapes import day as calendar_date

DAY = 1440
Minutes = int
"""A set of minutes, as bits."""
Rule = Mapping[str, Any]
DAY_TYPES = ("every", "workday", "rest_day")
SEASONS = ("summer", "winter")
YEARS = ("2000", "2200")
MOST_DAYS = 400
"""Most planned dates."""


def clock(text: str, field: str = "") -> int:
    """Minute of the day of "HH:MM", 00:00 to 24:00."""
    if isinstance(text, str) and re.fullmatch(r"[0-9]{2}:[0-5][0-9]", text):
        minute = int(text[:2]) * 60 + int(text[3:])
        if minute <= DAY:
            return minute
    raise Malformed("malformed", field, value=str(text)[:40])


def span_of(rule: Rule, field: str = "") -> tuple[int, int]:
    """Minutes from midnight of a window; an end that is not after the start lies on the next day."""
    start, end = clock(rule.get("start", "00:00"), field), clock(rule.get("end", "24:00"), field)
    if start in (end, DAY) or end == 0:
        raise Malformed("malformed", field, start=start, end=end)
    return (start, end) if start < end else (start, end + DAY)


# ---- shapes


def hour(value: Any, field: str) -> None:
    """A time of the day, "HH:MM"."""
    clock(value, field)


def shape_of_horizon(value: Any, field: str) -> None:
    """Planned dates, with the one before and the one after them."""
    dated = record(
        {"date": calendar_date, "day_type": word(*DAY_TYPES[1:])}, {"season": word(*SEASONS), "names": each(NAME)}
    )
    record({"first": calendar_date, "last": calendar_date, "days": each(dated, MOST_DAYS + 2)})(value, field)
    if not YEARS[0] <= value["first"] <= value["last"] < f"{YEARS[1]}-99":
        refuse(value["last"], f"{field}.last", f"a date after first, {YEARS[0]} to {YEARS[1]}")


def _dated(shape: Shape) -> Shape:
    """A rule whose dates, where it has both, and whose window are not reversed or empty."""

    def rule(value: Any, field: str) -> None:
        shape(value, field)
        first, last = value.get("first"), value.get("last")
        if first is not None and last is not None and last < first:
            refuse(last, f"{field}.last", f"{first} or later")
        if "start" in value or "end" in value:
            span_of(value, field)

    return rule


def _day_name(value: Any, field: str) -> None:
    """A type of day or the name of a day; one that no date bears binds nobody, so it must not look like a type."""
    NAME(value, field)
    if value not in DAY_TYPES and value.strip().lower().replace(" ", "_") in DAY_TYPES:
        refuse(value, field, ", ".join(DAY_TYPES))


_DATES: dict[str, Shape] = {
    "days": _day_name,
    "season": word("any", *SEASONS),
    "weekdays": each(WEEKDAY),
    "first": maybe(calendar_date),
    "last": maybe(calendar_date),
}
WINDOW = _dated(record({}, {**_DATES, "start": hour, "end": hour}))
"""A window of dates and hours."""
LEAVE_BY = _dated(record({}, {**_DATES, "time": hour}))
"""A time by which everybody has left."""
CLOSURE = _dated(
    record(
        {"first": calendar_date, "last": calendar_date},
        {"start": hour, "end": hour, "kind": word("closure", "suspension"), "reason": letters(0, 200)},
    )
)
"""Dates and hours at which nothing may be used."""


# ---- sets of minutes


def minutes_of(spans: Iterable[tuple[int, int]]) -> Minutes:
    """The minutes of half-open spans."""
    found = 0
    for start, end in spans:
        found |= ((1 << (end - start)) - 1) << (start + DAY)
    return found


def spans_of(minutes: Minutes) -> list[tuple[int, int]]:
    """Longest half-open spans of a set, in order."""
    digits = bin(minutes)[:1:-1] + "0"
    found, start = [], digits.find("1")
    while start >= 0:
        end = digits.index("0", start)
        found.append((start - DAY, end - DAY))
        start = digits.find("1", end)
    return found


def has(minutes: Minutes, minute: int) -> bool:
    """Whether a minute belongs to a set."""
    return minute >= -DAY and bool(minutes >> (minute + DAY) & 1)


def first_of(minutes: Minutes) -> int:
    """The first minute of a set that is not empty."""
    return (minutes & -minutes).bit_length() - 1 - DAY


class Calendar:
    """The dates of a horizon, the one before and the one after it included."""

    def __init__(self, horizon: Mapping[str, Any]) -> None:
        shape_of_horizon(horizon, "problem.horizon")
        self.first, last = date.fromisoformat(horizon["first"]), date.fromisoformat(horizon["last"])
        self.length = (last - self.first).days + 1
        self.days: Sequence[Mapping[str, Any]] = horizon["days"]
        if self.length < 1 or len(self.days) != self.length + 2:
            raise Malformed("malformed", "problem.horizon.days", dates=len(self.days), allowed=self.length + 2)
        for at, day in enumerate(self.days):
            if day["date"] != self.date_of(at - 1).isoformat():
                raise Malformed("malformed", f"problem.horizon.days[{at}].date", value=str(day["date"])[:40])
        self._known: dict[str, Minutes] = {}

    def date_of(self, number: int) -> date:
        """The date with a number, 0 for the first planned one."""
        return self.first + timedelta(days=number)

    def season(self, minute: int) -> str:
        """Season of the date in which a minute lies."""
        found: str = self.days[minute // DAY + 1].get("season", "winter")
        return found

    def speaks_of(self, rule: Rule, number: int) -> bool:
        """Whether a rule of the clock is about the date with this number (-1 to length)."""
        day, date_ = self.days[number + 1], self.date_of(number)
        named = rule.get("days", "every")
        first, last = rule.get("first"), rule.get("last")
        return (
            (named in ("every", day["day_type"]) or named in day.get("names", ()))
            and rule.get("season", "any") in ("any", day.get("season", "winter"))
            and (not rule.get("weekdays") or date_.isoweekday() in rule["weekdays"])
            and (first is None or date_ >= date.fromisoformat(first))
            and (last is None or date_ <= date.fromisoformat(last))
        )

    def use(self, rules: Sequence[Rule]) -> Minutes:
        """When somebody stands: all rules of every planned date together."""
        return self._once("use", rules, lambda: self._use(rules))

    def _use(self, rules: Sequence[Rule]) -> Iterator[tuple[int, int]]:
        for rule in rules:
            start, end = span_of(rule)
            for number in range(self.length):
                if self.speaks_of(rule, number):
                    yield number * DAY + start, number * DAY + end

    def opening(self, rules: Sequence[Rule]) -> Minutes:
        """When windows are open; on a named day that has rules of its own, only those count."""
        return self._once("opening", rules, lambda: self._opening(rules))

    def _opening(self, rules: Sequence[Rule]) -> Iterator[tuple[int, int]]:
        for number in range(-1, self.length + 1):
            about = [rule for rule in rules if self.speaks_of(rule, number)]
            own = [rule for rule in about if rule.get("days", "every") not in DAY_TYPES]
            for start, end in map(span_of, own or about):
                yield number * DAY + start, number * DAY + end

    def closed(self, closures: Sequence[Rule]) -> Minutes:
        """What closures and suspensions take away, on each of their dates."""
        return self._once("closed", closures, lambda: self._closed(closures))

    def _closed(self, closures: Sequence[Rule]) -> Iterator[tuple[int, int]]:
        for closure in closures:
            start, end = span_of(closure)
            first, last = date.fromisoformat(closure["first"]), date.fromisoformat(closure["last"])
            for number in range(-1, self.length + 1):
                if first <= self.date_of(number) <= last:
                    yield number * DAY + start, number * DAY + end

    def leaving(self, rules: Sequence[Rule]) -> Minutes:
        """The minutes at which everybody must have left."""
        return self._once("leaving", rules, lambda: self._leaving(rules))

    def _leaving(self, rules: Sequence[Rule]) -> Iterator[tuple[int, int]]:
        for rule in rules:
            minute = clock(rule.get("time", "07:30"))
            for number in range(-1, self.length + 1):
                if self.speaks_of(rule, number):
                    yield number * DAY + minute, number * DAY + minute + 1

    def _once(self, what: str, rules: Sequence[Rule], spans: Any) -> Minutes:
        key = what + json.dumps(rules, sort_keys=True)
        if key not in self._known:
            self._known[key] = minutes_of(spans())
        return self._known[key]
