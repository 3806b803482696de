"""The parts of a parking problem by name, as the file states them, with what follows from their times."""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from solvers.audit.parking.shape import PROBLEM, check_names
from solvers.audit.protocol import Malformed
from solvers.audit.times import Calendar, Minutes, minutes_of, spans_of

Record = Mapping[str, Any]
MOST_COUNT = 10_000
MOST_SPACES = 1_000_000


def whole(value: object, field: str, low: int = 0, high: int = 1_000_000) -> int:
    """A whole number of a range."""
    if type(value) is not int or not low <= value <= high:
        raise Malformed("malformed", field, value=str(value)[:40], allowed=f"{low} to {high}")
    return value


def by_id(records: Sequence[Record], field: str) -> dict[str, Record]:
    """Records by their id, which must be their own."""
    found: dict[str, Record] = {}
    for at, record in enumerate(records):
        if record["id"] in found:
            raise Malformed("malformed", f"{field}[{at}].id", value=str(record["id"])[:40])
        found[record["id"]] = record
    return found


@dataclass(frozen=True, slots=True, eq=False)
class Stay:
    """When a right stands: its spans, their minutes, and the minutes with the guard after each span.

    Equal stays are one object, so that looking something up by its stay costs nothing.
    """

    spans: tuple[tuple[int, int], ...]
    minutes: Minutes
    kept: Minutes

    @property
    def passings(self) -> Iterator[int]:
        """The minutes of entries and exits."""
        return (minute for span in self.spans for minute in span)

    def span_near(self, minute: int) -> tuple[int, int]:
        """The last span that begins by a minute."""
        return self.spans[bisect_right(self.spans, (minute, 1 << 62)) - 1]


@dataclass(frozen=True, slots=True, eq=False)
class Hours:
    """When a space may be used: its `windows` less what is `closed`."""

    windows: Minutes
    closed: Minutes
    open: Minutes


@dataclass(frozen=True, slots=True, eq=False)
class Kind:
    """Spaces of a site that no rule tells apart; `record` is any of them."""

    name: str
    site: str
    record: Record
    units: tuple[str, ...]
    hours: Hours

    @property
    def size(self) -> int:
        """How many spaces."""
        return len(self.units)


class Scene:
    """A parking problem, read.

    `units` gives the kind of every single space: a record with a `count` stands for spaces named ``id#1``, ``id#2`` …
    """

    def __init__(self, problem: Record) -> None:
        PROBLEM(problem, "problem")
        self.policy: Record = problem["policy"]
        self.guard = whole(self.policy.get("guard_minutes", 15), "problem.policy.guard_minutes", 0, 240)
        self.calendar = Calendar(problem["horizon"])
        self.sites = by_id(problem["sites"], "problem.sites")
        self.patterns = by_id(problem["patterns"], "problem.patterns")
        self.requests = by_id(problem["requests"], "problem.requests")
        self.partners: Sequence[Record] = problem.get("partners", ())
        self.locks: Sequence[Record] = problem.get("locks", ())
        self.kinds: dict[str, Kind] = {}
        """By name: the first of their spaces."""
        self.units: dict[str, Kind] = {}
        self._hours: dict[str, Hours] = {}
        self._read_spaces(problem["spaces"])
        check_names(problem, self.sites, self.units)
        self.at_site: dict[str, list[Kind]] = {site: [] for site in self.sites}
        for kind in self.kinds.values():
            self.at_site[kind.site].append(kind)
        self.curfews = {name: self.calendar.opening(site.get("curfews", ())) for name, site in self.sites.items()}
        self.leaving = {name: self.calendar.leaving(site.get("leave_by", ())) for name, site in self.sites.items()}
        self._stays: dict[tuple[str, bool], tuple[Stay, ...]] = {}
        self._same: dict[tuple[tuple[int, int], ...], Stay] = {}

    def _read_spaces(self, spaces: Sequence[Record]) -> None:
        named = {lock["space"] for lock in self.locks if lock.get("space") is not None}
        alike: dict[str, tuple[Record, list[str]]] = {}
        seen: set[str] = set()
        for at, space in enumerate(spaces):
            count = whole(space.get("count", 1), f"problem.spaces[{at}].count", 1, MOST_COUNT)
            names = [space["id"]] if count == 1 else [f"{space['id']}#{unit}" for unit in range(1, count + 1)]
            if space["site"] not in self.sites or not seen.isdisjoint(names) or len(seen) > MOST_SPACES:
                raise Malformed("malformed", f"problem.spaces[{at}]", value=str(space["id"])[:40])
            seen.update(names)
            traits = json.dumps({key: space[key] for key in sorted(space) if key not in ("id", "count")})
            for name in names:
                own = name if name in named else ""
                alike.setdefault(f"{traits} {own}", (space, []))[1].append(name)
        for space, names in alike.values():
            kind = Kind(names[0], space["site"], space, tuple(names), self._hours_of(space))
            self.kinds[kind.name] = kind
            self.units.update(dict.fromkeys(names, kind))

    def _hours_of(self, space: Record) -> Hours:
        """The tidal windows are the space's own, or else its site's; closures of both add up."""
        site, own = self.sites[space["site"]], space.get("windows")
        rules = (own if own is not None else site["windows"], site.get("closures", ()), space.get("closures", ()))
        key = json.dumps(rules, sort_keys=True)
        if key not in self._hours:
            windows = self.calendar.opening(rules[0])
            closed = self.calendar.closed(rules[1]) | self.calendar.closed(rules[2])
            self._hours[key] = Hours(windows, closed, windows & ~closed)
        return self._hours[key]

    def stays(self, request: Record) -> tuple[Stay, ...]:
        """When a request stands: one stay, or one for each season where its space may change."""
        key = (request["pattern"], bool(request.get("split_at_season", False)))
        if key not in self._stays:
            use = self.calendar.use(self.patterns[key[0]]["rules"])
            parts = self._by_season(use) if key[1] else [spans_of(use)]
            self._stays[key] = tuple(map(self._stay, parts or [[]]))
        return self._stays[key]

    def _by_season(self, use: Minutes) -> list[list[tuple[int, int]]]:
        """Spans by season, the earliest first; stays with less than the guard between them belong together."""
        parts: dict[str, list[tuple[int, int]]] = {}
        season, left = "", 0
        for start, end in spans_of(use):
            if not parts or start - left >= self.guard:
                season = self.calendar.season(start)
            parts.setdefault(season, []).append((start, end))
            left = end
        return sorted(parts.values())

    def _stay(self, spans: Sequence[tuple[int, int]]) -> Stay:
        key = tuple(spans)
        if key not in self._same:
            kept = minutes_of((start, end + self.guard) for start, end in spans)
            self._same[key] = Stay(key, minutes_of(spans), kept)
        return self._same[key]

    def points(self, request: Record) -> int:
        """Priority points of a request, weighted by the criteria."""
        criteria = self.policy["criteria"]
        return sum(
            whole(criteria[name], f"problem.policy.criteria.{name}", -1000)
            * whole(value, f"problem.requests[{request['id']}].points.{name}", -10_000)
            for name, value in request["points"].items()
        )

    def outside_cap(self, site: str) -> int:
        """Most outside vehicles at a site: its own cap, or else the share of its spaces, rounded down."""
        own = self.sites[site].get("outside_cap")
        spaces = sum(kind.size for kind in self.at_site[site])
        percent = whole(self.policy.get("outside_percent", 30), "problem.policy.outside_percent", 0, 100)
        return spaces * percent // 100 if own is None else whole(own, "problem.sites.outside_cap")

    def left_for_rights(self, open_spaces: int) -> int:
        """How many of a site's open spaces rights may take: a share, rounded up, stays with the owners."""
        percent = whole(self.policy.get("reserve_percent", 5), "problem.policy.reserve_percent", 0, 100)
        return open_spaces - (open_spaces * percent + 99) // 100


def scene_of(problem: Record) -> Scene:
    """A problem read, once for all questions about it."""
    return _read(json.dumps(problem, sort_keys=True))


@lru_cache(maxsize=1)
def _read(text: str) -> Scene:
    return Scene(json.loads(text))
