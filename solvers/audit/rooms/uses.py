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
    """A weekly slot as the plan lists it at position `at`; dates by number, times in minutes of the day."""

    at: int
    section: str
    room: str
    weekday: int
    start: int
    end: int
    dates: tuple[int, ...]
    moved: tuple[Moved, ...]
    left_out: tuple[int, ...]

    def told(self, code: str, field: str, day: int | None = None, **numbers: int | str) -> Finding:
        """A finding about the slot, on its first date or on another."""
        first = min(self.dates, default=0) if day is None else day
        names: Numbers = {"requests": self.section, "place": self.room, "minute": first * DAY + self.start}
        return Finding(code, f"plan.assignments[{self.at}].{field}", {**names, **numbers})


@dataclass(frozen=True, slots=True)
class Use:
    """A section in a room on one date; `entry` is the position of its slot, `moved` is true for a substitute."""

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
        return f"plan.assignments[{self.entry}].{'substitutes' if self.moved else 'dates'}"

    def told(self, code: str, *others: Use, **numbers: int | str) -> Finding:
        """A finding about this use, and the others that it does not go together with."""
        sections = dict.fromkeys((*(other.section for other in others), self.section))
        minute = self.day * DAY + self.start
        names: Numbers = {"requests": ", ".join(sections), "place": self.room, "minute": minute}
        return Finding(code, self.field, {**names, **numbers})


def entries_of(season: Season, plan: Record) -> tuple[list[Entry], list[Finding]]:
    """Slots of a plan, and a finding for each name that the problem does not know."""
    entries, unknown = list[Entry](), list[Finding]()
    for at, record in enumerate(records(plan["assignments"])):
        one = _entry(season, at, record)
        strange = sorted({one.room, *(moved.room for moved in one.moved)} - season.supply.rooms.keys())
        if one.section in season.sections and not strange:
            entries.append(one)
        else:
            unknown.append(one.told("unknown_id", "room" if strange else "request", place=", ".join(strange)))
    return entries, unknown


def uses_of(entries: Sequence[Entry]) -> Iterator[Use]:
    """Every use of every slot."""
    for one in entries:
        yield from (Use(one.section, one.at, one.room, day, one.start, one.end, False) for day in one.dates)
        yield from (Use(one.section, one.at, to.room, to.day, to.start, to.end, True) for to in one.moved)


def _entry(season: Season, at: int, record: Record) -> Entry:
    def number(value: Any) -> int:
        return (date.fromisoformat(text(value)) - season.supply.calendar.first).days

    moved = tuple(
        Moved(number(one["date"]), text(one["room"]), _minute(one["start"]), _minute(one["end"]))
        for one in records(record.get("substitutes", []))
    )
    return Entry(
        at,
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
