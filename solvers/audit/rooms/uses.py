"""A plan laid out over its dates: who is in which room on which date, from when to when."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from solvers.audit.protocol import Finding
from solvers.audit.rooms.reading import Record, records, text, whole
from solvers.audit.rooms.season import Season
from solvers.audit.times import DAY, clock

Numbers = dict[str, "int | str"]


@dataclass(frozen=True, slots=True)
class Moved:
    """Another room or time for one date."""

    day: int
    room: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Entry:
    """A weekly slot as the plan lists it; dates by number, times in minutes of the day."""

    section: str
    room: str
    weekday: int
    start: int
    end: int
    dates: tuple[int, ...]
    moved: tuple[Moved, ...]
    left_out: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Use:
    """A section in a room on one date; `entry` numbers its slot, `moved` is true for a substitute."""

    section: str
    entry: int
    room: str
    day: int
    start: int
    end: int
    moved: bool

    @property
    def field(self) -> str:
        """Where in the plan it stands."""
        return "plan.assignments.substitutes" if self.moved else "plan.assignments.dates"

    def told(self, code: str, *others: Use, **numbers: int | str) -> Finding:
        """A finding about this use, and the others that it does not go together with."""
        names: Numbers = {"request": self.section, "room": self.room, "minute": self.day * DAY + self.start}
        for other in others[:1]:
            names |= {"other": other.section, "other_room": other.room}
        return Finding(code, self.field, {**names, **numbers})


def entries_of(season: Season, plan: Record) -> tuple[list[Entry], list[Finding]]:
    """Slots of a plan, and a finding for each name that the problem does not know."""
    entries, unknown = [], []
    for record in records(plan["assignments"]):
        one = _entry(season, record)
        for name in {one.room, *(moved.room for moved in one.moved)} - season.supply.rooms.keys():
            unknown.append(Finding("unknown_id", "plan.assignments.room", {"request": one.section, "room": name}))
        if one.section not in season.sections:
            unknown.append(Finding("unknown_id", "plan.assignments.request", {"request": one.section}))
        entries.append(one)
    strangers = {finding.numbers["request"] for finding in unknown}
    return [one for one in entries if one.section not in strangers], unknown


def uses_of(entries: Sequence[Entry]) -> Iterator[Use]:
    """Every use of every slot."""
    for at, one in enumerate(entries):
        yield from (Use(one.section, at, one.room, day, one.start, one.end, False) for day in one.dates)
        yield from (Use(one.section, at, to.room, to.day, to.start, to.end, True) for to in one.moved)


def _entry(season: Season, record: Record) -> Entry:
    def number(value: Any) -> int:
        return (date.fromisoformat(text(value)) - season.supply.calendar.first).days

    moved = tuple(
        Moved(number(one["date"]), text(one["room"]), _minute(one["start"]), _minute(one["end"]))
        for one in records(record.get("substitutes", []))
    )
    return Entry(
        text(record["request"]),
        text(record["room"]),
        whole(record["weekday"], 1),
        _minute(record["start"]),
        _minute(record["end"]),
        tuple(number(day) for day in record["dates"]),
        moved,
        tuple(number(day) for day in record.get("left_out", ())),
    )


def _minute(value: Any) -> int:
    return clock(value, "plan.assignments")
