"""What groups ask for and what the staff decided about it, as it stands in problem.json; defaults are stated here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from solvers.audit.rooms.reading import Record, counts, maybe_text, records, text, texts, truth, whole
from solvers.audit.times import Calendar, clock


@dataclass(frozen=True)
class Range:
    """Minutes of a weekday (1 Monday to 7) in which a session may lie as a whole."""

    weekday: int
    start: int
    end: int
    primary: bool


@dataclass(frozen=True)
class Section:
    """What one group asks for; `first`, `last` and `excluded` are numbers of dates, lengths are minutes.

    `previous` is room, weekday and start of last season; `lot` comes from the public draw.
    """

    id: str
    party: str
    people: int
    ranges: tuple[Range, ...]
    category: str
    seniors: bool
    sessions: int
    every_weeks: int
    shortest: int
    longest: int
    first: int
    last: int
    excluded: frozenset[int]
    rooms: tuple[str, ...]
    facilities: tuple[str, ...]
    features: frozenset[str]
    equipment: Mapping[str, int]
    noisy: bool
    may_vary: bool
    leader: str | None
    members: frozenset[str]
    previous: tuple[str, int, int] | None
    lot: int | None
    guaranteed: bool


@dataclass(frozen=True)
class Lock:
    """A pin or a ban; what it does not name is None."""

    section: str
    kind: str
    room: str | None
    facility: str | None
    weekday: int | None
    start: int | None


@dataclass(frozen=True)
class Quota:
    """Most minutes and most dated sessions of a party, a household, a category, or of each party at a facility."""

    scope: str
    of: str
    minutes: int | None
    sessions: int | None


@dataclass(frozen=True)
class Party:
    """Who applies; `lost` counts what past rounds refused."""

    id: str
    household: str | None
    lost: int


def read_section(record: Record, calendar: Calendar) -> Section:
    """A section of problem.json."""
    last, first, before = calendar.length - 1, record.get("first"), record.get("previous")
    return Section(
        id=text(record["id"]),
        party=text(record["party"]),
        people=whole(record["people"], 1),
        ranges=tuple(_range(one) for one in records(record["ranges"])),
        category=text(record.get("category", "other")),
        seniors=text(record.get("age_group", "any")) == "senior",
        sessions=whole(record.get("sessions", 1), 1),
        every_weeks=whole(record.get("every_weeks", 1), 1),
        shortest=whole(record.get("shortest", 60), 1),
        longest=whole(record.get("longest", 60), 1),
        first=0 if first is None else max(0, _number(calendar, first)),
        last=last if record.get("last") is None else min(last, _number(calendar, record["last"])),
        excluded=frozenset(_number(calendar, one) for one in record.get("excluded", ())),
        rooms=texts(record.get("rooms", ())),
        facilities=texts(record.get("facilities", ())),
        features=frozenset(texts(record.get("features", ()))),
        equipment=counts(record.get("equipment")),
        noisy=truth(record.get("noisy", False)),
        may_vary=truth(record.get("may_vary", True)),
        leader=maybe_text(record.get("leader")),
        members=frozenset(texts(record.get("members", ()))),
        previous=None
        if before is None
        else (text(before["room"]), whole(before["weekday"], 1), clock(before["start"])),
        lot=None if record.get("lot") is None else whole(record["lot"]),
        guaranteed=truth(record.get("guaranteed", False)),
    )


def _range(record: Record) -> Range:
    return Range(
        whole(record["weekday"], 1),
        clock(record["start"], "problem.requests.ranges"),
        clock(record["end"], "problem.requests.ranges"),
        truth(record.get("primary", True)),
    )


def read_party(record: Record) -> Party:
    """A party of problem.json."""
    return Party(text(record["id"]), maybe_text(record.get("household")), whole(record.get("lost", 0)))


def read_quota(record: Record) -> Quota:
    """A quota of problem.json."""
    minutes, sessions = record.get("minutes"), record.get("sessions")
    return Quota(
        text(record["scope"]),
        text(record["of"]),
        None if minutes is None else whole(minutes),
        None if sessions is None else whole(sessions),
    )


def read_lock(record: Record) -> Lock:
    """A lock of problem.json."""
    weekday, start = record.get("weekday"), record.get("start")
    return Lock(
        text(record["request"]),
        text(record["kind"]),
        maybe_text(record.get("room")),
        maybe_text(record.get("facility")),
        None if weekday is None else whole(weekday, 1),
        None if start is None else clock(start, "problem.locks.start"),
    )


def _number(calendar: Calendar, value: Any) -> int:
    return (date.fromisoformat(text(value)) - calendar.first).days
